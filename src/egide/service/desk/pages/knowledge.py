"""One article of the knowledge base, as a draft cites it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from egide.assist.articles import plain
from egide.service.knowledge.models import Article
from egide.service.tenancy.access import access_brand_by_slug
from egide.service.tenancy.models import Brand


@login_required
def article(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    """Show an article in plain text."""
    try:
        found = Article.objects.get(brand=access_brand_by_slug(request.actor, brand), code=code)  # type: ignore[attr-defined]
    except (Brand.DoesNotExist, Article.DoesNotExist) as absent:
        raise Http404 from absent
    paragraphs = [line for line in plain(found.body).split("\n") if line.strip()]
    return render(request, "pages/article.html", {"article": found, "paragraphs": paragraphs})

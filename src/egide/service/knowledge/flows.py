"""Load a brand's articles, and open them as a searchable knowledge base."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max

from egide.assist.articles import Article as AssistArticle
from egide.assist.articles import BrokenArticle, parse_article
from egide.assist.knowledge import KnowledgeBase
from egide.service.evidence.flows import Act, write_entry
from egide.service.knowledge.models import Article
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

# One index per brand and process, rebuilt when an article changes.
_opened: dict[UUID, tuple[tuple[object, ...], KnowledgeBase]] = {}


def load_articles(
    brand_id: UUID, sources: Iterable[tuple[str, str]], *, actor: Actor, now: datetime
) -> tuple[int, list[BrokenArticle]]:
    """Load articles written in Markdown with front matter; a broken one is named and skipped.

    Args:
        brand_id: The brand.
        sources: Pairs (file name, content).
        actor: Who loads them.
        now: Aware UTC.

    Returns:
        How many were loaded, and the broken ones with their reason.

    Raises:
        AccessRefused: the actor may not edit the knowledge base.
    """
    check_right(actor, Right.KNOWLEDGE_EDIT, brand_id)
    loaded, broken = 0, []
    with transaction.atomic():
        for name, content in sources:
            article = parse_article(content, name)
            if isinstance(article, BrokenArticle):
                broken.append(article)
                continue
            Article.objects.update_or_create(
                brand_id=brand_id,
                code=article.id,
                defaults={
                    "title": article.title,
                    "body": article.body,
                    "audience": article.audience,
                    "updated_on": article.updated,
                    "expires_on": article.expires,
                    "changed_at": now,
                },
            )
            loaded += 1
        detail = {"loaded": loaded, "broken": len(broken)}
        write_entry(brand_id, Act("kb.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return loaded, broken


def knowledge_of(brand_id: UUID) -> KnowledgeBase:
    """Open a brand's approved articles as a searchable base."""
    approved = Article.objects.filter(brand_id=brand_id, approved=True)
    state = approved.aggregate(count=Count("id"), latest=Max("changed_at"))
    version = (state["count"], state["latest"])
    known = _opened.get(brand_id)
    if known is None or known[0] != version:
        base = KnowledgeBase.from_articles(
            AssistArticle.written(
                row.code,
                row.title,
                row.body,
                updated=row.updated_on,
                expires=row.expires_on,
                audience=row.audience,
            )
            for row in approved
        )
        known = _opened[brand_id] = (version, base)
    return known[1]

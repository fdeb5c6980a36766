"""The knowledge base of a brand: list, import, expire, contradictions; and what the work proposes to add to it."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from typing_extensions import override

from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    EmptyState,
    FigureView,
    FormPage,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.evidence.flows import Act, write_entry
from egide.service.knowledge.flows import load_articles
from egide.service.knowledge.models import Article
from egide.service.tenancy.access import AccessRefused, Actor, access_brands, check_right
from egide.service.tenancy.rights import Right
from egide.service.training.proposing import HoldsPersonalData, approve, conflicts_of, proposals_of, unanswered_of
from egide.service.training.views import brand_of

_MOST_FILES, _MOST_BYTES = 500, 2_000_000
_SOON = timedelta(days=30)
_SHOWN = 200


@login_required
@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """List articles with their dates, and name those that contradict each other."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.KNOWLEDGE_EDIT)
    if not brands:
        raise AccessRefused(Right.KNOWLEDGE_EDIT)
    today = timezone.localdate()
    rows = list(Article.objects.filter(brand__in=brands).select_related("brand").order_by("brand", "code")[:_SHOWN])
    expired = sum(row.expires_on is not None and row.expires_on < today for row in rows)
    alerts = [
        AlertView(
            "warning",
            _("%(first)s et %(second)s se contredisent sur un chiffre.") % {"first": each.first, "second": each.second},
        )
        for brand in brands
        for each in conflicts_of(brand.pk, today=today)
    ]
    page = ListPage(
        title=_("Base de connaissances"),
        lead=_("Les brouillons ne citent que ces articles. Un article expiré n'est plus cité."),
        figures=(
            FigureView(_("Articles"), str(len(rows))),
            FigureView(_("Expirés"), str(expired), status="warning" if expired else "ok"),
        ),
        table=TableView(
            _("Articles"),
            (
                Column(_("Référence")),
                Column(_("Titre")),
                Column(_("Marque")),
                Column(_("À jour au")),
                Column(_("Expire le")),
            ),
            tuple(_row(row, today) for row in rows),
            empty=EmptyState(_("Aucun article"), _("Importez des fichiers Markdown ou une archive .zip.")),
        ),
        alerts=tuple(alerts),
    )
    return render(request, "pages/articles.html", {"page": page, "brands": brands, "rows": rows, "today": today})


def _row(row: Article, today: date) -> tuple[Cell, ...]:
    expires = Cell("–")
    if row.expires_on is not None:
        past, near = row.expires_on < today, row.expires_on < today + _SOON
        expires = Cell(row.expires_on.isoformat(), status="danger" if past else "warning" if near else "")
    return (
        Cell(row.code, url=reverse("desk:article", args=[row.brand.slug, row.code])),
        Cell(row.title),
        Cell(row.brand.name),
        Cell(row.updated_on.isoformat() if row.updated_on else "–"),
        expires,
    )


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field."""

    widget = _ManyFiles

    @override
    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check each file."""
        listed = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(each, initial) for each in listed]


class ArticlesForm(forms.Form):
    """Markdown files with front matter, or archives of them."""

    documents = FilesField(
        label=gettext_lazy("Fichiers .md ou archive .zip"),
        help_text=gettext_lazy("Chaque fichier commence par son identifiant et son titre."),
    )


@login_required
def import_articles(request: HttpRequest, brand: str) -> HttpResponse:
    """Import Markdown files; a broken one is named and skipped."""
    found = brand_of(request, brand, Right.KNOWLEDGE_EDIT)
    form = ArticlesForm(request.POST or None, request.FILES or None)
    alerts: tuple[AlertView, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            sources = list(_sources(form.cleaned_data["documents"]))
        except (zipfile.BadZipFile, _TooMuch):
            form.add_error("documents", _("Cette archive ne se lit pas, ou elle est trop grande."))
        else:
            loaded, broken = load_articles(found.pk, sources, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
            if not broken:
                messages.success(request, _("%(count)d articles importés.") % {"count": loaded})
                return redirect("training:articles")
            alerts = (
                AlertView("info", _("%(count)d articles importés.") % {"count": loaded}),
                *(AlertView("warning", each.name, each.reason) for each in broken[:20]),
            )
    page = FormPage(
        title=_("Importer des articles"),
        form=form,
        submit=_("Importer"),
        action_url=reverse("training:import", args=[found.slug]),
        back=LinkView(_("Base de connaissances"), reverse("training:articles")),
        multipart=True,
        alerts=alerts,
    )
    return render(request, "pages/form.html", {"page": page}, status=200 if request.method == "GET" else 422)


class _TooMuch(Exception):
    """An archive holds more than the page takes."""


def _sources(files: Sequence[UploadedFile[Any]]) -> Iterator[tuple[str, str]]:
    for file in files[:_MOST_FILES]:
        name, content = str(file.name), file.read()
        if not name.lower().endswith(".zip"):
            yield name, content[:_MOST_BYTES].decode("utf-8", "replace")
            continue
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".md")]
            # The sizes that an archive declares are checked before anything is unpacked.
            if len(entries) > _MOST_FILES or any(entry.file_size > _MOST_BYTES for entry in entries):
                raise _TooMuch
            for entry in entries:
                yield entry.filename.rsplit("/", 1)[-1], archive.read(entry).decode("utf-8", "replace")


@login_required
@require_POST
def expire(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Stop citing an article from today on."""
    try:
        row: Article = Article.objects.get(pk=article_id)
    except Article.DoesNotExist as absent:
        raise Http404 from absent
    actor: Actor = request.actor  # type: ignore[attr-defined]
    check_right(actor, Right.KNOWLEDGE_EDIT, row.brand_id)
    now = timezone.now()
    with transaction.atomic():
        row.expires_on, row.changed_at = timezone.localdate() - timedelta(days=1), now
        row.save(update_fields=["expires_on", "changed_at"])
        detail = {"expired": row.code}
        write_entry(row.brand_id, Act("kb.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return redirect("training:articles")


@login_required
def proposals(request: HttpRequest, brand: str) -> HttpResponse:
    """Show what the work proposes, and make an article of what a person approves."""
    found = brand_of(request, brand, Right.KNOWLEDGE_EDIT)
    alert = None
    if request.method == "POST":
        try:
            code = approve(
                found,
                request.POST.get("question", ""),
                request.POST.get("answer", ""),
                actor=request.actor,  # type: ignore[attr-defined]
                now=timezone.now(),
            )
        except HoldsPersonalData as blocked:
            alert = AlertView(
                "warning",
                _("Rien n'a été publié : le texte contient encore des données personnelles."),
                ", ".join(sorted(blocked.kinds)),
            )
        else:
            messages.success(request, _("Article %(code)s publié.") % {"code": code})
            return redirect("training:articles")
    now = timezone.now()
    context = {
        "page": FormPage(
            title=_("Articles proposés par le travail"),
            form=None,
            submit="",
            lead=_("Tirés des réponses de personnes, jamais d'une IA. Relisez, corrigez, publiez."),
            back=LinkView(_("Base de connaissances"), reverse("training:articles")),
            alerts=(alert,) if alert else (),
        ),
        "proposals": proposals_of(found, now=now)[:20],
        "unanswered": unanswered_of(found, now=now)[:20],
        "brand": found,
    }
    return render(request, "pages/article_proposals.html", context, status=422 if alert else 200)

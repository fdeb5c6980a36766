"""The journal for people, and its published files for anybody who verifies."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from egide.journal import event_type, find_published, format_vkey
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    Fact,
    JournalPage,
    LinkView,
    Pagination,
    TableView,
)
from egide.service.evidence.exporting import UnknownJournal, find_journal
from egide.service.evidence.flows import INSTALLATION_ID
from egide.service.evidence.integrity import brand_integrity
from egide.service.evidence.models import JournalEntry
from egide.service.evidence.proving import prove
from egide.service.tenancy.access import AccessRefused, Actor, access_brands, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

_PAGE = 25


@login_required
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Show a brand's journal: its integrity, its head, its entries."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.JOURNAL_READ)
    if not brands:
        raise AccessRefused(Right.JOURNAL_READ)
    slug = request.GET.get("brand") or request.session.get("brand", "")
    brand = next((brand for brand in brands if brand.slug == slug), brands[0])
    number = request.GET.get("page", "1")
    page = _page(brand, int(number) if number.isdecimal() else 1)
    return render(request, "pages/journal.html", {"page": page})


def _page(brand: Brand, number: int) -> JournalPage:
    state = brand_integrity(brand.pk, now=timezone.now())
    rows = JournalEntry.objects.filter(brand=brand)
    pagination = Pagination.of(page=number, total=rows.count(), url=f"?brand={brand.slug}&page=", size=_PAGE)
    start = (pagination.page - 1) * _PAGE
    head = parts().open_journal(brand.pk)
    return JournalPage(
        title=_("Journal de %(brand)s") % {"brand": brand.name},
        integrity=AlertView(
            "ok" if state.intact else "danger",
            _("Le journal se vérifie.") if state.intact else _("Le journal ne se vérifie plus."),
            _("Sans témoin extérieur, une réécriture complète par l'exploitant ne serait pas détectée.")
            if state.intact
            else _("C'est un incident de sécurité : ouvrez-en un, ne modifiez rien."),
        ),
        head=(
            Fact(_("Origine"), head.origin),
            Fact(_("Entrées publiées"), str(state.size)),
            Fact(_("En attente d'index"), str(state.waiting)),
            Fact(_("Clé de vérification"), format_vkey(head.key)),
        ),
        entries=TableView(
            _("Entrées"),
            (Column(_("Index"), numeric=True), Column(_("Date")), Column(_("Événement")), Column(_("Finalité"))),
            tuple(_row(row) for row in rows.order_by("-id")[start : start + _PAGE]),
            pagination=pagination,
        ),
        verify_url=reverse("evidence:file", args=[brand.pk, "checkpoint"]),
    )


def _row(row: JournalEntry) -> tuple[Cell, ...]:
    index = "…" if row.log_index is None else str(row.log_index)
    url = "" if row.log_index is None else reverse("evidence:entry", args=[row.brand_id, row.log_index])
    return (Cell(index, url=url), Cell(at=row.at), Cell(_event_words(row.type)), Cell(row.purpose or "–"))


def _event_words(name: str) -> str:
    known = event_type(name)
    return known.heading[0 if (get_language() or "fr").startswith("fr") else 1]


@login_required
@require_GET
def entry(request: HttpRequest, brand_id: UUID, index: int) -> HttpResponse:
    """Show one entry: its canonical bytes, its hash, its proof."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        row: JournalEntry = JournalEntry.objects.select_related("brand").get(brand_id=brand_id, log_index=index)
    except JournalEntry.DoesNotExist as absent:
        raise Http404 from absent
    if not actor.holds(Right.INTERACTION_READ, brand_id):
        check_right(actor, Right.JOURNAL_READ, brand_id)
    proof = prove(row)
    members = json.loads(bytes(row.body))
    facts = [Fact(name, str(content)) for name, content in members.items()]
    if proof is not None:
        facts += [
            Fact(_("Empreinte de la feuille"), proof.leaf_hash.hex()),
            Fact(_("Taille de l'arbre"), str(proof.tree_size)),
            Fact(_("Preuve d'inclusion"), _("vérifiée") if proof.verified else _("invalide")),
        ]
    page = DetailPage(
        title=_("Entrée %(index)d : %(event)s") % {"index": index, "event": _event_words(row.type)},
        facts=tuple(facts),
        lead=_("La feuille ne contient que des engagements : aucune donnée personnelle n'y est lisible."),
        back=LinkView(_("Journal"), reverse("evidence:journal")),
    )
    return render(request, "pages/detail.html", {"page": page})


@require_GET
def published_file(request: HttpRequest, brand_id: UUID, path: str) -> HttpResponse:
    """Serve the published files of a log, to anybody: they hold commitments only.

    Source: C2SP tlog-tiles.
    """
    del request
    if brand_id != INSTALLATION_ID and not Brand.objects.filter(pk=brand_id).exists():
        raise Http404
    return _published(None if brand_id == INSTALLATION_ID else brand_id, path)


@require_GET
def published_file_by_name(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Serve the same files under the brand's short name, or under "installation" for the installation's own log."""
    del request
    try:
        return _published(find_journal(slug), path)
    except UnknownJournal as unknown:
        raise Http404 from unknown


def _published(brand_id: UUID | None, path: str) -> HttpResponse:
    found = find_published(parts().open_journal_files(brand_id), path)
    if found is None:
        raise Http404
    return HttpResponse(
        found.content, headers={"Content-Type": found.content_type, "Cache-Control": found.cache_control}
    )

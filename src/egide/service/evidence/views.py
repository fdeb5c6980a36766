"""The journal of a brand for people, and the published files of any log for whoever verifies."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egide.journal import JournalError, find_published, make_receipt
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    EmptyState,
    Fact,
    HomeSection,
    LinkView,
    Pagination,
    TableView,
)
from egide.service.evidence.archiving import zipped
from egide.service.evidence.exporting import UnknownJournal, find_journal, record
from egide.service.evidence.flows import INSTALLATION_ID, Act
from egide.service.evidence.integrity import brand_integrity
from egide.service.evidence.models import JournalEntry
from egide.service.evidence.opening import EntryOpener, Opened, may_open_actor, may_open_subject
from egide.service.evidence.presenting import (
    LogPage,
    ReceiptView,
    detection_table,
    event_words,
    filters_view,
    head_facts,
    integrity_alerts,
    opening_facts,
    search_of,
    user_names,
)
from egide.service.evidence.proving import Proof, prove
from egide.service.evidence.pruning import may_prune
from egide.service.evidence.reading import (
    Search,
    look_for_person,
    may_look_for_person,
    record_reading,
    search_entries,
)
from egide.service.evidence.verifying import verify_log
from egide.service.tenancy.access import AccessRefused, Actor, access_brands, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

PAGE_ROWS = 20


def access_journal(request: HttpRequest, brand_id: UUID, right: Right = Right.JOURNAL_READ) -> Brand:
    """Open a brand's journal for whoever holds a right on it; a brand that the actor does not serve is not there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brand = Brand.objects.filter(pk=brand_id).first()
    if brand is None or not actor.roles_in(brand_id):
        raise Http404
    check_right(actor, right, brand_id)
    return brand


@login_required
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Show a brand's journal: whether it holds, who vouches for it, its entries."""
    return _journal(request)


def _journal(request: HttpRequest, *extra: AlertView, status: int = 200) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.JOURNAL_READ)
    if not brands:
        if actor.holds_anywhere(Right.USER_MANAGE):
            return redirect("evidence:installation")
        raise AccessRefused(Right.JOURNAL_READ)
    slug = request.POST.get("brand") or request.GET.get("brand") or request.session.get("brand", "")
    brand = next((brand for brand in brands if brand.slug == slug), brands[0])
    now = timezone.now()
    search = search_of(request.GET, now)
    rows = search_entries(brand.pk, search, reader=actor, now=now)
    page = _page(request, brand, brands, search, rows, extra)
    return render(request, "pages/journal_log.html", {"page": page}, status=status)


def _page(
    request: HttpRequest, brand: Brand, brands: list[Brand], search: Search, rows: Any, extra: tuple[AlertView, ...]
) -> LogPage:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    state = brand_integrity(brand.pk, now=timezone.now())
    pagination = pagination_of(request, rows.count())
    start = (pagination.page - 1) * PAGE_ROWS
    actors = user_names([brand.pk]) if may_open_actor(actor, brand.pk) else None
    url = reverse("evidence:journal")
    actions = []
    if search.person_id is not None and may_open_subject(actor, brand.pk):
        person = reverse("rights:person", args=[search.person_id])
        actions.append(LinkView(_("Tout ce qui a été fait de ses données"), person, "user"))
    if actor.holds_anywhere(Right.USER_MANAGE):
        actions.append(LinkView(_("Journal de l'installation"), reverse("evidence:installation"), "journal"))
    return LogPage(
        title=_("Journal de la marque %(brand)s") % {"brand": brand.name},
        lead=_("Chaque acte y est inscrit, sans donnée personnelle ; chacun peut le vérifier sans nous."),
        alerts=(*extra, *integrity_alerts(state)),
        head=head_facts(brand.pk, state),
        detection=detection_table(state),
        filters=filters_view(
            JournalEntry.objects.filter(brand=brand),
            search,
            request.GET.get("since", ""),
            actors,
            {known.slug: known.name for known in brands},
            url=url,
            brand=brand.slug,
        ),
        entries=TableView(
            _("Entrées"),
            (Column(_("Index"), numeric=True), Column(_("Date")), Column(_("Événement")), Column(_("Finalité"))),
            tuple(_row(row) for row in rows.order_by("-id")[start : start + PAGE_ROWS]),
            pagination=pagination,
            empty=EmptyState(_("Aucune entrée"), _("Élargissez les filtres."), icon="journal"),
        ),
        actions=tuple(actions),
        brand=brand.slug,
        person_url=reverse("evidence:person") if may_look_for_person(actor, brand.pk) else "",
        verify_url=reverse("evidence:verify", args=[brand.pk]),
        export_url=reverse("evidence:export", args=[brand.pk]),
        prune_url=reverse("evidence:pruning", args=[brand.pk]) if may_prune(actor, brand.pk) else "",
    )


def pagination_of(request: HttpRequest, total: int) -> Pagination:
    """Cut a list in pages, keeping the filters in the addresses."""
    kept = {name: value for name, value in request.GET.items() if name != "page" and value}
    number = request.GET.get("page", "1")
    number_ = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 1  # noqa: PLR2004 - no journal has so many pages
    return Pagination.of(page=number_, total=total, url=f"?{urlencode({**kept, 'page': ''})}", size=PAGE_ROWS)


def _row(row: JournalEntry) -> tuple[Cell, ...]:
    index = "…" if row.log_index is None else str(row.log_index)
    url = "" if row.log_index is None else reverse("evidence:entry", args=[row.brand_id, row.log_index])
    return (Cell(index, url=url), Cell(at=row.at), Cell(event_words(row.type)), Cell(row.purpose or "–"))


@login_required
@require_POST
def person(request: HttpRequest) -> HttpResponse:
    """Find a person by an exact identifier; posted, so that it stays out of addresses."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = {brand.slug: brand for brand in access_brands(actor, Right.JOURNAL_READ)}
    brand = brands.get(request.POST.get("brand", ""))
    if brand is None:
        raise AccessRefused(Right.JOURNAL_READ)
    found = look_for_person(brand, request.POST.get("identifier", ""), reader=actor, now=timezone.now())
    if found is None:
        alert = AlertView("warning", _("Aucune personne de cette marque n'a cet identifiant."))
        return _journal(request, alert, status=422)
    query = urlencode({"brand": brand.slug, "person": str(found)})
    return redirect(f"{reverse('evidence:journal')}?{query}")


@login_required
@require_POST
def verify(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """Verify the whole journal now."""
    brand = access_journal(request, brand_id)
    verify_log(brand.pk, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect(f"{reverse('evidence:journal')}?{urlencode({'brand': brand.slug})}")


@login_required
@require_POST
def export(request: HttpRequest, brand_id: UUID) -> StreamingHttpResponse:
    """Give the folder that verifies offline, as a zip, opened as far as its reader may."""
    brand = access_journal(request, brand_id)
    return zipped(request, brand.slug, request.actor)  # type: ignore[attr-defined]


@login_required
@require_GET
def entry(request: HttpRequest, brand_id: UUID, index: int) -> HttpResponse:
    """Show one entry: its leaf, its proof, and what it commits to as far as the reader may know."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _access_entry(request, brand_id, index)
    opener = EntryOpener(brand_id, actor)
    opened = opener.open([row])[row.pk]
    if opened.openings:
        record_reading(brand_id, Search(person_id=row.person_id), reader=actor, now=timezone.now(), entry=index)
    person_url = ""
    if row.person_id is not None and may_open_subject(actor, brand_id):
        person_url = reverse("rights:person", args=[row.person_id])
    back = reverse("evidence:journal") if actor.holds(Right.JOURNAL_READ, brand_id) else ""
    facts = opening_facts(opened, user_names([brand_id]), person_url)
    page = entry_page(row, index, prove(row), facts, back)
    address = request.build_absolute_uri(reverse("evidence:file", args=[brand_id, "checkpoint"]))
    receipt_url = reverse("evidence:receipt", args=[brand_id, index])
    view = receipt_view(index, address, receipt_url, opened=opened if may_open_subject(actor, brand_id) else None)
    return render(request, "pages/journal_entry.html", {"page": page, "receipt": view})


def _access_entry(request: HttpRequest, brand_id: UUID, index: int) -> JournalEntry:
    """Open an entry for who reads the journal, or the conversations that its proofs are shown beside."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        row: JournalEntry = JournalEntry.objects.select_related("brand").get(brand_id=brand_id, log_index=index)
    except JournalEntry.DoesNotExist as absent:
        raise Http404 from absent
    if not actor.holds(Right.INTERACTION_READ, brand_id):
        check_right(actor, Right.JOURNAL_READ, brand_id)
    return row


def entry_page(row: Any, index: int, proof: Proof | None, opened: tuple[Fact, ...], back: str) -> DetailPage:
    """Build the page of an entry of any log."""
    facts = [Fact(name, str(content)) for name, content in json.loads(bytes(row.body)).items()]
    if proof is not None:
        facts += [
            Fact(_("Empreinte de la feuille"), proof.leaf_hash.hex()),
            Fact(_("Taille de l'arbre"), str(proof.tree_size)),
            Fact(_("Preuve d'inclusion"), _("vérifiée") if proof.verified else _("invalide")),
        ]
    sections: tuple[HomeSection, ...] = ()
    if opened:
        table = TableView(
            _("Ce que l'entrée engage"),
            (Column(_("Champ")), Column(_("Valeur"))),
            tuple((Cell(fact.name), Cell(fact.content, url=fact.url)) for fact in opened),
        )
        sections = (HomeSection(_("Ce que l'entrée engage, ouvert pour vous"), table=table),)
    return DetailPage(
        title=_("Entrée %(index)d : %(event)s") % {"index": index, "event": event_words(row.type)},
        facts=tuple(facts),
        lead=_("La feuille ne contient que des engagements : aucune donnée personnelle n'y est lisible."),
        back=LinkView(_("Journal"), back) if back else None,
        sections=sections,
    )


def receipt_view(index: int, checkpoint_url: str, receipt_url: str, *, opened: Opened | None) -> ReceiptView:
    """Say what can be downloaded of an entry, and how it is verified with Égide and without."""
    log_url = checkpoint_url.removesuffix("/checkpoint")
    name = f"entree-{index}.tlog-proof"
    return ReceiptView(
        bare_url=receipt_url,
        opened_url=receipt_url if opened is not None and opened.openings else "",
        commands=(
            f"curl -O {log_url}/log.vkey",
            f"egide journal verify {name} --key log.vkey",
            f"egide journal verify {log_url} --key log.vkey",
            f"curl {checkpoint_url}",
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, brand_id: UUID, index: int) -> HttpResponse:
    """Give the proof of one entry: alone by GET; by POST with the openings that the person concerned may hold."""
    row = _access_entry(request, brand_id, index)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    openings = []
    if request.method == "POST":
        check_right(actor, Right.JOURNAL_OPEN, brand_id)
        opened = EntryOpener(brand_id, actor).open([row])[row.pk]
        # The person's part only: who acted is not theirs to publish.
        openings = [opening for name, opening in opened.openings.items() if name != "actor"]
        act = Act("journal.exported", uuid.uuid4(), actor, row.purpose, row.person_id, {"entry": index})
        record(brand_id, act, timezone.now())
    try:
        content = make_receipt(parts().open_journal(brand_id), index, openings)
    except JournalError as unproven:
        raise Http404 from unproven
    return receipt_response(content, index)


def receipt_response(content: bytes, index: int) -> HttpResponse:
    """Send a receipt as a file."""
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entree-{index}.tlog-proof"'
    return response


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

"""Turn journals and entries into what their pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egide.journal import TamperingKind, event_type, event_types, format_vkey
from egide.service.accounts.models import User
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    Fact,
    FilterOption,
    FiltersView,
    FilterView,
    LinkView,
    NavItem,
    TableView,
)
from egide.service.evidence.integrity import Integrity
from egide.service.evidence.keeping import INCONSISTENT
from egide.service.evidence.opening import Opened
from egide.service.evidence.reading import Search
from egide.service.evidence.verifying import DATABASE_DIFFERS, UNREADABLE
from egide.service.tenancy.models import Membership
from egide.service.wiring import parts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from egide.journal import Log

_SYSTEM = "system:"
_HOURS = {"24h": 24, "7d": 7 * 24, "30d": 30 * 24, "365d": 365 * 24}
_RECENT = 5000


@dataclass(frozen=True, slots=True)
class LogPage:
    """The page of a journal: ``pages/journal_log.html``.

    Attributes:
        detection: What would be seen if somebody tampered with it, and thanks to whom.
        person_url: Where an exact identifier is posted; empty hides the search.
        verify_url: Where a whole verification is asked for; empty hides the button.
        export_url: Where a folder is asked for, as a zip.
        prune_url: Where old content is let go; empty hides the link.
    """

    title: StrOrPromise
    lead: StrOrPromise
    alerts: tuple[AlertView, ...]
    head: tuple[Fact, ...]
    detection: TableView
    filters: FiltersView
    entries: TableView
    tabs: tuple[NavItem, ...] = ()
    actions: tuple[LinkView, ...] = ()
    brand: str = ""
    person_url: str = ""
    verify_url: str = ""
    export_url: str = ""
    prune_url: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What may be downloaded of an entry, and how it is verified: the lower half of ``pages/journal_entry.html``.

    Attributes:
        bare_url: The proof alone.
        opened_url: Where the proof with its openings is asked for; empty when the reader may not.
        commands: Lines to type, with Égide and without.
    """

    bare_url: str
    opened_url: str
    commands: tuple[str, ...]


def language() -> int:
    """Return the position of the reader's language in the pairs (French, English) of the journal."""
    return 0 if (get_language() or "fr").startswith("fr") else 1


def event_words(name: str) -> str:
    """Say an event type in the reader's words."""
    return event_type(name).heading[language()]


def moment(at: datetime | None) -> str:
    """Write a time in the reader's format; a dash when there is none."""
    return "–" if at is None else date_format(localtime(at), "j N Y, H:i")


def actor_words(reference: str, names: Mapping[str, str]) -> str:
    """Name who acted: a user, a part of the product, or somebody unknown here."""
    if reference.startswith(_SYSTEM):
        return _("Égide (%(part)s)") % {"part": reference.removeprefix(_SYSTEM)}
    return names.get(reference, _("compte inconnu ici"))


def user_names(brand_ids: Iterable[UUID]) -> dict[str, str]:
    """Return the names of the users who have a role in these brands or in the installation, by reference."""
    members = Membership.objects.filter(brand__in=list(brand_ids)).values("user_id")
    everywhere = Membership.objects.filter(brand__isnull=True).values("user_id")
    users = User.objects.filter(pk__in=members) | User.objects.filter(pk__in=everywhere)
    return {str(user.pk): user.display_name or user.username for user in users.order_by("display_name")}


def wrong_words(state: Integrity) -> str:
    """Say what the last whole verification named."""
    own = {
        DATABASE_DIFFERS: _("la base de données ne dit plus la même chose que le journal"),
        UNREADABLE: _("un fichier du journal est illisible"),
        INCONSISTENT: _("le journal publié a reculé ou changé : plus rien n'est signé"),
    }
    known = {kind.value: kind.label[language()] for kind in TamperingKind}
    words = own.get(state.wrong) or known.get(state.wrong) or _("la dernière entrée de la base n'est pas sous le point")
    if state.first_bad_index is None:
        return words
    return _("%(what)s (à l'entrée %(index)d)") % {"what": words, "index": state.first_bad_index}


def integrity_alerts(state: Integrity) -> tuple[AlertView, ...]:
    """Say in sentences whether the journal holds, and what nobody outside would notice."""
    if not state.intact:
        return (
            AlertView(
                "danger",
                _("Le journal ne se vérifie plus : %(what)s.") % {"what": wrong_words(state)},
                _("C'est un incident de sécurité : ouvrez-en un, ne modifiez rien."),
            ),
        )
    alerts = [AlertView("ok", _("Le journal se vérifie."))]
    if not state.witnesses:
        alerts.append(
            AlertView(
                "warning",
                _("Aucun témoin extérieur."),
                _("Une réécriture complète par l'exploitant, qui détient la clé, ne serait pas détectée."),
            )
        )
    alerts += [
        AlertView(
            "danger" if seen.refusal.startswith(("409", "422")) else "warning",
            _("Le témoin %(name)s ne cosigne pas.") % {"name": seen.name},
            seen.refusal,
        )
        for seen in state.witnesses
        if seen.refusal
    ]
    return tuple(alerts)


def head_facts(brand_id: UUID | None, state: Integrity) -> tuple[Fact, ...]:
    """List what is known of the head of a log."""
    log = parts().open_journal(brand_id)
    verified = _("jamais")
    if state.verified_at is not None:
        verdict = wrong_words(state) if state.wrong else _("intact")
        verified = f"{moment(state.verified_at)}, {verdict}"
    return (
        Fact(_("Origine"), log.origin),
        Fact(_("Entrées publiées"), str(state.size)),
        Fact(_("Écrites, pas encore publiées"), str(state.waiting)),
        Fact(_("Dernière entrée publiée"), moment(state.published_at)),
        Fact(_("Dernière vérification complète"), verified),
        *(
            Fact(
                _("Témoin %(name)s") % {"name": seen.name},
                _("%(size)d entrées cosignées, %(at)s") % {"size": seen.size, "at": moment(seen.at)},
            )
            for seen in state.witnesses
        ),
        Fact(_("Dernier horodatage"), moment(state.stamped_at)),
        Fact(_("Clé de vérification"), format_vkey(log.key)),
        Fact(_("Seconde signature"), _second_signature(log)),
    )


def _second_signature(log: Log) -> str:
    """Say whether each checkpoint also carries a signature that a quantum computer does not forge."""
    if not log.cosigner_keys:
        return _("non demandée (réglage [journal] second_signature)")
    names = ", ".join(f"{key.algorithm.label} {key.key_id.hex()}" for key in log.cosigner_keys)
    return _("%(keys)s ; clé publique dans cosigners.vkey") % {"keys": names}


def detection_table(state: Integrity) -> TableView:
    """Say plainly what would be noticed, and what would not."""
    seen: dict[bool, tuple[str, Any]] = {True: (_("détecté"), "ok"), False: (_("non détecté"), "warning")}
    witnessed = state.is_witnessed
    stamped = state.stamped_at is not None and state.stamp_verified
    rows = (
        (_("Entrée modifiée, supprimée, insérée ou déplacée"), True, _("les empreintes et la signature")),
        (
            _("Histoire entière réécrite et signée de nouveau"),
            witnessed or stamped,
            _("un témoin extérieur ou un horodatage") if witnessed or stamped else _("il faut un témoin extérieur"),
        ),
        (
            _("Acte antidaté"),
            stamped,
            _("un horodatage vérifié") if stamped else _("il faut un horodatage d'une autorité"),
        ),
        (_("Acte jamais inscrit"), False, _("aucun journal ne montre ce qui n'y est pas")),
    )
    return TableView(
        _("Ce qui serait remarqué"),
        (Column(_("Atteinte")), Column(_("État")), Column(_("Grâce à"))),
        tuple((Cell(what), Cell(seen[ok][0], status=seen[ok][1]), Cell(by)) for what, ok, by in rows),
    )


def search_of(query: Mapping[str, Any], now: datetime) -> Search:
    """Read a search from a page's address; what is malformed is left out."""
    try:
        person_id = UUID(query.get("person", ""))
    except ValueError:
        person_id = None
    hours = _HOURS.get(query.get("since", ""))
    kind = query.get("kind", "")
    return Search(
        kind=kind if kind in event_types() else "",
        purpose=query.get("purpose", ""),
        actor=query.get("actor", ""),
        person_id=person_id,
        since=None if hours is None else now - timedelta(hours=hours),
    )


def filters_view(
    rows: Any,
    search: Search,
    since: str,
    actors: Mapping[str, str] | None,
    brands: Mapping[str, str],
    *,
    url: str,
    brand: str = "",
) -> FiltersView:
    """Offer the filters of a journal: what occurs in its recent entries.

    Args:
        rows: Entries of the journal.
        search: What is looked for now.
        since: The period chosen.
        actors: Names by reference; None when the reader may not know who acted.
        brands: Names by slug, when there is a choice.
        url: Address of the page.
        brand: The brand shown.
    """
    recent = rows.order_by("-id")[:_RECENT]
    found = {*recent.values_list("type", "purpose")}
    kinds = sorted({kind for kind, _purpose in found} | ({search.kind} if search.kind else set()))
    purposes = sorted(
        {purpose for _kind, purpose in found if purpose} | ({search.purpose} if search.purpose else set())
    )
    periods = {"24h": _("24 heures"), "7d": _("7 jours"), "30d": _("30 jours"), "365d": _("un an")}
    filters = [
        FilterView("kind", _("Événement"), _options({kind: event_words(kind) for kind in kinds}, search.kind)),
        FilterView("purpose", _("Finalité"), _options({purpose: purpose for purpose in purposes}, search.purpose)),
        FilterView("since", _("Depuis"), _options(periods, since)),
    ]
    if actors is not None:
        filters.insert(2, FilterView("actor", _("Acteur"), _options(actors, search.actor)))
    if search.person_id is not None:
        filters.append(
            FilterView(
                "person", _("Personne"), _options({str(search.person_id): _("celle trouvée")}, str(search.person_id))
            )
        )
    if len(brands) > 1:
        filters.insert(0, FilterView("brand", _("Marque"), _options(brands, brand)))
    return FiltersView(
        tuple(filter_ for filter_ in filters if filter_.options),
        action_url=url,
        reset_url=f"{url}?brand={brand}" if brand else url,
        active=search.count(),
    )


def _options(labels: Mapping[str, Any], selected: str) -> tuple[FilterOption, ...]:
    return tuple(FilterOption(value, label, selected=value == selected) for value, label in labels.items())


def opening_facts(opened: Opened, names: Mapping[str, str], person_url: str) -> tuple[Fact, ...]:
    """Show what an entry commits to, as far as its reader may know."""
    facts = []
    if opened.actor:
        facts.append(Fact(_("Acteur"), actor_words(opened.actor, names)))
    if opened.subject:
        facts.append(Fact(_("Concerne"), names.get(opened.subject, opened.subject), url=person_url))
    facts += [Fact(name, _words(content)) for name, content in opened.detail.items()]
    if opened.withheld:
        facts.append(Fact(_("Fermé pour votre rôle"), ", ".join(sorted(opened.withheld))))
    return tuple(facts)


def _words(content: Any) -> str:
    if isinstance(content, bool):
        return _("oui") if content else _("non")
    if isinstance(content, list):
        return ", ".join(map(str, content)) or "–"
    return str(content)

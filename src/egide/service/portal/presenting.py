"""Turn what is known into the customer's page, in the customer's words."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from egide.policy import ConsentState
from egide.policy.consent import ConsentStatus
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    ConfirmView,
    DetailPage,
    EmptyState,
    Fact,
    HomeSection,
    LinkView,
    SwitchView,
    TableView,
)
from egide.service.design.vocabulary import find_channel
from egide.service.design.words import model_words, purpose_words, task_words
from egide.service.people.models import Identifier, Person
from egide.service.portal.reading import OwnPage
from egide.service.rights.models import KINDS, STATES
from egide.service.tenancy.models import Brand


def own_detail(brand: Brand, person: Person, known: OwnPage, alerts: tuple[AlertView, ...]) -> DetailPage:
    """Build the page of one customer."""
    here = {"brand": brand.slug}
    kinds = dict(Identifier.KINDS)
    confirm = None
    if not person.objected:
        confirm = ConfirmView(
            title=_("Ne plus être démarché"),
            target=_("toute prospection de la marque %(brand)s, par tous les moyens") % {"brand": brand.name},
            consequence=_("L’effet est immédiat. Vos demandes restent traitées."),
            button=_("M’opposer à la prospection"),
            action_url=reverse("portal:object", kwargs=here),
        )
    return DetailPage(
        title=_("Vos données chez %(brand)s") % {"brand": brand.name},
        lead=_conversations(known.conversations, brand),
        facts=(
            Fact(_("Nom"), known.name or _("non connu")),
            *(Fact(kinds.get(kind, kind), written) for kind, written in known.identifiers),
            Fact(_("Connu depuis"), date_format(timezone.localtime(person.created_at), "j F Y")),
            Fact(_("Prospection"), _("vous vous y êtes opposé") if person.objected else _("selon vos choix")),
        ),
        actions=(LinkView(_("Reçu de mes choix"), reverse("portal:receipt", kwargs=here), "download"),),
        sections=(
            _choices(brand, person, known),
            _requests(known),
            _ai_uses(known),
            _notices(known),
            _purposes(known),
            _latest(known),
        ),
        confirm=confirm,
        alerts=alerts,
    )


def _conversations(number: int, brand: Brand) -> str:
    words = ngettext(
        "%(brand)s garde %(n)d conversation avec vous, chiffrée avec une clé qui n’est qu’à vous.",
        "%(brand)s garde %(n)d conversations avec vous, chiffrées avec une clé qui n’est qu’à vous.",
        number,
    )
    return words % {"brand": brand.name, "n": number}


def _choices(brand: Brand, person: Person, known: OwnPage) -> HomeSection:
    here = {"brand": brand.slug}
    help_of_ai = SwitchView(
        "ai",
        _("Une IA peut aider à traiter mes demandes"),
        not person.ai_opt_out,
        reverse("portal:ai", kwargs=here),
        _("Vos nom, adresses et numéros lui sont masqués. Sans elle, seule une personne vous lit et vous répond."),
    )
    return HomeSection(
        _("Mes choix"), switches=(help_of_ai, *(_consent(brand, status) for status in known.choices)), wide=True
    )


def _consent(brand: Brand, status: ConsentStatus) -> SwitchView:
    """Show one consent; what is off is given again to the brand, which must show its wording."""
    where = _("tous les moyens") if status.channel == "*" else str(find_channel(status.channel).label)
    address = reverse(
        "portal:withdraw",
        kwargs={
            "brand": brand.slug,
            "purpose": status.purpose,
            "channel": "all" if status.channel == "*" else status.channel,
        },
    )
    if status.counts:
        effect = _("Donné le %(day)s. Le retirer prend effet aussitôt.")
    elif status.state is ConsentState.GIVEN:
        effect = _("Donné le %(day)s, sans preuve gardée : il ne compte pas.")
    else:
        effect = _("Ne compte pas depuis le %(day)s.")
    day = date_format(timezone.localtime(status.event.at), "j F Y")
    label = f"{purpose_words(status.purpose)} · {where}"
    return SwitchView("on", label, status.counts, address, effect % {"day": day}, disabled=not status.counts)


def _requests(known: OwnPage) -> HomeSection:
    kinds, states = dict(KINDS), dict(STATES)
    return HomeSection(
        _("Mes demandes"),
        table=TableView(
            _("Mes demandes"),
            (Column(_("Droit exercé")), Column(_("Reçue le")), Column(_("Réponse avant le")), Column(_("État"))),
            tuple(
                (
                    Cell(kinds[row.kind]),
                    Cell(at=row.received_at),
                    Cell(at=row.due_at) if row.answered_at is None else Cell("–"),
                    Cell(states[row.state], status="info" if row.answered_at is None else "ok"),
                )
                for row in known.requests
            ),
            empty=EmptyState(_("Aucune demande"), _("Exercez un droit plus bas : accès, copie, rectification…")),
        ),
        wide=True,
    )


def _ai_uses(known: OwnPage) -> HomeSection:
    return HomeSection(
        _("Ce qu’une IA a fait de vos messages"),
        table=TableView(
            _("Ce qu’une IA a fait de vos messages"),
            (
                Column(_("Travail")),
                Column(_("Modèle")),
                Column(_("Où")),
                Column(_("Fois"), numeric=True),
                Column(_("Dernière fois")),
            ),
            tuple(
                (
                    Cell(task_words(use.task)),
                    Cell(model_words(use.model)),
                    Cell(use.region or _("sur place")),
                    Cell(str(use.times)),
                    Cell(at=use.last_at),
                )
                for use in known.uses
            ),
            empty=EmptyState(_("Rien"), _("Aucune IA n’a lu vos messages."), icon="check"),
        ),
        wide=True,
    )


def _notices(known: OwnPage) -> HomeSection:
    position = 2 if (get_language() or "fr").startswith("en") else 1
    told = [(notice[0], notice[position] or notice[1]) for notice in known.notices if notice[1] or notice[2]]
    return HomeSection(
        _("Les IA en service"),
        table=TableView(
            _("Les IA en service"),
            (Column(_("Nom")), Column(_("Ce qu’elle fait, et ne fait pas"))),
            tuple((Cell(title), Cell(words)) for title, words in told),
            empty=EmptyState(
                _("Tri des demandes et brouillons"),
                _("Un conseiller relit et envoie. Un texte rédigé avec l’IA est toujours marqué comme tel."),
                icon="spark",
            ),
        ),
        wide=True,
    )


def _purposes(known: OwnPage) -> HomeSection:
    return HomeSection(
        _("Pourquoi vos données servent"),
        table=TableView(
            _("Pourquoi vos données servent"),
            (Column(_("Finalité")), Column(_("Base légale")), Column(_("Qui y a accès")), Column(_("Effacement"))),
            tuple(
                (
                    Cell(row.purpose[:1].upper() + row.purpose[1:]),
                    Cell(", ".join(row.bases)),
                    Cell(", ".join((*row.recipients, *row.sub_processors))),
                    Cell("; ".join(row.retention)),
                )
                for row in known.purposes
            ),
        ),
        wide=True,
    )


def _latest(known: OwnPage) -> HomeSection:
    return HomeSection(
        _("Vos dernières conversations"),
        table=TableView(
            _("Vos dernières conversations"),
            (Column(_("Date")), Column(_("Canal")), Column(_("Gardée jusqu’au"))),
            tuple(
                (
                    Cell(at=row.opened_at),
                    Cell(find_channel(row.channel).label),
                    Cell(at=row.retain_until) if row.retain_until else Cell(_("tant qu’elle est ouverte")),
                )
                for row in known.latest
            ),
            empty=EmptyState(_("Aucune conversation")),
        ),
        wide=True,
    )

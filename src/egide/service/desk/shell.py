"""The frame of every page: what this person may open, for which brand, under which standing alerts."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from egide import __version__
from egide.service.accounts.models import User
from egide.service.design.contexts import AccountView, AlertView, BrandChoice, NavItem, Shell
from egide.service.register.flows import BRAND, switches_on
from egide.service.tenancy.access import Actor, access_brands
from egide.service.tenancy.choosing import chosen_brand
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right, Role

# Where each entry leads, under which right it is shown; the order is the order of the menu.
_NAVIGATION = (
    ("desk:queue", Right.INTERACTION_READ, "inbox"),
    ("insight:supervision", Right.INSIGHT_READ, "chart"),
    ("calls:calls", Right.INTERACTION_READ, "phone"),
    ("training:articles", Right.KNOWLEDGE_EDIT, "help"),
    ("campaigns:campaigns", Right.QUALITY_REVIEW, "phone-out"),
    ("training:models", Right.QUALITY_REVIEW, "spark"),
    ("desk:import", Right.INTERACTION_IMPORT, "upload"),
    ("connections:connections", Right.SETTINGS_EDIT, "route"),
    ("desk:quarantine", Right.QUARANTINE_RELEASE, "mask"),
    ("rights:requests", Right.RIGHTS_REQUEST_HANDLE, "scale"),
    ("register:consents", Right.CONSENT_EDIT, "check"),
    ("register:records", Right.REGISTER_READ, "book"),
    ("recognisers:recognisers", Right.RECOGNISER_EDIT, "mask"),
    ("incidents:incidents", Right.INCIDENT_HANDLE, "alert"),
    ("bot:automation", Right.SWITCH_CHANGE, "bot"),
    ("gatewaykeys:keys", Right.GATEWAY_KEY_EDIT, "lock"),
    ("evidence:journal", Right.JOURNAL_READ, "journal"),
)


# Those whose first question has a page of its own: their home leads there.
LED = {Role.AGENT: "desk:queue", Role.SUPERVISOR: "insight:supervision"}


def first_role(actor: Actor) -> Role | None:
    """Return the role that decides a person's home, in the order of the roles' declaration."""
    held = {role for roles in actor.roles.values() for role in roles}
    return next((role for role in Role if role in held), None)


def _labels() -> dict[str, str]:
    return {
        "desk:queue": _("Conversations"),
        "insight:supervision": _("Pilotage"),
        "calls:calls": _("Appels"),
        "training:articles": _("Connaissances"),
        "campaigns:campaigns": _("Campagnes"),
        "training:models": _("Apprentissage"),
        "desk:import": _("Import"),
        "connections:connections": _("Connexions"),
        "desk:quarantine": _("Quarantaine"),
        "rights:requests": _("Droits"),
        "register:consents": _("Consentements"),
        "register:records": _("Registre"),
        "recognisers:recognisers": _("Détecteurs"),
        "incidents:incidents": _("Incidents"),
        "bot:automation": _("Automatisation"),
        "gatewaykeys:keys": _("Passerelle"),
        "evidence:journal": _("Journal"),
    }


def shell(request: HttpRequest) -> dict[str, Any]:
    """Build the frame for templates."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"shell": Shell(version=__version__)}
    brands = access_brands(actor)
    chosen = chosen_brand(request, brands)
    labels = _labels()
    navigation = []
    if first_role(actor) not in LED:
        navigation.append(NavItem(_("Accueil"), reverse("desk:home"), "home", current=request.path == "/"))
    for name, right, icon in _NAVIGATION:
        if actor.holds_anywhere(right):
            url = reverse(name)
            navigation.append(NavItem(labels[name], url, icon, current=request.path.startswith(url)))
    user = cast("User", request.user)
    roles = sorted({role for roles in actor.roles.values() for role in roles})
    choices = [BrandChoice("", _("Toutes les marques"), current=chosen is None)] if len(brands) > 1 else []
    choices += [BrandChoice(brand.slug, brand.name, current=brand == chosen) for brand in brands]
    return {
        "shell": Shell(
            nav=tuple(navigation),
            account=AccountView(
                name=user.display_name or user.username,
                role=", ".join(str(role.label) for role in roles),
                security_url=reverse("mfa_index"),
                logout_url=reverse("account_logout"),
            ),
            brands=tuple(choices),
            brand_url=reverse("desk:brand"),
            home_url=reverse("desk:home"),
            search_url=reverse("desk:search") if actor.holds_anywhere(Right.INTERACTION_READ) else "",
            version=__version__,
            alerts=_alerts(chosen),
        )
    }


def _alerts(chosen: Brand | None) -> tuple[AlertView, ...]:
    alerts = []
    if settings.EGIDE.demo:
        alerts.append(
            AlertView(
                "info", _("Démonstration"), _("Marque fictive, sans second facteur : n’y mettez aucune donnée réelle.")
            )
        )
    if chosen is not None and (BRAND, "") not in switches_on(chosen.pk):
        alerts.append(
            AlertView("warning", _("L’IA est coupée pour cette marque"), _("Le bureau reste utilisable à la main."))
        )
    return tuple(alerts)

"""Say the facts of a decision in words: each one named, its value read as a person would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.service.design.contexts import Fact
from egide.service.design.vocabulary import find_channel, find_kind
from egide.service.design.words import intent_words, model_words, purpose_words, region_words, task_words
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NAMES: dict[str, StrOrPromise] = {
    "purpose": gettext_lazy("Finalité"),
    "task": gettext_lazy("Tâche"),
    "channel": gettext_lazy("Canal"),
    "actor.role": gettext_lazy("Demandé par"),
    "now": gettext_lazy("Moment"),
    "automation": gettext_lazy("Automatisation"),
    "environment": gettext_lazy("Environnement"),
    "subject.customer": gettext_lazy("Déjà client"),
    "subject.consents": gettext_lazy("Consentements"),
    "subject.objections": gettext_lazy("Oppositions"),
    "subject.restricted": gettext_lazy("Traitement limité"),
    "subject.ai_opt_out": gettext_lazy("Refuse l’IA"),
    "subject.minor": gettext_lazy("Personne mineure"),
    "subject.vulnerable": gettext_lazy("Personne vulnérable"),
    "kinds": gettext_lazy("Données présentes"),
    "practices": gettext_lazy("Pratiques"),
    "model.name": gettext_lazy("Modèle"),
    "model.kind": gettext_lazy("Nature du modèle"),
    "model.provider": gettext_lazy("Fournisseur"),
    "model.region": gettext_lazy("Lieu de calcul"),
    "model.risk_class": gettext_lazy("Classe de risque"),
    "model.transfer_tool": gettext_lazy("Outil de transfert"),
    "model.evidence": gettext_lazy("Preuves du fournisseur"),
    "model.required_evidence": gettext_lazy("Preuves exigées"),
    "model.conformity_complete": gettext_lazy("Dossier de conformité complet"),
    "switches.brand": gettext_lazy("IA active pour la marque"),
    "switches.task": gettext_lazy("IA active pour la tâche"),
    "switches.model": gettext_lazy("Modèle autorisé"),
    "switches.interaction": gettext_lazy("IA active pour la conversation"),
    "dpia": gettext_lazy("État de l’AIPD"),
    "residency": gettext_lazy("Données gardées en"),
    "intent": gettext_lazy("Intention"),
    "auto_intents": gettext_lazy("Intentions automatisables"),
    "disclosed": gettext_lazy("IA annoncée à la personne"),
    "significant_effect": gettext_lazy("Effet important sur la personne"),
    "campaign.similar_products": gettext_lazy("Produits analogues"),
    "campaign.opt_out_offered": gettext_lazy("Désinscription offerte"),
    "campaign.approvals": gettext_lazy("Approbations"),
    "campaign.criteria": gettext_lazy("Critères de ciblage"),
    "canvassing.time_zone": gettext_lazy("Fuseau de la personne"),
    "canvassing.calls_in_period": gettext_lazy("Appels sur la période"),
    "canvassing.refused_at": gettext_lazy("Refus exprimé le"),
    "canvassing.related_to_contract": gettext_lazy("Lié au contrat"),
    "canvassing.banned_sector": gettext_lazy("Secteur interdit de démarchage"),
    "canvassing.hours_consented": gettext_lazy("Horaires acceptés"),
    "events.opened": gettext_lazy("Conversation ouverte le"),
    "events.closed": gettext_lazy("Clôture comptée au"),
    "events.contract_end": gettext_lazy("Fin du contrat"),
    "events.last_contact": gettext_lazy("Dernier contact"),
}

_CODES: dict[str, dict[str, StrOrPromise]] = {
    "automation": {
        "assist": gettext_lazy("une personne relit"),
        "auto": gettext_lazy("sans relecture"),
    },
    "environment": {
        "production": gettext_lazy("production"),
        "test": gettext_lazy("essai"),
    },
    "model.kind": {
        "rule": gettext_lazy("règles"),
        "local": gettext_lazy("local"),
        "remote": gettext_lazy("distant"),
    },
    "model.risk_class": {
        "minimal": gettext_lazy("minimal"),
        "limited": gettext_lazy("limité"),
        "high": gettext_lazy("haut risque"),
        "prohibited": gettext_lazy("interdit"),
        "unclassified": gettext_lazy("non classé"),
    },
    "dpia": {
        "absent": gettext_lazy("absente"),
        "draft": gettext_lazy("en cours"),
        "stale": gettext_lazy("à revoir"),
        "refused": gettext_lazy("refusée"),
        "validated": gettext_lazy("validée"),
    },
}

# What the facts of every decision carry and that says nothing of this one: the page is about one brand, and campaigns
# and calls to prospects have facts of their own only when they are what is decided.
_UNSAID = {"brand", "now"}
_ABOUT_CALLING = "canvassing."
_NOTHING = (None, "", False, 0, "none")


def _role(code: str) -> StrOrPromise:
    if code == "system":
        return _("Égide")
    renamed = {"responsible_digital": "sustainability"}.get(code, code)
    return Role(renamed).label if renamed in set(Role) else code


def _channel(code: str) -> StrOrPromise:
    return find_channel({"phone": "call"}.get(code, code)).label


def _kind(code: str) -> StrOrPromise:
    return find_kind(code).label


_READINGS: dict[str, Callable[[str], StrOrPromise]] = {
    "purpose": purpose_words,
    "task": task_words,
    "channel": _channel,
    "actor.role": _role,
    "kinds": _kind,
    "model.name": model_words,
    "model.region": region_words,
    "residency": region_words,
    "intent": intent_words,
    "auto_intents": intent_words,
}


def fact_lines(facts: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Flatten the facts into named lines; what is empty or false says nothing and is left out."""
    calling = facts.get("task") == "dialling"
    return tuple(
        Fact(_NAMES.get(path, path), _read(path, content))
        for path, content in _flattened(facts)
        if path not in _UNSAID and (calling or not path.startswith(_ABOUT_CALLING))
    )


def _flattened(facts: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = []
    for name, content in facts.items():
        path = f"{prefix}{name}"
        if isinstance(content, Mapping):
            lines += _flattened(content, f"{path}.")
        elif isinstance(content, list):
            lines += [(path, content)] if content else []
        # A switch that is off is why an answer was refused: it is said.
        elif content not in _NOTHING or path.startswith("switches."):
            lines.append((path, content))
    return lines


def _read(path: str, content: Any) -> StrOrPromise:
    if isinstance(content, bool):
        return _("oui") if content else _("non")
    if isinstance(content, list):
        return ", ".join(str(_read(path, item)) for item in content)
    if isinstance(content, Mapping):
        return ", ".join(str(value) for value in content.values() if value not in _NOTHING)
    if path in _READINGS:
        return _READINGS[path](content)
    if path in _CODES:
        return _CODES[path].get(content, str(content))
    return _dated(str(content))


def _dated(text: str) -> str:
    """Write a date for the reader; leave any other text as it is."""
    read: date | datetime | None
    try:
        read = parse_datetime(text) if "T" in text else parse_date(text)
    except ValueError:
        return text
    if read is None:
        return text
    return date_format(localtime(read), "j F Y H:i") if isinstance(read, datetime) else date_format(read, "j F Y")

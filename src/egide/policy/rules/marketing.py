"""Rules on contacting people: minors, campaigns, opt-out in each message, phone canvassing."""

from __future__ import annotations

from datetime import datetime

from egide.policy.calendar.canvassing import local_time, within_hours
from egide.policy.calendar.durations import add_duration
from egide.policy.law.records import CanvassingHours, Sentence
from egide.policy.rules.case import Case, Found, Rule
from egide.policy.vocabulary import Automation, Channel, Task, Verdict

_WRITTEN = frozenset({Channel.EMAIL, Channel.SMS, Channel.SOCIAL})
_APPROVALS = 2


def _is_marketing(case: Case) -> bool:
    return case.purpose.marketing or case.facts.task is Task.TARGETING


def _is_canvassing(case: Case) -> bool:
    return case.facts.task is Task.DIALLING and case.purpose.marketing


def _minor(case: Case) -> Found | None:
    if not case.facts.subject.minor:
        return None
    if _is_marketing(case) or case.facts.task is Task.TRAINING:
        return Found("subject.minor = true")
    return None


def _vulnerable(case: Case) -> Found | None:
    return Found("subject.vulnerable = true") if case.facts.subject.vulnerable and _is_marketing(case) else None


def _opt_out_missing(case: Case) -> Found | None:
    facts = case.facts
    if case.purpose.marketing and facts.task is Task.SENDING and facts.channel in _WRITTEN:
        return None if facts.campaign.opt_out_offered else Found("campaign.opt_out_offered = false")
    return None


def _four_eyes(case: Case) -> Found | None:
    facts = case.facts
    automatic = facts.task is Task.SENDING and facts.automation is Automation.AUTO
    if not case.purpose.marketing or not automatic or facts.campaign.approvals >= _APPROVALS:
        return None
    return Found(f"campaign.approvals = {facts.campaign.approvals}", str(facts.campaign.approvals))


def _banned_sector(case: Case) -> Found | None:
    canvassing = case.facts.canvassing
    if _is_canvassing(case) and canvassing.banned_sector and not canvassing.related_to_contract:
        return Found("canvassing.banned_sector = true")
    return None


def _callable_at(local: datetime, hours: CanvassingHours) -> bool:
    return within_hours(local, weekdays=hours.weekdays, windows=hours.windows, public_holidays=hours.public_holidays)


def _hours(case: Case) -> Found | None:
    if not _is_canvassing(case) or case.facts.canvassing.hours_consented:
        return None
    local = local_time(case.facts.now, case.facts.canvassing.time_zone)
    hours = case.law.canvassing_on(case.day)
    if local is not None and hours is not None and _callable_at(local, hours):
        return None
    shown = f"{local:%Y-%m-%d %H:%M}" if local is not None else case.facts.canvassing.time_zone
    return Found(f"consumer's local time = {shown}", shown)


def _frequency(case: Case) -> Found | None:
    if not _is_canvassing(case):
        return None
    hours = case.law.canvassing_on(case.day)
    calls = case.facts.canvassing.calls_in_period
    if hours is not None and calls < hours.calls:
        return None
    return Found(f"canvassing.calls_in_period = {calls}", str(calls))


def _silence(case: Case) -> Found | None:
    refused_at = case.facts.canvassing.refused_at
    if not _is_canvassing(case) or refused_at is None:
        return None
    hours = case.law.canvassing_on(case.day)
    if hours is not None and add_duration(refused_at.date(), hours.silence) < case.day:
        return None
    return Found(f"canvassing.refused_at = {refused_at:%Y-%m-%d}", f"{refused_at:%Y-%m-%d}")


MARKETING_RULES = (
    Rule(
        "minor",
        "gdpr-8",
        Verdict.REFUSE,
        _minor,
        Sentence(
            "La personne est mineure : ni prospection, ni ciblage, ni entraînement.",
            "The person is a minor: no marketing, no targeting, no training.",
        ),
        Sentence(
            "personne mineure, et prospection, ciblage ou entraînement", "a minor, and marketing, targeting or training"
        ),
    ),
    Rule(
        "vulnerable",
        "ai-5",
        Verdict.HUMAN_ONLY,
        _vulnerable,
        Sentence(
            "La personne est vulnérable : un humain décide de la contacter.",
            "The person is vulnerable: a human decides whether to contact them.",
        ),
        Sentence("personne vulnérable, et prospection ou ciblage", "a vulnerable person, and marketing or targeting"),
    ),
    Rule(
        "opt-out-missing",
        "cpce-l34-5",
        Verdict.REFUSE,
        _opt_out_missing,
        Sentence("Le message n’offre pas de s’opposer simplement.", "The message offers no simple way to object."),
        Sentence(
            "envoi de prospection écrite sans moyen de s’opposer", "written marketing sent without a way to object"
        ),
    ),
    Rule(
        "four-eyes",
        "house-campaign",
        Verdict.HUMAN_ONLY,
        _four_eyes,
        Sentence(
            "La campagne n’a pas deux approbations ({detail}).", "The campaign does not have two approvals ({detail})."
        ),
        Sentence(
            "envoi automatique de prospection avec moins de deux approbations",
            "automatic marketing with fewer than two approvals",
        ),
    ),
    Rule(
        "canvassing-banned-sector",
        "conso-l223-1",
        Verdict.REFUSE,
        _banned_sector,
        Sentence(
            "Rénovation énergétique ou adaptation du logement : le démarchage est interdit.",
            "Energy renovation or home adaptation: canvassing is banned.",
        ),
        Sentence(
            "démarchage dans un secteur interdit, hors contrat en cours",
            "canvassing in a banned sector, outside an ongoing contract",
        ),
    ),
    Rule(
        "canvassing-hours",
        "conso-d223-9",
        Verdict.REFUSE,
        _hours,
        Sentence(
            "Heure locale de la personne hors des plages permises ({detail}).",
            "The person’s local time is outside the allowed hours ({detail}).",
        ),
        Sentence(
            "démarchage hors des jours et heures permis, à l’heure de la personne",
            "canvassing outside allowed days and hours, in the person’s time",
        ),
    ),
    Rule(
        "canvassing-frequency",
        "conso-d223-9",
        Verdict.REFUSE,
        _frequency,
        Sentence(
            "La personne a déjà été appelée {detail} fois dans la période.",
            "The person has already been called {detail} times in the period.",
        ),
        Sentence("démarchage au-delà du nombre d’appels permis", "canvassing beyond the number of calls allowed"),
    ),
    Rule(
        "canvassing-silence",
        "conso-d223-9",
        Verdict.REFUSE,
        _silence,
        Sentence(
            "La personne a refusé le {detail} : le délai de silence court encore.",
            "The person refused on {detail}: the period of silence still runs.",
        ),
        Sentence("démarchage pendant le silence qui suit un refus", "canvassing during the silence after a refusal"),
    ),
)

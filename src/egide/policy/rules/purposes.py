"""Rules on why data is used: purpose, basis, consent, objection, retention."""

from __future__ import annotations

from egide.policy.law.records import Sentence
from egide.policy.rules.case import Case, Found, Rule
from egide.policy.vocabulary import ConsentState, Task, Verdict


def _purpose_unknown(case: Case) -> Found | None:
    if case.purpose.code:
        return None
    return Found(f"purpose = {case.facts.purpose}", case.facts.purpose)


def _purpose_without_retention(case: Case) -> Found | None:
    return None if case.purpose.retention else Found("purpose.retention = none", case.facts.purpose)


def _task_outside_purpose(case: Case) -> Found | None:
    if case.facts.task in case.purpose.tasks:
        return None
    return Found(f"task = {case.facts.task}, purpose = {case.facts.purpose}")


def _role_not_allowed(case: Case) -> Found | None:
    role = case.facts.actor.role
    return None if role in case.task.roles else Found(f"actor.role = {role}", role.value)


def _basis(letter: str) -> Rule:
    words = {
        "a": Sentence("le consentement, prouvé et en cours", "consent, proven and current"),
        "b": Sentence("le contrat avec la personne", "the contract with the person"),
        "c": Sentence("une obligation légale", "a legal obligation"),
        "f": Sentence("l’intérêt légitime", "legitimate interest"),
    }[letter]

    def check(case: Case) -> Found | None:
        return Found(f"basis = {letter}") if letter in case.bases else None

    return Rule(
        f"basis-{letter}",
        f"gdpr-6-1-{letter}",
        Verdict.ALLOW,
        check,
        Sentence(
            f"La finalité « {{purpose}} » repose sur {words.fr}.", f"The purpose “{{purpose}}” rests on {words.en}."
        ),
        Sentence(
            f"la finalité a pour base {words.fr}, et cette base tient",
            f"the purpose has {words.en} as a basis, and it holds",
        ),
    )


def find_no_basis(case: Case) -> Found:
    """Say which bases the purpose has, when none of them holds.

    Args:
        case: The case.

    Returns:
        What the default refusal quotes.
    """
    allowed = ", ".join(sorted(case.purpose.bases)) or "none"
    return Found(f"bases = {allowed}, none holds", allowed)


def _consent_missing(case: Case) -> Found | None:
    if "a" not in case.purpose.bases or case.bases or case.consents:
        return None
    return Found(f"subject.consents: none for {case.facts.purpose} / {case.facts.channel}", case.facts.channel.value)


def _consent_not_given(case: Case) -> Found | None:
    if case.bases or "a" not in case.purpose.bases or case.refused:
        return None
    states = {consent.state for consent in case.consents}
    if not states or ConsentState.GIVEN in states:
        return None
    shown = ", ".join(sorted(states))
    return Found(f"subject.consents.state = {shown}", shown)


def _consent_unproven(case: Case) -> Found | None:
    if case.bases or "a" not in case.purpose.bases:
        return None
    if any(consent.state is ConsentState.GIVEN and not consent.proven for consent in case.consents):
        return Found("subject.consents.proven = false")
    return None


def _consent_expired(case: Case) -> Found | None:
    if case.bases or "a" not in case.purpose.bases:
        return None
    for consent in case.consents:
        if consent.state is ConsentState.GIVEN and not case.consent_in_time(consent):
            return Found(
                f"subject.consents.expires_at = {consent.expires_at:%Y-%m-%d}", f"{consent.expires_at:%Y-%m-%d}"
            )
    return None


def _consent_refused(case: Case) -> Found | None:
    if case.refused and "a" in case.purpose.bases:
        return Found(f"subject.consents.state = refused or withdrawn ({case.facts.channel})", case.facts.channel.value)
    return None


def _objection_to_marketing(case: Case) -> Found | None:
    if case.objected and (case.purpose.marketing or case.facts.task is Task.TARGETING):
        return Found(f"subject.objections covers {case.facts.purpose} / {case.facts.channel}")
    return None


def _objection(case: Case) -> Found | None:
    if case.objected and "f" in case.purpose.bases and not case.bases:
        return Found(f"subject.objections covers {case.facts.purpose} / {case.facts.channel}")
    return None


def _restricted(case: Case) -> Found | None:
    if case.facts.subject.restricted and case.facts.task is not Task.STORAGE and not case.purpose.under_restriction:
        return Found("subject.restricted = true")
    return None


def _retention_over(case: Case) -> Found | None:
    if case.ends and all(end.started and end.until < case.day for end in case.ends):
        last = max(end.until for end in case.ends)
        return Found(f"retention ended {last}", last.isoformat())
    return None


def _archived_since(case: Case) -> Found | None:
    for end in case.ends:
        if end.phase.phase == "active" and end.started and end.until < case.day:
            return Found(f"active phase ended {end.until}", end.until.isoformat())
    return None


def _archived(case: Case) -> Found | None:
    return _archived_since(case) if case.ai else None


def _archived_for_others(case: Case) -> Found | None:
    if case.facts.task is Task.STORAGE or case.facts.actor.role in case.law.archive_roles:
        return None
    return _archived_since(case)


NO_BASIS = Rule(
    "no-basis",
    "gdpr-6-1",
    Verdict.REFUSE,
    find_no_basis,
    Sentence(
        "Aucune base légale ne permet « {task} » pour la finalité « {purpose} ».",
        "No legal basis allows “{task}” for the purpose “{purpose}”.",
    ),
    Sentence(
        "aucune règle n’autorise : le refus est la réponse par défaut", "no rule allows: refusal is the default answer"
    ),
)

PURPOSE_RULES = (
    Rule(
        "purpose-unknown",
        "gdpr-5-1-b",
        Verdict.REFUSE,
        _purpose_unknown,
        Sentence("La finalité {detail} n’est pas déclarée.", "The purpose {detail} is not declared."),
        Sentence("la finalité n’est pas dans le registre", "the purpose is not in the register"),
    ),
    Rule(
        "purpose-without-retention",
        "gdpr-5-1-e",
        Verdict.REFUSE,
        _purpose_without_retention,
        Sentence(
            "La finalité {detail} n’a pas de durée de conservation : elle ne peut pas servir.",
            "The purpose {detail} has no retention period: it cannot be used.",
        ),
        Sentence("la finalité n’a pas de durée de conservation", "the purpose has no retention period"),
    ),
    Rule(
        "task-outside-purpose",
        "gdpr-5-1-b",
        Verdict.REFUSE,
        _task_outside_purpose,
        Sentence(
            "La tâche « {task} » ne sert pas la finalité « {purpose} ».",
            "The task “{task}” does not serve the purpose “{purpose}”.",
        ),
        Sentence("la tâche ne sert pas la finalité", "the task does not serve the purpose"),
    ),
    Rule(
        "role-not-allowed",
        "gdpr-29",
        Verdict.REFUSE,
        _role_not_allowed,
        Sentence("Le rôle {detail} ne peut pas demander « {task} ».", "The role {detail} may not ask for “{task}”."),
        Sentence("le rôle n’a pas droit à cette tâche", "the role may not ask for this task"),
    ),
    _basis("a"),
    _basis("b"),
    _basis("c"),
    _basis("f"),
    Rule(
        "consent-missing",
        "gdpr-6-1-a",
        Verdict.REFUSE,
        _consent_missing,
        Sentence(
            "La personne n’a pas consenti à « {purpose} » par ce canal ({detail}).",
            "The person has not consented to “{purpose}” on this channel ({detail}).",
        ),
        Sentence(
            "il faut un consentement et il n’y en a pas pour cette finalité et ce canal",
            "consent is needed and there is none for this purpose and channel",
        ),
    ),
    Rule(
        "consent-not-given",
        "gdpr-6-1-a",
        Verdict.REFUSE,
        _consent_not_given,
        Sentence(
            "Le consentement à « {purpose} » n’est pas donné (état : {detail}).",
            "Consent to “{purpose}” is not given (state: {detail}).",
        ),
        Sentence(
            "le consentement est demandé, différé, invalidé ou inconnu",
            "consent is requested, deferred, invalidated or unknown",
        ),
    ),
    Rule(
        "consent-unproven",
        "gdpr-7",
        Verdict.REFUSE,
        _consent_unproven,
        Sentence(
            "Le consentement à « {purpose} » n’est pas prouvé : il ne compte pas.",
            "Consent to “{purpose}” is not proven: it does not count.",
        ),
        Sentence("le consentement donné n’a pas de preuve", "the consent given has no evidence"),
    ),
    Rule(
        "consent-expired",
        "gdpr-7",
        Verdict.REFUSE,
        _consent_expired,
        Sentence(
            "Le consentement à « {purpose} » a expiré le {detail}.", "Consent to “{purpose}” expired on {detail}."
        ),
        Sentence("le consentement a expiré", "the consent has expired"),
    ),
    Rule(
        "consent-refused",
        "gdpr-7",
        Verdict.REFUSE,
        _consent_refused,
        Sentence(
            "La personne a refusé ou retiré son consentement à « {purpose} » par ce canal ({detail}).",
            "The person refused or withdrew consent to “{purpose}” on this channel ({detail}).",
        ),
        Sentence(
            "le consentement est refusé ou retiré pour cette finalité et ce canal",
            "consent is refused or withdrawn for this purpose and channel",
        ),
    ),
    Rule(
        "objection-to-marketing",
        "gdpr-21-2",
        Verdict.REFUSE,
        _objection_to_marketing,
        Sentence(
            "La personne s’oppose à la prospection : l’opposition est absolue et immédiate.",
            "The person objects to marketing: the objection is absolute and immediate.",
        ),
        Sentence(
            "opposition, et finalité de prospection ou ciblage", "objection, and a marketing purpose or targeting"
        ),
    ),
    Rule(
        "objection",
        "gdpr-21-1",
        Verdict.REFUSE,
        _objection,
        Sentence(
            "La personne s’oppose à « {purpose} », et aucune autre base que l’intérêt légitime ne tient.",
            "The person objects to “{purpose}”, and no basis other than legitimate interest holds.",
        ),
        Sentence(
            "opposition, et l’intérêt légitime serait la seule base",
            "objection, and legitimate interest would be the only basis",
        ),
    ),
    Rule(
        "restricted",
        "gdpr-18",
        Verdict.REFUSE,
        _restricted,
        Sentence(
            "Le traitement des données de cette personne est limité : elles sont seulement conservées.",
            "Processing of this person’s data is restricted: it is only stored.",
        ),
        Sentence(
            "limitation demandée, et la tâche n’est pas la conservation",
            "restriction asked for, and the task is not storage",
        ),
    ),
    Rule(
        "retention-over",
        "gdpr-5-1-e",
        Verdict.REFUSE,
        _retention_over,
        Sentence(
            "La durée de conservation a pris fin le {detail} : la donnée doit être effacée.",
            "The retention period ended on {detail}: the data must be erased.",
        ),
        Sentence("toutes les phases de conservation sont finies", "every phase of retention has ended"),
    ),
    Rule(
        "archived",
        "gdpr-5-1-e",
        Verdict.REFUSE,
        _archived,
        Sentence(
            "La donnée est en archive depuis le {detail} : aucun modèle ne la lit.",
            "The data has been archived since {detail}: no model reads it.",
        ),
        Sentence(
            "la phase active est finie et la tâche emploie un modèle",
            "the active phase has ended and the task uses a model",
        ),
    ),
    Rule(
        "archived-for-others",
        "gdpr-29",
        Verdict.REFUSE,
        _archived_for_others,
        Sentence(
            "La donnée est en archive depuis le {detail} : ce rôle ne l’emploie plus.",
            "The data has been archived since {detail}: this role no longer uses it.",
        ),
        Sentence(
            "la phase active est finie, et le rôle n’est pas de ceux qui emploient l’archive",
            "the active phase has ended, and the role is not one that uses the archive",
        ),
    ),
)

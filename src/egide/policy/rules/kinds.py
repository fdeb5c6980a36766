"""Rules on the kinds of data: what is masked, what no model learns from, what no segment uses."""

from __future__ import annotations

from collections.abc import Mapping

from egide.policy.law.records import ALL_LABELS, Sentence
from egide.policy.rules.case import Case, Found, Rule, is_remote, name_labels, sort_by_class
from egide.policy.vocabulary import KindClass, Task, Verdict

_SPECIAL = (KindClass.SPECIAL, KindClass.OFFENCE)
_HIGHLY_PERSONAL = tuple(kind for kind in KindClass if kind not in {KindClass.ORDINARY, *_SPECIAL})


def _found(case: Case, path: str, labels: frozenset[str], mask: frozenset[str] = frozenset()) -> Found:
    codes, names = name_labels(case.law, labels)
    return Found(f"{path}: {codes}", names, mask)


def _masked(case: Case, labels: frozenset[str] | None) -> Found | None:
    return _found(case, "kinds", labels, labels) if labels else None


def _masked_class(rule_id: str, duty: str, kind_class: KindClass, fr: str, en: str) -> Rule:
    def check(case: Case) -> Found | None:
        return _masked(case, case.by_class.get(kind_class)) if case.ai else None

    return Rule(
        rule_id,
        duty,
        Verdict.ALLOW_WITH_MASKING,
        check,
        Sentence(f"{fr} ({{detail}}) : masqué avant tout modèle.", f"{en} ({{detail}}): masked before any model."),
        Sentence(f"le texte contient : {fr.lower()}", f"the text holds: {en.lower()}"),
    )


def _unknown_kind(case: Case) -> Found | None:
    return _masked(case, case.unknown) if case.ai else None


def _not_needed(case: Case) -> Found | None:
    if not case.ai:
        return None
    ordinary = case.by_class.get(KindClass.ORDINARY)
    if not ordinary:
        return None
    clear = case.task.clear_remote if is_remote(case) else case.task.clear_local
    return None if ALL_LABELS in clear else _masked(case, ordinary - clear)


def _cvv(case: Case) -> Found | None:
    # Whatever the task, and without a model too: the code is never stored.
    return _masked(case, case.by_class.get(KindClass.CVV))


def _of_classes(
    by_class: Mapping[KindClass, frozenset[str]], classes: tuple[KindClass, ...], unknown: frozenset[str]
) -> frozenset[str]:
    return unknown.union(*(by_class.get(kind_class, ()) for kind_class in classes))


def _never_learnt(case: Case) -> Found | None:
    if case.facts.task is not Task.TRAINING:
        return None
    labels = _of_classes(case.by_class, (*_SPECIAL, *_HIGHLY_PERSONAL), case.unknown)
    return _found(case, "kinds", labels) if labels else None


def _segment_special(case: Case) -> Found | None:
    if not case.facts.campaign.criteria:
        return None
    by_class, _ = sort_by_class(case.facts.campaign.criteria, case.law)
    labels = _of_classes(by_class, _SPECIAL, frozenset())
    return _found(case, "campaign.criteria", labels) if labels else None


def _segment_highly_personal(case: Case) -> Found | None:
    if not case.facts.campaign.criteria:
        return None
    by_class, unknown = sort_by_class(case.facts.campaign.criteria, case.law)
    labels = _of_classes(by_class, _HIGHLY_PERSONAL, unknown)
    return _found(case, "campaign.criteria", labels) if labels else None


def _voice_leaves(case: Case) -> Found | None:
    if case.facts.task is Task.TRANSCRIPTION and is_remote(case):
        return Found("task = transcription, model.kind = remote")
    return None


KIND_RULES = (
    _masked_class("special-category", "gdpr-9", KindClass.SPECIAL, "Donnée sensible", "Special category"),
    _masked_class("offence", "gdpr-10", KindClass.OFFENCE, "Condamnation ou infraction", "Conviction or offence"),
    _masked_class(
        "national-id", "nir", KindClass.NATIONAL_ID, "Numéro national d’identité", "National identity number"
    ),
    _masked_class("card", "card", KindClass.CARD, "Carte bancaire", "Payment card"),
    _masked_class(
        "highly-personal",
        "house-highly-personal",
        KindClass.HIGHLY_PERSONAL,
        "Donnée hautement personnelle",
        "Highly personal data",
    ),
    _masked_class("secret", "house-highly-personal", KindClass.SECRET, "Code ou mot de passe", "Code or password"),
    Rule(
        "cvv",
        "cvv",
        Verdict.ALLOW_WITH_MASKING,
        _cvv,
        Sentence(
            "Le cryptogramme de carte est retiré : il n’est jamais conservé.",
            "The card verification code is removed: it is never stored.",
        ),
        Sentence(
            "le texte contient un cryptogramme de carte, quelle que soit la tâche",
            "the text holds a card verification code, whatever the task",
        ),
    ),
    Rule(
        "unknown-kind",
        "house-unknown",
        Verdict.ALLOW_WITH_MASKING,
        _unknown_kind,
        Sentence("Genre de donnée inconnu ({detail}) : masqué.", "Unknown kind of data ({detail}): masked."),
        Sentence(
            "le texte contient un genre de donnée que la loi du fichier ne connaît pas",
            "the text holds a kind of data that the law file does not know",
        ),
    ),
    Rule(
        "not-needed",
        "gdpr-5-1-c",
        Verdict.ALLOW_WITH_MASKING,
        _not_needed,
        Sentence(
            "« {task} » n’a pas besoin de ces valeurs ({detail}) : elles sont masquées.",
            "“{task}” does not need these values ({detail}): they are masked.",
        ),
        Sentence("la tâche n’a pas besoin de cette donnée en clair", "the task does not need this data in clear"),
    ),
    Rule(
        "never-learnt",
        "gdpr-9",
        Verdict.REFUSE,
        _never_learnt,
        Sentence("Aucun modèle n’apprend de ces données ({detail}).", "No model learns from this data ({detail})."),
        Sentence("entraînement sur une donnée autre qu’ordinaire", "training on data that is not ordinary"),
    ),
    Rule(
        "segment-special",
        "gdpr-9",
        Verdict.REFUSE,
        _segment_special,
        Sentence(
            "Un segment ne peut pas employer une donnée sensible ({detail}).",
            "A segment may not use special data ({detail}).",
        ),
        Sentence(
            "un segment emploie une donnée sensible ou une infraction", "a segment uses special data or an offence"
        ),
    ),
    Rule(
        "segment-highly-personal",
        "house-highly-personal",
        Verdict.REFUSE,
        _segment_highly_personal,
        Sentence(
            "Un segment ne peut pas employer cette donnée ({detail}).", "A segment may not use this data ({detail})."
        ),
        Sentence(
            "un segment emploie une donnée hautement personnelle ou inconnue",
            "a segment uses highly personal or unknown data",
        ),
    ),
    Rule(
        "voice-leaves",
        "gdpr-5-1-c",
        Verdict.REFUSE,
        _voice_leaves,
        Sentence(
            "Une voix ne peut pas être masquée avant de partir : la transcription se fait ici.",
            "A voice cannot be masked before it leaves: transcription stays here.",
        ),
        Sentence("transcription par un modèle distant", "transcription by a remote model"),
    ),
)

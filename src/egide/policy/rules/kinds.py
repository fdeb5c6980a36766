"""Rules on the kinds of data: what is masked, what no model learns from, what no segment uses."""

from __future__ import annotations

from egide.policy.law.records import Sentence
from egide.policy.rules.case import Case, Found, Rule, is_remote, labels_of
from egide.policy.vocabulary import KindClass, Task, Verdict

_NEVER_LEARNT = frozenset(KindClass) - {KindClass.ORDINARY}


def _labels(case: Case, present: frozenset[str], classes: frozenset[KindClass]) -> frozenset[str]:
    kinds = case.law.kinds
    return frozenset(label for label in present if label in kinds and kinds[label].kind_class in classes)


def _found(case: Case, path: str, labels: frozenset[str]) -> Found | None:
    return Found(f"{path}: {', '.join(sorted(labels))}", labels_of(case, labels)) if labels else None


def _masked_class(rule_id: str, duty: str, kind_class: KindClass, fr: str, en: str) -> Rule:
    wanted = frozenset({kind_class})

    def check(case: Case) -> Found | None:
        if not case.task.ai:
            return None
        labels = _labels(case, case.facts.kinds, wanted)
        found = _found(case, "kinds", labels)
        return found and found._replace(mask=labels)

    return Rule(
        rule_id,
        duty,
        Verdict.ALLOW_WITH_MASKING,
        check,
        Sentence(f"{fr} ({{detail}}) : masqué avant tout modèle.", f"{en} ({{detail}}): masked before any model."),
        Sentence(f"le texte contient : {fr.lower()}", f"the text holds: {en.lower()}"),
    )


def _unknown_kind(case: Case) -> Found | None:
    if not case.task.ai:
        return None
    labels = frozenset(label for label in case.facts.kinds if label not in case.law.kinds)
    found = _found(case, "kinds", labels)
    return found and found._replace(mask=labels)


def _not_needed(case: Case) -> Found | None:
    if not case.task.ai or not case.facts.kinds:
        return None
    clear = case.task.clear_remote if is_remote(case) else case.task.clear_local
    if "*" in clear:
        return None
    labels = frozenset(
        label
        for label in case.facts.kinds - clear
        if label in case.law.kinds and case.law.kinds[label].kind_class is KindClass.ORDINARY
    )
    found = _found(case, "kinds", labels)
    return found and found._replace(mask=labels)


def _cvv(case: Case) -> Found | None:
    # Whatever the task, and without a model too: the code is never stored.
    labels = _labels(case, case.facts.kinds, frozenset({KindClass.CVV}))
    found = _found(case, "kinds", labels)
    return found and found._replace(mask=labels)


def _learnt(case: Case) -> Found | None:
    if case.facts.task is not Task.TRAINING:
        return None
    unknown = frozenset(label for label in case.facts.kinds if label not in case.law.kinds)
    return _found(case, "kinds", _labels(case, case.facts.kinds, _NEVER_LEARNT) | unknown)


def _segment(case: Case) -> Found | None:
    criteria = case.facts.campaign.criteria
    return _found(case, "campaign.criteria", _labels(case, criteria, frozenset({KindClass.SPECIAL, KindClass.OFFENCE})))


def _segment_highly_personal(case: Case) -> Found | None:
    criteria = case.facts.campaign.criteria
    refused = _NEVER_LEARNT - {KindClass.SPECIAL, KindClass.OFFENCE}
    unknown = frozenset(label for label in criteria if label not in case.law.kinds)
    return _found(case, "campaign.criteria", _labels(case, criteria, refused) | unknown)


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
        _learnt,
        Sentence("Aucun modèle n’apprend de ces données ({detail}).", "No model learns from this data ({detail})."),
        Sentence("entraînement sur une donnée autre qu’ordinaire", "training on data that is not ordinary"),
    ),
    Rule(
        "segment-special",
        "gdpr-9",
        Verdict.REFUSE,
        _segment,
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

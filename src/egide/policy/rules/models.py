"""Rules on the machine: switches, impact assessment, evidence, residency, class under the AI Act."""

from __future__ import annotations

from egide.policy.law.records import Sentence
from egide.policy.rules.case import Case, Found, Rule, is_remote
from egide.policy.vocabulary import (
    Automation,
    DpiaState,
    Environment,
    ModelKind,
    Region,
    RiskClass,
    TransferTool,
    Verdict,
)

_SAFEGUARDS = frozenset({TransferTool.SCC, TransferTool.BCR})


def _switch(name: str, fr: str, en: str) -> Rule:
    def check(case: Case) -> Found | None:
        if case.ai and not getattr(case.facts.switches, name):
            return Found(f"switches.{name} = off")
        return None

    return Rule(
        f"switch-{name}",
        "house-switch",
        Verdict.HUMAN_ONLY,
        check,
        Sentence(f"L’IA est arrêtée pour {fr} : aucun appel ne part.", f"AI is off for {en}: no call is made."),
        Sentence(f"l’IA n’est pas allumée pour {fr}", f"AI is not switched on for {en}"),
    )


def _opt_out(case: Case) -> Found | None:
    return Found("subject.ai_opt_out = true") if case.ai and case.facts.subject.ai_opt_out else None


def _dpia_missing(case: Case) -> Found | None:
    if not case.ai or case.facts.environment is not Environment.PRODUCTION:
        return None
    if case.facts.dpia in {DpiaState.VALIDATED, DpiaState.STALE}:
        return None
    return Found(f"dpia = {case.facts.dpia}", case.facts.dpia.value)


def _dpia_stale(case: Case) -> Found | None:
    if not case.ai or case.facts.environment is not Environment.PRODUCTION:
        return None
    return Found("dpia = stale") if case.facts.dpia is DpiaState.STALE else None


def _model_missing(case: Case) -> Found | None:
    return Found("model = none") if case.ai and case.facts.model is None else None


def _evidence_missing(case: Case) -> Found | None:
    model = case.facts.model
    if not case.ai or model is None or not model.required_evidence:
        return None
    missing = model.required_evidence - {evidence.kind for evidence in model.evidence}
    shown = ", ".join(sorted(missing))
    return Found(f"model.evidence lacks {shown}", shown) if missing else None


def _evidence_expired(case: Case) -> Found | None:
    model = case.facts.model
    if not case.ai or model is None or not model.required_evidence:
        return None
    valid = {evidence.kind for evidence in model.evidence if case.day <= evidence.valid_until}
    present = {evidence.kind for evidence in model.evidence}
    expired = (model.required_evidence & present) - valid
    shown = ", ".join(sorted(expired))
    return Found(f"model.evidence expired: {shown}", shown) if expired else None


def _residency(case: Case) -> Found | None:
    model = case.facts.model
    if model is None or not is_remote(case) or model.region.distance <= case.facts.residency.distance:
        return None
    return Found(
        f"model.region = {model.region}, residency = {case.facts.residency}",
        f"{model.region} ; {case.facts.residency}",
    )


def _transfer(case: Case) -> Found | None:
    model = case.facts.model
    if model is None or not is_remote(case):
        return None
    if model.region is Region.OTHER and model.transfer_tool not in _SAFEGUARDS:
        return Found(f"model.transfer_tool = {model.transfer_tool}", model.transfer_tool.value)
    return None


def _unclassified(case: Case) -> Found | None:
    model = case.facts.model
    # A deterministic rule is not an AI system (AI Act art. 3(1)): it needs no class.
    if not case.ai or model is None or model.kind is ModelKind.RULE:
        return None
    return Found("model.risk_class = unclassified") if model.risk_class is RiskClass.UNCLASSIFIED else None


def _prohibited(case: Case) -> Found | None:
    model = case.facts.model
    if model is not None and model.risk_class is RiskClass.PROHIBITED:
        return Found("model.risk_class = prohibited")
    return None


def _high_risk(case: Case) -> Found | None:
    model = case.facts.model
    if model is not None and model.risk_class is RiskClass.HIGH and not model.conformity_complete:
        return Found("model.risk_class = high, conformity_complete = false")
    return None


def _practices(case: Case, wanted: RiskClass) -> Found | None:
    cases = case.law.ai_cases
    codes = sorted(code for code in case.facts.practices if code in cases and cases[code].risk_class is wanted)
    if not codes:
        return None
    names = Sentence(", ".join(cases[code].name.fr for code in codes), ", ".join(cases[code].name.en for code in codes))
    return Found(f"practices: {', '.join(codes)}", names)


def _practice_prohibited(case: Case) -> Found | None:
    return _practices(case, RiskClass.PROHIBITED) if case.facts.practices else None


def _practice_high(case: Case) -> Found | None:
    if not case.facts.practices or (case.facts.model is not None and case.facts.model.conformity_complete):
        return None
    return _practices(case, RiskClass.HIGH)


def _practice_unknown(case: Case) -> Found | None:
    if not case.facts.practices:
        return None
    unknown = ", ".join(sorted(code for code in case.facts.practices if code not in case.law.ai_cases))
    return Found(f"practices: {unknown}", unknown) if unknown else None


def _not_disclosed(case: Case) -> Found | None:
    return Found("disclosed = false") if case.speaks and not case.facts.disclosed else None


def _intent_not_granted(case: Case) -> Found | None:
    if not case.speaks or case.facts.intent in case.facts.auto_intents:
        return None
    intent = case.facts.intent or "none"
    return Found(f"intent = {intent}, not in auto_intents", intent)


def _significant_effect(case: Case) -> Found | None:
    if case.ai and case.facts.significant_effect and (case.speaks or case.facts.automation is Automation.AUTO):
        return Found("significant_effect = true, automation = auto")
    return None


def _alone_with_minor(case: Case) -> Found | None:
    return Found("subject.minor = true") if case.speaks and case.facts.subject.minor else None


def _alone_with_vulnerable(case: Case) -> Found | None:
    return Found("subject.vulnerable = true") if case.speaks and case.facts.subject.vulnerable else None


MODEL_RULES = (
    _switch("brand", "cette marque", "this brand"),
    _switch("task", "cette tâche", "this task"),
    _switch("model", "ce modèle", "this model"),
    _switch("interaction", "cet échange", "this interaction"),
    Rule(
        "ai-opt-out",
        "house-opt-out",
        Verdict.HUMAN_ONLY,
        _opt_out,
        Sentence(
            "La personne refuse l’IA : aucun appel ne part, un conseiller répond.",
            "The person refuses AI: no call is made, an agent answers.",
        ),
        Sentence("la personne refuse l’IA", "the person refuses AI"),
    ),
    Rule(
        "dpia-missing",
        "gdpr-35",
        Verdict.REFUSE,
        _dpia_missing,
        Sentence(
            "L’analyse d’impact n’est pas validée (état : {detail}) : « {task} » ne démarre pas.",
            "The impact assessment is not validated (state: {detail}): “{task}” does not start.",
        ),
        Sentence(
            "l’analyse d’impact n’est pas validée, en production",
            "the impact assessment is not validated, in production",
        ),
    ),
    Rule(
        "dpia-stale",
        "gdpr-35",
        Verdict.REFUSE,
        _dpia_stale,
        Sentence(
            "L’analyse d’impact est périmée : la finalité, le modèle, la région ou un sous-traitant a changé.",
            "The impact assessment is stale: the purpose, model, region or a sub-processor changed.",
        ),
        Sentence("l’analyse d’impact est périmée, en production", "the impact assessment is stale, in production"),
    ),
    Rule(
        "model-missing",
        "house-unknown",
        Verdict.REFUSE,
        _model_missing,
        Sentence("Aucun modèle n’est configuré pour « {task} ».", "No model is configured for “{task}”."),
        Sentence("la tâche emploie un modèle et il n’y en a pas", "the task uses a model and there is none"),
    ),
    Rule(
        "evidence-missing",
        "gdpr-28",
        Verdict.REFUSE,
        _evidence_missing,
        Sentence(
            "Le fournisseur du modèle n’a pas fourni la preuve exigée ({detail}).",
            "The model’s provider has not given the evidence required ({detail}).",
        ),
        Sentence("une preuve exigée du fournisseur manque", "evidence required from the provider is missing"),
    ),
    Rule(
        "evidence-expired",
        "gdpr-28",
        Verdict.REFUSE,
        _evidence_expired,
        Sentence(
            "La preuve exigée du fournisseur a expiré ({detail}) : le modèle est fermé.",
            "The evidence required from the provider has expired ({detail}): the model is closed.",
        ),
        Sentence("une preuve exigée du fournisseur a expiré", "evidence required from the provider has expired"),
    ),
    Rule(
        "residency",
        "residency",
        Verdict.REFUSE,
        _residency,
        Sentence(
            "Le modèle est plus loin que ce que la marque accepte ({detail}).",
            "The model runs farther than the brand accepts ({detail}).",
        ),
        Sentence(
            "un modèle distant est hors de la résidence acceptée", "a remote model runs outside the accepted residency"
        ),
    ),
    Rule(
        "transfer",
        "gdpr-44",
        Verdict.REFUSE,
        _transfer,
        Sentence(
            "Transfert hors EEE sans garantie appropriée (outil : {detail}).",
            "Transfer outside the EEA without an appropriate safeguard (tool: {detail}).",
        ),
        Sentence(
            "pays sans adéquation et ni clauses types ni règles d’entreprise",
            "country without adequacy and neither standard clauses nor binding rules",
        ),
    ),
    Rule(
        "risk-unclassified",
        "ai-6-4",
        Verdict.REFUSE,
        _unclassified,
        Sentence(
            "Le système d’IA n’a pas été classé : il ne sert pas.",
            "The AI system has not been classified: it is not used.",
        ),
        Sentence("le modèle n’a pas de classe de risque", "the model has no risk class"),
    ),
    Rule(
        "risk-prohibited",
        "ai-5",
        Verdict.REFUSE,
        _prohibited,
        Sentence(
            "Le système d’IA est interdit : rien ne peut l’activer.",
            "The AI system is prohibited: nothing can switch it on.",
        ),
        Sentence("le modèle est d’une classe interdite", "the model is of the prohibited class"),
    ),
    Rule(
        "risk-high",
        "ai-6",
        Verdict.REFUSE,
        _high_risk,
        Sentence(
            "Le système d’IA est à haut risque et son dossier n’est pas complet.",
            "The AI system is high-risk and its file is not complete.",
        ),
        Sentence(
            "le modèle est à haut risque et son dossier est incomplet",
            "the model is high-risk and its file is incomplete",
        ),
    ),
    Rule(
        "practice-prohibited",
        "ai-5",
        Verdict.REFUSE,
        _practice_prohibited,
        Sentence(
            "Usage interdit, que rien ne peut activer : {detail}.",
            "Prohibited use, which nothing can switch on: {detail}.",
        ),
        Sentence("l’usage déclaré est interdit", "the declared use is prohibited"),
    ),
    Rule(
        "practice-high",
        "ai-6",
        Verdict.REFUSE,
        _practice_high,
        Sentence(
            "Usage à haut risque, refusé tant que son dossier n’est pas complet : {detail}.",
            "High-risk use, refused until its file is complete: {detail}.",
        ),
        Sentence(
            "l’usage déclaré est à haut risque et son dossier est incomplet",
            "the declared use is high-risk and its file is incomplete",
        ),
    ),
    Rule(
        "practice-unknown",
        "house-unknown",
        Verdict.REFUSE,
        _practice_unknown,
        Sentence(
            "Usage inconnu ({detail}) : il n’est pas classé, il est refusé.",
            "Unknown use ({detail}): it is not classified, it is refused.",
        ),
        Sentence("l’usage déclaré n’est pas dans le fichier de la loi", "the declared use is not in the law file"),
    ),
    Rule(
        "not-disclosed",
        "ai-50",
        Verdict.HUMAN_ONLY,
        _not_disclosed,
        Sentence(
            "La personne n’est pas avertie qu’une machine lui parle : un conseiller répond.",
            "The person is not told that a machine speaks: an agent answers.",
        ),
        Sentence(
            "la machine parle seule et la personne n’en est pas avertie",
            "the machine speaks alone and the person is not told",
        ),
    ),
    Rule(
        "intent-not-granted",
        "house-automatic",
        Verdict.HUMAN_ONLY,
        _intent_not_granted,
        Sentence(
            "La marque n’a pas permis l’envoi automatique pour cette intention ({detail}).",
            "The brand has not allowed automatic sending for this intent ({detail}).",
        ),
        Sentence(
            "la machine parle seule hors des intentions permises",
            "the machine speaks alone outside the allowed intents",
        ),
    ),
    Rule(
        "significant-effect",
        "gdpr-22",
        Verdict.HUMAN_ONLY,
        _significant_effect,
        Sentence(
            "La décision aurait un effet important sur la personne : un humain la prend.",
            "The decision would significantly affect the person: a human takes it.",
        ),
        Sentence(
            "effet juridique ou important, sans intervention humaine",
            "legal or significant effect, with nobody in between",
        ),
    ),
    Rule(
        "alone-with-minor",
        "gdpr-8",
        Verdict.HUMAN_ONLY,
        _alone_with_minor,
        Sentence(
            "La personne est mineure : une machine ne lui répond pas seule.",
            "The person is a minor: no machine answers alone.",
        ),
        Sentence("la machine parle seule à une personne mineure", "the machine speaks alone to a minor"),
    ),
    Rule(
        "alone-with-vulnerable",
        "ai-5",
        Verdict.HUMAN_ONLY,
        _alone_with_vulnerable,
        Sentence(
            "La personne est vulnérable : une machine ne lui répond pas seule.",
            "The person is vulnerable: no machine answers alone.",
        ),
        Sentence("la machine parle seule à une personne vulnérable", "the machine speaks alone to a vulnerable person"),
    ),
)

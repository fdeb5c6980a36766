"""Words for codes: what the analysis finds, what the law names, how something was collected or counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egide.service.wiring import parts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The shipped intents; a brand's own labels are shown as the brand wrote them.
INTENTS: dict[str, StrOrPromise] = {
    "facture": _("Facture"),
    "paiement": _("Paiement"),
    "difficulte_paiement": _("Difficulté de paiement"),
    "mensualite": _("Mensualité"),
    "remboursement": _("Remboursement"),
    "demenagement": _("Déménagement"),
    "mise_en_service": _("Mise en service"),
    "releve_compteur": _("Relevé de compteur"),
    "numero_compteur": _("Numéro de compteur"),
    "consommation_anormale": _("Consommation anormale"),
    "retractation": _("Rétractation"),
    "panne_electricite": _("Panne d’électricité"),
    "panne_internet": _("Panne d’internet"),
    "panne_mobile": _("Panne de mobile"),
    "vol_mobile": _("Vol de mobile"),
    "portabilite": _("Portabilité"),
    "resiliation": _("Résiliation"),
    "raccordement": _("Raccordement"),
    "puissance": _("Puissance"),
    "reclamation": _("Réclamation"),
    "donnees_personnelles": _("Données personnelles"),
    "changement_rib": _("Changement de RIB"),
    "changement_titulaire": _("Changement de titulaire"),
    "acces_compte": _("Accès au compte"),
    "fraude": _("Fraude"),
    "autre": _("Autre demande"),
}

TONES: dict[str, StrOrPromise] = {
    "negative": _("Mécontent"),
    "neutral": _("Neutre"),
    "positive": _("Satisfait"),
}


def intent_words(code: str) -> StrOrPromise:
    """Name an intent for a reader."""
    return INTENTS.get(code) or code.replace("_", " ").capitalize()


def confidence_words(ratio: float) -> StrOrPromise:
    """Say a confidence in words; the bar beside it draws the ratio."""
    if ratio >= 0.85:  # noqa: PLR2004 - thresholds of words, explained on the reference page of the desk
        return _("très probable")
    if ratio >= 0.6:  # noqa: PLR2004
        return _("probable")
    return _("incertain") if ratio >= 0.35 else _("peu sûr")  # noqa: PLR2004


# Why a draft may be rejected; the code is what quality figures count.
REJECT_REASONS: dict[str, StrOrPromise] = {
    "wrong": _("Réponse fausse"),
    "incomplete": _("Réponse incomplète"),
    "tone": _("Ton inadapté"),
    "off_topic": _("Hors sujet"),
    "human": _("Mérite une réponse personnelle"),
}

# GDPR article 6(1), letter by letter; a letter that is not here is shown as it was written.
BASES: dict[str, StrOrPromise] = {
    "a": _("consentement (art. 6(1)(a))"),
    "b": _("contrat (art. 6(1)(b))"),
    "c": _("obligation légale (art. 6(1)(c))"),
    "d": _("intérêts vitaux (art. 6(1)(d))"),
    "e": _("mission d’intérêt public (art. 6(1)(e))"),
    "f": _("intérêt légitime (art. 6(1)(f))"),
}

# The models that ship with the product; a site's own models keep the name that its configuration gives them.
MODELS: dict[str, StrOrPromise] = {
    "egide-analyse": _("Analyse locale d’Égide"),
    "egide-reponse": _("Réponse locale d’Égide"),
}

METHODS: dict[str, StrOrPromise] = {
    "measured-gpu": _("mesuré sur la carte graphique"),
    "measured-cpu": _("mesuré sur le processeur"),
    "modelled": _("modélisé"),
    "declared": _("déclaré par le fournisseur"),
}

COLLECTIONS: dict[str, StrOrPromise] = {
    "file": _("fichier importé"),
    "upload": _("fichier déposé au bureau"),
    "released": _("libéré de la quarantaine"),
    "written at the desk": _("écrit au bureau"),
}

SOURCES: dict[str, StrOrPromise] = {
    "demo": _("démonstration"),
    "file": _("fichier"),
    "email": _("courriel"),
    "desk": _("bureau"),
    "quarantine": _("quarantaine"),
    "text": _("texte"),
}

REGIONS: dict[str, StrOrPromise] = {
    "FR": _("France"),
    "EU": _("Union européenne"),
    "EEA": _("Espace économique européen"),
    "adequate": _("pays reconnu adéquat"),
    "other": _("hors de l’Union"),
}


def basis_words(letters: str) -> StrOrPromise:
    """Name a legal basis, or several."""
    names = [str(BASES.get(letter, letter)) for letter in letters.replace(",", " ").split()]
    return ", ".join(names)


def _reader_reads_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def purpose_words(code: str) -> str:
    """Name a purpose as the law file does; the code of a brand's own purpose is its name."""
    purpose = parts().law.purposes.get(code)
    if purpose is None:
        return code
    name = purpose.name.fr if _reader_reads_french() else purpose.name.en
    return name[:1].upper() + name[1:]


def task_words(code: str) -> str:
    """Name a task as the law file does."""
    task = next((record for key, record in parts().law.tasks.items() if str(key) == code), None)
    if task is None:
        return code.replace("_", " ")
    name = task.name.fr if _reader_reads_french() else task.name.en
    return name[:1].upper() + name[1:]


def model_words(name: str) -> StrOrPromise:
    """Name a model."""
    return MODELS.get(name, name)


def method_words(code: str) -> StrOrPromise:
    """Say how a footprint was obtained."""
    return METHODS.get(code, code)


def collection_words(code: str) -> StrOrPromise:
    """Say how a record was collected."""
    return COLLECTIONS.get(code, code)


def source_words(code: str) -> StrOrPromise:
    """Say where a record comes from; a connector keeps its name."""
    if code.startswith("hook:"):
        return _("Outil de service client")
    return SOURCES.get(code, code.partition(":")[0].capitalize())


def region_words(code: str) -> StrOrPromise:
    """Name where a model runs."""
    return REGIONS.get(code, code)


def reject_words(code: str) -> StrOrPromise:
    """Say why a draft was rejected."""
    return REJECT_REASONS.get(code, code)

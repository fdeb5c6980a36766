"""The desk's words for what the analysis finds: intents, tones, confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

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
    "panne_electricite": _("Panne d'électricité"),
    "panne_internet": _("Panne d'internet"),
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

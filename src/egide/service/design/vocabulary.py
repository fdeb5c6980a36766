"""The words and icons that every page shares: channels, authors, kinds of personal data, verdicts, steps of the spine.

One word per thing, here, so that two pages cannot name the same thing differently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Word(NamedTuple):
    """A word, the icon beside it (a name of sprite.svg) and the tone of its badge."""

    label: StrOrPromise
    icon: str
    tone: str = "neutral"


class Kind(NamedTuple):
    """A kind of personal data in words, and its family: identity, contact, account or sensitive."""

    label: StrOrPromise
    family: str


CHANNELS: dict[str, Word] = {
    "email": Word(_("Courriel"), "mail"),
    "chat": Word(_("Chat"), "chat"),
    "social": Word(_("Réseau social"), "social"),
    "call": Word(_("Appel"), "phone"),
    "call_in": Word(_("Appel reçu"), "phone-in"),
    "call_out": Word(_("Appel émis"), "phone-out"),
    "bot": Word(_("Assistant"), "bot"),
    "form": Word(_("Formulaire"), "form"),
    "crm": Word(_("Fichier client"), "table"),
}

ROLES: dict[str, Word] = {
    "customer": Word(_("Client"), "user"),
    "agent": Word(_("Conseiller"), "user"),
    "bot": Word(_("Assistant automatique"), "bot"),
    "system": Word(_("Système"), "info"),
}

PRIORITIES: dict[str, StrOrPromise] = {
    "P1": _("Danger ou personne vulnérable"),
    "P2": _("À traiter en premier"),
    "P3": _("Demande courante"),
    "P4": _("Simple information"),
}

VERDICTS: dict[str, Word] = {
    "allow": Word(_("Autorisé"), "check", "ok"),
    "allow-with-masking": Word(_("Autorisé après masquage"), "mask", "ok"),
    "human-only": Word(_("Réservé à une personne"), "user", "warning"),
    "refuse": Word(_("Refusé"), "stop", "danger"),
}

DRAFTS: dict[str, Word] = {
    "ready": Word(_("Brouillon prêt"), "spark", "info"),
    "abstained": Word(_("L’IA s’abstient"), "user", "neutral"),
    "withheld": Word(_("Brouillon retenu"), "stop", "warning"),
    "refused": Word(_("IA refusée"), "stop", "warning"),
    "off": Word(_("IA désactivée"), "stop", "neutral"),
    "working": Word(_("Brouillon en préparation"), "clock", "neutral"),
    "none": Word(_("Pas de brouillon"), "spark", "neutral"),
    "done": Word(_("Brouillon traité"), "check", "neutral"),
}

STEPS: dict[str, Word] = {
    "ingest": Word(_("Réception"), "inbox"),
    "find": Word(_("Repérage des données personnelles"), "search"),
    "decide": Word(_("Décision"), "scale"),
    "protect": Word(_("Protection"), "mask"),
    "assist": Word(_("Travail de l’IA"), "spark"),
    "verify": Word(_("Vérification"), "check"),
    "restore": Word(_("Rétablissement des valeurs"), "eye"),
    "review": Word(_("Relecture par une personne"), "user"),
    "record": Word(_("Enregistrement au journal"), "lock"),
}

STEP_STATES: dict[str, Word] = {
    "done": Word(_("Fait"), "check", "ok"),
    "refused": Word(_("Refusé"), "stop", "danger"),
    "withheld": Word(_("Retenu"), "stop", "warning"),
    "skipped": Word(_("Sans objet"), "right", "neutral"),
    "waiting": Word(_("En attente"), "clock", "neutral"),
    "failed": Word(_("Échec"), "alert", "danger"),
}

FAMILIES: dict[str, StrOrPromise] = {
    "identity": _("Identité"),
    "contact": _("Coordonnées"),
    "account": _("Comptes et références"),
    "sensitive": _("Données sensibles"),
}

KINDS: dict[str, Kind] = {
    "PERSON": Kind(_("Nom"), "identity"),
    "BIRTHDATE": Kind(_("Date de naissance"), "identity"),
    "AGE": Kind(_("Âge"), "identity"),
    "NATIONAL_ID": Kind(_("Numéro d’identité nationale"), "identity"),
    "ID_DOCUMENT": Kind(_("Pièce d’identité"), "identity"),
    "TAX_ID": Kind(_("Numéro fiscal"), "identity"),
    "EMAIL": Kind(_("Adresse e-mail"), "contact"),
    "PHONE": Kind(_("Téléphone"), "contact"),
    "ADDRESS": Kind(_("Adresse postale"), "contact"),
    "LOCATION": Kind(_("Lieu"), "contact"),
    "IP": Kind(_("Adresse IP"), "contact"),
    "ONLINE": Kind(_("Compte en ligne"), "contact"),
    "URL": Kind(_("Adresse web"), "contact"),
    "IBAN": Kind(_("Compte bancaire"), "account"),
    "CARD": Kind(_("Carte bancaire"), "account"),
    "REFERENCE": Kind(_("Référence"), "account"),
    "PLATE": Kind(_("Immatriculation"), "account"),
    "FINANCE": Kind(_("Situation financière"), "sensitive"),
    "SECRET": Kind(_("Code secret"), "sensitive"),
    "HEALTH": Kind(_("Santé"), "sensitive"),
    "BELIEF": Kind(_("Convictions"), "sensitive"),
    "ORIGIN": Kind(_("Origine"), "sensitive"),
    "SEXUAL": Kind(_("Vie sexuelle ou orientation"), "sensitive"),
    "OFFENCE": Kind(_("Infraction"), "sensitive"),
}

_UNKNOWN_CHANNEL = Word(_("Autre canal"), "inbox")
_UNKNOWN_KIND = Kind(_("Donnée personnelle"), "account")


def find_channel(code: str) -> Word:
    """Give the word and icon of a channel; an unknown code is "Autre canal", never an error on a page."""
    return CHANNELS.get(code, _UNKNOWN_CHANNEL)


def find_kind(label: str) -> Kind:
    """Give the words and family of a kind of personal data; an unknown label is still marked as personal data."""
    return KINDS.get(label, _UNKNOWN_KIND)

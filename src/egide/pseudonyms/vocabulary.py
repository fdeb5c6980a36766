"""The type word of each label, and the words a model may put in its place when it translates or declines it.

The words were written for this product; a translation that is missing here only means that this alteration of a
pseudonym is not restored.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["LITERAL", "TYPE_WORDS", "type_word", "words_of"]

LITERAL: Final = "LITERAL"
"""The label of user text that itself reads like an issued pseudonym."""

TYPE_WORDS: Final[dict[str, tuple[str, ...]]] = {
    # label: the word of the pseudonym, then translations (fr, en, es, de, it, pt, nl)
    "PERSON": ("PERSONNE", "PERSON", "NOM", "NAME", "CLIENT", "CLIENTE", "CUSTOMER", "PERSONA", "NOMBRE", "NOME", "PESSOA",
               "PERSOON", "NAAM", "KUNDE", "KUNDIN", "INDIVIDU"),
    "EMAIL": ("EMAIL", "E-MAIL", "MAIL", "COURRIEL", "MEL", "ADRESSE EMAIL", "EMAIL ADDRESS", "EMAIL_ADDRESS", "CORREO",
              "CORREIO", "E-POST"),
    "PHONE": ("TELEPHONE", "TÉLÉPHONE", "TEL", "TÉL", "PHONE", "PHONE NUMBER", "PHONE_NUMBER", "PORTABLE", "MOBILE",
              "TELEFONO", "TELÉFONO", "TELEFON", "TELEFONE", "TELEFOON"),
    "ADDRESS": ("ADRESSE", "ADDRESS", "DIRECCION", "DIRECCIÓN", "ANSCHRIFT", "INDIRIZZO", "ENDERECO", "ENDEREÇO", "ADRES"),
    "LOCATION": ("LIEU", "VILLE", "LOCATION", "PLACE", "CITY", "LUGAR", "CIUDAD", "ORT", "STADT", "LUOGO", "CITTA", "CITTÀ",
                 "CIDADE", "PLAATS"),
    "BIRTHDATE": ("NAISSANCE", "DATE DE NAISSANCE", "DATE_NAISSANCE", "BIRTHDATE", "BIRTH DATE", "BIRTH", "DATE", "FECHA",
                  "NACIMIENTO", "GEBURTSDATUM", "DATUM", "NASCITA", "DATA", "NASCIMENTO", "GEBOORTEDATUM"),
    "AGE": ("AGE", "ÂGE", "EDAD", "ALTER", "ETA", "ETÀ", "IDADE", "LEEFTIJD"),
    "NATIONAL_ID": ("IDENTITE", "IDENTITÉ", "IDENTITY", "NATIONAL ID", "NATIONAL_ID", "IDENTIDAD", "IDENTITÄT", "IDENTITÀ",
                    "IDENTIDADE", "IDENTITEIT"),
    "ID_DOCUMENT": ("DOCUMENT", "ID_DOCUMENT", "DOCUMENTO", "DOKUMENT", "PAPIER", "AUSWEIS"),
    "TAX_ID": ("FISCAL", "FISCALE", "TAX", "TAX ID", "TAX_ID", "STEUER", "BELASTING"),
    "IBAN": ("IBAN", "COMPTE", "ACCOUNT", "CUENTA", "KONTO", "CONTO", "CONTA", "REKENING"),
    "CARD": ("CARTE", "CARD", "TARJETA", "KARTE", "CARTA", "CARTÃO", "CARTAO", "KAART"),
    "REFERENCE": ("REFERENCE", "RÉFÉRENCE", "REF", "RÉF", "REFERENCIA", "REFERENZ", "RIFERIMENTO", "REFERÊNCIA", "REFERENTIE"),
    "PLATE": ("PLAQUE", "IMMATRICULATION", "PLATE", "LICENSE PLATE", "MATRICULA", "MATRÍCULA", "KENNZEICHEN", "TARGA",
              "KENTEKEN"),
    "IP": ("IP", "ADRESSE IP", "IP ADDRESS", "IP_ADDRESS"),
    "ONLINE": ("PSEUDO", "COMPTE EN LIGNE", "ONLINE", "USERNAME", "HANDLE", "USUARIO", "BENUTZER", "UTENTE"),
    "SECRET": ("SECRET", "MOT DE PASSE", "PASSWORD", "SECRETO", "GEHEIMNIS", "PASSWORT", "SEGRETO", "SEGREDO", "GEHEIM"),
    "HEALTH": ("SANTE", "SANTÉ", "HEALTH", "SALUD", "GESUNDHEIT", "SALUTE", "SAÚDE", "SAUDE", "GEZONDHEID"),
    "BELIEF": ("CONVICTION", "BELIEF", "CREENCIA", "ÜBERZEUGUNG", "CREDENZA", "CRENÇA", "OVERTUIGING"),
    "ORIGIN": ("ORIGINE", "ORIGIN", "ORIGEN", "HERKUNFT", "ORIGEM", "AFKOMST"),
    "SEXUAL": ("INTIMITE", "INTIMITÉ", "PRIVACY", "INTIMIDAD", "INTIMITÄT", "INTIMITÀ", "INTIMIDADE", "INTIMITEIT"),
    "OFFENCE": ("INFRACTION", "OFFENCE", "OFFENSE", "DELITO", "STRAFTAT", "REATO", "INFRAÇÃO", "OVERTREDING"),
    "FINANCE": ("FINANCES", "FINANCE", "FINANZAS", "FINANZEN", "FINANZE", "FINANÇAS", "FINANCIEN"),
    LITERAL: ("TEXTE", "TEXT", "TEXTO", "TESTO", "TEKST"),
}  # fmt: skip
_NOT_A_WORD: Final = re.compile(r"[^A-Z]+")


def type_word(label: str) -> str:
    """Return the word that a pseudonym of this label shows.

    >>> type_word("PERSON"), type_word("loyalty card")
    ('PERSONNE', 'LOYALTYCARD')
    """
    return words_of(label)[0]


def words_of(label: str) -> tuple[str, ...]:
    """Return the words under which a pseudonym of this label is recognised, its own first."""
    known = TYPE_WORDS.get(label)
    if known is not None:
        return known
    bare = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().upper()
    return (_NOT_A_WORD.sub("", bare) or "DONNEE",)

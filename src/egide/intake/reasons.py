"""Why a record is rejected or skipped, in French and English, by code.

A sentence may take one ``detail``: a field name, a limit, a count; never a value of the record.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from egide.intake.record import Position, Reject, Skip

__all__ = ["REJECTS", "SKIPS", "reject", "skip"]

REJECTS: Final = MappingProxyType(
    {
        "channel-unknown": ("canal inconnu (champ {detail})", "unknown channel (field {detail})"),
        "columns-missing": ("aucune colonne de texte reconnue", "no text column recognised"),
        "compressed-bomb": (
            "archive compressée hors limites ({detail})",
            "compressed data out of bounds ({detail})",
        ),
        "compressed-damaged": ("données compressées endommagées", "damaged compressed data"),
        "csv-malformed": ("ligne CSV mal formée", "malformed CSV row"),
        "csv-width": (
            "nombre de colonnes différent de l'en-tête ({detail})",
            "not as many columns as the header ({detail})",
        ),
        "date-unreadable": ("date illisible (champ {detail})", "unreadable date (field {detail})"),
        "empty": ("fichier vide", "empty file"),
        "encoding": ("texte qui n'est pas en {detail}", "text is not {detail}"),
        "field-invalid": ("valeur inattendue (champ {detail})", "unexpected value (field {detail})"),
        "format-unknown": ("format non reconnu", "format not recognised"),
        "json-malformed": ("JSON mal formé", "malformed JSON"),
        "json-shape": ("objet JSON qui n'est pas une conversation", "JSON object is not a conversation"),
        "line-too-long": ("ligne de plus de {detail} octets", "line longer than {detail} bytes"),
        "mail-empty": ("courriel sans en-tête ni texte", "mail without header or text"),
        "mail-malformed": ("courriel illisible", "unreadable mail"),
        "mail-too-deep": ("courriel aux parties trop imbriquées", "mail parts nested too deeply"),
        "mail-too-large": ("courriel de plus de {detail} octets", "mail larger than {detail} bytes"),
        "mbox-malformed": ("boîte mbox sans ligne « From »", "mbox without a 'From ' line"),
        "parquet-malformed": ("fichier Parquet illisible", "unreadable Parquet file"),
        "parquet-too-large": (
            "groupe de lignes Parquet de plus de {detail} octets",
            "Parquet row group larger than {detail} bytes",
        ),
        "text-missing": ("message sans texte", "message without text"),
        "too-large": ("fichier de plus de {detail} octets", "file larger than {detail} bytes"),
        "transcript-malformed": ("transcription mal formée : {detail}", "malformed transcript: {detail}"),
        "unreadable": ("fichier illisible", "unreadable file"),
    }
)

SKIPS: Final = MappingProxyType(
    {
        "auto-reply": ("réponse automatique", "automatic reply"),
        "bulk": ("envoi de masse ou de liste", "bulk or list mail"),
        "delivery-report": ("avis de remise ou de non-remise", "delivery report"),
        "internal-note": ("note interne", "internal note"),
        "not-a-conversation": ("fichier qui n'est pas une conversation", "file is not a conversation"),
        "not-a-message": ("événement qui n'est pas un message", "event is not a message"),
        "own-message": ("message écrit par Égide", "message written by Égide"),
        "reference-only": (
            "événement qui ne porte que des identifiants, à aller chercher",
            "event holds references only, to be fetched",
        ),
    }
)


def reject(position: Position, code: str, detail: str | int = "") -> Reject:
    """Say that something cannot be taken, with a known code."""
    french, english = REJECTS[code]
    return Reject(position, code, french.format(detail=detail), english.format(detail=detail))


def skip(position: Position, code: str) -> Skip:
    """Say that something is left out, with a known code."""
    french, english = SKIPS[code]
    return Skip(position, code, french, english)

"""Read the values of a flat record: times, channels, roles, languages, the many names of one column."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Final

from egide.intake.errors import UnreadableRecord
from egide.intake.record import AuthorRole, Channel, Direction

__all__ = [
    "CANONICAL_NAMES",
    "as_text",
    "fold_name",
    "parse_channel",
    "parse_direction",
    "parse_language",
    "parse_role",
    "parse_time",
]

_CHANNELS: Final[dict[str, Channel]] = {
    **dict.fromkeys(
        ("call_in", "call", "phone", "voice", "telephone", "appel", "appel_entrant", "inbound_call"), "call_in"
    ),
    **dict.fromkeys(("call_out", "appel_sortant", "outbound_call"), "call_out"),
    **dict.fromkeys(("chat", "livechat", "webchat", "messaging", "messagerie", "sms", "whatsapp", "tchat"), "chat"),
    **dict.fromkeys(("bot", "chatbot", "callbot", "voicebot"), "bot"),
    **dict.fromkeys(
        ("social", "twitter", "x", "facebook", "instagram", "linkedin", "reseaux_sociaux", "avis", "review"), "social"
    ),
    **dict.fromkeys(("email", "mail", "e_mail", "courriel", "mel", "imap"), "email"),
    **dict.fromkeys(("form", "web", "webform", "formulaire", "courrier", "letter", "survey", "enquete"), "form"),
}
_ROLES: Final[dict[str, AuthorRole]] = {
    **dict.fromkeys(
        ("customer", "client", "cliente", "caller", "user", "contact", "end_user", "appelant", "usager", "incoming"),
        "customer",
    ),
    **dict.fromkeys(
        (
            "agent",
            "advisor",
            "conseiller",
            "conseillere",
            "operator",
            "employee",
            "staff",
            "representative",
            "teleconseiller",
        ),
        "agent",
    ),
    **dict.fromkeys(("bot", "assistant", "chatbot", "callbot", "voicebot"), "bot"),
    **dict.fromkeys(("system", "systeme", "automatic", "action"), "system"),
}
_DIRECTIONS: Final[dict[str, Direction]] = {
    **dict.fromkeys(("inbound", "in", "incoming", "entrant", "received", "recu"), "inbound"),
    **dict.fromkeys(("outbound", "out", "outgoing", "sortant", "sent", "envoye"), "outbound"),
    **dict.fromkeys(("internal", "interne", "private", "note"), "internal"),
}

# Canonical field → the names that exports give it, folded; the first present wins.
CANONICAL_NAMES: Final = MappingProxyType(
    {
        "source": ("source", "source_system", "systeme"),
        "brand": ("brand", "marque", "enseigne"),
        "external_id": (
            "external_id",
            "message_uid",
            "utterance_id",
            "utteranceid",
            "id",
            "uid",
            "interaction_id",
            "ticket_id",
        ),
        "thread_id": (
            "thread_id",
            "conversation_id",
            "conversationid",
            "thread",
            "ticket_id",
            "dossier",
            "call_id",
            "convo_id",
        ),
        "turn": ("turn", "turn_number", "turnnumber", "sequence", "rang"),
        "channel": ("channel", "canal", "media"),
        "direction": ("direction", "sens"),
        "started_at": (
            "started_at",
            "at",
            "created_at",
            "opened_at",
            "recorded_at",
            "timestamp",
            "date",
            "datetime",
            "time",
            "sent_at",
            "date_heure",
            "date_creation",
            "horodatage",
        ),
        "ended_at": ("ended_at", "closed_at", "end", "date_fin"),
        "author_role": (
            "author_role",
            "from_role",
            "role",
            "speaker_role",
            "speaker",
            "author",
            "sender_type",
            "from",
            "auteur",
        ),
        "email": (
            "email",
            "e_mail",
            "mail",
            "courriel",
            "customer_email",
            "client_email",
            "adresse_mail",
            "from_email",
        ),
        "phone": (
            "phone",
            "telephone",
            "tel",
            "mobile",
            "customer_phone",
            "client_phone",
            "numero_telephone",
            "from_phone",
        ),
        "customer_number": (
            "customer_number",
            "customer_ref",
            "customer_id",
            "client_id",
            "numero_client",
            "ref_client",
            "reference_client",
            "num_client",
            "no_client",
        ),
        "name": ("customer_name", "name", "nom_complet", "nom_client", "author_name", "nom"),
        "lang": ("lang", "language", "langue", "locale"),
        "subject": ("subject", "objet", "sujet", "title", "titre"),
        "text": (
            "text",
            "body",
            "message",
            "content",
            "contenu",
            "texte",
            "corps",
            "utterance",
            "verbatim",
            "description",
            "commentaire",
            "comment",
        ),
        "quoted": ("quoted",),
        "signature": ("signature",),
        "priority": ("priority", "priorite"),
        "csat": ("csat", "satisfaction", "rating"),
        "outcome": ("outcome", "resultat", "status", "statut"),
        "purpose": ("purpose", "finalite"),
        "legal_basis": ("legal_basis", "base_legale", "base_juridique"),
        "message_id": ("message_id", "messageid"),
        "source_url": ("source_url", "url", "permalink"),
    }
)

_SLASHED: Final = re.compile(
    r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})(?:[ T,à]+([0-9]{1,2})[:h]([0-9]{2})(?::([0-9]{2}))?)?\Z"
)
_EPOCH: Final = re.compile(r"[0-9]{9,16}(?:\.[0-9]{1,6})?\Z")
_EPOCH_MS_FROM: Final = 100_000_000_000  # seconds until the year 5138; anything above is milliseconds
_EPOCH_US_FROM: Final = 100_000_000_000_000


def fold_name(name: str) -> str:
    """Write a column name one way: folded, without accents, words joined by ``_``.

    Returns:
        ASCII letters, digits and ``_``.

    >>> fold_name(" Numéro  Client ")
    'numero_client'
    """
    stripped = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", stripped.casefold()).strip("_")


def as_text(raw: object, field_name: str) -> str:
    """Take a scalar as text; lists and objects where a word is due are refused.

    Returns:
        The text without surrounding space, lone surrogates replaced; ``""`` for None and NaN.

    Raises:
        UnreadableRecord: it is a list or an object.
    """
    if raw is None or (isinstance(raw, float) and not math.isfinite(raw)):
        return ""
    if isinstance(raw, str):
        return clean_text(raw)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int | float):
        return str(raw)
    if isinstance(raw, datetime):
        return raw.isoformat()
    raise UnreadableRecord("field-invalid", field_name)


def clean_text(text: str) -> str:
    """Trim, and drop what no database and no page can hold: NUL and lone surrogates."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    if "\0" in text:
        text = text.replace("\0", "")
    return text.strip()


def parse_time(raw: object, field_name: str, timezone: tzinfo) -> datetime | None:
    """Read a time: ISO 8601, day/month/year, RFC 5322, or seconds or milliseconds since 1970.

    Args:
        raw: What the source holds.
        field_name: For the reject.
        timezone: In which a time without offset is read.

    Returns:
        Aware UTC, or None when the source holds nothing.

    Raises:
        UnreadableRecord: it holds something that is no time.
    """
    if isinstance(raw, datetime):
        return _as_utc(raw, timezone, field_name)
    text = as_text(raw, field_name)
    if not text:
        return None
    try:
        if _EPOCH.match(text):
            number = float(text)
            scale = 1_000_000 if number >= _EPOCH_US_FROM else 1000 if number >= _EPOCH_MS_FROM else 1
            return datetime.fromtimestamp(number / scale, UTC)
        if slashed := _SLASHED.match(text):
            day, month, year, hour, minute, second = (int(part or 0) for part in slashed.groups())
            return _as_utc(datetime(year, month, day, hour, minute, second), timezone, field_name)  # noqa: DTZ001 - zone added there
        if text[:4].isdigit():
            return _as_utc(datetime.fromisoformat(text), timezone, field_name)
        return _as_utc(parsedate_to_datetime(text), timezone, field_name)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        raise UnreadableRecord("date-unreadable", field_name) from None


def _as_utc(moment: datetime, timezone: tzinfo, field_name: str) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone)
    try:
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableRecord("date-unreadable", field_name) from None


def parse_channel(raw: object) -> Channel | None:
    """Read a channel by any of its usual names.

    Returns:
        The channel, or None when the source holds nothing.

    Raises:
        UnreadableRecord: the name is not a known channel.
    """
    name = fold_name(as_text(raw, "channel"))
    if not name:
        return None
    if name not in _CHANNELS:
        raise UnreadableRecord("channel-unknown", "channel")
    return _CHANNELS[name]


def parse_role(raw: object) -> AuthorRole | None:
    """Read who wrote; a name of a person instead of a role gives None."""
    return _ROLES.get(fold_name(as_text(raw, "author_role")))


def parse_direction(raw: object, role: AuthorRole) -> Direction:
    """Read a direction; without one, customers write in and everybody else writes out.

    Returns:
        The direction.

    Raises:
        UnreadableRecord: the name is not a known direction.
    """
    name = fold_name(as_text(raw, "direction"))
    if not name:
        return "inbound" if role == "customer" else "outbound"
    if name not in _DIRECTIONS:
        raise UnreadableRecord("field-invalid", "direction")
    return _DIRECTIONS[name]


def parse_language(raw: object) -> str:
    """Keep the primary subtag of a language tag: ``fr-FR`` and ``FR_fr`` are ``fr``."""
    tag = re.split(r"[-_]", as_text(raw, "lang"))[0].casefold()
    return tag if re.fullmatch(r"[a-z]{2,3}", tag) else ""

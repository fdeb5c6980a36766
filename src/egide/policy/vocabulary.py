"""The closed words of a decision; anything the law can change lives in the law file instead."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A closed word, equal to its text and hashed like it."""

    # Enum hashes by name in Python code; a decision looks up some eighty words.
    __hash__ = str.__hash__


class Verdict(Word):
    """What a task may do, from the mildest answer to the most severe."""

    severity: int

    ALLOW = "allow", 0
    ALLOW_WITH_MASKING = "allow-with-masking", 1
    HUMAN_ONLY = "human-only", 2
    REFUSE = "refuse", 3

    def __new__(cls, word: str, severity: int) -> Self:
        """Build a word with its rank; the highest rank among the rules that speak wins."""
        verdict = str.__new__(cls, word)
        verdict._value_ = word
        verdict.severity = severity
        return verdict


class Task(Word):
    """What is about to be done; the last three call no model but use data all the same."""

    TRIAGE = "triage"
    SUMMARY = "summary"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOT = "bot"
    CALL_REVIEW = "call_review"
    TARGETING = "targeting"
    TRAINING = "training"
    EMBEDDINGS = "embeddings"
    SEARCH = "search"
    GATEWAY_CHAT = "gateway_chat"
    TRANSCRIPTION = "transcription"
    TRANSLATION = "translation"
    STORAGE = "storage"
    SENDING = "sending"
    DIALLING = "dialling"


class Channel(Word):
    """Where the person is met."""

    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"
    SMS = "sms"
    SOCIAL = "social"
    FORM = "form"
    BOT = "bot"
    POST = "post"
    API = "api"
    FILE = "file"


class Role(Word):
    """Who asks; never an identity."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    DPO = "dpo"
    RSSI = "rssi"
    RESPONSIBLE_DIGITAL = "responsible_digital"
    BRAND_OWNER = "brand_owner"
    OPERATOR = "operator"
    SYSTEM = "system"
    GATEWAY_CLIENT = "gateway_client"


class Automation(Word):
    """Whether a person acts on the output (assist) or nobody does (auto)."""

    ASSIST = "assist"
    AUTO = "auto"


class Environment(Word):
    """Production handles real people; a trial holds fictitious data only."""

    PRODUCTION = "production"
    TRIAL = "trial"


class ModelKind(Word):
    """The ladder of means: a deterministic rule, a model we run, a model someone else runs."""

    RULE = "rule"
    LOCAL = "local"
    REMOTE = "remote"


class Region(Word):
    """Where a model runs, from the nearest law to the farthest."""

    distance: int

    FR = "FR", 0
    EU = "EU", 1
    EEA = "EEA", 2
    ADEQUATE = "adequate", 3
    OTHER = "other", 4

    def __new__(cls, word: str, distance: int) -> Self:
        """Build a word with its rank; a residency accepts regions whose rank is not higher than its own."""
        region = str.__new__(cls, word)
        region._value_ = word
        region.distance = distance
        return region


class TransferTool(Word):
    """The safeguard of a transfer outside the EEA. Source: GDPR arts. 45, 46, 47."""

    NONE = "none"
    ADEQUACY = "adequacy"
    SCC = "scc"
    BCR = "bcr"


class DpiaState(Word):
    """Where the impact assessment of the processing stands."""

    ABSENT = "absent"
    DRAFT = "draft"
    VALIDATED = "validated"
    STALE = "stale"
    REFUSED = "refused"


class RiskClass(Word):
    """Class of an AI system. Source: Regulation (EU) 2024/1689, arts. 5, 6, 50, annex III."""

    MINIMAL = "minimal"
    LIMITED = "limited"
    HIGH = "high"
    PROHIBITED = "prohibited"
    UNCLASSIFIED = "unclassified"


class ConsentState(Word):
    """Where a consent stands. Source: ISO/IEC TS 27560, event state."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    UNKNOWN = "unknown"


class Speaks(Word):
    """When the output of a task reaches the person with nobody in between."""

    NEVER = "never"
    WHEN_AUTO = "when-auto"
    ALWAYS = "always"


class KindClass(Word):
    """How sensitive a kind of data is, which decides its treatment."""

    ORDINARY = "ordinary"
    HIGHLY_PERSONAL = "highly-personal"
    SPECIAL = "special"
    OFFENCE = "offence"
    NATIONAL_ID = "national-id"
    CARD = "card"
    CVV = "cvv"
    SECRET = "secret"  # noqa: S105 - a class of data, not a password


class Mark(Word):
    """How sure the source is: read in the official text, or still to be verified by a lawyer."""

    PRIMARY = "primary"
    TO_VERIFY = "to verify"
    HOUSE = "house rule"

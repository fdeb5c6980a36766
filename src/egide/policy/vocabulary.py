"""The closed words of a decision; anything the law can change lives in the law file instead."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a task may do, from the mildest answer to the most severe."""

    ALLOW = "allow"
    ALLOW_WITH_MASKING = "allow-with-masking"
    HUMAN_ONLY = "human-only"
    REFUSE = "refuse"

    @property
    def severity(self) -> int:
        """Rank the verdict, 0 (allow) to 3 (refuse).

        Returns:
            The rank; the highest rank among the rules that speak wins.
        """
        return _SEVERITY[self]


_SEVERITY = {Verdict.ALLOW: 0, Verdict.ALLOW_WITH_MASKING: 1, Verdict.HUMAN_ONLY: 2, Verdict.REFUSE: 3}


class Task(StrEnum):
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


class Channel(StrEnum):
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


class Role(StrEnum):
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


class Automation(StrEnum):
    """Whether a person acts on the output (assist) or nobody does (auto)."""

    ASSIST = "assist"
    AUTO = "auto"


class Environment(StrEnum):
    """Production handles real people; a trial holds fictitious data only."""

    PRODUCTION = "production"
    TRIAL = "trial"


class ModelKind(StrEnum):
    """The ladder of means: a deterministic rule, a model we run, a model someone else runs."""

    RULE = "rule"
    LOCAL = "local"
    REMOTE = "remote"


class Region(StrEnum):
    """Where a model runs, from the nearest law to the farthest."""

    FR = "FR"
    EU = "EU"
    EEA = "EEA"
    ADEQUATE = "adequate"
    OTHER = "other"

    @property
    def distance(self) -> int:
        """Rank the region, 0 (France) to 4 (a country without adequacy decision).

        Returns:
            The rank; a residency accepts regions whose rank is not higher than its own.
        """
        return _DISTANCE[self]


_DISTANCE = {Region.FR: 0, Region.EU: 1, Region.EEA: 2, Region.ADEQUATE: 3, Region.OTHER: 4}


class TransferTool(StrEnum):
    """The safeguard of a transfer outside the EEA. Source: GDPR arts. 45, 46, 47."""

    NONE = "none"
    ADEQUACY = "adequacy"
    SCC = "scc"
    BCR = "bcr"


class DpiaState(StrEnum):
    """Where the impact assessment of the processing stands."""

    ABSENT = "absent"
    DRAFT = "draft"
    VALIDATED = "validated"
    STALE = "stale"
    REFUSED = "refused"


class RiskClass(StrEnum):
    """Class of an AI system. Source: Regulation (EU) 2024/1689, arts. 5, 6, 50, annex III."""

    MINIMAL = "minimal"
    LIMITED = "limited"
    HIGH = "high"
    PROHIBITED = "prohibited"
    UNCLASSIFIED = "unclassified"


class ConsentState(StrEnum):
    """Where a consent stands. Source: ISO/IEC TS 27560, event state."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    UNKNOWN = "unknown"


class Speaks(StrEnum):
    """When the output of a task reaches the person with nobody in between."""

    NEVER = "never"
    WHEN_AUTO = "when-auto"
    ALWAYS = "always"


class KindClass(StrEnum):
    """How sensitive a kind of data is, which decides its treatment."""

    ORDINARY = "ordinary"
    HIGHLY_PERSONAL = "highly-personal"
    SPECIAL = "special"
    OFFENCE = "offence"
    NATIONAL_ID = "national-id"
    CARD = "card"
    CVV = "cvv"
    SECRET = "secret"  # noqa: S105 - a class of data, not a password


class Mark(StrEnum):
    """How sure the source is: read in the official text, or still to be verified by a lawyer."""

    PRIMARY = "primary"
    TO_VERIFY = "to verify"
    HOUSE = "house rule"

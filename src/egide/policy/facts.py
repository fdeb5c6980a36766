"""The facts of one decision: everything the rules look at, and nothing that identifies a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from egide.policy.vocabulary import (
    Automation,
    Channel,
    ConsentState,
    DpiaState,
    Environment,
    ModelKind,
    Region,
    RiskClass,
    Role,
    Task,
    TransferTool,
)

ANY = "*"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, by role only."""

    role: Role


@dataclass(frozen=True, slots=True)
class Consent:
    """The state of one consent now, folded from the ledger.

    Attributes:
        purpose: Code of the purpose.
        channel: A channel word, or ``*`` for a consent without channel.
        state: Last state of the consent.
        proven: Wording, collector and evidence are on record; without them a consent does not count.
        expires_at: Aware UTC; None when it does not expire.
    """

    purpose: str
    channel: str
    state: ConsentState
    proven: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection of the person (GDPR art. 21), to one purpose or all, on one channel or all."""

    purpose: str = ANY
    channel: str = ANY


@dataclass(frozen=True, slots=True)
class Subject:
    """What the desk knows of the person's choices and situation, without who they are."""

    customer: bool = False
    consents: tuple[Consent, ...] = ()
    objections: tuple[Objection, ...] = ()
    restricted: bool = False
    ai_opt_out: bool = False
    minor: bool = False
    vulnerable: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One certificate or document of a provider and the last day it is valid."""

    kind: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Model:
    """What will read the data."""

    name: str
    kind: ModelKind
    provider: str = ""
    region: Region = Region.OTHER
    transfer_tool: TransferTool = TransferTool.NONE
    evidence: tuple[Evidence, ...] = ()
    required_evidence: frozenset[str] = frozenset()
    risk_class: RiskClass = RiskClass.UNCLASSIFIED
    conformity_complete: bool = False


@dataclass(frozen=True, slots=True)
class Switches:
    """The kill switches; each must have been switched on, and off removes the call."""

    brand: bool = False
    task: bool = False
    model: bool = False
    interaction: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a marketing use declares about itself."""

    similar_products: bool = False
    opt_out_offered: bool = False
    approvals: int = 0
    criteria: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Canvassing:
    """The history of calls to one consumer by one professional.

    Attributes:
        time_zone: IANA name of the *consumer's* time zone.
        calls_in_period: Calls already made in the period of the law file (30 days).
        refused_at: Last refusal of the consumer, aware UTC.
        related_to_contract: An ongoing contract exists and the call is about its object.
        banned_sector: Energy renovation or home adaptation.
        hours_consented: The consumer expressly agreed to this time.
    """

    time_zone: str = "Europe/Paris"
    calls_in_period: int = 0
    refused_at: datetime | None = None
    related_to_contract: bool = False
    banned_sector: bool = False
    hours_consented: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The question: may this task, for this purpose, use this person's data with this model, now?

    Attributes:
        brand: Slug of the brand.
        purpose: Code of the purpose, looked up in the law.
        task: What is about to be done.
        channel: Where the person is met.
        actor: Who asks.
        now: Aware UTC.
        kinds: Labels of the personal data present, as detection names them.
        practices: Codes of AI cases that the task or the model declares.
        dpia: State of the impact assessment of this task for this brand.
        residency: Farthest region that the brand accepts.
        intent: Intent recognised, for automatic sending.
        auto_intents: Intents for which the brand allows automatic sending.
        disclosed: The person is told that a machine speaks (AI Act art. 50).
        significant_effect: The output has a legal or similarly significant effect (GDPR art. 22).
        events: Start events of retention, by name, as days.
    """

    brand: str
    purpose: str
    task: Task
    channel: Channel
    actor: Actor
    now: datetime
    automation: Automation = Automation.ASSIST
    environment: Environment = Environment.PRODUCTION
    subject: Subject = Subject()
    kinds: frozenset[str] = frozenset()
    practices: frozenset[str] = frozenset()
    model: Model | None = None
    switches: Switches = Switches()
    dpia: DpiaState = DpiaState.ABSENT
    residency: Region = Region.EEA
    intent: str | None = None
    auto_intents: frozenset[str] = frozenset()
    disclosed: bool = False
    significant_effect: bool = False
    campaign: Campaign = Campaign()
    canvassing: Canvassing = Canvassing()
    events: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))

"""Read the facts of a decision strictly from JSON; an error names the path and the allowed words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from egide.policy.errors import InvalidFacts
from egide.policy.facts import ANY, Actor, Campaign, Canvassing, Consent, Evidence, Facts, Model, Objection, Subject
from egide.policy.facts import Switches as _Switches
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

_Word = TypeVar("_Word", bound=StrEnum)
_Item = TypeVar("_Item")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}", re.ASCII)
_LABEL = re.compile(r"[A-Z][A-Z0-9_]{0,63}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ZONE = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){0,2}", re.ASCII)
_MISSING = object()


class _Reader:
    """One JSON object, read key by key; an unread key is a mistake."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, Mapping):
            raise InvalidFacts(path, "must be an object")
        self._value = value
        self._read: list[str] = []
        self._path = path

    def at(self, key: str) -> str:
        return f"{self._path}.{key}"

    def get(self, key: str) -> Any:
        self._read.append(key)
        return self._value.get(key, _MISSING)

    def required(self, key: str) -> Any:
        value = self.get(key)
        if value is _MISSING:
            raise InvalidFacts(self.at(key), "is missing")
        return value

    def word(self, key: str, words: type[_Word], default: _Word | None = None) -> _Word:
        value = self.get(key)
        if value is _MISSING and default is not None:
            return default
        return _word(value, self.at(key), words)

    def code(self, key: str, default: str | None = None) -> str:
        value = self.get(key)
        if value is _MISSING and default is not None:
            return default
        return _code(value, self.at(key))

    def optional(self, key: str, read: Callable[[Any, str], _Item]) -> _Item | None:
        value = self.get(key)
        return None if value is _MISSING or value is None else read(value, self.at(key))

    def flag(self, key: str) -> bool:
        value = self.get(key)
        if value is _MISSING:
            return False
        if value is True or value is False:
            return bool(value)
        raise InvalidFacts(self.at(key), "must be true or false")

    def count(self, key: str) -> int:
        value = self.get(key)
        if value is _MISSING:
            return 0
        if type(value) is int and value >= 0:
            return value
        raise InvalidFacts(self.at(key), "must be a whole number, 0 or more")

    def items(self, key: str, read: Callable[[Any, str], _Item]) -> tuple[_Item, ...]:
        value = self.get(key)
        if value is _MISSING:
            return ()
        if not isinstance(value, list):
            raise InvalidFacts(self.at(key), "must be a list")
        return tuple(read(item, f"{self.at(key)}[{at}]") for at, item in enumerate(value))

    def done(self) -> None:
        for key in self._value:
            if key not in self._read:
                raise InvalidFacts(f"{self._path}.{key}", f"is unknown; allowed keys: {', '.join(sorted(self._read))}")


def parse_facts(document: object) -> Facts:
    """Read the facts of one decision; what is absent takes the value that allows least.

    Args:
        document: The decoded JSON object; its schema is ``facts.schema.json`` in this package.

    Returns:
        The facts.

    Raises:
        InvalidFacts: with the path and the allowed words.
    """
    top = _Reader(document, "facts")
    facts = Facts(
        brand=top.code("brand"),
        purpose=top.code("purpose"),
        task=top.word("task", Task),
        channel=top.word("channel", Channel),
        actor=_actor(top.required("actor"), "facts.actor"),
        now=_moment(top.required("now"), "facts.now"),
        automation=top.word("automation", Automation, Automation.ASSIST),
        environment=top.word("environment", Environment, Environment.PRODUCTION),
        subject=top.optional("subject", _subject) or Subject(),
        kinds=frozenset(top.items("kinds", _label)),
        practices=frozenset(top.items("practices", _code)),
        model=top.optional("model", _model),
        switches=top.optional("switches", _switches) or _Switches(),
        dpia=top.word("dpia", DpiaState, DpiaState.ABSENT),
        residency=top.word("residency", Region, Region.EEA),
        intent=top.optional("intent", _code),
        auto_intents=frozenset(top.items("auto_intents", _code)),
        disclosed=top.flag("disclosed"),
        significant_effect=top.flag("significant_effect"),
        campaign=top.optional("campaign", _campaign) or Campaign(),
        canvassing=top.optional("canvassing", _canvassing) or Canvassing(),
        events=top.optional("events", _events) or MappingProxyType({}),
    )
    top.done()
    return facts


def _shown(value: object) -> str:
    # A wrong value may be personal: only a short code is repeated, never free text.
    return f"{value!r} is not allowed; " if isinstance(value, str) and _CODE.fullmatch(value) else ""


def _word(value: object, path: str, words: type[_Word]) -> _Word:
    for word in words:
        if value == word.value:
            return word
    problem = "is missing; " if value is _MISSING else _shown(value)
    raise InvalidFacts(path, f"{problem}allowed words: {', '.join(word.value for word in words)}")


def _code(value: object, path: str) -> str:
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    if value is _MISSING:
        raise InvalidFacts(path, "is missing")
    raise InvalidFacts(path, "must be a code of letters, digits, '-', '_', '.' or '/'")


def _label(value: object, path: str) -> str:
    if isinstance(value, str) and _LABEL.fullmatch(value):
        return value
    raise InvalidFacts(path, "must be a label in capitals, such as PERSON")


def _moment(value: object, path: str) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise InvalidFacts(path, "must be a time with its offset, such as 2026-11-24T10:00:00Z")


def _day(value: object, path: str) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidFacts(path, "must be a day, such as 2026-11-24")


def _actor(value: object, path: str) -> Actor:
    reader = _Reader(value, path)
    actor = Actor(reader.word("role", Role))
    reader.done()
    return actor


def _purpose_or_any(value: object, path: str) -> str:
    return ANY if value == ANY else _code(value, path)


def _channel_or_any(value: object, path: str) -> str:
    return ANY if value == ANY else _word(value, path, Channel).value


def _consent(value: object, path: str) -> Consent:
    reader = _Reader(value, path)
    consent = Consent(
        purpose=reader.code("purpose"),
        channel=_channel_or_any(reader.required("channel"), reader.at("channel")),
        state=reader.word("state", ConsentState),
        proven=reader.flag("proven"),
        expires_at=reader.optional("expires_at", _moment),
    )
    reader.done()
    return consent


def _objection(value: object, path: str) -> Objection:
    reader = _Reader(value, path)
    objection = Objection(
        purpose=_purpose_or_any(reader.required("purpose"), reader.at("purpose")),
        channel=_channel_or_any(reader.required("channel"), reader.at("channel")),
    )
    reader.done()
    return objection


def _subject(value: object, path: str) -> Subject:
    reader = _Reader(value, path)
    subject = Subject(
        customer=reader.flag("customer"),
        consents=reader.items("consents", _consent),
        objections=reader.items("objections", _objection),
        restricted=reader.flag("restricted"),
        ai_opt_out=reader.flag("ai_opt_out"),
        minor=reader.flag("minor"),
        vulnerable=reader.flag("vulnerable"),
    )
    reader.done()
    return subject


def _evidence(value: object, path: str) -> Evidence:
    reader = _Reader(value, path)
    evidence = Evidence(reader.code("kind"), _day(reader.required("valid_until"), reader.at("valid_until")))
    reader.done()
    return evidence


def _model(value: object, path: str) -> Model:
    reader = _Reader(value, path)
    model = Model(
        name=reader.code("name"),
        kind=reader.word("kind", ModelKind),
        provider=reader.code("provider", ""),
        region=reader.word("region", Region, Region.OTHER),
        transfer_tool=reader.word("transfer_tool", TransferTool, TransferTool.NONE),
        evidence=reader.items("evidence", _evidence),
        required_evidence=frozenset(reader.items("required_evidence", _code)),
        risk_class=reader.word("risk_class", RiskClass, RiskClass.UNCLASSIFIED),
        conformity_complete=reader.flag("conformity_complete"),
    )
    reader.done()
    return model


def _switches(value: object, path: str) -> _Switches:
    reader = _Reader(value, path)
    switches = _Switches(
        brand=reader.flag("brand"),
        task=reader.flag("task"),
        model=reader.flag("model"),
        interaction=reader.flag("interaction"),
    )
    reader.done()
    return switches


def _campaign(value: object, path: str) -> Campaign:
    reader = _Reader(value, path)
    campaign = Campaign(
        similar_products=reader.flag("similar_products"),
        opt_out_offered=reader.flag("opt_out_offered"),
        approvals=reader.count("approvals"),
        criteria=frozenset(reader.items("criteria", _label)),
    )
    reader.done()
    return campaign


def _zone(value: object, path: str) -> str:
    if isinstance(value, str) and _ZONE.fullmatch(value):
        return value
    raise InvalidFacts(path, "must be an IANA time zone, such as Europe/Paris")


def _canvassing(value: object, path: str) -> Canvassing:
    reader = _Reader(value, path)
    canvassing = Canvassing(
        time_zone=reader.optional("time_zone", _zone) or "Europe/Paris",
        calls_in_period=reader.count("calls_in_period"),
        refused_at=reader.optional("refused_at", _moment),
        related_to_contract=reader.flag("related_to_contract"),
        banned_sector=reader.flag("banned_sector"),
        hours_consented=reader.flag("hours_consented"),
    )
    reader.done()
    return canvassing


def _events(value: object, path: str) -> Mapping[str, date]:
    if not isinstance(value, Mapping):
        raise InvalidFacts(path, "must be an object of days")
    return MappingProxyType({_code(name, path): _day(day, f"{path}.{name}") for name, day in value.items()})

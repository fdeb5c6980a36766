"""Numbers that the neighbouring States give a person: DNI, NIE, codice fiscale, BSN, NINO, Steuer-ID and the like.

Example:
    >>> book = RuleBook("identity_abroad", RULES)
    >>> book.shown("DNI 41897658F, codice fiscale RSSGLI85M52F205B, BSN 235088705, NINO JT 48 21 07 B")
    ['NATIONAL_ID 41897658F', 'NATIONAL_ID RSSGLI85M52F205B', 'NATIONAL_ID 235088705', 'NATIONAL_ID JT 48 21 07 B']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.context import GAP, Pattern, compiled
from egide.detection.recognisers.identity import QUESTION, bare
from egide.detection.recognisers.rule import Check, Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]


def _by_stdnum(*modules: str) -> Check:
    """Return a check that asks python-stdnum, loaded on the first candidate."""

    def check(value: str) -> bool | None:
        plain = bare(value)
        return any(import_module(f"stdnum.{module}").is_valid(plain) for module in modules)

    return check


def _told(words: str, value: str) -> Pattern:
    return compiled(rf"(?<![a-z])(?P<cue>{words})(?![a-z]){QUESTION}{GAP}(?P<v>{value})(?![\w])")


def _bare(value: str) -> Pattern:
    return compiled(rf"(?<![\w-])(?P<v>{value})(?![\w-])")


def _valid_only(check: Check) -> Callable[[Text, re.Match[str]], bool | float]:
    def accept(text: Text, match: re.Match[str]) -> bool | float:
        return bool(check(text.folded[match.start("v") : match.end("v")]))

    return accept


_DNI: Final = _by_stdnum("es.dni", "es.nie")
_FISCALE: Final = _by_stdnum("it.codicefiscale")
_BSN: Final = _by_stdnum("nl.bsn")
_IDNR: Final = _by_stdnum("de.idnr")
_BELGIAN: Final = _by_stdnum("be.nn", "be.bis")
_SWISS: Final = _by_stdnum("ch.ssn")
_PORTUGUESE: Final = _by_stdnum("pt.nif")

RULES: Final = (
    Rule(
        name="dni_nie",
        label=Label.NATIONAL_ID,
        summary="A Spanish DNI or NIE with the right letter.",
        digits=7,
        hint=r"\b(?:\d{2}[ .]?\d{3}[ .]?\d{3}|[xyz][ -]?\d{7})[ -]?[a-hj-np-tv-z]\b",
        pattern=_bare(r"(?:\d{2}[ .]?\d{3}[ .]?\d{3}|[xyz][ \-]?\d{7})[ \-]?[a-hj-np-tv-z]"),
        accept=_valid_only(_DNI),
        check=_DNI,
        examples=("DNI [[41897658F]]", "NIE: [[X9463172Y]]"),
    ),
    Rule(
        name="dni_told",
        label=Label.NATIONAL_ID,
        summary="A Spanish identity number after its name.",
        word=r"\b(?:dni|nie|nif)\b",
        digits=7,
        pattern=_told(r"(?:dni|nie|nif)", r"[xyz]?[ \-]?\d(?:[ .]?\d){6,7}[ \-]?[a-z]?"),
        check=_DNI,
        wrong=0.85,
        examples=("mi DNI es [[41897658G]]",),
    ),
    Rule(
        name="codice_fiscale",
        label=Label.NATIONAL_ID,
        summary="An Italian codice fiscale.",
        digits=1,
        hint=r"\b[a-z]{3} ?[a-z]{3} ?[0-9lmnpqrstuv]{2}[abcdehlmprst][0-9lmnpqrstuv]{2} ?[a-z][0-9lmnpqrstuv]{3}[a-z]\b",
        pattern=_bare(
            r"[a-z]{3}[ ]?[a-z]{3}[ ]?[0-9lmnpqrstuv]{2}[abcdehlmprst][0-9lmnpqrstuv]{2}[ ]?[a-z][0-9lmnpqrstuv]{3}[a-z]"
        ),
        accept=lambda text, match: sum(map(str.isdigit, match.group("v"))) > 3 or bool(_FISCALE(match.group("v"))),
        check=_FISCALE,
        wrong=0.85,
        examples=("codice fiscale [[RSSGLI85M52F205B]]",),
    ),
    Rule(
        name="bsn",
        label=Label.NATIONAL_ID,
        summary="A Dutch citizen number after its name.",
        word=r"bsn|burgerservicenummer|sofinummer",
        digits=8,
        pattern=_told(r"(?:bsn(?:-nummer)?|burgerservicenummer|sofinummer)", r"\d(?:[ .]?\d){7,8}"),
        check=_BSN,
        wrong=0.85,
        examples=("Mijn BSN is [[235088705]]",),
    ),
    Rule(
        name="nino",
        label=Label.NATIONAL_ID,
        summary="A British National Insurance number.",
        digits=6,
        hint=r"\b[a-z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[a-d]\b",
        pattern=_bare(r"[abceghj-prstw-z][abceghj-nprstw-z][ \-]?\d\d[ \-]?\d\d[ \-]?\d\d[ \-]?[a-d]"),
        score=0.93,
        examples=("National Insurance number is [[JT 48 21 07 B]]",),
    ),
    Rule(
        name="nino_told",
        label=Label.NATIONAL_ID,
        summary="A number with the shape of a British National Insurance number where one is spoken of, whatever its letters.",
        word=r"^(?:ni|nino|insurance)$",
        digits=6,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>ni (?:number|no)|nino|national insurance)(?![a-z])[^\n]{0,60}(?:\n[^\n]{0,60}?)?(?<![\w])(?P<v>[a-z]{2}[ \-]?\d\d[ \-]?\d\d[ \-]?\d\d[ \-]?[a-d])(?![\w])"
        ),
        score=0.9,
        examples=("Your NI number?\nCustomer: 14 Feb 1986, [[QQ 12 34 56 C]]",),
    ),
    Rule(
        name="us_ssn",
        label=Label.NATIONAL_ID,
        summary="A social security number of the United States, dashed.",
        hint=r"\d{3}-\d\d-\d{4}",
        digits=9,
        pattern=_bare(r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}"),
        score=0.85,
        examples=("SSN [[536-90-4399]]",),
    ),
    Rule(
        name="steuer_id",
        label=Label.TAX_ID,
        summary="A German personal tax number whose key is right.",
        hint=r"\b[1-9]\d \d{3} \d{3} \d{3}",
        digits=11,
        row=11,
        pattern=_bare(r"[1-9]\d[ ]\d{3}[ ]\d{3}[ ]\d{3}"),
        accept=_valid_only(_IDNR),
        check=_IDNR,
        examples=("[[15 795 438 254]]",),
    ),
    Rule(
        name="german_social",
        label=Label.NATIONAL_ID,
        summary="A German social insurance number.",
        hint=r"\d{4} ?[a-z] ?\d{3}",
        digits=11,
        pattern=_bare(r"\d\d[ ]?(?:0[1-9]|[12]\d|3[01])[ ]?(?:0[1-9]|1[0-2])[ ]?\d\d[ ]?[a-z][ ]?\d{3}"),
        score=0.85,
        examples=("Sozialversicherungsnummer [[65 070649 B 001]]",),
    ),
    Rule(
        name="belgian_national_number",
        label=Label.NATIONAL_ID,
        summary="A Belgian national register number.",
        hint="",
        digits=11,
        row=11,
        pattern=_bare(r"\d\d[ .\-]?\d\d[ .\-]?\d\d[ .\-]?\d{3}[ .\-]?\d\d"),
        accept=_valid_only(_BELGIAN),
        check=_BELGIAN,
        examples=("rijksregisternummer [[85.07.30-033.28]]",),
    ),
    Rule(
        name="swiss_social",
        label=Label.NATIONAL_ID,
        summary="A Swiss social insurance number (AVS).",
        hint=r"\b756[ .]?\d{4}",
        digits=13,
        row=13,
        pattern=_bare(r"756[ .]?\d{4}[ .]?\d{4}[ .]?\d\d"),
        check=_SWISS,
        wrong=0.85,
        examples=("AVS [[756.9217.0769.85]]",),
    ),
    Rule(
        name="portuguese_tax",
        label=Label.TAX_ID,
        summary="A Portuguese tax number after its name.",
        word=r"nif|contribuinte|nipc",
        digits=9,
        pattern=_told(r"(?:nif|contribuinte|numero de contribuinte)", r"[1-3]\d{2}[ .]?\d{3}[ .]?\d{3}"),
        check=_PORTUGUESE,
        wrong=0.85,
        examples=("NIF [[123 456 789]]",),
    ),
    Rule(
        name="national_number_told",
        label=Label.NATIONAL_ID,
        summary="A national number after its name in Belgian, Swiss, Portuguese, German or British words.",
        word=r"rijksregister|registre|niss|insz|avs|ahv|sozialversicherung|utente|insurance|versichertennummer|nationaal|social",
        hint=r"rijksregister|registre national|niss|insz|avs|ahv|sozialversicherung|utente|national insurance|versichertennummer|nationaal nummer|seguridad social|seguranca social",
        digits=6,
        pattern=_told(
            r"(?:rijksregisternummer|(?:numero de )?registre national|niss|insz|(?:numero )?avs|ahv(?:-nummer)?|sozialversicherungsnummer|numero de utente|national insurance(?: number)?|versichertennummer|"
            r"nationaal nummer|numero de (?:la )?seguridad social|numero da seguranca social)",
            r"[a-z]{0,2}[ ]?\d(?:[ .\-/]{0,2}[0-9a-z](?![a-z])){6,14}",
        ),
        score=0.9,
        examples=("numéro de registre national [[85.07.30-033.61]]",),
    ),
)

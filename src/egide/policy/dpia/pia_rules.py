"""The nine rules that make a PIA file whole in the CNIL tool, and not only imported without an error.

Written from the behaviour of the tool; no code or text of it is used.
Source: docs/reference/policy.md, "The CNIL PIA file".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from typing_extensions import override

from egide.policy.dpia.questions import EVALUATED_ITEMS, EVALUATED_QUESTIONS, MEASURE_LISTS, QUESTIONS
from egide.policy.law.records import Sentence

KEYS = frozenset({"pia", "answers", "measures", "evaluations", "comments"})
LISTS = ("answers", "measures", "evaluations", "comments")
BASIC_TAGS = frozenset(
    {"p", "br", "div", "span", "em", "strong", "b", "i", "u", "ul", "ol", "li", "h1", "h2", "h3", "a"}
)
_ATTRIBUTES = frozenset({"href", "style", "class"})
_MEASURE = re.compile(r"3\.1\.([0-9]{1,18})", re.ASCII)
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?", re.ASCII
)
_DATES = ("created_at", "updated_at", "evaluation_date", "estimated_implementation_date")
_HIGHEST_GAUGE, _HIGHEST_PIA_STATUS, _HIGHEST_STATUS, _HIGHEST_GLOBAL = 4, 5, 3, 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule.

    Attributes:
        rule: Its letter, ``a`` to ``i``.
        path: Where in the file.
        sentence: What happens otherwise, in French and English.
    """

    rule: str
    path: str
    sentence: Sentence


RULES: dict[str, Sentence] = {
    "a": Sentence(
        "Il faut exactement les cinq clés, et quatre listes.", "Exactly the five keys are needed, and four lists."
    ),
    "b": Sentence(
        "Le numéro d’une réponse est un nombre parmi les 36 ; sinon la réponse est invisible.",
        "The number of an answer is a number among the 36; otherwise the answer is invisible.",
    ),
    "c": Sentence(
        "La référence d’une évaluation est un texte de la forme prévue ; sinon l’import s’arrête à moitié.",
        "The reference of an evaluation is a text of the expected form; otherwise the import stops half-way.",
    ),
    "d": Sentence(
        "Une évaluation de mesure vise une mesure du fichier ; sinon elle est orpheline.",
        "An evaluation of a measure points to a measure of the file; otherwise it is an orphan.",
    ),
    "e": Sentence(
        "Un titre dans une liste de mesures est celui d’une mesure ; sinon le lien est perdu.",
        "A title in a list of measures is that of a measure; otherwise the link is lost.",
    ),
    "f": Sentence(
        "Jauges de 0 à 4, listes de textes, états dans leurs bornes, HTML simple.",
        "Gauges from 0 to 4, lists of texts, states within bounds, simple HTML.",
    ),
    "g": Sentence("Les dates sont écrites en ISO 8601.", "Dates are written in ISO 8601."),
    "h": Sentence(
        "Pas d’avis du DPO ni des personnes sans leur nom et leurs mots.",
        "No opinion of the DPO or of people without their name and words.",
    ),
    "i": Sentence("L’analyse a un nom.", "The assessment has a name."),
}


def check_pia(document: object) -> tuple[Problem, ...]:
    """Check a PIA file by the nine rules.

    Args:
        document: The decoded JSON object.

    Returns:
        Every broken rule, in the order of the file; none for a file that the tool imports whole.
    """
    return tuple(_problems(document))


def _problem(rule: str, path: str) -> Problem:
    return Problem(rule, path, RULES[rule])


def _problems(document: object) -> Iterator[Problem]:
    if not isinstance(document, Mapping):
        yield _problem("a", "file")
        return
    for key in sorted(KEYS ^ set(document), key=str):
        yield _problem("a", str(key))
    pia = document.get("pia")
    if not isinstance(pia, Mapping):
        yield _problem("a", "pia")
        return
    entries: dict[str, list[Mapping[str, Any]]] = {}
    for name in LISTS:
        listed = document.get(name, [])
        if not isinstance(listed, list) or any(not isinstance(entry, Mapping) for entry in listed):
            yield _problem("a", name)
            return
        entries[name] = listed
    yield from _pia_problems(pia)
    titles = {measure.get("title") for measure in entries["measures"] if isinstance(measure.get("title"), str)}
    ids = {measure["id"] for measure in entries["measures"] if type(measure.get("id")) is int}
    for at, answer in enumerate(entries["answers"]):
        yield from _answer_problems(answer, f"answers[{at}]", titles)
    for at, measure in enumerate(entries["measures"]):
        yield from _measure_problems(measure, f"measures[{at}]")
    for at, evaluation in enumerate(entries["evaluations"]):
        yield from _evaluation_problems(evaluation, f"evaluations[{at}]", ids)
    for at, comment in enumerate(entries["comments"]):
        yield from _comment_problems(comment, f"comments[{at}]", ids)


def _pia_problems(pia: Mapping[str, Any]) -> Iterator[Problem]:
    if not _filled(pia.get("name")):
        yield _problem("i", "pia.name")
    if not _within(pia.get("status"), _HIGHEST_PIA_STATUS):
        yield _problem("f", "pia.status")
    if pia.get("dpo_status") is not None and not (_filled(pia.get("dpo_opinion")) and _filled(pia.get("dpos_names"))):
        yield _problem("h", "pia.dpo_status")
    told = _filled(pia.get("concerned_people_opinion")) and _filled(pia.get("people_names"))
    if pia.get("concerned_people_status") is not None and not told:
        yield _problem("h", "pia.concerned_people_status")
    yield from _date_problems(pia, "pia")


def _answer_problems(answer: Mapping[str, Any], path: str, titles: set[Any]) -> Iterator[Problem]:
    number = answer.get("reference_to")
    if type(number) is not int or number not in QUESTIONS:
        yield _problem("b", f"{path}.reference_to")
    data = answer.get("data")
    if not isinstance(data, Mapping):
        yield _problem("f", f"{path}.data")
        return
    if data.get("gauge") is not None and not _within(data["gauge"], _HIGHEST_GAUGE):
        yield _problem("f", f"{path}.data.gauge")
    listed = data.get("list")
    if not isinstance(listed, list) or any(not isinstance(entry, str) for entry in listed):
        yield _problem("f", f"{path}.data.list")
    elif number in MEASURE_LISTS:
        for at, title in enumerate(listed):
            if title not in titles:
                yield _problem("e", f"{path}.data.list[{at}]")
    if data.get("text") is not None and not is_basic_html(data["text"]):
        yield _problem("f", f"{path}.data.text")
    yield from _date_problems(answer, path)


def _measure_problems(measure: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if type(measure.get("id")) is not int or not isinstance(measure.get("title"), str):
        yield _problem("d", f"{path}.id")
    if not is_basic_html(measure.get("content") or ""):
        yield _problem("f", f"{path}.content")
    yield from _date_problems(measure, path)


def _evaluation_problems(evaluation: Mapping[str, Any], path: str, ids: set[int]) -> Iterator[Problem]:
    reference = evaluation.get("reference_to")
    measure = _MEASURE.fullmatch(reference) if isinstance(reference, str) else None
    if measure is not None:
        if int(measure[1]) not in ids:
            yield _problem("d", f"{path}.reference_to")
    elif reference not in EVALUATED_ITEMS | EVALUATED_QUESTIONS:
        yield _problem("c", f"{path}.reference_to")
    if not _within(evaluation.get("status"), _HIGHEST_STATUS) or not _within(
        evaluation.get("global_status"), _HIGHEST_GLOBAL
    ):
        yield _problem("f", f"{path}.status")
    gauges = evaluation.get("gauges")
    if gauges is not None and not (
        isinstance(gauges, Mapping) and all(_within(gauges.get(axis), _HIGHEST_GAUGE) for axis in ("x", "y"))
    ):
        yield _problem("f", f"{path}.gauges")
    yield from _date_problems(evaluation, path)


def _comment_problems(comment: Mapping[str, Any], path: str, ids: set[int]) -> Iterator[Problem]:
    reference = comment.get("reference_to")
    known = ids if comment.get("for_measure") is True else set(QUESTIONS)
    number = int(reference) if isinstance(reference, str) and reference.isascii() and reference.isdigit() else reference
    if type(number) is not int or number not in known:
        yield _problem("d", f"{path}.reference_to")
    yield from _date_problems(comment, path)


def _date_problems(entry: Mapping[str, Any], path: str) -> Iterator[Problem]:
    for key in _DATES:
        moment = entry.get(key)
        # A date may be null; only the creation is always known.
        if (moment is None and key == "created_at") or (moment is not None and not is_iso_date(moment)):
            yield _problem("g", f"{path}.{key}")


def is_iso_date(value: object) -> bool:
    """Say whether a value is an ISO 8601 day or moment.

    Args:
        value: Anything.

    Returns:
        True for ``2026-11-21`` and ``2026-11-21T09:00:00.000Z``.
    """
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _within(value: object, highest: int) -> bool:
    return type(value) is int and 0 <= value <= highest


class _Tags(HTMLParser):
    """Look at every tag and attribute; the text itself is free."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.basic = True

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in BASIC_TAGS:
            self.basic = False
        for name, value in attrs:
            if name not in _ATTRIBUTES or (
                name == "href" and not (value or "").startswith(("https://", "http://", "mailto:"))
            ):
                self.basic = False
            if name == "style" and "url" in (value or "").lower():
                self.basic = False

    @override
    def handle_comment(self, data: str) -> None:
        self.basic = False

    @override
    def handle_decl(self, decl: str) -> None:
        self.basic = False

    @override
    def handle_pi(self, data: str) -> None:
        self.basic = False


def is_basic_html(value: object) -> bool:
    """Say whether a text uses only basic tags: nothing that runs, loads or hides.

    Args:
        value: Anything.

    Returns:
        True for a text whose tags and attributes are all in the short lists of this module.
    """
    if not isinstance(value, str):
        return False
    tags = _Tags()
    tags.feed(value)
    tags.close()
    return tags.basic

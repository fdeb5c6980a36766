"""The CNIL PIA file: read the tool's export whole, write a file that the tool imports whole."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

from typing_extensions import override

from egide.policy.dpia.pia_rules import Problem, check_pia
from egide.policy.errors import InvalidRecord

# What the importer ignores or rebuilds; keeping it would carry numbers of another database.
_NOT_KEPT = frozenset(
    {
        "id",
        "pia_id",
        "dbVersion",
        "tableName",
        "serverUrl",
        "objectStore",
        "numberOfQuestions",
        "progress",
        "is_example",
        "is_archive",
    }
)
_REFUSED = frozenset("abc")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a text, a gauge (0 not set, 1 negligible to 4 maximal) or a list."""

    number: int
    created_at: str
    text: str | None = None
    gauge: int | None = None
    items: tuple[str, ...] = ()
    updated_at: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; its title is what the lists of a risk quote."""

    id: int
    title: str
    content: str
    created_at: str
    placeholder: str = ""
    updated_at: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluator's word on an item, a question or a measure: 0 pending, 1 to fix, 2 improvable, 3 acceptable."""

    reference: str
    status: int
    global_status: int
    created_at: str
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a question or on a measure."""

    reference: int | str
    description: str
    for_measure: bool
    created_at: str
    updated_at: str | None = None


@dataclass(frozen=True, slots=True)
class PiaFile:
    """One impact assessment.

    Attributes:
        pia: Name, people, opinions, status and dates, as the tool names them.
    """

    pia: Mapping[str, Any]
    answers: tuple[Answer, ...]
    measures: tuple[Measure, ...]
    evaluations: tuple[Evaluation, ...]
    comments: tuple[Comment, ...]

    @property
    def answered(self) -> int:
        """How many of the 36 questions have an answer."""
        return sum(1 for answer in self.answers if answer.text or answer.gauge or answer.items)


@dataclass(frozen=True, slots=True)
class ImportedPia:
    """An import, with what the file gets wrong without being unreadable."""

    file: PiaFile
    problems: tuple[Problem, ...]


def parse_pia(document: object) -> ImportedPia:
    """Read an export of the CNIL tool, whole.

    Args:
        document: The decoded JSON object.

    Returns:
        The assessment and the broken rules that do not prevent reading it.

    Raises:
        InvalidRecord: rule a, b or c is broken, or an entry is not in the tool's shape.
    """
    problems = check_pia(document)
    for problem in problems:
        if problem.rule in _REFUSED:
            raise InvalidRecord(problem.path, f"rule {problem.rule}: {problem.sentence.en}")
    whole: Any = document
    try:
        file = PiaFile(
            pia=MappingProxyType({key: value for key, value in whole["pia"].items() if key not in _NOT_KEPT}),
            answers=tuple(_answer(entry) for entry in whole["answers"]),
            measures=tuple(_measure(entry) for entry in whole["measures"]),
            evaluations=tuple(_evaluation(entry) for entry in whole["evaluations"]),
            comments=tuple(_comment(entry) for entry in whole["comments"]),
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise InvalidRecord("file", f"an entry lacks {problem}") from problem
    return ImportedPia(file, problems)


def format_pia(file: PiaFile) -> dict[str, Any]:
    """Write a file for the CNIL tool, and refuse to write one that it would not import whole.

    Args:
        file: The assessment.

    Returns:
        An object with exactly the five keys.

    Raises:
        InvalidRecord: a rule of `check_pia` is broken; the path says where.
    """
    document = {
        "pia": dict(file.pia),
        "answers": [
            _dated(
                {
                    "reference_to": answer.number,
                    "data": {"text": answer.text, "gauge": answer.gauge, "list": list(answer.items)},
                },
                answer,
            )
            for answer in file.answers
        ],
        "measures": [
            _dated(
                {
                    "id": measure.id,
                    "title": measure.title,
                    "content": measure.content,
                    "placeholder": measure.placeholder,
                },
                measure,
            )
            for measure in file.measures
        ],
        "evaluations": [
            {
                "reference_to": evaluation.reference,
                "status": evaluation.status,
                "global_status": evaluation.global_status,
                "created_at": evaluation.created_at,
                **evaluation.details,
            }
            for evaluation in file.evaluations
        ],
        "comments": [
            _dated(
                {
                    "reference_to": comment.reference,
                    "description": comment.description,
                    "for_measure": comment.for_measure,
                },
                comment,
            )
            for comment in file.comments
        ],
    }
    for problem in check_pia(document):
        raise InvalidRecord(problem.path, f"rule {problem.rule}: {problem.sentence.en}")
    return document


def name_pia_file(name: str) -> str:
    """Name the file as the tool does; a file without extension cannot be imported again.

    >>> name_pia_file("Réponses assistées – marque A")
    'pia-reponses-assistees-marque-a.json'

    Args:
        name: Name of the assessment.

    Returns:
        A file name in ASCII.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"pia-{slug or 'sans-nom'}.json"


def as_html(text: str) -> str:
    """Write plain text as the paragraphs that the tool expects.

    >>> as_html("Un & deux.")
    '<p>Un &amp; deux.</p>'

    Args:
        text: Plain text; an empty line starts a paragraph.

    Returns:
        Escaped HTML.
    """
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p", "li", "div"} and self.parts:
            self.parts.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def as_text(basic_html: str) -> str:
    r"""Read the words of an imported answer, without a tag: what a page may show.

    >>> as_text("<p>Un &amp; deux.</p><p>Trois</p>")
    'Un & deux.\nTrois'

    Args:
        basic_html: HTML of an answer.

    Returns:
        Plain text.
    """
    words = _Words()
    words.feed(basic_html)
    words.close()
    return re.sub(r"\n{2,}", "\n", "".join(words.parts)).strip()


def _dated(entry: dict[str, Any], dated: Answer | Measure | Comment) -> dict[str, Any]:
    entry["created_at"] = dated.created_at
    if dated.updated_at is not None:
        entry["updated_at"] = dated.updated_at
    return entry


def _answer(entry: Mapping[str, Any]) -> Answer:
    data = entry["data"]
    return Answer(
        number=entry["reference_to"],
        created_at=entry["created_at"],
        text=data.get("text"),
        gauge=data.get("gauge"),
        items=tuple(data.get("list") or ()),
        updated_at=entry.get("updated_at"),
    )


def _measure(entry: Mapping[str, Any]) -> Measure:
    return Measure(
        id=entry["id"],
        title=entry["title"],
        content=entry.get("content") or "",
        created_at=entry["created_at"],
        placeholder=entry.get("placeholder") or "",
        updated_at=entry.get("updated_at"),
    )


def _evaluation(entry: Mapping[str, Any]) -> Evaluation:
    named = {"reference_to", "status", "global_status", "created_at"}
    details = {key: value for key, value in entry.items() if key not in named | _NOT_KEPT}
    return Evaluation(
        entry["reference_to"], entry["status"], entry["global_status"], entry["created_at"], MappingProxyType(details)
    )


def _comment(entry: Mapping[str, Any]) -> Comment:
    return Comment(
        reference=entry["reference_to"],
        description=entry["description"],
        for_measure=entry["for_measure"] is True,
        created_at=entry["created_at"],
        updated_at=entry.get("updated_at"),
    )

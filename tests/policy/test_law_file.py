"""A law file with a typo is refused as a whole, with its line and the allowed words."""

from __future__ import annotations

import contextlib
from datetime import date
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.situations import REPLY, facts_of, rules_of

from egide.policy import InvalidLaw, Law, Mark, Task, Verdict, decide
from egide.policy.law import load_default
from egide.policy.rules import NO_BASIS, RULES

TEXT = (resources.files("egide.policy.law") / "versions" / "law-2026-11.toml").read_text("utf-8")
LINES = TEXT.splitlines()


def line_of(text: str, after: str = "") -> int:
    start = next(at for at, line in enumerate(LINES) if after in line) if after else 0
    return next(at for at, line in enumerate(LINES) if at >= start and line.startswith(text)) + 1


def with_line(number: int, text: str) -> str:
    return "\n".join([*LINES[: number - 1], text, *LINES[number:]])


TYPOS = [
    (
        line_of("marketing", 'code = "LOY"'),
        "marketting = true",
        "law.purpose[LOY].marketting: the key is unknown; write 'marketing'",
    ),
    (
        line_of("mark =", 'code = "SAV"'),
        'mark = "to verfy"',
        "law.purpose[SAV].mark: 'to verfy' is not allowed; allowed words: house rule, primary, to verify",
    ),
    (
        line_of("bases", 'code = "SAV"'),
        'bases = ["b", "z"]',
        "law.purpose[SAV].bases: 'z' is not allowed; allowed words: a, b, c, d, e, f",
    ),
    (line_of("bases", 'code = "SAV"'), "bases = []", "law.purpose[SAV].bases: a purpose needs at least one basis"),
    (line_of("tasks", 'code = "SAV"'), "tasks = [1]", "law.purpose[SAV].tasks: must be a list of texts"),
    (
        line_of("tasks", 'code = "SAV"'),
        'tasks = ["replies"]',
        "law.purpose[SAV].tasks: 'replies' is not allowed; allowed words: auto_reply, bot",
    ),
    (
        line_of("duration", 'code = "SAV"'),
        'duration = "1 month"',
        "law.purpose[SAV].retention[0].duration: '1 month' is not a duration; write PnY",
    ),
    (
        line_of("end =", 'code = "SAV"'),
        'end = "destroy"',
        "law.purpose[SAV].retention[0].end: 'destroy' is not allowed; allowed words: archive, delete, anonymise",
    ),
    (
        line_of("applies_from", 'id = "ai-50"'),
        'applies_from = "2026-08-02"',
        "law.obligation[ai-50].applies_from: must be a day such as 2026-08-11, without quotes",
    ),
    (
        line_of("class", 'label = "HEALTH"'),
        'class = "specail"',
        "law.kind[HEALTH].class: 'specail' is not allowed; allowed words: card, cvv",
    ),
    (line_of("label", 'label = "HEALTH"'), 'label = "health"', "law.kind[health].label: must be a code"),
    (line_of("label", 'label = "HEALTH"'), 'label = "PERSON"', "law.kind[PERSON]: 'PERSON' is declared twice"),
    (
        line_of("clear_local", 'code = "reply"'),
        'clear_local = ["NAME"]',
        "law.task[reply].clear_local: 'NAME' is not allowed; allowed words: ADDRESS, AGE",
    ),
    (
        line_of("speaks", 'code = "reply"'),
        'speaks = "often"',
        "law.task[reply].speaks: 'often' is not allowed; allowed words: always, never, when-auto",
    ),
    (line_of("ai =", 'code = "reply"'), "ai = 1", "law.task[reply].ai: must be true or false"),
    (
        line_of("windows"),
        'windows = ["10-13"]',
        "law.canvassing[0].windows: '10-13' is not a window such as 10:00-13:00",
    ),
    (line_of("windows"), 'windows = ["13:00-10:00"]', "law.canvassing[0].windows: '13:00-10:00' ends before it starts"),
    (line_of("weekdays"), "weekdays = [0]", "law.canvassing[0].weekdays: must be ISO weekdays"),
    (line_of("weekdays"), 'weekdays = ["monday"]', "law.canvassing[0].weekdays: must be a list of numbers"),
    (line_of("calls"), "calls = -1", "law.canvassing[0].calls: must be a whole number, 0 or more"),
    (line_of("source", 'id = "gdpr-9"'), 'source = " "', "law.obligation[gdpr-9].source: must not be empty"),
    (line_of("version = "), "verison = '1'", "law.verison: the key is unknown; write 'version'"),
    (line_of("read_on"), 'read_on = "today"', "law.read_on: must be a day"),
    (
        line_of("read_on"),
        "read_on = 2026-11-23\ncolour = 1",
        "law.colour: the key is unknown; allowed keys: ai_case, archive_roles",
    ),
]


@pytest.mark.parametrize(("line", "text", "problem"), TYPOS, ids=[text[:24] for _, text, _ in TYPOS])
def test_names_the_line_and_the_allowed_words(line: int, text: str, problem: str) -> None:
    assert Law.parse(TEXT).version == "2026-11.1"
    with pytest.raises(InvalidLaw) as refused:
        Law.parse(with_line(line, text))
    assert refused.value.problem.startswith(problem)
    wrong_line = refused.value.line
    assert wrong_line is not None
    # A double declaration names the header of the second one; every other mistake names its own line.
    assert (
        wrong_line in {line, line + 1} if "colour" in text else wrong_line == (line - 1 if "twice" in problem else line)
    )


def test_names_the_table_when_a_key_is_missing() -> None:
    line = line_of("basis", 'code = "SAV"')
    with pytest.raises(InvalidLaw, match=r"law\.purpose\[SAV\]\.retention\[0\]: the key 'basis' is missing") as refused:
        Law.parse(with_line(line, ""))
    assert refused.value.line == line_of("[[purpose.retention]]", 'code = "SAV"')


def test_names_the_line_of_text_that_is_not_toml() -> None:
    with pytest.raises(InvalidLaw, match="not TOML") as refused:
        Law.parse(with_line(20, 'article = "unfinished'))
    assert refused.value.line == 20


def test_refuses_a_table_written_as_a_value() -> None:
    with pytest.raises(InvalidLaw, match=r"law\.deadline: must be written as \[\[law\.deadline\]\] tables"):
        Law.parse('version = "1"\nread_on = 2026-01-01\narchive_roles = []\ndeadline = 3\n')


def test_refuses_a_law_without_one_of_the_tasks() -> None:
    text = TEXT.replace('code = "translation"', 'code = "triage"')
    with pytest.raises(InvalidLaw, match="'triage' is declared twice"):
        Law.parse(text)
    start = TEXT.index('[[task]]\ncode = "translation"')
    with pytest.raises(InvalidLaw, match="the task 'translation' is missing"):
        Law.parse(TEXT[:start] + TEXT[TEXT.index("[[task]]", start + 8) :])


@given(st.integers(0, len(TEXT) - 1), st.sampled_from(list("x0]=\"'\n")))
def test_reads_or_refuses_any_damaged_file(at: int, character: str) -> None:
    with contextlib.suppress(InvalidLaw):
        Law.parse(TEXT[:at] + character + TEXT[at + 1 :])


def test_ships_a_law_whose_every_record_has_a_source() -> None:
    law = load_default()
    assert set(law.tasks) == set(Task)
    assert len(law.purposes) == 19
    for record in (*law.obligations.values(), *law.purposes.values(), *law.deadlines.values(), *law.ai_cases.values()):
        assert record.source
        assert record.mark in Mark
    for purpose in law.purposes.values():
        assert purpose.retention, purpose.code
        assert purpose.retention[-1].end in {"delete", "anonymise"}


def test_quotes_every_obligation_in_some_rule() -> None:
    assert {rule.duty for rule in (*RULES, NO_BASIS)} == set(load_default().obligations)


def test_binds_between_its_dates_unless_anticipated() -> None:
    obligations = load_default().obligations
    hours = obligations["conso-d223-9"]
    assert [hours.binds(date(2023, 2, 28)), hours.binds(date(2023, 3, 1))] == [False, True]
    assert obligations["ai-6"].binds(date(2026, 11, 24))
    ended = Law.parse(
        TEXT.replace(
            "applies_from = 2023-03-01\nsource", "applies_from = 2023-03-01\napplies_until = 2026-12-31\nsource"
        )
    )
    until = ended.obligations["conso-d223-9"]
    assert [until.binds(date(2026, 12, 31)), until.binds(date(2027, 1, 1))] == [True, False]


def test_finds_the_canvassing_rules_in_force() -> None:
    law = load_default()
    assert law.canvassing_on(date(2023, 2, 28)) is None
    hours = law.canvassing_on(date(2026, 11, 24))
    assert hours is not None
    assert hours.calls == 4


def test_names_the_nearest_line_it_can_find() -> None:
    head = 'version = "1"\nread_on = 2026-01-01\narchive_roles = []\n'
    with pytest.raises(InvalidLaw, match=r"law\.kind\[X\]\.class") as inline:
        Law.parse(head + 'kind = [{label = "X", class = "bad", fr = "x", en = "x"}]\n')
    assert inline.value.line is None
    escaped = '[[kind]]\nlabel = "X"\n"cl\\u0061ss" = "bad"\nfr = "x"\nen = "x"\n'
    for after in ("", "[[kind]]\n"):
        with pytest.raises(InvalidLaw, match=r"law\.kind\[X\]\.class") as hidden:
            Law.parse(head + escaped + after)
        assert hidden.value.line == 4


def test_bases_that_customer_relations_never_have_do_not_hold() -> None:
    law = Law.parse(TEXT.replace('bases = ["b", "f"]', 'bases = ["d", "e"]'))
    assert law.purposes["SAV"].bases == {"d", "e"}
    assert decide(facts_of(REPLY), load_default()).verdict is Verdict.ALLOW
    assert "no-basis" in rules_of(decide(facts_of(REPLY), law))

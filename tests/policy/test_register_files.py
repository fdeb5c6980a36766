"""The register: derived from what runs, with drift, and files that read back or open anywhere."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.situations import LAW

from egide.policy import InvalidRecord, Region
from egide.policy.register import (
    TITLES,
    ControllerRecord,
    Organisation,
    ProcessorRecord,
    RunningUse,
    Sheet,
    derive_controller_records,
    derive_processor_record,
    format_csv,
    format_json_text,
    format_ods,
    format_register,
    list_drift,
    list_missing_fields,
    parse_csv,
    parse_register,
    word_retention,
    write_ods,
)

DAY = date(2026, 11, 24)
BRAND = Organisation("Maison Lune", "contact@maison-lune.example", dpo="dpo@maison-lune.example")
OPERATOR = Organisation("Opérateur SA", "contact@operateur.example")
USE = RunningUse(
    purpose="SAV",
    people=("clients",),
    kinds=frozenset({"PERSON", "EMAIL"}),
    recipients=("Scaleway",),
    regions={"Scaleway": Region.FR},
    safeguards={},
    sub_processors=("Scaleway",),
    ai_systems=("mistral-small",),
)


def controller_records(*uses: RunningUse) -> tuple[ControllerRecord, ...]:
    return derive_controller_records(BRAND, uses or (USE,), LAW, brand="maison-lune", security="ISO 27001", on=DAY)


def processor_record(*uses: RunningUse) -> ProcessorRecord:
    return derive_processor_record(
        OPERATOR, BRAND, uses or (USE,), LAW, brand="maison-lune", security="ISO 27001", contract="CT-1",
        instructions_version="3", end_of_contract="restitution", on=DAY,
    )  # fmt: skip


def test_writes_the_record_of_each_purpose_in_use() -> None:
    loyalty = dataclasses.replace(USE, purpose="LOY")
    loy, sav = controller_records(USE, loyalty)
    assert (loy.code, sav.code) == ("maison-lune/LOY", "maison-lune/SAV")
    assert sav.purpose == "réclamations et service après-vente"
    assert sav.bases == ("contrat (art. 6(1)(b))", "intérêt légitime (art. 6(1)(f))")
    assert sav.kinds == ("adresse e-mail", "nom d’une personne")
    assert sav.retention == ("1 mois après la résolution, puis archive", "5 ans après la résolution, puis effacement")
    assert list_missing_fields(sav) == ()


def test_says_what_article_30_still_lacks() -> None:
    abroad = dataclasses.replace(USE, kinds=frozenset({"HEALTH", "UNHEARD_OF"}), regions={"Scaleway": Region.OTHER})
    (record,) = controller_records(abroad)
    assert record.third_countries == ("Scaleway (other)",)
    assert record.special_kinds == ("santé",)
    assert "UNHEARD_OF" in record.kinds
    assert list_missing_fields(record) == ("safeguards", "special_condition")
    complete = dataclasses.replace(abroad, safeguards={"Scaleway": "SCC 2021/914"}, special_condition="9(2)(a)")
    (record,) = controller_records(complete)
    assert record.safeguards == ("Scaleway: SCC 2021/914",)
    assert list_missing_fields(record) == ()
    (unknown,) = controller_records(dataclasses.replace(USE, purpose="XXX"))
    assert list_missing_fields(unknown) == ("purpose", "retention")


def test_writes_the_record_of_the_processor_for_each_controller() -> None:
    record = processor_record(
        USE, dataclasses.replace(USE, purpose="LOY", regions={"US Inc": Region.OTHER}, safeguards={"US Inc": "SCC"})
    )
    assert record.controller_name == "Maison Lune"
    assert record.categories == ("programme de fidélité", "réclamations et service après-vente")
    assert record.safeguards == ("US Inc: SCC",)
    assert list_missing_fields(record) == ()
    assert list_missing_fields(dataclasses.replace(record, categories=(), safeguards=())) == (
        "categories",
        "safeguards",
    )


def test_words_retention_in_both_languages() -> None:
    phase = LAW.purposes["REC"].retention[0]
    assert word_retention(phase) == "6 mois après l’enregistrement, puis effacement"
    assert word_retention(dataclasses.replace(phase, start_event="moved")).startswith("6 mois après moved")
    assert word_retention(phase, "en") == "6 months after the recording, then deletion"
    from egide.policy.calendar import parse_duration

    assert word_retention(dataclasses.replace(phase, duration=parse_duration("P1Y"))).startswith("1 an après")
    assert word_retention(dataclasses.replace(phase, duration=parse_duration("PT72H")), "en").startswith("72 h after")


def test_finds_drift_in_content_and_not_in_paperwork() -> None:
    signed = controller_records()
    later = derive_controller_records(
        BRAND, (USE,), LAW, brand="maison-lune", security="ISO 27001", on=date(2027, 1, 1)
    )
    assert list_drift(signed, later) == ()
    (drift,) = list_drift(signed, controller_records(dataclasses.replace(USE, ai_systems=("gpt",))))
    assert (drift.code, drift.field, drift.signed, drift.running) == (
        "maison-lune/SAV",
        "ai_systems",
        "mistral-small",
        "gpt",
    )
    two, reordered = (
        controller_records(dataclasses.replace(USE, people=people)) for people in (("a", "b"), ("b", "a"))
    )
    assert list_drift(two, reordered) == ()
    assert [(one.field, one.signed, one.running) for one in list_drift(signed, ())] == [("*", "maison-lune/SAV", "")]
    assert [(one.field, one.signed, one.running) for one in list_drift((), signed)] == [("*", "", "maison-lune/SAV")]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12)
lists = st.lists(texts, max_size=3).map(tuple)
days = st.none() | st.dates()


def a_record(kind: type[Any]) -> st.SearchStrategy[Any]:
    import typing

    hints = typing.get_type_hints(kind)
    return st.builds(
        kind,
        **{
            field.name: texts
            if hints[field.name] is str
            else lists
            if typing.get_origin(hints[field.name]) is tuple
            else days
            for field in dataclasses.fields(kind)
        },
    )


@settings(max_examples=25)
@given(st.lists(a_record(ControllerRecord), max_size=2), st.lists(a_record(ProcessorRecord), max_size=2))
def test_json_and_csv_read_back(controllers: list[ControllerRecord], processors: list[ProcessorRecord]) -> None:
    assert parse_register(json.loads(format_json_text(controllers, processors))) == (
        tuple(controllers),
        tuple(processors),
    )
    assert parse_csv(ControllerRecord, format_csv(controllers)) == tuple(controllers)
    assert parse_csv(ProcessorRecord, format_csv(processors)) == tuple(processors)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_a_csv_can_run(begin: str) -> None:
    (record,) = controller_records()
    text = format_csv([dataclasses.replace(record, purpose=f"{begin}HYPERLINK(1)")])
    assert f"'{begin}HYPERLINK(1)" in text


WRONG: list[tuple[Any, str]] = [
    (None, "register.format"),
    ({"format": "egide-register", "version": 2}, "register.version: must be 1"),
    ({"format": "egide-register", "version": 1, "art_30_1": {}}, r"register\.art_30_1: must be a list"),
    ({"format": "egide-register", "version": 1, "art_30_1": [3], "art_30_2": []}, r"art_30_1\[0\]: must be an object"),
    (
        {"format": "egide-register", "version": 1, "art_30_1": [{"cod": 1}], "art_30_2": []},
        "cod: is unknown; allowed keys: code",
    ),
    ({"format": "egide-register", "version": 1, "art_30_1": [{}], "art_30_2": []}, "code: is missing"),
]


@pytest.mark.parametrize(("document", "problem"), WRONG)
def test_refuses_a_register_with_its_path(document: Any, problem: str) -> None:
    with pytest.raises(InvalidRecord, match=problem):
        parse_register(document)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("code", 3, "must be a text"),
        ("kinds", "PERSON", "must be a list of texts"),
        ("kinds", [1], "must be a list of texts"),
        ("created_on", "2026-02-30", "must be a day"),
        ("created_on", 3, "must be a day"),
    ],
)
def test_refuses_a_field_of_the_wrong_type(field: str, value: Any, problem: str) -> None:
    document = format_register(controller_records(), [])
    parse_register(document)
    document["art_30_1"][0][field] = value
    with pytest.raises(InvalidRecord, match=rf"register\.art_30_1\[0\]\.{field}: {problem}"):
        parse_register(document)


def test_refuses_a_csv_with_its_line() -> None:
    text = format_csv(controller_records())
    assert parse_csv(ControllerRecord, "") == ()
    for wrong, problem in (
        (text.replace("code,", "cod,", 1), "line 1: the columns are code"),
        (text + "one,two\r\n", "27 cells are needed"),
        (text + '"unclosed', "line"),
        (text.replace('"[""clients""]"', "clients"), "people: must be a list of texts"),
    ):
        with pytest.raises(InvalidRecord, match=problem):
            parse_csv(ControllerRecord, wrong)


def test_every_column_has_a_title_in_both_languages() -> None:
    for kind in (ControllerRecord, ProcessorRecord):
        for field in dataclasses.fields(kind):
            assert TITLES[field.name].fr
            assert TITLES[field.name].en


def cells_of(ods: bytes) -> dict[str, list[list[str]]]:
    office = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
    with zipfile.ZipFile(io.BytesIO(ods)) as package:
        assert package.testzip() is None
        assert package.namelist()[0] == "mimetype"
        assert package.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert package.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        manifest = package.read("META-INF/manifest.xml").decode()
        assert all(
            f'"{name}"' in manifest for name in package.namelist() if name not in {"mimetype", "META-INF/manifest.xml"}
        )
        ElementTree.fromstring(package.read("meta.xml"))  # noqa: S314 - our own file
        content = ElementTree.fromstring(package.read("content.xml"))  # noqa: S314 - our own file
    return {
        table.get(f"{office}name", ""): [
            ["\n".join(line.text or "" for line in cell.iter(text)) for cell in row.iter(f"{office}table-cell")]
            for row in table.iter(f"{office}table-row")
        ]
        for table in content.iter(f"{office}table")
    }


def test_the_spreadsheet_holds_both_articles() -> None:
    sheets = cells_of(format_ods(controller_records(), [processor_record()]))
    assert list(sheets) == ["Art. 30(1) – responsable", "Art. 30(2) – sous-traitant"]
    header, row = sheets["Art. 30(1) – responsable"]
    assert row[header.index("Délais d’effacement")].split("\n")[0] == "1 mois après la résolution, puis archive"
    assert "Records of processing" in format_title(format_ods([], [], language="en"))
    assert format_ods(controller_records(), []) == format_ods(controller_records(), [])


def format_title(ods: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(ods)) as package:
        return package.read("meta.xml").decode()


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=3))
def test_any_text_makes_a_spreadsheet_that_opens(rows: list[list[str]]) -> None:
    (found,) = cells_of(write_ods([Sheet("A/B", rows)], title="<t>")).values()
    assert len(found) == max(1, len(rows))

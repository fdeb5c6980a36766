"""Every format comes back byte for byte, and no value stands in what was protected."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egide.bulk.cells import find_cells, read_sheet

TEXT = "Bonjour, je suis Zoé Martin (zoe@courriel.example).\r\nRappelez le 06 39 98 44 17 ou 0639984417 !\n\n\tJosé\n"
JSONL = (
    '{"id": 1, "text": "Je suis Zo\\u00e9 Martin\\n\\"zoe@courriel.example\\"", "tel":  "0639984417"}\n'
    '{ "text":"caf\\u00e9 \\/ Zoé Martin", "phone": 639984417 , "score":1.50}\r\n\n'
    "pas du JSON : Zoé Martin\n"
    '{"turns": [{"speaker": "Claire Dupont", "text": "{\\"to\\": \\"zoe@courriel.example\\"}"}]}'
)
CSV = (
    '\ufeffid;nom;téléphone;note\r\n1;"Zoé ""Zo"" Martin";06 39 98 44 17;"dit : ""bonjour""\r\nzoe@courriel.example"\r\n'
    '2;Dupont;;\r\n\r\n3;José;0639984417;5" ; rien\r\n'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT.encode()),
        ("latin.txt", TEXT.encode("latin-1")),
        ("broken.txt", TEXT.encode() + b"\xff\xfe " + TEXT.encode()),
        ("empty.txt", b""),
        ("a.jsonl", JSONL.encode()),
        ("a.json", json.dumps({"nom": "Zoé Martin", "l": ["zoe@courriel.example", 12]}, indent=2).encode()),
        ("a.csv", CSV.encode()),
        ("latin.csv", CSV.removeprefix("\ufeff").encode("latin-1")),
        ("a.tsv", CSV.replace(";", "\t").encode()),
        ("a.md", b"# Titre\n" + TEXT.encode()),
    ],
)
def test_comes_back_byte_for_byte(files: Any, name: str, content: bytes) -> None:
    source = files.write(name, content)
    protected = files.protect(source)
    assert not [
        value
        for value in ("Zo", "Martin", "Dupont", "zoe@", "0639984417", "39 98 44")
        if value.encode() in protected.read_bytes()
    ]
    assert files.restore(protected) == content


def test_protected_json_lines_are_json_lines(files: Any) -> None:
    protected = files.protect(files.write("a.jsonl", JSONL.encode())).read_text("utf-8").split("\n")
    first, second = json.loads(protected[0]), json.loads(protected[1])
    assert first["tel"].startswith("[TELEPHONE_")
    assert second["phone"].startswith("[TELEPHONE_")
    assert second["score"] == 1.5


def test_a_field_name_says_what_a_bare_value_is(files: Any) -> None:
    protected = files.protect(files.write("a.jsonl", b'{"nom": "Ottavi", "ville": "Annecy", "montant": "Ottavi"}\n'))
    record = json.loads(protected.read_text())
    assert record["nom"].startswith("[PERSONNE_")
    assert record["ville"].startswith("[LIEU_")
    assert record["montant"] == "Ottavi"


def test_one_value_has_one_pseudonym_in_every_file_of_a_key(files: Any) -> None:
    text = files.protect(files.write("a.txt", b"zoe@courriel.example")).read_text()
    row = files.protect(files.write("b.csv", b"email\nzoe@courriel.example\n")).read_text().split("\n")[1]
    assert text == row


def test_protects_twice_and_restores_twice(files: Any) -> None:
    source = files.write("a.txt", TEXT.encode() + b"Zo\xc3\xa9 Martin")
    once = files.protect(source)
    twice = files.protect(files.write("again.txt", once.read_bytes() + TEXT.encode()))
    assert files.restore(twice) == once.read_bytes() + TEXT.encode()


def test_restores_what_a_model_wrote_from_a_protected_file(files: Any) -> None:
    token = files.protect(files.write("a.txt", "Zoé Martin".encode())).read_text()
    answer = files.write("answer.jsonl", json.dumps({"answer": f"Chère {token.lower()},"}).encode())
    assert json.loads(files.restore(answer)) == {"answer": "Chère Zoé Martin,"}


def test_many_chunks_come_back(files: Any) -> None:
    content = "".join(
        f"{number} Zoé Martin, client{number % 90}@courriel.example\n" for number in range(12_000)
    ).encode()
    source = files.write("big.txt", content)
    protected = files.protect(source)
    assert b"@" not in protected.read_bytes()
    assert files.restore(protected) == content


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='ab",;\r\n é|\t', max_size=40))
def test_cells_cover_every_character_but_the_separators(text: str) -> None:
    sheet = read_sheet(text)
    end = 0
    for cell in find_cells(text, sheet.delimiter):
        assert end <= cell.start <= cell.end <= len(text)
        assert set(text[end : cell.start]) <= set('",;\r\n\t|')
        end = cell.end
    assert set(text[end:]) <= set('",;\r\n\t|')

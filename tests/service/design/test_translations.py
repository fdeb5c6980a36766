"""Every French sentence of every application has its English, compiled, and none is taken for one of Django's own."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from tests.service.design.stylesheets import DESIGN

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE = DESIGN.parent
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
DJANGO = Path(__import__("django").__file__).parent


def find_sentences(application: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, sentence) for every sentence that the application asks to translate."""
    engine = engines["django"].engine
    for path in sorted(application.glob("templates/**/*.html")):
        template = engine.from_string(path.read_text("utf-8"))
        for node in find_nodes(template.nodelist):
            if isinstance(node, TranslateNode):
                yield path.name, str(node.filter_expression.var.literal)
            elif isinstance(node, BlockTranslateNode):
                yield path.name, node.render_token_list(node.singular)[0]
                if node.plural:
                    yield path.name, node.render_token_list(node.plural)[0]
    for path in sorted(application.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in CALLS:
                words = call.args[1:] if call.func.id.startswith("pgettext") else call.args[:2]
                for word in words:
                    if isinstance(word, ast.Constant) and isinstance(word.value, str):
                        yield path.name, word.value


def find_nodes(nodelist: object) -> Iterator[object]:
    for node in nodelist:  # type: ignore[attr-defined]
        yield node
        for name in {"nodelist", *getattr(node, "child_nodelists", ())}:
            yield from find_nodes(getattr(node, name, None) or ())
        for _, inner in getattr(node, "conditions_nodelists", ()):
            yield from find_nodes(inner)


def parse_catalogue(path: Path) -> dict[str, list[str]]:
    """Read a .po file: msgid to its English forms. Only what scripts/messages writes: no context, no fuzzy guess."""
    entries: dict[str, list[str]] = {}
    for block in path.read_text("utf-8").split("\n\n"):
        assert "#, fuzzy" not in block, f"a guess is not a translation: {block}"
        words: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if found := re.fullmatch(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")', line):
                key = found[1]
                words[key] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                words[key] += ast.literal_eval(line)
        if words.get("msgid"):
            forms = [text for key, text in sorted(words.items()) if key.startswith("msgstr")]
            entries[words["msgid"]] = forms
            if "msgid_plural" in words:
                entries[words["msgid_plural"]] = forms
    return entries


APPLICATIONS = sorted(path.parent for path in SERVICE.glob("*/locale") if path.is_dir())
SPEAKING = sorted({path.parent for path in SERVICE.glob("*/templates")} | set(APPLICATIONS))


@pytest.mark.parametrize("application", SPEAKING, ids=lambda path: path.name)
def test_every_sentence_has_its_english(application: Path) -> None:
    sentences = dict.fromkeys(find_sentences(application))
    if not sentences:
        return
    catalogue = application / "locale" / "en" / "LC_MESSAGES" / "django.po"
    assert catalogue.exists(), "run scripts/messages, then translate"
    english = parse_catalogue(catalogue)
    missing = [f"{name}: {sentence}" for name, sentence in sentences if not all(english.get(sentence, [""]))]
    assert not missing, "run scripts/messages, then translate:\n" + "\n".join(missing)


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda path: path.name)
def test_compiled_catalogue_is_the_written_one(application: Path) -> None:
    folder = application / "locale" / "en" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # no public way to list it
    written = parse_catalogue(folder / "django.po")
    assert {text for text in compiled.values() if "Project-Id-Version" not in text} == {
        form for forms in written.values() for form in forms
    }


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda path: path.name)
def test_placeholders_are_the_same_in_both_languages(application: Path) -> None:
    for sentence, forms in parse_catalogue(application / "locale" / "en" / "LC_MESSAGES" / "django.po").items():
        for form in forms:
            assert set(re.findall(r"%\(\w+\)s", form)) == set(re.findall(r"%\(\w+\)s", sentence)), sentence


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda path: path.name)
def test_no_sentence_is_one_of_django_translated_into_other_french(application: Path) -> None:
    """ "File" (a queue) was shown as "Fichier": Django's own catalogue translates the English word "File"."""
    french: dict[str, str] = {}
    for path in DJANGO.glob("**/locale/fr/LC_MESSAGES/django.mo"):
        with path.open("rb") as file:
            french |= {
                key: text
                for key, text in gettext.GNUTranslations(file)._catalog.items()  # type: ignore[attr-defined]  # as above
                if isinstance(key, str)
            }
    clashes = {
        sentence: french[sentence]
        for _, sentence in find_sentences(application)
        if french.get(sentence, sentence) != sentence
    }
    assert not clashes


@pytest.mark.parametrize("application", SPEAKING, ids=lambda path: path.name)
def test_no_word_that_elides_stands_before_a_name(application: Path) -> None:
    """ "Journal de Orvélie" is wrong for every name that begins with a vowel: write "de la marque %(brand)s"."""
    elided = re.compile(
        r"(?i)\b(?:de|que|le|la|ne|je|se|jusque|lorsque|puisque) %\((?:brand|name|model|person|provider)\)s"
    )
    assert not [sentence for _, sentence in find_sentences(application) if elided.search(sentence)]


def test_no_two_applications_give_one_sentence_two_meanings() -> None:
    seen: dict[str, list[str]] = {}
    for application in APPLICATIONS:
        for sentence, forms in parse_catalogue(application / "locale" / "en" / "LC_MESSAGES" / "django.po").items():
            assert seen.setdefault(sentence, forms) == forms, f"{sentence}: {seen[sentence]} and {forms}"

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.articles import Article, BrokenArticle, parse_article, plain
from egide.assist.errors import BrokenKnowledgeBase
from egide.assist.knowledge import KnowledgeBase

GOOD = '---\nid: K1\ntitle: "Délais de remboursement"\nupdated: 2026-01-02\n---\n\n# Délais de remboursement\n\nLe remboursement est versé sous 15 jours.\n'


def test_reads_an_article_with_its_front_matter():
    article = parse_article(GOOD, "k1.md")
    assert isinstance(article, Article)
    assert (article.id, article.title, article.updated) == ("K1", "Délais de remboursement", date(2026, 1, 2))
    assert [passage.text for passage in article.passages] == ["Le remboursement est versé sous 15 jours."]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text.replace("---\n", "", 1), "no front matter"),
        (lambda text: text.replace("id: K1\n", ""), "no id"),
        (lambda text: text.replace('title: "Délais de remboursement"\n', ""), "no title"),
        (lambda text: text.replace("2026-01-02", "2026-13-02"), "updated is not a date"),
        (lambda text: text.replace("2026-01-02", "yesterday"), "updated is not a date"),
        (lambda text: text.split("\n# ")[0], "no text"),
        (lambda text: text.replace("\n---\n\n", "\n\n"), "not closed"),
        (lambda text: "", "no front matter"),
    ],
)
def test_a_broken_article_is_named_with_its_reason(spoil, reason):
    assert isinstance(parse_article(GOOD, "k1.md"), Article)
    broken = parse_article(spoil(GOOD), "k1.md")
    assert isinstance(broken, BrokenArticle)
    assert broken.name == "k1.md"
    assert reason in broken.reason


def test_a_folder_skips_what_is_broken_and_keeps_the_rest(tmp_path: Path):
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.md").write_text("rien", encoding="utf-8")
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "same.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("ignored", encoding="utf-8")
    base = KnowledgeBase.load(tmp_path)
    assert list(base.articles) == ["K1"]
    assert {broken.name for broken in base.broken} == {"bad.md", "binary.md", "K1"}


def test_refuses_a_folder_without_a_usable_article(tmp_path: Path):
    (tmp_path / "bad.md").write_text("rien", encoding="utf-8")
    with pytest.raises(BrokenKnowledgeBase, match="1 broken"):
        KnowledgeBase.load(tmp_path)
    with pytest.raises(BrokenKnowledgeBase):
        KnowledgeBase.load(tmp_path / "absent")


@given(
    st.lists(
        st.sampled_from(
            [
                "# Titre",
                "## Sous-titre",
                "",
                "Un paragraphe de texte.",
                "- un point",
                "| a | b |",
                "|---|---|",
                "Une liste :",
                "1. premier",
                "mot " * 300,
            ]
        ),
        max_size=30,
    )
)
def test_a_passage_is_always_a_verbatim_slice_of_its_article(lines):
    article = Article.written("A", "Titre", "\n".join(lines))
    for passage in article.passages:
        assert passage.text == article.body[passage.start : passage.end]
        assert passage.text.strip()
    assert all(before.end <= after.start for before, after in zip(article.passages, article.passages[1:], strict=False))


def test_a_list_stays_with_the_line_that_introduces_it():
    article = Article.written("A", "T", "Les délais sont :\n\n- carte : 1 jour\n- virement : 3 jours\n\nAutre sujet.")
    assert len(article.passages) == 2
    assert "virement" in article.passages[0].text


def test_headings_are_context_and_not_text():
    article = Article.written("A", "T", "# T\n\n## Frais\n\n49 €.\n\n### Fibre\n\nRien.\n\n## Fin\n\nBye bye.")
    assert [passage.heading for passage in article.passages] == ["Frais", "Frais › Fibre", "Fin"]


@pytest.mark.parametrize(
    "query",
    [
        "quand serai-je remboursé de mon trop perçu",
        "REMBOURSEMENTS",
        "remboursement trop-perçu",
        "delai rembourssement",
    ],
)
def test_finds_through_forms_accents_capitals_and_typos(base, query):
    assert base.search(query)[0].article == "A1"


def test_finds_a_word_typed_without_its_accents(base):
    assert base.search("je demenage")[0].article == base.search("je déménage")[0].article == "A4"


def test_hits_are_one_an_article_best_first(base):
    hits = base.search("fibre abonnement résiliation box", 5)
    assert len({hit.article for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("query", ["", "   ", "???", "zzzz qqqq", "\x00", "le la les"])
def test_a_query_without_a_shared_word_finds_nothing(base, query):
    assert base.search(query) == []


def test_an_enormous_query_is_read_in_part(base):
    assert base.search("remboursement " * 50_000)[0].article == "A1"


def test_an_expired_article_is_flagged_only_with_a_date():
    old = Article.written(
        "E", "Remboursement exceptionnel", "Le remboursement exceptionnel dure deux mois.", expires=date(2025, 1, 1)
    )
    base = KnowledgeBase.from_articles([old])
    assert base.search("remboursement", today=date(2026, 1, 1))[0].expired
    assert not base.search("remboursement", today=date(2024, 12, 31))[0].expired
    assert not base.search("remboursement")[0].expired


def test_english_articles_are_stemmed_in_english():
    base = KnowledgeBase.from_articles(
        [
            Article.written("E1", "Refunds", "Your refund is paid within ten days of the invoice."),
            Article.written("E2", "Broken router", "When the light of the router is red, check the cable."),
        ]
    )
    assert base.language == "en"
    assert base.search("when will you be refunding me?")[0].article == "E1"


def test_plain_text_drops_marks_and_keeps_words():
    assert plain("**Gras** et `code` [lien](https://a.example)") == "Gras et code lien (https://a.example)"
    assert plain("| Carte | 1 jour |") == "Carte : 1 jour"

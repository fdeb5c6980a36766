"""A base guided by a classifier: an intent in common passes a near neighbour, and says how sure to be."""

from __future__ import annotations

import pytest

from egide.assist.answerability import Answerability
from egide.assist.articles import Article
from egide.assist.intent_guide import IntentGuide
from egide.assist.knowledge import KnowledgeBase
from egide.assist.reply import draft
from egide.assist.triage import TriageModel

THEFT = Article.written(
    "A-THEFT",
    "Vol ou perte du téléphone : bloquer la ligne",
    "En cas de vol, la ligne est bloquée sur simple appel. Une nouvelle carte arrive sous deux jours.",
)
NETWORK = Article.written(
    "A-NETWORK",
    "Téléphone sans réseau : carte SIM non reconnue",
    "Quand le téléphone ne capte plus, redémarrez le téléphone. Une carte SIM abîmée se remplace en boutique.",
)
METER = Article.written("A-METER", "Relever le compteur", "Le relevé du compteur se saisit dans l'espace client.")
COOKING = [
    Article.written("B-1", "La pâte feuilletée", "Le beurre doit rester froid entre deux tours."),
    Article.written("B-2", "Monter des blancs en neige", "Une pincée de sel et un bol bien propre suffisent."),
]


@pytest.fixture(scope="module")
def model() -> TriageModel:
    return TriageModel.seed()


@pytest.fixture(scope="module")
def bare() -> KnowledgeBase:
    return KnowledgeBase.from_articles([THEFT, NETWORK, METER])


def test_follows_the_intent_among_neighbours(bare, model) -> None:
    asked = "On m'a arraché mon téléphone hier soir, que faire pour ma ligne et ma carte SIM ?"
    guided = bare.guided_by(model)
    assert guided.search(asked)[0].article == "A-THEFT"
    agreed = {article: guided.agreement(asked, article) for article in guided.articles}
    assert max(agreed, key=agreed.__getitem__) == "A-THEFT"
    assert all(0 <= share <= 1.0001 for share in agreed.values())


def test_scores_stay_in_order_and_nothing_new_is_found(bare, model) -> None:
    asked = "ma carte SIM n'est plus reconnue par le téléphone"
    guided = bare.guided_by(model).search(asked, 3)
    assert [hit.score for hit in guided] == sorted((hit.score for hit in guided), reverse=True)
    assert {hit.article for hit in guided} == {hit.article for hit in bare.search(asked, 10)}


def test_stays_silent_over_a_base_it_does_not_recognise(model) -> None:
    assert IntentGuide.over(model, COOKING) is None
    assert IntentGuide.over(model, []) is None
    kitchen = KnowledgeBase.from_articles(COOKING).guided_by(model)
    assert kitchen.agreement("comment monter des blancs ?", "B-2") is None
    assert kitchen.search("comment monter des blancs ?")[0].article == "B-2"


def test_the_base_itself_is_left_as_it_was(bare, model) -> None:
    bare.guided_by(model)
    assert bare.agreement("vol de téléphone", "A-THEFT") is None


def test_agreement_moves_the_confidence_one_way(bare) -> None:
    shipped = Answerability.shipped()
    signals = (0.5,) * 6
    apart, even, alike = (shipped.probability(signals, share) for share in (0.0, shipped.even_agreement, 1.0))
    assert apart < even < alike
    assert even == shipped.probability(signals)


def test_a_question_of_another_intent_is_not_answered_by_a_neighbour(bare, model) -> None:
    asked = "Mon téléphone a été volé, comment porter plainte et bloquer la ligne ?"
    without = KnowledgeBase.from_articles([NETWORK, METER])
    assert draft(asked, without.guided_by(model)).confidence < draft(asked, without).confidence
    assert draft(asked, bare.guided_by(model)).action == "reply"

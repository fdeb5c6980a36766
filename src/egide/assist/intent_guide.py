"""Let the classifier of requests say which articles speak of what a question asks for, where it knows the subjects of the base.

"My line was cut after a theft" shares its words with the article on cuts and its intent with the one on theft. The classifier
reads each title once; a question then counts more for the articles of its own intent. On a base whose titles the classifier
does not recognise it would push at random: there it stays silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from egide.assist.articles import Article, plain

if TYPE_CHECKING:
    from egide.assist.triage import TriageModel

__all__ = ["IntentGuide"]


# Mean confidence in the titles under which the base is about something else than the classifier learnt.
_RECOGNISES = 0.8
_READ_OF_BODY = 600


class IntentGuide:
    """What a classifier makes of the articles of one base."""

    def __init__(self, model: TriageModel, articles: Sequence[Article]) -> None:
        import numpy as np

        self._model = model
        self._place = {article.id: place for place, article in enumerate(articles)}
        read = model.probabilities(
            [f"{article.title} {article.title} {plain(article.body)[:_READ_OF_BODY]}" for article in articles]
        )
        self._intents = read / np.linalg.norm(read, axis=1, keepdims=True)

    @classmethod
    def over(cls, model: TriageModel, articles: Sequence[Article]) -> IntentGuide | None:
        """Read the articles of a base.

        Args:
            model: The brand's classifier.
            articles: The base.

        Returns:
            The guide; None when the classifier does not recognise what the titles are about.
        """
        if not articles:
            return None
        confidence = model.probabilities([article.title for article in articles]).max(axis=1).mean()
        return cls(model, articles) if float(confidence) >= _RECOGNISES else None

    def agreements(self, question: str, articles: Sequence[str]) -> list[float]:
        """Say how far a question and each article ask for the same thing.

        Args:
            question: The customer's words, pseudonymised.
            articles: Ids of articles of the base.

        Returns:
            Between 0 (nothing in common) and 1 (the same intent), one an article.
        """
        import numpy as np

        asked = self._model.probabilities([question])[0]
        asked = asked / np.linalg.norm(asked)
        return [float(self._intents[self._place[article]] @ asked) for article in articles]

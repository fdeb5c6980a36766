"""Summarise a conversation from its own sentences: request, what was done, promised, still asked, and dates.

Nothing is written that was not said: each line is a sentence of a message, with the message's id. A remote model may propose other
lines through the same shape; they are kept only when their messages support them (`verify_summary`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from egide.assist.facts import find_dates
from egide.assist.messages import Message
from egide.assist.words import content_stems, find_sentences, fold

__all__ = ["SECTIONS", "Language", "Summary", "SummaryLine", "summarise", "verify_summary"]


Language = Literal["fr", "en"]

SECTIONS: dict[str, tuple[str, str]] = {
    "request": ("Demande", "Request"),
    "done": ("Fait", "Done"),
    "promised": ("Promis", "Promised"),
    "open_questions": ("Questions sans réponse", "Open questions"),
    "dates": ("Dates", "Dates"),
}

_LONGEST = 280
_REQUEST_LINES, _OTHER_LINES = 2, 4

_PLEASANTRY = re.compile(
    r"^(?:bonjour|bonsoir|salut|hello|hi|hey|dear|cher|chère|madame|monsieur|cordialement|bien à vous|salutations|merci(?: d'avance| beaucoup)?|thanks?(?: you)?|thank you|regards|best|sincerely|sportivement|veuillez agréer|je vous prie|d'accord|ok|très bien|oui|non|yes|no)\b[^?]{0,90}$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:(?:bonjour|bonsoir|salut|hello|hi|hey|dear)(?:\s+(?:madame|monsieur|maître|maitre|mr|mrs|ms|sir)\b)?[^,.!?:\n]{0,40}[,!.:]\s*)(?=\S{2})",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:je (?:souhaite|voudrais|veux|demande|refuse|cherche|n'arrive|ne (?:peux|comprends))|j'aimerais|pouvez|pourriez|merci de|il (?:me )?faut|comment|combien|quand|où|i (?:want|need|would like|can'?t|cannot)|please|could you|can you|how|when|where|why)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:(?!caméra)\w{2,}(?:rai|rons|ra|ront)|nous (?:revenons|transmettons|reviendrons)|(?:je|on) (?:vous )?(?:rappelle|envoie|transmets|renseigne|vérifie|lance|demande|préviens|m'en occupe|reviens)|sera|seront|serez|recevrez|va|vont|vous appelle|is going to|will|we'll|i'll|going to|shall)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:(?:j'ai|nous avons|on a|a été|ont été|est|sont|i have|we have|i've|we've|has been|have been|is|are|was) (?:bien |déjà |now |already |just )?(?:\w+(?:é|ée|és|ées|is|ise|it|ite|u|ue|ert|erte|ed)|sent|done|made)|c'est (?:noté|fait|parti|envoyé)|je (?:suspends|bloque|lance|corrige|enregistre|réserve|confirme|désactive)|it is done)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line and the messages it comes from."""

    text: str = field(repr=False)
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in five short lists; each line names its messages.

    Attributes:
        request: What the customer wants.
        done: What was done, in the agent's words.
        promised: What was promised and is not known to be done.
        open_questions: Questions of the customer after the last answer.
        dates: Dates that were said, with the sentence that holds them.
        language: Language of the section titles; quotes stay in theirs.
    """

    request: tuple[SummaryLine, ...]
    done: tuple[SummaryLine, ...]
    promised: tuple[SummaryLine, ...]
    open_questions: tuple[SummaryLine, ...]
    dates: tuple[SummaryLine, ...]
    language: Language = "fr"

    def sections(self) -> list[tuple[str, tuple[SummaryLine, ...]]]:
        """Give the sections that hold something, with their titles in the summary's language."""
        return [
            (titles[self.language == "en"], getattr(self, name))
            for name, titles in SECTIONS.items()
            if getattr(self, name)
        ]


def summarise(messages: Sequence[Message], lang: Language = "fr") -> Summary:
    """Summarise a conversation with its own sentences.

    Args:
        messages: In the order they were written, pseudonymised.
        lang: Language of the agent, for the titles.

    Returns:
        The summary; every list may be empty.

    Example:
        >>> talk = [Message("m1", "customer", None, "Bonjour, ma box est en panne. Quand passez-vous ?"), Message("m2", "agent", None, "Un technicien passera jeudi.")]
        >>> summarise(talk).promised[0].message_ids
        ('m2',)
    """
    spoken = [(message, _sentences(message.text)) for message in messages if message.author != "system"]
    last_agent = max(
        (position for position, (message, _) in enumerate(spoken) if message.author in {"agent", "bot"}), default=-1
    )
    done, promised, dates, open_questions = [], [], [], []
    for position, (message, sentences) in enumerate(spoken):
        for sentence in sentences:
            if message.author == "customer":
                if position > last_agent and "?" in sentence:
                    open_questions.append(_line(sentence, message))
            elif not sentence.endswith("?") and not _PLEASANTRY.match(sentence):
                if _DONE.search(sentence):
                    done.append(_line(sentence, message))
                elif _PROMISE.search(sentence):
                    promised.append(_line(sentence, message))
            if find_dates(sentence):
                dates.append(_line(sentence, message))
    return Summary(
        _request(spoken), _last(done), _last(promised), _last(open_questions), _distinct(dates)[:_OTHER_LINES], lang
    )


def verify_summary(proposed: Summary, messages: Sequence[Message]) -> Summary:
    """Keep only the lines whose cited messages support them, word for word of substance, number and date.

    Args:
        proposed: A summary from anywhere.
        messages: The conversation.

    Returns:
        The summary without its unsupported lines.
    """
    from egide.assist.grounding import check_part

    texts = {message.id: message.text for message in messages}

    def supported(lines: tuple[SummaryLine, ...]) -> tuple[SummaryLine, ...]:
        return tuple(
            line
            for line in lines
            if line.message_ids
            and all(each in texts for each in line.message_ids)
            and check_part(line.text, [texts[each] for each in line.message_ids]).supported
        )

    return Summary(
        supported(proposed.request),
        supported(proposed.done),
        supported(proposed.promised),
        supported(proposed.open_questions),
        supported(proposed.dates),
        proposed.language,
    )


def _request(spoken: Sequence[tuple[Message, list[str]]]) -> tuple[SummaryLine, ...]:
    """Take the first message of the customer that asks or states something: what asks first, else what says most."""
    for message, sentences in spoken:
        if message.author != "customer":
            continue
        telling = [sentence for sentence in sentences if not _PLEASANTRY.match(sentence)]
        if not telling:
            continue
        ranked = sorted(range(len(telling)), key=lambda position: (-_weight(telling[position], position), position))[
            :_REQUEST_LINES
        ]
        return tuple(_line(telling[position], message) for position in sorted(ranked))
    return ()


def _weight(sentence: str, position: int) -> float:
    substance = min(12, len(set(content_stems(sentence, "fr"))))
    return substance + (6 if _ASKS.search(sentence) else 0) - 0.5 * position


def _sentences(text: str) -> list[str]:
    cleaned = [_GREETING.sub("", text[start:end]).strip() for start, end in find_sentences(text)]
    return [sentence for sentence in cleaned if len(fold(sentence)) > 1]


def _line(sentence: str, message: Message) -> SummaryLine:
    shown = sentence if len(sentence) <= _LONGEST else sentence[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return SummaryLine(shown, (message.id,))


def _distinct(lines: list[SummaryLine]) -> tuple[SummaryLine, ...]:
    return tuple({fold(line.text): line for line in reversed(lines)}.values())[::-1]


def _last(lines: list[SummaryLine]) -> tuple[SummaryLine, ...]:
    return _distinct(lines)[-_OTHER_LINES:]

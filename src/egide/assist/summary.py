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
from egide.assist.requests import find_request_types
from egide.assist.words import PSEUDONYM, content_stems, find_sentences, fold, words

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
_QUIET_KINDS = frozenset({"question", "thanks", "human", "churn"})  # they say the tone of a request, not its matter

_CLOSING = re.compile(
    r"^(?:(?:bien )?cordialement|bien à (?:vous|toi)|salutations|mes salutations|sportivement|veuillez agréer|je vous prie d'agréer|dans l'attente|(?:best|kind|warm)? ?regards|sincerely|yours|best wishes)\b[^?]{0,120}$",
    re.IGNORECASE,
)
_COURTESY = frozenset(
    fold(word)
    for word in [
        "bonjour",
        "bonsoir",
        "salut",
        "hello",
        "hi",
        "hey",
        "dear",
        "cher",
        "chère",
        "madame",
        "monsieur",
        "maître",
        "merci",
        "beaucoup",
        "avance",
        "bien",
        "accord",
        "ok",
        "oui",
        "non",
        "parfait",
        "super",
        "entendu",
        "thanks",
        "thank",
        "you",
        "yes",
        "no",
        "sir",
        "madam",
        "excellente",
        "bonne",
        "journée",
        "soirée",
        "day",
        "evening",
    ]
)
_FEWEST_TELLING = 2
_GREETING = re.compile(
    r"^(?:(?i:oui|ok|allô|alors|d'accord)[ ,]+)?(?i:bonjour|bonsoir|salut|hello|hi|hey|dear|chère?|madame|monsieur)\b"
    rf"(?:,? (?i:madame|monsieur|maître|mr|mrs|ms|sir|madam|à tous)\b\.?)*(?: (?:le |la |de |du )?(?:[A-ZÀ-ÖØ-Þ][\w'’-]*|{PSEUDONYM})){{0,3}}(?:\s*[,!.:]+\s*|\s+|$)"
)
# A name alone on the last lines, with what people put beside it: a title, a first letter, a duty.
_SIGNATURE = re.compile(
    rf"(?:(?i:mme|mlle|mr|mrs|ms|m|dr|me|maître|maitre)\.? )?(?:[A-ZÀ-ÖØ-Þ][\w'’-]*\.?|{PSEUDONYM}|@\w+)(?:,? (?:[A-ZÀ-ÖØ-Þ][\w'’-]*\.?|{PSEUDONYM}|et|and|de|du|le|la|van|von)){{0,5}}(?:, [\w'’ -]{{3,30}})?"
)
_CONDITION = re.compile(r"^(?:si|s'il|s'ils|quand|lorsque|if|when|once)\b", re.IGNORECASE)
_CLAUSE_EDGE = re.compile(r"[,;:()«»!?…]|\.\s")
_WORDS_BEFORE_DATE, _WORDS_AFTER_DATE = 6, 6
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
        dates: Dates that were said, with the few words around them.
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
            elif not sentence.endswith("?") and not _is_courtesy(sentence) and not _CONDITION.match(sentence):
                if _DONE.search(sentence):
                    done.append(_line(sentence, message))
                elif _PROMISE.search(sentence):
                    promised.append(_line(sentence, message))
            dates += [_line(clause, message) for clause in _dated_clauses(sentence)]
    request, still_open = _apart(_request(spoken), open_questions)
    return Summary(request, _last(done), _last(promised), _last(still_open), _distinct(dates)[:_OTHER_LINES], lang)


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


def _request(spoken: Sequence[tuple[Message, list[str]]]) -> list[SummaryLine]:
    """Take the first message of the customer that asks or states something: what asks first, else what says most."""
    for message, sentences in spoken:
        if message.author != "customer":
            continue
        telling = [sentence for sentence in sentences if not _is_courtesy(sentence)]
        if not telling:
            continue
        ranked = sorted(range(len(telling)), key=lambda position: (-_weight(telling[position], position), position))[
            :_REQUEST_LINES
        ]
        return [_line(telling[position], message) for position in sorted(ranked)]
    return []


def _apart(
    request: list[SummaryLine], open_questions: list[SummaryLine]
) -> tuple[tuple[SummaryLine, ...], list[SummaryLine]]:
    """Say each thing once: a question without answer is shown as such, unless it is all that the request holds."""
    asked = {fold(line.text) for line in open_questions}
    stated = [line for line in request if fold(line.text) not in asked]
    if stated:
        return _distinct(stated), open_questions
    shown = {fold(line.text) for line in request}
    return _distinct(request), [line for line in open_questions if fold(line.text) not in shown]


def _weight(sentence: str, position: int) -> float:
    substance = min(12, len(set(content_stems(sentence, "fr"))))
    tells = any(flag.kind not in _QUIET_KINDS for flag in find_request_types(sentence))
    return substance + (6 if _ASKS.search(sentence) else 0) + (6 if tells else 0) - 0.5 * position


def _is_courtesy(sentence: str) -> bool:
    """Say whether a sentence only greets, thanks, agrees or closes."""
    if _CLOSING.match(sentence):
        return True
    if "?" in sentence:
        return False
    told = [word for word in words(sentence) if fold(word) not in _COURTESY]
    return len(told) < len(words(sentence)) and len(content_stems(" ".join(told), "fr")) < _FEWEST_TELLING


def _dated_clauses(sentence: str) -> list[str]:
    """Give the few words around each date of a sentence: the whole sentence is often in another section already."""
    clauses = []
    for fact in find_dates(sentence):
        edges = [edge for edge in _CLAUSE_EDGE.finditer(sentence) if edge.end() <= fact.start]
        before = sentence[edges[-1].end() if edges else 0 : fact.start]
        following = _CLAUSE_EDGE.search(sentence, fact.end)
        after = sentence[fact.end : following.start() if following else len(sentence)]
        left = list(re.finditer(r"\S+", before))[-_WORDS_BEFORE_DATE:]
        # What comes before a date names it ("livraison le 12"); only a date that opens its clause is named by what follows.
        right = [] if len(left) >= _FEWEST_TELLING else list(re.finditer(r"\S+", after))[:_WORDS_AFTER_DATE]
        start = fact.start - len(before) + left[0].start() if left else fact.start
        end = fact.end + right[-1].end() if right else fact.end
        clauses.append(sentence[start:end].strip())
    return clauses


def _sentences(text: str) -> list[str]:
    pieces = [text[start:end] for start, end in find_sentences(text)]
    # The last two lines may be a name; the first never is, it is what the person came to say.
    while len(pieces) > 1 and _SIGNATURE.fullmatch(pieces[-1]) and text.rstrip().rfind("\n") >= 0:
        pieces.pop()
    cleaned = [_GREETING.sub("", piece).strip() for piece in pieces]
    return [
        sentence
        for sentence in cleaned
        if (len(fold(sentence)) > 1 and not sentence.startswith("@")) or " " in sentence
    ]


def _line(sentence: str, message: Message) -> SummaryLine:
    shown = sentence if len(sentence) <= _LONGEST else sentence[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return SummaryLine(shown, (message.id,))


def _distinct(lines: list[SummaryLine]) -> tuple[SummaryLine, ...]:
    return tuple({fold(line.text): line for line in reversed(lines)}.values())[::-1]


def _last(lines: list[SummaryLine]) -> tuple[SummaryLine, ...]:
    return _distinct(lines)[-_OTHER_LINES:]

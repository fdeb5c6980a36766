"""What the work teaches the knowledge base: articles from human answers, questions without an answer, articles that disagree."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from egide.assist.faq import LIFETIME_DAYS, FaqProposal, SolvedCase, UnansweredGroup, group_unanswered, propose_faq
from egide.assist.knowledge import KnowledgeBase
from egide.assist.reply import find_conflicts
from egide.keys import KeyDestroyed
from egide.service.assistance.models import Draft
from egide.service.assistance.question import Register
from egide.service.assistance.reading import protected_texts, pseudonymiser_for
from egide.service.assistance.recording import protect
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import read_thread
from egide.service.knowledge.flows import knowledge_of, load_articles
from egide.service.recognisers.flows import detector_of
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand
from egide.service.training.flows import may_reuse

_CASES, _QUESTIONS, _ARTICLES = 150, 100, 200
_SINCE = timedelta(days=30)


class HoldsPersonalData(Exception):
    """A text that was to become an article holds somebody's data; says which kinds, never the value."""

    def __init__(self, kinds: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(kinds)))
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two articles that say nearly the same with another figure: their codes."""

    first: str
    second: str


def proposals_of(brand: Brand, *, now: datetime) -> list[FaqProposal]:
    """Propose articles from closed conversations that people answered, where the law lets them be used again.

    Args:
        brand: The brand, in scope.
        now: Aware UTC.

    Returns:
        Proposals in protected text, those with the most sources first; blocked ones hold a pseudonym or personal data.
    """
    register = Register.read(brand, now=now)
    closed = Interaction.objects.filter(brand=brand, status__in=["closed", "answered"], messages__author_role="agent")
    cases, codes = [], []
    for interaction in closed.select_related("brand", "person").distinct().order_by("-last_message_at")[:_CASES]:
        if not may_reuse(register, interaction, now=now):
            continue
        try:
            thread = read_thread(interaction)
        except KeyDestroyed:
            continue
        labels = frozenset(span.label for message in thread.messages for span in message.findings)
        protected = protect(thread, labels)
        codes.append(pseudonymiser_for(thread))
        cases.append(
            SolvedCase(str(interaction.pk), protected.messages, "en" if interaction.language == "en" else "fr")
        )

    def holds(text: str) -> bool:
        return bool(kinds_in(brand.pk, text)) or any(each.codes_in(text) for each in codes)

    return propose_faq(cases, knowledge_of(brand.pk), holds_personal_data=holds, today=now.date())


def unanswered_of(brand: Brand, *, now: datetime) -> list[UnansweredGroup]:
    """Group the questions of the last month that no article answered, in protected text."""
    withheld = Draft.objects.filter(brand=brand, action="abstain", created_at__gte=now - _SINCE)
    questions, seen = [], set()
    for draft in withheld.select_related("interaction__brand", "interaction__person").order_by("-created_at")[
        :_QUESTIONS
    ]:
        interaction = draft.interaction
        if interaction.pk in seen:
            continue
        seen.add(interaction.pk)
        try:
            thread = read_thread(interaction)
        except KeyDestroyed:
            continue
        texts = protected_texts(thread)
        said = " ".join(texts[m.id].text for m in thread.messages if m.author_role == "customer" and m.id in texts)
        if said.strip():
            questions.append((str(interaction.pk), said))
    return group_unanswered(questions)


def conflicts_of(brand_id: UUID, *, today: date) -> list[Conflict]:
    """Name the pairs of articles that contradict each other on a figure."""
    base: KnowledgeBase = knowledge_of(brand_id)
    found: dict[frozenset[str], Conflict] = {}
    for article in list(base.articles.values())[:_ARTICLES]:
        for first, second in find_conflicts(base, base.search(article.title, 3, today=today)):
            codes = frozenset({base.passages[first].article, base.passages[second].article})
            if len(codes) == 2:  # noqa: PLR2004 - a pair
                found[codes] = Conflict(*sorted(codes))
    return list(found.values())


def approve(brand: Brand, question: str, answer: str, *, actor: Actor, now: datetime) -> str:
    """Make an article of a question and an answer that a person read, if nobody's data is in it.

    Args:
        brand: The brand, in scope.
        question: As the person wrote it.
        answer: As the person wrote it.
        actor: Who approves.
        now: Aware UTC.

    Returns:
        The article's code.

    Raises:
        AccessRefused: the actor may not edit the knowledge base.
        HoldsPersonalData: the text still holds personal data.
    """
    kinds = kinds_in(brand.pk, f"{question}\n{answer}")
    if kinds:
        raise HoldsPersonalData(kinds)
    title = " ".join(question.split())[:120].replace('"', "'")
    code = f"FAQ-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    expires = now.date() + timedelta(days=LIFETIME_DAYS)
    written = f'---\nid: {code}\ntitle: "{title}"\nupdated: {now.date()}\nexpires: {expires}\n---\n\n# {title}\n\n{answer.strip()}\n'
    load_articles(brand.pk, [(f"{code}.md", written)], actor=actor, now=now)
    return code


def kinds_in(brand_id: UUID, text: str) -> frozenset[str]:
    """List the kinds of personal data found in a text by the detection of a brand."""
    return frozenset(str(span.label) for span in detector_of(brand_id).find(text))

"""Choose between findings that overlap, once, by one rule.

1. Same span: the higher score wins; equal scores, the more specific label (order of `PRECEDENCE`). The winner keeps
   the reasons of a finding with the same label.
2. One holds the other: the longer wins unless its score is below the shorter's by more than `DOUBT`.
3. They cross: the higher score wins, the longer on a tie.
4. What a loser holds beyond the winner stays found, cut at the winner's edge, when it still has two letters or
   digits, one if both are of the same label: better a word too many than a word in clear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Final

from egide.detection.finding import Finding, Label

__all__ = ["DOUBT", "PRECEDENCE", "resolve"]

DOUBT: Final = 0.3

PRECEDENCE: Final = (
    Label.IBAN,
    Label.CARD,
    Label.NATIONAL_ID,
    Label.TAX_ID,
    Label.EMAIL,
    Label.PHONE,
    Label.BIRTHDATE,
    Label.ID_DOCUMENT,
    Label.PLATE,
    Label.IP,
    Label.SECRET,
    Label.ADDRESS,
    Label.ONLINE,
    Label.AGE,
    Label.SEXUAL,
    Label.OFFENCE,
    Label.BELIEF,
    Label.ORIGIN,
    Label.HEALTH,
    Label.FINANCE,
    Label.PERSON,
    Label.LOCATION,
    Label.REFERENCE,
)
_SEVERAL: Final = 2
_RANK: Final = {label: position for position, label in enumerate(PRECEDENCE)}


_EDGES: Final = " \t\r\n.,;:!?()[]{}<>«»\"'’-–—/\xa0\u202f"


def _dominates(one: Finding, other: Finding) -> bool:
    """Say whether `one` makes `other`, which it covers, superfluous."""
    if one.start > other.start or one.end < other.end:
        return False
    if one.start == other.start and one.end == other.end:
        return (one.score, -_RANK.get(one.label, 99)) > (other.score, -_RANK.get(other.label, 99))
    return one.score + DOUBT >= other.score


def _cut(loser: Finding, winner: Finding, text: str) -> Iterable[Finding]:
    """Yield what `loser` holds outside `winner`, when it is worth keeping."""
    for start, end in ((loser.start, min(loser.end, winner.start)), (max(loser.start, winner.end), loser.end)):
        piece = text[start:end] if start < end else ""
        kept = piece.strip(_EDGES)
        # One letter beside a finding of the same kind is its last letter: "… comme Kléber, A".
        if sum(map(str.isalnum, kept)) > (loser.label != winner.label):
            first = start + piece.index(kept)
            why = loser.why if loser.why and loser.why[-1] == "cut" else (*loser.why, "cut")
            yield Finding(loser.label, first, first + len(kept), loser.score, why)


def _strength(finding: Finding) -> tuple[float, int, int, int]:
    return (-finding.score, finding.start - finding.end, _RANK.get(finding.label, 99), finding.start)


def _by_position(finding: Finding) -> tuple[int, int, float, int]:
    return (finding.start, -finding.end, -finding.score, _RANK.get(finding.label, 99))


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Join findings of one span and label: the highest score, all reasons."""
    told = [finding for finding in findings if finding.end > finding.start]
    if len(told) < _SEVERAL:
        return told
    merged: dict[tuple[int, int, str], Finding] = {}
    for finding in told:
        key = (finding.start, finding.end, finding.label)
        known = merged.get(key)
        if known is None:
            merged[key] = finding
        else:
            strong, weak = (known, finding) if known.score >= finding.score else (finding, known)
            why = strong.why + tuple(reason for reason in weak.why if reason not in strong.why)
            merged[key] = Finding(strong.label, strong.start, strong.end, strong.score, why)
    return sorted(merged.values(), key=_by_position)


def _undominated(cluster: list[Finding]) -> list[Finding]:
    """Leave out findings that another one makes superfluous; each is compared with those it overlaps only."""
    dominated: set[Finding] = set()
    active: list[Finding] = []
    for finding in cluster:
        active = [other for other in active if other.end > finding.start]
        for other in active:
            if _dominates(other, finding):
                dominated.add(finding)
            elif _dominates(finding, other):
                dominated.add(other)
        active.append(finding)
    return [finding for finding in cluster if finding not in dominated] or cluster


def _settle(cluster: list[Finding], text: str) -> list[Finding]:
    """Apply the rule to findings that overlap one another: the strongest first, the others cut around it."""
    waiting = [(_strength(finding), finding) for finding in _undominated(cluster)]
    heapify(waiting)
    chosen: list[Finding] = []
    while waiting:
        _, best = heappop(waiting)
        place = bisect_left(chosen, best.start, key=_start)
        if place and chosen[place - 1].end > best.start:
            place -= 1
        if place < len(chosen) and chosen[place].start < best.end:
            for piece in _cut(best, chosen[place], text):
                heappush(waiting, (_strength(piece), piece))
        else:
            chosen.insert(place, best)
    return chosen


def _start(finding: Finding) -> int:
    return finding.start


def resolve(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Return findings that do not overlap, in reading order.

    Args:
        findings: Proposals, in any order, as offsets of `text`.
        text: The text they were found in.

    Returns:
        The chosen findings, sorted by start.

    Example:
        >>> rule = Finding("ADDRESS", 0, 18, 0.8)
        >>> name = Finding("PERSON", 7, 18, 0.9)
        >>> [str(found) for found in resolve([name, rule], "12 rue Victor Hugo")]
        ['ADDRESS[0:18]']
    """
    merged = _merged(findings)
    if len(merged) < _SEVERAL:
        return merged
    chosen: list[Finding] = []
    cluster: list[Finding] = []
    reach = -1
    for finding in merged:
        if cluster and finding.start >= reach:
            chosen.extend(cluster if len(cluster) == 1 else _settle(cluster, text))
            cluster = []
        cluster.append(finding)
        reach = max(reach, finding.end) if len(cluster) > 1 else finding.end
    if cluster:
        chosen.extend(cluster if len(cluster) == 1 else _settle(cluster, text))
    return chosen

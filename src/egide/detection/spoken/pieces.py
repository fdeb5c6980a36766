"""Values told in pieces: over several turns, repeated by the other speaker, or corrected.

A rule reads a value as one. On the telephone it comes by parts ("zéro six" - "oui" - "trente-neuf"), the agent says the
parts again, and a part is taken back ("non pardon, vingt-trois douze"). What the turns before speak of gives the label.
"""

# ruff: noqa: PLR2004, SIM905 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.spoken.turns import turns
from egide.detection.text import Text

__all__ = ["Piece", "told_in_pieces"]

_RECORDS: Final = r"contrat|client|adherent|abonne|dossier|commande|suivi|colis|sinistre|facture|reservation|reference|police|ticket|compteur|serie|imei|fidelite|allocataire|matricule|abonnement|licence"
_TOPIC: Final = re.compile(
    r"(?<![a-z])(?:"
    r"(?P<PHONE>(?:numero|num) (?:de |du )?(?:votre |mon |ton )?(?:telephone|portable|mobile|fixe|ligne directe)|(?:votre|mon|le) (?:portable|telephone|fixe|mobile)|(?:vous |me |le |la |nous )(?:joindre|rappeler|rappelle|contacter)|numero (?:pour|ou|a) [^\n:]{0,24}(?:joindre|rappeler|rappelle|contacter))|"
    r"(?P<IBAN>iban|rib|coordonnees bancaires|code (?:banque|guichet)|numero de compte|(?:sur|du|de) (?:le |mon |son |votre )?compte)|"
    r"(?P<CARD>carte (?:bancaire|bleue|visa|de credit|de paiement|mastercard)|numero de (?:la |votre |ma )?carte(?! d| vitale| de)|chiffres de (?:la |votre |ma )?carte|mastercard|cryptogramme)|"
    r"(?P<NATIONAL_ID>securite sociale|carte vitale|(?:numero de |la )secu)|"
    r"(?P<BIRTHDATE>date de naissance|(?:nee?|est-il ne|est-elle nee) le)|"
    r"(?P<TAX_ID>numero fiscal|identifiant fiscal)|"
    r"(?P<ID_DOCUMENT>passeport|carte d'identite|titre de sejour|numero d'etranger|permis de conduire|piece d'identite)|"
    r"(?P<PLATE>immatricul[a-z]{0,6}|plaque)|"
    r"(?P<SECRET>code (?:recu|par sms|par texto|de (?:la |votre |l')?(?:porte|portail|immeuble|verification|validation|securite|confirmation)|d'(?:entree|acces)|pin|puk|sms)|digicode|mot de passe|(?:un|le) code par|recu un code)|"
    rf"(?P<REFERENCE>(?:numero|num|reference) (?:de |du |d'|de la |de l'|de votre |de mon )?(?:{_RECORDS})|point de livraison|imei|(?:mon|votre|le) (?:dossier|contrat|matricule)|(?:la|ma|votre) commande|numero (?:sur|de) l'etiquette)"
    r")(?![a-z])",
    re.ASCII,
)
_LEAST: Final = {
    Label.PHONE: 6,
    Label.IBAN: 3,
    Label.CARD: 4,
    Label.NATIONAL_ID: 6,
    Label.TAX_ID: 6,
    Label.ID_DOCUMENT: 5,
    Label.PLATE: 4,
    Label.SECRET: 4,
    Label.REFERENCE: 4,
    Label.BIRTHDATE: 4,
}
"""How many digits and letters the pieces of a value hold together, at least."""

_FILLERS: Final = frozenset(
    (
        "oui ouais ok okay d accord voila euh heu hum hein alors donc c est cest le la les l numero attendez attends je vous dis redis lis note et puis ensuite apres parfait tres bien merci "
        "super exact exactement ca bon ben bah ah eh mhm mm non pardon fin suite ai j l'ai mais plutot a mon ma votre ecoute allez y madame monsieur effectivement tout fait de du s il plait il elle "
        "commence finit par celui ci premiers derniers premier chiffres notes enfin desole desolee redites repete continuez entendu qui etait ce cle tiret slash barre manque me finissant arrive recu recois"
    ).split()
)
_AWAITED: Final = frozenset(
    "provisoire temporaire nouveau actuel telephone portable mobile fixe client s il vous plait me donner pouvez auquel joindre sous les yeux".split()
)
_MONTHS: Final = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
_ASIDES: Final = frozenset(
    "vois mal marque ecrit lunettes mes mets lisible pas encore une lettre un chiffre ya crois pense regarde cherche instant seconde".split()
)
_WORD: Final = re.compile(r"[a-z]+", re.ASCII)
_CORRECTED: Final = re.compile(
    r"[ ,.]{1,3}(?:(?:non|pardon|euh|heu|attendez|attends|plutot|ou plutot|enfin|oh|ah|mince|je me trompe|je me suis trompee?|excusez-moi|excusez moi|en fait|desolee?|c'est|cest|le|a la fin)[ ,.]{1,3}){1,6}",
    re.ASCII,
)
_HESITATES: Final = re.compile(
    r"[ ,.]{1,5}(?:(?:euh|heu|hum|attendez|attends|alors|puis|et|ensuite|cle|voila|donc)[ ,.]{1,5}){0,3}",
    re.ASCII,
)
_KEY_BEFORE: Final = re.compile(
    r"(?:(?<![a-z])(?P<menu>tape[zr]?|appuyez|composez|faites|touche)[ ](?:la |sur )?)?(?<![a-z])(?P<key>diese|etoile|asterisque)[ ,]{1,2}(?:puis )?$",
    re.ASCII,
)
_KEY_AFTER: Final = re.compile(r"[ ,]{1,2}(?:et |puis )?(?:diese|etoile|asterisque)(?![a-z])", re.ASCII)
_LEAST_KEYED: Final = 3
_COUNTED: Final = re.compile(r"[ ](?:premiers?|derniers?|chiffres?|numeros?)(?![a-z])", re.ASCII)
_LETTER_AFTER: Final = re.compile(
    r"[ ,]{1,2}(?:(?:et|puis|avec|une|la)[ ]){0,2}lettre[ ](?P<v>[a-z](?![a-z'])(?:[ ,]{1,2}comme[ ](?:le |la |l')?[a-z]{2,15})?)",
    re.ASCII,
)
_ALONE: Final = re.compile(
    r"(?:\[[^\]\n]{1,16}\] ?|[a-z][a-z0-9' ()-]{0,28} ?: ?)?(?:(?:oui|alors|donc|c'est|cest|le|euh|voila)[ ,]{1,2}){0,4}",
    re.ASCII,
)
_PUBLIC: Final = re.compile(
    r"0(?:8|162|163|270|271|377|378|424|425|568|569|948|949|97\d)\d{4,8}|0?8\d{5}|118\d{3}|(?:19|20)\d\d(?:19|20)\d\d",
    re.ASCII,
)
_UNIT_AFTER: Final = re.compile(
    r"[ ,]{1,2}(?:euros?|centimes?|kilos?|grammes?|metres?|kilometres?|centimetres?|litres?|heures?|h|minutes?|jours?|mois|ans|pour cent|virgule|degres?|watts?|kilowatt[a-z]{0,8}|gigas?|megas?|points?|fois|"
    r"personnes?|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?![a-z])",
    re.ASCII,
)
_NO_PERSON: Final = re.compile(
    r"(?<![a-z])(?:modele|article|catalogue|produit|version|formulaire|cerfa|loi|vol|train|numero vert|gratuit|standard|service|urgence|tailles?|pneus?|annees?|entre|pages?|chapitre|code (?:barre|promo|erreur)s?|erreur|siret|siren|lot)(?![a-z])[^\n]{0,30}$",
    re.ASCII,
)
_TAKEN_BACK: Final = re.compile(r"(?<![a-z])(?:non|pardon|plutot|trompee?|excusez|mince|en fait)(?![a-z])", re.ASCII)
_VALUES: Final = frozenset(_LEAST)
_LOOSE: Final = frozenset({"", Label.REFERENCE, Label.PHONE})
_SILENCES: Final = 2
_NEAR: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Numbers and letters said in a row within one turn.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        value: Its digits and letters, without blanks.
        count: How many numbers and runs of letters it is made of.
    """

    start: int
    end: int
    value: str
    count: int


@dataclass(slots=True)
class _Topic:
    """What the turns speak of, and the pieces told of it so far."""

    label: str = ""
    silences: int = 0
    told: int = 0


def told_in_pieces(text: Text, pieces: Sequence[Piece], found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the pieces of values that no rule read.

    Args:
        text: The text; each turn stands on a line of its own.
        pieces: What was said in numbers and letters, in order.
        found: What the rules found in it.

    Yields:
        A finding per piece.
    """
    labels = _known(pieces, found)
    new: dict[int, Finding] = {}
    for place, finding in _telephones(text, pieces, labels):
        new[place] = finding
        labels[place] = finding.label
    for place, finding in _announced(text, pieces):
        within = [place]
        while within[-1] + 1 < len(pieces) and pieces[within[-1] + 1].end <= finding.end:
            within.append(within[-1] + 1)
        if any(labels[each] != finding.label for each in within):
            new[place] = finding
            for each in within:
                labels[each] = finding.label
    for place, finding in _corrected(text, pieces, labels):
        new[place] = finding
        labels[place] = finding.label
    for place, finding in _repeated(pieces, labels):
        new[place] = finding
    yield from new.values()
    for piece, label in zip(pieces, labels, strict=True):
        letter = _LETTER_AFTER.match(text.low, piece.end) if label == Label.REFERENCE else None
        if letter:
            yield Finding(label, *letter.span("v"), 0.75, ("recogniser:told_in_pieces", "context:lettre"))
    for place, piece in enumerate(pieces):
        keyed = _keyed(text.low, piece) if labels[place] in _LOOSE else None
        if keyed:
            yield Finding(Label.SECRET, *keyed, 0.85, ("recogniser:code_of_keypad", "context:dièse, étoile"))
        elif not labels[place] and place not in new and _is_long(text, piece):
            why = ("recogniser:long_number_said", "context:nothing else explains it")
            yield Finding(Label.REFERENCE, piece.start, piece.end, 0.6, why)


def _telephones(text: Text, pieces: Sequence[Piece], labels: Sequence[str]) -> Iterator[tuple[int, Finding]]:
    """Yield the parts of a French number that little words keep apart: "zéro six alors attendez trente-neuf oui …"."""
    for first, piece in enumerate(pieces):
        if piece.value[0] != "0" or piece.value[:2] in {"00", "08"} or labels[first] == Label.PHONE:
            continue
        digits, place = piece.value, first
        while len(digits) < 10 and place + 1 < len(pieces):
            place += 1
            if pieces[place].start - pieces[place - 1].end > _NEAR or labels[place] not in _LOOSE:
                break
            digits += pieces[place].value
        pairs = all(len(each.value) % 2 == 0 for each in pieces[first : place + 1])
        if len(digits) != 10 or not digits.isdigit() or not pairs or place == first:
            continue
        for each in range(first, place + 1):
            span = pieces[each]
            why = ("recogniser:telephone_in_pieces", "context:ten digits")
            yield each, Finding(Label.PHONE, span.start, span.end, 0.88, why)


def _known(pieces: Sequence[Piece], found: Sequence[Finding]) -> list[str]:
    """Return the label of each piece that a rule read, or an empty one."""
    labels = []
    waiting = sorted(
        ((finding.start, place) for place, finding in enumerate(found) if finding.label in _VALUES), reverse=True
    )
    holding: list[int] = []
    for piece in pieces:
        while waiting and waiting[-1][0] < piece.end:
            holding.append(waiting.pop()[1])
        # A finding that ends before this piece ends before those that follow too.
        holding = [place for place in holding if piece.start < found[place].end]
        best = max(holding, key=lambda place: (found[place].score, -place), default=-1)
        # What a rule read in part only may be told again as a whole.
        whole = best >= 0 and (
            min(found[place].start for place in holding) <= piece.start
            and max(found[place].end for place in holding) >= piece.end
        )
        labels.append(found[best].label if whole else "")
    return labels


def _keyed(low: str, piece: Piece) -> tuple[int, int] | None:
    """Return where a code stands with the keys said before or after it: "dièse, quarante-sept, zéro trois, étoile"."""
    if len(piece.value) < _LEAST_KEYED or not piece.value[:1].isdigit():
        return None
    before = _KEY_BEFORE.search(low, max(0, piece.start - 48), piece.start)
    after = _KEY_AFTER.match(low, piece.end)
    if (before is None and after is None) or (before is not None and before.group("menu")):
        return None
    return (before.start("key") if before else piece.start), (after.end() if after else piece.end)


def _is_long(text: Text, piece: Piece) -> bool:
    """Say whether a number is too long for anything but a number of a person: prices and dates have their words."""
    low = text.low
    if any(map(str.isdigit, low[piece.start : piece.end])) or "y a " in low[piece.start : piece.end]:
        return False
    digits = sum(map(str.isdigit, piece.value))
    letters = len(piece.value) - digits
    alone = _ALONE.fullmatch(low, low.rfind("\n", 0, piece.start) + 1, piece.start) is not None and low[
        piece.end : piece.end + 2
    ].strip(" .") in {"", "\n"}
    long = digits > 7 or (digits > 6 and piece.count > 3) or (alone and digits > 4 and piece.count > 1)
    mixed = letters > 1 and digits > 2 and piece.count > 2
    if not (long or mixed) or _PUBLIC.fullmatch(piece.value):
        return False
    return (
        _UNIT_AFTER.match(low, piece.end) is None
        and _NO_PERSON.search(low, max(0, piece.start - 44), piece.start) is None
    )


def _start(piece: Piece) -> int:
    return piece.start


def _announced(text: Text, pieces: Sequence[Piece]) -> Iterator[tuple[int, Finding]]:
    """Yield pieces given in turns that hold nothing else, after what they are was said."""
    low = text.low
    topic = _Topic()
    asked = False  # the value was announced, or asked for, in a turn that gave no number
    streak: list[tuple[int, Finding]] = []
    for first, end in turns(low):
        start = first
        inside = [
            place
            for place in range(bisect_left(pieces, start, key=_start), bisect_left(pieces, end, key=_start))
            if pieces[place].end <= end
        ]
        cues = list(_TOPIC.finditer(low, start, end))
        if cues:
            yield from _enough(streak, topic)
            streak = []
            for cue, following in pairwise(cues):
                first_told = [
                    (place, pieces[place]) for place in inside if cue.end() <= pieces[place].start < following.start()
                ]
                yield from _at_once(low, cue, following.start(), first_told)
            topic = _Topic(cues[-1].lastgroup or "")
            start = cues[-1].end()
            inside = [place for place in inside if pieces[place].start >= start]
            asked = not inside
            if not inside:
                continue
        if not topic.label:
            continue
        words = _words_between(low, start, end, [pieces[place] for place in inside])
        dated = _MONTHS if topic.label == Label.BIRTHDATE else frozenset()
        broken = bool(words - _FILLERS - dated - (_AWAITED if cues else frozenset()))
        if broken:
            told_here = [(place, pieces[place]) for place in inside]
            amid = _told_amid(low, told_here) if asked and not topic.told else []
            inside = sorted({*amid, *_told_first(low, start, end, told_here)})
        if broken and not inside:
            yield from _enough(streak, topic)
            streak, topic = [], _Topic()
            continue
        if not inside:
            topic.silences += 1
            if topic.silences > _SILENCES:
                yield from _enough(streak, topic)
                streak, topic = [], _Topic()
            continue
        topic.silences = 0
        told = [pieces[place] for place in inside if not _COUNTED.match(low, pieces[place].end)]
        topic.told += sum(len(piece.value) for piece in told)
        for finding in _named(topic.label, told, low, start, end):
            streak.append((next(place for place in inside if pieces[place].end > finding.start), finding))
        if broken and low[pieces[inside[-1]].end : end].strip(" .,") not in {"", "voila", "euh"}:
            yield from _enough(streak, topic)
            streak, topic = [], _Topic()
    yield from _enough(streak, topic)


def _named(label: str, told: Sequence[Piece], low: str, start: int, end: int) -> Iterator[Finding]:
    """Yield the pieces of a turn under the label of what it speaks of; a date is one span, with its month in words."""
    why = ("recogniser:told_in_pieces", f"context:{label.lower()} spoken of")
    if label != Label.BIRTHDATE:
        for first, last in _joined(low, told):
            yield Finding(label, first, last, 0.8, why)
    elif told:
        said = [(piece.start, piece.end) for piece in told]
        said += [word.span() for word in _WORD.finditer(low, start, end) if word.group() in _MONTHS]
        yield Finding(label, min(said)[0], max(last for _, last in said), 0.8, why)


def _joined(low: str, told: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield where a value stands, with the hesitations inside it: "six six quatre, heu, quarante-trois"."""
    spans: list[tuple[int, int]] = []
    for piece in told:
        if spans and _HESITATES.fullmatch(low, spans[-1][1], piece.start):
            spans[-1] = (spans[-1][0], piece.end)
        else:
            spans.append((piece.start, piece.end))
    yield from spans


def _at_once(
    low: str, cue: re.Match[str], end: int, pieces: Sequence[tuple[int, Piece]]
) -> Iterator[tuple[int, Finding]]:
    """Yield the pieces that stand right after what announces them, in a turn that goes on to another value."""
    topic = _Topic(cue.lastgroup or "")
    told = _told_first(low, cue.end(), end, pieces)
    kept = [(place, piece) for place, piece in pieces if place in told]
    topic.told = sum(len(piece.value) for _, piece in kept)
    why = ("recogniser:told_in_pieces", f"context:{topic.label.lower()} spoken of")
    yield from _enough([(place, Finding(topic.label, p.start, p.end, 0.8, why)) for place, p in kept], topic)


def _told_first(low: str, start: int, end: int, pieces: Sequence[tuple[int, Piece]]) -> list[int]:
    """Return the pieces of a turn before its words turn to something else: "c'est 041 je vois mal 732 et j'ai …"."""
    kept: list[int] = []
    position = start
    for place, piece in pieces:
        if set(_WORD.findall(low, position, piece.start)) - (_FILLERS | _ASIDES | _AWAITED):
            break
        after = _WORD.search(low, piece.end, end)
        if after is not None and after.group() not in _FILLERS | _ASIDES:
            break
        kept.append(place)
        position = piece.end
    return kept


def _told_amid(low: str, pieces: Sequence[tuple[int, Piece]]) -> list[int]:
    """Return the pieces of an answer that are no measure, whatever stands between: "sept quatre neuf oups ça s'efface double deux huit"."""
    return [
        place
        for place, piece in pieces
        if piece.count > 1 and len(piece.value) > 2 and _UNIT_AFTER.match(low, piece.end) is None
    ]


def _enough(streak: list[tuple[int, Finding]], topic: _Topic) -> list[tuple[int, Finding]]:
    return streak if topic.label and topic.told >= _LEAST[topic.label] else []


def _words_between(low: str, start: int, end: int, pieces: Sequence[Piece]) -> set[str]:
    words: set[str] = set()
    position = start
    for piece in pieces:
        words.update(_WORD.findall(low, position, piece.start))
        position = piece.end
    words.update(_WORD.findall(low, position, end))
    return words


def _corrected(text: Text, pieces: Sequence[Piece], labels: Sequence[str]) -> Iterator[tuple[int, Finding]]:
    """Yield what replaces the end of a value: "… vingt-trois onze, non pardon, vingt-trois douze"."""
    label = ""
    for place in range(1, len(pieces)):
        piece, previous = pieces[place], pieces[place - 1]
        label = labels[place - 1] or (label if label and place > 1 else "")
        if labels[place] or not label or len(piece.value) < 2:
            label = ""
            continue
        between = _CORRECTED.fullmatch(text.low, previous.end, piece.start)
        if between is None or _TAKEN_BACK.search(between.group()) is None:
            label = ""
            continue
        yield place, Finding(label, piece.start, piece.end, 0.78, ("recogniser:corrected", "context:pardon"))


def _repeated(pieces: Sequence[Piece], labels: Sequence[str]) -> Iterator[tuple[int, Finding]]:
    """Yield what says a part of a value again, whoever says it."""
    told: dict[str, list[str]] = {}
    for piece, label in zip(pieces, labels, strict=True):
        if label:
            told.setdefault(label, []).append(piece.value)
    wholes = {label: "".join(values) for label, values in told.items()}
    for place, piece in enumerate(pieces):
        value = piece.value
        if labels[place] or len(value) < 4 or re.fullmatch(r"(?:19|20)\d\d", value):
            continue
        for label, whole in wholes.items():
            if value in whole:
                yield (
                    place,
                    Finding(label, piece.start, piece.end, 0.76, ("recogniser:repeated", "context:said before")),
                )
                break

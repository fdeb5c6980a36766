"""The same message come twice is recognised by the surest key that applies; two messages that look alike are not one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from egide.intake import Identifiers, Personal, Position, Record, author_ref
from egide.intake.dedup import Key, Seen, find_duplicate, keys_of, near_signature, normalise_text
from egide.intake.minhash import SIGNATURE_BYTES, resemblance

BRAND, OTHER_BRAND = b"b" * 32, b"c" * 32
AT = datetime(2026, 9, 2, 6, 14, 10, tzinfo=UTC)
LONG = (
    "Bonjour, je vous écris au sujet de ma facture du mois d'août qui affiche une consommation bien trop élevée alors que "
    "nous étions absents trois semaines, merci de refaire le calcul et de suspendre le prélèvement prévu le dix septembre. "
    "Je joins une photographie du compteur prise ce matin et reste disponible par téléphone toute la journée de vendredi."
)


def _record(**changes: object) -> Record:
    customer = Identifiers(email=Personal("maelle@exemple.test"))
    record = Record(
        source="crm",
        external_id="1",
        thread_id="1",
        channel="email",
        direction="inbound",
        position=Position("x"),
        author=customer,
        customer=customer,
        started_at=AT,
        text=LONG,
        message_id="a@exemple.test",
    )
    return replace(record, **changes)  # type: ignore[arg-type]


class _Index:
    """The keys of one brand, in memory."""

    def __init__(self, *records: Record, brand: bytes = BRAND) -> None:
        self._held: list[tuple[Key, Seen]] = []
        for rank, record in enumerate(records):
            person = author_ref(record.author, brand)
            seen = Seen(
                f"m{rank}", record.source, record.external_id, person, record.started_at, near_signature(record.text)
            )
            self._held.extend((key, seen) for key in keys_of(record, person, brand))

    def seen_under(self, keys: Iterable[Key]) -> Iterator[tuple[Key, Seen]]:
        wanted = set(keys)
        return (pair for pair in self._held if pair[0] in wanted)


def _kind(record: Record, *known: Record, brand: bytes = BRAND) -> str | None:
    person = author_ref(record.author, brand)
    match = find_duplicate(record, person, keys_of(record, person, brand), _Index(*known))
    return match.kind if match else None


SOMEBODY_ELSE = Identifiers(email=Personal("luc@exemple.test"))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "external"),
        ({"text": "autre", "message_id": "", "started_at": None}, "external"),
        ({"source": "imap", "external_id": "z", "text": "autre"}, "message-id"),
        ({"source": "imap", "external_id": "", "message_id": ""}, "content"),
        ({"source": "imap", "external_id": "", "message_id": "", "text": LONG.upper().replace(" ", "\n")}, "content"),
        ({"source": "imap", "external_id": "", "message_id": "", "started_at": AT + timedelta(minutes=1)}, "band"),
        ({"source": "imap", "external_id": "", "message_id": "", "started_at": AT + timedelta(hours=49)}, None),
        ({"source": "imap", "external_id": "", "message_id": "", "author": SOMEBODY_ELSE}, None),
        ({"external_id": "2", "message_id": ""}, None),
        ({"source": "imap", "external_id": "", "message_id": "", "author": Identifiers()}, None),
    ],
    ids=lambda held: str(sorted(held)) if isinstance(held, dict) else str(held),
)
def test_uses_the_surest_key_that_applies(changes: dict[str, object], kind: str | None) -> None:
    assert _kind(_record(**changes), _record()) == kind


def test_a_near_copy_is_recognised_and_a_follow_up_is_not() -> None:
    loose = {"source": "imap", "external_id": "", "message_id": "", "started_at": AT + timedelta(hours=3)}
    assert _kind(_record(text=LONG + " Merci !", **loose), _record()) == "band"
    follow_up = (
        LONG[: len(LONG) // 2]
        + " Finalement j'ai trouvé la réponse, vous pouvez fermer ce dossier, bonne journée à vous."
    )
    assert _kind(_record(text=follow_up, **loose), _record()) is None


def test_short_messages_are_never_taken_for_near_copies() -> None:
    loose = {"source": "imap", "external_id": "", "message_id": "", "started_at": AT + timedelta(minutes=5)}
    assert _kind(_record(text="Merci beaucoup", **loose), _record(text="Merci beaucoup")) is None


def test_two_brands_never_share_a_key() -> None:
    record = _record()
    ours = {key.digest for key in keys_of(record, author_ref(record.author, BRAND), BRAND)}
    theirs = {key.digest for key in keys_of(record, author_ref(record.author, OTHER_BRAND), OTHER_BRAND)}
    assert not ours & theirs
    assert _kind(record, record, brand=OTHER_BRAND) is None


def test_a_person_is_one_person_across_channels_inside_a_brand() -> None:
    spellings = ["06 12 34 56 78", "+33612345678", "0033 6 12 34 56 78", "06.12.34.56.78"]
    assert len({author_ref(Identifiers(phone=Personal(number)), BRAND) for number in spellings}) == 1
    addresses = ["Maelle@Exemple.test", " maelle@exemple.TEST "]
    assert len({author_ref(Identifiers(email=Personal(address)), BRAND) for address in addresses}) == 1
    assert author_ref(Identifiers(name=Personal("Maëlle Fictive")), BRAND) is None


@given(st.text(min_size=1, max_size=200))
@example(":ı")
def test_the_same_text_resembles_itself(text: str) -> None:
    made = near_signature(text * 15)
    assert len(made) in {0, SIGNATURE_BYTES}
    assert not made or resemblance(made, near_signature(normalise_text(text * 15).upper())) == pytest.approx(1.0)


def test_estimates_the_likeness_of_two_sets_within_its_error() -> None:
    words = [f"mot{rank}" for rank in range(400)]
    for shared in (100, 200, 280):
        first, second = words[:300], [*words[:shared], *(f"autre{rank}" for rank in range(300 - shared))]
        ours = {" ".join(first[i : i + 3]) for i in range(298)}
        theirs = {" ".join(second[i : i + 3]) for i in range(298)}
        exact = len(ours & theirs) / len(ours | theirs)
        estimate = resemblance(near_signature(" ".join(first)), near_signature(" ".join(second)))
        assert abs(estimate - exact) < 4 * (exact * (1 - exact) / 128) ** 0.5

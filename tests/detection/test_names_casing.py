"""A name is found whatever the casing and the accents, and wherever its bearer's family comes from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.detection.names import recognisers
from egide.detection.text import Text, fold

# Full names invented for this test, by the region whose names they follow.
NAMES = {
    "France": ["Élodie Marchandier", "Jean-Luc Vauquelin", "Gwendal Le Moign", "Solange Delacroix"],
    "Maghreb": ["Yacine Boumediene", "Khadija El Fassi", "Nabil Benkirane", "Samira Cherkaoui"],
    "West Africa": ["Mamadou Coulibaly", "Aminata Sissoko", "Seydou Ouedraogo", "Ngozi Okafor"],
    "Vietnam and China": ["Thi Huong Nguyen", "Minh Tran", "Xiaoming Zhang", "Linh Pham"],
    "Europe": ["Wojciech Kowalski", "Jürgen Steinbrück", "Rocío Echeverría", "Joost van der Heijden"],
}
ALL = [name for names in NAMES.values() for name in names]
FRAMES = [
    "Bonjour, je m'appelle {} et ma ligne est coupée.",
    "Le dossier est au nom de {}, merci de rappeler.",
    "My name is {} and I want a refund.",
]
CASINGS = {
    "as written": str,
    "lower": str.lower,
    "upper": str.upper,
    "plain": fold,
    "lower and plain": lambda text: fold(text).lower(),
}


def covers(text: str, name: str) -> bool:
    start = text.index(name)
    needed = set(range(start, start + len(name)))
    for finding in recognisers()[0].find(Text(text)):
        needed -= set(range(finding.start, finding.end))
    return not any(text[place].isalnum() for place in needed)


@pytest.mark.parametrize("casing", CASINGS)
@pytest.mark.parametrize("region", NAMES)
def test_covers_names_of_every_region_in_every_casing(region: str, casing: str) -> None:
    change = CASINGS[casing]
    missed = [
        name for name in NAMES[region] for frame in FRAMES if not covers(change(frame.format(name)), change(name))
    ]
    assert missed == []


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(ALL),
    before=st.sampled_from(["", "Merci. ", "😀 ", "e\u0301té\r\n", "שלום "]),
    frame=st.sampled_from(FRAMES),
)
def test_neutral_text_before_does_not_lose_the_name(name: str, before: str, frame: str) -> None:
    assert covers(before + frame.format(name), name)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_spans_stay_inside_any_text_and_do_not_overlap(text: str) -> None:
    reached = 0
    for finding in recognisers()[0].find(Text(text)):
        assert reached <= finding.start < finding.end <= len(text)
        reached = finding.end

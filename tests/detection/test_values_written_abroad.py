"""Values as people of Germany, Austria, Switzerland, Spain, Italy, the Netherlands, Belgium, Portugal, Britain and Ireland write them."""

import re

import pytest

from egide import Detector

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def _left(marked: str) -> list[str]:
    """Return the marked values of which a letter or a digit stays in clear."""
    text = _MARK.sub(r"\1", marked)
    covered = {place for found in Detector.default().find(text) for place in range(found.start, found.end)}
    left, shift = [], 0
    for mark in _MARK.finditer(marked):
        start = mark.start() - shift
        value = mark.group(1)
        if any(char.isalnum() and start + place not in covered for place, char in enumerate(value)):
            left.append(value)
        shift += len("[[]]")
    return left


@pytest.mark.parametrize(
    "marked",
    [
        "We moved to [[Apartment 14, Block C, Grand Canal Dock]], [[Dublin 4, D04 X7K2]].",
        "I live at [[The Old Rectory, Church Lane]], [[Great Missenden HP16 0BD]].",
        "c/o Mrs [[Eileen Whitcombe]], [[3 Quarry Bank]], Matlock",
        "[[PO Box 118]], [[Truro TR1 2XN]]",
        "Ich wohne in der [[Musterstr. 12a, Hinterhaus, 3. OG links]], [[10245 Berlin]].",
        "Bitte liefern an [[Obere Hauptgasse 7]], [[3600 Thun]].",
        "Adresse: [[Mariahilfer Straße 112/3/14]], [[1070 Wien]]",
        "Ich bin umgezogen: [[Straße des 17. Juni 44]], [[10623 Berlin]]",
        "meine Anschrift: [[Hinterm Dorf 3]], [[26721 Emden]]",
        "Vivo en la [[C/ Mayor nº 4, 3º B, esc. dcha.]], [[50001 Zaragoza]].",
        "domicilio en [[Pº de la Castellana 41, bajo izq.]], Madrid",
        "vivo en [[calle del olmo 7, portal 2, 4ºC]] de [[getafe]]",
        "[[Polígono Las Viñas, nave 4]], [[Lorca (Murcia)]]",
        "Abito in [[via Roma 12/B, int. 4, scala C]], [[40121 Bologna]].",
        "[[P.zza Garibaldi 2, citofono Ferri]], [[Cuneo]]",
        "[[Vicolo dei Fiori, 3bis]]",
        "Ik woon op de [[Kerkstraat 12 bis]], [[1012 AB Amsterdam]].",
        "Nieuw adres [[Van Woustraat 44 hs]], [[1073LL Amsterdam]]",
        "[['t Zand 14]], [[8000 Brugge]]",
        "Moro na [[Rua das Flores, n.º 12, 3.º Esq.]], [[1200-195 Lisboa]].",
        "[[Praceta José Régio, Lote 4, R/C B]], [[2745-118 Queluz]]",
        "[[Urbanização Quinta do Sol, Bloco C, 2.º Frente]], [[8125-406 Vilamoura]]",
        "A D. Graça do [[2.º Esq]] recebeu",
    ],
)
def test_finds_addresses_as_written_there(marked: str) -> None:
    assert _left(marked) == []


@pytest.mark.parametrize(
    "text",
    [
        "The branch at 14 High Street will close on 3 June.",
        "Il negozio di via Torino 12 apre alle 9.",
        "De winkel in de Kalverstraat 92 is open tot 18 uur.",
        "La oficina de la calle Preciados 3 abre a las 10.",
        "Ist die Waschmaschine mit 8 kg noch lieferbar?",
        "Barclays Bank has 2 branches and Quarry Bank is a village",
        "Hallo, ich bin Clara, Ihre digitale Assistentin.",
    ],
)
def test_leaves_shops_products_and_assistants_alone(text: str) -> None:
    assert Detector.default().find(text) == []


@pytest.mark.parametrize(
    "marked",
    [
        "I'm staying with my sister in [[Ramsgate]] until Friday",
        "we broke down near [[Penrith]] with two kids",
        "it's gareth from [[aberystwyth]], about the boiler",
        "wir sitzen seit Stunden in [[Rendsburg]] fest",
        "Umzug nach [[Lüdenscheid]] zum Ersten",
        "unser Haus im Schwarzwald bei [[Freudenstadt]]",
        "vivo en [[Motilla del Palancar]] con mi madre",
        "me robaron el bolso en [[Sitges]] ayer",
        "abito a [[Castel Volturno]] da un anno",
        "siamo bloccati a [[Domodossola]]",
        "ik woon sinds kort in [[Raalte]].",
        "ons vakantiehuisje in [[Zierikzee]]",
        "moro em [[Alcanena]] com os meus pais",
        "estou em [[Espinho]] sem luz",
        "¿Dónde viven ahora?\nInquilino: en [[Olot]], cerca",
        "And the postcode?\nCaller: [[NG7 2RD]], please",
        "Und die Postleitzahl?\n[[77694]], bitte",
    ],
)
def test_finds_towns_that_people_live_or_have_trouble_in(marked: str) -> None:
    assert _left(marked) == []


@pytest.mark.parametrize(
    "text",
    [
        "Vivo en España, en alquiler.",
        "We live in fear of the next bill.",
        "De trein uit Utrecht was te laat.",
        "Is the bus from Leeds late?",
        "Quiero alquilar un piso en Sitges",
    ],
)
def test_leaves_countries_and_journeys_alone(text: str) -> None:
    assert Detector.default().find(text) == []

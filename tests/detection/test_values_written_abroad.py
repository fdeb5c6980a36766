"""Values as people of Germany, Austria, Switzerland, Spain, Italy, the Netherlands, Belgium, Portugal, Britain and Ireland write them."""

import pytest
from tests.detection.marked import left_in_clear

from egide import Detector


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
    assert left_in_clear(marked) == []


@pytest.mark.parametrize(
    "text",
    [
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
    assert left_in_clear(marked) == []


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


@pytest.mark.parametrize(
    "marked",
    [
        "Our ref: [[MT/88/4410]], quote number [[Q-20918]]",
        "PPS number [[7654321TA]]",
        "My SSN ends in [[2291]].",
        "an Irish plate [[182-C-30771]]",
        "ring me on [[086 555 0133]] or [[01632 960 774]]",
        "Kd.-Nr. [[55120]], Vertragskennung [[VK-8841-02]]",
        "Zählpunkt [[AT0020000000000000001000087654321]]",
        "SVNR [[4417 120380]], Krankenversichertennummer [[B987654321]]",
        "mein Auto ([[KA BX 771]]) steht noch dort",
        "Tel. [[0621/4417722]]",
        "Geb.-Datum: [[07.10.1979]]",
        "D.N.I.: [[51.774.120-M]], carné de conducir nº [[51774120-M]]",
        "fecha nac. [[07/10/79]], teléfono fijo [[947 220 118]]",
        "tfno: [[947-220-118]]",
        "Un saludo\nIgone\n[[688 220 451]]",
        "CUPS [[ES0031000077412209QX0F]], albarán [[A-20914]]",
        "la pratica n. [[2024/7712]] è ferma, ordine n. [[77120934]] mai arrivato",
        "protocollo [[0077120/24]], segnalazione n. [[220918]]",
        "carta di identità [[AY 7712093]]",
        "track & trace [[3SKLMN771209344]]",
        "relatienummer [[7712093]], schadenummer [[S24.7712]]",
        "mijn auto [[77-KB-ZX]] en de camper [[X-441-KL]]",
        "geb.datum [[07-10-1979]]",
        "n.º de utente [[377120934]], cartão de cidadão [[17712093 4 ZY1]]",
        "CPE [[PT0002000077120934ZW]], reclamação n.º [[ROR00000077120934]]",
        "o meu carro [[BD-77-QX]]",
        "tlm [[93 771 20 93]], o meu contacto é o [[967712093]]",
    ],
)
def test_finds_numbers_as_named_and_grouped_there(marked: str) -> None:
    assert left_in_clear(marked) == []


@pytest.mark.parametrize(
    "text",
    [
        "Artikelnummer 4410287 ist ausverkauft, Zugnummer 578 fällt aus",
        "Modelnummer WH-1000 in het zwart",
        "il pedido de 45 euros llega mañana",
        "ordine di 120 pezzi entro maggio",
        "Servicenummer 0800 330 1000",
        "Hausnummer 12 hat keinen Anschluss",
        "Llamen al 900 123 456 para atención al cliente.",
        "De garantie is 2 jaar, zie artikel 7.",
        "Ligue para a linha de apoio 808 200 400",
    ],
)
def test_leaves_product_and_service_numbers_alone(text: str) -> None:
    assert Detector.default().find(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Estimada Sra. de la Peña Ruiz:", ["de la Peña Ruiz"]),
        ("Exmo. Sr. Eng. Vasconcelos, o processo", ["Vasconcelos"]),
        ("Gentile sig.ra Di Benedetto,", ["Di Benedetto"]),
        ("mia nonna Concetta è caduta", ["Concetta"]),
        ("pakket ligt bij de buren, familie Postma", ["Postma"]),
        ("o meu marido é o Belmiro Pimentel e", ["Belmiro Pimentel"]),
        ("lidnummer 44120987", []),
        ("Sehr geehrter Herr Bürgermeister,", []),
        ("Egregio Dott. Lo Presti,", ["Lo Presti"]),
    ],
)
def test_reads_names_apart_from_titles_and_fields(text: str, names: list[str]) -> None:
    found = Detector.default().find(text)
    assert [text[each.start : each.end] for each in found if each.label == "PERSON"] == names


@pytest.mark.parametrize(
    "marked",
    [
        "hit outside [[44 Priory Parade]], [[Knaresborough]].",
        "its Shanice from [[flat 7c]], the lift is out",
        "My phone was stolen at my sister's in [[Rotherham]]",
        "wurde am Montag in [[Backnang]] gerammt",
        "Anrufer: [[Birkenweg vierzehn]], glaub ich",
        "Straße und Hausnummer: [[Auf der Lay 4]]\nPLZ / Ort: 56068 Koblenz",
        "Meine Karte (Endziffern [[3391]])",
        "Consuelo Prado, de [[83 años]], vive sola",
        "Pueden llamarme al [[688 12 09 34]] por la tarde",
        "soy Yeray del [[4ºD]], sin luz",
        "La niña nació el [[7 de mayo de 2020]]",
        "C.P.: [[15004]]",
        "Documento: C.I. [[CB33120XD]]",
        "e sto al [[quinto piano]] senza ascensore",
        "Mi trova al [[339 12 09 345]]",
        "carta che termina con [[3391]]",
        "Straat en huisnummer: [[Korte Munte 33]]\nPostcode: [[1019 AK]]",
        "pas eindigend op [[3391]]",
        "Podem ligar-me para o [[915 120 934]]",
        "sou o Nuno do [[2.º C]], sem gás",
        "sent to my old gaff [[88 tamworth road]] [[croydon]], sorry",
        "meine alte adresse [[lange str. 19]] und",
        "ik woonde op de [[lange weg 88]] [[tilburg]], nu niet meer",
        "Dove abita?\nChiamante: A [[Finale Emilia]], da sola",
        "postcode [[9101 BC]], huisnummer volgt",
        "El [[3 del 9 de 1944]], creo",
        "my direct line is [[017687 55012]]",
        "Mietvertrag [[MV-0771-C]] gekündigt",
        "Estimada Dra. [[Uribarri]], le escribo",
        "clave de acceso: [[3391]]",
        "el código que me llegó es [[771 209]]",
        "the key safe is [[0771]], thanks",
        "il pin della carta è [[3391]]",
        "change the username [[tia_b71]] to [[tiabrown71]] please",
        "we are here in [[Rotherham]] with no heating",
        "[[Rua Direita, dezassete]], em Mangualde",
        "a vendedora [[maria_ceramica]] não responde",
        "il venditore era [[luca.moto77]], sparito",
        "bin Torsten aus [[Delmenhorst]]",
        "a linha [[266 120 934]] está cortada",
        "paguei por mbway do [[912 120 934]]",
        "my licence is [[PRATC 711304 D99QX]].",
        "permesso di soggiorno [[I20918844]], scade",
        "me pidieron el código [[883104]] y lo di",
        "EAN aansluiting [[871694830000417258]] staat op de meter",
        "denuncia prot. [[2025/RM/40218]].",
        "Die Steuer-ID meines Sohnes [[94580730215]] fehlt noch",
        "My grandson [[Barnaby]], [[four]], was in the car",
        "mein pincode war null, die geheimzahl ist [[acht drei zwei eins]]",
        "el dni es [[cuatro uno ocho nueve siete seis cinco ocho efe]] y",
    ],
)
def test_finds_what_people_leave_short(marked: str) -> None:
    assert left_in_clear(marked) == []

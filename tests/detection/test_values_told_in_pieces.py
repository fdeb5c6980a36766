"""Values that a call gives by parts: over several turns, repeated by the agent, or taken back."""

import pytest

from egide import Detector
from egide.detection.text import clean


def _found(text: str) -> list[str]:
    return [f"{found.label} {text[found.start : found.end]}" for found in Detector.rules_only().find(text)]


def test_finds_a_telephone_given_by_turns():
    text = "agent: votre portable\nclient: le zéro six\nagent: oui\nclient: trente-neuf quatre-vingt-dix-huit\nagent: d'accord\nclient: vingt et un quinze"
    assert _found(text) == [
        "PHONE zéro six",
        "PHONE trente-neuf quatre-vingt-dix-huit",
        "PHONE vingt et un quinze",
    ]


def test_finds_what_the_agent_says_again_by_parts():
    text = (
        "agent: votre numéro de contrat\nclient: c'est le sept cent douze six cent quarante\n"
        "agent: sept cent douze\nclient: oui\nagent: six cent quarante"
    )
    assert _found(text)[-2:] == ["REFERENCE sept cent douze", "REFERENCE six cent quarante"]


def test_finds_the_end_of_a_number_taken_back():
    text = "mon téléphone c'est le zéro quatre soixante-cinq soixante et onze vingt-trois onze non pardon vingt-trois douze"
    assert _found(text)[-1] == "PHONE vingt-trois douze"


def test_finds_a_code_received_and_read_aloud():
    assert _found("agent: vous avez reçu un code par sms\nclient: oui je l'ai c'est cinq zéro trois neuf") == [
        "SECRET cinq zéro trois neuf"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "agent: votre numéro de dossier\nclient: je l'ai pas\nagent: il manque deux colis\nclient: trois colis",
        "agent: je regarde votre dossier\nclient: oui\nagent: le rendez-vous est mardi\nclient: à quinze heures trente",
        "agent: votre portable est débité de vingt-neuf euros\nclient: trente-deux",
    ],
)
def test_leaves_numbers_of_other_things(text: str):
    assert _found(text) == []


def test_puts_turns_of_one_block_apart():
    text = "agent: bonjour client: oui bonjour agent: votre nom"
    cleaned = clean(text)
    assert cleaned.text.count("\n") == 2
    assert len(cleaned.text) == len(text)


@pytest.mark.parametrize("text", ["Objet : agent : 12 client : 4", "agent: bonjour, client fidèle"])
def test_leaves_what_is_no_transcript_as_it_is(text: str):
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ma réservation numéro k comme kilo w comme william quatre p deux d", "REFERENCE k comme kilo w comme william quatre p deux d"),
        ("le contrat c'est habitation tiret trois cent douze", "REFERENCE habitation tiret trois cent douze"),
        ("on vous rappelle au plus trente-trois six trente-neuf quatre-vingt-dix-huit douze zéro sept", "PHONE plus trente-trois six trente-neuf quatre-vingt-dix-huit douze zéro sept"),
        ("mon numéro client c'est le trois millions cent mille quatre cent six", "REFERENCE trois millions cent mille quatre cent six"),
        ("je suis né le deux avril dix-neuf cent quarante-huit", "BIRTHDATE deux avril dix-neuf cent quarante-huit"),
        ("la carte de fidélité numéro huit cent douze trois cent trente cent six", "REFERENCE huit cent douze trois cent trente cent six"),
        ("au point de livraison quatorze chiffres alors douze trois cent dix zéro zéro quatre cent six deux cent vingt douze", "REFERENCE douze trois cent dix zéro zéro quatre cent six deux cent vingt douze"),
    ],
)  # fmt: skip
def test_writes_down_signs_doubles_and_large_numbers(text: str, expected: str):
    assert _found(text) == [expected]


def test_stops_a_staircase_before_the_postcode():
    text = "au douze impasse du moulin escalier c trente-huit cent trente échirolles"
    assert _found(text)[0] == "ADDRESS douze impasse du moulin escalier c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon adresse c'est julie point brunet tout attaché chez gmail point com", ["EMAIL julie point brunet tout attaché chez gmail point com"]),
        ("agent: j'envoie ça à p point noirot arobase orange point fr", ["EMAIL p point noirot arobase orange point fr"]),
        ("client: le mail c'est karim point saadi\nagent: oui ensuite\nclient: arobase outlook point fr", ["EMAIL karim point saadi", "EMAIL arobase outlook point fr"]),
        ("ma carte bleue le cryptogramme au dos c'est cinq cent douze", ["CARD cinq cent douze"]),
        ("le passeport de clara c'est le dix-neuf b k zéro trois cent douze", ["ID_DOCUMENT dix-neuf b k zéro trois cent douze"]),
        ("le mot de passe que j'avais mis c'était cannelle avec un c majuscule et deux mille neuf", ["SECRET cannelle avec un c majuscule et deux mille neuf"]),
        ("le mot de passe c'est muscade avec un m majuscule j'arrive pas à entrer", ["SECRET muscade avec un m majuscule"]),
    ],
)  # fmt: skip
def test_finds_what_is_dictated_in_many_ways(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("j'ai perdu mon sac hier soir à narbonne près du port", ["LOCATION narbonne"]),
        ("je vous appelle de vesoul", ["LOCATION vesoul"]),
        ("agent: vous appelez d'où\nclient: de rodez en aveyron", ["LOCATION rodez", "LOCATION aveyron"]),
        ("j'habite trente rue des acacias soixante-dix deux cents", ["ADDRESS trente rue des acacias"]),
        ("au trente rue des acacias soixante-dix mille vesoul", ["ADDRESS trente rue des acacias", "LOCATION soixante-dix mille vesoul"]),
        ("au trente rue des acacias quatre-vingt-neuf trois cents joigny", ["ADDRESS trente rue des acacias", "LOCATION quatre-vingt-neuf trois cents joigny"]),
        ("mon frère est à l'hôpital depuis lundi", []),
        ("la livraison était prévue hier à lyon", []),
        ("la voiture est immatriculée b k trois cent douze t r b k comme béatrice", ["PLATE b k trois cent douze t r"]),
        ("rappelez-moi au zéro six trente-neuf quatre-vingt-dix-huit douze quarante après dix-sept heures", ["PHONE zéro six trente-neuf quatre-vingt-dix-huit douze quarante"]),
    ],
)  # fmt: skip
def test_finds_towns_plates_and_lines_where_they_end(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c'est le zéro six alors oui je l'ai là trente-neuf quatre-vingt-dix-huit voilà et puis douze treize", ["PHONE zéro six", "PHONE trente-neuf quatre-vingt-dix-huit voilà et puis douze treize"]),
        ("le téléphone finit bien par trente-huit", ["PHONE trente-huit"]),
        ("le code de la porte c'est dièse zéro quatre neuf deux", ["SECRET dièse zéro quatre neuf deux"]),
        ("elle est née le onze zéro trois mille neuf cent cinquante-six", ["BIRTHDATE onze zéro trois mille neuf cent cinquante-six"]),
        ("le code du portail c'est seize douze c et vous sonnez", ["SECRET seize douze c"]),
        ("mes enfants ont trois et sept ans", ["AGE trois", "AGE sept ans"]),
        ("client: douze mois\nagent: oui douze mois renouvelables", []),
        ("agent: votre rue\nclient: boulevard voltaire\nagent: à dijon c'est bien ça", ["ADDRESS boulevard voltaire", "LOCATION dijon"]),
        ("agent: votre mot secret\nclient: pastèque", ["SECRET pastèque"]),
        ("[Client] noémie tiret bas laurent arobase outlook point com", ["EMAIL noémie tiret bas laurent arobase outlook point com"]),
    ],
)  # fmt: skip
def test_finds_answers_endings_and_ages(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c'est immatriculé alpha kilo trois cent dix tango bravo", ["PLATE alpha kilo trois cent dix tango bravo"]),
        ("j'ai une golf et un hotel réservé pour deux nuits", []),
        ("agent: votre carte vitale\nclient: un cinquante-cinq zéro huit vingt-neuf zéro dix-neuf deux cent quatre\nagent: il me manque la clé\nclient: trente-trois", ["NATIONAL_ID un cinquante-cinq zéro huit vingt-neuf zéro dix-neuf deux cent quatre", "NATIONAL_ID trente-trois"]),
        ("agent: le virement vient de quel compte\nclient: du compte de ma sœur\nagent: finissant par\nclient: sept cent quatre", ["IBAN sept cent quatre"]),
        ("agent: l'adresse\nclient: les jardins du lac\nagent: non la résidence\nclient: j'habite lieu-dit la croix blanche", ["ADDRESS lieu-dit la croix blanche"]),
        ("le login m tiret bas roussel et le mot de passe girafe quarante-six", ["ONLINE m tiret bas roussel", "SECRET girafe quarante-six"]),
    ],
)  # fmt: skip
def test_finds_radio_letters_keys_and_hamlets(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: le numéro de série du compteur\nclient: zéro quarante et un je vois mal sept cent trente-deux et encore huit cent dix", ["REFERENCE zéro quarante et un", "REFERENCE sept cent trente-deux", "REFERENCE huit cent dix"]),
        ("agent: votre dossier\nclient: sept cent quarante-deux zéro un et j'ai payé trois cents euros", ["REFERENCE sept cent quarante-deux zéro un"]),
        ("client: c'est quoi le numéro du service fraude\nagent: le trente-deux dix-huit", []),
        ("agent: vous êtes toujours à annemasse\nclient: oui", ["LOCATION annemasse"]),
    ],
)  # fmt: skip
def test_stops_where_a_turn_speaks_of_something_else(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le point de livraison c'est zéro deux un quatre huit neuf zéro zéro sept six cinq un trois quatre", ["REFERENCE zéro deux un quatre huit neuf zéro zéro sept six cinq un trois quatre"]),
        ("j'habite au dix-sept cours mirabeau et j'ai pris deux cours de piano", ["ADDRESS dix-sept cours mirabeau"]),
        ("mon mail c'est anaïs point roche arobase proton point me", ["EMAIL anaïs point roche arobase proton point me"]),
        ("agent: votre mail finit bien par arobase gmail point com", []),
        ("agent: le code de votre alarme\nclient: dix-neuf quatre-vingt-quatre mais ça sonne", ["SECRET dix-neuf quatre-vingt-quatre"]),
        ("on lui a volé son téléphone hier à créteil l'imei je l'ai noté trente-cinq quarante-neuf zéro deux onze", ["LOCATION créteil", "REFERENCE trente-cinq quarante-neuf zéro deux onze"]),
    ],
)  # fmt: skip
def test_finds_long_numbers_and_leaves_what_is_around(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mes parents ils sont sur bourg-en-bresse depuis douze ans", ["LOCATION bourg-en-bresse"]),
        ("on était en vacances à la baule quand on nous a tout pris", ["LOCATION la baule"]),
        ("Et vous habitez ?\nCliente : À Trélazé, oui.", ["LOCATION Trélazé"]),
        ("vous livrez à domicile sur paris et lyon", []),
        ("Nous avons 03 agences, 14 points relais, 37 casiers, 710 bornes", []),
        ("ma clio c'est e r huit cent douze m m", ["PLATE e r huit cent douze m m"]),
    ],
)  # fmt: skip
def test_finds_where_one_stays_and_leaves_counts(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("votre numéro d'allocataire\nallocataire: c'est quatre cent douze mille trois cent neuf lettre m", ["REFERENCE quatre cent douze mille trois cent neuf", "REFERENCE m"]),
        ("agent: le code de validation que vous venez de recevoir\nclient: attendez il arrive voilà six quatre un zéro zéro neuf", ["SECRET six quatre un zéro zéro neuf"]),
        ("sur le compteur il y a écrit d seize f a zéro douze trois cent quatre", ["REFERENCE d seize f a zéro douze trois cent quatre"]),
        ("c'est le tarif pour un enfant de quatre à onze ans", []),
        ("il reste sept cent douze mille quatre cents euros à financer", []),
        ("les pneus c'est du deux cent vingt-cinq quarante-cinq dix-sept", []),
    ],
)  # fmt: skip
def test_finds_long_numbers_that_nothing_announces(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon rib code banque deux zéro zéro quatre un code guichet zéro un zéro zéro sept", ["IBAN deux zéro zéro quatre un", "IBAN zéro un zéro zéro sept"]),
        ("composez le zéro neuf soixante-dix zéro zéro zéro zéro", []),
        ("au quinzième étage à gauche", ["ADDRESS quinzième étage à gauche"]),
        ("elle rentre en ehpad à douarnenez lundi", ["LOCATION douarnenez"]),
    ],
)  # fmt: skip
def test_finds_banks_floors_and_homes(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("client: j'habite à angers\nagent: dans le maine-et-loire", ["LOCATION angers", "LOCATION maine-et-loire"]),
        ("la machine fait mille quatre cents tours et huit kilos", []),
        ("agent: dans le contrat\nclient: dans les conditions", []),
    ],
)  # fmt: skip
def test_finds_areas_and_leaves_machines(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("j'habite cité des mineurs numéro quatorze à lens", ["ADDRESS cité des mineurs numéro quatorze"]),
        ("client: c'est l'escalier du quai voltaire\nagent: à mâcon\nclient: oui", ["LOCATION mâcon"]),
        ("c'est un pv numéro sept neuf huit quatre deux zéro un trois six cinq", ["REFERENCE sept neuf huit quatre deux zéro un trois six cinq"]),
        ("je n'étais pas à nîmes ce jour-là", ["LOCATION nîmes"]),
        ("agent: l'adresse que j'ai p point rossi arobase free point fr", ["EMAIL p point rossi arobase free point fr"]),
    ],
)  # fmt: skip
def test_finds_estates_towns_and_reports(text: str, expected: list[str]):
    assert [found for found in _found(text) if not found.endswith("lens") and "quai" not in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c'est au quatorze chemin du vieux puits à gordes", ["ADDRESS quatorze chemin du vieux puits", "LOCATION gordes"]),
        ("le studio du quatorze chemin du vieux puits à louer", ["ADDRESS quatorze chemin du vieux puits"]),
        ("je suis en panne à hauteur de valence", ["LOCATION valence"]),
        ("pour le digicode vous faites cinq un zéro huit", ["SECRET cinq un zéro huit"]),
        ("client: à quel numéro on peut appeler\nagent: le zéro huit vingt-six trente zéro trois douze", []),
    ],
)  # fmt: skip
def test_finds_villages_and_codes_to_dial(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ils sont passés de vingt à trente euros sans prévenir", []),
        ("agent: vous êtes en ligne avec le service qualité depuis deux minutes", []),
        ("le mot de passe provisoire c'est p comme papa w comme wagon deux mille", ["SECRET p comme papa w comme wagon deux mille"]),
    ],
)  # fmt: skip
def test_leaves_lines_and_prices_and_finds_spelled_passwords(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("agent", "client"),
    [
        ("A: ", "C: "),
        ("- ", "- "),
        ("[Agent] ", "[Client] "),
        ("Julie : ", "M. Dupont : "),
        ("Agent 1 : ", "Client 1 : "),
    ],
)
def test_reads_turns_whoever_is_named_before_them(agent: str, client: str):
    text = (
        f"{agent}votre numéro de portable\n{client}le zéro six trente-neuf\n{agent}oui\n{client}quatre-vingt-dix-huit quatorze douze\n"
        f"{agent}votre numéro de dossier\n{client}quarante-deux douze zéro sept"
    )
    assert [found for found in _found(text) if not found.startswith("PERSON")] == [
        "PHONE zéro six trente-neuf",
        "PHONE quatre-vingt-dix-huit quatorze douze",
        "REFERENCE quarante-deux douze zéro sept",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: date de naissance\nclient: le trois\nagent: oui\nclient: octobre mille neuf cent quatre-vingts", ["BIRTHDATE trois", "BIRTHDATE octobre mille neuf cent quatre-vingts"]),
        ("votre date de naissance s'il vous plaît\nle quatorze juillet soixante-dix-huit", ["BIRTHDATE quatorze juillet soixante-dix-huit"]),
        ("votre date de naissance\nquinze douze cinquante-neuf", ["BIRTHDATE quinze douze cinquante-neuf"]),
        ("agent: date de naissance\nclient: ah non\nagent: le rendez-vous alors\nclient: le douze mars", []),
    ],
)  # fmt: skip
def test_finds_a_birth_date_given_by_turns(text: str, expected: list[str]):
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: vous avez un code par sms\nclient: alors huit zéro deux mince l'écran s'éteint quatre double un", ["SECRET huit zéro deux", "SECRET quatre double un"]),
        ("agent: votre numéro de client\nclient: je sais pas j'ai payé cent quarante-deux euros il y a douze jours", []),
        ("agent: votre iban\nclient: f r sept six trente mille, euh, deux cent douze", ["IBAN f r sept six trente mille, euh, deux cent douze"]),
        ("agent: le code\nclient: dièse, quarante-six, zéro huit, étoile", ["SECRET dièse, quarante-six, zéro huit, étoile"]),
        ("pour rappeler composez étoile cent douze dièse", []),
        ("votre numéro de dossier\nc'est le double huit zéro quatre seize et la lettre k comme kilo", ["REFERENCE double huit zéro quatre seize", "REFERENCE k comme kilo"]),
        ("l'ancien compte finissait par quatre-vingt-trois", ["IBAN quatre-vingt-trois"]),
        ("Cliente : T comme Thérèse, C, H, I, K comme Kléber, A, Y grec, A.", ["PERSON T comme Thérèse, C, H, I, K comme Kléber, A, Y grec, A"]),
    ],
)  # fmt: skip
def test_finds_what_is_told_amid_other_words(text: str, expected: list[str]):
    assert _found(text) == expected

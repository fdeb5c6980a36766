"""Names are found by what announces them, in seven languages and in the layouts that agencies use."""

import pytest

from egide.detection.names import recognisers
from egide.detection.text import Text


def names_in(text: str) -> list[str]:
    prepared = Text(text)
    found = sorted(
        (finding.start, finding.end)
        for recogniser in recognisers()
        for finding in recogniser.find(prepared)
        if finding.label == "PERSON"
    )
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bonjour, je m'appelle Nadège Perthuis et ma box est en panne.", ["Nadège Perthuis"]),
        ("Merci de rappeler Mme Vanderbecke demain matin.", ["Vanderbecke"]),
        ("J'ai vu le Dr Okonkwo hier.", ["Okonkwo"]),
        ("Le contrat est au nom de Fatou Sarr.", ["Fatou Sarr"]),
        ("Ma fille Capucine a perdu sa carte.", ["Capucine"]),
        ("C'est Rachid à l'appareil.", ["Rachid"]),
        ("My name is Siobhan Gallagher and I need a refund.", ["Siobhan Gallagher"]),
        ("Ich heiße Torsten Rademacher, meine Rechnung fehlt.", ["Torsten Rademacher"]),
        ("Sehr geehrte Frau Steinbrück,\nich warte noch.", ["Steinbrück"]),
        ("Me llamo Rocío Echeverría y no llega mi pedido.", ["Rocío Echeverría"]),
        ("Mi chiamo Ludovica Pellegrini e la bolletta è sbagliata.", ["Ludovica Pellegrini"]),
        ("Mijn naam is Femke van der Heijden.", ["Femke van der Heijden"]),
        ("Chamo-me Conceição Figueiredo e quero cancelar.", ["Conceição Figueiredo"]),
        ("Bonjour, je suis Fatou N'Diaye et ma box est en panne.", ["Fatou N'Diaye"]),
        ("je m'appelle le thi mai et ma box est en panne", ["le thi mai"]),
        ("J'ai vu Thi Mai hier, elle attend.", ["Thi Mai"]),
        ("rdv avec mei zhou demain", ["mei zhou"]),
        ("le livreur a vu lan hoang mardi", ["lan hoang"]),
        ("chez nous c'est la famille kerbrat", ["kerbrat"]),
        ("Mon nom est « Szczepaniak » et non « Szczepanyak ».", ["Szczepaniak", "Szczepanyak"]),
        ("The invoice says Zhang Wei, not Wei Zang.", ["Zhang Wei", "Wei Zang"]),
        ("Sonner chez « Lecoq », merci.", ["Lecoq"]),
        ("bonjour c'est monsieur le gall", ["le gall"]),
        ("Le nom sur l'écran de verrouillage c'est Zoé.", ["Zoé"]),
        ("Vous êtes bien Yannick Maillot ?", ["Yannick Maillot"]),
        ("Mijn zoontje Tijn vliegt mee.", ["Tijn"]),
        ("L'acte de naissance de Sènami est joint.", ["Sènami"]),
    ],
)
def test_finds_a_name_that_a_phrase_announces(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nom : PERTHUIS\nPrénom : Nadège\nVille : Lyon", ["PERTHUIS", "Nadège"]),
        ("Nombre y apellidos: Wilson Quispe Mamani\nAsunto: visado", ["Wilson Quispe Mamani"]),
        ("Vorname: Annika\nNachname: Brandt", ["Annika", "Brandt"]),
        ("Bonjour,\nMa facture est fausse.\nCordialement,\nGwenaëlle Le Floc'h", ["Gwenaëlle Le Floc'h"]),
        ("Bonjour,\nMa facture est fausse.\nCordialement,\nM. Goulven Tanguy", ["Goulven Tanguy"]),
        ("Le escribo por su hijo, el Sr. Aurelio Quispe, que espera.", ["Aurelio Quispe"]),
        ("Please call back.\nBest regards,\nDeclan", ["Declan"]),
        ("Graag een antwoord. Femke Verhoeven, Hoofdweg 12", ["Femke Verhoeven"]),
        ("Je ne connais pas un certain « Mathis Corbel ».", ["Mathis Corbel"]),
        ("Nous habitons au 3e. Ph. Wattrelos", ["Ph. Wattrelos"]),
        ("Ship a new one today. Cheers, Cormac", ["Cormac"]),
        ("Bitte um Rückruf. Gruß, Torsten Rademacher, Erfurt", ["Torsten Rademacher"]),
        ("O IBAN segue em anexo. Conceição Esteves", ["Conceição Esteves"]),
        ("Mon fils Zoé, 6 ans, a perdu son sac. Il y a une étiquette « Zoé Kerbrat ».", ["Zoé", "Zoé Kerbrat"]),
        ("Pax 1 : DIARRA/MOUSSA MR, pax 2 : DIARRA/AWA MRS", ["DIARRA/MOUSSA", "DIARRA/AWA"]),
        ("Déclarant : LE BRAS Anne-Gaëlle", ["LE BRAS Anne-Gaëlle"]),
        ("la femme de ménage rosalie passe le mardi", ["rosalie"]),
        ("Clt KHELIFI Samir, facture impayée.", ["KHELIFI Samir"]),
        ("mon nom c'est perthuis p e r t h u i s voilà", ["perthuis", "p e r t h u i s"]),
    ],
)
def test_finds_a_name_by_its_place_in_the_layout(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_leaves_the_civility_out_of_the_span() -> None:
    assert names_in("Bonjour M. et Mme Vanderbecke,") == ["Vanderbecke"]


def test_parts_two_given_names_with_one_surname() -> None:
    found = names_in("Merci,\nOdette et Marcel Lepoutre")
    assert found == ["Odette", "Marcel Lepoutre"]


def test_finds_a_sure_name_again_where_nothing_announces_it() -> None:
    found = names_in("Je m'appelle Théodora Vasquès. Votre collègue a écrit à vasquès sans réponse.")
    assert [name.casefold() for name in found] == ["théodora vasquès", "vasquès"]


def test_says_which_cue_announced_the_name_and_never_the_name() -> None:
    text = "Bonjour, je m'appelle Nadège Perthuis."
    (finding,) = [finding for finding in recognisers()[0].find(Text(text)) if finding.label == "PERSON"]
    assert any(reason.startswith("phrase:") for reason in finding.why)
    assert not any("erthuis" in reason for reason in finding.why)

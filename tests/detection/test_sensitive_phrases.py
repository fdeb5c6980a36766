"""What reveals a person's health, belief, origin, sexuality, offences or means is found as the shortest telling words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.detection.sensitive import recognisers
from egide.detection.sensitive.lexicon import lines
from egide.detection.text import Text, fold


def found_in(text: str) -> list[tuple[str, str]]:
    findings = [finding for recogniser in recognisers() for finding in recogniser.find(Text(text))]
    return [
        (finding.label, text[finding.start : finding.end])
        for finding in sorted(findings, key=lambda finding: finding.start)
    ]


TELLING = [
    ("Ma mère est diabétique.", "HEALTH", "diabétique"),
    ("Il est sous dialyse depuis mai.", "HEALTH", "dialyse"),
    ("J'ai un cancer du poumon.", "HEALTH", "cancer du poumon"),
    ("fracture ouverte du tibia gauche", "HEALTH", "fracture ouverte du tibia gauche"),
    ("Je suis enceinte de 6 mois.", "HEALTH", "enceinte de 6 mois"),
    ("My son is autistic.", "HEALTH", "autistic"),
    ("Meine Mutter ist schwerhörig.", "HEALTH", "schwerhörig"),
    ("Estoy embarazada.", "HEALTH", "embarazada"),
    ("Mia madre ha il morbo di Parkinson.", "HEALTH", "morbo di Parkinson"),
    ("Ik zit in een rolstoel.", "HEALTH", "rolstoel"),
    ("Estou grávida.", "HEALTH", "grávida"),
    ("Je voudrais un repas casher.", "BELIEF", "repas casher"),
    ("Je suis déléguée syndicale FO.", "BELIEF", "déléguée syndicale FO"),
    ("Ich bin Mitglied der IG Metall.", "BELIEF", "Mitglied der IG Metall"),
    ("Je suis d'origine vietnamienne.", "ORIGIN", "d'origine vietnamienne"),
    ("Nationalité : malienne", "ORIGIN", "malienne"),
    ("I am Ghanaian and I study here.", "ORIGIN", "Ghanaian"),
    ("Je suis lesbienne.", "SEXUAL", "lesbienne"),
    ("Mon frère et son mari arrivent demain.", "SEXUAL", "mari"),
    ("Il a fait six mois de prison ferme.", "OFFENCE", "six mois de prison ferme"),
    ("Mon fils est en garde à vue.", "OFFENCE", "garde à vue"),
    ("Condamnation 2021 pour recel.", "OFFENCE", "Condamnation 2021 pour recel"),
    ("Je touche 790 euros de RSA.", "FINANCE", "790 euros de RSA"),
    ("Je suis fichée Banque de France.", "FINANCE", "fichée Banque de France"),
    ("J'ai déposé un dossier de surendettement.", "FINANCE", "dossier de surendettement"),
    ("Le menu casher réservé n'était pas à bord.", "BELIEF", "menu casher"),
    ("Somos testigos de Jehová.", "BELIEF", "testigos de Jehová"),
    ("Mein Sohn hat Diabetes Typ 1.", "HEALTH", "Diabetes Typ 1"),
    ("Ho subito un trapianto di rene.", "HEALTH", "trapianto di rene"),
    ("J'ai été condamné à du sursis.", "OFFENCE", "condamné à du sursis"),
    ("Combien touchez-vous par mois ?\nClient : 1140 euros, c'est tout.", "FINANCE", "1140 euros"),
    ("Je touche 940 € d'ARE.", "FINANCE", "940 € d'ARE"),
    ("Je suis désormais pacsée avec Élodie, ma compagne.", "SEXUAL", "compagne"),
    ("Mon fils a le doigt cassé.", "HEALTH", "doigt cassé"),
    ("Remboursez-vous ma prothèse dentaire ?", "HEALTH", "prothèse dentaire"),
    ("Le chèque énergie, vous le prenez ?", "FINANCE", "chèque énergie"),
    ("Elle prend de l'Eliquis et du bisoprolol.", "HEALTH", "bisoprolol"),
    ("Il est suivi à l'hôpital de jour pour un syndrome d'Asperger.", "HEALTH", "syndrome d'Asperger"),
    ("Ma femme attend un bébé.", "HEALTH", "attend un bébé"),
    ("On m'opère : opération du genou le 3 mai.", "HEALTH", "opération du genou"),
    ("Ich leide unter Panikattacken.", "HEALTH", "Panikattacken"),
    ("Me han puesto una prótesis de cadera.", "HEALTH", "prótesis de cadera"),
    ("Ho avuto un trauma cranico.", "HEALTH", "trauma cranico"),
    ("Mijn man heeft een hersenbloeding gehad.", "HEALTH", "hersenbloeding"),
    ("O meu filho tem bronquite crónica.", "HEALTH", "bronquite crónica"),
    ("Elle va à l'église adventiste.", "BELIEF", "adventiste"),
    ("Je suis élu CFE-CGC.", "BELIEF", "élu CFE-CGC"),
    ("Trage ein Kopftuch bei der Arbeit.", "BELIEF", "Kopftuch"),
    ("Il a été condamné pour abus de faiblesse.", "OFFENCE", "condamné pour abus de faiblesse"),
    ("He was convicted of tax evasion.", "OFFENCE", "convicted of tax evasion"),
    ("Dio positivo en cocaína.", "OFFENCE", "positivo en cocaína"),
    ("Mes parents sont vietnamiens.", "ORIGIN", "vietnamiens"),
    ("Reçu M. Rahimi, afghan, réfugié.", "ORIGIN", "afghan"),
    ("Mia madre è peruviana.", "ORIGIN", "peruviana"),
    ("Je m'appelle Julien et mon mari arrive demain.", "SEXUAL", "mari"),
    ("Le quotient familial est de 412.", "FINANCE", "412"),
    ("Vos revenus ?\nClient : Mille neuf cents nets.", "FINANCE", "Mille neuf cents nets"),
    ("Le compte présente un solde débiteur de 867,22 euros.", "FINANCE", "un solde débiteur de 867,22 euros"),
    ("Je suis à moins deux cents sur le compte.", "FINANCE", "moins deux cents"),
    ("Le découvert est à moins cent vingt je crois.", "FINANCE", "moins cent vingt"),
    ("My balance is now minus ninety pounds.", "FINANCE", "minus ninety pounds"),
    ("Je vis avec mon RSA de 540 euros.", "FINANCE", "RSA de 540 euros"),
    ("Vous touchez bien l'ASS ?", "FINANCE", "ASS"),
    ("Mon taux d'incapacité entre 50 et 79 %.", "HEALTH", "taux d'incapacité entre 50 et 79 %"),
]


@pytest.mark.parametrize(("text", "label", "value"), TELLING)
def test_finds_the_telling_words(text: str, label: str, value: str) -> None:
    assert (label, value) in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le remboursement de mes lunettes n'est pas arrivé.",
        "J'ai porté plainte pour vol avec violence.",
        "J'ai reçu une contravention de 135 €.",
        "La facture est de 49,90 € et la livraison coûte 5 euros.",
        "Je parle espagnol et je pars en Espagne.",
        "Le syndicat de copropriété a voté les travaux.",
        "L'adresse saisie est invalide.",
        "Un restaurant italien, rue de la Paix.",
        "Mon mari ne retrouve pas la facture.\nSophie",
        "Le réseau est paralysé depuis hier.",
        "Acompte de 30 % versé, solde 1 240 € à réception.",
        "Solicitud de baja del contrato.",
        "Le colis est au 3 rue Pasteur.",
        "bjr avc qui je peux parler de la facture",
        "There are two tickets and the prices are the same.",
        "Mon enceinte bluetooth ne s'allume plus.",
        "Je conteste une opération de 45 € du 12 mars.",
        "La pile au lithium est morte.",
        "Le rayon halal est-il ouvert le dimanche ?",
        "Le restaurant japonais est fermé.",
        "Allergies : aucune",
        "Remboursez-vous les prothèses dentaires ?",
        "Le magasin est-il accessible en fauteuil roulant ?",
        "Quelle est la garantie hospitalisation de la formule Confort ?",
        "Comment demander le RSA en ligne ?",
        "Le restaurant propose-t-il un menu casher ?",
        "La zona está sin cobertura.",
        "La porte du garage est cassée.",
        "Confirmez l'absence de prothèse avant l'examen.",
        "Nous ne pouvons pas payer plus de 420 euros de loyer.",
    ],
)
def test_leaves_what_reveals_nothing(text: str) -> None:
    assert found_in(text) == []


def test_reads_the_spouse_of_the_writer_by_who_signs() -> None:
    body = "Mon mari et moi voulons un lit double.\nMerci,\n{}"
    assert found_in(body.format("Jérôme")) == [("SEXUAL", "mari")]
    assert found_in(body.format("Solange")) == []


def test_reads_the_spouse_of_a_patient_by_the_name_of_who_answers() -> None:
    body = "Personne de confiance : moi-même, {}, sa femme depuis 2015."
    assert found_in(body.format("Sandrine Perrault")) == [("SEXUAL", "femme")]
    assert found_in(body.format("Bernard Perrault")) == []


@pytest.mark.parametrize(("text", "label", "value"), TELLING)
@pytest.mark.parametrize("change", [str.upper, fold], ids=["upper", "plain"])
def test_casing_and_accents_hide_nothing(text: str, label: str, value: str, change: object) -> None:
    written = change(text)  # type: ignore[operator]
    assert (label, change(value)) in found_in(written)  # type: ignore[operator]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_spans_stay_inside_any_text(text: str) -> None:
    for recogniser in recognisers():
        for finding in recogniser.find(Text(text)):
            assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize("digit", ["፩", "𐩀", "²", "⓵"])
def test_reads_on_after_a_digit_that_no_plain_digit_stands_for(digit: str) -> None:
    assert found_in(f"{digit} mois, ma mère est diabétique.") == [("HEALTH", "diabétique")]


@pytest.mark.parametrize("name", ["belief", "finance", "health", "offence", "origin", "sexual"])
def test_a_phrase_in_brackets_is_not_read_as_a_heading(name: str) -> None:
    headings = {section for section, _ in lines(f"{name}.txt")}
    assert headings <= {"fr", "en", "de", "es", "it", "nl", "pt", "nationalities", "strong"}

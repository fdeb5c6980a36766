"""Values told in ways that forms and letters seldom use: parts, ends, changes, answers, other languages."""

import pytest
from tests.detection.marked import left_in_clear

from egide import Detector


@pytest.mark.parametrize(
    "marked",
    [
        # references
        "Mon n° de client chez vous : [[77 410 223]]",
        "La facture en question est la [[F2411-00871]].",
        "mon bon d'achat [[7741-8820-1123]] ne passe pas",
        "appel Mme Serrano, cli [[B7 310 552]], ligne coupée",
        "le permis de construire [[044 109 25 A0042]]",
        "Zählernummer [[1 ESY 1160 44178]]",
        # accounts and cards
        "Code banque [[30006]] guichet [[00001]] compte [[12345678901]] clé [[89]]",
        "virement vers [[FR76****************4417]]",
        "mon compte courant [[0044178820K]]",
        "cartão terminado em [[4417]]",
        "date d'expiration [[11/28]], cryptogramme [[442]]",
        "ma carte [[quatre neuf sept zéro un zéro un deux trois quatre cinq six sept huit neuf trois]] et la date [[zéro trois vingt-huit]] et les trois chiffres derrière [[six zéro deux]]",
        # telephones
        "les 4 derniers chiffres de mon mobile sont [[4177]]",
        "la ligne qui finit par [[41 77]]",
        # addresses on the network
        "[[marc(point)leroy(arobase)free(point)fr]]",
        "mi correo es [[luis punto garcia arroba correo punto es]]",
        "meine Mail ist [[h punkt weber at web punkt de]]",
        "mijn mail is [[jan punt bakker apenstaartje gmail punt com]]",
        "mon ip c'est [[198 point 51 point 100 point 7]]",
        "le vendeur c [[mimi_dressing_62]] il répond plus",
        "gebruikersnaam [[jdevries]]",
        "je suis [[NinaCraft]] sur Vinted",
        # people
        "Je suis né à Oran en [[1962]].",
        "mon anniversaire est le [[14 juillet]]",
        "Agent : quel âge avez-vous ?\nCliente : [[soixante-douze]]",
        "À [[67 ans]] je ne comprends rien à internet",
        "il manque la clé de mon NIR : [[33]]",
        "mon numéro de sécu commence par [[2 85 05]]",
        "mein Reisepass [[C01X0006H]]",
        # secrets
        "le code de la porte a changé\ngardien : bonjour c'est [[7B104]] depuis lundi",
        "j'ai changé le mdp avant c'était [[patou1961]]",
        "Code à donner au livreur : [[5521]].",
        "réponse à la question secrète : [[Médor]]",
        # homes without a number in a street
        "On est au [[bât C, escalier 4, 2eme porte droite, cité des Merles]] a Decazeville",
        "Objet : mutation\n[[HLM Les Saules, entrée 3, appartement 27]]\n[[Rue de la Filature]]\n70300 Luxeuil-les-Bains",
        "Livrez à : [[La Croix-Verte, route de l'Étang]], 23460 Royère-de-Vassivière",
        "La clé est chez elle, [[maison Etxea, quartier Ibarron]], merci",
        "mr lopez [[le mas de la source]] [[48300]]",
        "Logement : [[2e étage, 63 Grande Rue]]",
        "c'est [[rue de la fontaine au trente-quatre]] y a un camion devant",
        "thuy du [[4e gauche]], M. Sanogo au [[2e droite]]",
        "Livreur : c'est à quel étage ?\nCliente : au [[troisième]]",
        "y a des cafards dans l'immeuble, la dame du [[cinquième]] aussi",
        "c'est au [[3 rue des écoles]] ah non pardon au [[13]]",
        "le colis a été laissé chez le voisin du [[14]]",
        "Agent : votre adresse ?\nCliente : [[rue victor schoelcher]]",
        "Mme Vidal, chambre [[214]] de l'EHPAD",
        "the flat ([[9 rue des Cordeliers, top floor]])",
        "vivo en [[carrer del Forn 7, bajos]]",
        # numbers in words abroad
        "mein Handy: [[null eins sieben eins drei neun zwei null null vier]]",
        "dat is [[nul zes, negenennegentig, nul acht, eenentwintig]], mijn nummer",
        "il bonifico è dal conto [[i t ottanta w zero tre zero sei nove uno due tre]]",
        "o iban que acaba em [[nove seis seis]]",
        "nata il [[ventuno giugno ottantotto]] a Pavia",
        "ich bin [[fünfundsiebzig]] und kenne mich nicht aus",
        "die adresse ist [[zweihundertdrei punkt null punkt hundertdreizehn punkt sieben]]",
        "ring me on [[oh seven seven double oh nine hundred four one five]]",
        # tables, codes of doors, letters apart
        "Nom | Né(e) le | Bonus\nAda Lo | [[14/01/1971]] | 0,50\nIda Bo | [[30/09/1974]] | 0,50",
        "N° client : [[C 2210 447]].",
        "Réf bagage [[AL 448120]]. Je suis",
        "le digicode reste [[59A14]] et",
        "Türcode noch [[7741#]]? lg",
        "Bot : votre nom et votre date de naissance ?\nmoi : Kassandra Pinheiro [[12/12/01]]",
        # places and people beside what tells them
        "Je suis hébergée chez ma cousine à [[Vitry]], même pas un appel",
        "je pars travailler à [[Mayotte]].",
        "Gérant [[CIOBANU Radu]], né [[04/06/1984]] [[Iași (Roumanie)]], nat. inconnue",
        "Né le : [[18/05/1998]]\nÀ : [[Kindia (Guinée)]]\nNationalité : inconnue",
        "12 rue des Lilas\n24100 Bergerac\n[[Bergerac]], le 9 novembre 2026\nObjet : sinistre",
        "Il s'appelle [[Jason B]] et conduit une voiture noire",
        "Le directeur d'agence, [[J.-P. Kervella]]",
        "SGL : [[EL KHOURY/NADIM]] MR",
        "Étude de Maîtres [[Lacassagne]] et Du Roscoät",
        "Sinistre du 03/11 à [[Gap]] : deux véhicules",
        "dispo le soir, secteur [[Libourne]].",
        "enfants [[Awa]] ([[12/02/2015]]), [[Noé]] ([[30/09/2017]]) et [[Lise]] ([[04/06/2021]])",
        "virement reçu sur le compte [[...7742]] le 3/11",
        "Josiane Le Bihan\n[[Kerlann]]\n29370 ELLIANT",
        "Le collaborateur (login [[yelfassi]]) attend",
        "c'est pour mon fils [[Isandro]] qui a un pied bot",
        # vehicles
        "met z'n busje [[1-XKL-408]] weg",
    ],
)
def test_covers_the_value(marked: str) -> None:
    assert left_in_clear(marked) == []


@pytest.mark.parametrize(
    "text",
    [
        "Les décodeurs redémarrent en boucle (code E-204).",
        "Âge minimum 18 ans pour commander.",
        "Je n'ai jamais eu de retard chez vous en vingt-deux ans.",
        "Code promo du livreur : 5521",
        "Je vous propose un passage en mensualisation.",
        "J'en adresse copie à l'ACPR (4 place de Budapest, 75009 Paris).",
        "Crédit de l'Estuaire – 1 place du Général-de-Gaulle – 76600 Le Havre",
        "Bot Léa : Bonjour, que puis-je faire ?",
        "Robot : Je suis Stella, votre guide numérique.",
        "Bot : Bjr, ici Alba, l'assistante de la banque",
        "Assistente virtuale: Buongiorno, sono Bice. In cosa posso aiutarLa?",
        "l'antivol est agréé SRA",
        "89 € de plus pour monter au 2e étage sans ascenseur",
        "Je cherche un logement au rez-de-chaussée.",
    ],
)
def test_leaves_alone_what_tells_of_nobody(text: str) -> None:
    assert Detector.default().find(text) == []


def test_leaves_out_the_words_after_a_name() -> None:
    text = "mon mari Oumarou veut annuler, ma mère Carmine accompagnera ma fille"
    found = [text[each.start : each.end] for each in Detector.default().find(text) if each.label == "PERSON"]
    assert found == ["Oumarou", "Carmine"]

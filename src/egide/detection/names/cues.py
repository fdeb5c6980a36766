"""Words that announce a name: civilities, introductions, form fields, greetings, closings, kinship; folded, in seven languages."""

from collections.abc import Iterable, Mapping
from typing import Final

from egide.detection.tagger.words import word_set

__all__ = [
    "ASSISTANT_WORDS",
    "BEFORE_NAMES",
    "CIVILITIES",
    "CIVILITIES_WITH_CAPITAL",
    "CLOSINGS",
    "COUNTRIES",
    "DIGITAL",
    "DOTTED_TITLES",
    "EAST_ASIAN_NAMES",
    "EAST_ASIAN_SMALL_NAMES",
    "ELSEWHERE",
    "FIELD_BARS",
    "FIELD_WORDS",
    "FIRM_FORMS",
    "GREETINGS",
    "LINKS_TO_SERVICE",
    "MACHINES",
    "PHRASES",
    "PREFIXES",
    "SAYS_WHO_ONE_IS",
    "STREET_WORDS",
    "TITLES_OF_PUBLIC_PLACES",
    "VIETNAMESE_MIDDLE_NAMES",
    "VIETNAMESE_SURNAMES",
]

CIVILITIES: Final = word_set(
    """doktor dokter doctor doctora doutor doutora dottore missus maitres docteurs consorts mme mlle melle mademoiselle madame monsieur mr docteur dr professeur maitre vve veuve mrs mister mevr mevrouw meneer dhr herr herrn frau
    senor senora senorita senhor senhora signor signora signore signorina dott dottor dottoressa"""
)
"""Civilities in any casing. The span never holds them."""

CIVILITIES_WITH_CAPITAL: Final = word_set(
    "m me pr ms miss sr sra srta sig don dona dra heer pere soeur frere mgr prof sir"
)
"""Civilities that are also ordinary words or letters: they count with a capital, and before a capital."""

DOTTED_TITLES: Final = word_set(
    "sr sra srta sig eng arq avv ing dott prof mag dipl lic dra dr dna da exmo exma ilmo ilma mr mrs ms"
)
"""Abbreviated titles and civilities that a dot ends; the span never holds them."""

BEFORE_NAMES: Final = word_set(
    "lg vg bg mfg gr groetjes groeten nonna nonno zia zio vicino vicina gast exma exmo egregio egregia familie "
    "opa oma tante onkel oom nonkel uncle auntie aunt tia tio abuela abuelo avo schwager schwagerin zwager schoonzus cunado cunada cognato cognata cunhado cunhada "
    "huisgenoot huisgenote mitbewohner mitbewohnerin kumpel lodger flatmate housemate"
)
"""Greetings, kin and forms of address that stand right before a name with a capital and are no part of it."""

PREFIXES: Final = word_set("m n o d")
"""Letters that an apostrophe writes onto a name with a capital: `M'Barek`, `N'Diaye`, `O'Neill`, `D'Angelo`."""

VIETNAMESE_MIDDLE_NAMES: Final = word_set("thi van")

VIETNAMESE_SURNAMES: Final = word_set(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong doan trinh mai luong ta to ha cao lam chau"
)
"""Family names that stand before a middle name; half of them are ordinary words of other languages."""

EAST_ASIAN_NAMES: Final = word_set(
    """nguyen tran pham hoang huynh phan vo dang bui ngo duong dinh truong doan trinh luong cao chau zhang wang liu chen yang huang zhao wu zhou xu zhu guo luo zheng liang xie deng
    feng jiang cheng kim park lee choi jung yoon linh huong phuong quang tuan hung thanh trang thao ngoc nga duc dung minh khanh thuy xuan jing xiaoming wei mei jun hui ming yan ying jie hao"""
)
"""Given names and surnames of Vietnam, China and Korea that little else than a name explains."""

EAST_ASIAN_SMALL_NAMES: Final = word_set(
    "mei lan long hai anh chi my nam han lin chan chen ho ngo ly vu su hoa lien van kim bao tan tam"
)
"""Names of the same families that are words of other languages: read as names beside one of `EAST_ASIAN_NAMES` only."""

FIRM_FORMS: Final = word_set("srl spa sas snc sarl sasu eurl gmbh kg ag sl sa lda bv nv ltd inc llc plc piva iva cie")
"""Legal forms of firms, their dots left out: `S.r.l.`, `P.IVA`."""

GREETINGS: Final = word_set(
    """bonjour bonsoir salut coucou hello hi hey dear cher chere chers chers bjr slt bsr merci allo hallo hoi beste liebe lieber hola estimado
    estimada querido querida ciao caro cara gentile buongiorno buonasera ola prezado prezada thanks bravo"""
)

CLOSINGS: Final = word_set(
    """cordialement cdt cdlt cordiales salutations bises bisous respectueusement sincerement regards sincerely yours faithfully wishes cheers grussen grusse
    gruss grus gruse grusen mfg vg saludo saludos atentamente saluti groeten groet cumprimentos atenciosamente merci remerciements remerciant thanks danke gracias grazie
    bedankt obrigado obrigada vous plus attente avance anticipes journee soiree fete semaine bientot suite distingues distinguees meilleurs"""
)
"""Words that end the closing formula after which a signature stands."""

FIELD_WORDS: Final = word_set(
    """nom noms prenom prenoms name surname forename vorname nachname familienname nombre apellido apellidos nome cognome naam voornaam achternaam
    apelido sobrenome titulaire assure assuree souscripteur souscriptrice beneficiaire debiteur debitrice signataire interlocuteur interlocutrice
    contact demandeur demandeuse voyageur passager passagere locataire proprietaire emprunteur co-titulaire titulaires destinataire expediteur
    tuteur curateur representant mandataire conjoint conjointe defunt patient patiente eleve enfant kunde versicherter titular intestatario
    pax traveller passenger declarant declarante requerant requerante plaignant plaignante victime temoin temoins parent heritier heritiere accompagnant accompagnateur emetteur
    bewohner mieter inhaber antragsteller solicitante interessado requerente richiedente referente aanvrager huurder inquilino inquilina"""
)

FIELD_BARS: Final = word_set(
    """societe entreprise utilisateur user produit fichier marque domaine rue voie magasin agence commercial commune ville banque etablissement organisme lieu pays
    product company file projet reseau wifi modele programme offre numero num n no date telephone mail email adresse code"""
)
"""Words that turn a field of a form into something else than a person's name."""

STREET_WORDS: Final = word_set(
    """rue r avenue av boulevard bd boul place pl allee all chemin ch impasse imp route rte quai cours crs square sq passage residence res villa cite
    faubourg fg esplanade mail sentier ruelle venelle traverse montee rond-point street st road rd lane calle via viale piazza corso plaza paseo
    avenida praca rua laan straat plein weg strasse gare station metro arret lycee college ecole hopital clinique stade salle theatre musee foyer
    centre maison fondation institut universite parc jardin pont tour immeuble batiment ehpad hotel restaurant cafe bar aeroport"""
)
"""Words before which a person's name names a place."""

TITLES_OF_PUBLIC_PLACES: Final = word_set(
    "menuiserie plomberie electricite maconnerie couverture peinture serrurerie carrosserie imprimerie librairie restaurant fleuriste coiffure optique ambulances pharmacie garage boulangerie cabinet etude ets etablissements sarl sas sa sasu eurl sci societe maison taxi transports agence magasin marque enseigne chez_brand"
)
"""Words before which a person's name names a firm."""

MACHINES: Final = word_set("bot chatbot robot automate")
"""What a machine is called before its name."""

DIGITAL: Final = word_set(
    "virtuel virtuelle virtual virtuele virtueller virtuelles virtuale numerique digital digitale digitaler digitales automatique automatico automatica automatische"
)
"""What a machine is said to be after its name."""

SAYS_WHO_ONE_IS: Final = word_set("suis ici est c moi is am i m bin ist hier soy sono ben sou")
"""What one says right before one's own name."""

ASSISTANT_WORDS: Final = (
    MACHINES | DIGITAL | word_set("assistant assistante assistentin assistent asistente assistente")
)


_STRONG = """soussigne | soussignee | appelle soi - disant | dit s ' appeler | je m appelle | je m ' appelle | m ' appelle | m appelle | mappelle | s ' appelle | s appelle | sappelle | t ' appelles | se nomme | me nomme | nomme | nommee | prenomme | prenommee
 | surnomme | surnommee | mon nom est | mon nom c ' est | mon nom c est | nom c ' est | nom de famille c ' est | mon prenom est | mon prenom c ' est | prenom c ' est | mon nom de famille est
 | au nom de | aux noms de | au nom et pour le compte de | a l ' attention de | a l attention de | de la part de | pour le compte de | sonner chez | sonnez chez | sonnette au nom de | interphone au nom de | acte de naissance de | acte de deces de | certificat de deces de | procuration de | au profit de | en faveur de | au benefice de | nom de jeune fille | nom de naissance | nom d ' usage | nom d usage
 | my name is | my name ' s | name is | name ' s | under the name | under the name of | in the name of | on behalf of | called | named | ich heisse | ich heise | heisst | heist | heise | mein name ist | name ist | auf den namen | im namen von
 | me llamo | se llama | les escribe | le escribe | os escribe | vi scrive | le scrive | escreve - lhe | escreve - vos | me escribe | mi nombre es | a nombre de | en nombre de | mi chiamo | si chiama | a nome di | a nome | per conto di | il mio nome e | intestato a | intestata a | ik heet | heet | mijn naam is | naam is | op naam van | namens
 | chamo - me | chama - se | me chamo | o meu nome e | meu nome e | em nome de | no nome de | prenom | nom"""
_WEAK = """je sui | jsui | chui | its | hi its | it is | vous etes | etes vous | etes - vous | vous etes bien | je parle a | je parle avec | parle bien a | am i speaking with | am i speaking to | spreche ich mit | hablo con | parlo con | falo com | spreek ik met | je suis | j ' suis | jsuis | c ' est | c est | cest | moi c ' est | moi c est | moi c | c | ici | signe | signee | ne | veuve | epouse | dit | dite | avec | par | chez | pour | a | de | et | ou | contre | selon
 | i am | i ' m | im | this is | it ' s | signed | ich bin | hier ist | hier ist die | hier ist der | hier spricht | soy | habla | sono | ik ben | met | sou | sou o | sou a | e a | aqui e | fala | geborene | geb | born"""
_KIN = """opa | oma | onkel | nonkel | oom | uncle | auntie | aunt | tia | tio | abuela | abuelo | schwager | schwagerin | zwager | schoonzus | huisgenoot | huisgenote | mitbewohner | mitbewohnerin | lodger | flatmate | housemate | nonna | nonno | presente comme | presentee comme | chef d ' equipe | ma cheffe | mon responsable | ma responsable | mon proprietaire | ma proprietaire | mon banquier | mon garagiste | destinataire | titulaire | sa mamie | ma mamie | son papi | mon papi | sa nounou | maman de | la maman de | papa de | le papa de | mum of | mom of | dad of | mother of | father of | maitresse | la maitresse | le maitre | le plombier | l ' avs | l ' atsem | l ' aesh | animatrice | animateur | educatrice | educateur | assistante maternelle | mon pauvre | ma pauvre | mon ex mari | mon ex femme | my little boy | my little girl | little boy | little girl | my boy | my girl | my mum | my mom | my dad | my gran | my nan | my boyfriend | my girlfriend | my fiance | mi prima | mi primo | mi novio | mi novia | mi pareja | mi suegra | mi suegro | mi cunado | mi cunada | su hija | su hijo | mio suocero | mia suocera | mio compagno | mia compagna | la mia ragazza | il mio ragazzo | mia cugina | mio cugino | sua figlia | suo figlio | meine freundin | mein freund | meine schwiegermutter | mein schwiegervater | meine mama | mein papa | meine nachbarin | mein nachbar | mijn vriend | mijn vriendin | mijn schoonmoeder | mijn schoonvader | mijn buurvrouw | mijn buurman | o meu noivo | meu noivo | minha noiva | a minha noiva | meu namorado | minha namorada | dona | a dona | meu sogro | minha sogra | meu marido e o | minha mulher e a | marido e o | citofono | campanello | klingel | sonne chez | sonner a | interphone au nom | sonnette | la dame du magasin | la dame du guichet | la dame de service | la dame de l ' accueil | votre gars | votre collegue au telephone | au guichet | nee | his carer is | her carer is | my carer is | my carer | carer is | son aidante | mon aidante | mon aidant | mon aide a domicile | mon auxiliaire de vie | femme de menage | aide menagere | aide soignante | baby - sitter | nourrice | ma coiffeuse | concierge | ma maitresse | sa maitresse | mon infirmiere | mon infirmier | mon kine | un certain | une certaine | un denomme | le denomme | la denommee | une denommee | a certain | ein gewisser | eine gewisse | un tal | un certo | una certa | een zekere | um tal | famille | la famille | transmets a | transmis a | confie a | remis a | transfere a | adresse a | cede a | laisse a | vu avec | suivi par | traite par | mijn zoontje | mijn dochtertje | mijn kleinzoon | mijn kleindochter | mijn opa | mijn oma | mi nieto | mi nieta | mi sobrino | mi sobrina | mi abuela | mi abuelo | mi tio | mi tia | mi nino | mi nina | mio nipote | mia nipote | mia nonna | mio nonno | mia zia | mio zio | mein enkel | meine enkelin | meine oma | mein opa | meine tante | mein onkel | my nephew | my niece | my grandson | my granddaughter | my uncle | my aunt | my grandmother | my grandfather | my late husband | my late wife | my late mother | my late father | o meu neto | a minha neta | a minha avo | o meu avo | o meu tio | a minha tia | a viuva | buurman | buurvrouw | mi vecino | mi vecina | vecino | vecina | vizinho | vizinha | my neighbor | neighbour | mein kollege | meine kollegin | ihr kollege | ihre kollegin | su companero | su companera | vostro collega | vostra collega | uw collega | seu colega | familie | kundin | echtgenote | echtgenoot | ehefrau | ehemann | onze dochter | onze zoon | nuestra hija | nuestro hijo | nostra figlia | nostro figlio | unsere tochter | unser sohn | nossa filha | nosso filho | ma fille | mon fils | et moi | notre petite | notre petit | ma petite | mon petit | du pere | de la mere | la mere | le pere | sa mere | son pere | son frere | sa soeur | son epouse | son epoux | ton frere | nos enfants | notre voisin | notre voisine | mon gendre | ma belle - fille | mon beau - fils | ma marraine | mon parrain | mon medecin | mon patron | ma patronne | mon chef | notre gardien | la gardienne | le gardien | la nounou | ma nounou | mes filles | mes fils | mes enfants | mon mari | ma femme | mon epouse | mon epoux | ma mere | mon pere | ma soeur | mon frere | mon conjoint | ma conjointe | mon compagnon
 | ma compagne | mon bebe | mon petit fils | mon petit - fils | ma petite - fille | ma petite fille | ma niece | mon neveu | ma tante | mon oncle | mon cousin | ma cousine | mon grand - pere | ma grand - mere | mon beau - pere | ma belle - mere
 | mon beau - frere | ma belle - soeur | mon amie | mon ami | ma copine | mon copain | mon collegue | ma collegue | votre collegue | ma voisine | mon voisin | voisine | voisin | mon locataire | ma locataire | ma coloc | mon coloc | mon ex
 | notre fille | notre fils | votre conseiller | votre conseillere | votre technicien | votre livreur | le livreur | la caissiere | la vendeuse | le vendeur | conseillere | conseiller | technicien | livreur | mon avocat | ma tutrice | mon tuteur
 | ma curatrice | mon curateur | temoin | salariee | salarie | conducteur | conductrice | assure | assuree | son fils | sa fille | son mari | sa femme | ma daronne | mon daron | ma maman | mon papa | client | cliente | clte | clt | adherent | adherente
 | my wife | my husband | my son | my daughter | my mother | my father | my sister | my brother | my partner | my colleague | your colleague | my friend | my neighbour | agent | caller
 | meine frau | mein mann | mein sohn | meine tochter | meine mutter | mein vater | meine schwester | mein bruder | beim nachbarn | nachbarn | nachbar | nachbarin | mi marido | mi mujer | mi esposa | mi hijo | mi hija | mi madre | mi padre | mi hermana | mi hermano
 | mio marito | mia moglie | mio figlio | mia figlia | mia madre | mio padre | mia sorella | mio fratello | mijn man | mijn vrouw | mijn zoon | mijn dochter | mijn moeder | mijn vader | mijn zus | mijn broer
 | o meu marido | a minha mulher | o meu filho | a minha filha | meu marido | minha mulher | meu filho | minha filha | minha mae | meu pai | minha irma | meu irmao"""


def _by_last_word(groups: Iterable[tuple[str, str]]) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, phrases in groups:
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            index.setdefault(words[-1], []).append((words, kind))
    return {last: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for last, found in index.items()}


PHRASES: Final = _by_last_word((("introduction", _STRONG), ("mention", _WEAK), ("kin", _KIN)))
"""Announcing phrases by their last word, longest first; `introduction` also announces a name in lower case."""


ELSEWHERE: Final = word_set(
    """entre between zwischen tussen tra fra nuits noites nachten nights noches notti afreizen reizen reisen festival salon foire match concert marathon congres exposition spectacle tournoi seminaire vol vols train trains tgv ter ouigo bus car autocar metro tram ligne aller retour trajet trajets destination destinations direction partons pars partir partez partent voyage voyages
    circuit transit escale excursion sejour sejours croisiere correspondance billet billets hotel magasin magasins boutique agence agences succursale atelier stock guichet guichets equipe equipes salle salles arrete usine depot chantier antenne bureau bureaux gare aeroport gendarmerie commissariat mairie
    prefecture tribunal clinique hopital chu ccas caf cpam ecole lycee universite palette entrepot restaurant parking ferry bateau traversee tarif horaires place circule circulent
    flight flights train bus trip holiday shop store branch station airport office hotel ticket flug zug bahn reise urlaub filiale geschaft laden bahnhof flughafen fahrkarte ferienhaus hotel
    vuelo tren viaje autobus tienda oficina estacion aeropuerto billete volo treno viaggio negozio filiale stazione aeroporto biglietto autobus vlucht trein reis vakantie winkel filiaal station
    lieferung versand verschicken ice newsletter vertraging dealer luchthaven kaartje voo noites nights notti nachten comboio viagem autocarro loja estacao aeroporto bilhete agencia"""
)
"""Words after which a town is where one goes or where a shop stands, not where a person is."""

COUNTRIES: Final = word_set(
    """jordanie oman qatar koweit arabie emirats dubai iran irak syrie afghanistan pakistan bangladesh nepal bhoutan laos cambodge birmanie singapour malaisie indonesie philippines coree taiwan hongkong georgie armenie azerbaidjan kazakhstan ouzbekistan moldavie bulgarie serbie bosnie montenegro albanie macedoine kosovo slovenie slovaquie tchequie lituanie lettonie estonie bielorussie luxembourg kenya tanzanie ouganda rwanda burundi ethiopie erythree somalie soudan tchad niger nigeria ghana liberia gambie mauritanie libye namibie zambie zimbabwe mozambique maurice seychelles cuba jamaique perou bolivie chili colombie venezuela equateur paraguay uruguay panama costarica guatemala honduras nicaragua
    france espagne italie allemagne belgique suisse portugal maroc algerie tunisie senegal mali japon canada bresil pologne roumanie turquie chine vietnam inde grece irlande norvege mexique
    suede danemark finlande autriche russie ukraine egypte etats unis royaume uni angleterre ecosse croatie hongrie argentine thailande australie islande chypre malte liban israel cameroun cote
    ivoire benin togo guinee gabon congo madagascar comores haiti luxembourg andorre monaco
    spain italy germany belgium switzerland morocco japan brazil poland turkey china india greece ireland norway mexico sweden denmark austria usa uk england scotland
    frankreich spanien italien belgien schweiz marokko kanada brasilien polen turkei griechenland osterreich schweden danemark deutschland niederlande
    francia espana italia alemania belgica suiza marruecos japon brasil polonia turquia grecia
    germania belgio svizzera portogallo marocco giappone brasile grecia spagna francia
    frankrijk spanje italie duitsland belgie zwitserland marokko polen turkije nederland griekenland oostenrijk
    franca espanha alemanha belgica suica marrocos japao brasil angola french english german spanish italian dutch europe europa afrique africa asie asia"""
)
"""Countries: alone they place nobody. Source: annotation guide, LOCATION."""

LINKS_TO_SERVICE: Final = frozenset({"du", "de", "from", "vom", "del", "dal", "au"})
"""Words between a given name and the service that someone answers for."""

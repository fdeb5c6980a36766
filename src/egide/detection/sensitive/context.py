"""Read around a phrase: is a person meant, does a complement follow, was the writer the victim."""

import re
from collections.abc import Sequence
from typing import Final

from egide.detection.finding import Label
from egide.detection.names.reading import Word
from egide.detection.sensitive.lexicon import match_at, nationalities, phrases_from
from egide.detection.tagger.words import word_set

__all__ = ["complement_end", "concerns_a_person", "origin_at", "speaks_as_victim", "speaks_of_an_offer"]

_PERSONS: Final = word_set(
    """je j suis mon ma mes moi nous notre nos il elle etais elles ils mari femme fils fille pere mere frere soeur conjoint epoux epouse enfant
    bebe assure assuree client cliente adherent adherente patient patiente usager usagere mme m monsieur madame salarie salariee locataire voisin voisine chauffeur
    i am my we our he she his her husband wife son daughter ich bin mein meine er sie mann frau sohn tochter soy mi mis estoy marido hijo hija madre padre
    sono mio mia lei lui figlio figlia ik ben mijn hij zij man vrouw zoon dochter sou estou meu minha ele ela filho filha profession identite conducteur souscripteur clt clte on jsuis chui
    wir uns unser unsere unserer wij ons onze somos nosotros nuestro nuestra siamo noi nostro nostra nos nosso nossa estamos they their moeder vader wife mum mom dad moglie marito mujer pais genitori padres parents sommes"""
)
_REACH: Final = 7
_COMPLEMENT: Final = frozenset(
    {"de", "du", "des", "d", "a", "au", "aux", "del", "della", "dello", "di", "of", "da", "do", "van", "al", "alla"}
)
_ARTICLES: Final = frozenset({"la", "le", "l", "les", "the", "los", "las", "el", "'", "sa", "son", "mon", "ma"})
_ORGANS: Final = word_set(
    """sein seins poumon poumons foie colon prostate pancreas estomac peau thyroide cerveau rein reins vessie ovaire ovaires uterus uterin testicule testicules oesophage gorge langue
    larynx sang os moelle hanche hanches genou genoux poignet poignets cheville chevilles bras jambe jambes epaule epaules main mains pied pieds doigt doigts dos rachis vertebre
    vertebres cote cotes bassin femur tibia perone clavicule coude nez machoire crane colonne col coccyx rotule menisque ligament ligaments tendon talon orteil orteils cou nuque
    coeur cour cornee oeil yeux visage dents dent ventre colorectal corps mama pulmon pecho piel higado rodilla cadera muneca tobillo brazo pierna hombro mano
    vesicule appendice amygdales vegetations tonsille mandeln amandelen adenoidi prostata tiroide sagesse canal carpien intestin aorte valve lombaires cervicales cataracte hernie menisques menisco vesicula apendice amigdalas cistifellea cataratas hernia cataratta appendicite apendicitis seno polmone fegato rene reni cuore midollo rinon higado corazon medula rim figado coracao nier nieren hart long lever heup enkel pols been arm knie niere leber herz lunge hufte knochel pelle colon ginocchio anca polso caviglia braccio gamba spalla breast lung bowel skin bone liver kidney hip knee"""
)
_QUALIFIERS: Final = word_set(
    """chronique severe aigue aigu grave legere ouverte multiple multiples bilaterale bilateral gauche droit droite invalidante incomplete complete totale partielle rhumatoide
    metastatique metastase recidivant generalise stade avance evolutive insulinodependant rare inflammatoire lombaire cervicale"""
)
_VICTIM: Final = word_set(
    "victime victimes plainte plaintes porte-plainte victim complaint anzeige opfer denuncia victima denuncia vittima aangifte slachtoffer queixa vitima porter"
)


def concerns_a_person(words: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether a person is spoken of near tokens `[first, last)`, in the same sentence."""
    index = first - 1
    while index >= max(0, first - _REACH) and words[index].low not in {"\n", ".", "!", "?"}:
        if words[index].low in _PERSONS:
            return True
        index -= 1
    index = last
    while index < min(len(words), last + 3) and words[index].low not in {"\n", ".", "!", "?"}:
        if words[index].low in _PERSONS:
            return True
        index += 1
    return False


def complement_end(words: Sequence[Word], last: int) -> int:
    """Extend an open phrase over its complement: `cancer` + `du sein`, `fracture` + `ouverte du poignet gauche`."""
    index = last
    for _ in range(3):
        place = index
        if place < len(words) and words[place].low in _QUALIFIERS:
            index = place + 1
            continue
        if place < len(words) and words[place].low in _COMPLEMENT:
            place += 1
            while place < len(words) and words[place].low in _ARTICLES:
                place += 1
            if place < len(words) and words[place].low in _ORGANS:
                index = place + 1
                continue
        if place < len(words) and words[place].low in _ORGANS:
            index = place + 1
            continue
        break
    return index


def speaks_as_victim(words: Sequence[Word], first: int) -> bool:
    """Tell whether what follows was suffered: `plainte pour vol`, `victime d'une escroquerie`."""
    return any(word.low in _VICTIM for word in words[max(0, first - 5) : first])


_OFFERS: Final = word_set(
    """garantie garanties forfait forfaits option options module remboursez remboursent rembourse remboursees rembourses couvrez couvrent couvre plafond plafonds tarif tarifs brochure plaquette dispositif comment conditions quel quelle quels quelles
    vendez proposez propose proposent existe rayon guide article documentaire film livre serie cover covers covered coverage plan benefit brochure tariff policy how which
    versicherung leistung leistungen tarif ubernehmen ubernimmt deckt wie welche cubre cubren cobertura garantia poliza copre coprite garanzia polizza come dekt vergoedt vergoeden dekking hoe cobre cobrem comparticipam como"""
)
_OWNERS: Final = word_set(
    """je j m mon ma mes moi me nous notre nos on il elle ils elles son sa ses leur lui mme monsieur madame client cliente clt clte patient patiente i my me we our he she his her their
    ich mein meine meinen meiner meinem wir unser unsere er sie sein seine ihr mi mis yo nosotros su sus nuestra nuestro mio mia miei mie noi nostro nostra suo sua ik mijn wij ons onze hij zij zijn haar eu meu minha meus nosso nossa seu"""
)
_OFFER_REACH: Final = 6


def speaks_of_an_offer(words: Sequence[Word], first: int, last: int, label: str) -> bool:
    """Tell whether what follows is sold or explained to all, and nobody's: `remboursez-vous les prothèses dentaires ?`."""
    begin, end = first, last
    while begin > max(0, first - _SENTENCE) and words[begin - 1].low not in _ENDS:
        begin -= 1
    while end < min(len(words), last + _SENTENCE) and words[end].low not in _ENDS:
        end += 1
    # A benefit asked about is most often one's own: "vous prenez le chèque énergie ?".
    asked = end < len(words) and words[end].low == "?" and label in {Label.HEALTH, Label.BELIEF}
    if not asked and not any(word.low in _OFFERS for word in words[max(begin, first - _OFFER_REACH) : first]):
        return False
    # In "est-il ouvert ?" the pronoun is no person's.
    return not any(
        words[place].low in _OWNERS and not (place and words[place - 1].low == "-") for place in range(begin, end)
    )


_SENTENCE: Final = 24
_ENDS: Final = frozenset({".", "?", "!", "\n", ":", "\u00bf"})


_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MOTIVE: Final = frozenset({"pour", "for", "wegen", "por", "per", "wegens", "voor"})
_LINKS: Final = frozenset(
    {"de", "d", "'", "du", "des", "la", "le", "l", "a", "en", "sur", "sous", "avec", "et", "of", "with", "-"}
)
_MOTIVE_WORDS: Final = 3


def motive_end(words: Sequence[Word], last: int, label: str) -> int:
    """Extend a penalty over its motive: `condamnation` + `2019 pour abus de confiance`."""
    index = last
    if index < len(words) and words[index].low == "en":
        index += 1
    if index < len(words) and _YEAR.fullmatch(words[index].low):
        index += 1
    if not (index < len(words) and words[index].low in _MOTIVE):
        if words[index - 1].low not in _MOTIVE:
            return last
    else:
        index += 1
    for phrase in phrases_from(words[index].low) if index < len(words) else ():
        if phrase.label == label:
            ends = match_at(words, index, phrase.words)
            if ends:
                return ends[-1]
    count, end = 0, last
    while (
        index < len(words)
        and count < _MOTIVE_WORDS
        and words[index].alpha
        and not (words[index].barred and words[index].low not in _LINKS)
    ):
        if words[index].low not in _LINKS:
            count += 1
            end = index + 1
        elif words[index].low in {"et", "a", "en"} and count:
            break
        index += 1
        if index < len(words) and words[index].low == "'":
            index += 1
    return end


_KIN: Final = word_set(
    """mari femme epoux epouse mere pere fils fille frere soeur compagnon compagne conjoint conjointe copain copine voisin voisine voisins collegue oncle tante cousin cousine neveu niece parents enfants gendre nounou nourrice famille
    locataire client cliente chauffeur eleve homme dame mineur mineure ouvrier ouvriere belle-mere husband wife mother father daughter brother sister parents children neighbour neighbor boyfriend girlfriend colleague tenant family
    mann frau mutter vater sohn tochter bruder schwester partnerin eltern kinder nachbar nachbarin freund freundin kollege kollegin familie marido mujer madre padre hijo hija hermano hermana novio novia padres hijos vecino vecina familia abuela abuelo
    marito moglie figlio figlia fratello sorella compagno compagna fidanzato fidanzata genitori figli amico amica famiglia nonna nonno badante vrouw moeder vader zoon dochter broer zus vriend vriendin ouders kinderen buurman buurvrouw gezin
    mulher mae pai filho filha irmao irma companheiro companheira namorado namorada pais filhos vizinho vizinha avo colega"""
)
_ORIGIN_CUES: Final = (
    ("je", "suis"), ("j", "suis"), ("suis",), ("elle", "est"), ("il", "est"), ("voisin", "est"), ("voisine", "est"), ("mari", "est"), ("femme", "est"), ("mere", "est"), ("pere", "est"),
    ("epoux", "est"), ("epouse", "est"), ("compagnon", "est"), ("compagne", "est"), ("conjoint", "est"), ("conjointe", "est"), ("sommes",), ("vous", "etes"), ("ressortissant",), ("ressortissante",), ("ressortissants",), ("citoyen",), ("citoyenne",), ("citizen",),
    ("nationalite",), ("nationality",), ("staatsangehorigkeit",), ("nationalitat",), ("nacionalidad",), ("nazionalita",), ("nationaliteit",), ("nacionalidade",), ("parents",), ("famille",), ("etudiant",), ("etudiante",), ("i", "am"), ("i", "'", "m"), ("am", "a"), ("am", "an"), ("m", "a"), ("m", "an"),
    ("he", "is"), ("she", "is"), ("he", "'", "s"), ("she", "'", "s"), ("they", "are"), ("who", "is"), ("we", "are"), ("ich", "bin"), ("bin",), ("soy",), ("somos",), ("sono",), ("siamo",), ("ik", "ben"), ("ben",), ("sou",), ("somos",), ("ciudadano",), ("ciudadana",), ("cittadino",), ("cittadina",), ("cidadao",), ("cidada",),
    ("ils",), ("elles",), ("nat", "."), ("nat",), ("passeport",), ("pasaporte",), ("passaporto",), ("er", "ist"), ("sie", "ist"), ("wir", "sind"), ("zij", "is"), ("hij", "is"), ("ze", "is"), ("moi", "c", "'"), ("jsuis",), ("chui",), ("chuis",), ("cittadinanza",), ("ciudadania",), ("cidadania",), ("staatsburgerschaft",), ("citizenship",), ("wij", "zijn"), ("mijn", "man"), ("haar", "man"),
    ("lei",), ("lui",), ("ella",), ("ele",), ("ela",), ("sale",), ("sales",), ("origine",), ("origines",), ("origin",), ("herkunft",), ("origen",), ("afkomst",), ("origem",), ("double", "nationalite"), ("immigre",), ("immigree",), ("refugie",), ("refugiee",), ("demandeur", "d", "'", "asile"),
    *((kin,) for kin in sorted(_KIN)),
)  # fmt: skip
_BY_LAST: Final = {
    last: tuple(cue for cue in _ORIGIN_CUES if cue[-1] == last) for last in {cue[-1] for cue in _ORIGIN_CUES}
}
_LINKING: Final = frozenset(
    {
        ":",
        "est",
        "is",
        "e",
        "es",
        "a",
        "an",
        "un",
        "une",
        "eine",
        "ein",
        "een",
        "um",
        "una",
        "ist",
        "=",
        "et",
        "and",
        "d",
        "'",
        "de",
        "non",
        "aussi",
        "pas",
        "moitie",
        "ma",
        "ja",
        "sont",
        "are",
        "sind",
        "sono",
        "zijn",
        "sao",
        "originaire",
    }
)
_PEOPLE_AFTER: Final = word_set(
    "family families couple mother father parents girl boy passport pass reisepass paspoort student national nationals citizen immigrant refugee passport-holder woman man descent origin heritage abstammung herkunft staatsburger staatsburgerin afkomst nationaliteit"
)


def origin_at(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a nationality or an origin at a token, when it is a person's.

    Args:
        words: The text.
        index: Where the adjective would begin.

    Returns:
        The tokens to mark, with `d'origine` when it introduces them, or None.
    """
    known = nationalities()
    size = 0
    for length in (3, 1):
        if index + length <= len(words) and tuple(word.low for word in words[index : index + length]) in known:
            size = length
            break
    if not size:
        return None
    last = index + size
    if (
        last < len(words)
        and words[last].low in {"et", "-", "and", "y"}
        and last + 1 < len(words)
        and (words[last + 1].low,) in known
    ):
        last += 2
    place = index - 1
    while place >= 0 and words[place].low in _LINKING and place > index - 4:
        place -= 1
    for stop in (index - 1, place):
        for cue in _BY_LAST.get(words[stop].low, ()) if stop >= 0 else ():
            if tuple(word.low for word in words[stop + 1 - len(cue) : stop + 1]) == cue:
                return _with_introduction(words, index, stop, cue), last
    if _set_apart(words, index, last):
        return index, last
    if last < len(words) and words[last].low in _PEOPLE_AFTER:
        return index, last + 1 if words[last].low in {
            "descent",
            "origin",
            "heritage",
            "abstammung",
            "herkunft",
            "afkomst",
        } else last
    return None


def _set_apart(words: Sequence[Word], index: int, last: int) -> bool:
    """Tell whether an adjective stands alone after a person: `M. Rahimi, afghan, réfugié`, `ma mère (guinéenne)`."""
    if index < _APART or words[index - 1].low not in {",", "("}:
        return False
    if last < len(words) and words[last].low not in {",", ".", ")", "\n", ";"}:
        return False
    place = index - 3 if words[index - 2].low == ")" else index - 2
    return words[place].low in _KIN or (words[place].capital and not words[place].common)


_APART: Final = 3


def _with_introduction(words: Sequence[Word], index: int, stop: int, cue: tuple[str, ...]) -> int:
    if cue[0] not in {"origine", "origines", "origen", "origem"}:
        return index
    first = stop
    while first > 0 and words[first - 1].low in {"d", "'", "de", "di"}:
        first -= 1
    return first

"""Ages and birth dates in the words of six languages, by compounds, by tens, and in separate fields.

French numbers in words are written down before the rules read them; those of the other languages are read here.

Example:
    >>> book = RuleBook("birth_in_words", RULES)
    >>> book.shown("ich bin fünfundsiebzig und mein vierjähriger Enkel, mi madre tiene setenta y siete años, mio marito ha ottantun anni")
    ['AGE fünfundsiebzig', 'AGE vierjähriger', 'AGE setenta y siete años', 'AGE ottantun anni']
    >>> book.shown("eine zweijährige Garantie, garantía de dos años, da due anni")
    []
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.birth import said_of_a_person, said_of_nobody
from egide.detection.recognisers.context import after, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_DE_TENS: Final = r"(?:(?:ein|zwei|drei|vier|funf|sechs|sieben|acht|neun)und)?(?:zwanzig|dreis{1,2}ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)|(?:drei|vier|funf|sech|sieb|acht|neun)zehn"
_DE: Final = rf"(?:{_DE_TENS}|zehn|elf|zwolf|zwei|drei|vier|funf|sechs|sieben|acht|neun)"
_NL_TENS: Final = r"(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)en)?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|(?:der|veer|vijf|zes|zeven|acht|negen)tien"
_NL: Final = rf"(?:{_NL_TENS}|tien|elf|twaalf|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_EN_UNITS: Final = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_EN_TENS: Final = rf"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_EN_UNITS})?|(?:thir|four|fif|six|seven|eigh|nine)teen"
_EN: Final = rf"(?:{_EN_TENS}|ten|eleven|twelve|{_EN_UNITS})"
_ES_UNITS: Final = r"(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
_ES: Final = rf"(?:(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y {_ES_UNITS})?|veinti[a-z]{{2,6}}|veinte|dieci[a-z]{{4,5}}|once|doce|trece|catorce|quince|diez|{_ES_UNITS})"
_PT_UNITS: Final = r"(?:uma?|dois|duas|tres|quatro|cinco|seis|sete|oito|nove)"
_PT: Final = rf"(?:(?:vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa)(?: e {_PT_UNITS})?|onze|doze|treze|catorze|quinze|deza?[a-z]{{4,6}}|dezoito|dez|{_PT_UNITS})"
_IT_UNITS: Final = r"(?:un[oa]?|due|tre|quattro|cinque|sei|sette|otto|nove)"
_IT: Final = rf"(?:(?:vent|trent|quarant|cinquant|sessant|settant|ottant|novant)(?:[ai]?{_IT_UNITS}|[ai]|')|(?:un|do|tre|quattor|quin|se)dici|dicia?[a-z]{{5,7}}|dieci|{_IT_UNITS})"

_RELATIVES: Final = "moeder|vader|oma|opa|zoon|dochter|mutter|vater|sohn|tochter|enkel|enkelin|madre|padre|abuela|abuelo|hija|hijo|suegra|suegro|figlia|figlio|nonna|nonno|nipote|mae|pai|filha|filho|avo|mother|father|mum|mom|dad|son|daughter|gran|nan|lad"
_WORDED: Final = compiled(
    rf"(?<![\w-])(?P<v>{_DE} (?:jahren?|jahre?|monaten?)(?: (?P<de>alt))?|{_NL} (?:jaar|maanden)(?: (?P<nl>oud))?|{_EN}[ -](?:years?|months?)(?P<en>[ -]old| of age)|{_ES} (?:anos|meses)|{_PT} (?:anos|meses)|{_IT} ?(?:anni|mesi))(?![\w-])"
)


def _worded(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    start, end = match.span("v")
    old = match.group("de") or match.group("nl") or match.group("en")
    if old or said_of_a_person(text, start, end):
        yield Finding(Label.AGE, start, end, 0.9, ("recogniser:age_worded", "context:age said"))


_PEOPLE: Final = (
    r"(?:sohn|tochter|kind|kinder|mutter|vater|mann|frau|bruder|schwester|enkel|enkelin|oma|opa|grosmutter|grossmutter|grosvater|grossvater|patient|patientin|kunde|kundin|dame|herr|rentner|rentnerin|junge|madchen|nachbar|nachbarin|nichte|neffe|tante|onkel|schuler|schulerin|"
    r"zoon|dochter|moeder|vader|vrouw|man|broer|zus|oma|opa|buurman|buurvrouw|kleinzoon|kleindochter|klant|patient|dame|heer|jongen|meisje)"
)
_COMPOUND: Final = compiled(
    rf"(?<![\w])(?P<v>(?:{_DE}|\d{{1,3}}-?)jahrig(?:e[rnsm]?)?|(?:{_NL}|\d{{1,3}}-?)jarige?)(?![\w-])"
)


def _accept_compound(text: Text, match: re.Match[str]) -> bool | float:
    following = after(text, match.end(), 40)
    return re.match(rf" (?:[a-z]{{2,16}} )?{_PEOPLE}\b", following) is not None or (
        re.search(rf"\b{_PEOPLE}[ ,]{{1,2}}(?:ist|is) $", before(text, match.start(), 40)) is not None
    )


_TENS_OF_YEARS: Final = compiled(
    r"(?<![\w])(?P<v>(?:une )?(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant)aine d'annees|(?:la|sa|ma) (?:trent|quarant|cinquant|soixant)aine(?: passee| bien tassee)?|(?:quinqua|sexa|septua|octo|nona)genaires?|"
    r"(?:quarentao|sesentona?|setentona?|octogenari[oa]|nonagenari[oa]|septuagenari[oa]|ottuagenari[oa]|ultraottantenne|[a-z]{3,10}antenne)|\d{2}enne)(?![\w])"
)
_AGED: Final = compiled(
    r"(?<![a-z])(?:agee?s?|age|avait|avais|ai|a|suis|est|dans|homme|femme|dame|monsieur|fille|garcon|fils|jeune|personne|mere|pere|grand-mere|grand-pere|mari|epouse|voisine?|cliente?|cette|cet|une?|passe|depasse|approche)[ ,]{1,2}(?:(?:d'|environ|bien|peut-etre|deja|de|la|sa) ?){0,3}$"
)


def _accept_tens(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if "aine d'annees" in value:
        head = before(text, match.start(), 40)
        return _AGED.search(head) is not None and not re.search(r"\b(?:il y|depuis|dans|pendant|prends?)\b", head)
    if "aine" in value:
        return re.search(r"\b(?:dans|a|passe|approche|atteint|fete)[ ]$", before(text, match.start(), 14)) is not None
    return True


_MONTHS: Final = (
    r"(?:januar|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember|januari|februari|maart|mei|augustus|october|december|january|february|march|may|june|july|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|novembre|dicembre|"
    r"janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro)"
)
_DAY: Final = rf"(?:\d{{1,2}}[.]?|erster?n?|(?:zwei|drit|vier|funf|sechs|sieb|ach|neun|zehn|elf|zwolf)te[rn]?|(?:{_DE_TENS})s?te[rn]?|eerste|{_NL}|primo|primero|primeiro|{_IT}|{_ES}|{_PT})"
_YEAR: Final = (
    rf"(?:(?:19|20)\d\d|\d\d|neunzehnhundert[a-z]{{0,24}}|zweitausend[a-z]{{0,20}}|negentienhonderd ?[a-z]{{0,24}}|negentien ?[a-z]{{4,24}}|tweeduizend ?[a-z]{{0,16}}|"
    rf"millenovecento ?[a-z]{{0,18}}|duemila ?[a-z]{{0,14}}|mil novecientos {_ES}|dos mil(?: {_ES})?|mil novecentos e {_PT}|dois mil(?: e {_PT})?|{_ES}|{_IT}|{_PT}|{_DE})"
)
_BIRTH_CUE: Final = r"(?:geboren|geburtsdatum|geburtstag|geb[.]?|geboortedatum|geboorte|nacid[oa]|naci|nacimiento|nat[oa]|nascita|nascid[oa]|nasci|nascimento|born|birth|birthday)"
_WORDED_DATE: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_BIRTH_CUE})(?![a-z])(?:[^\n?]{{0,30}}\?[^\n]{{0,6}}\n(?:[a-z][^\n:]{{0,24}}: ?)?)?[^\w\n]{{0,4}}(?:(?:am|op|el|il|em|a|on|is|ist|es|e|o|dia|den|der|ben|ik|bin|ich|soy|sono|de|di|da|do|nascita|nacimiento|nascimento|data|fecha|date|was|mijn|mein|mi|la|the)[^\w\n]{{1,3}}){{0,5}}"
    rf"(?P<v>{_DAY} (?:de |di |of )?{_MONTHS}(?: del?| do| di| of|,)? {_YEAR})(?![\w])"
)
_BIRTH_AFTER: Final = compiled(
    rf"(?<![\w.])(?P<v>(?:0?[1-9]|[12]\d|3[01])[.]?[ ]?(?:{_MONTHS}|[./-](?:0?[1-9]|1[0-2]))[./-]?[ ]?(?:19|20)\d\d)(?: (?:in|zu|te) [a-z][a-z \-]{{1,28}})? (?P<cue>geboren|zur welt gekommen)(?![a-z])"
)
_SMALL_AGE: Final = rf"(?:\d{{1,2}}|{_ES}|{_IT}|{_PT}|{_NL}|{_DE}|{_EN})(?![\w]|[.,]\d)"
_CHILD_UNIT: Final = r"(?:[ ](?:anos|anitos|meses|anni|mesi|jaar|maanden|jahren?|monaten?|years?|months?))?"
_CHILDREN: Final = compiled(
    rf"(?<![a-z])(?:nin[oa]s?|hij[oa]s?|cri[oa]s?|nen[ea]s?|gemel[oa]s|bambin[oaie]|figli[oae]?|gemelli|kind(?:er|eren)?|zoontje|dochtertje|filh[oa]s?|menin[oa]s?|miud[oa]s?|crianca?s?|kids?|children|boys?|girls?)[ ](?:de|di|van|von|aged)[ ]"
    rf"(?P<a>{_SMALL_AGE}{_CHILD_UNIT})(?:,? (?P<b>{_SMALL_AGE}{_CHILD_UNIT}))?(?:[ ](?:y|e|en|und|and)[ ](?P<c>{_SMALL_AGE}{_CHILD_UNIT}))?(?=[ ]?(?:[.,;)!?\n]|$)|[ ](?!(?:mil|hundert|honderd|cento)[ ]))"
)
_LIKE_ARTICLE: Final = frozenset(["un", "una", "uno", "um", "uma", "one", "een", "eine", "ein"])


def _children(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    for group in "abc":
        start, end = match.span(group)
        if start >= 0 and text.low[start:end] not in _LIKE_ARTICLE:
            yield Finding(Label.AGE, start, end, 0.82, ("recogniser:age_of_children", "context:children"))


_FIELDS: Final = compiled(
    r"(?<![a-z])(?:jour|day|tag|dia|giorno|dag)[ ]?[:=][ ]?(?P<day>\d{1,2})[^\w]{1,4}(?:mois|month|monat|mes|mese|maand)[ ]?[:=][ ]?(?P<month>\d{1,2}|[a-z]{3,9})[^\w]{1,4}(?:annee|an|year|jahr|ano|anno|jaar)[ ]?[:=][ ]?(?P<year>(?:19|20)\d\d)(?!\w)"
)
_BIRTH_NEAR: Final = compiled(
    r"naissance|nee? le|ne\(e\)|birth|born|geburt|geboren|nacimiento|nascita|geboorte|nascimento"
)


def _fields(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    near = text.low[max(0, match.start() - 160) : match.end() + 40]
    if _BIRTH_NEAR.search(near) is not None:
        for group in ("day", "month", "year"):
            yield Finding(Label.BIRTHDATE, *match.span(group), 0.85, ("recogniser:birth_fields",))


RULES: Final = (
    Rule(
        name="age_worded",
        label=Label.AGE,
        summary="An age in words in English, German, Spanish, Italian, Dutch or Portuguese, said of a person.",
        word=r"^(?:jahren?|monaten?|monate|jaar|maanden|years?|months?|anos|meses|anni|mesi)$",
        pattern=_WORDED,
        spans=_worded,
        examples=("mijn moeder is [[tachtig jaar]] en", "a minha mãe tem [[setenta e cinco anos]]"),
    ),
    Rule(
        name="age_worded_bare",
        label=Label.AGE,
        summary="An age in words that leaves the years out: ich bin fünfundsiebzig.",
        word=r"zig$|zehn$|tig$|tien$|teen$|ty$|^(?:one|two|three|four|five|six|seven|eight|nine)$",
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>ich bin|er ist|sie ist|der ist|die ist|ik ben|hij is|zij is|ze is|die is|i am|i'm|she is|he is|she's|he's|cumple|cumplio|compie|wird|wordt|turns|turning)(?: (?:ja|halt|schon|jetzt|nun|erst|al|net|pas|bijna|now|already|nearly|almost)){{0,2}} (?P<v>{_DE_TENS}|{_NL_TENS}|{_EN_TENS}|(?<=cumple ){_ES}|(?<=compie ){_IT})(?=[ ]?(?:[.,;!)\n]|$)|[ ](?:und|and|en|but|aber|maar|y|e|gell|manana|domani|morgen|tomorrow)(?![a-z]))"
        ),
        score=0.85,
        examples=("ich bin [[fünfundsiebzig]] und kann", "I am [[eighty-two]], alone"),
    ),
    Rule(
        name="age_beside_age",
        label=Label.AGE,
        summary="The bare age of somebody else behind an age: j'ai 67 ans, mon mari 71.",
        word="^ans$",
        digits=2,
        pattern=compiled(
            r"(?<!\w)\d{1,3} ans(?: et demi)?,? (?:et )?(?:mon|ma|son|sa|notre|leur) [a-z\-]{3,12} (?P<v>\d{1,3})(?=[ ]?(?:[.,;)\n]|$))"
        ),
        score=0.8,
        examples=("j'ai 67 ans et demi, mon mari [[71]]", "elle a 34 ans et sa fille [[9]]."),
    ),
    Rule(
        name="age_of_young",
        label=Label.AGE,
        summary="An age that stands before a child or for one, in English: a six-week-old, her 3 year old.",
        word="^old$",
        pattern=compiled(rf"(?<![\w-])(?P<v>(?:\d{{1,2}}|{_EN})[ -](?:day|week|month|year)s?[ -]old)(?![a-z])"),
        accept=lambda text, match: not said_of_nobody(text, match.end()),
        score=0.82,
        examples=("we have a [[six-week-old]] in the house", "with my [[3 year old]] son"),
    ),
    Rule(
        name="age_of_children",
        label=Label.AGE,
        summary="The ages of children after them: la niña de tres, due bambini di 4 e 6 anni, kinderen van 5 en 8.",
        word=r"^(?:nin[oa]s?|hij[oa]s?|cri[oa]s?|nen[ea]s?|gemel[oa]s|bambin[oaie]|figli[oae]?|gemelli|kind(?:er|eren)?|zoontje|dochtertje|filh[oa]s?|menin[oa]s?|miud[oa]s?|crianca?s?|kids?|children|boys?|girls?)$",
        pattern=_CHILDREN,
        spans=_children,
        examples=(
            "con la niña de [[tres]]",
            "due bambini di [[4]] e [[6 anni]] ci",
            "kinderen van [[5]] en [[8 jaar]]",
        ),
    ),
    Rule(
        name="age_of_parent",
        label=Label.AGE,
        summary="An age after a relative: mijn moeder van 81, mi madre de 79, my dad is 90.",
        word=rf"^(?:{_RELATIVES})$",
        digits=1,
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>{_RELATIVES})[ ](?:van|von|de|di|is|ist|ha|tem|tiene)[ ](?P<v>[1-9]\d?|1[01]\d)(?=[ ]?(?:[.,;)!\n]|$)|[ ](?:heeft|hat|has|ha|tiene|tem|en|and|und|y|e|who|die|que|che|kan|kann|can)(?![a-z]))"
        ),
        score=0.8,
        examples=("mijn moeder van [[81]] heeft", "mi madre de [[79]], que vive sola"),
    ),
    Rule(
        name="age_compound",
        label=Label.AGE,
        summary="An age within an adjective, before or after a person: vierjähriger Sohn, 83-jarige moeder.",
        word=r"jahrig|jarige?$",
        pattern=_COMPOUND,
        accept=_accept_compound,
        score=0.9,
        examples=("mein [[vierjähriger]] Sohn", "mijn [[83-jarige]] moeder"),
    ),
    Rule(
        name="age_about",
        label=Label.AGE,
        summary="An age by tens of years: une quinzaine d'années, la soixantaine, octogénaire.",
        word=r"aine$|genaires?$|genari[oa]$|antenne$|enne$|sesenton|setenton",
        pattern=_TENS_OF_YEARS,
        accept=_accept_tens,
        score=0.8,
        examples=("elle avait [[une quinzaine d'années]] et", "ma voisine [[octogénaire]]"),
    ),
    Rule(
        name="birth_worded",
        label=Label.BIRTHDATE,
        summary="A birth date in words in German, Spanish, Italian, Dutch or Portuguese.",
        word=r"^(?:gebor|geb$|geburt|nac[io]|nat[oa]$|nasc|geboorte|born|birth)",
        hint=_MONTHS,
        pattern=_WORDED_DATE,
        score=0.93,
        examples=(
            "nací el [[cinco de agosto del treinta y nueve]]",
            "nata il [[ventuno giugno ottantotto]] a",
            "Uw geboortedatum?\nKlant: [[Negen oktober negentienzevenenvijftig]].",
            "Geburtsdatum?\nKundin: [[Erster Mai neunzehnhundertachtundvierzig]].",
        ),
    ),
    Rule(
        name="birth_before",
        label=Label.BIRTHDATE,
        summary="A date before geboren.",
        word=r"^geboren$|^gekommen$",
        digits=5,
        pattern=_BIRTH_AFTER,
        score=0.95,
        examples=("ich bin am [[4. Juli 1980]] in Ulm geboren",),
    ),
    Rule(
        name="birth_fields",
        label=Label.BIRTHDATE,
        summary="A birth date in three fields.",
        word=r"^(?:jour|day|tag|dia|giorno|dag)$",
        hint="(?:jour|day|tag|dia|giorno|dag) ?[:=]",
        digits=6,
        pattern=_FIELDS,
        spans=_fields,
        examples=("Date de naissance, jour : [[12]] mois : [[05]] année : [[1983]]",),
    ),
)

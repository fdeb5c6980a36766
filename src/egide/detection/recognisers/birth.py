"""Birth dates and ages, in digits or in words, in the seven languages.

Example:
    >>> book = RuleBook("birth", RULES)
    >>> book.shown("Né le 7 octobre 1955, date de naissance : 14/02/1987, contrat du 3 mai 2019")
    ['BIRTHDATE 7 octobre 1955', 'BIRTHDATE 14/02/1987']
    >>> book.shown("ma fille Inaya 9 ans, j'ai 71 ans, garantie 24 mois, permis depuis 2 ans, (2, 5 et 11 ans)")
    ['AGE 9 ans', 'AGE 71 ans', 'AGE 2', 'AGE 5', 'AGE 11 ans']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import after, asked, before, compiled, line_of
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["MONTHS", "RULES", "RuleBook"]

MONTHS: Final = (
    r"(?:janvier|janv|jan|fevrier|fevr|fev|mars|mar|avril|avr|mai|juin|juillet|juil|jui|aout|aou|septembre|sept|sep|octobre|oct|novembre|nov|decembre|dec|"
    r"january|february|feb|march|april|apr|may|june|jun|july|jul|august|aug|september|october|november|december|"
    r"januar|februar|marz|juni|juli|oktober|dezember|dez|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    r"gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|"
    r"januari|februari|maart|mei|augustus|"
    r"janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro)"
)
_ORDINALS: Final = r"(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt(?:[ -](?:et[ -])?(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf))?|trente(?:[ -]et[ -]un)?)"
_UNITS_IN_WORDS: Final = r"(?:vingt|trente|quarante|cinquante|soixante|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|un|deux|trois|et|cent|septante|octante|huitante|nonante|vingts)"
_ENGLISH_ORDINALS: Final = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[ -]first)"
_ENGLISH_YEAR: Final = r"(?:(?:19|20)[ ]?\d\d|nineteen[ ](?:oh[ ])?[a-z]{3,9}(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\b)?|two thousand(?:[ ](?:and[ ])?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)\b)?|twenty[ ](?:oh[ ])?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b)"
_YEAR: Final = r"(?:(?:19|20)\d\d|'?\d\d)"
_NUMERIC: Final = r"(?:(?:0?[1-9]|[12]\d|3[01])[ ]?[/.\-| ][ ]?(?:0?[1-9]|1[0-2])[ ]?[/.\-| ][ ]?(?:(?:19|20)\d\d|\d\d)|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)\d\d|(?:19|20)\d\d[/.\-](?:0?[1-9]|1[0-2])[/.\-](?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d))"
_WRITTEN: Final = (
    rf"(?:(?:1er|1 er|0?[1-9]|[12]\d|3[01]|{_ORDINALS})(?:st|nd|rd|th|[.]|º|o)?[ \-]?(?:of |de |di |d')?[ ]?{MONTHS}[.]?,?[ \-]?(?:de |del |of )?(?:{_YEAR}|mille[ -]neuf[ -]cent(?:[ -]{_UNITS_IN_WORDS}\b){{1,5}}|deux[ -]mille(?:[ -]{_UNITS_IN_WORDS}\b){{0,3}})|"
    rf"{MONTHS}[ ](?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?[ ](?:19|20)\d\d|{MONTHS}[ ](?:the[ ])?{_ENGLISH_ORDINALS},?[ ]{_ENGLISH_YEAR}|(?:the[ ])?{_ENGLISH_ORDINALS}[ ](?:of[ ])?{MONTHS},?[ ]{_ENGLISH_YEAR}|(?:0[1-9]|[12]\d|3[01]){MONTHS}(?:(?:19|20)\d\d|\d\d))"
)
_DATE: Final = rf"(?:{_WRITTEN}|{_NUMERIC})"
_BIRTH_WORD: Final = (
    r"(?:nee?s?|ne\(e\)|date de naissance|date naissance|naissance|(?:date (?:de )?)?naiss|ddn|dn|d\.d\.n\.?|nais|anniversaire|date et lieu de naissance|"
    r"born|date of birth|birth ?date|birthday|dob|d\.o\.b\.?|geboren|geb[.]?|geburtsdatum|geburtstag|geburtsdat|nacid[oa]|nacimiento|fecha de nacimiento|naci|cumpleanos|"
    r"nat[oa]|data di nascita|nascita|nascid[oa]|data de nascimento|nascimento|nasci|geboortedatum|geboorte|verjaardag)"
)
_BIRTH_LINK: Final = (
    r"(?:[^\w\n]{0,4}(?:e|s|le|la|l|du|de|d|des|est|c|cest|on|am|the|el|il|op|em|den|of|is|ist|es|sono|soy|ik|ben|van|der|das|mon|ma|mes|enfants?|fils|fille|beneficiaire|assuree?|titulaire|conjoint|"
    r"complete|jj|mm|aaaa|client|cliente|sous|x|a|en|in|zu|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|alors|voila|oui|donc|euh|enregistree|dossier|votre|it|s|son|sa|ton|his|her|seine?|ihr|lieu|fecha|data|dia|no|un)(?=[^\w]|\d)[.]?){0,8}"
    r"[^\w\n]{0,5}"
)
_PLACE: Final = r"(?:[^\w\n]{0,2}(?:[a-z][a-z'\-]{1,24}(?:[ ][a-z'\-]{2,24})?,?[ ](?:le|on|am|el|il|op|em|the)[ ])|[^\w\n]{0,2}(?:a|in|en|te|zu|sous x a|at)[ ][A-Za-z'\- ]{2,30}?[ (,]{1,2}(?:[a-z' ]{0,14}\)?[ ,]{0,2})?(?:le|on|am|el|il|op|em|the)[ ])?"
_QUESTION: Final = rf"(?:{asked(60)}[^\n]{{0,20}}\n(?:\[[^\]\n]{{1,16}}\] ?|- )?(?:[a-z][^\n:]{{0,28}}: ?)?(?:[a-z][a-z' \-]{{2,40}},?[ ])?)?"
_BIRTH: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_BIRTH_WORD})(?![a-z]){_QUESTION}{_PLACE}{_BIRTH_LINK}(?P<v>{_DATE})(?![\w]|[/.\-]\d)"
)
_BIRTH_SPOKEN: Final = compiled(
    rf"(?<![a-z])(?P<cue>{_BIRTH_WORD})(?![a-z]){_QUESTION}{_BIRTH_LINK}(?P<v>(?:0?[1-9]|[12]\d|3[01])[ ,]{{1,2}}(?:0?[1-9]|1[0-2])[ ,]{{1,2}}(?:(?:19|20)[ ]?\d\d|\d\d))(?![\w]|[ ]\d)"
)


def _accept_birth(text: Text, match: re.Match[str]) -> bool | float:
    cue = match.group("cue")
    if cue in {"ne", "nee", "nes", "nees"}:
        # "il ne 3 ..." is a negation: the accent or the article decides.
        written = text.original[match.start("cue") : match.end("cue")].lower()
        if written.startswith("ne") and not re.search(
            r"\b(?:le|du|en|la)\W{1,2}$|:\W{0,2}$", text.low[match.end("cue") : match.start("v")]
        ):
            return (
                0.6
                if not re.search(r"\b(?:je|il|elle|on|nous|vous|qui|tu)\W{1,2}$", before(text, match.start("cue"), 10))
                else False
            )
    return 0.96


_YEAR_ONLY: Final = compiled(
    rf"(?<![a-z])(?P<cue>nee?s? en|ne\(e\) en|je suis de(?: l'annee)?(?= (?:19|20)\d\d)|nee? de l'annee|annee de naissance|born in|geboren (?:im jahr|in)|nacid[oa] en|naci en|nasci em|nat[oa] nel|nascid[oa] em|jahrgang|geboren in|(?:nee?s?|ne\(e\)|born|geboren|nacid[oa]|naci|nat[oa]|nascid[oa]|nasci) (?:a|au|aux|in|en|em|te)[ ][a-z][a-z' \-]{{1,30}}?,? (?:en|in|im jahr|nel|em))[ :]{{1,3}}(?P<v>(?:{MONTHS}[ ](?:de |del )?)?(?:19[2-9]\d|20[0-2]\d)|{MONTHS}[ ]\d\d|(?<=nee en )\d\d|(?<=ne en )\d\d|(?<=nat[oa] nel )'?\d\d)(?!\w|[ ]?(?:%|\$|ans|euros?|semaines|mois|jours|h\b|min))"
)
_BESIDE: Final = compiled(rf"(?<![\w/.\-])(?P<v>(?:{_NUMERIC}|{_WRITTEN}))(?![\w]|[/.\-]\d)")
_PAPERS: Final = compiled(
    r"passeport|passport|\bcni\b|\bnir\b|identite|n[o.] secu|nationalite|nom de naissance|reisepass|pasaporte|passaporto|paspoort"
)
_AFTER_NAME: Final = compiled(r"[A-Z][\w'’-]+(?:[ ][A-Z][\w'’-]+){1,3}[ ]?[,(–-]{1,2}[ ]?$")
# "enfants Awa (12/02/2015), Noé (30/09/2017)"
_OF_A_CHILD: Final = compiled(
    r"(?<![A-Za-z])(?:[Ee]nfants?|[Ff]ils|[Ff]illes?|[Jj]umeaux|[Aa]yants? droit|[Bb]eneficiaires?|[Cc]hildren|[Kk]inder|[Hh]ijos|[Ff]igli|[Ff]ilhos|[Kk]inderen)(?![a-z])[^\n.;]{0,110}[A-Z][\w'\-]{1,20}[ ]?\($"
)
_SEX_COLUMN: Final = compiled(r"[|;,\t] ?[FMH] ?[|;,\t] ?$")
_NOT_BIRTH: Final = compiled(
    r"\b(?:du|le|depuis|au|avant|jusqu\w*|apres|des|a partir|signe|date|expire\w*|exp|valable|delivre\w*|emis\w*|achat\w*|facture|commande|livr\w+|rdv|echeance|fin|debut|from|until|vom|bis|el|il|del|dal)\W{1,3}$"
)


def _accept_beside(text: Text, match: re.Match[str]) -> bool | float:
    year = re.search(r"(?:19|20)\d\d", match.group("v"))
    if year is None or int(year.group()) > 2022 or int(year.group()) < 1915:
        return False
    if re.match(r"[ ]?\((?:\d{1,3}|[a-z-]{3,20}) ?ans\)", text.low[match.end("v") : match.end("v") + 28]):
        return 0.9
    head = before(text, match.start("v"), 50)
    if _OF_A_CHILD.search(text.folded, max(0, match.start("v") - 160), match.start("v")):
        return 0.85
    if _NOT_BIRTH.search(head):
        return False
    exact = text.folded[max(0, match.start("v") - 50) : match.start("v")]
    if _SEX_COLUMN.search(exact):
        return 0.85
    papers = _PAPERS.search(line_of(text, match.start("v"))) is not None
    return 0.75 if _AFTER_NAME.search(exact) and (papers or int(year.group()) < 2012) else False


_UNITS: Final = r"(?:ans|an|annees|mois|years?(?:[ -]old)?|yrs?(?: old)?|y/o|yo|months?(?:[ -]old)?|jahren?(?: alt)?|jahre?(?: alt)?|monate?(?: alt)?|anos|mesi|meses|anni|mesi|jaar(?: oud)?|jr|maanden|maand|semaines)"
_AGE: Final = compiled(
    rf"(?<![\w.,/-])(?P<v>(?P<n>\d{{1,3}})[ \-]?(?P<unit>{_UNITS})(?:[ ]et demie?| y medio| e mezzo| and a half)?(?![\w-]))"
)
_PERSON_WORD: Final = (
    r"(?:fils|fille|filles|enfants?|bebe|bb|petit[- ]fils|petite[- ]fille|pere|mere|maman|papa|mari|femme|epouse|epoux|conjointe?|compagne|compagnon|frere|soeur|grand[- ]mere|grand[- ]pere|mamie|papi|papy|oncle|tante|neveu|niece|"
    r"voisine?|amie?|copine?|garcon|fillette|ado|adolescente?|mineure?|jeune|dame|homme|monsieur|madame|mme|mr|m\.|cliente?|assuree?|patiente?|personne|beneficiaire|eleve|etudiante?|passager|passagere|nourrisson|petits?|petites?|ptite?s?|puce|loulou|tata|tonton|nouveau[- ]ne|gamine?s?|gosses?|loulous?|minots?|aine|ainee|cadet|cadette|jumeaux|signora|signore|senora|senor|hijos|hijas|figli|figlie|filhos|filhas|zoontje|dochtertje|kindje|kleinkind|kleinzoon|kleindochter|nietos?|nietas?|nipot[ei]|enkel|enkelin|grandson|granddaughter|mevrouw|meneer|senhora?|"
    r"son|daughter|child|children|baby|kid|mother|father|husband|wife|brother|sister|grandmother|grandfather|boy|girl|man|woman|mum|mom|dad|"
    r"sohn|tochter|kind|kinder|mutter|vater|mann|frau|bruder|schwester|oma|opa|junge|madchen|hijo|hija|nino|nina|madre|padre|esposa|esposo|marido|mujer|hermano|hermana|abuela|abuelo|figlio|figlia|bambino|bambina|moglie|marito|fratello|sorella|nonna|nonno|"
    r"zoon|dochter|moeder|vader|man|vrouw|broer|zus|oma|opa|filho|filha|mae|pai|irmao|irma|avo|menino|menina|crianca)"
)
_SAID_AGE: Final = compiled(
    r"(?<![a-z])(?:(?:s'?appelle|prenomme\w{0,3}|se nomme) [a-z'\-]{2,15}(?: [a-z'\-]{2,15})?|j'?ai|ages?|agee?s?|age de|age :|age|(?:il|elle|qui|lui|elle|on) (?:a|avait|aura)|(?:ils|elles|qui) ont|vais avoir|aura|a eu|fete ses|a ses|de mes|du haut de (?:ses|mes)|aged?|i'?m|i am|he'?s|she'?s|he is|she is|ich bin|er ist|sie ist|alter|tengo|tiene|edad|"
    r"ho|ha|eta|ik ben|is|leeftijd|tenho|tem|idade|born|bin|suis)\W{0,3}(?:(?:de|seulement|deja|environ|presque|bientot|maintenant|que|d|tout juste|:|now|only|erst|schon|gia|solo|pas|aujourd'hui|plus de)\W{1,2}){0,3}$"
)
_NOT_AGE: Final = compiled(
    r"\b(?:depuis|garantie?s?|contrat|engagement|engage|pret|credit|pendant|durant|y a|sur|dans|sous|tous les|toutes les|duree|anciennete|apres|avant|plus de|moins de|environ|bout de|delai|delais|abonnement|fidelite|cdd|prison|ferme|sursis|"
    r"for|since|within|ago|warranty|seit|nach|vor|desde|hace|durante|garantia|da|per|fra|garanzia|sinds|na|ha|ogni|cada|experience|premiers?|derniers?|prochains?|les|ces|des|mensualites|interdiction|permis|tarif|carte|a partir de|jusqu'a|entre|et|ou|de \d+ a|enceinte de|grossesse|conduite|location|vieux de)\W{1,3}(?:(?:de|d|les|ces|pour|il|y|a|environ|deja|plus|moins)\W{1,2}){0,3}$"
)
_NAME_BEFORE: Final = compiled(
    r"(?:^|[^\w.])(?!\w{0,24}(?:garantie|vertrag|laufzeit|bindung|kredit|gewahrleistung|garantia|garanzia)\b)(?!(?:Garantie|Contrat|Engagement|Age|Forfait|Offre|Pret|Tarif)\b)[A-Z][\w'’-]+[ ]?[,(–:-]{0,2}[ ]?$"
)
_TAIL_NOT_AGE: Final = compiled(
    r"[ ](?:de |d'|di |van )?(?:garantie|garantia|garanzia|contrato|contratto|contract|contrat|engagement|pret|prison|ferme|avec sursis|fidelite|anciennete|retard|abonnement|credit|loyer|salaire|mariage|vie commune|experience|service|que\b|plus tard|apres|apart|ago|warranty|consecutif|d'attente|gratuit|offert|environ pour|maximum|minimum|sans)"
)


# "À 67 ans je ne comprends rien à internet": an age at the start of a sentence, and who says it.
_AT_AN_AGE: Final = compiled(r",? (?:je|j'|on|il|elle|c'est|passes?|bien|tu|my|i|ich)(?![a-z])")

# "client: trois semaines": who speaks, not whose age it is.
_SPEAKER: Final = compiled(r"^ ?(?:cliente?|usager|usagere|assuree?|patiente?|adherente?)[ ]?: ?").compiled


_GUARANTEED: Final = compiled(
    r"garanti\w{0,2}|garanz\w{1,2}|warranty|laufzeit|looptijd|contract\w{0,8}|vertrag\w{0,12}|contrato|contratto"
)


def _ages(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    number = int(match.group("n"))
    start, end = match.span("v")
    months = match.group("unit")[:2] in {"mo", "me", "ma", "se"}
    if number > (36 if months else 122) or number == 0:
        return
    head = before(text, start, 45)
    tail = after(text, end, 25)
    exact = text.folded[max(0, start - 45) : start].rsplit("\n", 1)[-1]
    listed = re.search(r"\(?(?:(?:\d{1,2})[ ]?(?:,|et|and|und|y|e|en)[ ]){1,5}$", head)
    anchor = head[: listed.start()] if listed else head
    if months:
        anchor = _SPEAKER.sub("", anchor)
    said = _SAID_AGE.search(anchor) is not None
    person = re.search(rf"(?<![a-z]){_PERSON_WORD}(?![a-z])[^.;!?\n]{{0,22}}$", anchor) is not None
    named = _NAME_BEFORE.search(exact[: len(exact) - (len(head) - listed.start())] if listed else exact) is not None
    closed = exact.endswith("(") or (listed is not None and listed.group().startswith("("))
    following = re.search(r"\b(?:ans|mois|an) (?:et|,)[ ]$", anchor) is not None
    barred = _NOT_AGE.search(anchor) is not None and not said and not following
    if _TAIL_NOT_AGE.match(tail) or barred or _ANIMAL.search(anchor) or said_of_nobody(text, end):
        return
    old = re.search(r"old|alt$|oud$|y/o|yo$", match.group("unit")) is not None
    person = person or (number > 15 and not months and _WITH_AGE.search(anchor) is not None)
    if _GUARANTEED.search(anchor) and not person:
        return
    if months and not (old or person or (said and number < 24) or (closed and named)):
        return
    alone = (
        not months
        and number > 12
        and not re.search(
            r"\b(?:de|a|d|un|plus|moins|et|le|la|ou|of|von|van|di|en|dans|pendant|minimum|minimal|minimale|legal|requis|limite|maximum|jouets?|tarif|depuis)\W{1,2}$",
            anchor,
        )
        and re.match(r"[ ]?(?:[.,;)\n]|$|et |parce|mais )", tail) is not None
    )
    alone = alone or (
        number > 12 and re.search(r"(?:^|[.,;!?\n] ?)a $", head) is not None and _AT_AN_AGE.match(tail) is not None
    )
    if not (said or person or named or closed or old or alone):
        return
    score = 0.93 if said or person or old else (0.85 if named or closed else 0.65)
    reasons = (
        "recogniser:age",
        "context:" + ("age said" if said else "person" if person else "name" if named else "shape"),
    )
    yield Finding(Label.AGE, start, end, score, reasons)
    if listed:
        offset = start - len(head) + listed.start()
        for each in re.finditer(r"\d{1,2}", listed.group()):
            yield Finding(Label.AGE, offset + each.start(), offset + each.end(), score, reasons)


_WITH_AGE: Final = compiled(r"(?<![a-z])(?:con|com|mit|met|presque|bientot|pasados los|ca[ .]{1,2})[ ]$")
_ANIMAL: Final = compiled(
    r"(?<![a-z])(?:chiens?|chiennes?|chats?|chattes?|lapins?|cheval|jument|dogs?|cats?|horse|rabbit|hunde?|katzen?|pferd|perr[oa]s?|gat[oa]s?|caballo|can[ei]|gatt[oi]|cavallo|hond|kat|paard|cao|caes|voitures?|maison|toiture|chaudiere|vin)(?![a-z])[^.,;!?\n]{0,16}$"
)

# "A 4 months old dog", "a 3 year old laptop": what is that old, in the language that says it behind.
_NOBODY: Final = compiled(
    r" (?:[a-z]{2,12} )?(?:dogs?|pupp(?:y|ies)|cats?|kittens?|labrador|retriever|poodle|terrier|spaniel|pomeranian|bulldog|horse|pony|rabbit|cars?|vans?|house|laptop|phones?|router|boiler|fridge|freezer|dishwasher|washing machine|tv|printer|mattress|sofa|bikes?|account|contract|model|machine)(?![a-z])"
)


def said_of_nobody(text: Text, end: int) -> bool:
    """Tell whether the age that ends at an offset is that of an animal or of a thing, named behind it."""
    return _NOBODY.match(after(text, end, 40)) is not None


def said_of_a_person(text: Text, start: int, end: int) -> bool:
    """Tell whether a number of years between two offsets is said of a person, and is no duration."""
    anchor = before(text, start, 45)
    said = _SAID_AGE.search(anchor) is not None
    person = re.search(rf"(?<![a-z]){_PERSON_WORD}(?![a-z])[^.;!?\n]{{0,22}}$", anchor) is not None
    if _TAIL_NOT_AGE.match(after(text, end, 25)) or (_NOT_AGE.search(anchor) and not said):
        return False
    return said or person


_BARE_AGE: Final = compiled(
    r"(?<![\w.,/-])(?P<cue>age|alter|edad|eta|leeftijd|idade|agee? de|aged)(?: (?:du|de la|de l'|de|of the|des|del|van de)[ ]?[a-z]{2,14}(?=[ ]?[:=]))?[^\w\n]{0,3}(?:(?:de|is|:|est|now)\W)?[ ]?(?P<v>\d{1,3})(?![\w/.-]|[ ]?(?:ans|mois|%|\$))"
)
_CAPTION_AGE: Final = compiled(
    r"(?<![\w])(?:Mr|Mrs|Ms|Miss|Mme|M[.]|Herr|Frau|Sra?[.]?|Sig[.]?(?:ra)?)[ ](?:[A-Z][\w'’-]{1,30}[ ]?){1,3}(?:,[ ]|[ ]?\()(?P<v>[1-9]\d)(?=[.,;)\n])"
)


def _said(_text: Text, match: re.Match[str]) -> Iterator[Finding]:
    for group in ("v", "kin", "other"):
        if match.group(group):
            yield Finding(Label.AGE, *match.span(group), 0.8, ("recogniser:age_said",))


_KIN_AGE: Final = compiled(
    rf"(?<![a-z]){_PERSON_WORD}(?![a-z]),?[ ][A-Za-z][\w'\-]{{1,20}}(?:[ ][A-Za-z][\w'\-]{{1,20}})?[ ]?\((?P<v>\d{{1,3}})\)"
)


RULES: Final = (
    Rule(
        name="birth_date",
        label=Label.BIRTHDATE,
        summary="A date after a word of birth, in the seven languages, in digits or in words.",
        word=r"^n[eo]e?s?$|nais|ddn|^dn$|^n$|anniversaire|born|birth|dob|^b$|gebor|^geb|geburt|naci|cumple|nat[oa]$|nasci|geboorte|verjaardag",
        hint=r"(?s:(?:n[eo]e?s?\b|ne\(e\)|nais|ddn|\bdn\b|d\.d\.n|anniversaire|born|birth|dob|d\.o\.b|gebor|\bgeb|geburt|naci|cumple|nat[oa]\b|nasci|geboorte|verjaardag).*(?:\d|mil))",
        pattern=_BIRTH,
        accept=_accept_birth,
        examples=(
            "née le [[23.02.1979]] à",
            "né [[030888]],",
            "né [[19AUG91]].",
            "born on [[3 April 1957]].",
            "Geboren am [[21.05.1978]]",
            "wat is uw naam en geboortedatum?\nklant: oussama el idrissi, [[22 mei 1996]]",
            "née Lecomte le [[18/07/1931]] à",
            "date of birth? [[07/19/1990]]",
            "né sous X à Roanne le [[8 avril 1967]] et",
        ),
    ),
    Rule(
        name="birth_date_spoken",
        label=Label.BIRTHDATE,
        summary="A birth date said as three numbers.",
        word=r"naissance|^nee?$|ddn|born|birth|gebor|nacim|nascita|geboorte",
        hint=r"\d[ ,]{1,2}\d{1,2}[ ,]{1,2}\d",
        digits=4,
        pattern=_BIRTH_SPOKEN,
        accept=_accept_birth,
        examples=("Date de naissance ?\nAssurée : Le [[7 9 82]].",),
    ),
    Rule(
        name="birth_year",
        label=Label.BIRTHDATE,
        summary="A year of birth.",
        word=r"^(?:nee?s?|suis|naissance|born|geboren|nacid[oa]|naci|nat[oa]|nascid[oa]|nasci|jahrgang)$",
        hint=r"nee?s? (?:en|a|au|aux) |ne\(e\) (?:en|a) |je suis de |nee? de l'annee|naci|nasci|nat[oa] a |born |annee de naissance|born in|geboren i|nacid[oa] en|nat[oa] nel|nascid[oa] em|jahrgang",
        digits=2,
        pattern=_YEAR_ONLY,
        score=0.85,
        examples=("il est né en [[1958]]",),
    ),
    Rule(
        name="birth_date_beside",
        label=Label.BIRTHDATE,
        summary="A date right after a person's name, in a line about papers or with a year of long ago.",
        digits=6,
        hint=r"(?:19|20)\d\d\b|\b(?:19|20)\d\d[/.\-]",
        pattern=_BESIDE,
        accept=_accept_beside,
        examples=("1) Pierrick Salaün – [[02/01/1971]] – passeport",),
    ),
    Rule(
        name="age",
        label=Label.AGE,
        summary="An age with its unit, near a person; durations and guarantees are left alone.",
        word=r"^(?:ans?|annees?|anni|anos|mois|y|yo|yrs?|years?|months?|monate?|jahre?|mesi|meses|jaar|jr|maand(?:en)?|semaines)$",
        hint=rf"\d[ -]?{_UNITS}",
        digits=1,
        pattern=_AGE,
        spans=_ages,
        examples=(
            "un bébé de [[4 mois]]",
            "et Louanne ([[3 ans et demi]]).",
            "meine Tochter Annika ([[7 Jahre]])",
            "j'ai deux petits de [[2]] et [[4 ans]]",
        ),
    ),
    Rule(
        name="age_told",
        label=Label.AGE,
        summary="A number after the word age, or after a titled name.",
        word=r"age|alter|edad|eta|leeftijd|idade",
        digits=1,
        pattern=_BARE_AGE,
        score=0.85,
        examples=("Âge : [[44]]",),
    ),
    Rule(
        name="age_said",
        label=Label.AGE,
        summary="A number said of a person, in the languages that leave the unit out.",
        word=r"^am$|^m$|^is$|^s$|aged|turn|^age$|^bin$|^ist$|^ben$",
        hint=r"(?:is|ist|'s|only|just|now|already|schon|erst|jetzt|pas|nu|i am|i'm|(?:he|she) is|(?:he|she)'s|aged|turn|turned|turning|age of|ich bin|(?:er|sie) ist|ik ben) \d",
        digits=1,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>i am|i'm|(?:he|she) is|(?:he|she)'s|aged|turn|turned|turning|age of|ich bin|(?:er|sie) ist|ik ben)[ ](?P<v>[1-9]\d|(?<=turned )[1-9]|(?<=turning )[1-9])(?=[ ]?(?:[.,;)!\n]|$| and | und | en )|(?<=turned \d\d) (?:yesterday|today|last|this|in|on)\b)"
            r"|(?<![a-z])(?:mutter|vater|oma|opa|tochter|sohn|frau|mann|mother|father|mum|mom|dad|gran|nan|wife|husband|son|daughter|moeder|vader|dochter|zoon|vrouw|kind|baby)(?:'s|,? (?:is|ist))(?: (?:only|just|now|already|schon|erst|jetzt|pas|nu))? (?P<kin>[1-9]\d?)(?=[ ]?(?:[.,;)!\n]|$| and | und | en ))"
            r"|(?<=[a-z])'s (?:only|just|now|already|nearly|almost) (?P<other>[1-9]\d?)(?=[ ]?(?:[.,;)!\n]|$| and ))"
        ),
        spans=_said,
        score=0.8,
        examples=(
            "she is [[34]].",
            "my niece just turned [[6]].",
            "meine Mutter ist [[89]].",
            "Zoe's only [[4]] and she",
        ),
    ),
    Rule(
        name="age_answer",
        label=Label.AGE,
        summary="The answer to a question about an age.",
        word=r"^(?:age|old|alt|alter|leeftijd|anos|anni|oud|idade|edad|eta)$",
        sign="\n",
        digits=1,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>quel age|votre age|ton age|your age|ihr alter|uw leeftijd|su edad|how old|wie alt|cuantos anos|que edad|quanti anni|hoe oud|que idade|quantos anos)(?![a-z])[^\n]{0,40}\n(?:\[[^\]\n]{1,16}\] ?|- )?(?:[a-z][^\n:]{0,28}: ?)?(?:(?:oui|alors|euh|ben|j'ai|il a|elle a|c'est|bientot|i am|i'm|he is|she is|tengo|tiene|ho|ha|ik ben|tenho|tem)[ ,]{1,2}){0,4}(?P<v>\d{1,3})(?=[ ]?(?:[.,!\n]|$|et demi|environ|euh))"
        ),
        score=0.85,
        examples=("Quel âge avez-vous ?\nCliente : [[72]].",),
    ),
    Rule(
        name="birthday",
        label=Label.BIRTHDATE,
        summary="A day and a month after the word for a birthday, without the year.",
        word=r"^(?:anniversaire|birthday|geburtstag|cumpleanos|compleanno|verjaardag|aniversario)$",
        digits=1,
        pattern=compiled(
            rf"(?<![a-z])(?P<cue>anniversaire|birthday|geburtstag|cumpleanos|compleanno|verjaardag|aniversario)(?! (?:de (?:mariage|contrat|la marque)|du (?:contrat|magasin)))(?:[^\w\n]{{0,3}}(?:c|est|tombe|le|du|is|on|the|am|ist|es|el|e|il|op|de|a|mon|de ma fille|de mon fils|est le)(?=[^\w])){{0,5}}[^\w\n]{{0,3}}(?P<v>(?:1er|0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|[.])?[ ](?:of |de )?{MONTHS}|{MONTHS}[ ](?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)(?![\w])"
        ),
        score=0.85,
        examples=("mon anniversaire est le [[14 juillet]]",),
    ),
    Rule(
        name="age_of_kin",
        label=Label.AGE,
        summary="A number between parentheses after a relative and their name.",
        sign="(",
        hint=r"\(\d{1,3}\)",
        digits=1,
        pattern=_KIN_AGE,
        accept=lambda _text, match: 0 < int(match.group("v")) < 115,
        score=0.85,
        examples=("My mother Edith ([[87]]) has", "mon fils Noé ([[6]])"),
    ),
    Rule(
        name="age_caption",
        label=Label.AGE,
        summary="A number between a titled name and a full stop.",
        word=r"^(?:mr|mrs|ms|miss|mme|m|herr|frau|sra?|sig|sigra)$",
        hint=r"(?:, |\()[1-9]\d[.,;)\n]",
        digits=2,
        pattern=_CAPTION_AGE,
        score=0.7,
        cased=True,
        examples=("Caller: Mr Prakash Venkataraman, [[58]]. Policy",),
    ),
)

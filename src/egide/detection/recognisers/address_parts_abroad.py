"""Parts of an address and short forms of it, in the six other languages: a flat, a floor and its door, a box, a street in words.

Example:
    >>> book = RuleBook("address_parts_abroad", RULES)
    >>> book.shown("soy Yeray del 3ºB, left with the neighbour at number 14, Anrufer: Gartenweg zwölf, Postbus 441")
    ['ADDRESS 3ºB', 'ADDRESS number 14', 'ADDRESS Gartenweg zwölf', 'ADDRESS Postbus 441']
"""

from __future__ import annotations

from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.address_abroad import of_a_firm
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook

__all__ = ["RULES", "RuleBook"]

_GERMANIC_NUMBER: Final = r"(?:[a-z]{0,14}(?:zehn|zwanzig|dreis{1,2}ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig|hundert|tien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd)|eins|zwei|drei|vier|funf|sechs|sieben|acht|neun|elf|zwolf|een|twee|drie|vijf|zes|zeven|negen|twaalf)"
_ROMANCE_NUMBER: Final = (
    r"(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci[a-z]{3,6}|veint[a-z]{1,7}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|vent[a-z]{1,8}|trent[a-z]{1,8}|quarant[a-z]{1,8}|cinquant[a-z]{1,8}|sessant[a-z]{1,8}|settant[a-z]{1,8}|ottant[a-z]{1,8}|novant[a-z]{1,8}|"
    r"um|dois|duas|quatro|sete|oito|dez|onze|doze|treze|quinze|dez[ae]ss?[a-z]{3,5}|dezoito|dezanove|vinte|trinta|quarenta|cinquenta|sessenta|oitenta|cem)"
)
_SAID: Final = compiled(
    rf"(?<![a-z\-])(?P<v>[a-z][a-z\-]{{2,24}}(?:strasse|strase|gasse|allee|platz|weg|ring|straat|laan|gracht|plein|kade|steenweg|singel)[ ,]{{1,2}}(?:(?:nummer|hausnummer)[ ])?{_GERMANIC_NUMBER}(?![a-z])|"
    rf"(?:calle|avenida|plaza|paseo|camino|cuesta|carrer|barrio|via|viale|piazza|corso|largo|vicolo|contrada|frazione|localita|rua|travessa|praca|estrada|beco|bairro)[ ](?:[a-z']{{2,16}}[ ,]{{1,2}}){{1,5}}?(?:(?:numero[ ]|n[.o][ ]){_ROMANCE_NUMBER}|(?!u[nm][oa]?[ ,.]){_ROMANCE_NUMBER})(?:[ ](?:y|e)[ ]{_ROMANCE_NUMBER})?(?![a-z])(?:,?[ ](?:primer[oa]?|segundo|tercer[oa]?|cuarto|quinto|sexto|primeiro|terceiro|primo|secondo|terzo)[ ](?:izquierda|derecha|esquerdo|direito|frente|piano|piso|andar|[a-d](?![\w])))?)"
)
_SMALL_PLACES: Final = compiled(
    r"(?<![a-z])(?:from|at|in|of|then|to|outside|vom?|aus|im|in der|del|en el|al|do|no|da|van|op|live in|wohne in|soy|sou|dell'|all'|l'inquilino dell')[ ]?(?P<v>(?:flat|apartment|apt|unit|room|wohnung|whg[.]?|zimmer|appartement|kamer|interno|puerta|piso|nr[.]?|nummer|number)[ ](?:nr[.][ ]?|no[.][ ]?)?\d{1,4}[a-z]?(?![\w/.:]|[ ](?:euro|uhr|of|von|van|\d)))"
)
_FLOOR_DOOR: Final = compiled(
    r"(?<![\w.,/])(?P<v>\d{1,2}[.]?[oa][ ]?[A-H](?![\w])|\d{1,2}[.]?[oa][ ](?:[Ii]zq(?:da|uierda)?|[Dd]cha|[Dd]erecha|[Ee]sq(?:uerdo)?|[Dd]to|[Dd]ireito|[Ff]rente)(?![\w])[.]?|(?<=al )(?:primo|secondo|terzo|quarto|quinto|sesto)[ ]piano(?![\w])|(?<=del )(?:primo|secondo|terzo|quarto|quinto|sesto)[ ]piano(?![\w]))"
)
_STREET_FIELD: Final = compiled(
    r"(?:^|\n)[ ]{0,3}(?P<cue>stras{1,2}e(?:[ ]?(?:und|u[.]|/|,|&)[ ]?(?:hausnummer|nr[.]?|hausnr[.]?))?|straat(?:[ ]?(?:en|/|&|[+])[ ]?(?:huisnummer|nr[.]?|nummer))?|street(?: address)?|address line 1|calle(?: y numero)?|via(?: e numero civico| e n[.])?|rua(?: e numero)?|residenza|direccion postal)[ ]?:[ ]?(?P<v>[a-z'][^\n@:;?!]{2,60}?)(?=[ ]?,?[ ]?(?:\b(?:\d{5}|\d{4}[ ]?[a-z]{2}|\d{4}-\d{3})[ ][a-z]|\n|$))"
)


RULES: Final = (
    Rule(
        name="post_box",
        label=Label.ADDRESS,
        summary="A post office box, in the six other languages.",
        word=r"^(?:box|postfach|postbus|apartado|apdo|postale)$",
        digits=2,
        pattern=compiled(
            r"(?<![a-z])(?P<v>(?:p[.]? ?o[.]? ?box|postfach|postbus|apartado(?: de correos)?|apdo[.]?|casella postale)[ ](?:n[o.]{1,2}[ ]?)?\d{1,6}(?:[ ]\d{2,3}){0,3})(?![\w])"
        ),
        score=0.75,
        examples=("[[Postbus 441]], 7500 AK Enschede", "[[PO Box 118]], Truro"),
    ),
    Rule(
        name="neighbour_abroad",
        label=Label.ADDRESS,
        summary="The house or the flat of a neighbour by its number, in the six other languages.",
        word=r"^(?:neighbou?rs?|nachbar\w*|vecin[oa]s?|vicin[oa]|buur\w*|buren|vizinh[oa]s?)$",
        digits=1,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>neighbou?rs?|nachbar\w{0,3}|vecin[oa]s?|vicin[oa]|buur\w{0,6}|buren|vizinh[oa]s?)[^\n.;:\d]{0,28}[ ](?:number|no[.]?|nr[.]?|hausnummer|nummer|del?|do|n[.o]{1,2})[ ](?P<v>\d{1,3}(?:[.]?[oa](?![\w]))?(?:[ ]?(?:[a-f](?![\w])|esq(?:uerdo)?(?![\w])|dto(?![\w])|direito|izq\w{0,8}|derecha|dcha))?)(?![\w/.,:]\d|[\w/]|[ ](?:\d|uhr|euros?|horas|anos))"
        ),
        score=0.78,
        examples=("left with the neighbour at number [[14]].", "la dejaron con el vecino del [[3º B]]"),
    ),
    Rule(
        name="street_number_said",
        label=Label.ADDRESS,
        summary="A street with its number in words, in German, Dutch, Spanish, Italian or Portuguese.",
        word=r"(?:strasse|strase|gasse|allee|platz|weg|ring|straat|laan|gracht|plein|kade|steenweg|singel)$|^(?:calle|avenida|plaza|paseo|camino|cuesta|carrer|barrio|via|viale|piazza|corso|largo|vicolo|contrada|frazione|localita|rua|travessa|praca|estrada|beco|bairro)$",
        hint=rf"(?:strasse|strase|gasse|allee|platz|weg|ring|straat|laan|gracht|plein|kade|steenweg|singel)[ ,]{{1,2}}[a-z]|[ ](?:numero )?{_ROMANCE_NUMBER}(?:[ .,\n]|$)",
        pattern=_SAID,
        accept=lambda text, match: not of_a_firm(text, *match.span("v")),
        score=0.82,
        examples=(
            "Anrufer: [[Gartenweg zwölf]], Sulzbach",
            "[[Calle Olivar, número doce, segundo izquierda]], en",
            "[[Rua Direita, dezassete]]",
        ),
    ),
    Rule(
        name="unit_of_someone",
        label=Label.ADDRESS,
        summary="The flat, the room or the number that someone is from, in the six other languages.",
        word=r"^(?:flat|apartment|apt|unit|room|wohnung|whg|zimmer|appartement|kamer|interno|puerta|piso|nr|nummer|number)$",
        digits=1,
        pattern=_SMALL_PLACES,
        accept=lambda text, match: not of_a_firm(text, *match.span("v")),
        score=0.72,
        examples=("its Tyrone from [[flat 12b]], the", "met Kees van [[nr 14]], deurcode"),
    ),
    Rule(
        name="floor_and_door",
        label=Label.ADDRESS,
        summary="A floor with its door or side, as in Spain, Portugal and Italy.",
        hint=r"\d[.]?[oa] ?[a-h]\b|\d[.]?[oa] (?:izq|dcha|derecha|esq|dto|direito|frente)|(?:al|del) [a-z]+ piano\b",
        pattern=_FLOOR_DOOR,
        cased=True,
        score=0.78,
        examples=("soy Yeray del [[3ºB]], el", "e sto al [[terzo piano]] il", "sou o Nuno do [[3.º B]], o"),
    ),
    Rule(
        name="street_field",
        label=Label.ADDRESS,
        summary="The value of a field for a street and its number, in the six other languages.",
        word=r"^(?:strasse|strase|straat|street|line|calle|via|rua|residenza|direccion)$",
        sign=":",
        pattern=_STREET_FIELD,
        score=0.86,
        examples=("Straat en huisnummer: [[Lange Munte 21]]\nPostcode", "Straße und Hausnummer: [[Am Bahndamm 7b]]"),
    ),
)

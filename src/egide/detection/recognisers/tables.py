r"""Columns of a table whose heading tells what stands below it: Né(e) le, Geburtsdatum, Netto, N° client.

Example:
    >>> book = RuleBook("tables", RULES)
    >>> book.shown("Nom | Né(e) le | Véhicule\nAda Lo | 14/01/1971 | Fiat 500\nIda Bo | 30/09/1974 | Clio V")
    ['BIRTHDATE 14/01/1971', 'BIRTHDATE 30/09/1974']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_HEADINGS: Final = (
    (Label.BIRTHDATE, r"ne\(e\) le|nee? le|date de naissance|naissance|ddn|geburtsdatum|geb[.]?(?: am)?|fecha de nacimiento|nacimiento|data di nascita|nascita|geboortedatum|data de nascimento|nascimento|date of birth|dob|birth ?date"),
    (Label.PHONE, r"tel[.]?|telephone|portable|mobile|phone|telefon|handy|telefono|movil|cellulare|telefoon|telefone|telemovel"),
    (Label.REFERENCE, r"(?:n[o.]?|num(?:ero)?|ref[.]?|reference) ?(?:de |du |d')?(?:client|contrat|dossier|adherent|commande|sinistre|allocataire|eleve|matricule|carte)|matricule|kundennummer|vertragsnummer|order no|customer no|numero cliente|klantnummer"),
    (Label.FINANCE, r"revenus?(?: mensuels?| nets?)?|salaires?(?: nets?| bruts?)?|ressources|net mensuel|netto|nettoeinkommen|einkommen|gehalt|ingresos|sueldo|nomina|stipendio|reddito|inkomen|salaris|rendimentos?|ordenado|income|salary|annual gross|pension|retraite|aides"),
    (Label.AGE, r"ages?|alter|edad|eta|leeftijd|idade"),
    (Label.LOCATION, r"ville|commune|cp|code postal|wohnort|ciudad|citta|woonplaats|cidade|town|city"),
    (Label.ADDRESS, r"adresse|anschrift|direccion|indirizzo|adres|morada|address"),
    (Label.NATIONAL_ID, r"nir|n[o.]? ?secu|securite sociale|dni|nie|codice fiscale|bsn"),
)  # fmt: skip
_HEADING: Final = compiled("|".join(rf"(?P<{label.lower()}>(?:{words})[ .:]{{0,2}}$)" for label, words in _HEADINGS))
_HEAD: Final = compiled(r"(?:^|\n)(?P<v>[^\n|;\t]{1,40}(?:[|;\t][^\n|;\t]{0,40}){1,9})\n(?=[^\n|;\t]{1,60}[|;\t])")
_ROWS: Final = 40
_SHORTEST: Final = 1


def _columns(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    head = match.group("v")
    mark = next(sign for sign in "|;\t" if sign in head)
    titles = [title.strip(" *#-") for title in head.split(mark)]
    labels = []
    for title in titles:
        told = _HEADING.match(title)
        labels.append(str(told.lastgroup).upper() if told else "")
    if not any(labels):
        return
    position = match.end()
    for _ in range(_ROWS):
        stop = text.low.find("\n", position)
        stop = stop if stop >= 0 else len(text.low)
        row = text.low[position:stop]
        cells = row.split(mark)
        if len(cells) != len(titles):
            return
        place = position
        for cell, label, title in zip(cells, labels, titles, strict=True):
            value = cell.strip()
            if label and len(value) > _SHORTEST and any(map(str.isalnum, value)) and _is_of(label, value):
                start = place + cell.index(value)
                yield Finding(label, start, start + len(value), 0.86, ("recogniser:column", f"context:{title[:40]}"))
            place += len(cell) + 1
        position = stop + 1
        if position >= len(text.low):
            return


def _is_of(label: str, value: str) -> bool:
    """Say whether a cell may be a value of its column; a dash or "idem" is none."""
    if label in {Label.LOCATION, Label.ADDRESS}:
        return len(value) > _SHORTEST + 1 and value not in {"idem", "nc", "n/a", "oui", "non"}
    return any(map(str.isdigit, value))


RULES: Final = (
    Rule(
        name="column",
        label=Label.BIRTHDATE,
        summary="The cells of a table under a heading that tells what they are.",
        sign="|;\t",
        hint=r"[^\n|;\t][|;\t][^\n]*\n[^\n|;\t]+[|;\t]",
        pattern=_HEAD,
        spans=_columns,
        examples=("Name | Geburtsdatum | Beruf\nSven A. | [[03.03.1983]] | Lehrer\nAyşe A. | [[19.11.1986]] | Ärztin",),
    ),
)

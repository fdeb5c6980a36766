"""Brazil: taxpayers and identity cards, telephones with their area, postcodes and plates.

Example:
    >>> book = RuleBook("brazil", RULES)
    >>> book.shown("CPF 123.456.789-09, cep 01310-200, placa ABC1D23, me chama no (11) 90000-4182")
    ['TAX_ID 123.456.789-09', 'LOCATION 01310-200', 'PLATE ABC1D23', 'PHONE (11) 90000-4182']
    >>> book.shown("CNPJ 12.345.678/0001-95, protocolo 123456-78, a placa de vídeo RTX 4060")
    []
"""

from __future__ import annotations

from typing import Final

from egide.detection.finding import Label
from egide.detection.recognisers.context import compiled
from egide.detection.recognisers.rule import Rule, RuleBook

__all__ = ["RULES", "RuleBook"]


def _is_cpf(value: str) -> bool:
    """Ask python-stdnum, loaded on the first candidate."""
    from stdnum.br import cpf

    return bool(cpf.is_valid(value))


RULES: Final = (
    Rule(
        name="cpf",
        label=Label.TAX_ID,
        summary="A Brazilian taxpayer's number (CPF), with its dots and dash.",
        hint=r"\d{3}\.\d{3}\.\d{3}-\d{2}",
        digits=11,
        pattern=compiled(r"(?<![\w.,/\-])(?P<v>\d{3}[.]\d{3}[.]\d{3}-\d{2})(?![\w/\-]|[.,]\d)"),
        check=_is_cpf,
        score=0.95,
        wrong=0.85,
        examples=("cpf [[123.456.789-09]], RG",),
    ),
    Rule(
        name="cpf_told",
        label=Label.TAX_ID,
        summary="Eleven digits after the word CPF, in any grouping; a wrong check digit is still masked.",
        word="^cpf$",
        digits=9,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>cpf)(?:[ ](?:do|da|titular|cliente|n|no|numero|e|eh|meu|dele|dela)){0,3}[ .:o]{1,3}(?P<v>\d{3}[ .]?\d{3}[ .]?\d{3}[ .\-]?\d{2})(?![\w/])"
        ),
        check=_is_cpf,
        score=0.95,
        wrong=0.85,
        examples=("meu CPF é [[12345678909]]", "CPF: [[123 456 789 00]]"),
    ),
    Rule(
        name="rg",
        label=Label.ID_DOCUMENT,
        summary="A Brazilian identity card (RG), after its name.",
        word="^rg$",
        digits=7,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>rg)(?:[ ](?:n|no|numero|e|eh))?[ .:]{1,3}(?P<v>\d{1,2}[.]?\d{3}[.]?\d{3}(?:-?[\dx])?)(?![\w/])"
        ),
        score=0.9,
        examples=("RG [[12.345.678-9]] SSP/SP",),
    ),
    Rule(
        name="phone_brazil",
        label=Label.PHONE,
        summary="A Brazilian number with its area: (11) 90000-4182, 11 90000-4182.",
        hint=r"\d{2}\)? ?9?\d{4}-\d{4}",
        digits=10,
        pattern=compiled(
            r"(?<![\w(.,/\-])(?P<v>(?:\+?55 ?)?(?:\([1-9]\d\)[ ]?9?\d{4}|[1-9]\d[ ]9\d{4})-\d{4})(?![\w\-/])"
        ),
        score=0.9,
        examples=("me chama no zap [[(11) 90000-4182]]", "o meu pix é [[11 98765-4321]]"),
    ),
    Rule(
        name="cep",
        label=Label.LOCATION,
        summary="A Brazilian postcode after its name: CEP 01310-200.",
        word="^cep$",
        digits=8,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>cep)(?:[ ](?:n|no|e|eh))?[ .:]{1,3}(?P<v>\d{2}[.]?\d{3}-?\d{3})(?![\w/\-])"
        ),
        score=0.9,
        examples=("ap 42, cep [[01310-200]], centro",),
    ),
    Rule(
        name="plate_brazil",
        label=Label.PLATE,
        summary="A Brazilian plate, old or of the Mercosul, after the word for it.",
        word="^placas?$",
        digits=3,
        pattern=compiled(
            r"(?<![a-z])(?P<cue>placas?)(?:[ ](?:do|da|de|carro|moto|veiculo|n|no|e|eh|final)){0,3}[ .:]{1,3}(?P<v>[a-z]{3}[ \-]?\d[a-z0-9]\d{2})(?!\w)"
        ),
        score=0.9,
        examples=("placa do carro [[ABC-1234]]", "placa [[ABC1D23]]"),
    ),
)

"""References in English, German, Spanish, Italian, Dutch and Portuguese: the compounds and nouns that announce them.

German and Dutch write one word, the others a noun with or without its number sign. Compounds that name something else, such as a
telephone, a house, an article or a train, are left to their own rules or alone.

Example:
    >>> book = RuleBook("reference_abroad", RULES)
    >>> book.shown("relatienummer 3004412, Kd.-Nr. 88214, protocollo 0044812/25, reclamação n.º ROR00000044120987")
    ['REFERENCE 3004412', 'REFERENCE 88214', 'REFERENCE 0044812/25', 'REFERENCE ROR00000044120987']
    >>> book.shown("Artikelnummer 4410287, Zugnummer 578"), book.shown("il pedido de 45 euros"), book.shown("ordine di 120 pezzi")
    ([], [], [])
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import before, compiled
from egide.detection.recognisers.reference_words import PRODUCT, SKIP_BEFORE, values_after
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

_OTHER: Final = (
    r"telefon|telefoon|tel|handy|mobil|mobiel|mobile|phone|fax|ruf|rueckruf|ruckruf|haus|huis|konto|rekening|kreditkarten|karten|kaart|creditcard|card|"
    r"steuer\w{0,16}|sozialversicherungs|burgerservice|rijksregister|personalausweis|ausweis|reisepass|pass|paspoort|rijbewijs|fuhrerschein|"
    r"artikel|modell|model|produkt|product|typ|type|zimmer|kamer|room|wagen|zug|trein|train|flug|vlucht|flight|linien|lijn|seiten|page|hotline|service|notruf|"
    r"fehler|fout|error|chargen|charge|lot|batch|ean|post|postal|zip|pin|tan|puk|toegangs|zugangs|aktions|rabatt|gutschein|korting|promo|discount|voucher|qr|bar|strich|bank|"
    r"landes|country|area|sort|swift|bic|vat|ust|btw|size|grossen|farb|dress|source|vak|haupt|klant|kunden|bestel|bestell"
)
_LINK: Final = r"(?:[ ]{0,2}(?:n[.o]{0,2}|nr[.]?|no[.]?|num(?:ero)?[.]?|nummer|number|is|ist|lautet|es|e|the|die|der|das|den|il|el|la|o|a|het|di|de|do|da|su|mi|mein\w{0,2}|ihre?|uw|mijn|meu|minha|mio|mia|unter|van|von|met|mit|con|com|it's|code|codigo|codice)(?=[ .:#=(])){0,4}[ .:#=(\-]{0,4}"
_COMPOUND: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?!(?:{_OTHER})[ \-]?(?:s|n|en)?(?:nummer|nr|code|kennung))[a-z]{{2,24}}(?:(?:-|s-|[.]-|[.][ ])?(?:nummer|nr)|kennung|zeichen|kenmerk)|kd[.]?[ \-]?nr|track(?:ing)?[ ]?(?:&|and|en|und)[ ]?trace(?:[- ]?code)?|kenmerk|briefkenmerk)(?![a-z])[.]?{_LINK}"
)
_NOUN: Final = (
    # English
    r"(?:quote|complaint|job|fault|return|repair|warranty|appointment|subscription|student|employee|staff|patient|application|enquiry|inquiry|incident|loan|mortgage|agreement|consignment|collection|cover|boiler cover|case|claim|policy|order|booking|invoice|contract|meter|parcel|delivery|transaction|ticket|refund|pupil|tenancy|payroll)[ ](?:number|no|ref(?:erence)?|id|code)|(?:our|your|my)[ ]ref(?:erence)?|gprn|mprn|"
    # Spanish
    r"pedido|cliente|expediente|poliza|siniestro|contrato|factura|reserva|socio|envio|seguimiento|incidencia|reclamacion|tramite|solicitud|autorizacion|abonado|asegurado|averia|suministro|presupuesto|devolucion|albaran|historia clinica|tarjeta sanitaria|tarjeta de (?:socio|fidelizacion|cliente)|contador|"
    # Italian
    r"pratica|ordine|polizza|sinistro|protocollo|prot[.]?|impegnativa|ricetta|denuncia|caso|segnalazione|reclamo|contratto|fattura|bolletta|utenza|tessera(?: sanitaria)?|spedizione|prenotazione|pacco|riferimento|richiesta|preventivo|rimborso|abbonamento|fornitura|intervento|matricola|contatore|codice (?:cliente|utente|pratica)|"
    # Portuguese
    r"encomenda|processo|apolice|fatura|reclamacao|ocorrencia|referencia|adesao|local de consumo|orcamento|assinatura|expedicao|avaria|codigo (?:de )?(?:cliente|reserva|envio)|cartao (?:de )?(?:fidelidade|cliente|socio)|"
    # German and Dutch
    r"vorgang|auftrag|bestellung|sendung|vertrag|rechnung|police|schaden|buchung|aktenzeichen|zaak|mietvertrag|kaufvertrag|stromvertrag|gasvertrag|handyvertrag|versicherungsvertrag|huurcontract|energiecontract|(?:schade|klacht|zaak|klant|verzekerings)dossier|bestelling|zending|factuur|polis|boeking|melding|klacht|referentie|referenz"
)
_NAMED: Final = compiled(rf"(?<![a-z])(?P<cue>{_NOUN})(?![a-z]){_LINK}")
# What a meter or a point of supply is called, whose codes look like the account numbers of banks.
_SUPPLY: Final = compiled(
    r"(?<![a-z])(?P<cue>cups|pod|pdr|cpe|cui|zahlpunkt(?:bezeichnung)?|marktlokation|malo(?:-id)?|melo(?:-id)?|ean(?:-code)?(?= (?:e?lek|gas|aansl|stroom|meter|\d{18})))(?![a-z])(?:[ ](?:aansluiting|elektra|elektriciteit|stroom|meter|van|n[.o]{1,2}|is|es|e|ist|lautet|gas|luce|luz|della|electric\w{0,5}|:)){0,3}[ :.]{1,3}(?P<v>[a-z]{0,2}\d[0-9a-z]{1,4}(?:[ ]?[0-9a-z]{2,20}){1,8}?)(?=[ ]?(?:[,.;:)\n(]|$|[ ][a-z]{2,24}(?![\w])))"
)
_MORE_DIGITS: Final = 4


def _compounds(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    cue = match.group("cue")
    if PRODUCT.search(before(text, match.start(), 14)):
        return
    for start, end in values_after(text, match, strong=True):
        yield Finding(Label.REFERENCE, start, end, 0.83, ("recogniser:reference_compound", f"context:{cue[:40]}"))


def _nouns(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    cue = match.group("cue")
    if SKIP_BEFORE.search(before(text, match.start(), 25)):
        return
    signed = (
        re.search(
            r"n[.o]{1,3}[ :]|nr[. ]|num|:|#|ref|number|[ ](?:no|id|code)$", text.low[match.start("cue") : match.end()]
        )
        is not None
    )
    for start, end in values_after(text, match, strong=signed):
        digits = sum(map(str.isdigit, text.low[start:end]))
        if digits < _MORE_DIGITS and not signed:
            continue
        yield Finding(
            Label.REFERENCE, start, end, 0.8 if signed else 0.72, ("recogniser:reference_noun", f"context:{cue[:40]}")
        )


RULES: Final = (
    Rule(
        name="reference_compound",
        label=Label.REFERENCE,
        summary="A code after a German or Dutch word that ends with number or sign: Zaaknummer, Mitgliedsnr., Kenmerk.",
        word=r"(?:nummer|nr|kennung|zeichen|kenmerk|trace)$",
        digits=2,
        pattern=_COMPOUND,
        spans=_compounds,
        examples=(
            "relatienummer [[3004412]]",
            "Kd.-Nr. [[4417-0082]]. Steuer",
            "track & trace [[3SABCD441209877]]",
            "schadenummer [[S25.4412]]",
        ),
    ),
    Rule(
        name="reference_noun",
        label=Label.REFERENCE,
        summary="A code after a noun of the relation in the six other languages, with its number sign or without.",
        word=rf"^(?:{_NOUN}|quote|complaint|job|fault|return|repair|warranty|appointment|subscription|student|employee|staff|patient|application|enquiry|inquiry|incident|loan|mortgage|agreement|consignment|collection|cover|case|claim|policy|order|booking|invoice|meter|parcel|delivery|refund|pupil|tenancy|payroll|our|your|my|historia|tarjeta|codice|codigo|cartao|local)$",
        hint=rf"\b(?:{_NOUN})[^a-z]",
        digits=3,
        pattern=_NAMED,
        spans=_nouns,
        examples=(
            "protocollo [[0044812/25]]",
            "la pratica n. [[2025/4418]] è",
            "reclamação n.º [[ROR00000044120987]]",
            "Your ref: [[PW-19772]]",
        ),
    ),
    Rule(
        name="reference_supply",
        label=Label.REFERENCE,
        summary="A point of supply of electricity or gas abroad: CUPS, POD, PDR, CPE, Zählpunkt.",
        word=r"^(?:cups|pod|pdr|cpe|cui|zahlpunkt\w*|marktlokation|malo|melo|ean)$",
        digits=6,
        pattern=_SUPPLY,
        score=0.96,
        examples=("POD [[IT001E44120987]]", "CUPS: [[ES0021000012345678AB0F]]", "CPE [[PT0002000044120987XY]]"),
    ),
)

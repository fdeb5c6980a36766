"""Amounts that tell a person's means: income, benefits, debts, balances; never a price or a bill."""

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import compiled
from egide.detection.text import Text

__all__ = ["find_amounts"]

_IN_WORDS: Final = r"(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille)"
_DIGITS: Final = r"(?:[-+] ?)?(?:\d{1,3}(?:[ .']\d{3})+|\d+)(?:[.,]\d{1,2})?"
_WORDS: Final = rf"{_IN_WORDS}(?:[- ](?:et[- ])?{_IN_WORDS})*"
_PERIOD: Final = r"(?:mois|an|annee|jour|semaine|month|year|week|monat|jahr|mes|ano|mese|anno|maand|jaar)"
_TAIL: Final = (
    rf"(?:\s?(?:nets?|bruts?|netto|brutto|netos?|netti|mensuels?|mensuelles?|par personne)\b"
    rf"|\s?(?:/|par|pour l'|al|per|im|pro|por|a|au|a month|l'|de|del|della|des|d'|van|in|sur|on|my|mon|ma|le) ?(?:{_PERIOD}|retraite|rsa|are|pension|salaire|prime|chomage|revenus?|"
    rf"dettes?|decouvert|aah|apl|bourse|rente|compte|benefits?|account|ass|allocations?|aides?|loyers? impayes?|retard)\b"
    rf"|\s?(?:sur|on|auf|en|in|no|na|op) (?:mon|le|notre|son|my|meinem|mi|mio|mijn|minha) (?:compte|account|konto|cuenta|conto|rekening|conta)\b|\s?\+\s?\d[\d .,]*\d?\s?(?:\$|euros?|eur)\b)*"
)
_AMOUNT: Final = compiled(
    rf"(?<![\w.,])(?:{_DIGITS})\s?(?:k\s?)?(?:\$|euros?\b|eur\b|e\b|balles\b)(?:{_TAIL})?"
    rf"|(?<![\w.,-])(?:{_WORDS})\s(?:euros?|balles)\b(?:{_TAIL})?"
    r"|(?<![\w.,])\d[\d .]*\d(?= nets?\b)(?: nets?\b)|(?<![\w.,])\$ ?\d[\d .,]*\d"
)

_MEANS: Final = re.compile(
    r"\b(?:revenus?|rev\.? mens|salaires?|salary|pension|retraite|rente|allocations?|ressources|percois|percoit|percevons|percevoir|percevez|touche|touches|touchez|touchons|touchait|gagne|gagnes|gagnez|gagnons|gagnait|"
    r"indemnites|bourse|boursiere?|rsa|aah|apl|aspa|chomage|smic|solde|decouvert|dettes?|je (?:lui |vous |leur )?dois|doit encore|impayes?|arrieres?|endettement|saisie|fiches? de paye?|bulletins? de (?:paie|salaire)|"
    r"quotient familial|reste a vivre|plus que|il (?:me|nous) reste|credits? en cours|mensualites? de retard|"
    r"income|wages?|earn(?:s|ing)?|benefits?|debts?|owe[sd]?|grant|overdrawn|overdraft|arrears|living on|"
    r"gehalt|einkommen|verdiene|rente|schulden|lohn|burgergeld|arbeitslosengeld|im minus|"
    r"ingresos|sueldo|nomina|salario|deudas?|cobro|gano|paro|"
    r"stipendio|reddito|pensione|debiti|guadagno|percepisco|"
    r"salaris|inkomen|uitkering|pensioen|verdien|schulden|rood|"
    r"ordenado|rendimentos?|pensao|dividas?|ganho|recebo)\b"
)
_PRICE: Final = re.compile(
    r"\b(?:prix|facture|factures|montant de|remboursements?|rembourser|prelev\w+|preleve|debite\w*|debit|frais|abonnement|forfait|cout\w*|coute|tarif|commande|achat\w*|acompte|caution|devis|reclame|vole\w*|voles|"
    r"price|bill|invoice|refund\w*|charged|fee|rechnung|preis|gebuhr|erstattung|factura|precio|reembolso|fattura|prezzo|rimborso|factuur|prijs|terugbetaling|fatura|preco|reembolso|virement|echeance|mensualite de)\b"
)
_REACH: Final = 70
# A dot after a short word is that of an abbreviation: "rev. mens. 2 380 €".
_SENTENCE_END: Final = re.compile(r"\n|(?<=[a-z]{5})[.!?] |[;!?] ")
# An amount alone in answer to a question: "Combien touchez-vous ?" and a turn that begins with it.
_ASKED: Final = re.compile(
    r"(?P<question>[^\n?]{0,90})\?[^\n]{0,8}\n(?:[a-z][^\n:]{0,24}: ?)?(?:(?:alors|oui|euh|environ|a peu pres|je touche|j'ai),? ){0,2}$"
)
_OWN: Final = re.compile(
    r"(?:rsa|are|retraite|pension|salaire|aah|apl|chomage|dettes?|decouvert|revenus?|compte|account|bourse|nets?|netto|netos?|impayes?|benefits?|retard)$"
)
_RATE: Final = re.compile(r"\bendettement\b[^\n.;]{0,12}?(\d{1,3}(?:[.,]\d+)? ?%)")
# "solde 1 240 € à réception": what remains to pay of a sale.
_OF_A_SALE: Final = re.compile(
    r" ?(?:ttc\b|ht\b|a (?:la )?(?:reception|livraison|commande|signature|remise)|a regler|restant du|restants? a payer|on delivery|bei lieferung|alla consegna|a la entrega|bij levering|na entrega)"
)
_BEFORE_DEBT: Final = re.compile(
    r"\b(deudas?|dettes?|debts?|debiti|schulden|dividas?) (?:por|de|of|von|di|van|in hohe von|pour) $"
)
_AFTER_GRANT: Final = re.compile(
    r" ?(?:grant|de dettes?|de decouvert|of debts?|overdrawn|di debiti|de deudas?|schulden)\b"
)


def find_amounts(text: Text) -> Iterator[Finding]:
    """Find amounts of income, benefits and debts.

    Args:
        text: A prepared text.

    Yields:
        Findings labelled FINANCE, in reading order.

    >>> [str(found) for found in find_amounts(Text("Mes revenus : 1 120 €/mois ; la facture est de 49,90 €."))]
    ['FINANCE[14:26]']
    """
    low = text.low
    for match in _RATE.finditer(low) if "endettement" in low else ():
        yield Finding(Label.FINANCE, match.start(1), match.end(1), 0.8, ("recogniser:sensitive", "rule:debt ratio"))
    if "$" not in low and "eur" not in low and " net" not in low and "balles" not in low:
        return
    for match in _AMOUNT.finditer(low):
        start, end = match.span()
        while low[end - 1] in " .,":
            end -= 1
        before = _SENTENCE_END.split(low[max(0, start - _REACH) : start])[-1]
        asked = _ASKED.search(low, max(0, start - 2 * _REACH), start)
        if asked is not None:
            before = asked.group("question") + " " + before
        means = [found.end() for found in _MEANS.finditer(before)]
        prices = [found.end() for found in _PRICE.finditer(before)]
        own = _OWN.search(low[start:end])
        if _OF_A_SALE.match(low, end):
            continue
        if not own and (not means or (prices and prices[-1] > means[-1])):
            after = _AFTER_GRANT.match(low, end)
            if not after:
                continue
            end = after.end()
        debt = _BEFORE_DEBT.search(before)
        if debt:
            start -= len(before) - debt.start()
        after = _AFTER_GRANT.match(low, end)
        if after:
            end = after.end()
        yield Finding(Label.FINANCE, start, end, 0.75, ("recogniser:sensitive", "rule:means"))

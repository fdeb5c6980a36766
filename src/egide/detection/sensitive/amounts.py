"""Amounts that tell a person's means: income, benefits, debts, balances; never a price or a bill."""

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import compiled
from egide.detection.text import Text

__all__ = ["find_amounts"]

_IN_WORDS: Final = r"(?:un|une|mil|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille)"
_DIGITS: Final = r"(?:[-+] ?)?(?:\d{1,3}(?:[ .',]\d{3})+|\d+)(?:[.,]\d{1,2})?"
_WORDS: Final = rf"{_IN_WORDS}(?:[- ](?:et[- ])?{_IN_WORDS}){{0,8}}"
_PERIOD: Final = r"(?:mois|an|annee|jour|semaine|month|year|week|monat|jahr|mes|ano|mese|anno|maand|jaar)"
_TAIL: Final = (
    rf"(?:\s?(?:nets?|bruts?|netto|brutto|netos?|netti|mensuels?|mensuelles?|par personne)\b"
    rf"|\s?(?:/|par|pour l'|al|per|im|pro|por|a|au|a month|l'|de|del|della|di|da|des|d'|van|in|sur|on|my|mon|ma|le) ?(?:{_PERIOD}|retraite|pensione|pensao|reforma|stipendio|paro|subsidio|uitkering|bijstand|rente|burgergeld|rsa|are|pension|salaire|prime|chomage|revenus?|"
    rf"dettes?|decouvert|aah|apl|bourse|rente|compte|benefits?|account|ass|allocations?|aides?|loyers? impayes?|retard)\b"
    rf"|\s?(?:sur|on|auf|en|in|no|na|op) (?:mon|le|notre|son|my|meinem|mi|mio|mijn|minha) (?:compte|account|konto|cuenta|conto|rekening|conta)\b|\s?\+\s?\d[\d .,]*\d?\s?(?:\$|euros?|eur)\b)*"
)
_AMOUNT: Final = compiled(
    rf"(?<![\w.,])(?:{_DIGITS})\s?(?:k\s?)?(?:\$|euros?\b|eur\b|e\b|balles\b)(?:{_TAIL})?"
    rf"|(?<![\w.,-])(?:{_WORDS})\s(?:euros?|balles)\b(?:{_TAIL})?"
    r"|(?<![\w.,])\d[\d .]*\d(?= nets?\b)(?: nets?\b)|(?<![\w.,])(?:\$|eur|euros?) ?\d[\d .,]*\d"
)

_MEANS: Final = re.compile(
    r"\b(?:revenus?|rev\.? mens|salaires?|salary|pension|retraite|rente|allocations?|ressources|percois|percoit|percevons|percevoir|percevez|touche|touches|touchez|touchons|touchait|gagne|gagnes|gagnez|gagnons|gagnait|"
    r"indemnites|bourse|rsa|aah|apl|aspa|chomage|smic|solde|decouvert|dettes?|je (?:lui |vous |leur )?dois|doit encore|impayes?|arrieres?|endettement|saisie|fiches? de paye?|bulletins? de (?:paie|salaire)|"
    r"quotient familial|reste a vivre|vivre avec|vis avec|vivons avec|(?:vis|vivons|vit|vivre) de|plus que|traitement mensuel|traitement net|ma paie|ma paye|compte (?:est|etait) a|endettee?s?|brut annuel|net mensuel|solde cc|il (?:me|nous) reste|credits? en cours|mensualites? de retard|"
    r"income|wages?|earn(?:s|ing|ed)?|annual gross|gross annual|net pay|take-home|balance|benefits?|debts?|owe[sd]?|grant|overdrawn|overdraft|arrears|living on|"
    r"gehalt|einkommen|verdiene|verdient|rente|schulden|lohn|burgergeld|arbeitslosengeld|im minus|uberzogen|netto|kontostand|nettoeinkommen|monatlich zur verfugung|"
    r"ingresos|sueldo|nomina|salario|deudas?|cobro|cobramos|(?:marido|mujer|madre|padre|hijo|hija|esposa|esposo|pareja|ella|usted) (?:solo )?cobra|gano|paro|saldo|debo|ayuda de|pension de|subsidio|"
    r"stipendio|reddito|pensione|debiti|debito|guadagno|guadagna|guadagniamo|percepisco|prendo di pensione|devo ancora|sul conto (?:restano|rimangono|ho|abbiamo|ci sono)|overpayment|"
    r"salaris|inkomen|uitkering|pensioen|verdien|verdient|schulden|schuld|rood|loon|rond ?komen van|"
    r"ordenado|rendimentos?|pensao|reforma|dividas?|ganho|ganha|recebo|vencimento|devo)\b"
)
_PRICE: Final = re.compile(
    r"\b(?:prix|facture|factures|montant de|remboursements?|rembourser|prelev\w+|preleve|debitee?s?|debiter|debit|frais|abonnement|forfait|cout\w*|coute|tarif|commande|achat\w*|acompte|caution|devis|reclame|vole\w*|voles|"
    r"price|bill|invoice|refund\w*|charged|fee|rechnung|preis|gebuhr|erstattung|factura|precio|reembolso|fattura|prezzo|rimborso|factuur|prijs|terugbetaling|fatura|preco|reembolso|virement|echeance|mensualites? de(?! retard)|(?:ai|a|avons|avez|ont) (?:deja )?(?:regle|paye|verse)|recarga\w*|ricarica\w*|deposit|loyer de|rent of|miete|alquiler de|affitto di|huur van|renda de)\b"
)
_REACH: Final = 70
# A dot after a short word is that of an abbreviation: "rev. mens. 2 380 €".
_SENTENCE_END: Final = re.compile(r"\n|(?<=[a-z]{5})[.!?] |[;!?] ")
# An amount alone in answer to a question: "Combien touchez-vous ?" and a turn that begins with it.
_ASKED: Final = re.compile(
    r"(?P<question>[^\n?]{0,90})\?[^\n]{0,8}\n(?:[a-z][^\n:]{0,24}: ?)?(?:(?:alors|oui|euh|environ|a peu pres|je touche|j'ai),? ){0,2}$"
)
_OWN: Final = re.compile(
    r"(?:rsa|are|retraite|pension|pensione|pensao|reforma|stipendio|paro|subsidio|uitkering|bijstand|rente|burgergeld|salaire|aah|apl|chomage|dettes?|decouvert|revenus?|compte|account|bourse|nets?|netto|netos?|impayes?|benefits?|retard)$"
)
_RATE: Final = re.compile(r"\bendettement\b[^\n.;]{0,12}?(\d{1,3}(?:[.,]\d+)? ?%)")
# "solde 1 240 € à réception": what remains to pay of a sale.
_OF_A_SALE: Final = re.compile(
    r" ?(?:ttc\b|ht\b|a (?:la )?(?:reception|livraison|commande|signature|remise)|a regler|restant du|restants? a payer|on delivery|bei lieferung|alla consegna|a la entrega|bij levering|na entrega"
    r"|(?:de|d'|en|of|an|di|van) (?:loyer(?!s? impaye)|frais|charges(?! impaye)|caution|facture|remise|reduction|franchise|depot|bons? d'achat|electricite|rent|fees|miete|kaution|alquiler|affitto|huur|renda)\b)"
)
_BEFORE_DEBT: Final = re.compile(
    r"\b((?:(?:une?|an?|eine?|una|een|uma) )?(?:solde (?:debiteur|negatif)|arrieres?|dettes?|decouvert|credit (?:renouvelable|revolving|conso|a la consommation)|impayes?|deudas?|debts?|arrears|overdraft|debiti|debito|schulden?|dividas?)) "
    r"(?:por|de|of|von|di|van|in hohe von|pour|d'un montant de|por importe de) $"
)
# A line that says who lives in a home: "- Zoé Martin, 29 ans, infirmière, 1 640 €".
_BESIDE_AGE: Final = re.compile(r"\b\d\d ans\b[^\n]{0,50}$")
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
    yield from _bare(text)
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
        debt = _BEFORE_DEBT.search(before)
        if not own and not debt and (not means or (prices and prices[-1] > means[-1])):
            after = _AFTER_GRANT.match(low, end)
            listed = low[end : end + 1] in {"", "\n"} and not prices and _BESIDE_AGE.search(before)
            if not after and not listed:
                continue
            end = after.end() if after else end
        if debt:
            start -= len(before) - debt.start()
        after = _AFTER_GRANT.match(low, end)
        if after:
            end = after.end()
        yield Finding(Label.FINANCE, start, end, 0.75, ("recogniser:sensitive", "rule:means"))


_BENEFIT: Final = r"(?:rsa|apl|aah|aspa|are|ada|ass|chomage|retraite|pension|bourse|salaire|dettes?|prime d'activite|allocations?|alloc|indemnites|revenus?|ressources)"
_LARGE: Final = rf"(?:(?:{_IN_WORDS}[- ](?:et[- ])?){{1,8}}{_IN_WORDS}|mille)"
_IN_ENGLISH: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|and(?= [a-z]))"
_ASKS_MEANS: Final = r"(?:ressources|revenus?|salaire|gagnez|gagnes|touchez|touches|percevez|retraite|pension|income|earn|salary|einkommen|verdienen|ingresos|cobra|gana|reddito|guadagna|inkomen|verdient|rendimentos?|ganha|recebe)"
# What people say without the name of the money: "QF : 640", "mille neuf cents nets", "deux cents d'APL", "je suis à moins deux cents".
_TOLD_BARE: Final = (
    compiled(
        r"(?<![a-z])(?:quotient familial|q\.?f|isee)(?![a-z])(?: caf)?(?:[ :=]{1,3}(?:(?:est|etait|c'est|de|a|di|mensuel)[ :]){0,3})(?P<v>\d{2,4}|\d{1,2}[ .]\d{3})(?![\w/]|[.,]\d)"
    ),
    compiled(
        r"(?<![a-z])(?:solde|saldo|kontostand|balance)(?: (?:cc|ccp|compte|courant|cpte|actuel|du|c/c)){0,3}[ :=]{1,3}(?:(?:est de|de|a) )?(?P<v>[-+]?\d{1,3}(?:[ .]\d{3}){0,3}[.,]\d\d)(?![\w]| ?(?:ttc|ht))"
    ),
    compiled(
        rf"(?<![\w.,-])(?P<v>(?:{_LARGE}|{_IN_WORDS}|\d{{1,2}}[ .]?\d{{3}}|\d{{3}}) (?:(?:nets?|bruts?)(?: (?:par|au) mois)?|d'(?:apl|aah|aspa|are|allocations?|alloc|indemnites)|de (?:rsa|chomage|retraite|pension|bourse|salaire|prime d'activite)))(?![\w])"
    ),
    compiled(
        rf"(?<![a-z]){_BENEFIT}[ ,:]{{1,3}}(?:(?:de|soit|c'est|est de|environ|a peu pres|a) ){{0,2}}(?P<v>{_LARGE}|[1-9]\d{{2}}|[1-9][ .]\d{{3}})(?= ?(?:[,.;)\n]|$| et | par mois| nets?\b))"
    ),
    compiled(
        rf"{_ASKS_MEANS}[^\n?]{{0,40}}\?[^\n]{{0,8}}\n(?:[a-z][^\n:]{{0,24}}: ?)?(?:(?:alors|oui|euh|environ|je touche|je gagne|j'ai|a peu pres|c'est),? ){{0,2}}(?P<v>{_LARGE}|\d{{1,2}}[ .]?\d{{3}}|[1-9]\d{{2}})(?=[ ,.;\n]|$)"
    ),
    compiled(
        rf"(?<![a-z])(?:decouvert|solde|compte|balance|account|kontostand|konto|saldo|cuenta|conto|conta|rekening)(?: (?:bancaire|courant|is|est|ist|e|now|il|a|de|en|maintenant|currently|actuellement|at|bei|op)){{1,4}} "
        rf"(?P<v>(?:moins {_LARGE}|minus {_IN_ENGLISH}(?: {_IN_ENGLISH}){{0,8}})(?: (?:pounds?|quid|euros?))?)(?![a-z])"
    ),
    compiled(
        rf"(?<![a-z])(?:suis|est|etais|etait|compte|sommes) (?:a|en) (?P<v>moins (?:{_LARGE}|{_IN_WORDS}|\d{{2,5}})|-\d{{2,5}})(?= (?:sur|au|euros?|a la)\b|[.,;\n]|$)"
    ),
)


# One pass says whether any of them is worth a try.
_BARE_WORDS: Final = compiled(
    r"(?:quotient familial|q\.?f|isee|solde|saldo|kontostand|balance|ressources|revenus?|salaire|gagne[sz]|touche[sz]|percevez|retraite|pension|income|earn|salary|einkommen|verdienen|ingresos|cobra|gana|reddito|guadagna|inkomen|verdient|rendimentos?|ganha|recebe|"
    r"nets?|bruts?|rsa|apl|aah|aspa|are|ada|ass|chomage|bourse|dettes?|prime d'activite|allocations?|alloc|indemnites|a moins|en moins|de moins|minus)(?![a-z])"
)


def _bare(text: Text) -> Iterator[Finding]:
    """Find amounts that name no money, where the words around leave no doubt."""
    low = text.low
    if not _BARE_WORDS.matches(low, text.low_bytes, 0, len(low)):
        return
    for pattern in _TOLD_BARE:
        for match in pattern.matches(low, text.low_bytes, 0, len(low)):
            yield Finding(Label.FINANCE, *match.span("v"), 0.75, ("recogniser:sensitive", "rule:means told"))

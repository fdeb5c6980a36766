"""References that a company or a device gives: customer, contract, order, file, meter, parcel, IMEI and the like.

Nearly all are found by the word that announces them; a product's own reference, a lot, a promotional code or an
article of law is announced too, and is left alone.

Example:
    >>> book = RuleBook("reference", RULES)
    >>> book.shown("commande CMD-7741-09B, contrat n° 6 018 442 907, dossier depuis 2 ans, la facture de 412,67 €")
    ['REFERENCE CMD-7741-09B', 'REFERENCE 6 018 442 907']
    >>> book.shown("ticket #EV-558201 ; PDL 30001284417790 ; perceuse Bosch (réf. 06019H5202) ; article L.221-18")
    ['REFERENCE #EV-558201', 'REFERENCE 30001284417790']
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.finding import Finding, Label
from egide.detection.recognisers.context import after, asked, before, compiled
from egide.detection.recognisers.rule import Rule, RuleBook
from egide.detection.text import Text

__all__ = ["RULES", "RuleBook"]

# Words that name a record of the relation. Strong: with "n°", "numéro" or "réf." before, or unmistakable alone.
_NOUNS: Final = (
    r"client(?:e|s)?|clt|clte|cl|abonnee?|abonnement|adherente?|adh|adhesion|societaire|assuree?|allocataire|beneficiaire|contrats?|ctr|ct|police|dossiers?|doss|dos|sinistres?|sin|tickets?|tkt|tk|"
    r"incident|demande|reclamation|recla|commandes?|cmd|cmde|cde|factures?|fact|fac|devis|colis|suivi|tracking|envoi|expedition|livraison|reservations?|resa|booking|pnr|billets?|e-billet|"
    r"carte (?:de )?(?:fidelite|navigo|membre|cadeau|abonne|adherent|jeune|avantage|transport|famille)|fidelite|navigo|retour|rma|recepisse|accuse de reception|pre-?demande|procuration|pv|proces-verbal|contravention|avis|neph|"
    r"pension|retraite|mandat|rum|virement|transaction|paiement|operation|intervention|ordre|coffre|ventes?|annonce|membre|licence|matricule|ecrou|patient|ipp|nda|hospitalisation|parquet|greffe|rg|affaire|bail|lot de copropriete|"
    r"location|recommandee?|lettre recommandee|bordereau|quittance|garantie|etudiante?|ine|eleve|candidat|candidature|identifiant|id client|racine|compte client|espace client|inscription|dossier client|pass|"
    r"agrement|habilitation|autorisation|badge|ordonnance|prescription|cotisation|prime|pret|credit|epargne|assurance(?: vie)?|habitation|echeance|prelevement|bon de (?:livraison|commande|retour)|cheque|plainte|main courante|titre de transport|carte|voyage|sejour|enveloppe|titre|permanence|"
    r"compteur|zahler|releve|intervention|rendez-vous|rdv|tiers|fournisseur|usager|demandeur|agent|salarie|employe|personne|foyer|famille|logement|locataire|convention|certificat|attestation|declaration|support|"
    r"customer|order|case|claim|invoice|policy|member(?:ship)?|account|acct|reservation|confirmation|loyalty card|shipment|parcel|"
    r"kunden?|bestellung|auftrag|vertrag|rechnung|paket|sendung|buchung|versicherung|schaden|police|mitglied|vorgang|"
    r"localizador|localisateur|localizzatore|vorgangs?|referenz|referentie|referencia|riferimento|pedido|cliente|contrato|factura|reserva|siniestro|poliza|expediente|socio|envio|paquete|billete|incidencia|"
    r"ordine|pratica|fattura|bolletta|utenza|prenotazione|contratto|tessera|sinistro|polizza|spedizione|pacco|biglietto|carta fedelta|"
    r"klant|bestelling|boeking|polis|factuur|pakket|dossier|contract|zending|lid|"
    r"encomenda|fatura|apolice|processo|cliente|contrato|reserva|socio"
)
_STRONG: Final = (
    r"pdl|prm|pce|point (?:de )?livraison|point (?:de )?comptage|imei|iccid|eid|numero de serie|n[o.]? ?de serie|n/s|s/n|serial(?: number)?|seriennummer|numero de serie|serienummer|rio|rum|neph|siv|"
    r"num(?:ero)?[ ]?(?:de |du |d'|de la |de l'|de mon |de ma |de votre )?(?:NOUNS)|n[o.]?[ ]?(?:de |du |d'|de la |de l')?(?:NOUNS)|ref(?:erences?|s)?[.]?[ ]?(?:de |du |d'|de la |de l'|de mon |de ma )?(?:NOUNS)|"
    r"(?:NOUNS)[ ]?(?:n[o.]?|num(?:ero)?|ref(?:erence)?|number|no|nr)[.]?|identifiant(?: client| france travail| caf| fiscal| adherent)?|"
    r"(?:customer|order|case|claim|invoice|policy|member(?:ship)?|account|booking|reservation|confirmation|tracking|ticket|contract|reference|client|loyalty)[ ](?:number|no|ref(?:erence)?|id|code|#)|"
    r"(?:kunden|mieter|patienten|personal|matrikel|teilnehmer|abo|bestell|auftrags|vertrags|rechnungs|paket|sendungs|buchungs|versicherungs|schaden|mitglieds|vorgangs|zahler|konto|referenz|ticket|policen|versicherungsschein|geschafts)-?(?:nummer|nr|zeichen)|aktenzeichen|"
    r"num(?:ero)?[ ](?:de |di |do |da |d')?(?:NOUNS)|(?:klant|bestel|order|polis|factuur|boekings|reserverings|dossier|contract|lid|track|zending|ticket|referentie)(?:nummer|nr|code)|buchungscode|codice di prenotazione|punto di consegna|cups|pod|pdr|ean-code|meter(?:nummer| number)|"
    r"codigo de (?:reserva|cliente)|codice (?:cliente|prenotazione|pratica)|numero verde cliente|nhs number|mpan|mprn"
).replace("NOUNS", _NOUNS)

# Words between the announcement and the value.
_LINK: Final = (
    r"(?:[^\w\n#]{0,4}(?!ma[ ]\d)(?:n|no|nos|nr|num|numero|number|nummer|ref|reference|references|est|cest|c|s|etait|le|la|les|l|de|du|d|des|mon|ma|mes|son|sa|notre|votre|suivante?|client|cliente|e|bien|alors|voici|voila|donc|oui|"
    r"attendez|attends|justement|ils|cetait|cetai|it|its|that|thats|yeah|so|hum|euh|es|ist|is|lautet|unter|under|der|die|das|het|il|lo|o|os|the|my|auto|habitation|moto|sante|prevoyance|vie|mutuelle|gaz|elec|electricite|internet|mobile|fibre|box|voyage|espace|"
    r"sur|pour|au|numeros|portant|ouvert|sous|concernee?|concernant|d'assurance|assurance|automobile|scolaire|corporel|materiel|adherent|abonne|grand|pro|particulier|colissimo|chronopost|mondial|relay|ups|dhl|gls|dpd|fedex|"
    r"telephone|vole|perdu|app\w{0,12}|tel|ici|gaz|jointe?|ci|id|code|france|travail|caf|fidelite|navigo|en|a|attente|cours|marque|indique|je|vous|donne|celui|enregistree?|eh|ben|ah|was|and|und|y|et)(?=[ .:,;=()\"'#]|(?<=[^a-z]n)\d|(?<=no)\d|(?<=n[.])\d)[.]?){0,8}"
    r"[^\w\n#]{0,4}"
)
_VALUE: Final = compiled(
    r"(?P<v>#?(?=[A-Za-z#/_.\-]{0,12}\d|[A-Z]{1,5}[ ]\d|[A-Z]{5,10}\b)[A-Za-z0-9]{1,30}(?:(?:[\-/_.]{1,2}|[ ][\-/][ ](?=\w{0,3}\d))[A-Za-z0-9]{1,20}){0,6}"
    r"(?:[ ](?:(?=[A-Z]{0,3}\d|[a-z]?\d)[A-Za-z0-9]{1,20}|[A-Z]{1,2}(?![A-Za-z]))(?:[\-/_.][A-Za-z0-9]{1,20}){0,3}){0,7})"
)
_DATE: Final = compiled(
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.](?:19|20)\d\d|\d{1,2}[/.]\d{1,2})$"
)
_UNIT: Final = compiled(
    r"[ ]?(?:[.,]\d{1,2}\b|\$|eur\b|euros?\b|%|kva\b|kwh?\b|go\b|gb\b|mo\b|ans?\b|mois\b|jours?\b|j\b(?!')|h\d{0,2}\b|heures?\b|min\b|fois\b|km\b|cm\b|mm\b|kg\b|m2\b|m3\b|l\b|x\b|e\b|eme\b|"
    r"points?\b|articles?\b|personnes?\b|pax\b|colis\b|lignes?\b|cartons?\b|janvier|fevrier|mars\b|avril|mai\b|juin|juillet|aout|septembre|octobre|novembre|decembre)"
)
_TRAIL: Final = compiled(
    r"[ ](?:a|y|o|e|je|tu|il|on|le|la|de|du|et|en|au|ne|ce|me|se|si|ou|un|c|d|j|l|m|n|s|t|pr|ds|is|of|to|in|my|we|at|on|mr|m|mme|dr|me|hs|ok|es|el|un|io|di|ik|en|av|rdv|vs|ya)$"
)
_STOP_TOKEN: Final = compiled(
    r"(?:a|au|le|la|les|de|du|des|et|ou|en|je|il|on|c|est|pas|mais|pour|par|sur|mr|mme|car|depuis|ma|mon|sa|son|ca|rien|tout|plus|jour|hier|jamais|reste|passe|ferme|bloque\w*|annule\w*)$"
)
_PRODUCT: Final = compiled(
    r"\b(?:parquet (?:chene|stratifie|flottant|massif|pvc)|article|produit|modele|piece|perceuse|batterie|lampe|robot|cuve|machine|lave|aspirateur|imprimante|cafetiere|appareil photo|televis\w+|ampoule|joint|filtre|coloris|taille|pointure|ean|catalogue|"
    r"compatible|cartouche|pneus?|chaussures?|robe|pantalon|canape|table|chaise|meuble|rayon|palette|cartons?|stock|rupture|boite de|lot|dluo|chargeur|cable|toner|four|plaque|refrigerateur|frigo|vis|"
    r"parfum|creme|jouet|velo|poussette|matelas|peinture|carrelage|fenetre|chaudiere|terreau|tuyau|lot de|porte de|produkt|artikel|modell|producto|modelo|prodotto|modello|product|model|item|accessoire|remplacement|telecommande|box de modele)\b"
)


def _trim(folded: str, start: int, end: int) -> int:
    """Give back the words that a spaced value swallowed."""
    while True:
        value = folded[start:end]
        cut = _TRAIL.search(value.lower()) if value[-1:].islower() or not value[-1:].isalpha() else None
        if cut is None and value[-2:-1] == " " and value[-1].isalpha() and value[-1].islower():
            end -= 2
            continue
        if cut is None:
            return end
        end = start + cut.start()


def _booked_before(text: Text, start: int) -> bool:
    """Say whether a booking is announced right before an offset."""
    head = text.low[max(0, start - 26) : start]
    return (
        re.search(
            r"(?:resa|reservation|pnr|booking|boeking(?:scode)?|buchung|reserva|prenotazione)(?: ref)?\W{0,4}$", head
        )
        is not None
    )


def _worth(text: Text, start: int, end: int, *, strong: bool) -> bool:
    """Say whether a value after an announcement looks like a reference and not an amount, a date or a word."""
    value = text.folded[start:end]
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    if _DATE.fullmatch(value) or _UNIT.match(text.low[end : end + 12]) or _STOP_TOKEN.fullmatch(value.lower()):
        return False
    if re.fullmatch(
        r"\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d\d[ ]\d{1,2}h?\d{0,2}|\d{1,2}[ ](?:janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)\w*.*",
        value.lower(),
    ):
        return False
    if re.fullmatch(r"\d{1,2}h\d{0,2}|\d{1,2}(?:e|er|eme|ere|nd|th|st)", value.lower()):
        return False
    if not digits:
        # A booking code in capitals, such as LQZMKT.
        booked = _booked_before(text, start)
        plain = (
            5 <= len(value) <= 8
            and value.isupper()
            and value.isalpha()
            and not text.folded[max(0, start - 30) : start].isupper()
        )
        return plain and (strong or booked)
    lower_code = _booked_before(text, start) and re.fullmatch(
        r"(?=[a-z]{0,6}\d)(?=\d{0,6}[a-z])[a-z0-9]{5,8}", value.lower()
    )
    if strong or lower_code:
        return digits >= 3 or (digits + letters >= 5 and digits >= 1)
    if re.fullmatch(r"(?:19|20)\d\d", value):
        return False
    if digits and re.fullmatch(r"[A-Z0-9]{5,10}", value) and letters:
        return True
    return digits >= 4 or (
        digits >= 2 and digits + letters >= 5 and (not letters or not value.islower() or "-" in value or digits >= 3)
    )


def _next(text: Text, match: re.Match[str], *, strong: bool) -> Iterator[tuple[int, int]]:
    """Yield the value that follows an announcement, and those listed after it."""
    value = _VALUE.match(text.folded, match.end())
    if value is None:
        return
    start, end = value.span("v")
    end = _trim(text.folded, start, end)
    if not _worth(text, start, end, strong=strong):
        # "commande 401 ... du 3 mai" - try the first chunk alone.
        head = re.match(r"#?[a-z0-9]+(?:[\-/_.][a-z0-9]+)*", text.low[start:end])
        if head is None or start + head.end() == end or not _worth(text, start, start + head.end(), strong=strong):
            return
        end = start + head.end()
    yield start, end
    while True:
        more = re.compile(
            r"[ ]?(?:,|;|/|et|and|und|y|e|en|ou|\+|puis)[ ]{1,2}(?:(?:le|la|l|n[o.]?|aussi)[ ])?", re.ASCII
        ).match(text.low, end)
        if more is None:
            return
        value = _VALUE.match(text.folded, more.end())
        if value is None:
            return
        first, last = value.span("v")
        last = _trim(text.folded, first, last)
        if _shape(text.folded[first:last]) != _shape(text.folded[start:end]):
            return
        yield first, last
        end = last


def _shape(value: str) -> str:
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "9", value))


_SKIP_BEFORE: Final = compiled(
    r"(?:service|exemple (?:de|d'un)|code promo|bon de reduction|article|art|loi|decret|arrete|tsa|vol|train|tgv|ter|bus|ligne|tram|modele|version|ean|gencod|lot|taille|page|chapitre|annexe|siret|siren|tva|vat|ust|mwst|iva|btw|bic|swift|ics)\W{0,3}$"
)


# In a link, "suivi." and "/ticket/" name a page.
_IN_LINK: Final = compiled(r"(?:https?:|www[.])[^\s]{0,60}$")


def _strong(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    cue = match.group("cue")
    if re.match(r"(?:siret|siren)", cue) or _SKIP_BEFORE.search(before(text, match.start(), 25)):
        return
    for start, end in _next(text, match, strong=True):
        yield Finding(
            Label.REFERENCE, start, end, 0.85, ("recogniser:reference", f"context:{' '.join(cue.split())[:40]}")
        )


# A meter that is read: j'ai relevé 18442, relevé 9120 kWh.
_READING: Final = compiled(r"\b(?:ai|as|a|avons|avez|ont)[ |]|[|][ ]?(?:en heures|hp\b|hc\b|kwh|m3)")


def _weak(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    cue = match.group("cue")
    if text.low.startswith(("tsa ", "cs ", "bp "), match.end()):
        return  # the post box of an organisation
    if _SKIP_BEFORE.search(before(text, match.start(), 25)) or _IN_LINK.search(before(text, match.start(), 70)):
        return
    for start, end in _next(text, match, strong=False):
        if cue == "releve" and _READING.search(before(text, match.start(), 12) + "|" + after(text, end, 14)):
            continue
        yield Finding(
            Label.REFERENCE, start, end, 0.75, ("recogniser:reference_near", f"context:{' '.join(cue.split())[:40]}")
        )


_BARE_REF: Final = compiled(
    rf"(?<![a-z])(?P<cue>ref(?:erences?|s)?|n[o.]|numero|identifiant|mon num|reference number|nummer|number)(?![a-z])[.]?{_LINK}"
)
_RECORD: Final = compiled(
    rf"(?<![a-z])(?:{_NOUNS}|pret|boitier|box|decodeur|modem|routeur|dossier|courrier|banque|surendettement|notre|votre|vos|mes|ma|mon|nos|appel|conversation|echange|mail|suite|rappel|constat|bank|my|our|your|mein|ihr|mi|mio|mijn)(?![a-z])"
)


def _bare(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    if _SKIP_BEFORE.search(before(text, match.start(), 25)):
        return
    head = before(text, match.start(), 90)
    product = [m.end() for m in _PRODUCT.finditer(head)]
    record = [m.end() for m in _RECORD.finditer(head)]
    tail = after(text, match.end(), 60)
    if product and (not record or record[-1] < product[-1]):
        return
    if (
        match.group("cue") in {"no", "n.", "numero"}
        and not record
        and not re.search(r"[a-z]+-?\d{3}|^(?=[a-z]{0,5}\d)(?=\d{0,5}[a-z])[a-z0-9]{6,}", tail[:20])
    ):
        return
    if not record and re.match(r"[a-z0-9][a-z0-9.-]{3,19}\)", tail):
        return
    score = 0.72 if record else 0.6
    for start, end in _next(text, match, strong=False):
        yield Finding(
            Label.REFERENCE, start, end, score, ("recogniser:reference_bare", f"context:{match.group('cue')}")
        )


_QUESTION: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:numero|num|n[o.]|reference|ref|number|nummer|identifiant|code (?:client|rio)|point de livraison|pdl|prm|imei|rio)(?![a-z]){asked(50)}|(?:{_STRONG})(?![a-z]){asked(40)})[^\n]{{0,30}}\n"
    r"(?:\[[^\]\n]{1,16}\] ?)?(?:>{1,3} ?)?(?:[a-z][^\n:]{0,28}: ?)?"
)
_ANSWER: Final = compiled(
    r"(?<![\w.,@/-])(?P<v>#?(?=[A-Z]{1,6}[ ]\d|[A-Za-z]{0,6}[\-/.]?\d)[A-Za-z0-9]{1,24}(?:[\-/_.][A-Za-z0-9]{1,16}){0,5}(?:[ ](?:(?=[A-Z]{0,2}\d)[A-Za-z0-9]{1,16}|[A-Z]{1,2}(?![A-Za-z]))){0,8})(?![\w@])"
)
_OTHER_QUESTION: Final = compiled(
    r"telephone|portable|mobile|carte (?:bancaire|bleue|de credit|utilisee)|chiffres|fiscal|secu|iban|compte bancaire|rue|adresse|postal|naissance|age|plaque|immatriculation|departement|phone|credit card|passeport|identite|sejour|etranger|permis|code recu"
)


def _answered(text: Text, match: re.Match[str]) -> Iterator[Finding]:
    """The code in the answer to a question about a number."""
    if _OTHER_QUESTION.search(match.group("cue")):
        return
    line_end = text.low.find("\n", match.end())
    stop = min(len(text), match.end() + 160 if line_end < 0 else min(line_end, match.end() + 160))
    for answer in _ANSWER.finditer(text.folded, match.end(), stop):
        start, end = answer.span("v")
        end = _trim(text.folded, start, end)
        if _worth(text, start, end, strong=True):
            yield Finding(Label.REFERENCE, start, end, 0.7, ("recogniser:reference_answer", "context:question"))
            return


# "numéro de contrat attendez j'ai mes lunettes c'est le 412 007": an aside stands between.
_ASIDE: Final = compiled(
    rf"(?<![a-z])(?P<cue>(?:numero|num|reference|ref) (?:de |du |d'|de la |de l')?(?:{_NOUNS}))(?![a-z])(?P<aside>[^\n\d?!:;]{{3,70}}?)(?:c'est|cest|voila c'est|je lis|alors)(?: le| la)?[ :]{{1,2}}"
    r"(?P<v>#?(?=[a-z]{0,4}[ \-]?\d)[a-z0-9]{1,16}(?:[ \-/.](?=[a-z]{0,2}\d)[a-z0-9]{1,12}){0,8})(?![\w])"
)
_OTHER_NUMBER: Final = compiled(
    r"telephone|portable|mobile|adresse|mail|rue|avenue|naissance|postal|carte|compte|iban|rib|plaque|immatric|secu|fiscal|passeport|permis|prix|montant|euros?"
)


def _accept_aside(text: Text, match: re.Match[str]) -> bool | float:
    if _OTHER_NUMBER.search(match.group("aside")) or _UNIT.match(text.low[match.end("v") : match.end("v") + 12]):
        return False
    return sum(map(str.isdigit, match.group("v"))) >= 4


# "…quatre deux zéro" / "Oui." / "et après la lettre K": what is added to a number already given.
_ADDED: Final = compiled(
    r"\d[ .]{0,3}\n(?:[^\n]{0,40}\n)?(?:\[[^\]\n]{1,16}\] ?)?(?:[a-z][^\n:]{0,28}: ?)?(?:et |puis |alors |non |pardon |oui ){0,3},?[ ]?(?P<cue>(?:et |puis |ensuite |apres |a la fin |derriere ){1,3}(?:c'est )?(?:la lettre|les lettres|le chiffre|un|une)|la lettre)[ ](?P<v>[a-z](?:[ ][a-z]){0,3}|\d{1,4})(?![\w'])"
)

_LONG_DIGITS: Final = compiled(r"(?<![\w.,+/-])(?P<v>\d{9,20})(?![\w]|[.,]\d)")


def _accept_long(text: Text, match: re.Match[str]) -> bool | float:
    head = before(text, match.start("v"), 50)
    if re.search(
        r"siret|siren|\bean\b|gtin|isbn|tva|p[. ]{0,2}iva|partita iva|\bvat\b|ust-?id|\bbtw\b|\bcif\b|\bbic\b|code-?barres?|gencod|exemple|article|produit|modele",
        head,
    ):
        return False
    value = match.group("v")
    if len(value) in {8, 12, 13} and _ean(value) and not _RECORD.search(head):
        return False
    return 0.55


def _ean(value: str) -> bool:
    total = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(reversed(value)))
    return total % 10 == 0


def _imei(value: str) -> bool | None:
    from egide.detection.recognisers.bank import luhn

    digits = re.sub(r"\D", "", value)
    return luhn(digits) if len(digits) == 15 else None


_IMEI: Final = compiled(r"(?<![\w])(?P<v>[0-9]{2}[ \-]?\d{6}[ \-]?\d{6}[ \-]?\d)(?![\w])")
_VIN: Final = compiled(
    r"(?<![\w])(?P<v>(?=[A-HJ-NPR-Z]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{11}\d{2}[A-HJ-NPR-Z0-9]{0,2}\d{2,4})(?![\w])"
)
_PARCEL: Final = compiled(
    r"(?<![\w])(?P<v>[A-Z]{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}[ ]?[A-Z]{2}|[68][A-Z]\d{11,12}|1Z[ ]?[0-9A-Z]{3}[ ]?[0-9A-Z]{3}[ ]?\d{2}[ ]?\d{4}[ ]?\d{4})(?![\w])"
)
_HASH: Final = compiled(r"(?<![\w&/])(?P<v>#(?=[A-Z\-]{0,8}\d)[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){0,3})(?![\w])")
_CODES: Final = "CMD|CDE|CLI|CL|CLT|CT|CTR|DOS|DOSS|SIN|TKT|INC|REQ|RITM|SR|RMA|RET|FAC|FACT|FA|INV|ORD|BL|BC|ADH|POL|SAV|REC|RECL|REF|RES|RESA|CAS|CASE|CHG|DV|DEV|VT|MRH|AUTO|HAB|ASS|SOC|ABO|RUM|PV|INT|BIJ|TRV|RDV"
_CODED: Final = compiled(
    rf"(?<![\w.,/@-])(?P<v>(?:{_CODES})[\-_/ ]?(?=[A-Z0-9\-/_]{{0,6}}\d)[A-Z0-9]{{2,16}}(?:[\-/_][A-Z0-9]{{1,12}}){{0,4}})(?![\w])"
)


_SHAPED: Final = compiled(
    r"(?<![\w.,/@#-])(?P<v>[A-Z]{1,5}[\-/](?:[A-Z0-9]{1,8}[\-/]){0,2}(?=[A-Z]{0,4}\d)[A-Z0-9]{3,12}(?:[\-/][A-Z0-9]{1,8})?)(?![\w@-])"
)
_NORMS: Final = compiled(
    r"(?:iso|ral|en|nf|din|cve|iec|ce|nfc|ip|usb|rj|a4|dtu|kb|cat|http|utf|ean|bic|tva|covid)[\-/]"
)


def _accept_shaped(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    head = before(text, match.start("v"), 40)
    if sum(map(str.isdigit, value)) < 5 or _NORMS.match(value.lower()):
        return False
    if _DATE.fullmatch(value) or _PRODUCT.search(head) or _SKIP_BEFORE.search(head) or "promo" in head:
        return False
    return 0.6


def _accept_hash(text: Text, match: re.Match[str]) -> bool | float:
    return sum(map(str.isdigit, match.group("v"))) >= 3 and not re.fullmatch(
        r"#(?:20[23]\d|\d{1,2}[a-z]*)", match.group("v").lower()
    )


def _accept_coded(text: Text, match: re.Match[str]) -> bool | float:
    value = match.group("v")
    if sum(map(str.isdigit, value)) < 3 or _PRODUCT.search(before(text, match.start("v"), 40)):
        return False
    return 0.72 if "-" in value or "/" in value or len(value) > 7 else 0.6


_WORDS_HINT: Final = rf"(?:{_STRONG})"

RULES: Final = (
    Rule(
        name="reference",
        label=Label.REFERENCE,
        summary="A reference after words that announce it without doubt: numéro de client, PDL, n° de contrat, order number.",
        word=rf"^(?:pdl|prm|pce|point|imei|iccid|eid|n|no|nr|num|numero|s|serial|serie|rio|rum|neph|siv|ref|references?|refs|identifiant|aktenzeichen|number|nummer|id|code|punto|cups|pod|pdr|ean|codigo|codice|nhs|mpan|mprn)$|numm?er$|nr$|zeichen$|^n[o]?d|^(?:no?|num(?:ero)?|ref(?:erences?|s)?)(?:de|du|d|di|do|da)?(?:{_NOUNS})$|^(?:{_NOUNS})(?:n[o]?|num(?:ero)?|ref(?:erence)?|no|nr)$",
        hint=rf"\b(?:{_STRONG})",
        digits=1,
        pattern=compiled(rf"(?<![a-z])(?P<cue>{_STRONG})(?![a-z]){_LINK}"),
        spans=_strong,
        examples=(
            "Titulaire du contrat n° [[6 018 442 907]] pour",
            "N° de sociétaire : [[8841203K]]",
            "numéro d'allocataire est le [[4 417 092 P]] et",
            "N° adhérent : [[5512 0087 43]]",
            "Punto di consegna [[22817004417350]]",
        ),
    ),
    Rule(
        name="reference_near",
        label=Label.REFERENCE,
        summary="A code right after a word such as commande, dossier, client, Bestellung, pedido.",
        word=rf"^(?:{_NOUNS}|carte|billet|accuse|pre|proces|lot|lettre|id|compte|espace|dossier|assurance|bon|main|titre|rendez|loyalty|carta)$",
        digits=1,
        hint=rf"\b(?:{_NOUNS})\b[^\n]*\d|resa|reservation|pnr|booking|boeking|buchung|reserva|prenotazione",
        pattern=compiled(rf"(?<![a-z])(?P<cue>{_NOUNS})(?![a-z]){_LINK}"),
        spans=_weak,
        examples=(
            "Commande [[W-20260913]].",
            "cl [[40-2218-77]]",
            "Les ventes [[V-118204]] et [[V-118219]] sont",
            "booking [[GD-88204-UK]]",
        ),
    ),
    Rule(
        name="reference_bare",
        label=Label.REFERENCE,
        summary="A code after réf. or n° when a record, not a product, is spoken of.",
        digits=1,
        word=r"^(?:refs?|references?|n|no|numero|identifiant|num|number|nummer)$",
        pattern=_BARE_REF,
        spans=_bare,
        examples=(
            "j'ai envoyé mon constat, réf [[SIN26-40071]].",
            "Le prélèvement du prêt auto (réf. [[PA-20931184]])",
        ),
    ),
    Rule(
        name="reference_answer",
        label=Label.REFERENCE,
        summary="The code in the answer to a question about a number.",
        sign="?",
        hint=r"\?[^\n]*\n|\n(?:\[|[a-z][^\n:]{0,28}:)",
        digits=1,
        pattern=_QUESTION,
        spans=_answered,
        examples=("votre numéro d'adhérent ?\nAssurée : Marjane Tavakoli, [[0048-2261-T]], et",),
    ),
    Rule(
        name="reference_after_aside",
        label=Label.REFERENCE,
        summary="A code that an aside parts from the words that announce it.",
        word=r"^(?:numero|num|reference|ref)$",
        hint=r"c'?est|je lis|alors",
        digits=4,
        pattern=_ASIDE,
        accept=_accept_aside,
        score=0.75,
        examples=("mon numéro de contrat attendez j'ai mes lunettes c'est le [[412 0 0 7 230]] et",),
    ),
    Rule(
        name="reference_added",
        label=Label.REFERENCE,
        summary="A letter or a digit added to a number in a later turn.",
        word=r"^(?:lettres?|chiffre|apres|puis|ensuite|fin|derriere)$",
        sign="\n",
        digits=1,
        pattern=_ADDED,
        score=0.75,
        examples=("1 1 7 4 4 2 0\nAgente : Oui.\nUsager : et après la lettre [[K]].",),
    ),
    Rule(
        name="reference_named_after",
        label=Label.REFERENCE,
        summary="A code named after it is given: 72118, le numéro client.",
        digits=4,
        word=rf"^(?:num|numero|n|no)(?:de|du|d)?(?:{_NOUNS})?$",
        hint=rf"(?:le|mon|comme) (?:numero|num|n[o.]) ?(?:de |du |d'|de la |de l'|de mon )?(?:{_NOUNS})",
        pattern=compiled(
            rf"(?<![\w.,/-])(?P<v>[a-z]{{0,4}}-?\d[a-z0-9]{{0,14}}(?:[ \-/]\d[a-z0-9]{{0,8}}){{0,9}})[ ,]{{1,3}}(?:(?:c'est|est|voila|pour)[ ])?(?:le|mon|comme)[ ](?:numero|num|n[o.])[ ]?(?:de |du |d'|de la |de l'|de mon )?(?:{_NOUNS})(?![a-z])"
        ),
        score=0.8,
        examples=("c'est [[72118]] le numéro client",),
    ),
    Rule(
        name="booking_code",
        label=Label.REFERENCE,
        summary="A booking code of capitals after réservation, PNR, booking.",
        word=r"resa|reservation|pnr|booking|boeking|buchung|reserv|localizador|prenotazione",
        pattern=compiled(
            r"(?<![A-Za-z])(?P<cue>[Rr][ée]sa|[Rr]eservations?|PNR|pnr|[Bb]ooking|[Bb]oeking(?:scode)?|[Rr]eserveringscode|[Bb]uchung(?:scode|snummer)?|[Rr]eserva|[Ll]ocalizador|[Pp]renotazione)(?:[ ](?:ref|reference|code|number|no|n[o.]|est|is|c'est)){0,3}[ ]?[:=]?[ ](?P<v>(?=[A-Z0-9]{5,8}(?![\w]))(?=\d{0,5}[A-Z])[A-Z0-9]{5,8})"
        ),
        accept=lambda text, match: not text.folded[max(0, match.start() - 20) : match.start("v")].isupper(),
        cased=True,
        score=0.8,
        examples=("dossier de réservation [[LMQZTR]]", "Boekingscode [[RW7K2P]]."),
    ),
    Rule(
        name="imei",
        label=Label.REFERENCE,
        summary="An IMEI, the serial number of a mobile phone, whose key is right.",
        hint="",
        digits=15,
        row=15,
        pattern=_IMEI,
        check=_imei,
        accept=lambda _text, match: 0.8 if _imei(match.group("v")) else False,
        examples=("tel volé [[358672018324578]]",),
    ),
    Rule(
        name="rio",
        label=Label.REFERENCE,
        summary="A RIO, the identity of a French telephone line, by its shape.",
        hint=r"\d\d[pe][a-z0-9]{9}",
        digits=3,
        pattern=compiled(r"(?<![\w-])(?P<v>\d{2}[PE][A-Z0-9]{9})(?![\w-])"),
        cased=True,
        score=0.85,
        examples=("ça donne [[01P4K7T2X9Q4]] c'est ça ?",),
    ),
    Rule(
        name="vin",
        label=Label.REFERENCE,
        summary="A vehicle identification number of 17 characters.",
        hint=r"[a-hj-npr-z0-9]{13}",
        digits=3,
        pattern=_VIN,
        accept=lambda _text, match: 0.85 if len(match.group("v")) == 17 else False,
        cased=True,
        examples=("châssis [[VF1RFB00X56123456]]",),
    ),
    Rule(
        name="parcel",
        label=Label.REFERENCE,
        summary="A parcel number of the post or of a carrier.",
        digits=6,
        hint=r"\b(?:[a-z]{2} ?\d{3} ?\d{3} ?\d{3} ?[a-z]{2}\b|[68][a-z]\d{11}|1z ?[0-9a-z]{3})",
        pattern=_PARCEL,
        score=0.88,
        cased=True,
        examples=("le suivi indique [[6A22918440317]]", "[[XY 418 220 774 FR]]"),
    ),
    Rule(
        name="hash_code",
        label=Label.REFERENCE,
        summary="A ticket written with a hash sign.",
        sign="#",
        hint=r"#[a-z0-9-]",
        digits=3,
        pattern=_HASH,
        accept=_accept_hash,
        score=0.7,
        cased=True,
        examples=("voir [[#EV-558201]]",),
    ),
    Rule(
        name="coded",
        label=Label.REFERENCE,
        summary="A code whose prefix names a record: CMD-…, SIN…, INC….",
        hint=r"\b(?:cmd|cde|cli|cl|clt|ct|ctr|dos|doss|sin|tkt|inc|req|ritm|sr|rma|ret|fac|fact|fa|inv|ord|bl|bc|adh|pol|sav|rec|recl|ref|res|resa|cas|case|chg|dv|dev|vt|mrh|auto|hab|ass|soc|abo|rum|pv|int|bij|trv|rdv)[ _/-]?[a-z]*\d",
        digits=3,
        pattern=_CODED,
        accept=_accept_coded,
        cased=True,
        examples=("et [[INC0048812]] aussi",),
    ),
    Rule(
        name="shaped",
        label=Label.REFERENCE,
        summary="Capitals, a dash or a slash, and five digits or more, when no product and no standard is spoken of.",
        hint=r"\b[a-z]{1,5}[/-][a-z0-9/-]*\d",
        digits=5,
        pattern=_SHAPED,
        accept=_accept_shaped,
        cased=True,
        examples=("Sinistre DDE [[SN-2024-88120]] du 04/02", "le mien est [[OB-77120]]"),
    ),
    Rule(
        name="long_number_spaced",
        label=Label.REFERENCE,
        summary="Ten digits or more written one by one, that nothing else explains.",
        hint=r"\d \d \d \d \d \d",
        digits=10,
        row=10,
        pattern=compiled(r"(?<![\w.,+/-])(?P<v>\d(?:[ ]{1,2}\d){9,24})(?![\w]|[.,]\d)"),
        score=0.55,
        examples=("il a [[1 2 5 2 8 8 6 3 4 2 2 0 9 3]] écrit",),
    ),
    Rule(
        name="long_number",
        label=Label.REFERENCE,
        summary="A number of nine digits or more that nothing else explains; commercial numbers (SIRET, EAN) are left alone.",
        hint="",
        digits=9,
        row=9,
        pattern=_LONG_DIGITS,
        accept=_accept_long,
        examples=("j'ai ça : [[003404174481]]",),
    ),
)

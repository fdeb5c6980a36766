"""The words that announce a reference, and whether what stands after them is one rather than an amount, a date or a word."""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.detection.recognisers.context import compiled
from egide.detection.text import Text

__all__ = [
    "DATE",
    "LINK",
    "NOUNS",
    "PRODUCT",
    "RECORD",
    "SKIP_BEFORE",
    "STRONG",
    "UNIT",
    "is_worth",
    "trimmed",
    "values_after",
]

NOUNS: Final = (
    r"client(?:e|s)?|clt|clte|cli|cl|abonnee?|abonnement|adherente?|adh|adhesion|societaire|assuree?|allocataire|beneficiaire|contrats?|ctr|ct|police|dossiers?|doss|dos|sinistres?|sin|tickets?|tkt|tk|"
    r"incident|demande|reclamation|recla|commandes?|cmd|cmde|cde|factures?|fact|fac|devis|colis|suivi|tracking|envoi|expedition|livraison|reservations?|resa|booking|pnr|billets?|e-billet|"
    r"carte (?:de )?(?:transport scolaire|fidelite|navigo|membre|cadeau|abonne|adherent|jeune|avantage|transport|famille)|fidelite|navigo|retour|rma|recepisse|accuse de reception|pre-?demande|procuration|pv|proces-verbal|contravention|avis|neph|"
    r"pension|retraite|mandat|rum|virement|transaction|paiement|operation|intervention|ordre|coffre|ventes?|annonce|membre|licence|matricule|ecrou|patient|ipp|nda|hospitalisation|parquet|greffe|rg|affaire|bail|lot de copropriete|"
    r"location|recommandee?|lettre recommandee|bordereau|quittance|garantie|etudiante?|ine|eleve|candidat|candidature|identifiant|id client|racine|compte client|espace client|inscription|dossier client|pass|"
    r"agrement|habilitation|autorisation|badge|ordonnance|prescription|cotisation|prime|pret|credit|epargne|assurance(?: vie)?|habitation|echeance|prelevement|bon de (?:livraison|commande|retour)|cheque|plainte|main courante|titre de transport|carte|voyage|sejour|enveloppe|titre|permanence|"
    r"bagages?|bicycode|racine|rac|(?:compte )?coproprietaire|ordre de reparation|cotisant|redevable|beneficiaire|immatriculation|enregistrement|depot|constat|avenant|releve de compte|rca|bons? d'achat|bon cadeau|cheque cadeau|carte cadeau|avoir|permis de construire|permis d'amenager|parcelle(?: cadastrale)?|declaration prealable|identifiant bancaire|numero de serie|bon de commande|rma|mise en service|compteur|zahler|releve|intervention|rendez-vous|rdv|tiers|fournisseur|usager|demandeur|agent|salarie|employe|personne|foyer|famille|logement|locataire|convention|certificat|attestation|declaration|support|"
    r"customer|order|case|claim|invoice|policy|member(?:ship)?|account|acct|reservation|confirmation|loyalty card|shipment|parcel|"
    r"kunden?|kd|bestellung|auftrag|vertrag|rechnung|paket|sendung|buchung|versicherung|schaden|police|mitglied|vorgang|"
    r"localizador|localisateur|localizzatore|vorgangs?|referenz|referentie|referencia|riferimento|pedido|cliente|contrato|factura|reserva|siniestro|poliza|expediente|socio|envio|paquete|billete|incidencia|"
    r"ordine|pratica|fattura|bolletta|utenza|matricola|contatore|medidor|contador|meter|prenotazione|contratto|tessera|sinistro|polizza|spedizione|pacco|biglietto|carta fedelta|"
    r"klant|bestelling|boeking|polis|factuur|pakket|dossier|contract|zending|lid|"
    r"encomenda|fatura|apolice|processo|cliente|contrato|reserva|socio"
)
STRONG: Final = (
    r"pdl|prm|pce|point (?:de )?livraison|point (?:de )?comptage|imei|iccid|eid|numero de serie|n[o.]? ?de serie|n/s|s/n|serial(?: number)?|seriennummer|numero de serie|serienummer|rio|rum|neph|siv|"
    r"num(?:ero)?[ ]?(?:de |du |d'|de la |de l'|de mon |de ma |de votre )?(?:NOUNS)|n[o.]?[ ]?(?:de |du |d'|de la |de l')?(?:NOUNS)|ref(?:erences?|s)?[.]?[ ]?(?:de |du |d'|de la |de l'|de mon |de ma )?(?:NOUNS)|"
    r"(?:NOUNS)[ ]?(?:n[o.]?|num(?:ero)?|ref(?:erence)?|number|no|nr)[.]?|identifiant(?: client| france travail| caf| fiscal| adherent)?|"
    r"(?:customer|order|case|claim|invoice|policy|member(?:ship)?|account|booking|reservation|confirmation|tracking|ticket|contract|reference|client|loyalty)[ ](?:number|no|ref(?:erence)?|id|code|#)|"
    r"(?:kunden|mieter|patienten|personal|matrikel|teilnehmer|abo|bestell|auftrags|vertrags|rechnungs|paket|sendungs|buchungs|versicherungs|schaden|mitglieds|vorgangs|zahler|konto|referenz|ticket|policen|versicherungsschein|geschafts)-?(?:nummer|nr|zeichen)|aktenzeichen|az[.]|geschaftszeichen|(?:unser|ihr) zeichen|"
    r"num(?:ero)?[ ](?:de |di |do |da |d')?(?:NOUNS)|(?:klant|bestel|order|polis|factuur|boekings|reserverings|dossier|contract|lid|track|zending|ticket|referentie)(?:nummer|nr|code)|buchungscode|codice di prenotazione|punto di consegna|cups|pod|pdr|ean-code|ean(?: van (?:de |mijn |onze )?| de la | du |-nummer )(?:aansluiting|meter|stroom|gas|connexion|compteur)|meter(?:nummer| number)|"
    r"codigo de (?:reserva|cliente)|codice (?:cliente|prenotazione|pratica)|numero verde cliente|nhs number|mpan|mprn"
).replace("NOUNS", NOUNS)

# Words between the announcement and the value.
LINK: Final = (
    r"(?:[^\w\n#]{0,4}(?!ma[ ]\d)(?:n|no|nos|nr|num|numero|number|nummer|ref|reference|references|est|cest|c|s|etait|le|la|les|l|de|du|d|des|mon|ma|mes|son|sa|notre|votre|suivante?|client|cliente|e|bien|alors|voici|voila|donc|oui|"
    r"attendez|attends|justement|ils|cetait|cetai|it|its|that|thats|yeah|so|hum|euh|es|ist|is|lautet|unter|under|der|die|das|het|il|lo|o|os|the|my|auto|habitation|moto|sante|prevoyance|vie|mutuelle|gaz|elec|electricite|internet|mobile|fibre|box|voyage|espace|"
    r"sur|pour|au|numeros|fixe|bancaire|quatorze|chiffres|fft|sncf|navigo|cadastrale|portant|ouvert|sous|concernee?|concernant|d'entretien|d'assurance|d'abonnement|entretien|maintenance|stationnement|sosta|obseques|multirisque|professionnelle?|energie|eau|forfait|assurance|automobile|scolaire|corporel|materiel|adherent|abonne|grand|pro|particulier|colissimo|chronopost|mondial|relay|ups|dhl|gls|dpd|fedex|"
    r"telephone|vole|perdu|app\w{0,12}|tel|ici|gaz|jointe?|ci|id|code|france|travail|caf|fidelite|navigo|en|a|attente|cours|marque|indique|je|vous|donne|celui|enregistree?|eh|ben|ah|was|and|und|y|et)(?=[ .:,;=()\"'#]|(?<=[^a-z]n)\d|(?<=no)\d|(?<=n[.])\d)[.]?){0,8}"
    r"[^\w\n#]{0,5}"
)
VALUE: Final = compiled(
    r"(?P<v>#?(?=[A-Za-z#/_.\-]{0,12}\d|[A-Z]{1,5}[ ]\d|[A-Z]{5,10}\b)[A-Za-z0-9]{1,30}(?:(?:[\-/_.]{1,2}|[ ][\-/][ ](?=\w{0,3}\d))[A-Za-z0-9]{1,20}){0,6}"
    r"(?:[ ](?:(?=[A-Z]{0,3}\d|[a-z]?\d)[A-Za-z0-9]{1,20}|[A-Z]{1,2}(?![A-Za-z])|[A-Z]{3,4}(?=[ ]\d))(?:[\-/_.][A-Za-z0-9]{1,20}){0,3}){0,7})"
)
DATE: Final = compiled(
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.](?:19|20)\d\d|\d{1,2}[/.]\d{1,2})$"
)
UNIT: Final = compiled(
    r"[ ]?(?:[.,]\d{1,2}\b|\$|eur\b|euros?\b|%|kva\b|kwh?\b|go\b|gb\b|mo\b|ans?\b|mois\b|jours?\b|j\b(?!')|h\d{0,2}\b|heures?\b|min\b|fois\b|km\b|cm\b|mm\b|kg\b|m2\b|m3\b|l\b|x\b|e\b|eme\b|"
    r"points?\b|articles?\b|personnes?\b|pax\b|colis\b|lignes?\b|cartons?\b|janvier|fevrier|mars\b|avril|mai\b|juin|juillet|aout|septembre|octobre|novembre|decembre)"
)
_TRAIL: Final = compiled(
    r"[ ](?:a|y|o|e|je|tu|il|on|le|la|de|du|et|en|au|ne|ce|me|se|si|ou|un|c|d|j|l|m|n|s|t|pr|ds|is|of|to|in|my|we|at|on|mr|m|mme|dr|me|hs|ok|es|el|un|io|di|ik|en|av|rdv|vs|ya)$"
)
_STOP_TOKEN: Final = compiled(
    r"(?:a|au|le|la|les|de|du|des|et|ou|en|je|il|on|c|est|pas|mais|pour|par|sur|mr|mme|car|depuis|ma|mon|sa|son|ca|rien|tout|plus|jour|hier|jamais|reste|passe|ferme|bloque\w*|annule\w*)$"
)
PRODUCT: Final = compiled(
    r"\b(?:parquet (?:chene|stratifie|flottant|massif|pvc)|article|produit|modele|piece|perceuse|batterie|lampe|robot|cuve|machine|lave|aspirateur|imprimante|cafetiere|appareil photo|televis\w+|ampoule|joint|filtre|coloris|taille|pointure|ean|catalogue|"
    r"compatible|cartouche|pneus?|chaussures?|robe|pantalon|canape|table|chaise|meuble|rayon|palette|cartons?|stock|rupture|boite de|lot|dluo|chargeur|cable|toner|four|plaque|refrigerateur|frigo|vis|"
    r"parfum|creme|jouet|velo|poussette|matelas|peinture|carrelage|fenetre|chaudiere|terreau|tuyau|lot de|porte de|produkt|artikel|modell|producto|modelo|prodotto|modello|product|model|item|accessoire|remplacement|telecommande|box de modele)\b"
)


_BOOKING: Final = compiled(
    r"(?:resa|reservation|pnr|booking|boeking(?:scode)?|buchung|reserva|prenotazione)(?: ref)?\W{0,4}$"
)
_DATED: Final = compiled(
    r"\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d\d[ ]\d{1,2}h?\d{0,2}|\d{1,2}[ ](?:janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)\w*.*"
)
# An hour, a rank, or a line that anyone may call.
_HOUR_OR_RANK: Final = compiled(
    r"0 ?8\d\d(?: ?\d\d){3}|08(?: ?\d\d){4}|\d{1,2}h\d{0,2}|\d{1,2}(?:e|er|eme|ere|nd|th|st)"
)
_LOWER_CODE: Final = compiled(r"(?=[a-z]{0,6}\d)(?=\d{0,6}[a-z])[a-z0-9]{5,8}")
_YEAR: Final = compiled(r"(?:19|20)\d\d")
_CODE: Final = compiled(r"[A-Z0-9]{5,10}")
_FIRST_CHUNK: Final = compiled(r"#?[a-z0-9]+(?:[\-/_.][a-z0-9]+)*")
_AND_MORE: Final = compiled(r"[ ]?(?:,|;|/|et|and|und|y|e|en|ou|\+|puis)[ ]{1,2}(?:(?:le|la|l|n[o.]?|aussi)[ ])?")


def trimmed(folded: str, start: int, end: int) -> int:
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
    return _BOOKING.search(head) is not None


def is_worth(text: Text, start: int, end: int, *, strong: bool) -> bool:
    """Say whether a value after an announcement looks like a reference and not an amount, a date or a word."""
    value = text.folded[start:end]
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    low = value.lower()
    unit = UNIT.match(text.low[end : end + 12])
    # "n. 2025/4418 è chiusa", "ordine 88120034 mai arrivato": no amount and no day is written so.
    unit = None if unit and unit.group() in {" e", " mai"} and (digits > 5 or "/" in value) else unit
    if DATE.fullmatch(value) or unit or _STOP_TOKEN.fullmatch(low):
        return False
    if _DATED.fullmatch(low) or _HOUR_OR_RANK.fullmatch(low):
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
    if strong or (_LOWER_CODE.fullmatch(low) and _booked_before(text, start)):
        return digits >= 3 or (digits + letters >= 5 and digits >= 1)
    if _YEAR.fullmatch(value):
        return False
    if digits and letters and _CODE.fullmatch(value):
        return True
    return digits >= 4 or (
        digits >= 2 and digits + letters >= 5 and (not letters or not value.islower() or "-" in value or digits >= 3)
    )


def values_after(text: Text, match: re.Match[str], *, strong: bool) -> Iterator[tuple[int, int]]:
    """Yield the value that follows an announcement, and those listed after it."""
    value = VALUE.match(text.folded, match.end())
    if value is None:
        return
    start, end = value.span("v")
    end = trimmed(text.folded, start, end)
    if not is_worth(text, start, end, strong=strong):
        # "commande 401 ... du 3 mai" - try the first chunk alone.
        head = _FIRST_CHUNK.match(text.low[start:end])
        if head is None or start + head.end() == end or not is_worth(text, start, start + head.end(), strong=strong):
            return
        end = start + head.end()
    before = text.folded[max(0, start - 3) : start]
    if re.fullmatch(r"[ :][A-Z] ", before) and not text.folded[max(0, start - 14) : start].isupper():
        start -= 2  # "N° client : C 2210 447", whose letter stands apart
    yield start, end
    while True:
        more = _AND_MORE.match(text.low, end)
        if more is None:
            return
        value = VALUE.match(text.folded, more.end())
        if value is None:
            return
        first, last = value.span("v")
        last = trimmed(text.folded, first, last)
        if _shape(text.folded[first:last]) != _shape(text.folded[start:end]):
            return
        yield first, last
        end = last


def _shape(value: str) -> str:
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "9", value))


SKIP_BEFORE: Final = compiled(
    r"(?:service|exemple (?:de|d'un)|code promo|bon de reduction|article|art|loi|decret|arrete|tsa|vol|train|tgv|ter|bus|ligne|tram|modele|version|ean|gencod|lot|taille|page|chapitre|annexe|siret|siren|tva|vat|ust|mwst|iva|btw|bic|swift|ics)\W{0,3}$"
)


# In a link, "suivi." and "/ticket/" name a page.
RECORD: Final = compiled(
    rf"(?<![a-z])(?:{NOUNS}|pret|boitier|box|decodeur|modem|routeur|dossier|courrier|banque|surendettement|notre|votre|vos|mes|ma|mon|nos|appel|conversation|echange|mail|suite|rappel|constat|bank|my|our|your|mein|ihr|mi|mio|mijn)(?![a-z])"
)

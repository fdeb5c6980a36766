"""The words by which mailers and people announce a quotation, a forward or an end, in the languages of the desk.

French, English, German, Spanish, Italian, Dutch and Portuguese first; the Nordic, Polish, Hungarian, Czech and Russian forms
are those of the large webmails.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "CLOSING",
    "DISCLAIMER",
    "FORWARDED_SUBJECT",
    "FORWARD_LINE",
    "HEADER_LABELS",
    "MOBILE",
    "ORIGINAL_LINE",
    "WROTE",
]

WROTE: Final = re.compile(
    r"\b(?:wrote|writes|a écrit|ecrit|schrieb|schreibt|escribió|escribio|ha scritto|scrive|escreveu|schreef|skrev|kirjoitti"
    r"|napisał|napisała|napisał\(a\)|napsal|írta|написал|написала|пишет|yazdı)(?!\w)",
    re.IGNORECASE,
)

# Kind of header → its label in an Outlook-style block.
HEADER_LABELS: Final = {
    kind: re.compile(rf"[\s>*_]{{0,8}}(?:{labels})\s?[*_]{{0,2}}\s?:", re.IGNORECASE)
    for kind, labels in {
        "from": r"from|de|von|da|van|fra|från|lähettäjä|od|от|expéditeur|message de",
        "date": r"sent|date|envoyé(?: le)?|gesendet(?: am)?|datum|inviato(?: il)?|data|enviado(?: el| em)?|fecha|verzonden"
        r"|sendt|dato|skickat|lähetetty|wysłano|message du",
        "to": r"to|à|a|an|para|aan|til|till|vastaanottaja|do|destinataire|per",
        "copy": r"cc|copie à|kopie|copia|kopi",
        "subject": r"subject|objet|sujet|betreff|oggetto|asunto|assunto|onderwerp|emne|ämne|aihe|temat|re",
    }.items()
}

_DASHES: Final = r"[-_—–=*]{2,80}"
_ORIGINAL: Final = (
    r"original message|message d['’]origine|message original|ursprüngliche nachricht|originalnachricht|mensaje original"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht|oprindelig besked|opprinnelig melding"
    r"|ursprungligt meddelande|alkuperäinen viesti|reply message|message initial"
)
_FORWARD: Final = (
    r"forwarded message|forwarded by [^\n]{0,120}|message transféré|transféré par [^\n]{0,120}|début du message réexpédié"
    r"|weitergeleitete nachricht|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht"
    r"|videresendt besked|begin forwarded message"
)
ORIGINAL_LINE: Final = re.compile(rf"[\s>]{{0,8}}{_DASHES}\s*(?:{_ORIGINAL})\s*:?\s*(?:{_DASHES})?\s*\Z", re.IGNORECASE)
FORWARD_LINE: Final = re.compile(
    rf"[\s>]{{0,8}}(?:{_DASHES}\s*(?:{_FORWARD})\s*:?\s*(?:{_DASHES})?|(?:begin forwarded message|début du message réexpédié"
    rf"|anfang der weitergeleiteten nachricht|forwarded by [^\n]{{0,120}}[0-9]{{4}}[^\n]{{0,20}})\s?:?)\s*\Z",
    re.IGNORECASE,
)
FORWARDED_SUBJECT: Final = re.compile(r"\s*(?:fwd?|tr|wg|rv|enc|i|doorst|vs|vl)\s?:", re.IGNORECASE)

# A whole line that a telephone or a mailer adds.
MOBILE: Final = re.compile(
    r"\s{0,4}(?:sent (?:from|with|via) (?:my )?|envoyé (?:de|depuis|avec|à partir d[e']|à partir de) ?(?:mon )?|gesendet (?:von|mit) (?:meinem )?"
    r"|von meinem |inviato (?:da|dal) (?:mio )?|enviado (?:desde|do|de|a partir d[oe]) (?:mi |meu )?"
    r"|verzonden (?:vanaf|met|via|vanuit) (?:mijn )?|get outlook for |obtene[rz] outlook pour |télécharger outlook pour "
    r"|outlook für |sendt fra |skickat från |lähetetty |wysłane? z )"
    r"[^\n,;!?.]{2,40}(?:\s?<[^>\s]{1,300}>|\s?\(?https?://\S{1,300})?\.?\s*\Z",
    re.IGNORECASE,
)

_CLOSINGS: Final = (
    r"(?:bien |très |sincèrement |avec mes )?cordialement|cordialement votre|bien à vous|(?:mes |nos )?(?:sincères |cordiales |meilleures |respectueuses )salutations"
    r"|salutations(?: distinguées| cordiales| respectueuses)?|respectueusement|amicalement|cdlt|cdt|bàv"
    r"|(?:kind |best |warm |kindest |many )?regards|best wishes|(?:yours )?(?:sincerely|faithfully|truly)|yours|cheers"
    r"|(?:mit )?(?:freundlichen|freundliche|besten|beste|herzlichen|herzliche|vielen) grü(?:ß|ss)en?|viele grüße|hochachtungsvoll|mfg|lg"
    r"|(?:un )?(?:cordial |atento )?saludos?(?: cordiales)?|atentamente|(?:cordiali|distinti|cari) saluti|cordialmente"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|hoogachtend|mvg|(?:com os )?(?:melhores |meus )?cumprimentos|atenciosamente|abraços"
)
CLOSING: Final = re.compile(
    rf"\s{{0,4}}(?:(?:{_CLOSINGS})(?:\s?[,.!;:–—-]+\s?(?P<same>[^\n]{{0,60}})|\s*)|(?:je vous prie|nous vous prions|veuillez|recevez)[^\n]{{0,120}}"
    r"(?:agréer|recevoir|croire|salutations|sentiments)[^\n]{0,120})\s*\Z",
    re.IGNORECASE,
)
DISCLAIMER: Final = re.compile(
    r"\s{0,4}\W{0,4}(?:this (?:e-?mail|message|communication)|ce (?:message|courriel|mail|courrier)|diese (?:e-?mail|nachricht)"
    r"|este (?:mensaje|correo|e-?mail)|questo messaggio|dit (?:bericht|e-?mail))[^\n]{0,160}(?:confiden|vertraulich|riservat|vertrouwelijk|destinataire)",
    re.IGNORECASE,
)

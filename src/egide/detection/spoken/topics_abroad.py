"""What a turn of a call or a chat asks for, in German, English, Spanish, Italian, Dutch and Portuguese."""

from __future__ import annotations

from typing import Final

from egide.detection.finding import Label

__all__ = ["LEAST", "TOPIC"]

_DE: Final = "auftrags|kunden|vertrags?|bestell|rechnungs|buchungs|vorgangs|ticket|fall|schaden|schadens|serien|zahler|sendungs|mitglieds|versicherungs|versicherten|policen|reservierungs|personal|matrikel|geschafts|gerate|vorgang|fahrgestell|schein|darlehens"
_NL: Final = "klant|klanten|bestel|order|contract|dossier|polis|factuur|lidmaatschaps|lid|reserverings|boekings|serie|zaak|ticket|aansluit|referentie|schade|pakket|meter|patient|leerling|boete|bekeurings|lening"
_ES: Final = "cliente|pedido|contrato|expediente|poliza|reserva|referencia|siniestro|abonado|soci[oa]|factura|serie|seguimiento|emplead[oa]|afiliad[oa]|tramite|incidencia|envio|contador|multa|acta|denuncia|prestamo|tarjeta sanitaria"
_IT: Final = "client[ei]|contratto|ordine|pratica|polizza|prenotazione|fattura|spedizione|tessera|serie|matricola|segnalazione|sinistro|utenza|tracciamento|abbonamento|utente|contatore|verbale|multa|prestito|tessera sanitaria"
_PT: Final = (
    "cliente|encomenda|contrato|processo|apolice|reserva|fatura|pedido|serie|soci[oa]|utente|sinistro|referencia|envio"
)
_EN: Final = "account|booking|reference|order|customer|policy|claim|case|ticket|membership|member|tracking|serial|meter|invoice|contract|reservation|confirmation|parcel|consignment|roll|job|loyalty|incident|patient"

_ASKED: Final = {
    Label.PHONE: (
        r"(?:telefon|handy|mobil|mobilfunk|ruckruf|festnetz)nummer|unter welcher nummer|durchwahl",
        r"(?:su|tu|un|numero de) (?:telefono|movil)|telefono de contacto|a que numero",
        r"numero (?:di )?(?:telefono|cellulare)|(?:il suo|un) (?:cellulare|recapito)|a che numero",
        r"telefoonnummer|mobiel nummer|gsm[ -]?nummer|op welk nummer",
        r"(?:numero de )?(?:telefone|telemovel)",
        r"(?:phone|mobile|contact|telephone|callback|landline) number|(?:best|good) number|number (?:to reach|can i reach|to call)",
    ),
    Label.IBAN: (
        r"iban[ -]?nummer|kontonummer|ihre iban|rekeningnummer|numero de cuenta|numero di conto|numero da conta|(?:su|o|il) iban|sort code|bank account number",
    ),
    Label.CARD: (
        r"kartennummer|letzten (?:vier|drei) (?:stellen|ziffern)|ablaufdatum|prufziffer",
        r"numero de (?:la |su )?tarjeta|ultim[oa]s (?:cuatro|tres) (?:cifras|numeros|digitos)|fecha de caducidad",
        r"numero (?:della |di )?carta(?! d'identita)|ultime (?:quattro|tre) cifre|codice di sicurezza",
        r"kaartnummer|pasnummer|nummer van (?:uw|de|je) (?:kaart|pas)|laatste (?:vier|drie) cijfers|vervaldatum",
        r"numero do cartao|ultimos (?:quatro|tres) (?:digitos|numeros|algarismos)",
        r"card number|last (?:four|4|three)(?: digits| numbers)?|long number|expiry(?: date)?|security code|cvc|cvv",
    ),
    Label.NATIONAL_ID: (
        r"sozialversicherungsnummer|rentenversicherungsnummer|codice fiscale|bsn|burgerservicenummer|rijksregisternummer|(?:su|el|numero de|o seu|o|do) (?:dni|nie|nif|n i f|d n i)|numero de (?:la )?seguridad social|cartao de cidadao|national insurance(?: number)?|pps(?: number)?",
    ),
    Label.TAX_ID: (r"steuer[ -]?(?:id|identifikations|ident)?[ -]?nummer|steuer[ -]id|numero de contribuinte",),
    Label.ID_DOCUMENT: (
        r"ausweisnummer|personalausweis|reisepass(?:nummer)?|numero de pasaporte|su pasaporte|passaporto|carta d'identita|pas?poort(?:nummer)?|identiteitskaart(?:nummer)?|passaporte|passport(?: number)?|driving licen[cs]e(?: number)?|fuhrerschein(?:nummer)?|rijbewijs(?:nummer)?|numero (?:della )?patente",
    ),
    Label.PLATE: (
        r"kennzeichen|nummernschild|(?:la|su|de) matricula|(?:la|sua|di) targa|kenteken|nummerplaat|(?:your |the |vehicle |car )?registration(?: number)?|reg number|number plate",
    ),
    Label.SECRET: (
        r"(?:tur|zugangs|sicherheits|sms|bestatigungs|einmal|tor|pin)[ -]?code|passwort|kennwort|zugangswort|geheimzahl",
        r"(?:la|su|mi|una) (?:clave|contrasena)|codigo (?:que|de (?:verificacion|seguridad|acceso|la puerta|el portal))",
        r"codice (?:che|di (?:verifica|accesso|conferma)|del (?:cancello|portone))",
        r"wachtwoord|toegangscode|pincode|beveiligingscode|de code (?:die|van)",
        r"palavra[ -]passe|(?:a|sua) senha|codigo (?:da porta|do portao)",
        r"passcode|your (?:pin|password)|(?:the|a|door|gate|access|verification|one[ -]time) (?:pass)?code|memorable word",
    ),
    Label.BIRTHDATE: (
        r"geburtsdatum|geburtstag|wann (?:sind sie|ist er|ist sie|bist du) geboren|fecha de nacimiento|cuando nacio|data di nascita|quando e nat[oa]",
        r"geboortedatum|wanneer (?:bent|ben) (?:u|je) geboren|geboren op|data de nascimento|quando nasceu|date of birth|d o b|dob|when were you born",
    ),
    Label.AGE: (r"wie alt|how old|que edad|cuantos anos tiene|quanti anni ha|hoe oud|quantos anos tem|que idade",),
    Label.LOCATION: (r"postleitzahl|plz|codigo postal|codice postale|il cap|postcode|post code|eircode|zip code",),
    Label.ADDRESS: (
        r"hausnummer|huisnummer|house number|numero civico|door number|flat number|que numero (?:de )?(?:casa|portal|puerta)|numero da porta",
    ),
    Label.REFERENCE: (
        rf"(?:{_DE})(?:nummer|nr)|[a-z]{{2,14}}scheinnummer|aktenzeichen|kundenkonto|zahlpunkt",
        rf"(?:{_NL})nummer|kenmerk",
        rf"(?:numero|num|codigo) (?:de |del |de la |de su )?(?:{_ES})|localizador",
        rf"(?:numero|codice) (?:di |del |della |dell'|d')?(?:{_IT})",
        rf"(?:numero|codigo) (?:de |do |da )?(?:{_PT})",
        rf"(?:{_EN}) (?:number|no|code|ref|reference|id)|your reference",
    ),
}
TOPIC: Final = (
    r"(?<![a-z])(?:" + "|".join(f"(?P<{label}>{'|'.join(asked)})" for label, asked in _ASKED.items()) + r")(?![a-z])"
)
"""An expression of folded, lower-case text; the group that matched is the label of what is asked for."""

LEAST: Final = {
    Label.PHONE: 4,
    Label.IBAN: 3,
    Label.CARD: 3,
    Label.NATIONAL_ID: 4,
    Label.TAX_ID: 4,
    Label.ID_DOCUMENT: 4,
    Label.PLATE: 3,
    Label.SECRET: 3,
    Label.BIRTHDATE: 3,
    Label.AGE: 1,
    Label.LOCATION: 4,
    Label.ADDRESS: 1,
    Label.REFERENCE: 3,
}
"""How many digits and letters the answers hold together, at least."""

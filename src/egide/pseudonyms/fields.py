"""What a field or a column holds, from its name: a bare "Dupont" says little, ``nom: "Dupont"`` says a person.

>>> label_of_field("Date de naissance"), label_of_field("customer_email"), label_of_field("montant")
('BIRTHDATE', 'EMAIL', None)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["label_of_field"]

_NAMES: Final[dict[str, str]] = {
    name: label
    for label, names in {
        "PERSON": "nom prenom prenoms name firstname lastname surname givenname familyname fullname nomcomplet nomprenom "
        "prenomnom nomclient clientname customername contact contactname nomcontact displayname sender recipient expediteur "
        "destinataire titulaire beneficiaire holder nomdenaissance nomusage nomdusage",
        "EMAIL": "email mail courriel adresseemail emailaddress adressemail customeremail clientemail emailclient useremail "
        "contactemail replyto",
        "PHONE": "tel telephone phone phonenumber mobile portable gsm numerotelephone telephoneportable telephonefixe "
        "mobilephone numtel customerphone msisdn",
        "ADDRESS": "adresse address rue street streetaddress adressepostale addressline1 addressline2 adresse1 adresse2 "
        "voie postaladdress complementadresse",
        "LOCATION": "ville city codepostal cp zip zipcode postcode postalcode commune town",
        "BIRTHDATE": "datedenaissance datenaissance naissance birthdate dateofbirth dob birthday",
        "AGE": "age",
        "NATIONAL_ID": "nir nss numerosecu securitesociale numerosecuritesociale ssn nationalid socialsecuritynumber",
        "ID_DOCUMENT": "passeport passport cni numerocni permis numeropermis drivinglicence drivinglicense",
        "TAX_ID": "numerofiscal spi taxid",
        "IBAN": "iban rib bankaccount comptebancaire",
        "CARD": "cartebancaire numerocarte cardnumber pan creditcard",
        "REFERENCE": "numeroclient clientid customerid customernumber idclient refclient referenceclient codeclient "
        "numerocontrat contractnumber numeroadherent memberid numerocommande ordernumber orderid numerodossier",
        "PLATE": "immatriculation plaque licenseplate numberplate",
        "IP": "ip adresseip ipaddress clientip remoteaddr",
        "ONLINE": "login username pseudo identifiant handle twitter instagram",
        "SECRET": "password motdepasse mdp passwd pin",
    }.items()
    for name in names.split()
}
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def label_of_field(name: str) -> str | None:
    """Say which label the values of a field have.

    Args:
        name: The field's or the column's name, in French or English, in any case, with any separators.

    Returns:
        The label, or None where the name says nothing: the values are then read as text.
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NAMES.get(_SEPARATORS.sub("", bare))

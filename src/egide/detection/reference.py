"""The reference pages of the labels, written from the rules themselves."""

from __future__ import annotations

import re
from typing import Final

from egide.detection.finding import LABELS, SENSITIVE_LABELS, Label
from egide.detection.recognisers import written_rules

__all__ = ["label_page", "label_pages"]

_MEANING: Final = {
    Label.PERSON: "A natural person's name, first name, nickname, initials or spelled name. Titles, companies and virtual assistants are left alone.",
    Label.EMAIL: "An e-mail address of a person or a household, also dictated. An organisation's mailbox is left alone.",
    Label.PHONE: "A person's line, in digits or in words. Public numbers and switchboards are left alone.",
    Label.ADDRESS: "Number, street, locality and what completes them. Postcode and town are `LOCATION`.",
    Label.LOCATION: "Postcode, town, region where a person lives, was born, is, or went through something. The town of a shop or a journey is left alone.",
    Label.BIRTHDATE: "A date of birth, in digits or in words.",
    Label.AGE: "An age with its unit. Guarantees, loans and seniority are left alone.",
    Label.NATIONAL_ID: "A number a State gives a person for life: NIR, DNI, NIE, codice fiscale, BSN, NINO.",
    Label.ID_DOCUMENT: "The number of an identity card, passport, residence permit or driving licence.",
    Label.TAX_ID: "A person's tax number. SIREN and SIRET are left alone.",
    Label.IBAN: "An IBAN, a French RIB, the last digits of an account.",
    Label.CARD: "A card number, whole, masked or its last digits; the expiry date and the security code given with it.",
    Label.REFERENCE: "A customer, contract, order, file, invoice, meter, parcel or device number. Product references are left alone.",
    Label.PLATE: "A number plate of any country, written or dictated.",
    Label.IP: "An IPv4 or IPv6 address.",
    Label.ONLINE: "A handle, a sign-in name, a profile link of a person. A brand's account is left alone.",
    Label.SECRET: "The value of a password, a one-time code, a PIN, a PUK, a door code, an API key.",
    Label.HEALTH: "An illness, a disability, a care, a pregnancy, a sick leave.",
    Label.BELIEF: "Religion, political opinion, union membership.",
    Label.ORIGIN: "A person's ethnic origin or nationality.",
    Label.SEXUAL: "Orientation or gender identity.",
    Label.OFFENCE: "A conviction, a detention, an offence imputed to someone.",
    Label.FINANCE: "Income, benefits, debts, overdraft, over-indebtedness.",
}


def _shown(example: str) -> str:
    return re.sub(r"\[\[(.*?)\]\]", r"**\1**", example).replace("\n", " ⏎ ")


def label_page(label: str) -> str:
    """Return the reference page of one label, in Markdown.

    Args:
        label: One of `LABELS`.

    Returns:
        The page, ending with a newline.
    """
    kind = "sensitive" if label in SENSITIVE_LABELS else "direct"
    lines = [f"# {label}", "", _MEANING[label], "", f"A {kind} label.", ""]
    rules = [rule for rule in written_rules().rules if rule.label == label]
    if rules:
        lines += [
            "## Rules",
            "",
            "What was said in words is written down first, then the same rules run (`spoken` in `why`).",
            "",
        ]
    for rule in rules:
        lines += [f"### {rule.name}", "", rule.summary, ""]
        lines += [f"- {_shown(example)}" for example in rule.examples]
        lines += [""] if rule.examples else []
        if rule.check is not None:
            lines += [
                f"A right check digit gives at least 0.97; a wrong one at most {rule.wrong}, and the value is still found.",
                "",
            ]
    if label == Label.PERSON:
        lines += [
            "## Where it is found",
            "",
            "Announcing words, lists of names and the tagger (`egide.detection.names`); names spelled letter by letter (`spelled`).",
            "",
        ]
    if label in SENSITIVE_LABELS:
        lines += [
            "## Where it is found",
            "",
            "Word groups and their context (`egide.detection.sensitive`), and the tagger.",
            "",
        ]
    return "\n".join(lines)


def label_pages() -> dict[str, str]:
    """Return the pages of every label by file name."""
    return {f"{label}.md": label_page(label) for label in LABELS}

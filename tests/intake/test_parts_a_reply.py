"""What a mail says this time is parted from what it quotes and from its signature, in the languages of the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.intake.replies import split_reply

REPLY = "Bonjour,\n\nJe n'ai toujours pas reçu ma box. Pouvez-vous vérifier ?"

ANNOUNCEMENTS = {
    "fr": "Le mar. 2 sept. 2026 à 08:14, Service clients <sav@orvelie.test> a écrit :",
    "fr without time": "Le 2 septembre 2026, Service clients <sav@orvelie.test> a écrit :",
    "fr folded": "Le mar. 2 sept. 2026 à 08:14, Service clients\n<sav@orvelie.test> a écrit :",
    "en": "On Wed, Sep 2, 2026 at 8:14 AM Customer Care <care@orvelie.test> wrote:",
    "en without address": "On 2 Sep 2026, at 08:14, Customer Care wrote:",
    "de": "Am 02.09.2026 um 08:14 schrieb Kundendienst <hilfe@orvelie.test>:",
    "es": "El mié, 2 sept 2026 a las 8:14, Atención (<ayuda@orvelie.test>) escribió:",
    "it": "Il giorno mer 2 set 2026 alle ore 08:14 Assistenza <aiuto@orvelie.test> ha scritto:",
    "nl": "Op wo 2 sep 2026 om 08:14 schreef Klantendienst <hulp@orvelie.test>:",
    "pt": "Em qua., 2 de set. de 2026 às 08:14, Apoio <apoio@orvelie.test> escreveu:",
    "gmail without verb": "mer. 2 sept. 2026 08:14, SAV <sav@orvelie.test>:",
    "outlook fr": "De : SAV <sav@orvelie.test>\nEnvoyé : mercredi 2 septembre 2026 08:14\nÀ : Moi\nObjet : RE: box",
    "outlook en": "From: Care <care@orvelie.test>\nSent: Wednesday, 2 September 2026 08:14\nTo: Me\nSubject: RE: box",
    "outlook de": "Von: Hilfe <hilfe@orvelie.test>\nGesendet: Mittwoch, 2. September 2026 08:14\nAn: Mich\nBetreff: AW: Box",
    "outlook es": "De: Ayuda <ayuda@orvelie.test>\nEnviado: miércoles, 2 de septiembre de 2026 8:14\nPara: Yo\nAsunto: RE: box",
    "outlook it": "Da: Aiuto <aiuto@orvelie.test>\nInviato: mercoledì 2 settembre 2026 08:14\nA: Me\nOggetto: R: box",
    "outlook nl": "Van: Hulp <hulp@orvelie.test>\nVerzonden: woensdag 2 september 2026 08:14\nAan: Mij\nOnderwerp: RE: box",
    "outlook pt": "De: Apoio <apoio@orvelie.test>\nEnviado: quarta-feira, 2 de setembro de 2026 08:14\nPara: Mim\nAssunto: RE: box",
    "dashes fr": "-----Message d'origine-----",
    "dashes en": "-----Original Message-----",
    "dashes de": "-----Ursprüngliche Nachricht-----",
    "orange fr": "> Message du 02/09/26 08:14\n> De : sav@orvelie.test",
}

SIGNATURES = {
    "standard": "-- \nMaëlle Fictive\n06 00 00 00 01",
    "fr": "Cordialement,\nMaëlle Fictive",
    "fr on one line": "Bien cordialement, Maëlle Fictive",
    "fr formal": "Je vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.\n\nMaëlle Fictive",
    "en": "Kind regards,\n\nMaelle Fictive\nExample Ltd",
    "de": "Mit freundlichen Grüßen\nMaelle Fictive",
    "es": "Un saludo,\nMaelle Fictive",
    "it": "Cordiali saluti\nMaelle Fictive",
    "nl": "Met vriendelijke groet,\nMaelle Fictive",
    "pt": "Atenciosamente,\nMaelle Fictive",
    "iphone fr": "Envoyé de mon iPhone",
    "iphone en": "Sent from my iPhone",
    "outlook de": "Gesendet von Outlook für Android<https://aka.ms/x>",
    "closing and iphone": "Cordialement\nMaëlle\n\nEnvoyé de mon iPhone",
}


@pytest.mark.parametrize("name", ANNOUNCEMENTS)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_quotation_is_found_in_each_language(name: str, mark: str) -> None:
    if name == "orange fr":
        mark = "> "  # this mailer marks every line
    quotation = f"{ANNOUNCEMENTS[name]}\n\n{mark}Votre box est partie hier."
    parts = split_reply(f"{REPLY}\n\n{quotation}", "RE: box")
    assert parts.text == REPLY
    assert parts.quoted.split() == quotation.split()


@pytest.mark.parametrize("name", SIGNATURES)
@pytest.mark.parametrize("announcement", [None, "fr"])
def test_signature_is_found_in_each_language(name: str, announcement: str | None) -> None:
    quotation = f"\n\n{ANNOUNCEMENTS[announcement]}\n> Bonjour" if announcement else ""
    parts = split_reply(f"{REPLY}\n\n{SIGNATURES[name]}{quotation}")
    assert parts.text == REPLY
    assert parts.signature.replace("\n", "") == SIGNATURES[name].replace("\n", "")
    assert bool(parts.quoted) == bool(announcement)


@pytest.mark.parametrize(
    "text",
    [
        "Le 2 septembre 2026 à 08:14 j'ai appelé votre service : personne n'a répondu.",
        "J'ai deux questions :\n\nLe 12 mai 2026, on m'a prélevé deux fois :\nest-ce normal ?",
        "De : Paris\nÀ : Lyon\n\nPouvez-vous transférer ma ligne ?",
        "Sent from my desk, this is easier than a phone.",
        "Cordialement est le mot que votre agent n'a pas écrit.",
        "Voici la liste :\n-- la box\n-- le câble\n-- la télécommande",
        "Montant\n------\n12,50 €\n\nC'est faux.",
        "Cordialement,\nMaëlle\n\nPS : mon numéro a changé, pouvez-vous le corriger ?",
    ],
)
def test_prose_that_looks_like_a_quotation_stays(text: str) -> None:
    assert split_reply(text).text == text


def test_answers_between_the_quoted_lines_are_the_text() -> None:
    parts = split_reply("On 2 Sep 2026 at 08:14, A <a@b.test> wrote:\n> Rouge ?\n\nOui.\n\n> Depuis hier ?\n\nNon.")
    assert parts.text == "Oui.\n\nNon."
    assert "Rouge" in parts.quoted


@pytest.mark.parametrize("subject", ["Tr : box", "Fwd: box", "WG: Box"])
def test_a_forwarded_message_is_what_the_sender_wants_read(subject: str) -> None:
    forwarded = f"{ANNOUNCEMENTS['outlook fr']}\n\nMa box est en panne."
    older = f"\n\n{ANNOUNCEMENTS['fr']}\n> plus ancien"
    parts = split_reply(f"Pour suite à donner.\n\n{forwarded}{older}", subject)
    assert parts.text == f"Pour suite à donner.\n\n{forwarded}"
    assert parts.quoted == older.strip()
    assert split_reply(f"Oui.\n\n{forwarded}", "RE: box").text == "Oui."


def test_nothing_is_lost_when_only_a_quotation_came() -> None:
    assert split_reply("> a\n> b").text == "> a\n> b"


@given(
    st.lists(
        st.sampled_from([*ANNOUNCEMENTS.values(), *SIGNATURES.values(), REPLY, "", "> cité", "mot", "---"]), max_size=12
    )
)
def test_every_word_ends_in_one_of_the_parts(blocks: list[str]) -> None:
    text = "\n".join(blocks)
    parts = split_reply(text)
    held = sorted(f"{parts.text}\n{parts.quoted}\n{parts.signature}".split())
    dropped = sorted(text.split())
    for word in held:
        dropped.remove(word)
    # Only the rules that part a reply from its quotation may go.
    assert set(dropped) <= {"---"}


@pytest.mark.parametrize(
    "hostile", ["On 1 a\n", ">", "From:\n", "-", "Le 2 sept. 2026 à 08:14, ", "Cordialement,\n", "Sent from my ", "a@"]
)
def test_hostile_repetition_is_read_to_its_end(hostile: str) -> None:
    assert split_reply("début\n" + hostile * 30_000).text.startswith("début")


# Fixture → how its reply begins and ends, and what must not be in it; read by hand from the files.
CRISP = {
    "correct_sig.txt": ("this is an email", "-- signature.", "rick"),
    "email_1.txt": ("Hi folks", "-Abhishek Kona", "mailing list"),
    "email_2.txt": ("Hi,", 'them all individually."', "Hi folks"),
    "email_3.txt": ("Oh thanks.", "-Abhishek Kona", "Russell"),
    "email_4.txt": ("Awesome!", "with it.", "Loader"),
    "email_6.txt": ("I get proper", "torch of pixels", "Corey"),
    "email_19.txt": ("On Thursday, I get", "rendering.", "Corey"),
    "email_20.txt": ("On Thursday.", "On Thursday.", "fix this"),
    "email_21.txt": ("On Thursday:", "", ">"),
    "email_2_1.txt": ("Outlook with a reply", "a reply", "Google Apps"),
    "email_blackberry.txt": ("Here is", "another email", "BlackBerry"),
    "email_bullets.txt": ("test 2", "- and another", "Joe Smith"),
    "email_custom_quote_header.txt": ("Thank you!", "Thank you!", "keltez"),
    "email_customer_quote_header_2.txt": ("Thank you", "very much.", "somedude"),
    "email_customer_quote_header_3.txt": ("bonjour,", "merci d'avance", "Someone"),
    "email_emoji.txt": ("🎉", "🎉", "CEO"),
    "email_iphone.txt": ("Here is", "another email", "iPhone"),
    "email_multi_word_sent_from_my_mobile_device.txt": ("Here is", "another email", "Verizon"),
    "email_not_a_signature_2.txt": ("Hello,", "Thanks!", ">"),
    "email_one_is_not_on.txt": ("Thank, this", "when I run...", "Tapley"),
    "email_reply_header.txt": ("This is the latest", "Stranger", "Mister Example"),
    "email_sent_from.txt": ("Hi it can", "or paragraphs.", "TypeApp"),
    "email_sent_from_my_not_signature.txt": ("Here is", "mobile phone.", ">"),
    "email_thread.txt": ("This is new", "from bellow.", "John Doe"),
    "email_tricky_11_double_signature.txt": ("Thanks for your help!", "help!", "Developer"),
    "email_tricky_13_timestamp_variations.txt": ("Here are", "not quote headers.", ">"),
    "email_tricky_16_unicode_signatures.txt": ("Thanks for the update!", "Sarah", "Product Manager"),
    "email_tricky_17_forward_header.txt": ("See the forwarded", "as quoted text.", ">>"),
    "email_tricky_18_inline_reply.txt": ("I think option A", "our use case.", "What about"),
    "email_tricky_19_quote_without_header.txt": ("I wanted", "final thoughts.", "angle brackets"),
    "email_tricky_1_on_false_positive.txt": ("On the surface", "is great.", ">"),
    "email_tricky_20_html_entities.txt": ("The data", "handled correctly.", "Johnny"),
    "email_tricky_2_url_with_wrote.txt": ("Hi there", "in them.", "Best regards"),
    "email_tricky_3_code_block.txt": ("Here's the code", "actual signatures.", "\0"),
    "email_tricky_4_from_in_body.txt": ("I need to parse", "actual message content.", "\0"),
    "email_tricky_6_regards_in_sentence.txt": ("I wanted to discuss", "should be visible.", "\0"),
    "email_tricky_7_multiple_dashes.txt": ("Here is my analysis", "in my content.", "\0"),
    "email_tricky_8_sent_from_in_content.txt": ("The notification", "main server.", "\0"),
    "email_tricky_9_nested_quotes.txt": ("I agree", "points below.", "option A"),
    "email_unquoted_reply.txt": ("This is my reply.", "reply.", "my quote"),
    "email_with_regards.txt": ("Hi,", "Can you help?", "John Doe"),
    "email_zoho.txt": ("What is the best", "running a test?", "Java sucks"),
    "sig_no_empty_line.txt": ("this is an email", "empty line above.", "rick"),
}
_LATIN_END = "Fusce sed odio id arcu varius aliquet nec nec nibh."


@pytest.mark.shared_data
def test_parts_the_public_fixtures_as_a_reader_would(shared_data: Path) -> None:
    missed = []
    files = sorted((shared_data / "email-raw-fixtures" / "crisp").glob("*.txt"))
    judged = 0
    for file in files:
        content = file.read_text(encoding="utf-8")
        latin = content.startswith("Fusce bibendum")
        if not latin and file.name not in CRISP:
            continue  # a fixture whose right answer nobody could say: placeholders, a whole newsletter
        judged += 1
        begin, end, absent = ("Fusce", _LATIN_END, "Company Questions") if latin else CRISP[file.name]
        text = split_reply(content).text
        if not (text.startswith(begin) and text.endswith(end) and absent not in text):
            missed.append(file.name)
    assert judged == 86
    # In email_7 a mailer folded a quoted line after a full stop, and no mark tells its tail from an answer.
    assert missed == ["email_7.txt"]

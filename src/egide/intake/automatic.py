"""Recognise mail that no person wrote: automatic replies, delivery reports, bulk mail, our own replies.

Source: RFC 3834 §2 and §5 (Auto-Submitted), RFC 3464 and RFC 8098 (reports), RFC 2076 §3.9 (Precedence).
"""

from __future__ import annotations

import re
from email.message import Message
from typing import Final

from egide.intake.headers import addresses, header

__all__ = ["AI_HEADER", "automatic_kind"]

AI_HEADER: Final = "X-Egide-AI"
_REPLY_MARKS: Final = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply")
_DAEMONS: Final = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
_REPLY_SUBJECT: Final = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?reply|auto:|out of (?:the )?office|réponse automatique|absence du bureau"
    r"|message d['’]absence|automatische antwort|abwesenheitsnotiz|respuesta automática|risposta automatica"
    r"|resposta automática|automatisch antwoord|afwezigheidsbericht)",
    re.IGNORECASE,
)


def automatic_kind(message: Message) -> str:
    """Say why a mail is no person's message.

    Returns:
        A skip code (``auto-reply``, ``bulk``, ``delivery-report``, ``own-message``), or ``""``.
    """
    if header(message, AI_HEADER):
        return "own-message"
    if _is_report(message):
        return "delivery-report"
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().casefold()
    if submitted and submitted != "no":
        return "auto-reply"
    precedence = header(message, "Precedence").strip().casefold()
    if precedence in {"auto_reply", "auto-reply"} or any(header(message, mark) for mark in _REPLY_MARKS):
        return "auto-reply"
    if precedence in {"bulk", "junk"}:
        return "bulk"
    return "auto-reply" if _REPLY_SUBJECT.match(header(message, "Subject")) else ""


def _is_report(message: Message) -> bool:
    if message.get_content_type() == "multipart/report" or header(message, "X-Failed-Recipients"):
        return True
    if header(message, "Return-Path").replace(" ", "") == "<>":
        return True
    return any(address.partition("@")[0].casefold() in _DAEMONS for _, address in addresses(message, "From"))

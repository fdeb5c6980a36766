"""The kinds of tampering that a verification names, in French and English, and what it takes to see each."""

from __future__ import annotations

from enum import Enum
from typing import Final

from egide.journal.errors import VerificationFailed


class TamperingKind(Enum):
    """What was done to a log; the value is the name in machine-readable output."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    HASH_ALTERED = "hash-altered"
    MALFORMED = "malformed"
    FORGED = "forged-signature"
    WRONG_LOG = "wrong-log"
    ROLLED_BACK = "rolled-back"
    REWRITTEN = "rewritten"
    BACKDATED = "backdated"
    UNWITNESSED = "unwitnessed"

    @property
    def label(self) -> tuple[str, str]:
        """One sentence, (French, English)."""
        return _LABELS[self]


_LABELS: Final = {
    TamperingKind.EDITED: ("une entrée a été modifiée", "an entry was edited"),
    TamperingKind.DELETED: ("une entrée a été supprimée", "an entry was deleted"),
    TamperingKind.INSERTED: ("une entrée a été insérée", "an entry was inserted"),
    TamperingKind.REORDERED: ("des entrées ont changé d’ordre", "entries were reordered"),
    TamperingKind.TRUNCATED: ("des fichiers du journal manquent", "files of the log are missing"),
    TamperingKind.HASH_ALTERED: ("une empreinte stockée a été modifiée", "a stored hash was altered"),
    TamperingKind.MALFORMED: ("un fichier ou une entrée n’est pas au format", "a file or entry breaks its format"),
    TamperingKind.FORGED: ("la signature n’est pas celle du journal", "the signature is not the log's"),
    TamperingKind.WRONG_LOG: ("c’est le journal d’une autre marque", "this is another brand's log"),
    TamperingKind.ROLLED_BACK: ("un ancien état du journal est présenté", "an older state of the log is shown"),
    TamperingKind.REWRITTEN: ("l’historique a été réécrit", "history was rewritten"),
    TamperingKind.BACKDATED: ("une entrée est antidatée", "an entry is back-dated"),
    TamperingKind.UNWITNESSED: ("il manque une cosignature de témoin", "a witness cosignature is missing"),
}


class Tampering(VerificationFailed):
    """A log does not verify.

    Attributes:
        kind: What was done.
        first_bad_index: First entry that is wrong, from 0; None when the whole log is refused.
        last_bad_index: End of the doubt when the exact entry cannot be told, included; None when it can.
        reason: What does not hold, in English, without any content.
    """

    def __init__(
        self, kind: TamperingKind, first_bad_index: int | None, reason: str, last_bad_index: int | None = None
    ) -> None:
        where = "" if first_bad_index is None else f" at entry {first_bad_index}"
        super().__init__(f"{kind.label[1]}{where}: {reason}")
        self.kind = kind
        self.first_bad_index = first_bad_index
        self.last_bad_index = last_bad_index
        self.reason = reason

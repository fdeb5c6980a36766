"""Pseudonyms that never become values again, for analytics: counted and joined, not read.

>>> one_way = OneWay(SecretKey(bytes(32)), Scope("acme", "statistics"))
>>> one_way.pseudonym("PHONE", "06 39 98 44 17") == one_way.pseudonym("PHONE", "+33639984417")
True
"""

from __future__ import annotations

from collections.abc import Iterable

from egide.keys import SecretKey
from egide.pseudonyms.codes import CodeShape, derive_code
from egide.pseudonyms.identity import identity_of
from egide.pseudonyms.pseudonymiser import Found, Span, merge_spans
from egide.pseudonyms.scope import Scope
from egide.pseudonyms.vocabulary import type_word

__all__ = ["OneWay"]


class OneWay:
    """Replace values by keyed codes and remember nothing. All writings of one value get one code.

    Who holds the key can still test a guess: destroy the key, or renew the brand's secret, to end that too.

    Args:
        key: The brand's secret for the use "one-way"; not the one of restorable pseudonyms.
        scope: Where one value has one code.
    """

    def __init__(self, key: SecretKey, scope: Scope) -> None:
        self._key = scope.key_from(key)
        self._shape = CodeShape.of(wide=True)

    def pseudonym(self, label: str, value: str) -> str:
        """Give the code of a value.

        Args:
            label: The kind of value.
            value: The value, in any writing.

        Returns:
            The type word and the code, without brackets, so that it is not taken for a restorable token.
        """
        identity = identity_of(value)
        return (
            f"{type_word(label)}~{derive_code(self._key, self._shape, identity, '', 0)[: self._shape.identity_letters]}"
        )

    def protect(self, text: str, findings: Iterable[Found]) -> str:
        """Replace the personal data of a text for good.

        Args:
            text: Any text.
            findings: What a detector found in it.

        Returns:
            The text, which nobody restores.
        """
        parts: list[str] = []
        end = 0
        for span in merge_spans(text, [Span(f.start, f.end, f.label) for f in findings]):
            parts += (text[end : span.start], self.pseudonym(span.label, text[span.start : span.end]))
            end = span.end
        return "".join([*parts, text[end:]])

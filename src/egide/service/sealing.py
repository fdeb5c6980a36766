"""Seal and open the columns of the service: text under the person's key, the rest under the brand's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from egide.keys import Binding, SecretKey, blind_index, seal, unseal
from egide.service.wiring import parts


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens what belongs to one person of one brand, or to the brand itself."""

    brand_id: UUID
    key: SecretKey

    def seal_text(self, table: str, row: object, column: str, text: str) -> bytes:
        """Seal a text for exactly one place: a sealed text moved elsewhere does not open."""
        return seal(
            self.key,
            text.encode("utf-8", "surrogatepass"),
            binding=Binding(str(self.brand_id), table, str(row), column),
            nonce_source=parts().random_bytes,
        )

    def open_text(self, table: str, row: object, column: str, sealed: bytes | memoryview | None) -> str:
        """Open a sealed text; nothing sealed opens as the empty text."""
        if not sealed:
            return ""
        opened = unseal(self.key, bytes(sealed), binding=Binding(str(self.brand_id), table, str(row), column))
        return opened.decode("utf-8", "surrogatepass")

    def seal_json(self, table: str, row: object, column: str, document: Any) -> bytes:
        """Seal a JSON document."""
        return self.seal_text(table, row, column, json.dumps(document, ensure_ascii=False, separators=(",", ":")))

    def open_json(self, table: str, row: object, column: str, sealed: bytes | memoryview | None) -> Any:
        """Open a sealed JSON document; nothing sealed opens as None."""
        opened = self.open_text(table, row, column, sealed)
        return json.loads(opened) if opened else None

    def seal_bytes(self, table: str, row: object, column: str, raw: bytes) -> bytes:
        """Seal bytes as they arrived."""
        return seal(
            self.key,
            raw,
            binding=Binding(str(self.brand_id), table, str(row), column),
            nonce_source=parts().random_bytes,
        )


def person_vault(brand_id: UUID, person_id: UUID, *, create: bool = False) -> Vault:
    """Open the vault of a person.

    Raises:
        KeyDestroyed: the person was erased.
        KeyUnavailable: the key store does not answer.
    """
    return Vault(brand_id, parts().key_ring.subject_key(str(brand_id), str(person_id), create=create))


def brand_vault(brand_id: UUID) -> Vault:
    """Open the vault of a brand: file names, quarantined records, actors of the journal."""
    return Vault(brand_id, parts().key_ring.brand_secret(str(brand_id), "sealing"))


def blind(brand_id: UUID, kind: str, normalised: str) -> bytes:
    """Hash a normalised value so that only this brand can look it up."""
    return blind_index(parts().key_ring.brand_secret(str(brand_id), "blind-index"), kind, normalised)

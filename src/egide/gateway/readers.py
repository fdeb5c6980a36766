"""Which detector reads a brand's requests: the product's, with the recognisers and lists of the brand's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from egide.service.recognisers.flows import detector_of
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts

if TYPE_CHECKING:
    from egide.detection import Detector
    from egide.service.assistance.question import Register

__all__ = ["Reader", "Readers"]

_SECRET_BYTES: Final = 32


class Reader(NamedTuple):
    """A detector, and the secret that names in the cache what it read: what another one read is never taken for it."""

    detector: Detector
    secret: bytes


class Readers:
    """The reader of each brand.

    A recogniser that changes is an entry of the brand's journal, after which its register is read again; the reader
    follows the register, so that a request asks the database nothing more.
    """

    def __init__(self) -> None:
        self._product = os.urandom(_SECRET_BYTES)
        self._known: dict[UUID, tuple[Register, Detector, Reader]] = {}

    def of(self, brand_id: UUID, register: Register) -> Reader:
        """Return the reader of a brand.

        Args:
            brand_id: The brand.
            register: Its register, as it was read for this request.

        Returns:
            The reader; the same one for as long as neither the register nor the product's detector was read again.
        """
        product = parts().detector
        known = self._known.get(brand_id)
        if known is not None and known[0] is register and known[1] is product:
            return known[2]
        with brand_scope(brand_id):
            detector = detector_of(brand_id)
        if detector is product:
            reader = Reader(detector, self._product)
        elif known is not None and known[2].detector is detector:
            reader = known[2]
        else:
            reader = Reader(detector, os.urandom(_SECRET_BYTES))
        self._known[brand_id] = (register, product, reader)
        return reader

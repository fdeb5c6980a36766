"""Take events from other help desks and telephone systems: prove who sent them, keep what is needed, drop the rest."""

from egide.connectors.errors import ConnectorError, SignatureRefused
from egide.connectors.registry import CONNECTORS, Connector, receive
from egide.connectors.signatures import SCHEMES, Delivery, Scheme, verify

__all__ = [
    "CONNECTORS",
    "SCHEMES",
    "Connector",
    "ConnectorError",
    "Delivery",
    "Scheme",
    "SignatureRefused",
    "receive",
    "verify",
]

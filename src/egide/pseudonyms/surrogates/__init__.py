"""Values that look real and belong to nobody: same gender, language, format and check digits, in reserved ranges."""

from egide.pseudonyms.surrogates.finding import SurrogateFinder
from egide.pseudonyms.surrogates.pseudonymiser import Surrogates

__all__ = ["SurrogateFinder", "Surrogates"]

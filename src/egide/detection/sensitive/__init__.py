"""Find what a text reveals of a person: health, belief, origin, sexuality, offences, finances."""

from __future__ import annotations

from egide.detection.recogniser import Recogniser

__all__ = ["recognisers"]


def recognisers() -> tuple[Recogniser, ...]:
    """Build the recogniser of sensitive data.

    Returns:
        One recogniser, safe to share between threads.

    Source: GDPR art. 9(1) and 10; annotation guide, labels HEALTH to FINANCE.
    """
    from egide.detection.sensitive.recogniser import SensitiveRecogniser

    return (SensitiveRecogniser(),)

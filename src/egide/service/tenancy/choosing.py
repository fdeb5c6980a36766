"""The brand that a person works for at this moment, picked in the switcher of every page."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from egide.service.tenancy.models import Brand


def chosen_brand(request: HttpRequest, brands: Sequence[Brand]) -> Brand | None:
    """Return the brand picked in the switcher; None means all of the person's brands."""
    slug = request.session.get("brand", "")
    return next((brand for brand in brands if brand.slug == slug), brands[0] if len(brands) == 1 else None)

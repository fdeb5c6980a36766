"""What every page of the register shares: the brand, the tabs, the doors to rows, forms beside a detail."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egide.policy import InvalidDuration, InvalidLaw, InvalidRecord, PolicyError
from egide.service.design.contexts import AlertView, DetailPage, NavItem
from egide.service.tenancy.access import AccessRefused, Actor, access_brands, check_right
from egide.service.tenancy.models import Brand, BrandOwned
from egide.service.tenancy.rights import Right

if TYPE_CHECKING:
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

_Row = TypeVar("_Row", bound=BrandOwned)


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def brand_of(request: HttpRequest, right: Right) -> Brand:
    """Return the brand picked in the switcher, or the first one in which the person holds the right.

    Raises:
        AccessRefused: there is none.
    """
    brands = access_brands(actor_of(request), right)
    if not brands:
        raise AccessRefused(right)
    picked = request.session.get("brand", "")
    return next((brand for brand in brands if brand.slug == picked), brands[0])


def access_row(request: HttpRequest, model: type[_Row], key: UUID | int, right: Right) -> _Row:
    """Open a row of one of the person's brands.

    Raises:
        Http404: there is no such row for this person.
        AccessRefused: the brand is theirs, the right is not.
    """
    found: _Row | None = model.objects.select_related("brand").filter(pk=key).first()
    if found is None:
        raise Http404
    check_right(actor_of(request), right, found.brand_id)
    return found


def language() -> str:
    """Return ``fr`` or ``en``, as the reader chose."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def pick() -> int:
    """Return the position of the reader's language in a pair (French, English)."""
    return 1 if language() == "en" else 0


def tabs(request: HttpRequest, current: str) -> tuple[NavItem, ...]:
    """List the pages of the register, as links."""
    pages = (
        ("register:records", _("Registre")),
        ("register:purposes", _("Finalités")),
        ("register:dpias", _("AIPD")),
        ("register:switches", _("Interrupteurs")),
        ("register:systems", _("Systèmes d’IA")),
        ("register:providers", _("Sous-traitants et preuves")),
        ("register:roles", _("Rôles et accès")),
        ("register:literacy", _("Maîtrise de l’IA")),
        ("register:law", _("Droit")),
    )
    del request
    return tuple(NavItem(label, reverse(name), "", current=name == current) for name, label in pages)


def refusal(error: PolicyError) -> AlertView:
    """Say, in the reader's language, why something was not written; nothing was changed."""
    if isinstance(error, InvalidLaw):
        where = _("ligne %(line)d : ") % {"line": error.line} if error.line else ""
        return AlertView("danger", _("Fichier refusé, la version précédente reste en vigueur."), where + error.problem)
    if isinstance(error, InvalidRecord):
        return AlertView("danger", _("Rien n’a été enregistré."), f"{error.path} : {error.problem}")
    if isinstance(error, InvalidDuration):
        return AlertView("danger", _("Rien n’a été enregistré."), _("Une durée s’écrit P3Y, P6M, P2W ou P30D."))
    return AlertView("danger", _("Rien n’a été enregistré."), str(error))


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A form under a detail: what it does, its fields, where it is sent."""

    title: StrOrPromise
    form: Any
    action_url: str
    submit: StrOrPromise
    lead: StrOrPromise = ""
    multipart: bool = False


def render_detail(request: HttpRequest, page: DetailPage, *blocks: FormBlock, status: int = 200) -> HttpResponse:
    """Render a detail with forms under it."""
    return render(request, "pages/detail_with_forms.html", {"page": page, "blocks": blocks}, status=status)


def lines_of(text: str) -> list[str]:
    """Split a text area into its lines, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def attachment(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """Answer with a file."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sha256_of(upload: Any) -> str:
    """Hash an uploaded file without keeping it."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()

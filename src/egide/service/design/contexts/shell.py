"""What surrounds every page: navigation, brand, account, alerts, empty states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link with its words; ``icon`` names a symbol of sprite.svg or stays empty."""

    label: StrOrPromise
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation; ``count`` is shown beside it when it is not None."""

    label: StrOrPromise
    url: str
    icon: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class BrandChoice:
    """One brand that the account may work for; an empty slug means all of them."""

    slug: str
    name: StrOrPromise
    current: bool = False


@dataclass(frozen=True, slots=True)
class AccountView:
    """Who is logged in, in words, and where the account is managed."""

    name: str
    role: StrOrPromise
    security_url: str = ""
    logout_url: str = ""


@dataclass(frozen=True, slots=True)
class AlertView:
    """A sentence that must be seen: what happened, what was kept, what to do."""

    kind: Literal["info", "ok", "warning", "danger"]
    title: StrOrPromise
    text: StrOrPromise = ""
    action: LinkView | None = None


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What a page says when there is nothing: why, and the next step."""

    title: StrOrPromise
    text: StrOrPromise = ""
    action: LinkView | None = None
    icon: str = "inbox"


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of every page, put under ``shell`` by a context processor of the project.

    Attributes:
        nav: Entries that this role may open, in order.
        account: None before login.
        brands: Brands offered by the switcher; with fewer than two, only the name is shown.
        brand_url: Where the switcher posts its ``brand`` field (the slug).
        home_url: Where the product's name leads.
        search_url: Where the search box sends ``q`` by GET; empty hides it.
        version: Version of the product, shown in the footer.
        alerts: Standing alerts, such as AI switched off for the brand.
    """

    nav: tuple[NavItem, ...] = ()
    account: AccountView | None = None
    brands: tuple[BrandChoice, ...] = ()
    brand_url: str = ""
    home_url: str = "/"
    search_url: str = ""
    version: str = ""
    alerts: tuple[AlertView, ...] = ()

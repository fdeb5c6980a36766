"""Import, homes, lists, details, forms and confirmations: the pages that every role shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from egide.service.design.contexts.evidence import DecisionView, Fact, FigureView
    from egide.service.design.contexts.queue import FiltersView
    from egide.service.design.contexts.shell import AlertView, EmptyState, LinkView, NavItem
    from egide.service.design.contexts.tables import PlotView, TableView


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Long work: how far it is, in words; ``total`` None when unknown. It can be left: ``url`` shows it again."""

    label: StrOrPromise
    done: int
    total: int | None
    words: StrOrPromise
    state: Literal["running", "done", "failed"] = "running"
    url: str = ""


@dataclass(frozen=True, slots=True)
class RejectView:
    """One record that did not go in: where (file, line or offset) and why; never its content."""

    where: str
    reason: StrOrPromise


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Import of files: ``pages/import.html``; ``form`` is a Django form with a file field, posted as multipart."""

    title: StrOrPromise
    form: object
    action_url: str
    lead: StrOrPromise = ""
    formats: tuple[StrOrPromise, ...] = ()
    progress: ProgressView | None = None
    counts: tuple[FigureView, ...] = ()
    rejects: tuple[RejectView, ...] = ()
    rejects_total: int = 0
    history: TableView | None = None


@dataclass(frozen=True, slots=True)
class HomeSection:
    """One block of a home: a table, a plot, links or an empty state, in that order of preference."""

    title: StrOrPromise
    table: TableView | None = None
    plot: PlotView | None = None
    links: tuple[LinkView, ...] = ()
    decisions: tuple[DecisionView, ...] = ()
    empty: EmptyState | None = None
    more: LinkView | None = None
    wide: bool = False
    switches: tuple[SwitchView, ...] = ()


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home of a role: its first question, the answer in a sentence, figures, lists: ``pages/home.html``."""

    question: StrOrPromise
    answer: StrOrPromise
    figures: tuple[FigureView, ...] = ()
    sections: tuple[HomeSection, ...] = ()
    alerts: tuple[AlertView, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchView:
    """An on/off switch, a form that posts ``name`` with ``on`` or ``off``; ``effect`` says what each side does."""

    name: str
    label: StrOrPromise
    on: bool
    action_url: str
    effect: StrOrPromise = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """A destructive act: names its object and its consequence before the button; ``type_to_confirm`` when not empty."""

    title: StrOrPromise
    target: StrOrPromise
    consequence: StrOrPromise
    button: StrOrPromise
    action_url: str
    cancel_url: str = ""
    type_to_confirm: str = ""
    error: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of things: ``pages/list.html``; ``tabs`` are links to sibling lists."""

    title: StrOrPromise
    table: TableView
    lead: StrOrPromise = ""
    filters: FiltersView | None = None
    tabs: tuple[NavItem, ...] = ()
    create: LinkView | None = None
    figures: tuple[FigureView, ...] = ()
    alerts: tuple[AlertView, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailPage:
    """One thing: its facts, switches, decisions, tables and, last, what destroys it: ``pages/detail.html``."""

    title: StrOrPromise
    facts: tuple[Fact, ...] = ()
    lead: StrOrPromise = ""
    back: LinkView | None = None
    tabs: tuple[NavItem, ...] = ()
    actions: tuple[LinkView, ...] = ()
    switches: tuple[SwitchView, ...] = ()
    decisions: tuple[DecisionView, ...] = ()
    sections: tuple[HomeSection, ...] = ()
    confirm: ConfirmView | None = None
    alerts: tuple[AlertView, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form to create or change one thing: ``pages/form.html``; ``form`` is a Django form, posted to ``action_url``."""

    title: StrOrPromise
    form: object
    submit: StrOrPromise
    action_url: str = ""
    lead: StrOrPromise = ""
    back: LinkView | None = None
    multipart: bool = False
    alerts: tuple[AlertView, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """A page that asks before destroying: ``pages/confirm.html``."""

    title: StrOrPromise
    confirm: ConfirmView
    back: LinkView | None = None

"""Each page template with fictitious content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from egide.service.design.contexts import (
    AccountView,
    AlertView,
    BrandChoice,
    Cell,
    Column,
    ConfirmPage,
    ConfirmView,
    ConversationPage,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    HomePage,
    HomeSection,
    ImportPage,
    JournalPage,
    LinkView,
    ListPage,
    NavItem,
    Pagination,
    PriorityView,
    ProgressView,
    QueuePage,
    RejectView,
    ReplyForm,
    Shell,
    SlaClock,
    SwitchView,
    TableView,
    ThreadViews,
    TracePage,
    WhyPage,
)
from egide.service.design.gallery import conversations, evidence
from egide.service.design.gallery.components import SampleForm

if TYPE_CHECKING:
    from collections.abc import Callable

_NAV = (
    ("queue", "File", "inbox"),
    ("home", "Accueil", "home"),
    ("import", "Import", "upload"),
    ("journal", "Journal", "lock"),
    ("list", "Registre", "book"),
    ("detail", "Réglages", "settings"),
)


class PageSample(NamedTuple):
    """A page template, a function that makes its page, the entry of the navigation that is current."""

    template: str
    page: Callable[[], Any]
    nav: str = ""


def shell(current: str = "") -> Shell:
    """The frame of a supervisor who works for two brands."""
    return Shell(
        nav=tuple(
            NavItem(label, f"/_pages/{name}/", icon, name == current, 128 if name == "queue" else None)
            for name, label, icon in _NAV
        ),
        account=AccountView("Inès Kacem", "Superviseure", "/_components/", "/_components/"),
        brands=(BrandChoice("orvelie", "Orvélie", current=True), BrandChoice("orvelie-pro", "Orvélie Pro")),
        brand_url="/_components/",
        home_url="/_components/",
        search_url="/_pages/queue/",
        version="0.1.0",
    )


def _queue() -> QueuePage:
    return QueuePage(
        "File des demandes",
        conversations.rows(25),
        conversations.filters(),
        Pagination.of(page=1, total=128, url="?page="),
        "128 demandes en attente, dont 3 en retard. Triées par priorité, puis par délai.",
    )


def _empty_queue() -> QueuePage:
    empty = EmptyState(
        "La file est vide",
        "Tout est répondu. Importez des messages ou branchez une boîte.",
        LinkView("Importer", "/_pages/import/"),
    )
    return QueuePage(
        "File des demandes", (), conversations.filters(active=0), Pagination.of(page=1, total=0, url="?"), empty=empty
    )


def _conversation(view: str = "people", draft: str = "ready") -> ConversationPage:
    neighbours = QueuePage(
        "File (128)",
        conversations.rows(10, current="c004"),
        conversations.filters(),
        Pagination.of(page=1, total=128, url="?"),
    )
    return ConversationPage(
        title="Facture d’août : 812 kWh alors que nous étions absents",
        id="c004",
        customer="Hélène Marchandeau",
        channel="email",
        messages=conversations.messages(),
        views=ThreadViews(view, "/_pages/conversation/", "/_pages/conversation-model/", "/_pages/conversation-both/"),  # type: ignore[arg-type]  # by name
        priority=PriorityView("P2", "Personne vulnérable citée, prélèvement le 10"),
        draft=conversations.draft(draft),
        brand="Orvélie",
        queue=neighbours,
        queue_url="/_pages/queue/",
        previous_url="/_pages/conversation/?c003",
        next_url="/_pages/conversation/?c005",
        sla=SlaClock("soon", "réponse sous 12 min", conversations.NOW),
        intent=conversations.intent(),
        contributions=conversations.contributions(),
        summary=conversations.summary(),
        decision=evidence.allowed() if draft == "ready" else evidence.refused(),
        footprint=evidence.footprint(),
        trace_url="/_pages/trace/",
        facts=(Fact("Finalité", "Service après-vente"), Fact("Conservé jusqu’au", "3 septembre 2029")),
        reply=ReplyForm("/_components/"),
    )


def _home() -> HomePage:
    return HomePage(
        "Tenons-nous les délais, et l’IA aide-t-elle ?",
        "Oui, de justesse : 3 réponses en retard ce matin ; 61 % des brouillons sont acceptés tels quels.",
        evidence.figures(),
        (
            HomeSection("Demandes en attente", plot=evidence.line_plot()),
            HomeSection("Énergie par demande", plot=evidence.bar_plot(), more=LinkView("Détail", "/_components/")),
            HomeSection("AIPD par marque", table=evidence.table()),
            HomeSection("Droits", table=evidence.empty_table()),
        ),
        (AlertView("warning", "Trois délais à tenir avant 10 h.", "", LinkView("Les voir", "/_pages/queue/")),),
    )


def _import() -> ImportPage:
    return ImportPage(
        "Import",
        SampleForm(),
        "/_components/",
        "Chaque fichier entre avec sa source et sa finalité ; ce qui n’a pas de base légale est mis de côté, pas perdu.",
        (".eml", ".mbox", "JSONL", "CSV", "Parquet", "WebVTT", "SRT", "JSON"),
        ProgressView("Import de août.jsonl", 60, 60, "60 enregistrements lus", "done"),
        evidence.figures()[:4],
        (RejectView("août.jsonl, ligne 14", "date absente"), RejectView("août.jsonl, ligne 52", "texte vide")),
        2,
        evidence.table(),
    )


def _entries() -> TableView:
    kinds = ("Décision", "Brouillon", "Relecture", "Import", "Clé détruite")
    return TableView(
        "Entrées",
        (Column("Nº", numeric=True), Column("Quoi"), Column("Quand"), Column("Empreinte")),
        tuple(
            (
                Cell(f"{1284 - n}", url="/_pages/why/"),
                Cell(kinds[n % 5]),
                Cell(at=conversations.NOW),
                Cell("9f86d081884c…", code=True),
            )
            for n in range(25)
        ),
        pagination=Pagination.of(page=1, total=1285, url="?page="),
    )


def _journal() -> JournalPage:
    return JournalPage(
        "Journal",
        AlertView("ok", "Le journal est intact.", "1 301 entrées, vérifiées ce matin, contresignées par un témoin."),
        (
            Fact("Taille", "1 301 entrées"),
            Fact("Racine", "9f86d081884c7d65…"),
            Fact("Point de contrôle", "3 septembre 2026, 09:00"),
            Fact("Témoin", "temoin.exemple, 09:02"),
        ),
        _entries(),
        verify_url="/_components/",
        export_url="/_components/",
    )


def _confirm() -> ConfirmView:
    return ConfirmView(
        "Supprimer la marque",
        "Orvélie Pro : 318 conversations",
        "Les clés de toutes les personnes sont détruites ; le journal garde la preuve, pas le contenu.",
        "Supprimer la marque",
        "/_components/",
        "/_pages/list/",
        "orvelie-pro",
    )


def _detail() -> DetailPage:
    return DetailPage(
        "Orvélie Pro",
        (
            Fact("Responsable de traitement", "Orvélie SA"),
            Fact("Contact DPO", "dpo@orvelie.exemple"),
            Fact("Créée le", "4 mai 2026"),
        ),
        "Ce que l’IA de cette marque a le droit de faire.",
        LinkView("Marques", "/_pages/list/"),
        (NavItem("Marque", "#", "", current=True), NavItem("Modèles", "#", "", count=3), NavItem("Délais", "#", "")),
        (LinkView("Modifier", "/_pages/form/", "edit"),),
        (
            SwitchView("all", "Toute l’IA", True, "/_components/", "Éteinte : le bureau reste utilisable à la main."),
            SwitchView("reply", "Réponses proposées", True, "/_components/", "Un conseiller relit toujours."),
            SwitchView(
                "auto", "Envoi automatique", False, "/_components/", "Réservé aux intentions nommées par la marque."
            ),
        ),
        (evidence.refused(),),
        (HomeSection("AIPD par marque", table=evidence.table()),),
        _confirm(),
    )


PAGES: dict[str, PageSample] = {
    "queue": PageSample("pages/queue.html", _queue, "queue"),
    "queue-empty": PageSample("pages/queue.html", _empty_queue, "queue"),
    "conversation": PageSample("pages/conversation.html", _conversation, "queue"),
    "conversation-model": PageSample("pages/conversation.html", lambda: _conversation("model"), "queue"),
    "conversation-both": PageSample("pages/conversation.html", lambda: _conversation("both", "abstained"), "queue"),
    "trace": PageSample(
        "pages/trace.html",
        lambda: TracePage(
            "Trace du message 1",
            "/_pages/conversation/",
            evidence.steps(),
            "Ce qui est arrivé à ce message, dans l’ordre.",
        ),
        "queue",
    ),
    "why": PageSample(
        "pages/why.html",
        lambda: WhyPage(
            "Pourquoi cette décision",
            evidence.refused(),
            evidence.what_ifs(),
            None,
            evidence.allowed(),
            LinkView("Conversation", "/_pages/conversation/"),
        ),
        "queue",
    ),
    "home": PageSample("pages/home.html", _home, "home"),
    "import": PageSample("pages/import.html", _import, "import"),
    "journal": PageSample("pages/journal.html", _journal, "journal"),
    "list": PageSample(
        "pages/list.html",
        lambda: ListPage(
            "Marques",
            evidence.table(),
            "Chaque marque a ses clés, ses finalités et ses interrupteurs.",
            create=LinkView("Ajouter une marque", "/_pages/form/"),
        ),
        "list",
    ),
    "detail": PageSample("pages/detail.html", _detail, "detail"),
    "form": PageSample(
        "pages/form.html",
        lambda: FormPage(
            "Ajouter une marque",
            SampleForm(),
            "Créer",
            "/_components/",
            "",
            LinkView("Marques", "/_pages/list/"),
            multipart=True,
        ),
        "list",
    ),
    "confirm": PageSample(
        "pages/confirm.html",
        lambda: ConfirmPage("Supprimer la marque", _confirm(), LinkView("Marques", "/_pages/list/")),
        "list",
    ),
}

"""Fictitious decisions, proofs, footprints, traces and tables."""

from __future__ import annotations

from datetime import timedelta

from egide.service.design.contexts import (
    Cell,
    Column,
    DecisionView,
    EmptyState,
    Fact,
    FigureView,
    FootprintView,
    JournalProofView,
    Pagination,
    PlotPoint,
    PlotView,
    ReasonView,
    TableView,
    TraceStep,
    WhatIf,
)
from egide.service.design.gallery.conversations import NOW

_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def proof(*, verified: bool | None = True) -> JournalProofView:
    """A journal proof, verified or not."""
    return JournalProofView(1284, _DIGEST, "/_pages/journal/", verified, 1301, NOW)


def allowed() -> DecisionView:
    """A decision that allows after masking."""
    return DecisionView(
        verdict="allow-with-masking",
        sentence="L’IA peut proposer une réponse, sans voir les noms, numéros ni données de santé.",
        reasons=(
            ReasonView(
                "Répondre à votre client est l’exécution de son contrat.",
                "RGPD art. 6(1)(b)",
                "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            ),
            ReasonView("La tâche n’a pas besoin de savoir qui écrit.", "RGPD art. 5(1)(c)"),
            ReasonView("Une donnée de santé ne sert pas à cette réponse.", "RGPD art. 9(1)"),
        ),
        facts=(
            Fact("Finalité", "Service après-vente", "registre"),
            Fact("Base légale", "Contrat", "registre"),
            Fact("AIPD", "validée le 4 mai 2026", "registre", "/_components/"),
            Fact("Modèle", "local, en France", "configuration"),
        ),
        masks=("PERSON", "PHONE", "EMAIL", "REFERENCE", "HEALTH"),
        proof=proof(),
        why_url="/_pages/why/",
        at=NOW,
    )


def refused() -> DecisionView:
    """A decision that refuses."""
    return DecisionView(
        verdict="refuse",
        sentence="Réponse refusée : l’AIPD de cette marque n’est pas validée.",
        reasons=(
            ReasonView("Un traitement à risque élevé attend son analyse d’impact.", "RGPD art. 35(1)"),
            ReasonView("Dans le doute, Égide n’envoie rien à un modèle."),
        ),
        facts=(Fact("AIPD", "à valider par le DPO", "registre"),),
        proof=proof(verified=None),
        why_url="/_pages/why/",
        at=NOW,
    )


def what_ifs() -> tuple[WhatIf, ...]:
    """What would change a refusal."""
    return (
        WhatIf("Si l’AIPD était validée", "allow-with-masking", "L’IA pourrait répondre, données masquées."),
        WhatIf("Si la tâche était un résumé", "allow-with-masking", "Le résumé reste dans la marque."),
        WhatIf("Si le client s’était opposé", "human-only", "Une personne répond, sans IA."),
    )


def footprint() -> FootprintView:
    """The footprint of one request, with its intervals."""
    return FootprintView(
        FigureView("Énergie", "0,31", "Wh", "0,18", "0,52"),
        FigureView("Carbone", "0,02", "gCO2e", "0,01", "0,04"),
        "estimé, mix français 2026",
        "/_components/",
    )


def figures() -> tuple[FigureView, ...]:
    """The figures of a supervisor."""
    week = "7 derniers jours"
    return (
        FigureView("Demandes en attente", "128", period="maintenant", status="warning", url="/_pages/queue/"),
        FigureView("Réponses à temps", "94,2", "%", period=week, status="ok", method_url="/_components/"),
        FigureView("Brouillons acceptés", "61", "%", "57", "65", week, "/_components/"),
        FigureView("Abstentions de l’IA", "14", "%", period=week, note="normal : en dessous de 20 %"),
        FigureView("Énergie par demande résolue", "0,42", "Wh", "0,25", "0,71", week, "/_components/"),
    )


def bar_plot() -> PlotView:
    """Bars with intervals."""
    days = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
    amounts = (0.52, 0.47, 0.44, 0.42, 0.45, 0.31, 0.29)
    points = tuple(
        PlotPoint(day, amount, amount * 0.7, amount * 1.4) for day, amount in zip(days, amounts, strict=True)
    )
    return PlotView("bar", "Énergie par demande résolue", "Wh", points, "7 derniers jours", "/_components/")


def line_plot() -> PlotView:
    """A line over weeks."""
    amounts = (180, 172, 190, 166, 150, 158, 141, 128)
    points = tuple(PlotPoint(f"S{27 + number}", amount) for number, amount in enumerate(amounts))
    return PlotView("line", "Demandes en attente", "demandes", points, "8 dernières semaines")


def table() -> TableView:
    """A sortable table with every look of a cell."""
    line = (
        ("Orvélie", "ok", "Validée", 1204),
        ("Orvélie Pro", "warning", "À revoir", 318),
        ("Lumio", "danger", "Absente", 0),
    )
    return TableView(
        caption="AIPD par marque",
        columns=(
            Column("Marque", sort_url="?sort=-brand", sorted="ascending"),
            Column("État"),
            Column("Demandes", numeric=True, sort_url="?sort=count"),
            Column("Dernière revue"),
            Column("Empreinte"),
        ),
        rows=tuple(
            (
                Cell(name, url="/_components/"),
                Cell(words, status=status),  # type: ignore[arg-type]  # read from a tuple of plain texts
                Cell(f"{count}"),
                Cell(at=NOW - timedelta(days=30)),
                Cell("9f86d081884c…", code=True),
            )
            for name, status, words, count in line
        ),
        pagination=Pagination.of(page=2, total=60, url="?page="),
    )


def empty_table() -> TableView:
    """A table with nothing to show, which teaches the next step."""
    return TableView(
        "Demandes d’exercice de droits",
        (),
        (),
        EmptyState("Aucune demande en cours", "Les demandes du portail et du courriel arrivent ici avec leur délai."),
    )


def steps() -> tuple[TraceStep, ...]:
    """The nine steps for one message."""

    def step(name: str, words: str, state: str = "done", **more: object) -> TraceStep:
        return TraceStep(name, state, words, NOW, **{"duration_ms": 1.4, **more})  # type: ignore[arg-type]  # shorthand

    return (
        step(
            "ingest",
            "Courriel reçu de la boîte service@orvelie.exemple, sans doublon.",
            facts=(Fact("Source", "boîte service@orvelie.exemple"), Fact("Base légale", "Contrat", "registre")),
        ),
        step("find", "Cinq données personnelles repérées, dont une sensible."),
        step("decide", "La politique a répondu.", decision=allowed()),
        step("protect", "Cinq valeurs remplacées par des pseudonymes propres à cette conversation."),
        step(
            "assist", "Un brouillon de quatre phrases, par le modèle local.", duration_ms=182.0, footprint=footprint()
        ),
        step("verify", "Chaque phrase est soutenue par sa source.", facts=(Fact("Phrases soutenues", "4 sur 4"),)),
        step("restore", "Les pseudonymes émis ici, et eux seuls, ont repris leur valeur."),
        step("review", "En attente d’un conseiller.", "waiting", duration_ms=None),
        step("record", "Inscrit au journal dans la même transaction.", proof=proof()),
    )

"""Each component with its samples: (caption, context of the partial)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms

from egide.service.design.contexts import (
    ActView,
    AlertView,
    ConfirmView,
    EmptyState,
    FilterOption,
    HomeSection,
    LinkView,
    NavItem,
    Pagination,
    PriorityChoice,
    PriorityView,
    ProgressView,
    RejectView,
    ReplyForm,
    SlaClock,
    SwitchView,
    ThreadViews,
)
from egide.service.design.gallery import conversations, evidence
from egide.service.design.vocabulary import CHANNELS, DRAFTS, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    Samples = Callable[[], list[tuple[str, dict[str, Any]]]]


class Component(NamedTuple):
    """What a component is for, in a sentence, and a function that makes its samples."""

    purpose: str
    samples: Samples


class SampleForm(forms.Form):
    """A form with each kind of field."""

    name = forms.CharField(label="Nom de la marque", help_text="Tel que les clients le lisent.")
    purpose = forms.ChoiceField(label="Finalité", choices=[("sav", "Service après-vente"), ("sales", "Prospection")])
    file = forms.FileField(label="Fichier", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Je confirme que la source est déclarée au registre")


def _alerts() -> list[tuple[str, dict[str, Any]]]:
    link = LinkView("Voir", "/_components/")
    return [
        (kind, {"alert": AlertView(kind, title, "Rien n’a été envoyé à un modèle.", link)})  # type: ignore[arg-type]  # by name
        for kind, title in (
            ("info", "IA désactivée."),
            ("ok", "Enregistré."),
            ("warning", "À revoir."),
            ("danger", "Refusé."),
        )
    ]


def _messages() -> list[tuple[str, dict[str, Any]]]:
    first, second, third = conversations.messages()
    return [
        ("client, données soulignées", {"message": first, "view": "people"}),
        ("client, côte à côte", {"message": first, "view": "both"}),
        ("conseiller, texte rédigé avec l’IA", {"message": second, "view": "people"}),
        ("jamais vu par un modèle", {"message": third, "view": "model"}),
    ]


def _pseudonyms() -> list[tuple[str, dict[str, Any]]]:
    return [(label, {"label": label, "text": f"{label}_1"}) for label in KINDS]


_PRIORITIES = (
    PriorityView("P1", "Personne vulnérable"),
    PriorityView("P2", "Service coupé"),
    PriorityView("P3"),
    PriorityView("P4"),
)
_CLOCKS = (
    SlaClock("ok", "2 h 10 restantes"),
    SlaClock("soon", "12 min restantes"),
    SlaClock("late", "en retard de 35 min"),
    SlaClock("met", "tenu"),
    SlaClock("paused", "en pause"),
)

_CHOICES = tuple(
    FilterOption(code, words, code == "2") for code, words in (("1", "P1 · Danger"), ("2", "P2 · À traiter"))
)

COMPONENTS: dict[str, Component] = {
    "act": Component(
        "Un bouton qui agit aussitôt.",
        lambda: [("", {"act": ActView("Préparer un brouillon", "/_components/", "spark")})],
    ),
    "priority_choice": Component(
        "Une autre priorité, choisie par une personne.",
        lambda: [("", {"choice": PriorityChoice("/_components/", _CHOICES)})],
    ),
    "alert": Component("Une phrase qui doit être vue.", _alerts),
    "channel": Component(
        "Le canal, en icône et en mot.", lambda: [(code, {"channel": code}) for code in (*CHANNELS, "inconnu")]
    ),
    "confidence": Component(
        "Une confiance en mots et en barre.", lambda: [("", {"confidence": conversations.intent().confidence})]
    ),
    "confirm": Component(
        "Un acte destructif nomme son objet et sa conséquence.",
        lambda: [
            (
                "",
                {
                    "confirm": ConfirmView(
                        "Effacer une personne",
                        "Hélène Marchandeau, 3 conversations",
                        "Sa clé est détruite : ni vous ni nous ne pourrons relire ses messages.",
                        "Effacer définitivement",
                        "/_components/",
                        "/_components/",
                        "EFFACER",
                    )
                },
            )
        ],
    ),
    "contributions": Component(
        "Ce qui a fait un score.", lambda: [("", {"contributions": conversations.contributions()})]
    ),
    "decision": Component(
        "La phrase, les raisons, les faits, la preuve.",
        lambda: [
            ("autorisée", {"decision": evidence.allowed()}),
            ("refusée", {"decision": evidence.refused(), "open": True}),
        ],
    ),
    "draft": Component(
        "Ce que l’IA propose, ou pourquoi elle se tait.",
        lambda: [(state, {"draft": conversations.draft(state)}) for state in DRAFTS],
    ),
    "empty": Component(
        "Un vide qui dit la suite.",
        lambda: [
            (
                "",
                {
                    "empty": EmptyState(
                        "Rien à traiter",
                        "Importez des messages ou branchez une boîte.",
                        LinkView("Importer", "/_pages/import/"),
                    )
                },
            )
        ],
    ),
    "facts": Component("Des faits nommés.", lambda: [("", {"facts": evidence.allowed().facts})]),
    "fields": Component(
        "Les champs d’un formulaire Django.",
        lambda: [("vide", {"form": SampleForm(prefix="a")}), ("refusé", {"form": SampleForm({}, prefix="b")})],
    ),
    "figures": Component(
        "Des chiffres avec unité, période, intervalle.", lambda: [("", {"figures": evidence.figures()})]
    ),
    "filters": Component(
        "Des filtres qui marchent sans JavaScript.", lambda: [("", {"filters": conversations.filters()})]
    ),
    "footprint": Component("Énergie et carbone d’une demande.", lambda: [("", {"footprint": evidence.footprint()})]),
    "legend": Component("La légende des soulignements.", lambda: [("", {"messages": conversations.messages()})]),
    "message": Component("Un message du fil.", _messages),
    "pagination": Component(
        "Où l’on est, par 25.", lambda: [("", {"pagination": Pagination.of(page=2, total=60, url="?page=")})]
    ),
    "plot": Component(
        "Une courbe faite par le serveur, son tableau derrière.",
        lambda: [("barres", {"plot": evidence.bar_plot()}), ("ligne", {"plot": evidence.line_plot()})],
    ),
    "prediction": Component("Ce que l’IA comprend.", lambda: [("", {"prediction": conversations.intent()})]),
    "priority": Component(
        "Une priorité et sa raison.", lambda: [("", {"priority": priority}) for priority in _PRIORITIES]
    ),
    "progress": Component(
        "Un long travail que l’on peut quitter.",
        lambda: [
            ("fini", {"progress": ProgressView("Import de août.jsonl", 60, 60, "60 messages", "done")}),
            ("arrêté", {"progress": ProgressView("Import de juillet.mbox", 12, 60, "12 messages gardés", "failed")}),
        ],
    ),
    "proof": Component(
        "La preuve au journal.",
        lambda: [("", {"proof": evidence.proof(verified=state)}) for state in (True, False, None)],
    ),
    "pseudonym": Component("Un pseudonyme, partout le même.", _pseudonyms),
    "queue_row": Component(
        "Une ligne de la file.", lambda: [("", {"row": row}) for row in conversations.rows(6, current="c002")]
    ),
    "rejects": Component(
        "Ce qui n’est pas entré, et pourquoi.",
        lambda: [
            (
                "",
                {
                    "total": 2,
                    "rejects": (
                        RejectView("août.jsonl, ligne 14", "date absente"),
                        RejectView("août.jsonl, ligne 52", "texte vide"),
                    ),
                },
            )
        ],
    ),
    "reply": Component(
        "Répondre à la main.",
        lambda: [
            ("", {"reply": ReplyForm("/_components/")}),
        ],
    ),
    "section": Component(
        "Un bloc d’accueil.", lambda: [("", {"section": HomeSection("AIPD", table=evidence.table())})]
    ),
    "sla": Component("Un délai.", lambda: [("", {"sla": clock}) for clock in _CLOCKS]),
    "summary": Component("Un résumé qui renvoie aux messages.", lambda: [("", {"lines": conversations.summary()})]),
    "switch": Component(
        "Un interrupteur, sans JavaScript.",
        lambda: [
            (
                "",
                {
                    "switch": SwitchView(
                        "reply",
                        "Réponses proposées par l’IA",
                        True,
                        "/_components/",
                        "Éteint : les conseillers écrivent eux-mêmes.",
                    )
                },
            ),
            ("", {"switch": SwitchView("summary", "Résumés", False, "/_components/")}),
        ],
    ),
    "table": Component(
        "Un tableau, trié par le serveur.",
        lambda: [("", {"table": evidence.table()}), ("vide", {"table": evidence.empty_table()})],
    ),
    "tabs": Component(
        "Des onglets qui sont des liens.",
        lambda: [
            ("", {"label": "Parties", "tabs": (NavItem("Marque", "#", "", True), NavItem("Modèles", "#", "", count=3))})
        ],
    ),
    "thread_views": Component(
        "Ce que l’on lit, ce que le modèle a vu.",
        lambda: [("", {"views": ThreadViews("people", "?", "?view=model", "?view=both")})],
    ),
    "trace_step": Component(
        "Une étape du chemin d’un message.",
        lambda: [("", {"step": step, "number": 3}) for step in evidence.steps()[2:5]],
    ),
    "verdict": Component(
        "Un verdict en un mot.",
        lambda: [("", {"verdict": verdict}) for verdict in ("allow", "allow-with-masking", "human-only", "refuse")],
    ),
}

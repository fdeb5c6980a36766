"""Fictitious conversations: rows of a queue, a thread with its personal data, what the AI makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from egide.service.design.contexts import (
    Attachment,
    Citation,
    Confidence,
    Contribution,
    DraftPart,
    DraftView,
    FilterOption,
    FiltersView,
    FilterView,
    FindingView,
    MessageLink,
    MessageView,
    PredictionView,
    PriorityView,
    PseudonymView,
    QueueRow,
    SlaClock,
    SummaryLine,
)

NOW = datetime(2026, 9, 3, 7, 40, tzinfo=UTC)

_SUBJECTS = (
    ("Voisine âgée sans électricité depuis hier soir", "call_in", "P1", "Personne vulnérable", "panne_electricite"),
    ("Ma box affiche un voyant rouge fixe", "chat", "P2", "Service coupé", "panne_internet"),
    ("Débit frauduleux de 249 € sur mon compte", "email", "P2", "Fraude possible", "fraude"),
    ("Facture d’août : 812 kWh alors que nous étions absents", "email", "P3", "", "consommation_anormale"),
    ("Toujours pas remboursée de mes 64 €", "social", "P3", "Troisième relance", "remboursement"),
    ("Déménagement à Redon le 30 septembre", "email", "P3", "", "demenagement"),
    ("Effacez toutes mes données, y compris les appels", "form", "P2", "Délai légal en cours", "donnees_personnelles"),
    ("Merci, tout est rentré dans l’ordre", "bot", "P4", "", "autre"),
)
_NAMES = ("H. Marchandeau", "P. Rivoal", "A. Ouedraogo", "M. Le Tallec", "S. Nérin", "J. Kermorvan")
_CLOCKS = (
    SlaClock("late", "en retard de 35 min", NOW - timedelta(minutes=35)),
    SlaClock("soon", "12 min", NOW + timedelta(minutes=12)),
    SlaClock("ok", "2 h 10", NOW + timedelta(minutes=130)),
    SlaClock("ok", "1 j 4 h", NOW + timedelta(hours=28)),
    SlaClock("met", "répondu", None),
    SlaClock("paused", "en pause", None),
)
_DRAFTS = ("ready", "abstained", "ready", "withheld", "", "ready")


def rows(count: int, *, current: str = "") -> tuple[QueueRow, ...]:
    """Make rows as varied as a Monday morning, in the order of priority."""
    made = []
    for number in range(count):
        title, channel, code, reason, intent = _SUBJECTS[number * len(_SUBJECTS) // count]
        made.append(
            QueueRow(
                id=f"c{number + 1:03d}",
                url="/_pages/conversation/",
                title=title,
                customer=_NAMES[number % len(_NAMES)],
                channel=channel,
                priority=PriorityView(code, reason),  # type: ignore[arg-type]  # read from a tuple of plain texts
                received_at=NOW - timedelta(minutes=37 * number + 5),
                brand="Orvélie" if number % 3 else "Orvélie Pro",
                intent=intent.replace("_", " ").capitalize(),
                sla=_CLOCKS[min(number // 3, 3) if number < count - 2 else 4 + number % 2],
                draft=_DRAFTS[number % len(_DRAFTS)],  # type: ignore[arg-type]  # read from a tuple of plain texts
                assignee="Inès K." if number % 4 == 1 else "",
                unread=number % 3 != 1,
                current=f"c{number + 1:03d}" == current,
            )
        )
    return tuple(made)


def filters(*, active: int = 1) -> FiltersView:
    """The four filters of the queue."""

    def options(*words: str, selected: str = "") -> tuple[FilterOption, ...]:
        return tuple(FilterOption(word.lower(), word, word == selected) for word in words)

    return FiltersView(
        filters=(
            FilterView("brand", "Marque", options("Orvélie", "Orvélie Pro", selected="Orvélie" if active else "")),
            FilterView("channel", "Canal", options("Courriel", "Chat", "Réseau social", "Appel", "Formulaire")),
            FilterView("priority", "Priorité", options("P1", "P2", "P3", "P4")),
            FilterView("sla", "Délai", options("En retard", "Moins d’une heure", "Aujourd’hui")),
        ),
        query="",
        reset_url="?",
        active=active,
    )


def _finding(text: str, part: str, label: str, why: str = "") -> FindingView:
    start = text.index(part)
    return FindingView(start, start + len(part), label, why)


def _pseudonym(text: str, part: str, label: str) -> PseudonymView:
    start = text.index(part)
    return PseudonymView(start, start + len(part), label)


_FIRST = (
    "Bonjour,\nMa facture d’août affiche 812 kWh alors que nous étions absents trois semaines. L’index indiqué est"
    " 24 310, mon compteur affiche 23 604 ce matin. Je refuse de payer 97 € de trop : ma mère est sous dialyse, nous"
    " comptons chaque euro.\nVous pouvez m’appeler au 06 39 98 41 27 ou m’écrire à helene.marchandeau@exemple.fr.\n"
    "Contrat 4100287731\nHélène Marchandeau"
)
_FIRST_MODEL = (
    "Bonjour,\nMa facture d’août affiche 812 kWh alors que nous étions absents trois semaines. L’index indiqué est"
    " 24 310, mon compteur affiche 23 604 ce matin. Je refuse de payer 97 € de trop : ma mère est sous SANTÉ_1, nous"
    " comptons chaque euro.\nVous pouvez m’appeler au TÉLÉPHONE_1 ou m’écrire à EMAIL_1.\nContrat RÉFÉRENCE_1\nNOM_1"
)
_SECOND = (
    "Bonjour Madame Marchandeau, l’index du 28 août est une estimation. Pouvez-vous nous envoyer une photo nette ?"
)
_SECOND_MODEL = (
    "Bonjour Madame NOM_1, l’index du 28 août est une estimation. Pouvez-vous nous envoyer une photo nette ?"
)
_THIRD = "La voici en pièce jointe. Merci de refaire la facture et de suspendre le prélèvement du 10."


def messages() -> tuple[MessageView, ...]:
    """A thread of three messages with personal data of each family."""
    return (
        MessageView(
            id="1",
            role="customer",
            author="Hélène Marchandeau",
            at=NOW - timedelta(hours=26),
            text=_FIRST,
            findings=(
                _finding(_FIRST, "dialyse", "HEALTH"),
                _finding(_FIRST, "06 39 98 41 27", "PHONE"),
                _finding(_FIRST, "helene.marchandeau@exemple.fr", "EMAIL"),
                _finding(_FIRST, "4100287731", "REFERENCE"),
                _finding(_FIRST, "Hélène Marchandeau", "PERSON"),
            ),
            model_text=_FIRST_MODEL,
            pseudonyms=(
                _pseudonym(_FIRST_MODEL, "SANTÉ_1", "HEALTH"),
                _pseudonym(_FIRST_MODEL, "TÉLÉPHONE_1", "PHONE"),
                _pseudonym(_FIRST_MODEL, "EMAIL_1", "EMAIL"),
                _pseudonym(_FIRST_MODEL, "RÉFÉRENCE_1", "REFERENCE"),
                _pseudonym(_FIRST_MODEL, "NOM_1", "PERSON"),
            ),
            quoted="Le 1er septembre 2026, Orvélie a écrit :\n> Votre facture est disponible.",
            trace_url="/_pages/trace/",
        ),
        MessageView(
            id="2",
            role="agent",
            author="Inès K.",
            at=NOW - timedelta(hours=19),
            text=_SECOND,
            findings=(_finding(_SECOND, "Marchandeau", "PERSON"),),
            model_text=_SECOND_MODEL,
            pseudonyms=(_pseudonym(_SECOND_MODEL, "NOM_1", "PERSON"),),
            ai="Rédigé avec l’IA, relu par Inès K.",
            trace_url="/_pages/trace/",
        ),
        MessageView(
            id="3",
            role="customer",
            author="Hélène Marchandeau",
            at=NOW - timedelta(hours=18, minutes=22),
            text=_THIRD,
            model_text=None,
            attachments=(Attachment("compteur.jpg", "1,2 Mo", note="jamais transmis à un modèle"),),
        ),
    )


def summary() -> tuple[SummaryLine, ...]:
    """A summary whose every line leads to its messages."""
    return (
        SummaryLine(
            "Facture d’août contestée : 812 kWh relevés par estimation, 97 € de trop.",
            (MessageLink("1", "message 1"),),
            "Demande",
        ),
        SummaryLine("L’index était estimé ; une photo a été demandée.", (MessageLink("2", "message 2"),), "Fait"),
        SummaryLine("Refaire la facture, suspendre le prélèvement du 10.", (MessageLink("3", "message 3"),), "Attendu"),
    )


def intent() -> PredictionView:
    """An intent with its confidence in words."""
    return PredictionView(
        label="Consommation anormale",
        confidence=Confidence("Assez sûr", 0.78),
        because=("812 kWh", "index", "compteur"),
        others=("Facture", "Relevé de compteur"),
    )


def contributions() -> tuple[Contribution, ...]:
    """What made the priority, signed."""
    return (
        Contribution("Personne vulnérable citée", 0.42, "« sous dialyse »"),
        Contribution("Attente depuis la dernière réponse", 0.21, "18 h"),
        Contribution("Montant contesté", 0.12, "97 €"),
        Contribution("Prélèvement encore suspendable", -0.16, "jusqu’au 10"),
    )


def citations() -> tuple[Citation, ...]:
    """Two passages of the brand's knowledge base."""
    return (
        Citation(
            1,
            "Consommation anormale : que vérifier",
            "Si l’index relevé par le client est inférieur à l’index estimé, la facture est annulée et refaite.",
            "/_components/",
            "à jour au 12 juin 2026",
        ),
        Citation(
            2,
            "Suspendre un prélèvement",
            "Le prélèvement peut être suspendu jusqu’à deux jours ouvrés avant sa date.",
            "/_components/",
            "à jour au 3 mars 2026",
        ),
    )


def draft(state: str = "ready") -> DraftView:
    """A draft in each of its states."""
    if state == "ready":
        return DraftView(
            state="ready",
            parts=(
                DraftPart("Bonjour Madame Marchandeau,", break_after=True),
                DraftPart(
                    "Votre relevé de 23 604 est inférieur à l’index estimé : nous annulons la facture d’août et la"
                    " refaisons sur cette base.",
                    (1,),
                ),
                DraftPart("Le prélèvement du 10 est suspendu.", (2,), break_after=True),
                DraftPart("Bien à vous,"),
            ),
            citations=citations(),
            confidence=Confidence("Bien étayée : chaque phrase a sa source", 0.86),
            model="Modèle local orvelie-extractif, aucun envoi au dehors",
            accept_url="/_components/",
            edit_url="/_pages/conversation/#reply",
            reject_url="/_components/",
            reject_reasons=(("wrong", "Réponse fausse"), ("tone", "Ton inadapté"), ("other", "Autre")),
        )
    reasons = {
        "abstained": "Aucun article de la base ne dit comment corriger une date de départ : une personne répond mieux.",
        "withheld": "Une phrase annonçait « 120 € » : ce montant n’est dans aucune source, le brouillon est retenu.",
        "refused": "Réponse refusée : l’AIPD de cette marque n’est pas validée.",
        "off": "L’IA est désactivée pour cette marque depuis le 2 septembre, par Paul R.",
        "none": "Aucun brouillon n’a été préparé.",
        "done": "Ce brouillon a été modifié puis envoyé.",
        "working": "La réponse se prépare ; vous pouvez commencer à lire.",
    }
    return DraftView(
        state=state,  # type: ignore[arg-type]  # the gallery walks through the states by name
        why=reasons[state],
        missing=("Un article sur la correction d’une date de départ",) if state == "abstained" else (),
        edit_url="/_pages/conversation/#reply",
    )

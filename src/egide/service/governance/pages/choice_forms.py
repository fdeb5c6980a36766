"""Forms of the ledger of consents: find, import, choose, withdraw, try a use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.policy import Task
from egide.policy.consent import Collector
from egide.service.governance.frame import pick, sha256_of
from egide.service.register.law import brand_law, law_in_force
from egide.service.register.ledger import CHANNELS, Choice
from egide.service.tenancy.models import Brand

_COLLECTORS = {
    "web": gettext_lazy("site web"),
    "phone": gettext_lazy("téléphone"),
    "paper": gettext_lazy("papier"),
    "agent": gettext_lazy("conseiller"),
    "import": gettext_lazy("import"),
    "portal": gettext_lazy("portail"),
}


def _channels() -> list[tuple[str, str]]:
    words = {
        "*": _("tous"),
        "email": _("e-mail"),
        "chat": _("chat"),
        "phone": _("téléphone"),
        "sms": _("SMS"),
        "social": _("réseau social"),
        "form": _("formulaire"),
        "bot": _("assistant"),
        "post": _("courrier"),
        "api": _("API"),
        "file": _("fichier"),
    }
    return [(code, words[code]) for code in CHANNELS]


class FindForm(forms.Form):
    """An exact identifier of the person."""

    identifier = forms.CharField(label=gettext_lazy("Adresse, téléphone ou numéro de client exact"), max_length=200)


class ImportForm(forms.Form):
    """A file of consents with their proof."""

    file = forms.FileField(label=gettext_lazy("Fichier CSV, JSON ou reçu JSON-LD"))


class ChoiceForm(forms.Form):
    """What the person chose, and what proves it."""

    purpose = forms.ChoiceField(label=gettext_lazy("Finalité"))
    channel = forms.ChoiceField(label=gettext_lazy("Canal"))
    state = forms.ChoiceField(
        label=gettext_lazy("Choix"),
        choices=[
            ("given", gettext_lazy("Consent")),
            ("refused", gettext_lazy("Refuse")),
            ("withdrawn", gettext_lazy("Retire son consentement")),
        ],
    )
    wording = forms.CharField(
        label=gettext_lazy("Texte exact montré ou lu"), widget=forms.Textarea({"rows": 3}), required=False
    )
    wording_version = forms.CharField(label=gettext_lazy("Version de ce texte"), max_length=40, required=False)
    wording_language = forms.CharField(
        label=gettext_lazy("Langue (fr, en, fr-BE…)"), max_length=6, initial="fr", required=False
    )
    collector = forms.ChoiceField(label=gettext_lazy("Recueilli par"), required=False)
    evidence = forms.FileField(
        label=gettext_lazy("Preuve (enregistrement, formulaire, page)"),
        help_text=gettext_lazy("Seule son empreinte est gardée."),
        required=False,
    )
    evidence_place = forms.CharField(label=gettext_lazy("Où la preuve est gardée"), max_length=200, required=False)
    valid_for = forms.CharField(label=gettext_lazy("Durée de validité (P2Y)"), max_length=8, required=False)

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = _purposes(brand)  # type: ignore[attr-defined]
        self.fields["channel"].choices = _channels()  # type: ignore[attr-defined]
        self.fields["collector"].choices = [("", "–"), *((word.value, _COLLECTORS[word.value]) for word in Collector)]  # type: ignore[attr-defined]

    def choice(self) -> Choice:
        """Give what the flow takes; the moment is now."""
        kept = self.cleaned_data
        return Choice(
            purpose=kept["purpose"],
            channel=kept["channel"],
            state=kept["state"],
            at=timezone.now(),
            wording=kept["wording"],
            wording_version=kept["wording_version"],
            language=kept["wording_language"] if kept["wording"] else "",
            collector=kept["collector"],
            evidence_sha256=sha256_of(kept["evidence"]) if kept["evidence"] else "",
            evidence_place=kept["evidence_place"],
            valid_for=kept["valid_for"],
        )


class WithdrawForm(forms.Form):
    """One consent that counts now: withdrawing it takes one field, as giving it took one tick."""

    given = forms.ChoiceField(label=gettext_lazy("Consentement en cours"))

    def __init__(self, *args: Any, given: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given"].choices = [(pair, pair) for pair in given]  # type: ignore[attr-defined]


class UseForm(forms.Form):
    """A use to try now."""

    purpose = forms.ChoiceField(label=gettext_lazy("Finalité"))
    task = forms.ChoiceField(label=gettext_lazy("Tâche"))
    channel = forms.ChoiceField(label=gettext_lazy("Canal"))
    opt_out = forms.BooleanField(
        label=gettext_lazy("Le message offre un moyen simple de s’opposer"), required=False, initial=True
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = law_in_force(brand.pk)
        by_hand = [(task.value, law.tasks[task].name[pick()]) for task in Task if not law.tasks[task].ai]
        self.fields["purpose"].choices = _purposes(brand)  # type: ignore[attr-defined]
        self.fields["task"].choices = by_hand  # type: ignore[attr-defined]
        self.fields["channel"].choices = _channels()[1:]  # type: ignore[attr-defined]


def _purposes(brand: Brand) -> list[tuple[str, str]]:
    """List the purposes to which one may say yes or no; those that the brand declared, once it declared some."""
    asked = [purpose for purpose in brand_law(brand.pk).purposes.values() if purpose.bases & {"a", "f"}]
    asked = asked or [each for each in law_in_force(brand.pk).purposes.values() if each.bases & {"a", "f"}]
    return [(purpose.code, f"{purpose.code} – {purpose.name[pick()]}") for purpose in asked]

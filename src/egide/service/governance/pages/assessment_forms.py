"""Forms of an impact assessment: open, import, answer a part, validate by name, refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.policy import Task
from egide.policy.dpia import QUESTIONS, Form, PiaFile
from egide.service.governance.frame import pick
from egide.service.register.assessments import Written, shown_answer
from egide.service.register.law import law_in_force
from egide.service.tenancy.models import Brand

GAUGES = (
    gettext_lazy("non évaluée"),
    gettext_lazy("négligeable"),
    gettext_lazy("limitée"),
    gettext_lazy("importante"),
    gettext_lazy("maximale"),
)


def task_choices(brand: Brand) -> list[tuple[str, str]]:
    """List the tasks that use a model, named for the reader."""
    law = law_in_force(brand.pk)
    return [(task.value, law.tasks[task].name[pick()]) for task in Task if law.tasks[task].ai]


class NewForm(forms.Form):
    """A new assessment: its name and the tasks that it assesses."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=160)
    tasks = forms.MultipleChoiceField(label=gettext_lazy("Tâches d’IA évaluées"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].choices = task_choices(brand)  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A file of the CNIL tool, and the tasks that it assesses here."""

    file = forms.FileField(label=gettext_lazy("Fichier JSON de l’outil PIA de la CNIL"))
    tasks = forms.MultipleChoiceField(label=gettext_lazy("Tâches d’IA évaluées"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].choices = task_choices(brand)  # type: ignore[attr-defined]


class ValidateForm(forms.Form):
    """Who validates, who is the DPO, and the DPO's opinion, in words."""

    validator = forms.CharField(label=gettext_lazy("Validée par (nom et fonction)"), max_length=120)
    dpo = forms.CharField(label=gettext_lazy("Délégué consulté (nom)"), max_length=120)
    dpo_opinion = forms.CharField(label=gettext_lazy("Avis du délégué"), widget=forms.Textarea({"rows": 3}))


class RefuseForm(forms.Form):
    """Why the assessment is refused."""

    reason = forms.CharField(label=gettext_lazy("Motif du refus"), widget=forms.Textarea({"rows": 2}))


class PartForm(forms.Form):
    """The questions of one part: texts, lists one entry a line, gauges with their reason."""

    def __init__(self, *args: Any, part: str, file: PiaFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = {answer.number: answer for answer in file.answers}
        self._numbers = [number for number, question in QUESTIONS.items() if question.item == part]
        for number in self._numbers:
            question, answer = QUESTIONS[number], answers.get(number)
            title = question.title[pick()]
            if question.form is Form.GAUGE:
                self.fields[f"g{number}"] = forms.TypedChoiceField(
                    label=title,
                    coerce=int,
                    choices=list(enumerate(GAUGES)),
                    initial=(answer.gauge or 0) if answer else 0,
                    help_text=_("Jauge proposée d’après la configuration : à confirmer par une personne."),
                )
                title = _("%(title)s : justification") % {"title": title}
            self.fields[f"t{number}"] = forms.CharField(
                label=title,
                required=False,
                initial=shown_answer(answer),
                widget=forms.Textarea({"rows": 3}),
                help_text=_("Une entrée par ligne.") if question.form is Form.LIST else "",
            )

    def written(self) -> dict[int, Written]:
        """Give the answers that the flow takes."""
        return {
            number: Written(self.cleaned_data[f"t{number}"], self.cleaned_data.get(f"g{number}", 0))
            for number in self._numbers
        }

"""The inventory of AI systems: described, classed by questions, put in use or retired."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.policy import RiskClass
from egide.policy.aisystems import Reply, list_missing, list_questions
from egide.policy.evidence import CertificateKind
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    Fact,
    FormPage,
    HomeSection,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.governance.frame import (
    FormBlock,
    access_row,
    actor_of,
    brand_of,
    lines_of,
    pick,
    render_detail,
    tabs,
)
from egide.service.governance.pages.assessment_forms import task_choices
from egide.service.register.law import law_in_force
from egide.service.register.models import AiSystem, Provider
from egide.service.register.running import BUILT_IN
from egide.service.register.systems import (
    Description,
    SystemProhibited,
    classify_system,
    conformity_file,
    describe_system,
    set_system_state,
    shipped_row,
)
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

_REPLIES = {
    Reply.YES: gettext_lazy("oui"),
    Reply.NO: gettext_lazy("non"),
    Reply.UNKNOWN: gettext_lazy("à préciser"),
}


class SystemForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes no argument at run time
    """What the brand writes of a system."""

    tasks = forms.MultipleChoiceField(label=gettext_lazy("Tâches"), widget=forms.CheckboxSelectMultiple)
    # Given its rows per request: outside a brand's scope there is none to read.
    provider: forms.ModelChoiceField[Provider] = forms.ModelChoiceField(
        queryset=None, required=False, label=gettext_lazy("Fournisseur")
    )
    required_evidence = forms.CharField(
        label=gettext_lazy("Preuves exigées du fournisseur (une par ligne)"),
        help_text=gettext_lazy("Absente ou périmée, elle ferme le modèle."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    input_control = forms.CharField(
        label=gettext_lazy("Haut risque : contrôle des données d’entrée"), max_length=300, required=False
    )
    monitoring = forms.CharField(
        label=gettext_lazy("Haut risque : surveillance du fonctionnement"), max_length=300, required=False
    )
    log_months = forms.IntegerField(
        label=gettext_lazy("Haut risque : mois de journaux"), min_value=0, max_value=120, required=False
    )
    workers_informed_on = forms.DateField(
        label=gettext_lazy("Haut risque : CSE et salariés informés le"),
        widget=forms.DateInput({"type": "date"}),
        required=False,
    )
    rights_assessment = forms.CharField(
        label=gettext_lazy("Haut risque : analyse des droits fondamentaux"), max_length=300, required=False
    )

    class Meta:
        model = AiSystem
        fields = (
            "name",
            "title",
            "role",
            "tasks",
            "provider",
            "required_evidence",
            "overseer",
            "transparency_fr",
            "transparency_en",
            "instructions",
            "limits",
            "accuracy",
        )
        widgets = {
            name: forms.Textarea({"rows": 2})
            for name in ("transparency_fr", "transparency_en", "instructions", "limits", "accuracy")
        }

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].choices = task_choices(brand)  # type: ignore[attr-defined]
        self.fields["provider"].queryset = Provider.objects.filter(brand=brand)  # type: ignore[attr-defined]
        row: AiSystem = self.instance
        self.initial["required_evidence"] = "\n".join(row.required_evidence)
        self.initial.update(row.conformity)
        self.fields["name"].disabled = not row._state.adding or row.name in BUILT_IN
        kinds = ", ".join(CertificateKind)
        self.fields["required_evidence"].help_text += " " + _("Par exemple : %(kinds)s.") % {"kinds": kinds}

    def description(self) -> Description:
        """Give what the flow takes."""
        kept = self.cleaned_data
        informed = kept["workers_informed_on"]
        return Description(
            title=kept["title"],
            role=kept["role"],
            tasks=kept["tasks"],
            provider=kept["provider"],
            required_evidence=lines_of(kept["required_evidence"]),
            overseer=kept["overseer"],
            transparency_fr=kept["transparency_fr"],
            transparency_en=kept["transparency_en"],
            instructions=kept["instructions"],
            limits=kept["limits"],
            accuracy=kept["accuracy"],
            conformity={
                "input_control": kept["input_control"],
                "monitoring": kept["monitoring"],
                "log_months": kept["log_months"] or 0,
                "workers_informed_on": informed.isoformat() if informed else None,
                "rights_assessment": kept["rights_assessment"],
            },
        )


class ClassForm(forms.Form):
    """One question per case of the AI Act that the law file knows."""

    def __init__(self, *args: Any, row: AiSystem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in list_questions(law_in_force(row.brand_id)):
            self.fields[question.case] = forms.ChoiceField(
                label=question.text[pick()],
                choices=[(reply.value, words) for reply, words in _REPLIES.items()],
                initial=row.replies.get(question.case, Reply.UNKNOWN.value),
            )


@login_required
@require_GET
def systems(request: HttpRequest) -> HttpResponse:
    """List the systems: described ones, shipped ones, and models that the operator declared and nobody described."""
    brand = brand_of(request, Right.REGISTER_READ)
    rows = {row.name: row for row in AiSystem.objects.filter(brand=brand).select_related("provider")}
    names = sorted({*rows, *BUILT_IN, *(model.name for model in parts().configuration.models)})
    may_edit = actor_of(request).holds(Right.REGISTER_EDIT, brand.pk)
    page = ListPage(
        title=_("Systèmes d’IA"),
        lead=_("Sans classe, un système ne sert pas ; interdit, rien ne peut l’activer."),
        tabs=tabs(request, "register:systems"),
        create=LinkView(_("Décrire un système"), reverse("register:system-new")) if may_edit else None,
        table=TableView(
            _("Inventaire des systèmes d’IA de la marque %(brand)s") % {"brand": brand.name},
            (
                Column(_("Modèle")),
                Column(_("Désignation")),
                Column(_("Classe")),
                Column(_("Fournisseur")),
                Column(_("État")),
            ),
            tuple(_system_row(name, rows.get(name) or shipped_row(brand.pk, name, timezone.now())) for name in names),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _system_row(name: str, row: AiSystem) -> tuple[Cell, ...]:
    described = not row._state.adding
    url = reverse("register:system", args=[row.pk]) if described else f"{reverse('register:system-new')}?model={name}"
    states = dict(AiSystem.STATES)
    return (
        Cell(name, url=url, code=False),
        Cell(row.title or _("non décrit")),
        class_cell(row.risk_class),
        Cell(row.provider.name if row.provider else _("sur place") if name in BUILT_IN else "–"),
        Cell(states[row.state], status="ok" if row.state == "in_use" else "neutral")
        if described
        else Cell(_("livré avec le produit") if name in BUILT_IN else _("non décrit"), status="info"),
    )


def class_cell(risk_class: str) -> Cell:
    """Show a class as a badge."""
    words = {
        "minimal": (_("minimal"), "ok"),
        "limited": (_("limité"), "info"),
        "high": (_("haut risque"), "warning"),
        "prohibited": (_("interdit"), "danger"),
        "unclassified": (_("non classé"), "danger"),
    }
    text, tone = words[risk_class]
    return Cell(text, status=tone)  # type: ignore[arg-type]


@login_required
def system_new(request: HttpRequest) -> HttpResponse:
    """Describe a system that the inventory does not hold yet."""
    brand = brand_of(request, Right.REGISTER_EDIT)
    name = request.GET.get("model", "")
    row = shipped_row(brand.pk, name, timezone.now())
    form = SystemForm(request.POST or None, instance=row, brand=brand)
    if request.method == "POST" and form.is_valid():
        name = name if name in BUILT_IN else form.cleaned_data["name"]
        if AiSystem.objects.filter(brand=brand, name=name).exists():
            form.add_error("name", _("Ce modèle est déjà à l’inventaire."))
        else:
            made = describe_system(brand.pk, name, form.description(), actor=actor_of(request), now=timezone.now())
            return redirect("register:system", made.pk)
    page = FormPage(
        title=_("Décrire un système d’IA"),
        form=form,
        submit=_("Enregistrer"),
        action_url=f"{reverse('register:system-new')}?model={name}" if name else reverse("register:system-new"),
        back=LinkView(_("Systèmes d’IA"), reverse("register:systems")),
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
def system_edit(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Change what is written of a system."""
    row = access_row(request, AiSystem, system_id, Right.REGISTER_EDIT)
    form = SystemForm(request.POST or None, instance=row, brand=row.brand)
    if request.method == "POST" and form.is_valid():
        describe_system(row.brand_id, row.name, form.description(), actor=actor_of(request), now=timezone.now())
        return redirect("register:system", row.pk)
    page = FormPage(
        title=row.title,
        form=form,
        submit=_("Enregistrer"),
        action_url=reverse("register:system-edit", args=[row.pk]),
        back=LinkView(row.title, reverse("register:system", args=[row.pk])),
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
@require_GET
def system(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Show one system: its class and grounds, what is missing, what people are told."""
    return _render(request, access_row(request, AiSystem, system_id, Right.REGISTER_READ))


def _render(request: HttpRequest, row: AiSystem, *alerts: AlertView, status: int = 200) -> HttpResponse:
    law = law_in_force(row.brand_id)
    may_edit = actor_of(request).holds(Right.REGISTER_EDIT, row.brand_id)
    missing = list_missing(conformity_file(row), timezone.localdate()) if row.risk_class == RiskClass.HIGH else {}
    sections = [
        HomeSection(
            _("Ce qui a donné la classe"),
            table=TableView(
                _("Cas du règlement IA qui s’appliquent"),
                (Column(_("Cas")), Column(_("Classe")), Column(_("Article")), Column(_("Source"))),
                tuple(
                    (
                        Cell(case.name[pick()]),
                        class_cell(case.risk_class.value),
                        Cell(case.article),
                        Cell(_("à vérifier"), status="warning") if case.mark == "to verify" else Cell(case.mark.value),
                    )
                    for code, case in law.ai_cases.items()
                    if row.replies.get(code) == "yes"
                ),
            ),
            wide=True,
        )
    ]
    if missing:
        sections.append(
            HomeSection(
                _("Ce qui manque au dossier : le système est refusé"),
                table=TableView(
                    _("Pièces manquantes"),
                    (Column(_("Pièce")),),
                    tuple((Cell(text[pick()]),) for text in missing.values()),
                ),
            )
        )
    page = DetailPage(
        title=row.title or row.name,
        back=LinkView(_("Systèmes d’IA"), reverse("register:systems")),
        actions=(LinkView(_("Modifier"), reverse("register:system-edit", args=[row.pk]), "edit"),) if may_edit else (),
        facts=_facts(row),
        sections=tuple(sections),
        alerts=alerts,
    )
    blocks = []
    if may_edit:
        blocks = [
            FormBlock(
                _("Classer par questions"),
                ClassForm(row=row),
                reverse("register:system-classify", args=[row.pk]),
                _("Classer"),
                _("Les réponses sont gardées avec la date et la version du droit."),
            ),
            FormBlock(
                _("Mettre en service ou retirer"),
                StateForm(initial={"state": row.state}),
                reverse("register:system-state", args=[row.pk]),
                _("Appliquer"),
                _("Mettre en service un modèle que l’AIPD ne couvre pas la rend périmée."),
            ),
        ]
    return render_detail(request, page, *blocks, status=status)


class StateForm(forms.Form):
    """Planned, in use or retired."""

    state = forms.ChoiceField(label=gettext_lazy("État"), choices=AiSystem.STATES)


def _facts(row: AiSystem) -> tuple[Fact, ...]:
    states, roles = dict(AiSystem.STATES), dict(AiSystem._meta.get_field("role").choices or ())
    facts = [
        Fact(_("Marque"), row.brand.name),
        Fact(_("Modèle"), row.name),
        Fact(_("Rôle"), roles[row.role]),
        Fact(_("État"), states[row.state]),
        Fact(_("Classe"), class_cell(row.risk_class).text, origin=row.law_version),
        Fact(_("Tâches"), ", ".join(row.tasks)),
    ]
    if row.provider:
        facts.append(
            Fact(_("Fournisseur"), row.provider.name, url=reverse("register:provider", args=[row.provider_id]))
        )
    named = (
        (_("Preuves exigées"), ", ".join(row.required_evidence)),
        (_("Surveillant"), row.overseer),
        (_("Information montrée aux clients"), row.transparency_en if pick() else row.transparency_fr),
        (_("Notice d’utilisation"), row.instructions),
        (_("Limites connues"), row.limits),
        (_("Exactitude par langue"), row.accuracy),
    )
    return (*facts, *(Fact(name, text) for name, text in named if text))


@login_required
@require_POST
def system_classify(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Class a system by the replies given."""
    row = access_row(request, AiSystem, system_id, Right.REGISTER_EDIT)
    form = ClassForm(request.POST, row=row)
    if not form.is_valid():
        return _render(request, row, AlertView("danger", _("Répondez à chaque question.")), status=422)
    classify_system(row, form.cleaned_data, actor=actor_of(request), now=timezone.now())
    return redirect("register:system", row.pk)


@login_required
@require_POST
def system_state(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Put a system in use, or retire it."""
    row = access_row(request, AiSystem, system_id, Right.REGISTER_EDIT)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _render(request, row, AlertView("danger", _("État inconnu.")), status=422)
    try:
        set_system_state(row, form.cleaned_data["state"], actor=actor_of(request), now=timezone.now())
    except SystemProhibited:
        words = _("Ce système ne peut pas être mis en service : il est interdit, ou sa classe n’est pas connue.")
        return _render(request, row, AlertView("danger", words), status=422)
    return redirect("register:system", row.pk)

"""Impact assessments: list, detail by part, answers, validation by named persons, exchange with the CNIL tool."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.policy import InvalidRecord
from egide.policy.dpia import QUESTIONS, Form, PiaFile, name_pia_file
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    HomeSection,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.governance.found import kinds_found
from egide.service.governance.frame import (
    FormBlock,
    access_row,
    actor_of,
    attachment,
    brand_of,
    language,
    pick,
    refusal,
    render_detail,
    tabs,
)
from egide.service.governance.pages.assessment_forms import (
    GAUGES,
    ImportForm,
    NewForm,
    PartForm,
    RefuseForm,
    ValidateForm,
)
from egide.service.governance.pages.switches import dpia_cell
from egide.service.register.assessments import (
    PARTS,
    answer_part,
    changes_since,
    export_assessment,
    import_assessment,
    open_assessment,
    revise_dpia,
    shown_answer,
)
from egide.service.register.flows import Signatures, create_dpia, refuse_dpia, state_of, validate_dpia
from egide.service.register.law import law_in_force
from egide.service.register.models import Dpia
from egide.service.tenancy.rights import Right

_PARTS = {
    "1.1": gettext_lazy("Vue d’ensemble"),
    "1.2": gettext_lazy("Données, processus et supports"),
    "2.1": gettext_lazy("Proportionnalité et nécessité"),
    "2.2": gettext_lazy("Droits des personnes"),
    "3.2": gettext_lazy("Risque : accès illégitime"),
    "3.3": gettext_lazy("Risque : modification non désirée"),
    "3.4": gettext_lazy("Risque : disparition"),
}


@login_required
@require_GET
def dpias(request: HttpRequest) -> HttpResponse:
    """List the assessments of the brand."""
    brand = brand_of(request, Right.REGISTER_READ)
    now = timezone.now()
    rows = Dpia.objects.filter(brand=brand).order_by("-changed_at")
    may_edit = actor_of(request).holds(Right.REGISTER_EDIT, brand.pk)
    page = ListPage(
        title=_("Analyses d’impact"),
        lead=_("Aucune tâche d’IA ne tourne avant la validation de son analyse."),
        tabs=tabs(request, "register:dpias"),
        create=LinkView(_("Nouvelle analyse"), reverse("register:dpia-new")) if may_edit else None,
        table=TableView(
            _("Analyses d’impact de la marque %(brand)s") % {"brand": brand.name},
            (Column(_("Nom")), Column(_("Tâches")), Column(_("État")), Column(_("Modifiée"))),
            tuple(
                (
                    Cell(row.name, url=reverse("register:dpia", args=[row.pk])),
                    Cell(", ".join(row.tasks)),
                    dpia_cell(state_of(row, now=now)),
                    Cell(at=row.changed_at),
                )
                for row in rows
            ),
            empty=EmptyState(_("Aucune analyse"), _("Ouvrez-en une par groupe de tâches : elle est préremplie.")),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


@login_required
def dpia_new(request: HttpRequest) -> HttpResponse:
    """Open an assessment, drafted from the register."""
    brand = brand_of(request, Right.REGISTER_EDIT)
    form = NewForm(request.POST or None, brand=brand)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        row = create_dpia(brand.pk, kept["name"], kept["tasks"], actor=actor_of(request), now=timezone.now())
        return redirect("register:dpia", row.pk)
    page = DetailPage(
        title=_("Nouvelle analyse d’impact"),
        back=LinkView(_("Analyses d’impact"), reverse("register:dpias")),
        lead=_("Elle est préremplie d’après le registre et la configuration."),
    )
    return render_detail(
        request,
        page,
        FormBlock(_("Ouvrir une analyse"), form, reverse("register:dpia-new"), _("Ouvrir")),
        FormBlock(
            _("Importer un fichier de l’outil PIA"),
            ImportForm(brand=brand, auto_id="import_%s"),
            reverse("register:dpia-import"),
            _("Importer"),
            _("Le fichier entre comme brouillon : la validation d’ailleurs n’est pas la vôtre."),
            multipart=True,
        ),
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_POST
def dpia_import(request: HttpRequest) -> HttpResponse:
    """Bring in a file of the CNIL tool."""
    brand = brand_of(request, Right.REGISTER_EDIT)
    form = ImportForm(request.POST, request.FILES, brand=brand, auto_id="import_%s")
    alerts: tuple[AlertView, ...] = ()
    if form.is_valid():
        try:
            row, imported = import_assessment(
                brand,
                form.cleaned_data["file"].read(),
                form.cleaned_data["tasks"],
                actor=actor_of(request),
                now=timezone.now(),
            )
        except InvalidRecord as wrong:
            alerts = (refusal(wrong),)
        else:
            warnings = tuple(
                AlertView("warning", _("Règle %(rule)s") % {"rule": problem.rule}, problem.sentence[pick()])
                for problem in imported.problems[:5]
            )
            return _render(request, row, *warnings)
    page = DetailPage(
        title=_("Importer une analyse d’impact"),
        back=LinkView(_("Analyses d’impact"), reverse("register:dpias")),
        alerts=alerts,
    )
    block = FormBlock(
        _("Importer un fichier de l’outil PIA"), form, reverse("register:dpia-import"), _("Importer"), multipart=True
    )
    return render_detail(request, page, block, status=422)


@login_required
@require_GET
def dpia(request: HttpRequest, dpia_id: UUID) -> HttpResponse:
    """Show an assessment: its state, what changed, every answer, and what can be done."""
    return _render(request, access_row(request, Dpia, dpia_id, Right.REGISTER_READ))


def _render(request: HttpRequest, row: Dpia, *alerts: AlertView, status: int = 200, form: Any = None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    state = state_of(row, now=now)
    file = open_assessment(row, kinds_found(row.brand_id), now=now, language=language())
    may_edit = actor.holds(Right.REGISTER_EDIT, row.brand_id)
    open_for_answers = may_edit and row.state in {"draft", "stale", "refused"}
    sections = [_part_section(row, part, file, editable=open_for_answers) for part in PARTS]
    page = DetailPage(
        title=row.name,
        lead=_("%(done)d questions sur %(all)d ont une réponse.") % {"done": file.answered, "all": len(QUESTIONS)},
        back=LinkView(_("Analyses d’impact"), reverse("register:dpias")),
        actions=_actions(row, state, may_edit=may_edit),
        facts=_facts(row, state),
        sections=tuple(sections),
        alerts=(*alerts, *_state_alerts(row, state)),
    )
    blocks = []
    if actor.holds(Right.DPIA_VALIDATE, row.brand_id) and state in {"draft", "stale", "refused"}:
        initial = {"dpo": str(getattr(request.user, "display_name", "")), "validator": ""}
        blocks = [
            FormBlock(
                _("Valider"),
                form or ValidateForm(initial=initial),
                reverse("register:dpia-validate", args=[row.pk]),
                _("Valider : les tâches peuvent démarrer"),
                _("La validation couvre les finalités, modèles, régions et sous-traitants d’aujourd’hui."),
            ),
            FormBlock(
                _("Refuser"),
                RefuseForm(auto_id="refuse_%s"),
                reverse("register:dpia-refuse", args=[row.pk]),
                _("Refuser l’analyse"),
            ),
        ]
    return render_detail(request, page, *blocks, status=status)


def _actions(row: Dpia, state: str, *, may_edit: bool) -> tuple[LinkView, ...]:
    links = [LinkView(_("Fichier pour l’outil PIA"), reverse("register:dpia-export", args=[row.pk]), "download")]
    if may_edit and state in {"validated", "stale"}:
        links.append(LinkView(_("Réviser"), reverse("register:dpia-revise", args=[row.pk]), "edit"))
    return tuple(links)


def _facts(row: Dpia, state: str) -> tuple[Fact, ...]:
    law = law_in_force(row.brand_id)
    names = {task.value: record.name[pick()] for task, record in law.tasks.items()}
    facts = [
        Fact(_("Marque"), row.brand.name),
        Fact(_("État"), dpia_cell(state).text),
        Fact(_("Tâches"), ", ".join(names.get(task, task) for task in row.tasks)),
    ]
    if row.validated_at:
        facts += [
            Fact(_("Validée le"), timezone.localtime(row.validated_at).strftime("%d/%m/%Y")),
            Fact(_("Validée par"), row.validator),
            Fact(_("Délégué consulté"), row.dpo),
            Fact(_("Avis du délégué"), row.dpo_opinion),
        ]
    if row.review_by:
        facts.append(Fact(_("À revoir avant le"), timezone.localtime(row.review_by).strftime("%d/%m/%Y")))
    if row.refusal:
        facts.append(Fact(_("Motif du refus"), row.refusal))
    return tuple(facts)


def _state_alerts(row: Dpia, state: str) -> tuple[AlertView, ...]:
    if state == "stale":
        changes = "; ".join(change.sentence[pick()] for change in changes_since(row))
        return (
            AlertView(
                "danger",
                _("Cette analyse ne couvre plus ce qui tourne : ses tâches sont arrêtées."),
                changes or _("Sa date de revue est passée."),
            ),
        )
    if state == "draft":
        return (AlertView("info", _("Ses tâches ne tournent pas tant qu’elle n’est pas validée.")),)
    return ()


def _part_section(row: Dpia, part: str, file: PiaFile, *, editable: bool) -> HomeSection:
    answers = {answer.number: answer for answer in file.answers}
    rows = []
    for number, question in QUESTIONS.items():
        if question.item != part:
            continue
        answer = answers.get(number)
        words = shown_answer(answer).replace("\n", " ; ")
        if question.form is Form.GAUGE:
            words = f"{GAUGES[(answer.gauge or 0) if answer else 0]} – {words}"
        rows.append((Cell(question.title[pick()]), Cell(words or "–")))
    return HomeSection(
        f"{part} – {_PARTS[part]}",
        table=TableView(str(_PARTS[part]), (Column(_("Question")), Column(_("Réponse"))), tuple(rows)),
        more=LinkView(_("Modifier"), reverse("register:dpia-part", args=[row.pk, part])) if editable else None,
        wide=True,
    )


@login_required
def dpia_part(request: HttpRequest, dpia_id: UUID, part: str) -> HttpResponse:
    """Answer the questions of one part."""
    row = access_row(request, Dpia, dpia_id, Right.REGISTER_EDIT)
    if part not in PARTS:
        raise Http404
    found, now = kinds_found(row.brand_id), timezone.now()
    file = open_assessment(row, found, now=now, language=language())
    form = PartForm(request.POST or None, part=part, file=file)
    alerts: tuple[AlertView, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            answer_part(row, part, form.written(), found, actor=actor_of(request), now=now)
        except InvalidRecord as wrong:
            alerts = (refusal(wrong),)
        else:
            return redirect("register:dpia", row.pk)
    page = FormPage(
        title=f"{part} – {_PARTS[part]}",
        form=form,
        submit=_("Enregistrer"),
        action_url=reverse("register:dpia-part", args=[row.pk, part]),
        back=LinkView(row.name, reverse("register:dpia", args=[row.pk])),
        alerts=alerts,
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
@require_POST
def dpia_validate(request: HttpRequest, dpia_id: UUID) -> HttpResponse:
    """Validate an assessment, by name."""
    row = access_row(request, Dpia, dpia_id, Right.DPIA_VALIDATE)
    form = ValidateForm(request.POST)
    if not form.is_valid():
        return _render(request, row, status=422, form=form)
    kept = form.cleaned_data
    signatures = Signatures(kept["validator"], kept["dpo"], kept["dpo_opinion"])
    try:
        validate_dpia(row.brand_id, row.pk, actor=actor_of(request), now=timezone.now(), signatures=signatures)
    except InvalidRecord as wrong:
        return _render(request, row, refusal(wrong), status=422, form=form)
    return redirect("register:dpia", row.pk)


@login_required
@require_POST
def dpia_refuse(request: HttpRequest, dpia_id: UUID) -> HttpResponse:
    """Refuse an assessment, with the reason."""
    row = access_row(request, Dpia, dpia_id, Right.DPIA_VALIDATE)
    try:
        refuse_dpia(row.brand_id, row.pk, request.POST.get("reason", ""), actor=actor_of(request), now=timezone.now())
    except InvalidRecord:
        return _render(request, row, AlertView("danger", _("Un refus donne son motif.")), status=422)
    return redirect("register:dpia", row.pk)


@login_required
def dpia_revise(request: HttpRequest, dpia_id: UUID) -> HttpResponse:
    """Ask, then open a new version; the validated one holds meanwhile."""
    from egide.service.design.contexts import ConfirmPage, ConfirmView

    row = access_row(request, Dpia, dpia_id, Right.REGISTER_EDIT)
    if request.method == "POST":
        revised = revise_dpia(row, actor=actor_of(request), now=timezone.now())
        return redirect("register:dpia", revised.pk)
    page = ConfirmPage(
        title=_("Réviser une analyse d’impact"),
        confirm=ConfirmView(
            title=_("Ouvrir une nouvelle version"),
            target=row.name,
            consequence=_("La version validée reste en vigueur jusqu’à la validation de la nouvelle, qui la remplace."),
            button=_("Ouvrir la nouvelle version"),
            action_url=reverse("register:dpia-revise", args=[row.pk]),
            cancel_url=reverse("register:dpia", args=[row.pk]),
        ),
    )
    return render(request, "pages/confirm.html", {"page": page})


@login_required
@require_GET
def dpia_export(request: HttpRequest, dpia_id: UUID) -> HttpResponse:
    """Give the file that the CNIL tool imports whole."""
    row = access_row(request, Dpia, dpia_id, Right.REGISTER_READ)
    try:
        document = export_assessment(row, kinds_found(row.brand_id), actor=actor_of(request), now=timezone.now())
    except InvalidRecord as wrong:
        return _render(request, row, refusal(wrong), status=422)
    content = json.dumps(document, ensure_ascii=False, indent=1)
    return attachment(content, name_pia_file(row.name), "application/json; charset=utf-8")

"""Switches: AI on or off for the brand, each task and each model, and why a task does not run."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egide.policy import Task
from egide.service.design.contexts import Cell, Column, DetailPage, HomeSection, SwitchView, TableView
from egide.service.governance.frame import actor_of, brand_of, pick, render_detail, tabs
from egide.service.register.flows import BRAND, MODEL, TASK, dpia_states, set_switch, switches_on
from egide.service.register.law import law_in_force
from egide.service.register.models import AiSystem, Switch
from egide.service.register.running import BUILT_IN
from egide.service.tenancy.access import access_brand_by_slug
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts


def model_names(brand: Brand) -> list[str]:
    """Name the models that a brand may switch: shipped, declared by the operator, described, or switched before."""
    described = AiSystem.objects.filter(brand=brand).exclude(state="retired").values_list("name", flat=True)
    switched = Switch.objects.filter(brand=brand, kind=MODEL).values_list("name", flat=True)
    configuration = parts().configuration
    declared = [model.name for model in configuration.models]
    declared += [configuration.whisper.name] if configuration.whisper else []
    return sorted({*BUILT_IN, *declared, *described, *switched})


@login_required
@require_GET
def switches(request: HttpRequest) -> HttpResponse:
    """Show every switch of the brand."""
    brand = brand_of(request, Right.REGISTER_READ)
    on, states = switches_on(brand.pk), dpia_states(brand.pk, now=timezone.now())
    law = law_in_force(brand.pk)
    may = actor_of(request).holds(Right.SWITCH_CHANGE, brand.pk)
    off_words = _("Coupé, aucun appel ne part : le bureau reste utilisable à la main.")

    def switch(kind: str, name: str, label: str, effect: str = "") -> SwitchView:
        url = reverse("register:switch", kwargs={"brand": brand.slug, "kind": kind, "name": name or "-"})
        return SwitchView("on", label, (kind, name) in on, url, effect, disabled=not may)

    tasks = [task for task in Task if law.tasks[task].ai]
    views = [
        switch(BRAND, "", _("IA de la marque %(brand)s") % {"brand": brand.name}, off_words),
        *(
            switch(TASK, task.value, _("Tâche : %(name)s") % {"name": law.tasks[task].name[pick()]})
            for task in tasks
            if (TASK, task.value) in on or task.value in states
        ),
        *(switch(MODEL, name, _("Modèle : %(name)s") % {"name": name}) for name in model_names(brand)),
    ]
    page = DetailPage(
        title=_("Interrupteurs de l’IA"),
        lead=_("Chacun prend effet au prochain appel."),
        tabs=tabs(request, "register:switches"),
        switches=tuple(views),
        sections=(
            HomeSection(
                _("Tâches"),
                table=TableView(
                    _("Ce qui permet ou empêche chaque tâche"),
                    (Column(_("Tâche")), Column(_("AIPD")), Column(_("Interrupteur"))),
                    tuple(
                        (
                            Cell(law.tasks[task].name[pick()]),
                            dpia_cell(states.get(task.value, "absent")),
                            Cell(_("allumé"), status="ok")
                            if (TASK, task.value) in on
                            else Cell(_("coupé"), status="neutral"),
                        )
                        for task in tasks
                    ),
                ),
                wide=True,
            ),
        ),
    )
    return render_detail(request, page)


def dpia_cell(state: str, url: str = "") -> Cell:
    """Show the state of an assessment as a badge."""
    words = {
        "absent": (_("absente"), "neutral"),
        "draft": (_("en rédaction"), "warning"),
        "validated": (_("validée"), "ok"),
        "stale": (_("à revoir"), "danger"),
        "refused": (_("refusée"), "danger"),
        "replaced": (_("remplacée"), "neutral"),
    }
    text, status = words[state]
    return Cell(text, url=url, status=status)  # type: ignore[arg-type]


@login_required
@require_POST
def switch(request: HttpRequest, brand: str, kind: str, name: str) -> HttpResponse:
    """Switch AI on or off."""
    actor = actor_of(request)
    try:
        opened = access_brand_by_slug(actor, brand, Right.SWITCH_CHANGE)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent
    known = {BRAND: ["-"], TASK: [task.value for task in Task], MODEL: model_names(opened)}
    if name not in known.get(kind, []):
        raise Http404
    target = "" if kind == BRAND else name
    set_switch(opened.pk, kind, target, on=request.POST.get("on") == "on", actor=actor, now=timezone.now())
    return redirect("register:switches")

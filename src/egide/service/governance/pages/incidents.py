"""Pages of incidents: what is open and until when, opening one from a scenario, its file, the register of breaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from egide.policy.incidents import Duty, DutyState, Risk, load_scenarios
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
    TableView,
)
from egide.service.design.vocabulary import KINDS, find_kind
from egide.service.governance.frame import (
    FormBlock,
    access_row,
    actor_of,
    attachment,
    brand_of,
    pick,
    render_detail,
)
from egide.service.incidents import flows
from egide.service.incidents.exporting import FORMS, export_incidents
from egide.service.incidents.models import RISKS, STEPS, Incident
from egide.service.tenancy.access import access_brand_by_slug
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_SHOWN = 200
_PAGES_SHOWN = 40
# Three forms stand on one page: their fields may not share an id.
_STEP_ID, _ASSESS_ID, _CLOSE_ID = "step_%s", "assess_%s", "close_%s"
_MOMENT: dict[str, Any] = {
    "widget": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    "input_formats": ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
}
_NOBODY = gettext_lazy("Des faits, des nombres, des natures de données : aucun nom.")
_STATES: dict[DutyState, tuple[Any, Literal["ok", "warning", "danger", "neutral"]]] = {
    DutyState.OPEN: (gettext_lazy("à faire"), "warning"),
    DutyState.LATE: (gettext_lazy("en retard"), "danger"),
    DutyState.DONE: (gettext_lazy("fait"), "ok"),
    DutyState.NOT_REQUIRED: (gettext_lazy("non requis"), "neutral"),
}


class OpeningForm(forms.Form):
    """What happened, and since when it is known."""

    scenario = forms.ChoiceField(label=gettext_lazy("Ce qui est arrivé"))
    aware_at = forms.DateTimeField(
        label=gettext_lazy("Connu depuis"),
        help_text=gettext_lazy("Les délais légaux courent de ce moment, non de la saisie."),
        **_MOMENT,
    )
    text = forms.CharField(
        label=gettext_lazy("Ce qui est su"), widget=forms.Textarea({"rows": 4}), max_length=8000, help_text=_NOBODY
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scenario"].choices = [  # type: ignore[attr-defined]
            (one.id, one.name[pick()]) for one in load_scenarios().values()
        ]


class AssessmentForm(forms.Form):
    """How far it goes and how grave it is."""

    breach = forms.BooleanField(label=gettext_lazy("Des données personnelles sont touchées"), required=False)
    risk = forms.ChoiceField(label=gettext_lazy("Pour les personnes"), choices=RISKS)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Natures de données"),
        required=False,
        choices=[(label, kind.label) for label, kind in KINDS.items()],
        widget=forms.SelectMultiple({"size": 6}),
    )
    people = forms.IntegerField(
        label=gettext_lazy("Personnes concernées, environ"), required=False, min_value=0, max_value=2_000_000_000
    )
    records = forms.IntegerField(
        label=gettext_lazy("Enregistrements concernés, environ"), required=False, min_value=0, max_value=2_000_000_000
    )
    text = forms.CharField(
        label=gettext_lazy("Pourquoi : conséquences probables"),
        widget=forms.Textarea({"rows": 3}),
        max_length=8000,
        help_text=_NOBODY,
    )


class StepForm(forms.Form):
    """A page added to the file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Étape"), choices=[(code, said) for code, said in STEPS if code in flows.DATED]
    )
    at = forms.DateTimeField(label=gettext_lazy("Quand"), **_MOMENT)
    text = forms.CharField(
        label=gettext_lazy("Ce qui a été fait, la référence reçue, le motif d’un retard ou d’une dispense"),
        widget=forms.Textarea({"rows": 3}),
        max_length=8000,
        help_text=_NOBODY,
    )


class ClosingForm(forms.Form):
    """What ends it."""

    text = forms.CharField(
        label=gettext_lazy("La cause, et ce qui change pour que cela n’arrive plus"),
        widget=forms.Textarea({"rows": 3}),
        max_length=8000,
        help_text=_NOBODY,
    )


@login_required
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """List incidents, the open ones first."""
    brand, now = brand_of(request, Right.INCIDENT_HANDLE), timezone.now()
    rows = list(Incident.objects.filter(brand=brand).order_by("closed_at", "-aware_at")[:_SHOWN])
    # NULL comes first on one database and last on the other: open ones are put first here.
    rows.sort(key=lambda row: row.closed_at is not None)
    table = TableView(
        _("Incidents"),
        (Column(_("Connu le")), Column(_("Ce qui est arrivé")), Column(_("Prochain délai")), Column(_("État"))),
        tuple(_row(row, now) for row in rows),
        empty=EmptyState(
            _("Aucun incident"),
            _("Ouvrez-en un au moindre doute : il se clôt en une phrase s’il n’en était pas un."),
            icon="check",
        ),
    )
    downloads = tuple(
        LinkView(form.upper(), reverse("incidents:export", kwargs={"brand": brand.slug, "form": form}), "download")
        for form in FORMS
    )
    page = DetailPage(
        title=_("Incidents"),
        lead=_("Toute violation y reste, notifiée ou non : c’est le registre de l’article 33(5)."),
        actions=(LinkView(_("Ouvrir un incident"), reverse("incidents:new"), "alert"), *downloads),
        sections=(HomeSection(brand.name, table=table, wide=True),),
    )
    return render_detail(request, page)


def _row(row: Incident, now: datetime) -> tuple[Cell, ...]:
    waiting = [duty for duty in flows.duties_of(row, now=now) if duty.state in {DutyState.OPEN, DutyState.LATE}]
    due = min((duty.due_at for duty in waiting if duty.due_at is not None), default=None)
    return (
        Cell(at=row.aware_at, url=reverse("incidents:incident", args=[row.pk])),
        Cell(_scenario_words(row.scenario)),
        Cell(at=due) if due is not None else Cell(waiting[0].name[pick()] if waiting else "–"),
        _state(row, waiting),
    )


def _state(row: Incident, waiting: list[Duty]) -> Cell:
    if row.closed_at is not None:
        return Cell(_("clos"), status="ok")
    if any(duty.state is DutyState.LATE for duty in waiting):
        return Cell(_("en retard"), status="danger")
    return Cell(_("ouvert"), status="warning" if waiting else "info")


def _scenario_words(code: str) -> str:
    known = load_scenarios().get(code)
    return known.name[pick()] if known else code


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Open an incident; `?scenario=` chooses one beforehand."""
    brand, now = brand_of(request, Right.INCIDENT_HANDLE), timezone.now()
    first = {"scenario": request.GET.get("scenario", ""), "aware_at": timezone.localtime(now)}
    form = OpeningForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = flows.open_incident(
                brand.pk, said["scenario"], said["text"], aware_at=said["aware_at"], actor=actor_of(request), now=now
            )
        except flows.StepRefused as refused:
            form.add_error(refused.field or None, refused.said[pick()])
        else:
            return redirect("incidents:incident", made.pk)
    page = FormPage(
        title=_("Ouvrir un incident"),
        lead=_("Marque : %(brand)s. Ce qui presse s’affiche aussitôt : quoi faire d’abord, et avant quelle heure.")
        % {"brand": brand.name},
        form=form,
        action_url=reverse("incidents:new"),
        submit=_("Ouvrir l’incident"),
        back=LinkView(_("Incidents"), reverse("incidents:incidents")),
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
@require_GET
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show one incident: its clocks, what to do first, its file, and the forms that add to it."""
    return _show(request, access_row(request, Incident, incident_id, Right.INCIDENT_HANDLE))


@login_required
@require_POST
def assess(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Write how far it goes."""
    row = access_row(request, Incident, incident_id, Right.INCIDENT_HANDLE)

    def write(said: dict[str, Any]) -> None:
        found = flows.Assessment(
            said["breach"], Risk(said["risk"]), tuple(said["kinds"]), said["people"], said["records"]
        )
        flows.assess(row, found, said["text"], actor=actor_of(request), now=timezone.now())

    return _take(request, row, "assessment", AssessmentForm(request.POST, auto_id=_ASSESS_ID), write)


@login_required
@require_POST
def add(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Add a page to the file."""
    row = access_row(request, Incident, incident_id, Right.INCIDENT_HANDLE)

    def write(said: dict[str, Any]) -> None:
        flows.add_step(row, said["kind"], said["text"], at=said["at"], actor=actor_of(request), now=timezone.now())

    return _take(request, row, "step", StepForm(request.POST, auto_id=_STEP_ID), write)


@login_required
@require_POST
def close(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Close it, or say what is missing."""
    row = access_row(request, Incident, incident_id, Right.INCIDENT_HANDLE)

    def write(said: dict[str, Any]) -> None:
        flows.close_incident(row, said["text"], actor=actor_of(request), now=timezone.now())

    return _take(request, row, "closing", ClosingForm(request.POST, auto_id=_CLOSE_ID), write)


def _take(
    request: HttpRequest, row: Incident, name: str, form: forms.Form, write: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    """Take one of the page's forms; what is refused is said beside it, with what was typed."""
    if form.is_valid():
        try:
            write(form.cleaned_data)
        except flows.StepRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.said[pick()])
        else:
            return redirect("incidents:incident", row.pk)
    return _show(request, row, **{name: form})


@login_required
@require_GET
@never_cache
def export(request: HttpRequest, brand: str, form: str) -> HttpResponse:
    """Give the register of breaches as a file."""
    if form not in FORMS:
        raise Http404
    try:
        found = access_brand_by_slug(actor_of(request), brand, Right.INCIDENT_HANDLE)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent
    content = export_incidents(found, form, actor=actor_of(request), now=timezone.now())
    return attachment(content, f"incidents-{found.slug}.{form}", f"{FORMS[form]}; charset=utf-8")


def _show(
    request: HttpRequest,
    row: Incident,
    *,
    assessment: forms.Form | None = None,
    step: forms.Form | None = None,
    closing: forms.Form | None = None,
) -> HttpResponse:
    now = timezone.now()
    duties = flows.duties_of(row, now=now)
    blocks: tuple[FormBlock, ...] = ()
    if row.closed_at is None:
        blocks = (
            FormBlock(
                _("Ajouter au dossier"),
                step or StepForm(initial={"at": timezone.localtime(now)}, auto_id=_STEP_ID),
                reverse("incidents:add", args=[row.pk]),
                _("Ajouter"),
            ),
            FormBlock(
                _("Évaluer"),
                assessment or AssessmentForm(initial=_assessed(row), auto_id=_ASSESS_ID),
                reverse("incidents:assess", args=[row.pk]),
                _("Enregistrer l’évaluation"),
            ),
            FormBlock(
                _("Clore"),
                closing or ClosingForm(auto_id=_CLOSE_ID),
                reverse("incidents:close", args=[row.pk]),
                _("Clore l’incident"),
            ),
        )
    refused = any(form is not None for form in (assessment, step, closing))
    return render_detail(request, _detail(row, duties), *blocks, status=422 if refused else 200)


def _assessed(row: Incident) -> dict[str, Any]:
    return {
        "breach": row.breach,
        "risk": row.risk,
        "kinds": row.kinds,
        "people": row.people,
        "records": row.records,
    }


def _detail(row: Incident, duties: tuple[Duty, ...]) -> DetailPage:
    late = [duty for duty in duties if duty.state is DutyState.LATE and row.closed_at is None]
    reason = _("Le motif du retard accompagne l’envoi.")
    unknown = _("pas encore connu")
    return DetailPage(
        title=_scenario_words(row.scenario),
        lead=_("Un dossier ne se corrige pas : il se complète.") if row.closed_at is None else "",
        facts=(
            Fact(_("Marque"), row.brand.name),
            Fact(_("État"), _("ouvert") if row.closed_at is None else _("clos")),
            Fact(_("Données personnelles touchées"), _("oui") if row.breach else _("non")),
            Fact(_("Pour les personnes"), dict(RISKS)[row.risk]),
            Fact(_("Natures de données"), ", ".join(str(find_kind(label).label) for label in row.kinds) or unknown),
            Fact(_("Personnes concernées, environ"), unknown if row.people is None else str(row.people)),
            Fact(_("Enregistrements concernés, environ"), unknown if row.records is None else str(row.records)),
        ),
        back=LinkView(_("Incidents"), reverse("incidents:incidents")),
        alerts=tuple(AlertView("danger", _("Délai dépassé."), f"{duty.name[pick()]}. {reason}") for duty in late),
        sections=(_clocks(duties), _first_steps(row), _file(row)),
    )


def _clocks(duties: tuple[Duty, ...]) -> HomeSection:
    def row(duty: Duty) -> tuple[Cell, ...]:
        words, status = _STATES[duty.state]
        return (
            Cell(duty.name[pick()]),
            Cell(at=duty.done_at or duty.due_at) if duty.done_at or duty.due_at else Cell("–"),
            Cell(words, status=status),
            Cell(duty.why[pick()]),
            Cell(duty.source),
        )

    columns = (Column(_("Devoir")), Column(_("Avant")), Column(_("État")), Column(_("Pourquoi")), Column(_("Source")))
    return HomeSection(_("Délais"), table=TableView(_("Délais"), columns, tuple(map(row, duties))), wide=True)


def _first_steps(row: Incident) -> HomeSection:
    known = load_scenarios().get(row.scenario)
    steps = known.steps if known else ()
    return HomeSection(
        _("Quoi faire d’abord"),
        table=TableView(
            _("Quoi faire d’abord"),
            (Column(_("Ordre"), numeric=True), Column(_("Geste"))),
            tuple((Cell(str(number)), Cell(step[pick()])) for number, step in enumerate(steps, start=1)),
            empty=EmptyState(_("Aucun geste prévu"), icon="info"),
        ),
        wide=True,
    )


def _file(row: Incident) -> HomeSection:
    words = dict(STEPS)
    pages = list(row.steps.select_related("written_by"))[-_PAGES_SHOWN:]
    return HomeSection(
        _("Dossier"),
        table=TableView(
            _("Dossier"),
            (Column(_("Quand")), Column(_("Étape")), Column(_("Ce qui est écrit")), Column(_("Par"))),
            tuple(
                (
                    Cell(at=page.at),
                    Cell(words[page.kind]),
                    Cell(flows.text_of(page)),
                    Cell((page.written_by.display_name or page.written_by.username) if page.written_by else "–"),
                )
                for page in pages
            ),
        ),
        wide=True,
    )

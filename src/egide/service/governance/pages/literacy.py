"""The short course on what the AI does and does not do, its quiz, and who has passed it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    Fact,
    HomeSection,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.governance.frame import FormBlock, actor_of, brand_of, pick, render_detail, tabs
from egide.service.governance.pages.roles import name_of
from egide.service.register.literacy import Course, course_for, passed_by, take_quiz
from egide.service.register.roles import memberships_of, role_label
from egide.service.tenancy.access import access_brand_by_slug, access_brands
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right, Role


class QuizForm(forms.Form):
    """The questions of a role."""

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(course.questions):
            self.fields[f"q{number}"] = forms.TypedChoiceField(
                label=question.text[pick()],
                choices=[(place, answer[pick()]) for place, answer in enumerate(question.answers)],
                coerce=int,
                widget=forms.RadioSelect,
            )


@login_required
@require_GET
def literacy(request: HttpRequest) -> HttpResponse:
    """List who has passed the course of their role."""
    brand, now = brand_of(request, Right.REGISTER_READ), timezone.now()
    passed = passed_by(brand.pk, now=now)
    rows = []
    for membership in memberships_of(brand, now=now):
        record = passed.get((membership.user_id, membership.role))
        rows.append(
            (
                Cell(role_label(membership.role)),
                Cell(name_of(membership.user)),
                Cell(_("acquise"), status="ok") if record else Cell(_("à acquérir"), status="warning"),
                Cell(f"{record.correct}/{record.questions}" if record else "–"),
                Cell(at=record.at) if record else Cell("–"),
            )
        )
    own = sorted(actor_of(request).roles_in(brand.pk))
    create = None
    if own:
        url = reverse("register:quiz", kwargs={"brand": brand.slug, "role": own[0].value})
        create = LinkView(_("Suivre le cours de mon rôle"), url)
    page = ListPage(
        title=_("Maîtrise de l’IA"),
        lead=_("Un cours de cinq minutes par rôle, à repasser chaque année (règlement IA, art. 4)."),
        tabs=tabs(request, "register:literacy"),
        create=create,
        table=TableView(
            _("Qui a suivi le cours de son rôle"),
            (Column(_("Rôle")), Column(_("Personne")), Column(_("Maîtrise")), Column(_("Note")), Column(_("Le"))),
            tuple(rows),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


@login_required
@require_GET
def own_course(request: HttpRequest) -> HttpResponse:
    """Lead anyone to the course of their own role."""
    actor = actor_of(request)
    for brand in access_brands(actor):
        for role in sorted(actor.roles_in(brand.pk)):
            return redirect("register:quiz", brand=brand.slug, role=role.value)
    raise Http404


@login_required
def quiz(request: HttpRequest, brand: str, role: str) -> HttpResponse:
    """Show the course of a role and mark its quiz."""
    actor = actor_of(request)
    try:
        opened = access_brand_by_slug(actor, brand)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent
    if role not in {held.value for held in actor.roles_in(opened.pk)}:
        raise Http404
    course = course_for(role)
    form = QuizForm(request.POST or None, course=course)
    if request.method == "POST" and form.is_valid():
        answers = [form.cleaned_data[f"q{number}"] for number in range(len(course.questions))]
        record = take_quiz(opened, role, answers, actor=actor, now=timezone.now())
        return render_detail(request, _result(opened, role, course, answers, passed=record.passed))
    page = DetailPage(
        title=_("Cours : %(role)s") % {"role": Role(role).label},
        lead=_("Ce que l’IA de ce bureau fait, ne fait pas, et ce qui vous revient."),
        facts=tuple(Fact(lesson.title[pick()], lesson.text[pick()]) for lesson in course.lessons),
    )
    url = reverse("register:quiz", kwargs={"brand": opened.slug, "role": role})
    block = FormBlock(_("Quiz"), form, url, _("Corriger le quiz"), _("Quatre bonnes réponses sur cinq suffisent."))
    return render_detail(request, page, block, status=422 if request.method == "POST" else 200)


def _result(brand: Brand, role: str, course: Course, answers: list[int], *, passed: bool) -> DetailPage:
    words = _("Cours acquis pour un an.") if passed else _("Pas encore : relisez, puis recommencez.")
    url = reverse("register:quiz", kwargs={"brand": brand.slug, "role": role})
    return DetailPage(
        title=_("Cours : %(role)s") % {"role": Role(role).label},
        back=LinkView(_("Revoir le cours"), url),
        alerts=(AlertView("ok" if passed else "warning", words),),
        sections=(
            HomeSection(
                _("Corrigé"),
                table=TableView(
                    _("Corrigé du quiz"),
                    (Column(_("Question")), Column(_("Réponse juste")), Column(_("La vôtre")), Column(_("Pourquoi"))),
                    tuple(
                        (
                            Cell(question.text[pick()]),
                            Cell(question.answers[question.right][pick()]),
                            Cell(_("juste"), status="ok")
                            if given == question.right
                            else Cell(_("fausse"), status="danger"),
                            Cell(question.why[pick()]),
                        )
                        for question, given in zip(course.questions, answers, strict=True)
                    ),
                ),
                wide=True,
            ),
        ),
    )

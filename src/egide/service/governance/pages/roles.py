"""Roles: who holds which, who replaces whom, and the quarterly review of accesses on one page."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.policy import InvalidRecord
from egide.service.accounts.models import User
from egide.service.design.contexts import AlertView, Cell, Column, FormPage, LinkView, ListPage, TableView
from egide.service.governance.frame import actor_of, brand_of, refusal, tabs
from egide.service.register.models import AiSystem, Delegation
from egide.service.register.roles import (
    confirm_access,
    delegate_role,
    memberships_of,
    people_of,
    review_due,
    revoke_access,
    role_label,
)
from egide.service.tenancy.access import AccessRefused, check_right
from egide.service.tenancy.models import Brand, Membership
from egide.service.tenancy.rights import Right


class DelegateForm(forms.Form):
    """Who replaces the absent person, until when."""

    delegate = forms.ModelChoiceField(label=gettext_lazy("Remplacé par"), queryset=User.objects.none())
    until = forms.DateField(label=gettext_lazy("Jusqu’au"), widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(label=gettext_lazy("Motif (sans détail personnel)"), max_length=200, required=False)

    def __init__(self, *args: Any, brand: Brand, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["delegate"]
        people.queryset = people_of(brand, now=now)  # type: ignore[attr-defined]
        people.label_from_instance = name_of  # type: ignore[attr-defined]


def name_of(user: User) -> str:
    """Name an account for a reader of the register."""
    return user.display_name or user.username


@login_required
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """List who holds which role, and what to review."""
    return _render(request)


def _render(request: HttpRequest, *alerts: AlertView, status: int = 200) -> HttpResponse:
    brand, now = brand_of(request, Right.REGISTER_READ), timezone.now()
    may_manage = actor_of(request).holds(Right.USER_MANAGE, brand.pk)
    rows = list(memberships_of(brand, now=now))
    due = sum(review_due(row, now=now) for row in rows)
    replaced = {
        (row.absent_id, row.role): row
        for row in Delegation.objects.filter(brand=brand, until__gt=now).select_related("delegate")
    }
    overseers = AiSystem.objects.filter(brand=brand).exclude(overseer="").values_list("title", "overseer")
    table = [
        {
            "id": row.pk,
            "role": role_label(row.role),
            "name": name_of(row.user),
            "until": row.until,
            "reviewed": row.confirmed_at or row.granted_at,
            "due": review_due(row, now=now),
            "replaced": name_of(replaced[row.user_id, row.role].delegate)
            if (row.user_id, row.role) in replaced
            else "",
            "reviewable": may_manage and row.user_id != actor_of(request).user_id,
            "own": row.user_id == actor_of(request).user_id,
            "closed": not row.user.is_active,
        }
        for row in rows
    ]
    page = ListPage(
        title=_("Rôles et accès"),
        lead=_("%(due)d accès à revoir ce trimestre.") % {"due": due},
        create=LinkView(_("Inviter une personne"), reverse("register:account-open")) if may_manage else None,
        tabs=tabs(request, "register:roles"),
        alerts=alerts,
        table=TableView(
            _("Surveillants des systèmes d’IA"),
            (Column(_("Système")), Column(_("Surveillant"))),
            tuple((Cell(title), Cell(overseer)) for title, overseer in overseers),
        ),
    )
    return render(request, "pages/roles.html", {"page": page, "rows": table, "may_manage": may_manage}, status=status)


def access_membership(request: HttpRequest, membership_id: int) -> Membership:
    """Open a role of one of the person's brands.

    Raises:
        Http404: there is no such role for this person.
    """
    actor = actor_of(request)
    found = Membership.objects.select_related("brand", "user").filter(pk=membership_id).first()
    if found is None or found.brand_id is None or not actor.roles_in(found.brand_id):
        raise Http404
    return found


@login_required
@require_POST
def confirm(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Confirm an access."""
    try:
        confirm_access(access_membership(request, membership_id), actor=actor_of(request), now=timezone.now())
    except InvalidRecord as wrong:
        return _render(request, refusal(wrong), status=422)
    return redirect("register:roles")


@login_required
@require_POST
def revoke(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Revoke an access."""
    try:
        revoke_access(access_membership(request, membership_id), actor=actor_of(request), now=timezone.now())
    except InvalidRecord as wrong:
        return _render(request, refusal(wrong), status=422)
    return redirect("register:roles")


@login_required
def delegate(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Name who replaces an absent person."""
    actor, now = actor_of(request), timezone.now()
    row = access_membership(request, membership_id)
    if row.user_id != actor.user_id:
        if row.brand_id is None:
            raise AccessRefused(Right.USER_MANAGE)
        check_right(actor, Right.USER_MANAGE, row.brand_id)
    assert row.brand is not None  # noqa: S101 - `_access` opens roles of brands only
    form = DelegateForm(request.POST or None, brand=row.brand, now=now)
    if request.method == "POST" and form.is_valid():
        until = datetime.combine(form.cleaned_data["until"], time.max, tzinfo=UTC)
        person = form.cleaned_data["delegate"]
        try:
            delegate_role(row, person, until, actor=actor, now=now, reason=form.cleaned_data["reason"])
        except InvalidRecord as wrong:
            form.add_error(None, refusal(wrong).text)
        else:
            return redirect("register:roles")
    page = FormPage(
        title=_("Absence : %(name)s (%(role)s)") % {"name": name_of(row.user), "role": role_label(row.role)},
        form=form,
        submit=_("Nommer le remplaçant"),
        action_url=reverse("register:role-delegate", args=[row.pk]),
        lead=_("Le rôle délégué prend fin de lui-même."),
        back=LinkView(_("Rôles et accès"), reverse("register:roles")),
    )
    return render(request, "pages/form.html", {"page": page})

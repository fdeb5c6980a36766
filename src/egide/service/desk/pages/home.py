"""Homes: each role's first question, answered without a click."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from egide.service.desk.homes import home_of
from egide.service.desk.shell import LED, first_role
from egide.service.tenancy.access import Actor, access_brands
from egide.service.tenancy.rights import Role


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead each person to the answer to their first question."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held = {role for roles in actor.roles.values() for role in roles}
    asked = request.GET.get("as", "")
    role = Role(asked) if asked in held else first_role(actor)
    if role is None:
        return render(request, "pages/no_role.html", status=403)
    if role in LED:
        return redirect(LED[role])
    page = home_of(role, request, actor, now=timezone.now())
    return render(request, "pages/home.html", {"page": page})


@login_required
@require_POST
def choose_brand(request: HttpRequest) -> HttpResponse:
    """Remember the brand picked in the switcher; an unknown one means all."""
    slugs = {brand.slug for brand in access_brands(request.actor)}  # type: ignore[attr-defined]
    picked = request.POST.get("brand", "")
    request.session["brand"] = picked if picked in slugs else ""
    return redirect("desk:home")


@login_required
def footprint_method(request: HttpRequest) -> HttpResponse:
    """Say how energy and carbon are computed."""
    return render(request, "pages/method.html")

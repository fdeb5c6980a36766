"""Open an account from the page of roles, and close one."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from egide.policy import InvalidRecord
from egide.service.administration.accounts import close_account, invite
from egide.service.design.contexts import AlertView, ConfirmPage, ConfirmView, DetailPage, Fact, FormPage, LinkView
from egide.service.governance.frame import actor_of, brand_of, refusal, render_detail
from egide.service.governance.pages.roles import access_membership, name_of
from egide.service.tenancy.access import check_right
from egide.service.tenancy.rights import Right, Role

_CONFIRM_WORD = gettext_lazy("FERMER")


class InviteForm(forms.Form):
    """Who, and what they do."""

    username = forms.CharField(
        label=gettext_lazy("Identifiant"),
        max_length=40,
        help_text=gettext_lazy(
            "Minuscules, chiffres, points et tirets. Celui d’un compte existant lui ajoute le rôle."
        ),
    )
    display_name = forms.CharField(
        label=gettext_lazy("Nom que lisent clients et collègues"), max_length=80, required=False
    )
    role = forms.ChoiceField(label=gettext_lazy("Rôle"), choices=[(role.value, role.label) for role in Role])


@login_required
@never_cache
def open_account(request: HttpRequest) -> HttpResponse:
    """Invite somebody; a first password is shown once, on the answer to the form."""
    brand = brand_of(request, Right.USER_MANAGE)
    form = InviteForm(request.POST or None)
    back = LinkView(_("Rôles et accès"), reverse("register:roles"))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user, password = invite(
                brand,
                said["username"],
                Role(said["role"]),
                display_name=said["display_name"],
                actor=actor_of(request),
                now=timezone.now(),
            )
        except InvalidRecord as wrong:
            form.add_error("username", refusal(wrong).text)
        else:
            if not password:
                return redirect("register:roles")
            page = DetailPage(
                title=name_of(user),
                back=back,
                alerts=(AlertView("warning", _("Premier mot de passe, montré cette seule fois :"), password),),
                facts=(
                    Fact(_("Identifiant"), user.username),
                    Fact(_("Rôle"), Role(said["role"]).label),
                    Fact(_("Marque"), brand.name),
                    Fact(_("À la première connexion"), _("un second facteur est demandé")),
                ),
            )
            return render_detail(request, page)
    asked = FormPage(
        title=_("Inviter une personne"),
        lead=_("Pour %(brand)s. Un rôle ne se donne pas à soi-même.") % {"brand": brand.name},
        form=form,
        action_url=reverse("register:account-open"),
        submit=_("Inviter"),
        back=back,
    )
    return render(request, "pages/form.html", {"page": asked}, status=422 if form.errors else 200)


@login_required
@never_cache
def close(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Close the account behind a role, once the word was typed."""
    row = access_membership(request, membership_id)
    if row.brand_id is not None:
        check_right(actor_of(request), Right.USER_MANAGE, row.brand_id)
    error = ""
    if request.method == "POST":
        error = _("Rien n’a été fermé : le mot de confirmation manque.")
        if request.POST.get("confirm", "").strip() == str(_CONFIRM_WORD):
            try:
                close_account(row.user, actor=actor_of(request), now=timezone.now())
            except InvalidRecord as wrong:
                error = str(refusal(wrong).text)
            else:
                return redirect("register:roles")
    page = ConfirmPage(
        title=_("Fermer un compte"),
        back=LinkView(_("Rôles et accès"), reverse("register:roles")),
        confirm=ConfirmView(
            title=_("Fermer le compte"),
            target=f"{name_of(row.user)} ({row.user.username})",
            consequence=_(
                "Il ne se connecte plus, nulle part ; ses sessions ouvertes et son second facteur prennent fin."
            ),
            button=_("Fermer le compte"),
            action_url=reverse("register:account-close", args=[row.pk]),
            cancel_url=reverse("register:roles"),
            type_to_confirm=str(_CONFIRM_WORD),
            error=error,
        ),
    )
    return render(request, "pages/confirm.html", {"page": page}, status=422 if error else 200)

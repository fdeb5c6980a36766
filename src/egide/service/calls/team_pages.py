"""The page where a supervisor puts agents in teams, one team a line."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.service.calls.teams import MOST_LETTERS, UnknownAgent, teams_of, write_teams
from egide.service.design.contexts import FormPage, LinkView
from egide.service.tenancy.access import Actor, access_brand_by_slug
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right


class TeamsForm(forms.Form):
    """The teams, one a line."""

    teams = forms.CharField(
        label=gettext_lazy("Équipes, une par ligne"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("équipe : identifiant, identifiant"),
    )

    def clean_teams(self) -> dict[str, list[str]]:
        """Read the lines; one that cannot be read is named by its place."""
        found: dict[str, list[str]] = {}
        for place, line in enumerate(self.cleaned_data["teams"].splitlines(), 1):
            if not line.strip():
                continue
            team, colon, names = line.partition(":")
            team = team.strip()
            if not colon or not team or len(team) > MOST_LETTERS or team in found:
                raise forms.ValidationError(_("La ligne %(place)d ne se lit pas.") % {"place": place})
            found[team] = [name.strip() for name in names.split(",") if name.strip()]
        return found


@login_required
def teams(request: HttpRequest, brand: str) -> HttpResponse:
    """Show and change the teams of a brand."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found = access_brand_by_slug(actor, brand, Right.QUALITY_REVIEW)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent
    now = timezone.now()
    known = teams_of(found.pk, now=now)
    written = "\n".join(f"{team} : {', '.join(names)}" for team, names in known.items() if team)
    form = TeamsForm(request.POST or None, initial={"teams": written})
    if request.method == "POST" and form.is_valid():
        try:
            write_teams(found.pk, form.cleaned_data["teams"], actor=actor, now=now)
        except UnknownAgent as unknown:
            form.add_error(
                "teams", _("Équipe %(place)d : un identifiant n'est pas d'un conseiller.") % {"place": unknown.place}
            )
        else:
            return redirect(f"{reverse('calls:topics')}?by=team")
    page = FormPage(
        title=_("Équipes de la marque %(brand)s") % {"brand": found.name},
        form=form,
        submit=_("Enregistrer"),
        action_url=reverse("calls:teams", args=[found.slug]),
        lead=_("Sans équipe : %(names)s.") % {"names": ", ".join(known.get("", [])) or "–"},
        back=LinkView(_("Appels par sujet"), reverse("calls:topics")),
    )
    return render(request, "pages/form.html", {"page": page}, status=200 if request.method == "GET" else 422)

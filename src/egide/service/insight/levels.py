"""The page where a supervisor says when the team works and in how long it answers."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from typing_extensions import override

from egide.service.assistance.levels import DEFAULT_MINUTES, write_levels
from egide.service.assistance.models import ServiceLevels
from egide.service.design.contexts import FormPage, LinkView
from egide.service.design.vocabulary import PRIORITIES, find_channel
from egide.service.tenancy.access import AccessRefused, Actor, access_brand_by_slug, access_brands
from egide.service.tenancy.choosing import chosen_brand
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_CHANNELS = ("email", "chat", "social", "call", "form")
_WINDOW = re.compile(r"(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})")
_LONGEST_MINUTES = 525_600  # a year
_DAYS_KEPT = 400


class LevelsForm(forms.Form):
    """Opening hours by weekday, days of closing, delays by priority, and by channel where one differs."""

    def __init__(self, *args: Any, row: ServiceLevels | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level, minutes in DEFAULT_MINUTES.items():
            self.fields[f"minutes_{level}"] = forms.IntegerField(
                label=_("%(priority)s : minutes pour répondre") % {"priority": PRIORITIES[f"P{level}"]},
                min_value=1,
                max_value=_LONGEST_MINUTES,
                initial=row.minutes.get(str(level), int(minutes)) if row else int(minutes),
            )
        for day, name in WEEKDAYS.items():
            kept = row.windows.get(str(day), ()) if row else ()
            self.fields[f"day_{day}"] = forms.CharField(
                label=str(name).capitalize(),
                required=False,
                max_length=80,
                initial=", ".join("-".join(window) for window in kept),
                help_text=_("Exemple : 09:00-12:30, 14:00-18:00. Aucun jour rempli : ouvert à toute heure.")
                if day == 0
                else "",
            )
        self.fields["closed_on_holidays"] = forms.BooleanField(
            label=_("Fermé les jours fériés français"),
            required=False,
            initial=row.closed_on_holidays if row else True,
        )
        self.fields["alsace_moselle"] = forms.BooleanField(
            label=_("Avec ceux d’Alsace et de Moselle"), required=False, initial=row.alsace_moselle if row else False
        )
        self.fields["closed_days"] = forms.CharField(
            label=_("Autres jours de fermeture, un par ligne"),
            required=False,
            widget=forms.Textarea({"rows": 3}),
            initial="\n".join(row.closed_days) if row else "",
            help_text=_("Exemple : 2026-12-24"),
        )
        for channel in _CHANNELS:
            own = row.channel_minutes.get(channel, {}) if row else {}
            self.fields[f"channel_{channel}"] = forms.CharField(
                label=_("Délais propres au canal : %(channel)s") % {"channel": find_channel(channel).label},
                required=False,
                max_length=60,
                initial=" ".join(str(own[str(level)]) for level in DEFAULT_MINUTES) if own else "",
                help_text=_("Quatre nombres de minutes, du plus au moins prioritaire.")
                if channel == _CHANNELS[0]
                else "",
            )

    @override
    def clean(self) -> dict[str, Any]:
        """Read the hours, days and numbers that were written as text."""
        kept = super().clean() or {}
        for name in [name for name in kept if name.startswith(("day_", "channel_")) or name == "closed_days"]:
            try:
                if name.startswith("day_"):
                    kept[name] = _windows(kept[name])
                elif name.startswith("channel_"):
                    kept[name] = _four(kept[name])
                else:
                    kept[name] = _days(kept[name])
            except ValueError:
                self.add_error(name, _("Cela ne se lit pas : suivez l’exemple, du plus tôt au plus tard."))
        return kept


def _windows(written: str) -> list[tuple[time, time]]:
    """Read "09:00-12:00, 14:00-18:00"; an end at midnight is that of the next day."""
    windows: list[tuple[time, time]] = []
    for part in filter(None, re.split(r"\s*[,;]\s*", written.strip())):
        found = _WINDOW.fullmatch(part)
        if found is None:
            raise ValueError(part)
        opens, closes = time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4]))
        if (closes != time(0) and closes <= opens) or (windows and opens < windows[-1][1]):
            raise ValueError(part)
        if windows and windows[-1][1] == time(0):
            raise ValueError(part)
        windows.append((opens, closes))
    return windows


def _four(written: str) -> dict[int, int]:
    """Read four numbers of minutes; nothing is no delay of its own."""
    numbers = [int(part) for part in re.split(r"[\s,;/]+", written.strip()) if part]
    if numbers and (len(numbers) != len(DEFAULT_MINUTES) or not all(0 < each <= _LONGEST_MINUTES for each in numbers)):
        raise ValueError(written)
    return dict(zip(DEFAULT_MINUTES, numbers, strict=False))


def _days(written: str) -> list[date]:
    days = [date.fromisoformat(line.strip()) for line in written.splitlines() if line.strip()]
    if len(days) > _DAYS_KEPT:
        raise ValueError(written)
    return days


@login_required
@require_GET
def levels(request: HttpRequest) -> HttpResponse:
    """Lead to the hours of the brand picked in the switcher, or of the first one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.KNOWLEDGE_EDIT)
    if not brands:
        raise AccessRefused(Right.KNOWLEDGE_EDIT)
    return redirect("insight:levels-of", (chosen_brand(request, brands) or brands[0]).slug)


@login_required
def levels_of(request: HttpRequest, brand: str) -> HttpResponse:
    """Show and change when a brand's team works and how long it may take."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found = access_brand_by_slug(actor, brand, Right.KNOWLEDGE_EDIT)
    except Brand.DoesNotExist as missing:
        raise Http404 from missing
    form = LevelsForm(request.POST or None, row=ServiceLevels.objects.filter(brand=found).first())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        write_levels(
            found.pk,
            windows={day: said[f"day_{day}"] for day in WEEKDAYS},
            minutes={level: said[f"minutes_{level}"] for level in DEFAULT_MINUTES},
            closed_on_holidays=said["closed_on_holidays"],
            alsace_moselle=said["alsace_moselle"],
            channel_minutes={channel: said[f"channel_{channel}"] for channel in _CHANNELS},
            closed_days=said["closed_days"],
            actor=actor,
            now=timezone.now(),
        )
        return redirect("insight:levels-of", found.slug)
    page = FormPage(
        title=_("Heures et délais de réponse de la marque %(brand)s") % {"brand": found.name},
        lead=_(
            "Les minutes ne courent que pendant les heures ouvertes. Les échéances suivent dès la prochaine analyse."
        ),
        form=form,
        submit=_("Enregistrer les délais"),
        action_url=reverse("insight:levels-of", args=[found.slug]),
        back=LinkView(_("Pilotage"), reverse("insight:supervision")),
    )
    return render(request, "pages/form.html", {"page": page}, status=422 if form.errors else 200)

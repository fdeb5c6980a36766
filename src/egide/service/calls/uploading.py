"""The page where a supervisor hands in the recording of a call; without an engine, it says what to configure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.intake.personal import Identifiers, Personal
from egide.service.assistance.transcribing import Recording, engines
from egide.service.calls.recordings import receive_recording
from egide.service.calls.teams import sizes_of
from egide.service.design.contexts import AlertView, FormPage, LinkView
from egide.service.tenancy.access import AccessRefused, Actor, access_brands
from egide.service.tenancy.rights import Right

_VOICES = (
    ("together", gettext_lazy("Une seule piste, ou je ne sais pas")),
    ("agent_left", gettext_lazy("Conseiller à gauche, client à droite (WAV stéréo)")),
    ("agent_right", gettext_lazy("Conseiller à droite, client à gauche (WAV stéréo)")),
)


class RecordingForm(forms.Form):
    """A recording, and what its file does not say."""

    brand = forms.ChoiceField(label=gettext_lazy("Marque"))
    file = forms.FileField(
        label=gettext_lazy("Enregistrement"),
        help_text=gettext_lazy("WAV, MP3, Ogg, FLAC, M4A ou WebM, 64 Mo au plus."),
    )
    began_at = forms.DateTimeField(
        label=gettext_lazy("Début de l'appel"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Sens"),
        choices=(("call_in", gettext_lazy("Appel entrant")), ("call_out", gettext_lazy("Appel sortant"))),
    )
    voices = forms.ChoiceField(label=gettext_lazy("Voix"), choices=_VOICES)
    language = forms.ChoiceField(
        label=gettext_lazy("Langue"),
        required=False,
        choices=(
            ("fr", gettext_lazy("Français")),
            ("en", gettext_lazy("Anglais")),
            ("", gettext_lazy("À reconnaître")),
        ),
    )
    team = forms.ChoiceField(label=gettext_lazy("Équipe"), required=False)
    customer = forms.CharField(
        label=gettext_lazy("Client : numéro, téléphone ou e-mail"), max_length=120, required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brands = access_brands(actor, Right.QUALITY_REVIEW)
        self.by_slug = {brand.slug: brand for brand in brands if actor.holds(Right.INTERACTION_IMPORT, brand.pk)}
        self.fields["brand"].choices = [(slug, brand.name) for slug, brand in self.by_slug.items()]  # type: ignore[attr-defined]
        teams = sorted(sizes_of([brand.pk for brand in self.by_slug.values()], now=timezone.now()))
        self.fields["team"].choices = [("", "–"), *((team, team) for team in teams)]  # type: ignore[attr-defined]

    def recording(self) -> Recording:
        """Give the recording that the form describes."""
        kept = self.cleaned_data
        return Recording(
            audio=kept["file"].read(),
            file_name=kept["file"].name,
            channel=kept["channel"],
            began_at=kept["began_at"],
            language=kept["language"],
            customer=_identified(kept["customer"].strip()),
            voices=kept["voices"],
            team=kept["team"],
        )


_FEWEST_DIGITS = 9


def _identified(written: str) -> Identifiers:
    """Tell an e-mail address from a telephone number, and both from a customer number."""
    if not written:
        return Identifiers()
    if "@" in written:
        return Identifiers(email=Personal(written))
    digits = "".join(filter(str.isdigit, written))
    is_phone = len(digits) >= _FEWEST_DIGITS and (written.startswith(("+", "0")))
    return Identifiers(phone=Personal(written)) if is_phone else Identifiers(customer_number=Personal(written))


@login_required
def record(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, take the recording in and show how far it is, or why it may not be heard."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RecordingForm(
        request.POST or None, request.FILES or None, actor=actor, initial={"began_at": timezone.localtime()}
    )
    if not form.by_slug:
        raise AccessRefused(Right.QUALITY_REVIEW)
    ready = bool(engines())
    if request.method == "POST" and ready and form.is_valid():
        brand = form.by_slug[form.cleaned_data["brand"]]
        decision, run = receive_recording(brand, form.recording(), actor=actor, now=timezone.now())
        return redirect("desk:run", run.pk) if run else redirect("desk:why", decision.pk)
    page = FormPage(
        title=_("Enregistrement d'un appel"),
        form=form,
        submit=_("Transcrire et examiner"),
        action_url=reverse("calls:record"),
        lead=_(
            "Le son reste en mémoire le temps de la transcription ; il n'est gardé nulle part. Le texte est protégé, puis examiné comme tout appel."
        ),
        back=LinkView(_("Appels"), reverse("calls:calls")),
        multipart=True,
        alerts=() if ready else (_no_engine(),),
    )
    return render(request, "pages/form.html", {"page": page}, status=200 if request.method == "GET" else 422)


def _no_engine() -> AlertView:
    return AlertView(
        "warning",
        _("Aucun moteur de transcription"),
        _(
            "L'exploitant déclare dans egide.toml un dossier faster-whisper ([whisper] folder), ou un serveur compatible OpenAI qu'il exploite ([[models]] avec tasks = [\"transcription\"])."
        ),
    )

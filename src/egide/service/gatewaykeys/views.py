"""Pages of the keys of the gateway: which tools hold one, what each used, a new one, the end of one."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from egide.policy import Sentence, Task
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    ConfirmView,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    HomeSection,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.gatewaykeys.flows import KeyRefused, Terms, create_key, revoke_key, tasks_for_keys
from egide.service.gatewaykeys.models import GatewayKey
from egide.service.register.flows import known_bases
from egide.service.tenancy.access import AccessRefused, Actor, access_brands, check_right
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

_USAGE_SHOWN = 31
_KEYS_SHOWN = 200
_CONFIRM_WORD = gettext_lazy("RÉVOQUER")


class KeyForm(forms.Form):
    """What a key is for and how far it goes."""

    name = forms.CharField(label=gettext_lazy("Outil qui tiendra la clé"), max_length=80)
    brand = forms.ChoiceField(label=gettext_lazy("Marque"))
    purpose = forms.ChoiceField(label=gettext_lazy("Finalité"))
    task = forms.ChoiceField(label=gettext_lazy("Tâche"), initial=Task.GATEWAY_CHAT.value)
    expires_on = forms.DateField(
        label=gettext_lazy("Dernier jour"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    requests_per_minute = forms.IntegerField(label=gettext_lazy("Requêtes par minute"), required=False, min_value=1)
    tokens_per_day = forms.IntegerField(label=gettext_lazy("Jetons par jour"), required=False, min_value=1)
    energy_wh_per_day = forms.FloatField(label=gettext_lazy("Énergie par jour, en Wh"), required=False, min_value=0.001)
    person_required = forms.BooleanField(
        label=gettext_lazy("Refuser une requête qui ne nomme pas le client (X-Egide-Person)"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_slug = {brand.slug: brand for brand in access_brands(actor, Right.GATEWAY_KEY_EDIT)}
        law = parts().law
        declared = sorted({code for brand in self.by_slug.values() for code in known_bases(brand.pk)})
        purposes = [(code, _said(law.purposes[code].name) if code in law.purposes else code) for code in declared]
        tasks = [(code, _task_name(code)) for code in tasks_for_keys()]
        self.fields["brand"].choices = [(slug, brand.name) for slug, brand in self.by_slug.items()]  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [(code, f"{code} · {name}") for code, name in purposes]  # type: ignore[attr-defined]
        self.fields["task"].choices = tasks  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """Read what was asked for; a last day ends with it, in UTC."""
        day = self.cleaned_data["expires_on"]
        return Terms(
            purpose=self.cleaned_data["purpose"],
            task=self.cleaned_data["task"],
            name=self.cleaned_data["name"],
            expires_at=datetime.combine(day + timedelta(days=1), time.min, UTC) if day else None,
            requests_per_minute=self.cleaned_data["requests_per_minute"],
            tokens_per_day=self.cleaned_data["tokens_per_day"],
            energy_wh_per_day=self.cleaned_data["energy_wh_per_day"],
            person_required=self.cleaned_data["person_required"],
        )


def _keeper(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds_anywhere(Right.GATEWAY_KEY_EDIT):
        raise AccessRefused(Right.GATEWAY_KEY_EDIT)
    return actor


def _access(request: HttpRequest, key_id: UUID) -> GatewayKey:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found: GatewayKey = GatewayKey.objects.select_related("brand").get(pk=key_id)
    except GatewayKey.DoesNotExist as absent:
        raise Http404 from absent
    check_right(actor, Right.GATEWAY_KEY_EDIT, found.brand_id)
    return found


@login_required
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """List keys, the newest first."""
    actor, now = _keeper(request), timezone.now()
    rows = GatewayKey.objects.filter(brand__in=access_brands(actor, Right.GATEWAY_KEY_EDIT)).select_related("brand")
    page = ListPage(
        title=_("Clés de la passerelle"),
        lead=_(
            "Un outil qui parle le protocole d'OpenAI change une adresse et une clé : son modèle ne voit plus les clients."
        ),
        create=LinkView(_("Créer une clé"), reverse("gatewaykeys:new")),
        table=TableView(
            _("Clés"),
            (
                Column(_("Outil")),
                Column(_("Clé")),
                Column(_("Marque")),
                Column(_("Finalité")),
                Column(_("Tâche")),
                Column(_("État")),
            ),
            tuple(_row(row, now) for row in rows[:_KEYS_SHOWN]),
            empty=EmptyState(_("Aucune clé"), _("Créez-en une pour chaque outil : elle se révoque seule.")),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _row(row: GatewayKey, now: datetime) -> tuple[Cell, ...]:
    return (
        Cell(row.name, url=reverse("gatewaykeys:key", args=[row.pk])),
        Cell(f"{row.hint}…", code=True),
        Cell(row.brand.name),
        Cell(row.purpose),
        Cell(_task_name(row.task)),
        _state(row, now),
    )


def _state(row: GatewayKey, now: datetime) -> Cell:
    status: Literal["danger", "warning", "ok"] = "ok"
    words = _("en service")
    if row.revoked_at is not None:
        status, words = "danger", _("révoquée")
    elif row.expires_at is not None and row.expires_at <= now:
        status, words = "warning", _("expirée")
    return Cell(words, status=status)


def _said(sentence: Sentence) -> str:
    """Say a name of the law file in the reader's language."""
    return sentence.fr if (get_language() or "fr").startswith("fr") else sentence.en


def _task_name(code: str) -> str:
    return _said(parts().law.tasks[Task(code)].name)


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Make a key, and show it once: on the answer to the form, at no address."""
    actor = _keeper(request)
    form = KeyForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        brand = form.by_slug[form.cleaned_data["brand"]]
        try:
            row, token = create_key(brand.pk, form.terms(), actor=actor, now=timezone.now())
        except KeyRefused as refused:
            french = (request.LANGUAGE_CODE or "fr").startswith("fr")
            form.add_error(None, refused.fr if french else refused.en)
        else:
            context = {
                "page": DetailPage(title=_("Clé créée")),
                "token": token,
                "base_url": request.build_absolute_uri("/v1"),
                "url": reverse("gatewaykeys:key", args=[row.pk]),
            }
            return render(request, "pages/gateway_key_shown.html", context)
    page = FormPage(
        title=_("Créer une clé"),
        lead=_("Une clé par outil et par tâche. Une limite laissée vide n'en est pas une."),
        form=form,
        action_url=reverse("gatewaykeys:new"),
        submit=_("Créer la clé"),
        back=LinkView(_("Clés de la passerelle"), reverse("gatewaykeys:keys")),
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
@require_GET
def key_page(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Show one key, its limits and what was used with it."""
    return render(request, "pages/detail.html", {"page": _detail(_access(request, key_id))})


def _detail(row: GatewayKey, alert: AlertView | None = None) -> DetailPage:
    def limit(number: float | None) -> str:
        return _("aucune") if number is None else f"{number:g}"

    usage = list(row.usage.order_by("-day")[:_USAGE_SHOWN])
    confirm = None
    if row.revoked_at is None:
        confirm = ConfirmView(
            title=_("Révoquer cette clé"),
            target=row.name,
            consequence=_("L'outil qui la tient sera refusé dès son prochain appel. Une clé révoquée ne revient pas."),
            button=_("Révoquer"),
            action_url=reverse("gatewaykeys:revoke", args=[row.pk]),
            cancel_url=reverse("gatewaykeys:keys"),
            type_to_confirm=str(_CONFIRM_WORD),
        )
    return DetailPage(
        title=row.name,
        facts=(
            Fact(_("Clé"), f"{row.hint}…"),
            Fact(_("État"), _state(row, timezone.now()).text),
            Fact(_("Marque"), row.brand.name),
            Fact(_("Finalité"), row.purpose),
            Fact(_("Tâche"), _task_name(row.task)),
            Fact(_("Créée le"), f"{timezone.localtime(row.created_at):%d/%m/%Y}"),
            Fact(_("Expire le"), f"{timezone.localtime(row.expires_at):%d/%m/%Y}" if row.expires_at else _("jamais")),
            Fact(_("Limite de requêtes par minute"), limit(row.requests_per_minute)),
            Fact(_("Limite de jetons par jour"), limit(row.tokens_per_day)),
            Fact(_("Limite d'énergie par jour (Wh)"), limit(row.energy_wh_per_day)),
            Fact(_("Client nommé à chaque requête"), _("exigé") if row.person_required else _("facultatif")),
        ),
        back=LinkView(_("Clés de la passerelle"), reverse("gatewaykeys:keys")),
        sections=(
            HomeSection(
                _("Usage, jour par jour (UTC)"),
                table=TableView(
                    _("Usage, jour par jour (UTC)"),
                    (
                        Column(_("Jour")),
                        Column(_("Appels"), numeric=True),
                        Column(_("Jetons lus"), numeric=True),
                        Column(_("Jetons écrits"), numeric=True),
                        Column(_("Énergie estimée (Wh)"), numeric=True),
                    ),
                    tuple(
                        (
                            Cell(f"{day.day:%d/%m/%Y}"),
                            Cell(str(day.calls)),
                            Cell(str(day.input_tokens)),
                            Cell(str(day.output_tokens)),
                            Cell(f"{day.energy_wh:.3g}"),
                        )
                        for day in usage
                    ),
                    empty=EmptyState(_("Pas encore d'appel"), _("Ce qu'un outil consomme se lit ici.")),
                ),
                wide=True,
            ),
        ),
        confirm=confirm,
        alerts=(alert,) if alert else (),
    )


@login_required
@require_POST
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Revoke, once the word was typed."""
    found = _access(request, key_id)
    if request.POST.get("confirm", "").strip() != str(_CONFIRM_WORD):
        alert = AlertView("warning", _("La clé sert toujours : le mot de confirmation manque."))
        return render(request, "pages/detail.html", {"page": _detail(found, alert)}, status=422)
    revoke_key(found, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("gatewaykeys:key", found.pk)

"""Pages of connections: what brings messages in, what it said last, a new one, the end of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from egide.service.connections import flows
from egide.service.connections.models import IMAP, Connection
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    ConfirmView,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    LinkView,
    ListPage,
    SwitchView,
    TableView,
)
from egide.service.design.words import purpose_words
from egide.service.governance.frame import access_row, actor_of, brand_of, pick, render_detail
from egide.service.register.flows import known_bases
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_KINDS: dict[str, StrOrPromise] = {
    IMAP: gettext_lazy("Boîte aux lettres (IMAP)"),
    "chatwoot": "Chatwoot",
    "cti": gettext_lazy("Téléphonie (CTI générique)"),
    "freshservice": "Freshservice, Freshdesk",
    "libredesk": "libredesk",
    "zammad": "Zammad",
    "zendesk": "Zendesk",
}
_CONFIRM_WORD = gettext_lazy("RETIRER")
# What a mailbox or a proof may answer, in words that say what to do.
_ERRORS = {
    "imap-login": gettext_lazy("Le serveur refuse ce compte ou ce mot de passe."),
    "imap-unreachable": gettext_lazy("Le serveur ne répond pas : vérifiez son nom et son port."),
    "imap-refused": gettext_lazy("Le serveur refuse la lecture : vérifiez le nom du dossier."),
    "imap-cursor": gettext_lazy(
        "La position de lecture est abîmée : retirez cette connexion et déclarez-la de nouveau."
    ),
}


class PlaceForm(forms.Form):
    """Where messages come from."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Genre"), choices=[(kind, _KINDS.get(kind, kind)) for kind in flows.KINDS]
    )
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=80)
    purpose = forms.ChoiceField(label=gettext_lazy("Finalité des messages reçus"), initial="SAV")
    host = forms.CharField(label=gettext_lazy("Boîte : serveur"), max_length=200, required=False)
    port = forms.IntegerField(label=gettext_lazy("Boîte : port"), initial=993, min_value=1, max_value=65535)
    user = forms.CharField(label=gettext_lazy("Boîte : compte"), max_length=200, required=False)
    folder = forms.CharField(label=gettext_lazy("Boîte : dossier"), initial="INBOX", max_length=120, required=False)
    secret = forms.CharField(
        label=gettext_lazy("Mot de passe de la boîte, ou secret que donne l’outil"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Laissé vide pour un outil, il est tiré au sort et montré une fois."),
    )
    reply_url = forms.CharField(
        label=gettext_lazy("Outil : adresse à laquelle renvoyer les réponses"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("En https. Chaque réponse y est envoyée, signée du même secret."),
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (code, f"{code} · {purpose_words(code)}") for code in sorted(known_bases(brand.pk))
        ]


@login_required
@require_GET
def connections(request: HttpRequest) -> HttpResponse:
    """List what brings messages in."""
    brand = brand_of(request, Right.SETTINGS_EDIT)
    rows = Connection.objects.filter(brand=brand)
    page = ListPage(
        title=_("Connexions"),
        lead=_("D’où viennent les messages de la marque %(brand)s, et où repartent les réponses.")
        % {"brand": brand.name},
        create=LinkView(_("Déclarer une connexion"), reverse("connections:new")),
        table=TableView(
            _("Connexions"),
            (
                Column(_("Nom")),
                Column(_("Genre")),
                Column(_("Reçus"), numeric=True),
                Column(_("Dernière réception")),
                Column(_("État")),
            ),
            tuple(
                (
                    Cell(row.name, url=reverse("connections:connection", args=[row.pk])),
                    Cell(_KINDS.get(row.kind, row.kind)),
                    Cell(str(number_format(row.received, use_l10n=True, force_grouping=True))),
                    Cell(at=row.last_at) if row.last_at else Cell("–"),
                    _state(row),
                )
                for row in rows
            ),
            empty=EmptyState(
                _("Aucune connexion"),
                _("Déclarez une boîte aux lettres ou un outil de service client ; les fichiers s’importent à part."),
                icon="route",
            ),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _state(row: Connection) -> Cell:
    status: Literal["ok", "warning", "neutral", "danger"] = "ok"
    words = _("en service")
    if not row.active:
        status, words = "neutral", _("en pause")
    elif row.error_code:
        status, words = "danger", _("ne répond pas")
    return Cell(words, status=status)


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Declare a connection; a secret that was made is shown once, on the answer to the form."""
    brand = brand_of(request, Right.SETTINGS_EDIT)
    form = PlaceForm(request.POST or None, brand=brand)
    if request.method == "POST" and form.is_valid():
        try:
            row, made = flows.declare(
                brand.pk, flows.Place(**form.cleaned_data), actor=actor_of(request), now=timezone.now()
            )
        except flows.ConnectionRefused as refused:
            form.add_error(refused.field, refused.said[pick()])
        else:
            if not made:
                return redirect("connections:connection", row.pk)
            told = AlertView("warning", _("Secret à recopier dans l’outil, montré cette seule fois :"), made)
            return render_detail(request, _detail(request, row, told))
    page = FormPage(
        title=_("Déclarer une connexion"),
        lead=_("Les messages reçus prennent le chemin d’un import : provenance, doublons, quarantaine, journal."),
        form=form,
        action_url=reverse("connections:new"),
        submit=_("Déclarer"),
        back=LinkView(_("Connexions"), reverse("connections:connections")),
    )
    return render(request, "pages/form.html", {"page": page}, status=422 if form.errors else 200)


@login_required
@require_GET
def connection(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Show one connection and what it said last."""
    return render_detail(request, _detail(request, access_row(request, Connection, connection_id, Right.SETTINGS_EDIT)))


@login_required
@require_POST
def switch(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Pause a connection or take it up again."""
    row = access_row(request, Connection, connection_id, Right.SETTINGS_EDIT)
    flows.set_active(row, active=request.POST.get("active") == "on", actor=actor_of(request), now=timezone.now())
    return redirect("connections:connection", row.pk)


@login_required
@require_POST
def forget(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Remove a connection, once the word was typed."""
    row = access_row(request, Connection, connection_id, Right.SETTINGS_EDIT)
    if request.POST.get("confirm", "").strip() != str(_CONFIRM_WORD):
        alert = AlertView("warning", _("Rien n’a été retiré : le mot de confirmation manque."))
        return render_detail(request, _detail(request, row, alert), status=422)
    flows.remove(row, actor=actor_of(request), now=timezone.now())
    return redirect("connections:connections")


def _detail(request: HttpRequest, row: Connection, *alerts: AlertView) -> DetailPage:
    said = date_format(timezone.localtime(row.last_at), "j F Y H:i") if row.last_at else _("rien encore")
    facts = [
        Fact(_("Marque"), row.brand.name),
        Fact(_("Genre"), _KINDS.get(row.kind, row.kind)),
        Fact(_("État"), _state(row).text),
        Fact(_("Finalité des messages reçus"), purpose_words(row.purpose)),
        Fact(_("Dernière réception"), said),
    ]
    if row.kind == IMAP:
        facts += [Fact(_("Boîte : serveur"), f"{row.host}:{row.port}"), Fact(_("Boîte : dossier"), row.folder)]
    else:
        address = request.build_absolute_uri(reverse("hook", args=[row.pk]))
        facts += [
            Fact(_("Adresse à donner à l’outil"), address),
            Fact(_("Réponses"), row.reply_url or _("restent au bureau")),
        ]
    wrong = (AlertView("danger", _("Ne répond pas."), _ERRORS.get(row.error_code, row.error_code)),)
    return DetailPage(
        title=row.name,
        back=LinkView(_("Connexions"), reverse("connections:connections")),
        facts=tuple(facts),
        switches=(
            SwitchView(
                "active",
                _("Connexion en service"),
                row.active,
                reverse("connections:active", args=[row.pk]),
                _("En pause, ce qui arrive d’un outil est refusé ; une boîte sera lue plus tard."),
            ),
        ),
        alerts=(*alerts, *(wrong if row.active and row.error_code else ())),
        confirm=ConfirmView(
            title=_("Retirer cette connexion"),
            target=row.name,
            consequence=_("Son secret est effacé et plus rien n’arrive par elle. Les messages reçus restent."),
            button=_("Retirer"),
            action_url=reverse("connections:remove", args=[row.pk]),
            cancel_url=reverse("connections:connections"),
            type_to_confirm=str(_CONFIRM_WORD),
        ),
    )

"""Pages of one customer of one brand: enter by a code, read, choose, ask; nothing here needs an account."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egide import __version__
from egide.keys import KeyDestroyed, KeyUnavailable
from egide.policy import ConsentState
from egide.policy.consent import Collector
from egide.service.design.contexts import AlertView, FormPage, LinkView, Shell
from egide.service.governance.frame import FormBlock
from egide.service.people.models import Person
from egide.service.portal.entering import EntryRefused, Visitor, enter, leave, person_entered, portal_actor, send_code
from egide.service.portal.forms import AddressForm, CodeForm, LeavingForm, RequestForm
from egide.service.portal.presenting import own_detail
from egide.service.portal.reading import read_own_page
from egide.service.register.ledger import Choice, receipt_of, record_choice, statuses_of
from egide.service.rights.flows import answer_request, receive_request, record_ai_choice
from egide.service.rights.models import RightsRequest
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope

_OPEN_REQUESTS = 5
Page = Callable[..., HttpResponse]


def _of_brand(view: Page) -> Page:
    """Wrap a page: the brand is found and in scope; a silent key store says so."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, brand: str, **more: Any) -> HttpResponse:
        found = Brand.objects.filter(slug=brand).first()
        if found is None:
            raise Http404
        with brand_scope(found.pk):
            try:
                return view(request, found, **more)
            except KeyDestroyed:
                leave(request.session)
                return redirect("portal:enter", brand=found.slug)
            except KeyUnavailable:
                alert = AlertView("warning", _("Cette page est indisponible."), _("Revenez dans un moment."))
                return _form(request, found, AddressForm(), alert, status=503)

    return page


def _of_person(view: Page) -> Page:
    """Wrap a page that needs an open visit."""

    @_of_brand
    @wraps(view)
    def page(request: HttpRequest, brand: Brand, **more: Any) -> HttpResponse:
        person = person_entered(brand, request.session, now=timezone.now())
        if person is None:
            return redirect("portal:enter", brand=brand.slug)
        return view(request, brand, person, **more)

    return page


def _shell(brand: Brand) -> Shell:
    return Shell(version=__version__, home_url=reverse("portal:own", kwargs={"brand": brand.slug}))


def _language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def _form(request: HttpRequest, brand: Brand, form: AddressForm, *alerts: AlertView, status: int = 200) -> HttpResponse:
    page = FormPage(
        title=_("Vos données chez %(brand)s") % {"brand": brand.name},
        lead=_("Voir ce qui est gardé de vous, ce qu’une IA en a fait, changer vos choix, exercer vos droits."),
        form=form,
        action_url=reverse("portal:enter", kwargs={"brand": brand.slug}),
        submit=_("Recevoir un code"),
        alerts=alerts,
    )
    return render(request, "pages/form.html", {"page": page, "shell": _shell(brand)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_brand
def ask_code(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask for a code; the answer does not say whether the address is known."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, brand, form, status=422 if request.method == "POST" else 200)
    visitor = Visitor(form.cleaned_data["email"], request.META.get("REMOTE_ADDR", ""), _language())
    try:
        send_code(brand, visitor, request.session, now=timezone.now())
    except EntryRefused:
        return _form(request, brand, form, _too_many(), status=429)
    return redirect("portal:code", brand=brand.slug)


def _too_many() -> AlertView:
    return AlertView("warning", _("Trop de demandes."), _("Revenez dans une heure, ou écrivez à la marque."))


@require_http_methods(["GET", "HEAD", "POST"])
@_of_brand
def give_code(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Give the code that was sent."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if enter(brand, form.cleaned_data["code"], request.session, now=timezone.now()):
                    return redirect("portal:own", brand=brand.slug)
                form.add_error("code", _("Ce code n’est pas le bon."))
            except EntryRefused:
                form.add_error(None, _("Ce code ne vaut plus : demandez-en un autre."))
    page = FormPage(
        title=_("Votre code"),
        lead=_("Si cette adresse est connue de la marque, un code vient de lui être envoyé. Il vaut dix minutes."),
        form=form,
        action_url=reverse("portal:code", kwargs={"brand": brand.slug}),
        submit=_("Ouvrir ma page"),
        back=LinkView(_("Demander un autre code"), reverse("portal:enter", kwargs={"brand": brand.slug})),
    )
    return render(request, "pages/form.html", {"page": page, "shell": _shell(brand)}, status=status)


@require_GET
@_of_person
def own_page(request: HttpRequest, brand: Brand, person: Person) -> HttpResponse:
    """Show a customer what the desk holds about them and what they may decide."""
    return _own(request, brand, person)


def _own(request: HttpRequest, brand: Brand, person: Person, *alerts: AlertView, status: int = 200) -> HttpResponse:
    known = read_own_page(person, brand, now=timezone.now(), language=_language())
    here = {"brand": brand.slug}
    blocks = (
        FormBlock(
            _("Exercer un droit"),
            RequestForm(),
            reverse("portal:request", kwargs=here),
            _("Envoyer la demande"),
            _("La marque a un mois pour répondre ; l’échéance s’affiche ici."),
        ),
        FormBlock(
            _("Quitter"),
            LeavingForm(auto_id="leaving_%s"),
            reverse("portal:leave", kwargs=here),
            _("Fermer ma page"),
            _("Elle se ferme seule après trente minutes."),
        ),
    )
    context = {"page": own_detail(brand, person, known, alerts), "blocks": blocks, "shell": _shell(brand)}
    return render(request, "pages/detail_with_forms.html", context, status=status)


@require_POST
@_of_brand
def go(request: HttpRequest, brand: Brand) -> HttpResponse:
    """End the visit."""
    leave(request.session)
    return redirect("portal:enter", brand=brand.slug)


@require_POST
@_of_person
def choose_ai(request: HttpRequest, brand: Brand, person: Person) -> HttpResponse:
    """Accept or refuse the help of an AI; it binds the next use."""
    record_ai_choice(person, accepts=request.POST.get("ai") == "on", actor=portal_actor(), now=timezone.now())
    return redirect("portal:own", brand=brand.slug)


@require_POST
@_of_person
def withdraw(request: HttpRequest, brand: Brand, person: Person, purpose: str, channel: str) -> HttpResponse:
    """Withdraw one consent, as easily as it was given."""
    now = timezone.now()
    # An address holds no "*": every channel is written "all".
    named = "*" if channel == "all" else channel
    counting = {(status.purpose, status.channel) for status in statuses_of(person, at=now) if status.counts}
    if (purpose, named) not in counting:
        return _own(request, brand, person, AlertView("info", _("Ce consentement n’est pas en cours.")), status=422)
    choice = Choice(purpose, named, ConsentState.WITHDRAWN.value, at=now, collector=Collector.PORTAL.value)
    record_choice(person, choice, actor=portal_actor(), now=now)
    return redirect("portal:own", brand=brand.slug)


@require_POST
@_of_person
def object_to_all(request: HttpRequest, brand: Brand, person: Person) -> HttpResponse:
    """Object to every canvassing: absolute, immediate. Source: GDPR art. 21(2)-(3)."""
    if not person.objected:
        made = receive_request(person, "objection", actor=portal_actor(), now=timezone.now())
        answer_request(made, actor=portal_actor(), now=timezone.now())
    return redirect("portal:own", brand=brand.slug)


@require_POST
@_of_person
def request_right(request: HttpRequest, brand: Brand, person: Person) -> HttpResponse:
    """Register a request; the DPO answers it."""
    form = RequestForm(request.POST)
    waiting = RightsRequest.objects.filter(brand=brand, person_id=person.pk, answered_at__isnull=True)
    if not form.is_valid():
        return _own(request, brand, person, AlertView("danger", _("Choisissez un droit.")), status=422)
    if waiting.filter(kind=form.cleaned_data["kind"]).exists() or waiting.count() >= _OPEN_REQUESTS:
        alert = AlertView("info", _("Une demande est déjà en cours : la marque y répond avant son échéance."))
        return _own(request, brand, person, alert, status=422)
    receive_request(person, form.cleaned_data["kind"], actor=portal_actor(), now=timezone.now())
    return redirect("portal:own", brand=brand.slug)


@require_GET
@_of_person
def receipt(request: HttpRequest, brand: Brand, person: Person) -> HttpResponse:
    """Give the receipt of the person's choices."""
    document = receipt_of(person, brand, actor=portal_actor(), now=timezone.now())
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=2), content_type="application/ld+json; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="choices.jsonld"'
    return response

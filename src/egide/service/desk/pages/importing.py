"""The import page: a file in, counts and rejects out."""

from __future__ import annotations

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

from egide.intake import FORMATS
from egide.service.assistance.receiving import receive_upload
from egide.service.connections.flows import BY_THEMSELVES
from egide.service.conversations.importing import Delivery
from egide.service.conversations.models import ImportRun
from egide.service.design.contexts import (
    Cell,
    Column,
    FigureView,
    ImportPage,
    ProgressView,
    RejectView,
    TableView,
)
from egide.service.design.words import purpose_words
from egide.service.register.models import BrandPurpose
from egide.service.tenancy.access import Actor, access_brands, check_right
from egide.service.tenancy.rights import Right

_SHOWN = 50


class ImportForm(forms.Form):
    """A file, the brand it belongs to and the purpose of records that name none."""

    brand = forms.ChoiceField(label=gettext_lazy("Marque"))
    purpose = forms.ChoiceField(label=gettext_lazy("Finalité"))
    file = forms.FileField(label=gettext_lazy("Fichier"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brands = access_brands(actor, Right.INTERACTION_IMPORT)
        self.by_slug = {brand.slug: brand for brand in brands}
        codes = BrandPurpose.objects.filter(brand__in=brands, active=True).values_list("code", flat=True)
        self.fields["brand"].choices = [(brand.slug, brand.name) for brand in brands]  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [(code, purpose_words(code)) for code in sorted(set(codes))]  # type: ignore[attr-defined]
        self.fields["purpose"].initial = "SAV"


@login_required
def import_page(request: HttpRequest) -> HttpResponse:
    """Show the form and the history; on POST, import the file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds_anywhere(Right.INTERACTION_IMPORT):
        from egide.service.tenancy.access import AccessRefused

        raise AccessRefused(Right.INTERACTION_IMPORT)
    form = ImportForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        run = _import(form, actor)
        return redirect("desk:run", run.pk)
    return render(request, "pages/import.html", {"page": _page(form, actor)})


def _import(form: ImportForm, actor: Actor) -> ImportRun:
    uploaded = form.cleaned_data["file"]
    brand = form.by_slug[form.cleaned_data["brand"]]
    delivery = Delivery("file", uploaded.name, form.cleaned_data["purpose"], "upload")
    return receive_upload(brand, uploaded.name, uploaded.read(), delivery, actor=actor, now=timezone.now())


@login_required
def run_page(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show what became of an import: counts, and each reject with its place and reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        run: ImportRun = ImportRun.objects.get(pk=run_id)
    except ImportRun.DoesNotExist as absent:
        raise Http404 from absent
    check_right(actor, Right.INTERACTION_IMPORT, run.brand_id)
    return render(request, "pages/import.html", {"page": _page(ImportForm(actor=actor), actor, run)})


def _page(form: ImportForm, actor: Actor, run: ImportRun | None = None) -> ImportPage:
    del actor
    french = (get_language() or "fr").startswith("fr")
    # What connections bring has a page of its own, and would hide the files.
    runs = ImportRun.objects.exclude(collected_how__in=BY_THEMSELVES).select_related("brand")
    history = runs.filter(brand__in=form.by_slug.values())[:10]
    shown = list(run.rejects.order_by("id")[:_SHOWN]) if run else []
    return ImportPage(
        title=_("Importer des conversations"),
        form=form,
        action_url=reverse("desk:import"),
        lead=_(
            "Chaque enregistrement garde sa source, sa finalité et sa base légale ; sans base connue, il attend le DPO."
        ),
        formats=tuple(FORMATS),
        progress=_progress(run) if run else None,
        counts=_counts(run) if run else (),
        rejects=tuple(
            RejectView(_("ligne %(line)s") % {"line": row.position}, row.reason_fr if french else row.reason_en)
            for row in shown
        ),
        rejects_total=run.rejected if run else 0,
        history=TableView(
            _("Derniers imports"),
            (
                Column(_("Date")),
                Column(_("Marque")),
                Column(_("Importés"), numeric=True),
                Column(_("Rejetés"), numeric=True),
            ),
            tuple(
                (
                    Cell(at=past.started_at, url=reverse("desk:run", args=[past.pk])),
                    Cell(past.brand.name),
                    Cell(str(past.imported)),
                    Cell(str(past.rejected)),
                )
                for past in history
            ),
        ),
    )


def _progress(run: ImportRun) -> ProgressView:
    words = _("%(done)d enregistrements lus") % {"done": run.total}
    state: Literal["running", "done", "failed"] = run.state  # type: ignore[assignment]
    whole = None if state == "running" else run.total
    return ProgressView(_("Import"), run.total, whole, words, state, reverse("desk:run", args=[run.pk]))


def _counts(run: ImportRun) -> tuple[FigureView, ...]:
    return (
        FigureView(_("Importés"), str(run.imported), status="ok"),
        FigureView(_("Doublons"), str(run.duplicates)),
        FigureView(_("En quarantaine"), str(run.quarantined), status="warning" if run.quarantined else ""),
        FigureView(_("Rejetés"), str(run.rejected), status="danger" if run.rejected else ""),
        FigureView(_("Laissés de côté"), str(run.skipped)),
    )

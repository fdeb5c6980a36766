"""Pages of a brand's recognisers: what is at work, a draft and its try on a sample, the brand's own lists, a file."""

from __future__ import annotations

import re
from typing import Literal
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

from egide.detection.brand import CHECKS
from egide.detection.errors import BrandRulesRefused
from egide.detection.finding import LABELS
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    HomeSection,
    LinkView,
    TableView,
)
from egide.service.design.vocabulary import find_kind
from egide.service.governance.frame import (
    FormBlock,
    access_row,
    actor_of,
    attachment,
    brand_of,
    lines_of,
    render_detail,
)
from egide.service.recognisers import flows
from egide.service.recognisers.models import ACTIVE, DRAFT, WITHDRAWN, Recogniser
from egide.service.tenancy.access import access_brand_by_slug
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_SHOWN = 200
_LONGEST_SAMPLE = 5000
_WHERE = re.compile(r"line \d+: (?P<key>\w+): (?P<reason>.*)", re.DOTALL)


class RuleForm(forms.Form):
    """A recogniser, field by field."""

    name = forms.CharField(
        label=gettext_lazy("Nom"), max_length=41, help_text=gettext_lazy("Minuscules, chiffres, - et _.")
    )
    label = forms.ChoiceField(label=gettext_lazy("Nature de la donnée"))
    pattern = forms.CharField(
        label=gettext_lazy("Motif (expression RE2)"),
        max_length=500,
        help_text=gettext_lazy("Exemple : GV[0-9]{6}. Ni casse ni accents ne comptent."),
    )
    check = forms.ChoiceField(
        label=gettext_lazy("Clé de contrôle"),
        required=False,
        help_text=gettext_lazy("Un chiffre faux baisse la confiance ; il ne démasque rien."),
    )
    context = forms.CharField(
        label=gettext_lazy("Mots proches, un par ligne"), required=False, widget=forms.Textarea({"rows": 3})
    )
    context_required = forms.BooleanField(label=gettext_lazy("Seulement près de l’un de ces mots"), required=False)
    score = forms.FloatField(label=gettext_lazy("Confiance, de 0 à 1"), initial=0.85)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["label"].choices = [(label, find_kind(label).label) for label in LABELS]  # type: ignore[attr-defined]
        self.fields["check"].choices = [("", _("aucune")), *((name, name) for name in CHECKS)]  # type: ignore[attr-defined]

    def rule(self) -> flows.Rule:
        """Give what the flow takes."""
        kept = dict(self.cleaned_data)
        return flows.Rule(context=tuple(lines_of(kept.pop("context"))), **kept)

    def refuse(self, refused: BrandRulesRefused) -> None:
        """Say beside its field what the library refused."""
        found = _WHERE.fullmatch(str(refused))
        field = found["key"] if found and found["key"] in self.fields else None
        self.add_error(field, _said(refused))


class ListsForm(forms.Form):
    """What the brand leaves in clear."""

    emails = forms.CharField(
        label=gettext_lazy("Adresses électroniques, une par ligne"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("L’étoile remplace une suite : *@marque.example"),
    )
    phones = forms.CharField(
        label=gettext_lazy("Téléphones, un par ligne"), required=False, widget=forms.Textarea({"rows": 4})
    )
    words = forms.CharField(
        label=gettext_lazy("Mots et noms, un par ligne"), required=False, widget=forms.Textarea({"rows": 4})
    )


class FileForm(forms.Form):
    """A file of rules."""

    file = forms.FileField(label=gettext_lazy("Fichier TOML"))


class SampleForm(forms.Form):
    """A text to try a recogniser on."""

    sample = forms.CharField(
        label=gettext_lazy("Texte d’essai"),
        max_length=_LONGEST_SAMPLE,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Lu une fois pour l’aperçu, jamais gardé."),
    )


def _said(refused: BrandRulesRefused) -> str:
    """Say a refusal of the library in the reader's language, with its own reason."""
    found = _WHERE.fullmatch(str(refused))
    sentences = {
        "pattern": _("Motif refusé : il pourrait tourner sans fin, ou trouver le vide."),
        "name": _("Le nom s’écrit en minuscules, chiffres, - et _, et commence par une lettre."),
        "label": _("Cette nature de donnée n’existe pas."),
        "context_required": _("Donnez d’abord les mots proches."),
        "score": _("La confiance est un nombre au-dessus de 0, jusqu’à 1."),
        "emails": _("Une adresse de la liste laisserait tout en clair ou n’en est pas une."),
        "phones": _("Un téléphone de la liste n’a pas de chiffres."),
    }
    sentence = sentences.get(found["key"], _("Règle refusée.")) if found else _("Règle refusée.")
    reason = refused.french if (get_language() or "fr").startswith("fr") else str(refused)
    return f"{sentence} ({reason})"


def _state(row: Recogniser) -> tuple[str, Literal["ok", "info", "neutral"]]:
    states: dict[str, tuple[str, Literal["ok", "info", "neutral"]]] = {
        DRAFT: (_("à l’essai"), "info"),
        ACTIVE: (_("en service"), "ok"),
        WITHDRAWN: (_("retiré"), "neutral"),
    }
    return states[row.state]


def _back() -> LinkView:
    return LinkView(_("Détecteurs de la marque"), reverse("recognisers:recognisers"))


@login_required
@require_GET
def recognisers(request: HttpRequest) -> HttpResponse:
    """List the brand's recognisers, and lead to its lists and files."""
    brand = brand_of(request, Right.RECOGNISER_EDIT)
    rows = Recogniser.objects.filter(brand=brand)[:_SHOWN]
    counts = {key: len(values) for key, values in flows.lists_of(brand.pk).items()}
    page = DetailPage(
        title=_("Détecteurs de la marque"),
        lead=_("Ce que la marque %(brand)s masque en plus, et ce qui est à elle et reste en clair.")
        % {"brand": brand.name},
        actions=(
            LinkView(_("Ajouter un détecteur"), reverse("recognisers:new"), "edit"),
            LinkView(_("Importer un fichier"), reverse("recognisers:import"), "upload"),
            LinkView(_("Exporter en TOML"), reverse("recognisers:export", args=[brand.slug])),
        ),
        sections=(
            HomeSection(
                _("Détecteurs"),
                table=TableView(
                    _("Détecteurs"),
                    (Column(_("Nom")), Column(_("Nature")), Column(_("Motif cherché")), Column(_("État"))),
                    tuple(_row(row) for row in rows),
                    empty=EmptyState(
                        _("Aucun détecteur propre à la marque"),
                        _("Ajoutez-en un pour un numéro que seule votre marque attribue : carte, dossier, contrat."),
                    ),
                ),
                wide=True,
            ),
            HomeSection(
                _("Laissé en clair"),
                table=TableView(
                    _("Laissé en clair"),
                    (Column(_("Liste")), Column(_("Nombre"), numeric=True)),
                    (
                        (Cell(_("Adresses électroniques")), Cell(str(counts["emails"]))),
                        (Cell(_("Téléphones")), Cell(str(counts["phones"]))),
                        (Cell(_("Mots et noms")), Cell(str(counts["words"]))),
                    ),
                ),
                more=LinkView(_("Modifier les listes"), reverse("recognisers:lists")),
            ),
        ),
    )
    return render(request, "pages/detail.html", {"page": page})


def _row(row: Recogniser) -> tuple[Cell, ...]:
    words, status = _state(row)
    return (
        Cell(row.name, url=reverse("recognisers:recogniser", args=[row.pk])),
        Cell(find_kind(row.label).label),
        Cell(row.pattern, code=True),
        Cell(words, status=status),
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Write the draft of a recogniser."""
    brand = brand_of(request, Right.RECOGNISER_EDIT)
    return _write(request, brand, RuleForm(request.POST or None), reverse("recognisers:new"), _back())


@login_required
def edit(request: HttpRequest, recogniser_id: UUID) -> HttpResponse:
    """Write a draft from a recogniser; what is at work stays until the draft is activated."""
    row = access_row(request, Recogniser, recogniser_id, Right.RECOGNISER_EDIT)
    rule = flows.rule_of(row)
    initial = {name: getattr(rule, name) for name in rule.__dataclass_fields__} | {"context": "\n".join(rule.context)}
    back = LinkView(row.name, reverse("recognisers:recogniser", args=[row.pk]))
    form = RuleForm(request.POST or None, initial=initial)
    return _write(request, row.brand, form, reverse("recognisers:edit", args=[row.pk]), back)


def _write(request: HttpRequest, brand: Brand, form: RuleForm, action: str, back: LinkView) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            row = flows.write_draft(brand.pk, form.rule(), actor=actor_of(request), now=timezone.now())
        except BrandRulesRefused as refused:
            form.refuse(refused)
        else:
            return redirect("recognisers:recogniser", row.pk)
    page = FormPage(
        title=_("Détecteur pour %(brand)s") % {"brand": brand.name},
        lead=_("Il reste à l’essai : rien ne change avant que vous le mettiez en service."),
        form=form,
        submit=_("Enregistrer l’essai"),
        action_url=action,
        back=back,
    )
    return render(request, "pages/form.html", {"page": page}, status=422 if form.errors else 200)


@login_required
@never_cache
def recogniser(request: HttpRequest, recogniser_id: UUID) -> HttpResponse:
    """Show one recogniser, and try it on a sample, which leaves with the answer."""
    row = access_row(request, Recogniser, recogniser_id, Right.RECOGNISER_EDIT)
    form = SampleForm(request.POST or None)
    shown = flows.preview(row, form.cleaned_data["sample"]) if request.method == "POST" and form.is_valid() else None
    words, _status = _state(row)
    aside = {
        DRAFT: LinkView(_("Modifier"), reverse("recognisers:edit", args=[row.pk]), "edit"),
        ACTIVE: LinkView(_("Préparer une autre version"), reverse("recognisers:edit", args=[row.pk]), "edit"),
        WITHDRAWN: LinkView(_("Reprendre comme essai"), reverse("recognisers:edit", args=[row.pk]), "edit"),
    }
    page = DetailPage(
        title=row.name,
        back=_back(),
        actions=(aside[row.state],),
        facts=(
            Fact(_("État"), words),
            Fact(_("Nature de la donnée"), find_kind(row.label).label),
            Fact(_("Motif cherché"), row.pattern),
            Fact(_("Clé de contrôle"), row.check_digit or _("aucune")),
            Fact(_("Mots proches"), ", ".join(row.context) or _("aucun")),
            Fact(_("Seulement près de ces mots"), _("oui") if row.context_required else _("non")),
        ),
        sections=_shown(shown) if shown else (),
        alerts=_answer(shown) if shown else (),
    )
    blocks = [
        FormBlock(
            _("Essayer sur un texte"), form, reverse("recognisers:recogniser", args=[row.pk]), _("Voir ce qu’il masque")
        )
    ]
    if row.state == DRAFT:
        blocks.append(
            FormBlock(
                _("Mettre en service"),
                forms.Form(),
                reverse("recognisers:activate", args=[row.pk]),
                _("Mettre en service"),
                lead=_("Il lira les prochains messages de la marque, à la place de la version du même nom."),
            )
        )
    if row.state != WITHDRAWN:
        blocks.append(
            FormBlock(
                _("Retirer"),
                forms.Form(),
                reverse("recognisers:withdraw", args=[row.pk]),
                _("Retirer ce détecteur"),
                lead=_("Ce que lui seul trouvait restera en clair dans les prochains messages."),
            )
        )
    failed = request.method == "POST" and shown is None
    return render_detail(request, page, *blocks, status=422 if failed else 200)


def _answer(shown: flows.Preview) -> tuple[AlertView, ...]:
    if not shown.own:
        return (AlertView("warning", _("Ce détecteur ne trouve rien dans ce texte.")),)
    return (AlertView("info", _("Le texte tel qu’un modèle le verrait"), shown.masked),)


def _shown(shown: flows.Preview) -> tuple[HomeSection, ...]:
    rows = tuple(
        (
            Cell(said, code=True),
            Cell(find_kind(finding.label).label),
            Cell(f"{finding.score:.2f}"),
            Cell(", ".join(finding.why)),
            Cell(_("déjà masqué"), status="neutral") if already else Cell(_("nouveau"), status="info"),
        )
        for finding, said, already in shown.own
    )
    columns = (
        Column(_("Trouvé")),
        Column(_("Nature")),
        Column(_("Confiance"), numeric=True),
        Column(_("Pourquoi")),
        Column(_("Aujourd’hui")),
    )
    table = TableView(_("Ce que ce détecteur trouve"), columns, rows, empty=EmptyState(_("Rien dans ce texte")))
    return (HomeSection(_("Ce que ce détecteur trouve"), table=table, wide=True),)


@login_required
@require_POST
def put_to_work(request: HttpRequest, recogniser_id: UUID) -> HttpResponse:
    """Activate a draft."""
    row = access_row(request, Recogniser, recogniser_id, Right.RECOGNISER_EDIT)
    flows.activate(row, actor=actor_of(request), now=timezone.now())
    return redirect("recognisers:recogniser", row.pk)


@login_required
@require_POST
def stop(request: HttpRequest, recogniser_id: UUID) -> HttpResponse:
    """Withdraw a recogniser."""
    row = access_row(request, Recogniser, recogniser_id, Right.RECOGNISER_EDIT)
    flows.withdraw(row, actor=actor_of(request), now=timezone.now())
    return redirect("recognisers:recogniser", row.pk)


@login_required
def lists(request: HttpRequest) -> HttpResponse:
    """Change what the brand leaves in clear."""
    brand = brand_of(request, Right.RECOGNISER_EDIT)
    initial = {key: "\n".join(values) for key, values in flows.lists_of(brand.pk).items()}
    form = ListsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        written = {key: lines_of(form.cleaned_data[key]) for key in flows.LISTS}
        try:
            flows.write_lists(brand.pk, written, actor=actor_of(request), now=timezone.now())
        except BrandRulesRefused as refused:
            found = _WHERE.fullmatch(str(refused))
            form.add_error(found["key"] if found and found["key"] in form.fields else None, _said(refused))
        else:
            return redirect("recognisers:recognisers")
    page = FormPage(
        title=_("Ce qui est à %(brand)s et reste en clair") % {"brand": brand.name},
        lead=_("Ses adresses, ses lignes, ses mots : jamais ceux d’un client."),
        form=form,
        submit=_("Enregistrer les listes"),
        action_url=reverse("recognisers:lists"),
        back=_back(),
    )
    return render(request, "pages/form.html", {"page": page}, status=422 if form.errors else 200)


@login_required
def take_file(request: HttpRequest) -> HttpResponse:
    """Import a file of rules as drafts."""
    brand = brand_of(request, Right.RECOGNISER_EDIT)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            flows.import_rules(brand.pk, form.cleaned_data["file"].read(), actor=actor_of(request), now=timezone.now())
        except BrandRulesRefused as refused:
            form.add_error("file", _said(refused))
        else:
            return redirect("recognisers:recognisers")
    page = FormPage(
        title=_("Importer des détecteurs"),
        lead=_("Les détecteurs arrivent à l’essai ; les listes du fichier s’ajoutent à celles de la marque."),
        form=form,
        submit=_("Importer"),
        action_url=reverse("recognisers:import"),
        back=_back(),
        multipart=True,
    )
    return render(request, "pages/form.html", {"page": page}, status=422 if form.errors else 200)


@login_required
@require_GET
def export(request: HttpRequest, brand: str) -> HttpResponse:
    """Give what is at work as a file that `egide scan` reads too."""
    try:
        found = access_brand_by_slug(actor_of(request), brand, Right.RECOGNISER_EDIT)
    except Brand.DoesNotExist as missing:
        raise Http404 from missing
    return attachment(flows.export_rules(found.pk), f"{found.slug}-detecteurs.toml", "application/toml; charset=utf-8")

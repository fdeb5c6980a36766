"""What runs for a brand now, read from its configuration: the scope that an assessment assesses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from egide.policy.dpia import Scope
from egide.policy.vocabulary import Region
from egide.service.register.law import brand_law
from egide.service.register.models import AiSystem, BrandPurpose, Provider
from egide.service.wiring import parts


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """An AI function that ships with the product; a brand may describe it further in its inventory.

    Attributes:
        cases: AI cases of the law file to which the reply is yes; all the others are no.
    """

    name: str
    title: tuple[str, str]
    tasks: tuple[str, ...]
    cases: tuple[str, ...]
    limits: tuple[str, str]


BUILT_IN: dict[str, BuiltIn] = {
    built.name: built
    for built in (
        BuiltIn(
            "egide-analyse",
            ("Tri, résumé et revue d'appel, sur place", "Triage, summary and call review, run here"),
            ("triage", "summary", "call_review"),
            ("text-sentiment", "customer-priority"),
            (
                "Lit le français d'abord ; se tait quand l'intention lui est inconnue ; le ton vient du seul texte.",
                "Reads French first; stays silent when the intent is unknown; tone comes from text alone.",
            ),
        ),
        BuiltIn(
            "egide-reponse",
            ("Brouillons tirés de la base de connaissances, sur place", "Drafts from the knowledge base, run here"),
            ("reply",),
            ("draft",),
            (
                "Ne répond que par des passages cités ; ne sait rien qui ne soit dans un article approuvé.",
                "Answers with cited passages only; knows nothing that is not in an approved article.",
            ),
        ),
        BuiltIn(
            "egide-ciblage",
            ("Choix des personnes à contacter, sur place", "Choice of whom to contact, run here"),
            ("targeting",),
            ("customer-priority",),
            (
                "Score linéaire appris des contacts passés ; ne lit ni âge ni autre critère protégé ; une personne valide.",
                "Linear score learnt from past contacts; reads no age or other protected attribute; a person approves.",
            ),
        ),
    )
}


_REGIONS = {region.value: region for region in Region}


def region_named(word: str) -> Region:
    """Read a place kept in a row."""
    return _REGIONS[word]


def running_scope(brand_id: UUID, tasks: Collection[str], *, planned: bool = False) -> Scope:
    """Read what runs for some tasks of a brand.

    Args:
        brand_id: The brand.
        tasks: The tasks assessed.
        planned: Count the systems that are planned too: what is validated may start later.

    Returns:
        The scope: purposes that the tasks serve, kinds declared for them, models, regions, sub-processors.
    """
    wanted = set(tasks)
    served = [code for code, purpose in brand_law(brand_id).purposes.items() if {*map(str, purpose.tasks)} & wanted]
    kinds = BrandPurpose.objects.filter(brand_id=brand_id, code__in=served).values_list("kinds", flat=True)
    states = ["in_use", "planned"] if planned else ["in_use"]
    rows = {row.name: row for row in AiSystem.objects.filter(brand_id=brand_id).select_related("provider")}
    systems = [row for row in rows.values() if row.state in states and wanted & set(row.tasks)]
    models = {row.name for row in systems}
    models |= {built.name for built in BUILT_IN.values() if built.name not in rows and wanted & set(built.tasks)}
    regions = {row.provider.region for row in systems if row.provider_id}
    for declared in parts().configuration.models:
        if declared.name not in rows and (not declared.tasks or wanted & set(declared.tasks)):
            models.add(declared.name)
            regions |= {declared.region} if declared.region else set()
    return Scope(
        purposes=frozenset(served),
        tasks=frozenset(wanted),
        kinds=frozenset(label for listed in kinds for label in listed),
        models=frozenset(models),
        regions=frozenset(regions),
        sub_processors=frozenset(_chain(brand_id, systems)),
    )


def _chain(brand_id: UUID, systems: Collection[AiSystem]) -> set[str]:
    """Name the providers of systems and, in turn, those that these providers use."""
    used = {row.provider_id for row in systems if row.provider_id}
    if not used:
        return set()
    providers = list(Provider.objects.filter(brand_id=brand_id, active=True))
    grown = True
    while grown:
        more = {row.pk for row in providers if row.parent_id in used} - used
        used, grown = used | more, bool(more)
    return {row.name for row in providers if row.pk in used}


def read_scope(document: Mapping[str, list[str]]) -> Scope:
    """Read a scope that was kept."""
    return Scope(**{part.name: frozenset(document.get(part.name, ())) for part in fields(Scope)})


def write_scope(scope: Scope) -> dict[str, list[str]]:
    """Keep a scope as lists."""
    return {part.name: sorted(getattr(scope, part.name)) for part in fields(Scope)}

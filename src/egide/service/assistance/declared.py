"""The models that a site declared: which of them may serve a task of a brand now, and how long a silent one is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from egide.assist.models import TextModel
from egide.policy import Model, ModelKind, Region, Task
from egide.policy.facts import Evidence
from egide.service.assistance.question import Register
from egide.service.configuration import ModelDeclaration
from egide.service.register.flows import MODEL
from egide.service.wiring import parts

# A model that did not answer is asked again after this: the queue does not wait for it message after message.
REST = timedelta(minutes=2)
_resting: dict[tuple[UUID, str], datetime] = {}
_REGIONS = {region.value: region for region in Region}


@dataclass(frozen=True, slots=True)
class DeclaredModel:
    """A declared model: what the policy reads of it, and the port through which it is asked."""

    declaration: ModelDeclaration
    port: TextModel
    facts: Model


def declared_models(register: Register, task: Task, *, now: datetime) -> list[DeclaredModel]:
    """List the declared models that a brand switched on for a task, in the order of the configuration.

    Args:
        register: What the brand allows.
        task: What is to be done.
        now: Aware UTC.

    Returns:
        The models to ask the policy about; empty is the normal state of a site without any.
    """
    known = parts()
    return [
        DeclaredModel(declared, known.text_models[declared.name], facts_of(declared))
        for declared in known.configuration.models
        if declared.name in known.text_models
        and task.value in declared.tasks
        and (MODEL, declared.name) in register.switches
        and not _rests(register.brand.pk, declared.name, now)
    ]


def facts_of(declared: ModelDeclaration) -> Model:
    """Say what the configuration tells of a model; its class and its proofs come from the inventory.

    A region that is none of the policy's words counts as the farthest, and a proof without a last day does not count.
    """
    return Model(
        declared.name,
        ModelKind.REMOTE,
        provider=declared.provider,
        region=_REGIONS.get(declared.region, Region.OTHER),
        evidence=tuple(proof for written in declared.evidence if (proof := _evidence(written)) is not None),
    )


def let_rest(brand_id: UUID, name: str, now: datetime) -> None:
    """Leave a model that did not answer alone for a while."""
    _resting[brand_id, name] = now + REST


def _rests(brand_id: UUID, name: str, now: datetime) -> bool:
    return now < _resting.get((brand_id, name), now)


def _evidence(written: str) -> Evidence | None:
    """Read a proof written ``kind:2027-05-31``."""
    kind, _, day = written.partition(":")
    try:
        return Evidence(kind, date.fromisoformat(day))
    except ValueError:
        return None

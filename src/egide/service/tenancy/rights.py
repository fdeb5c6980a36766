"""Who may do what: one matrix, read by every view, flow and test."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Role(StrEnum):
    """The people of the desk (see the interface page: each has a home that answers one question)."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    DPO = "dpo"
    RSSI = "rssi"
    SUSTAINABILITY = "sustainability"
    BRAND_OWNER = "brand_owner"
    OPERATOR = "operator"

    @property
    def label(self) -> StrOrPromise:
        """The role's name as people of the trade say it."""
        return _LABELS[self]


_LABELS = {
    Role.AGENT: _("Conseiller"),
    Role.SUPERVISOR: _("Superviseur"),
    Role.DPO: _("Délégué à la protection des données"),
    Role.RSSI: _("Responsable de la sécurité"),
    Role.SUSTAINABILITY: _("Responsable numérique responsable"),
    Role.BRAND_OWNER: _("Responsable de la marque"),
    Role.OPERATOR: _("Exploitant"),
}


class Right(StrEnum):
    """One act that somebody may or may not do in a brand."""

    INTERACTION_READ = "interaction.read"
    INTERACTION_REPLY = "interaction.reply"
    INTERACTION_IMPORT = "interaction.import"
    PRIORITY_OVERRIDE = "priority.override"
    QUARANTINE_RELEASE = "quarantine.release"
    KNOWLEDGE_EDIT = "knowledge.edit"
    QUALITY_REVIEW = "quality.review"
    INSIGHT_READ = "insight.read"
    FOOTPRINT_READ = "footprint.read"
    JOURNAL_READ = "journal.read"
    JOURNAL_OPEN = "journal.open"
    REGISTER_READ = "register.read"
    REGISTER_EDIT = "register.edit"
    DPIA_VALIDATE = "dpia.validate"
    CONSENT_EDIT = "consent.edit"
    RIGHTS_REQUEST_HANDLE = "rights_request.handle"
    EVIDENCE_EDIT = "evidence.edit"
    SWITCH_CHANGE = "switch.change"
    RECOGNISER_EDIT = "recogniser.edit"
    GATEWAY_KEY_EDIT = "gateway_key.edit"
    INCIDENT_HANDLE = "incident.handle"
    KEY_MANAGE = "key.manage"
    USER_MANAGE = "user.manage"
    EXPORT_MAKE = "export.make"
    SETTINGS_EDIT = "settings.edit"


_A, _S, _D, _R, _N, _B, _O = (
    Role.AGENT,
    Role.SUPERVISOR,
    Role.DPO,
    Role.RSSI,
    Role.SUSTAINABILITY,
    Role.BRAND_OWNER,
    Role.OPERATOR,
)

# A right on the left, the roles that hold it on the right. The operator runs the installation and never reads a
# customer's words; the DPO reads them only to answer a request; nobody validates their own DPIA but the DPO.
MATRIX: dict[Right, frozenset[Role]] = {
    Right.INTERACTION_READ: frozenset({_A, _S, _D}),
    Right.INTERACTION_REPLY: frozenset({_A, _S}),
    Right.INTERACTION_IMPORT: frozenset({_S, _O}),
    Right.PRIORITY_OVERRIDE: frozenset({_A, _S}),
    Right.QUARANTINE_RELEASE: frozenset({_D}),
    Right.KNOWLEDGE_EDIT: frozenset({_S, _B}),
    Right.QUALITY_REVIEW: frozenset({_S}),
    Right.INSIGHT_READ: frozenset({_S, _D, _N, _B}),
    Right.FOOTPRINT_READ: frozenset({_S, _N, _B}),
    Right.JOURNAL_READ: frozenset({_D, _R, _B}),
    Right.JOURNAL_OPEN: frozenset({_D}),
    Right.REGISTER_READ: frozenset({_D, _R, _N, _B, _O}),
    Right.REGISTER_EDIT: frozenset({_D}),
    Right.DPIA_VALIDATE: frozenset({_D}),
    Right.CONSENT_EDIT: frozenset({_A, _S, _D}),
    Right.RIGHTS_REQUEST_HANDLE: frozenset({_D}),
    Right.EVIDENCE_EDIT: frozenset({_D, _R, _O}),
    Right.SWITCH_CHANGE: frozenset({_D, _B}),
    Right.RECOGNISER_EDIT: frozenset({_D, _R}),
    Right.GATEWAY_KEY_EDIT: frozenset({_R, _O}),
    Right.INCIDENT_HANDLE: frozenset({_D, _R}),
    Right.KEY_MANAGE: frozenset({_R}),
    Right.USER_MANAGE: frozenset({_R, _O}),
    Right.EXPORT_MAKE: frozenset({_D}),
    Right.SETTINGS_EDIT: frozenset({_O}),
}


def roles_holding(right: Right) -> frozenset[Role]:
    """Return the roles that hold a right."""
    return MATRIX[right]

"""Brands (controllers), the operator, memberships, and the base of every brand-owned row."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import EVERYTHING, current_scope

_Row = TypeVar("_Row", bound=models.Model)


class ScopedManager(models.Manager[_Row]):
    """Every query is limited to the brands in scope, and refused when no scope is open."""

    @override
    def get_queryset(self) -> models.QuerySet[_Row]:
        scope = current_scope()
        rows = super().get_queryset()
        return rows if scope == EVERYTHING else rows.filter(brand_id__in=scope)


class Brand(models.Model):
    """A controller: the brand whose customers write, and whose choices bind the desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("identifiant"), max_length=40, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    # Public contact data of the organisation, art. 30(1)(a) GDPR.
    controller_name = models.CharField(_("responsable de traitement"), max_length=200, blank=True)
    controller_contact = models.CharField(_("contact"), max_length=200, blank=True)
    dpo_contact = models.CharField(_("contact du délégué"), max_length=200, blank=True)
    reply_address = models.EmailField(_("adresse de réponse"), blank=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    time_zone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    created_at = models.DateTimeField(_("créée le"))

    class Meta:
        verbose_name = _("marque")
        verbose_name_plural = _("marques")
        ordering: ClassVar = ["name"]

    @override
    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role given to a user, for one brand, or for the installation when the brand is empty.

    Not brand-owned: this table is what defines the scope, so it is read before any scope exists.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=24, choices=[(role.value, role.label) for role in Role])
    # Of an agent: calls are reported by team, never by person.
    team = models.CharField(_("équipe"), max_length=60, blank=True)
    granted_at = models.DateTimeField(_("accordé le"))
    until = models.DateTimeField(_("jusqu'au"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("revu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("habilitation")
        verbose_name_plural = _("habilitations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "brand", "role"], name="one_membership_per_user_brand_role"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.role}@{self.brand_id or 'installation'}"


class BrandOwned(models.Model):
    """Base of each row that belongs to one brand: scoped queries, row-level security on PostgreSQL."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", verbose_name=_("marque"))

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True


class IndexedByOthers(BrandOwned):
    """Rows written with every act, whose other indexes start with the brand: one of its own would only cost."""

    brand = models.ForeignKey(
        Brand, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("marque")
    )

    class Meta:
        abstract = True

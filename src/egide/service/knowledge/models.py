"""Articles that a brand has approved as sources of answers. They hold no customer's data."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned


class Article(BrandOwned):
    """One article, in Markdown, with the date it was last checked and the date it stops being true."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("référence"), max_length=40)
    title = models.CharField(_("titre"), max_length=200)
    body = models.TextField(_("texte"))
    audience = models.CharField(_("public"), max_length=40, blank=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    updated_on = models.DateField(_("à jour au"), null=True)
    expires_on = models.DateField(_("expire le"), null=True)
    approved = models.BooleanField(_("approuvé"), default=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("article")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "code"], name="one_article_per_code")]

    @override
    def __str__(self) -> str:
        return f"{self.code} {self.title}"

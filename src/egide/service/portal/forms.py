"""Forms of the customer's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from egide.service.rights.models import KINDS


class AddressForm(forms.Form):
    """The address by which the customer wrote."""

    email = forms.EmailField(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy("Celle avec laquelle vous écrivez à la marque."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=gettext_lazy("Code à six chiffres"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class RequestForm(forms.Form):
    """Which right."""

    kind = forms.ChoiceField(label=gettext_lazy("Ce que vous demandez"), choices=KINDS)


class LeavingForm(forms.Form):
    """Nothing to fill in."""

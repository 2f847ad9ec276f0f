"""The forms of an identity's page. None of their errors repeats what was typed."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

from newsroom.accounts.models import User
from sources.models import SourceIdentity
from sources.vault import LONGEST

KEPT_HERE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
"""So that no browser remembers what is typed, or sends it to a service that checks its spelling."""


def _help(name: str) -> str:
    field: Any = SourceIdentity._meta.get_field(name)  # noqa: SLF001  Django's documented attribute
    return str(field.help_text)


def _box(rows: int) -> AdminTextareaWidget:
    return AdminTextareaWidget(attrs={"rows": rows, "dir": "auto", **KEPT_HERE})


class IdentityForm(forms.Form):
    """Who a confidential source is. A plain form: a model's form would put the words into its errors' parameters."""

    real_name = forms.CharField(label="Real name", widget=_box(1), error_messages={"required": "Give the name."})
    other_names = forms.CharField(label="Other names", widget=_box(2), required=False, help_text=_help("other_names"))
    contacts = forms.CharField(label="Contacts", widget=_box(3), required=False, help_text=_help("contacts"))
    note = forms.CharField(label="Note", widget=_box(3), required=False, help_text=_help("note"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RevealForm(forms.Form):
    purpose = forms.CharField(
        label="What for?",
        min_length=8,
        widget=AdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
        help_text="Kept with your name and the time, and shown on this page. Do not write the name here.",
        error_messages={"required": "Say what you need the name for.", "min_length": "Say it in a few words."},
    )


class GrantForm(forms.Form):
    """To whom, and up to and with which day."""

    holder = forms.ModelChoiceField(label="Who", queryset=User.objects.none(), error_messages={"required": "Say who."})
    until = forms.DateField(
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=f"The last day, UTC; at most {LONGEST.days} days ahead.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["holder"]
        people.queryset = User.objects.filter(is_active=True, is_staff=True).order_by("username")

    def clean_until(self) -> dt.datetime:
        """The last moment of the day."""
        return dt.datetime.combine(self.cleaned_data["until"], dt.time.max, dt.UTC)


def parts_of(identity: SourceIdentity) -> dict[str, Any]:
    """What the form is filled with."""
    return {name: getattr(identity, name) for name in IdentityForm.base_fields}

"""Forms whose text is brought, once and on entry, into the one form it is stored in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from events.models.incidents import validate_edtf
from sources.text import UnusableText, normalise


class TypedForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Line ends, NFC and what no text may hold: the same rule for every box a hand types into.

    EDTF is checked at its box, before a row that could not be shown again takes it over.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name.endswith("_edtf"):
                field.validators = [*field.validators, validate_edtf]
            if isinstance(field, forms.ModelChoiceField):
                self._forget_impossible_start(name, field)

    def _forget_impossible_start(self, name: str, field: Any) -> None:
        """An address may ask to start from a row that is not there."""
        asked = self.initial.get(name)
        try:
            if isinstance(asked, str):
                field.to_python(asked)
        except ValidationError:
            self.initial = {**self.initial, name: None}

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._forget_impossible_choices()
        for name, typed in list(self.cleaned_data.items()):
            if isinstance(typed, str):
                self._normalise(name, typed)
        return self.cleaned_data

    def _forget_impossible_choices(self) -> None:
        """A row that is not there is not shown again: the search box would break on what is no number."""
        for name in self.errors:
            if isinstance(self.fields.get(name), forms.ModelChoiceField):
                self.data = {**dict(self.data.items()), self.add_prefix(name): ""}

    def _normalise(self, name: str, typed: str) -> None:
        try:
            self.cleaned_data[name] = normalise(typed)
        except UnusableText as problem:
            self.add_error(name, f"This text cannot be stored: {problem}.")

"""What is made in the same save as a claim: a speaker or an incident that is met for the first time."""

import datetime as dt
from typing import Any

from django import forms

from events.dates import ImpossibleDate
from events.models import Incident
from events.number_words import UnknownWords
from events.typed_forms import TypedForm
from events.worded_dates import edtf_of
from sources.models import Source


class NewSource(TypedForm):
    """A source met in a text. Refused where one of this name is there: choosing it is what is meant."""

    class Meta:
        model = Source
        fields = ("name", "kind")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].error_messages["required"] = "Choose what kind of speaker or publisher this is."

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        there = Source.objects.called(name).first()
        if there is not None:
            message = f"There is “{there}” already: type the name again and choose it from the list."
            raise forms.ValidationError(message)
        return name


class NewIncident(TypedForm):
    """An incident met in a text; its day is read from the words, against the day of the report."""

    class Meta:
        model = Incident
        fields = ("label", "occurred_words", "place", "type")

    def __init__(self, *args: Any, reported_on: dt.date | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reported_on = reported_on

    def clean(self) -> dict[str, Any]:
        super().clean()
        words = self.cleaned_data.get("occurred_words")
        if words:
            self._read(words)
        return self.cleaned_data

    def _read(self, words: str) -> None:
        try:
            self.instance.occurred_edtf = edtf_of(words, self.reported_on)
        except (UnknownWords, ImpossibleDate) as problem:
            self.add_error("occurred_words", str(problem))

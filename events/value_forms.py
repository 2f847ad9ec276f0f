"""Stating a value in a form: the words are typed, the software reads them, the editor may correct the reading."""

import datetime as dt
from typing import Any, ClassVar

from events.dates import ImpossibleDate
from events.models.vocabularies import Predicate, ValueType
from events.number_words import UnknownWords
from events.quantities import ImpossibleQuantity, Quantity, QuantityKind, render
from events.quantity_words import parse_quantity
from events.typed_forms import TypedForm
from events.worded_dates import edtf_of

READING = ("quantity_kind", "quantity_n", "quantity_n2", "quantity_best", "quantity_word")
GROUPS: dict[str, tuple[str, ...]] = {
    ValueType.QUANTITY: ("quantity_words", *READING, "through_on"),
    ValueType.DATE: ("value_words", "value_edtf"),
    ValueType.PLACE: ("value_place",),
    ValueType.PARTY: ("value_party",),
    ValueType.CATEGORY: ("value_category",),
    ValueType.BOOLEAN: ("value_boolean",),
    ValueType.TEXT: ("value_text",),
}
VALUE_FIELDS = [name for group in GROUPS.values() for name in group]
_EXAMPLES = {
    ValueType.QUANTITY: "as stated, for example “at least six”",
    ValueType.DATE: "as stated, for example “in late January”",
    ValueType.CATEGORY: "in one or two words",
    ValueType.TEXT: "in the speaker's words",
}
_YES_OR_NO = [("unknown", "not stated"), ("true", "yes"), ("false", "no")]


class ValueForm(TypedForm):
    """Exactly one group of value boxes is filled: the one that the predicate asks for.

    A figure is read from its words whenever they change. The editor's own reading wins if it was
    set in the same save, or later; it is never overwritten while the words stay the same. A date
    in words is treated alike: EDTF given by hand wins, else the words are read.
    """

    LABELS: ClassVar[dict[str, str]] = {
        "quantity_n": "Number (n)",
        "quantity_n2": "Second number (n2)",
        "quantity_best": "Best number",
        "value_place": "Place",
        "value_party": "Party",
        "value_category": "Category",
        "value_text": "Statement",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in self.LABELS.items():
            if name in self.fields:
                self.fields[name].label = label
        if "value_boolean" in self.fields:
            self.fields["value_boolean"].widget.choices = _YES_OR_NO

    def asked(self) -> Predicate | None:
        """The predicate that the value answers; None while it is not known."""
        raise NotImplementedError

    def reported_on(self) -> dt.date | None:
        """The day of the report that words such as “Monday” are read against."""
        return None

    def needs_value(self) -> bool:
        return True

    def refuses_value(self) -> str:
        """Why no value may be given; empty if one may."""
        return ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        asked = self.asked()
        if asked is not None:
            self._read_answer(asked)
        if asked is None or any(name in self.errors for name in VALUE_FIELDS):
            self._keep_stored_value()
        else:
            self.instance.value_type = asked.value_type
        return self.cleaned_data

    def _read_answer(self, asked: Predicate) -> None:
        self._forget_reading_of_emptied_words()
        refusal = self.refuses_value()
        for group, names in GROUPS.items():
            if refusal or group != asked.value_type:
                self._refuse_group(names, refusal or self._use_instead(asked))
        if not refusal:
            self._read_figure()
            self._read_value_date()
            self._require_value(asked)

    def _keep_stored_value(self) -> None:
        """Leave the row with a value that can be shown while the form is corrected."""
        for name in VALUE_FIELDS:
            self.cleaned_data.pop(name, None)

    # The figure

    def _forget_reading_of_emptied_words(self) -> None:
        emptied = "quantity_words" in self.changed_data and not self._is_filled("quantity_words")
        if emptied and not any(name in self.changed_data or name in self.errors for name in READING):
            self._fill_reading(None)

    def _read_figure(self) -> None:
        if any(name in self.errors for name in GROUPS[ValueType.QUANTITY]):
            return
        words = self.cleaned_data["quantity_words"]
        try:
            quantity = self._stated_quantity(words)
        except UnknownWords as problem:
            self.add_error("quantity_words", str(problem))
            self.add_error("quantity_kind", "To keep these words, choose the hedge here and give the number.")
        except ImpossibleQuantity as problem:
            self.add_error("quantity_kind" if self.is_read_by_hand else "quantity_words", str(problem))
        else:
            self._fill_reading(quantity)

    @property
    def is_read_by_hand(self) -> bool:
        """True if the editor set the reading himself in this save."""
        touched = any(name in self.changed_data for name in READING)
        return touched and bool(self.cleaned_data.get("quantity_kind"))

    def _stated_quantity(self, words: str) -> Quantity | None:
        kind = self.cleaned_data["quantity_kind"]
        if not self.is_read_by_hand and ("quantity_words" in self.changed_data or (words and not kind)):
            return parse_quantity(words) if words else None
        return self._quantity_by_hand(kind) if kind else None

    def _quantity_by_hand(self, kind: str) -> Quantity:
        n, n2, best = (self.cleaned_data[f"quantity_{name}"] for name in ("n", "n2", "best"))
        return Quantity(QuantityKind(kind), n=n, n2=n2, best=best, word=self.cleaned_data["quantity_word"])

    def _fill_reading(self, quantity: Quantity | None) -> None:
        self.cleaned_data["quantity_kind"] = quantity.kind.value if quantity else ""
        for name in ("n", "n2", "best"):
            self.cleaned_data[f"quantity_{name}"] = getattr(quantity, name, None)
        self.cleaned_data["quantity_word"] = quantity.word if quantity else ""

    # The date

    def _read_value_date(self) -> None:
        problem = self.read_date("value_words", "value_edtf")
        if problem:
            self.add_error("value_words", problem)

    def read_date(self, words_name: str, edtf_name: str) -> str:
        """Fill the EDTF from the words unless it was given by hand; what stood in the way, in words."""
        if words_name in self.errors or edtf_name in self.errors:
            return ""
        words, given = self.cleaned_data[words_name], self.cleaned_data[edtf_name]
        is_by_hand = given and (edtf_name in self.changed_data or words_name not in self.changed_data)
        if not words or is_by_hand:
            return ""
        try:
            self.cleaned_data[edtf_name] = edtf_of(words, self.reported_on())
        except (UnknownWords, ImpossibleDate) as problem:
            self.cleaned_data[edtf_name] = ""
            return str(problem)
        return ""

    # One group only

    def _require_value(self, asked: Predicate) -> None:
        names = GROUPS[asked.value_type]
        is_given = any(self._is_filled(name) for name in names[:2])
        if self.needs_value() and not is_given and names[0] not in self.errors:
            self.add_error(names[0], self._wanted(asked))

    def _refuse_group(self, names: tuple[str, ...], why: str) -> None:
        for name in names:
            if self._is_filled(name) and (name not in READING or not self._is_filled(names[0])):
                self.add_error(name, why)

    def _is_filled(self, name: str) -> bool:
        return self.cleaned_data.get(name) not in ("", None)

    def _use_instead(self, asked: Predicate) -> str:
        asks_for = ValueType(asked.value_type).label
        box = str(self.fields[GROUPS[asked.value_type][0]].label).lower()
        return f"“{asked}” asks for {asks_for}: use the box “{box}” and leave this one empty."

    def _wanted(self, asked: Predicate) -> str:
        example = _EXAMPLES.get(ValueType(asked.value_type), "")
        return f"“{asked}” asks for {ValueType(asked.value_type).label}. Give it here{example and f', {example}'}."


def reading_of(quantity: Quantity) -> str:
    """How a figure was understood: “at least 6 (6 or more)”, “about 124 (usually 112 to 136)”."""
    stated = render(quantity)
    if quantity.low == quantity.high:
        return stated
    entailed = _range(quantity.low, quantity.high)
    soft = _range(quantity.soft_low, quantity.soft_high)
    return f"{stated} ({entailed})" if soft == entailed else f"{stated} ({entailed}; usually {soft})"


def _range(low: int, high: int | None) -> str:
    return f"{low:,} or more" if high is None else f"{low:,} to {high:,}"

"""The value that a claim states or a finding concludes: one group of columns, in the speaker's words."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from events.dates import PartialDate
from events.models.incidents import validate_edtf
from events.models.vocabularies import ValueType
from events.quantities import Quantity, QuantityKind, render
from events.series_inputs import RawEstimate
from sources.models import Place, Source

K = QuantityKind
KIND_LABELS = [
    (K.EXACT, "exactly n"),
    (K.AT_LEAST, "at least n"),
    (K.MORE_THAN, "more than n"),
    (K.AT_MOST, "up to n"),
    (K.FEWER_THAN, "fewer than n"),
    (K.NEARLY, "nearly n"),
    (K.APPROX, "about n"),
    (K.ODD, "n-odd"),
    (K.BETWEEN, "between n and n2"),
    (K.ONE_OF, "n or n2"),
    (K.VAGUE, "a vague word (dozens)"),
    (K.NONE, "none"),
    (K.UNKNOWN, "an unknown number"),
    (K.ESTIMATE, "an estimate: n low, n2 high, best"),
]
_WITH_ONE_NUMBER = [K.EXACT, K.AT_LEAST, K.MORE_THAN, K.AT_MOST, K.FEWER_THAN, K.NEARLY, K.APPROX, K.ODD]
_SMALLEST = {K.FEWER_THAN: 1, K.APPROX: 1, K.NEARLY: 2, K.ODD: 10}

_FILLED = {
    ValueType.QUANTITY: ~Q(quantity_kind=""),
    ValueType.DATE: ~Q(value_edtf=""),
    ValueType.PLACE: Q(value_place__isnull=False),
    ValueType.PARTY: Q(value_party__isnull=False),
    ValueType.CATEGORY: ~Q(value_category=""),
    ValueType.BOOLEAN: Q(value_boolean__isnull=False),
    ValueType.TEXT: ~Q(value_text=""),
}
_EMPTY = {
    ValueType.QUANTITY: Q(quantity_kind=""),
    ValueType.DATE: Q(value_edtf=""),
    ValueType.PLACE: Q(value_place=None),
    ValueType.PARTY: Q(value_party=None),
    ValueType.CATEGORY: Q(value_category=""),
    ValueType.BOOLEAN: Q(value_boolean=None),
    ValueType.TEXT: Q(value_text=""),
}


def no_value() -> Q:
    """No value group is filled."""
    empty = Q()
    for condition in _EMPTY.values():
        empty &= condition
    return empty


def exactly_the_value_of_its_type() -> Q:
    """The group that `value_type` names is filled and no other."""
    either = Q()
    for chosen in ValueType:
        only = Q(value_type=chosen) & _FILLED[chosen]
        for other in ValueType:
            only &= _EMPTY[other] if other != chosen else Q()
        either |= only
    return either


def quantity_is_possible() -> Q:
    """Every kind of quantity has the numbers it needs, in order, and no others: the table of hedges."""
    none_given = Q(quantity_n=None, quantity_n2=None, quantity_best=None)
    no_word = Q(quantity_word="")
    possible = Q(quantity_kind="") & none_given & no_word
    possible |= Q(quantity_kind__in=[K.NONE, K.UNKNOWN]) & none_given & no_word
    possible |= Q(quantity_kind=K.VAGUE) & none_given & ~no_word
    for kind in _WITH_ONE_NUMBER:
        enough = Q(quantity_kind=kind, quantity_n__gte=_SMALLEST.get(kind, 0))
        possible |= enough & Q(quantity_n2=None, quantity_best=None) & no_word
    two = Q(quantity_kind__in=[K.BETWEEN, K.ONE_OF], quantity_n__isnull=False, quantity_n__lt=F("quantity_n2"))
    possible |= two & Q(quantity_best=None) & no_word
    # A data set's row is kept as it stands even where its numbers are out of order: see RawEstimate.
    three = Q(quantity_kind=K.ESTIMATE, quantity_n__isnull=False, quantity_best__isnull=False)
    return possible | (three & Q(quantity_n2__isnull=False) & no_word)


class WithValue(models.Model):
    """Columns for one stated value. Bounds are computed, never stored: see `events.quantities`."""

    value_type = models.CharField(max_length=10, choices=ValueType, editable=False)
    quantity_words = models.CharField(
        "figure, in words",
        max_length=200,
        blank=True,
        help_text="As stated: “at least six”, “roughly 124”, “dozens”.",
    )
    quantity_kind = models.CharField(
        "hedge",
        max_length=10,
        choices=KIND_LABELS,
        blank=True,
        help_text="Filled from the words; correct it if wrong.",
    )
    quantity_n = models.PositiveBigIntegerField("n", null=True, blank=True)
    quantity_n2 = models.PositiveBigIntegerField("n2", null=True, blank=True)
    quantity_best = models.PositiveBigIntegerField("best", null=True, blank=True)
    quantity_word = models.CharField("vague word", max_length=40, blank=True)
    through_on = models.DateField(
        "counts up to", null=True, blank=True, help_text="For a running total: the last day it counts."
    )
    value_words = models.CharField(
        "date, in words",
        max_length=200,
        blank=True,
        help_text="As stated: “in late January”, “on Monday”.",
    )
    value_edtf = models.CharField(
        "date (EDTF)",
        max_length=60,
        blank=True,
        validators=[validate_edtf],
        help_text="For example 2023-06-19.",
    )
    value_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="place stated"
    )
    value_party = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="party stated"
    )
    value_category = models.CharField("category stated", max_length=100, blank=True)
    value_boolean = models.BooleanField("yes or no", null=True, blank=True)
    value_text = models.TextField("statement", blank=True, help_text="What is stated, in the speaker's words.")

    class Meta:
        abstract = True

    @property
    def raw_estimate(self) -> RawEstimate | None:
        """The three numbers of a data set's row, in order or not; None for any other figure."""
        if self.quantity_kind != K.ESTIMATE:
            return None
        low, best, high = self.quantity_n or 0, self.quantity_best or 0, self.quantity_n2 or 0
        return RawEstimate(low, best, high)

    @property
    def quantity(self) -> Quantity | None:
        """The figure as stated; None where there is none, or where the numbers of an estimate are out of order."""
        if not self.quantity_kind or (self.raw_estimate and self.raw_estimate.is_disordered):
            return None
        return Quantity(
            QuantityKind(self.quantity_kind),
            n=self.quantity_n,
            n2=self.quantity_n2,
            best=self.quantity_best,
            word=self.quantity_word,
            text=self.quantity_words,
        )

    @quantity.setter
    def quantity(self, quantity: Quantity | None) -> None:
        self.quantity_kind = quantity.kind if quantity else ""
        for name in ("n", "n2", "best"):
            setattr(self, f"quantity_{name}", getattr(quantity, name, None))
        self.quantity_word = quantity.word if quantity else ""
        self.quantity_words = (quantity.text or self.quantity_words) if quantity else ""

    @property
    def value_date(self) -> PartialDate | None:
        return PartialDate(self.value_edtf, text=self.value_words) if self.value_edtf else None

    @property
    def stated(self) -> str:
        """The value in a few words, the speaker's own where there are any."""
        words = self.quantity_words or self.value_words or self.value_text
        if self.raw_estimate and self.raw_estimate.is_disordered:
            return words or self.raw_estimate.disorder
        return words or (render(self.quantity) if self.quantity else str(self.value or ""))

    @property
    def value(self) -> Any:
        """The one value that is filled, whatever its type; None where nothing is stated."""
        return {
            ValueType.QUANTITY: self.quantity or self.raw_estimate,
            ValueType.DATE: self.value_date,
            ValueType.PLACE: self.value_place,
            ValueType.PARTY: self.value_party,
            ValueType.CATEGORY: self.value_category or None,
            ValueType.BOOLEAN: self.value_boolean,
            ValueType.TEXT: self.value_text or None,
        }.get(ValueType(self.value_type) if self.value_type else ValueType.TEXT)

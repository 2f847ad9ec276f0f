from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F, Q


def _wider(row: Any, field: str) -> Iterator[str]:
    """The codes of everything wider, from the nearest up."""
    wider, met = getattr(row, field), {row.code}
    while wider is not None and wider.code not in met:
        met.add(wider.code)
        yield wider.code
        wider = getattr(wider, field)


class ValueType(models.TextChoices):
    """What kind of answer a predicate asks for."""

    QUANTITY = "quantity", "a number"
    DATE = "date", "a date"
    PLACE = "place", "a place"
    PARTY = "party", "a party"
    CATEGORY = "category", "a category"
    BOOLEAN = "boolean", "yes or no"
    TEXT = "text", "words"


class Predicate(models.Model):
    """What is asked: how many were killed, when it happened, who did it. Ships with the product."""

    code = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=100, help_text="As it reads behind a population: “killed”.")
    value_type = models.CharField(max_length=10, choices=ValueType)
    subset_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsets",
        help_text="Who counts here counts there too: the seriously injured are among the injured.",
    )
    is_cumulative = models.BooleanField(
        "cumulative",
        default=False,
        help_text="The count of one event can grow as it becomes known, never fall.",
    )
    is_single_valued = models.BooleanField(
        "single-valued", default=False, help_text="Two different answers cannot both be true."
    )
    description = models.TextField(blank=True, help_text="What counts and what does not.")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(subset_of=F("code")), name="predicate_is_not_its_own_subset")
        ]

    def __str__(self) -> str:
        return self.label

    def chain(self) -> Iterator[str]:
        """The predicates that this one is a subset of, all the way up."""
        return _wider(self, "subset_of")


class Population(models.Model):
    """Of what kind those are who are counted: persons, civilians, vehicles. Whose they are is the party."""

    code = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=100, help_text="In the plural: “civilians”.")
    within = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The wider population that contains this one.",
    )
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~Q(within=F("code")), name="population_is_not_within_itself")]

    def __str__(self) -> str:
        return self.label

    def chain(self) -> Iterator[str]:
        """The populations that contain this one, all the way up."""
        return _wider(self, "within")

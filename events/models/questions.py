from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from events.dates import PartialDate, render_date
from events.models.incidents import Incident, validate_edtf
from events.models.vocabularies import Population, Predicate
from newsroom.ledger.records import PublicIdField, Record
from sources.models import Place, Source

NOTHING = 0
NO_POPULATION = "not applicable"


def _or_nothing(field: str) -> Coalesce:
    return Coalesce(field, Value(NOTHING), output_field=models.BigIntegerField())


class QuestionManager(models.Manager["Question"]):
    KEY: ClassVar[tuple[str, ...]] = ("incident", "predicate", "population", "party", "place", "window")

    def find_or_make(self, **key: Any) -> "Question":
        """The one question with this incident, predicate, population, party, place and window."""
        given = {name: key.get(name, "" if name == "window" else None) for name in self.KEY}
        return self.get_or_create(**given)[0]


class Question(Record):
    """What is being answered. Nobody asserts it, and no editor makes one by hand.

    A running total has no incident and an open window (`2023-01-01/..`), so that successive
    totals answer the same question; it is never added to the figures of an incident.
    """

    public_id = PublicIdField(prefix="qst")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    predicate = models.ForeignKey(Predicate, on_delete=models.PROTECT, related_name="questions")
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="questions")
    party = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        help_text="Whose: Israeli soldiers, Palestinians.",
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    window = models.CharField(
        max_length=60,
        blank=True,
        validators=[validate_edtf],
        help_text="Empty: in the incident. A running total has an open window: 2023-01-01/..",
    )

    objects = QuestionManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                _or_nothing("incident"),
                "predicate",
                "population",
                _or_nothing("party"),
                _or_nothing("place"),
                "window",
                name="question_is_asked_once",
                violation_error_message="This question is already there.",
            ),
            models.CheckConstraint(
                condition=Q(incident__isnull=False) | ~Q(window="") | Q(place__isnull=False) | Q(party__isnull=False),
                name="question_is_about_something",
                violation_error_message="A question is about an incident, or about a window, place or party.",
            ),
        ]

    def __str__(self) -> str:
        window = render_date(PartialDate(self.window)) if self.window else ""
        about = [str(self.incident or ""), self.place.name if self.place else "", window]
        return ", ".join(filter(None, [self.subject, *about]))

    @property
    def subject(self) -> str:
        """What is asked, without where: “combatants (Israel) injured”."""
        return subject_words(self.population.label, self.party.name if self.party else "", self.predicate.label)


def subject_words(population: str, party: str, predicate: str) -> str:
    """“combatants (Israel) injured”; without a population just the predicate."""
    whose = f"({party})" if party else ""
    counted = "" if population == NO_POPULATION else population
    return " ".join(filter(None, [counted, whose, predicate]))

"""Running totals against the incidents that they contain: an alarm where the parts exceed the whole.

Only what is issued is looked at. A total and an incident are never compared figure by figure; the one
thing that can be said is that a total is too low if what certainly belongs to it comes to more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from events.answers import Answer
from events.dates import PartialDate
from events.documents.answers import comparable
from events.models import IncidentPublication, QuestionPublication
from events.quantities import Quantity, QuantityKind
from events.scopes import Member, Scope, days_of, outermost
from events.series import Alarm, check_total
from newsroom.ledger.registry import Json

CHUNK = 200


@dataclass(frozen=True)
class TotalAlarm:
    """One answer about a running total that is lower than the incidents inside it."""

    question: str
    label: str
    alarm: Alarm


def total_alarms() -> Iterator[TotalAlarm]:
    """Every issued running total that its incidents exceed, in the order of issuing."""
    totals = QuestionPublication.objects.issued().filter(incident="", answers__gt=0).order_by("from_seq")
    for publication in totals.iterator(CHUNK):
        body = publication.body_json()
        for answer in body["answers"]:
            found = _alarm(comparable(answer, body)) if body["window"] else None
            if found:
                yield TotalAlarm(publication.public_id, body["label"], found)


def _alarm(total: Answer) -> Alarm | None:
    if not isinstance(total.value, Quantity):
        return None
    floors = dict(_floors(total.scope))
    parts = [floors[incident] for incident in outermost(floors)]
    return check_total(total.value, [Quantity(QuantityKind.AT_LEAST, n=floor) for floor in parts])


def _floors(total: Scope) -> Iterator[tuple[Member, int]]:
    """By incident, the fewest that certainly belong to the total."""
    if total.window is None or total.through is None:
        return
    first, _last = days_of(total.window)
    inside = IncidentPublication.objects.issued().filter(occurred_from__gte=first, occurred_until__lte=total.through)
    for publication in inside.order_by("from_seq").iterator(CHUNK):
        incident = publication.body_json()
        if floors := list(_floors_of(incident, total)):
            yield _member(incident), max(floors)


def _member(incident: Json) -> Member:
    """The incident, and those that it is part of."""
    wider = [link["incident"]["id"] for link in incident["incident_links"] if link["kind"] == "part_of"]
    return Member(incident["id"], incident["label"], frozenset(wider))


def _floors_of(incident: Json, total: Scope) -> Iterator[int]:
    asked = QuestionPublication.objects.issued().filter(incident=incident["id"], predicate=total.predicate.key)
    for publication in asked:
        body = publication.body_json()
        answers = [comparable(answer, body) for answer in body["answers"]]
        figures = [answer.value.low for answer in answers if isinstance(answer.value, Quantity) and answer.is_figure]
        if figures and _placed(answers[0].scope, incident).counts_towards(total, _day(incident)):
            yield min(figures)


def _placed(scope: Scope, incident: Json) -> Scope:
    """The question at the incident's own place, which is what a total for a region asks for."""
    place = incident["place"]
    if scope.place or not place:
        return scope
    wider = frozenset(filter(None, [place["admin1"], place["country"]]))
    return replace(scope, place=Member(place["name"], place["name"], wider))


def _day(incident: Json) -> PartialDate:
    return PartialDate(incident["occurred"]["edtf"])

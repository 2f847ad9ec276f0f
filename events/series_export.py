"""The figures of issued questions in the shapes of three data sets, each row with the recipe it was made by.

UCDP GED: low, best, high. Iraq Body Count and Airwars: minimum and maximum. ACLED: one conservative
number. Only what is issued is read; a figure nobody gave is an empty cell, never 0.
"""

from collections.abc import Callable, Iterator

from events.dates import PartialDate
from events.models import IncidentPublication, QuestionPublication
from newsroom.ledger.registry import Json

Row = dict[str, object]
CHUNK = 200
FORMULA_LEADS = ("=", "+", "-", "@", "\t", "\r")
ACLED_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
"""UCDP date precision → ACLED time_precision: 1 the day, 2 the week, 3 the month."""


def rows(shape: str, predicate: str) -> Iterator[Row]:
    """One row an incident and question with a figure, in the order of issuing. `shape` is a key of `SHAPES`."""
    for question in _questions(predicate):
        incident = _incident(question)
        row = {**_common(question, incident), **SHAPES[shape](question, incident)}
        yield {name: _guarded(value) for name, value in row.items()}


def _questions(predicate: str) -> Iterator[Json]:
    last = 0
    issued = QuestionPublication.objects.issued().filter(predicate=predicate).exclude(incident="")
    while chunk := list(issued.filter(from_seq__gt=last).order_by("from_seq")[:CHUNK]):
        last = chunk[-1].from_seq
        yield from (body for body in (found.body_json() for found in chunk) if body["reported"])


def _incident(question: Json) -> Json:
    issued = IncidentPublication.objects.issued().filter(public_id=question["incident"]["id"]).first()
    return issued.body_json() if issued else {**question["incident"], "occurred": None, "place": None, "parties": []}


def _common(question: Json, incident: Json) -> Row:
    place = incident["place"] or {}
    return {
        "incident_id": incident["id"],
        "question_id": question["id"],
        "event": incident["label"],
        "counted": question["label"],
        "country": place.get("country") or "",
        "location": place.get("name") or "",
        "latitude": place.get("latitude") or "",
        "longitude": place.get("longitude") or "",
    }


def _ucdp(question: Json, incident: Json) -> Row:
    occurred, reported = _occurred(incident), question["reported"]
    return {
        "where_prec": (incident["place"] or {}).get("precision"),
        "date_prec": occurred.ucdp_precision if occurred else None,
        "date_start": occurred.earliest if occurred else None,
        "date_end": occurred.latest if occurred else None,
        "low": reported["low"],
        "best": reported["best"],
        "high": reported["high"],
        **_how(question),
    }


def _minimum_and_maximum(question: Json, incident: Json) -> Row:
    occurred, reported = _occurred(incident), question["reported"]
    return {
        "date": occurred.edtf if occurred else "",
        "minimum": reported["minimum"],
        "maximum": reported["maximum"],
        **_how(question),
    }


def _acled(question: Json, incident: Json) -> Row:
    occurred = _occurred(incident)
    sides = {part["role"]: part["party"]["label"] for part in incident["parties"]}
    return {
        "event_date": occurred.earliest if occurred else None,
        "time_precision": ACLED_PRECISION[occurred.ucdp_precision] if occurred else None,
        "event_type": incident.get("event_type", ""),
        "sub_event_type": incident.get("sub_event_type", ""),
        "actor1": sides.get("side_a", ""),
        "actor2": sides.get("side_b", ""),
        "fatalities": question["reported"]["conservative"],
        **_how(question),
    }


def _how(question: Json) -> Row:
    reported = question["reported"]
    return {
        "contested": int(reported["contested"]),
        "high_is_floor": int(reported["high_is_floor"]),
        "independent": question["independence"]["counted"],
        "notes": reported["reason"],
        "rule_version": reported["rule_version"],
        "recipe_id": reported["recipe_id"],
    }


def _occurred(incident: Json) -> PartialDate | None:
    return PartialDate(incident["occurred"]["edtf"]) if incident["occurred"] else None


def _guarded(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front of it."""
    is_formula = isinstance(value, str) and value.startswith(FORMULA_LEADS)
    return f"'{value}" if is_formula else value


SHAPES: dict[str, Callable[[Json, Json], Row]] = {"ucdp": _ucdp, "ibc": _minimum_and_maximum, "acled": _acled}

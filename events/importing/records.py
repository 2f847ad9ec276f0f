"""What one row of a data set becomes before the database is asked: frozen, with everything that is said. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from events.quantities import Quantity
from events.series_inputs import RawEstimate
from sources.publication_times import PublicationTime

Doubt = Literal["falls", "disordered", "coordinates", "date"]
"""What the dry run warns of and counts."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a row that should be looked at; the row is taken all the same."""

    doubt: Doubt
    message: str


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A named place, `country` as ISO 3166-1 alpha-2; both coordinates in decimal degrees, or none."""

    name: str
    admin1: str = ""
    country: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """One who takes part; `role` and `kind` in the words of `IncidentParty.Role` and `Source.Kind`."""

    name: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """The finding aid of an incident; "" and null mean that the row does not say."""

    label: str
    type: str = ""
    occurred_words: str = ""
    occurred_edtf: str = ""
    place: PlaceRecord | None = None
    place_precision: int | None = None
    parties: tuple[PartyRecord, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer of a row to one question. `columns` is its key within the row.

    `said_by` is the name of whoever reports it, "" for the data set itself; `on` the day it was said on and, for
    a running total, counts up to.
    """

    columns: str
    predicate: str
    value: Quantity | RawEstimate | str
    population: str = "not_applicable"
    party: str = ""
    said_by: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report that a row names as its source. Without a headline one is proposed from what is known.

    `address` is the url in the one form in which two can be compared.
    """

    url: str = ""
    address: str = ""
    outlet: str = ""
    headline: str = ""
    headline_is_proposed: bool = False
    published: PublicationTime | None = None


@dataclass(frozen=True, slots=True)
class RowRecord:
    """One row with everything that it makes. `content` is the row as received and `sha256` its hash.

    `notes` say in sentences what was left out or assumed. `cumulative` are the counts that may not fall.
    """

    external_id: str
    place: str
    line: int | None
    content: Mapping[str, Any]
    sha256: str
    incident: IncidentRecord | None = None
    answers: tuple[AnswerRecord, ...] = ()
    reports: tuple[ReportRecord, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()
    cumulative: Mapping[str, int] = field(default_factory=dict)

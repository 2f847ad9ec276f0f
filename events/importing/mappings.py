"""How the columns of a data set become incidents and claims: the keys that a mapping file may have. Pure.

`mappings/acled.toml` is the documented example; `mapping_files` reads and checks such a file. Wherever a key
takes a column it takes the column's name; a `Cell` may also be a table: `{ column = "x", words = { "1" = "3" } }`
turns the data set's words into ours, `{ value = "US" }` is the same for every row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

DELIMITERS = (",", ";", "\t", "|")
Columns = tuple[str, ...]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A column whose words may be turned into ours, or one value for all rows."""

    column: str = ""
    value: str = ""
    words: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataSet:
    """Who made it: the name it has as a source, and what is public of that source."""

    name: str
    description: str = ""
    homepage: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the bytes are; `form` is told from them where it is empty.

    `rows` is the key of the list in a JSON object, `released` the key beside it that says when the file was made.
    """

    form: Literal["", "csv", "json", "jsonl"] = ""
    delimiter: str = ""
    rows: str = ""
    released: str = ""


@dataclass(frozen=True, slots=True)
class Dating:
    """When it happened: from the first filled of the `start` columns to that of `end`, in one of the `formats` of
    `strptime`.

    `span` says how far the day can be trusted: day (the default), week, month or year. `words` are kept as the
    words of the date. `ucdp_precision` is a column of UCDP's date_prec, with which the days are compared.
    """

    start: Columns
    end: Columns = ()
    words: Columns = ()
    formats: Columns = ("%Y-%m-%d",)
    span: Cell = Cell(value="day")
    ucdp_precision: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where it happened. `name` is the first filled of its columns; `coordinates` one column “latitude, longitude”.

    `precision` gives UCDP's where_prec, 1 to 7.
    """

    name: Columns = ()
    admin1: Cell = Cell()
    country: Cell = Cell()
    latitude: str = ""
    longitude: str = ""
    coordinates: str = ""
    precision: Cell = Cell()


@dataclass(frozen=True, slots=True)
class Taking:
    """One who takes part, and on which side; the names in `leave_out` are nobody in particular."""

    name: Cell
    role: Literal["side_a", "side_b", "target", "responder", "bystander"]
    kind: Literal["organisation", "group"] = "organisation"
    leave_out: Columns = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """The incident that a row tells of. `label` are columns that name it; the date is put behind them.

    `type` gives one of our codes or the label of an ACLED sub-event type, which need no words in the mapping. The
    `note` columns are kept for the desk.
    """

    label: Columns
    type: Cell = Cell()
    date: Dating | None = None
    place: Placing | None = None
    parties: tuple[Taking, ...] = ()
    note: Columns = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A place that is the same for every row."""

    name: str
    country: str = ""
    admin1: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """The rows are running totals, each up to a day: questions about a window and a place, not about an incident.

    `window` is EDTF with an open end. `through` is the column of that day. `said_by` names who reports the
    figures; rows that name nobody, and figures with `own_voice`, are said by the data set itself.
    """

    window: str
    through: str
    place: Region | None = None
    formats: Columns = ("%Y-%m-%d",)
    said_by: Cell = Cell()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number a row gives: a `value`, or `low`, `best` and `high` together. A blank cell is unknown: no claim.

    `party` says whose the counted are. `unless` names columns with values that make the figure say nothing.
    """

    predicate: str
    population: str = "persons"
    value: str = ""
    low: str = ""
    best: str = ""
    high: str = ""
    party: Cell = Cell()
    own_voice: bool = False
    unless: Words = field(default_factory=dict)

    @property
    def columns(self) -> Columns:
        return tuple(filter(None, (self.value, self.low, self.best, self.high)))


@dataclass(frozen=True, slots=True)
class Telling:
    """Words of the data set that are a claim of their own: a description."""

    column: str
    predicate: str = "description"


@dataclass(frozen=True, slots=True)
class Citing:
    """Reports that a row names as its sources.

    With `quoted` that column holds them as UCDP writes them: "outlet,date,headline";"outlet,date,headline". With
    `list` it holds a list of addresses or of objects, or of keys into the object `lookup` beside the rows; `url`,
    `headline`, `outlet` and `date` are then keys of these objects, else columns of the row.
    """

    quoted: str = ""
    list: str = ""
    lookup: str = ""
    url: Columns = ()
    headline: str = ""
    outlet: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class DataSetMapping:
    """All of a mapping file.

    `blank` are cells that say nothing, besides the empty one; `cumulative` columns never fall from one day to
    the next; `ignore` are columns known to be of no use, whose rows are kept with the others all the same.
    """

    data_set: DataSet
    id: Columns
    file: Layout = Layout()
    blank: Columns = ()
    ignore: Columns = ()
    cumulative: Columns = ()
    incident: Happening | None = None
    running: Running | None = None
    figures: tuple[Figure, ...] = ()
    texts: tuple[Telling, ...] = ()
    reports: tuple[Citing, ...] = ()

    @property
    def required(self) -> frozenset[str]:
        """The columns without which the file cannot be what the mapping is for."""
        dates = self.incident.date.start[:1] if self.incident and self.incident.date else ()
        through = (self.running.through,) if self.running else ()
        figures = (column for figure in self.figures for column in figure.columns)
        return frozenset([*self.id, *dates, *through, *figures])

    @property
    def named(self) -> frozenset[str]:
        """Every column that the mapping names, the ignored ones too."""
        return frozenset(filter(None, [*self.id, *self.ignore, *self.cumulative, *self._used()]))

    def _used(self) -> Iterator[str]:
        yield from self.required
        yield from _incident_columns(self.incident) if self.incident else ()
        yield self.running.said_by.column if self.running else ""
        for figure in self.figures:
            yield from (figure.party.column, *figure.unless)
        yield from (text.column for text in self.texts)
        for cited in self.reports:
            yield from _citing_columns(cited)


def _incident_columns(incident: Happening) -> Iterator[str]:
    yield from (*incident.label, *incident.note, incident.type.column)
    yield from (party.name.column for party in incident.parties)
    if date := incident.date:
        yield from (*date.start, *date.end, *date.words, date.span.column, date.ucdp_precision)
    if place := incident.place:
        yield from (*place.name, place.latitude, place.longitude, place.coordinates)
        yield from (place.admin1.column, place.country.column, place.precision.column)


def _citing_columns(cited: Citing) -> Iterator[str]:
    if cited.quoted or cited.list:
        yield from (cited.quoted, cited.list)
    else:
        yield from (*cited.url, cited.headline, cited.outlet, cited.date)

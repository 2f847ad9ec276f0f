"""Which public kinds there are. Apps register theirs in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from newsroom.ledger.lines import Column
from newsroom.ledger.models import Line, Publication, Term
from newsroom.ledger.records import Record
from newsroom.ledger.words import Words

Json = dict[str, Any]


class NotIssued(LookupError):
    """A document names a record that is not public."""


class Issued(Protocol):
    """What will be public once the act under way is done: all that a renderer may look at."""

    def reference(self, public_id: str) -> Json:
        """What other documents may quote of a record. Raises `NotIssued`."""

    def reference_if_issued(self, public_id: str) -> Json | None:
        """The same, or null while the record is not public; asked again once it is."""

    def naming(self, kind: str, public_id: str) -> list[Json]:
        """The issued bodies of one kind that name a record, ordered by public id."""


@dataclass(frozen=True)
class Facets:
    """Typed columns and many-valued terms that a list filters by, computed from public data alone."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    terms: Iterable[tuple[str, str]] = ()


def _nothing(_record: Any) -> Iterable[Any]:
    return ()


def _as_they_are(rows: Any) -> Any:
    return rows


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One public kind: how its documents are made and where they are kept.

    rank: kinds with a lower rank are issued before those that name them.
    extract: working row → basis. render: basis → body. reference: body → what others quote of it.
    columns: the document as a row of a table.
    gathers: the kinds whose documents this one is also made from; it is rendered anew when one changes.
    read_with: rows of its model, read with what the functions here look at, so that many rows cost as one.
    stands_on: the records that must be public with it. refuse: reasons, in words, why it may not be issued.
    words: the table in which the texts that `searched` finds in a body are looked up; null where none are.
    changes: who changed what is issued of it in rows of other models, as `authorship.Change`.
    """

    name: str
    rank: int
    model: type[Record]
    publication: type[Publication]
    term: type[Term]
    line: type[Line]
    extract: Callable[[Any], Json]
    render: Callable[[Json, Issued], Json]
    facets: Callable[[Json, Issued], Facets]
    reference: Callable[[Json], Json]
    columns: Sequence[Column]
    gathers: tuple[str, ...] = ()
    read_with: Callable[[Any], Any] = _as_they_are
    stands_on: Callable[[Any], Iterable[Record]] = _nothing
    refuse: Callable[[Any], Iterable[str]] = _nothing
    words: type[Words] | None = None
    searched: Callable[[Json], Iterable[str | None]] = _nothing
    changes: Callable[[Any], Iterable[Any]] = _nothing

    @property
    def prefix(self) -> str:
        return self.model.public_id_prefix()


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind public; called once by the app that owns it."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Every public kind, what is named before what names it."""
    return sorted(_kinds.values(), key=lambda kind: kind.rank)


def kind_named(name: str) -> Kind:
    return _kinds[name]


def kind_of(record: Record) -> Kind:
    return next(kind for kind in _kinds.values() if isinstance(record, kind.model))


def kind_of_id(public_id: str) -> Kind:
    prefix = public_id.partition("_")[0]
    return next(kind for kind in _kinds.values() if kind.prefix == prefix)

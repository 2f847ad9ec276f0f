"""From the items of a batch to entries ready to be matched: name the outlet, read the times in its zone, validate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from sources.addresses import canonical_address
from sources.importing.article_job import ArticleJob
from sources.importing.mojibake import read_rightly
from sources.importing.naming import NamedSources, known_topics
from sources.importing.pieces import Known, Piece
from sources.importing.reading import STANDARD_INPUT
from sources.importing.records import NOTICES, ArticleRecord, RecordProblem, WireCredit
from sources.models import Article, Contribution, Source
from sources.models.texts import order_key
from sources.names import fold
from sources.publication_times import ImpossibleDate, PublicationTime, in_zone
from sources.text import clip, digest


@dataclass(frozen=True, slots=True)
class Entry:
    """One valid item with everything that it is matched by.

    `path` is "" where its place in a folder says nothing: of given bytes, and of one item among several of a
    file. `sha256` is "" for a notice without a text.
    """

    name: str
    raw_sha256: str
    record: ArticleRecord
    sha256: str
    outlet: Source | None
    address: str
    root: str
    path: str
    order_key: str
    credits: tuple[tuple[WireCredit, Source | None], ...] = ()

    @property
    def has_own_key(self) -> bool:
        """True if it says itself which report it is, not only by where its file lies."""
        return bool(self.address or self.record.external_id)

    @property
    def is_notice(self) -> bool:
        """True for word of a report rather than a text of it."""
        return self.record.event in NOTICES


@dataclass(frozen=True, slots=True)
class Refusal:
    """One item that is not taken, and why."""

    name: str
    raw_sha256: str
    problem: RecordProblem


@dataclass(frozen=True, slots=True)
class Repeated:
    """One item whose very bytes came in before."""

    name: str
    raw_sha256: str


Prepared = Sequence[Entry | Refusal | Repeated]


def prepare(pieces: Iterable[Piece], job: ArticleJob) -> Prepared:
    """Everything that can be said of each item by itself; three queries for all of them."""
    read = list(pieces)
    records = [piece.made for piece in read if isinstance(piece.made, ArticleRecord)]
    outlets = {record.outlet for record in records} | {job.outlet}
    agencies = {credit.agency for record in records for credit in record.wire_credits}
    named = NamedSources(filter(None, outlets | agencies))
    topics = known_topics(records)
    return [_prepared(piece, job, named, topics) for piece in read]


def _prepared(piece: Piece, job: ArticleJob, named: NamedSources, topics: frozenset[str]) -> Entry | Refusal | Repeated:
    if isinstance(piece.made, Known):
        return Repeated(piece.name, piece.raw_sha256)
    try:
        record = read_rightly(_with_known_topics(_or_raise(piece.made), topics), mends=job.mends_mojibake)
        return _entry(piece, record, job, named)
    except RecordProblem as problem:
        return Refusal(piece.name, piece.raw_sha256, problem)


def _entry(piece: Piece, record: ArticleRecord, job: ArticleJob, named: NamedSources) -> Entry:
    _check_lengths(record)
    outlet = _outlet(record, job, named)
    record = replace(_in_zone_of(outlet, record), external_id=_external_id(record, job))
    address = _address(record.url)
    _check_form("language", record.language, "Write a BCP 47 tag, for example en, ar or en-GB.")
    path = _path(piece, job)
    if not (path or record.external_id or address):
        raise _nameless(piece)
    return Entry(
        name=piece.name,
        raw_sha256=piece.raw_sha256,
        record=record,
        sha256=digest(record.text) if record.text else "",
        outlet=outlet,
        address=address,
        root=job.root,
        path=path,
        order_key=order_key(record.version, record.published),
        credits=tuple((credit, named.agency(credit.agency)) for credit in record.wire_credits),
    )


def _with_known_topics(record: ArticleRecord, known: frozenset[str]) -> ArticleRecord:
    unknown = [code for code in record.topics if code not in known]
    if not unknown:
        return record
    note = f"No such topic in IPTC Media Topics, left out: {', '.join(unknown)}."
    topics = tuple(code for code in record.topics if code in known)
    return replace(record, topics=topics, notes=(*record.notes, note))


def _path(piece: Piece, job: ArticleJob) -> str:
    """The name of the item's file, which says which item it is unless others stand in the same file."""
    is_whole_file = piece.name == piece.position.file
    is_named = job.path is not None or not (piece.name == STANDARD_INPUT or "://" in piece.name)
    return piece.name if is_whole_file and is_named else ""


def _nameless(piece: Piece) -> RecordProblem:
    hint = "Give the item an id or an address of its own."
    if piece.name == STANDARD_INPUT:
        hint = "Give --id, or put a line “id: …” or “url: …” before the text."
    return RecordProblem("missing", "nothing says which report this is", hint=hint)


def _in_zone_of(outlet: Source | None, record: ArticleRecord) -> ArticleRecord:
    """The record with its times on the outlet's own calendar, if that is known."""
    if outlet is None or not outlet.time_zone:
        return record
    zone = outlet.time_zone
    return replace(
        record, published=_time_in(record.published, zone), first_published=_time_in(record.first_published, zone)
    )


def _time_in(time: PublicationTime | None, zone: str) -> PublicationTime | None:
    try:
        return in_zone(time, zone) if time else None
    except ImpossibleDate as error:
        hint = "Correct the time zone of the outlet."
        raise RecordProblem("impossible_date", str(error), hint=hint) from error


def _or_raise(record: ArticleRecord | RecordProblem) -> ArticleRecord:
    if isinstance(record, RecordProblem):
        raise record
    return record


def _outlet(record: ArticleRecord, job: ArticleJob, named: NamedSources) -> Source | None:
    said, asked = (named.outlet(name) if name else None for name in (record.outlet, job.outlet))
    if said and asked and said != asked:
        message = f"the item says that its outlet is “{said}”, --outlet says “{asked}”"
        raise RecordProblem("contradiction", message, hint="Leave out --outlet, or correct the item.")
    return said or asked


def _external_id(record: ArticleRecord, job: ArticleJob) -> str:
    if job.external_id and record.external_id not in ("", job.external_id):
        message = f"the item says that its id is “{record.external_id}”, --id says “{job.external_id}”"
        raise RecordProblem("contradiction", message, hint="Leave out --id, or correct the item.")
    return record.external_id or job.external_id


def _address(url: str) -> str:
    if not url:
        return ""
    _check_form("url", url, "Write the whole address, with https:// or http://.")
    try:
        address = canonical_address(url)
    except ValueError as error:
        raise RecordProblem("malformed", f"url: {error}", hint="Correct or remove it.") from error
    _check_length("url", address, _most(Article, "canonical_url"))
    return address


def _check_form(key: str, value: str, hint: str) -> None:
    try:
        _column(Article, key).run_validators(value)
    except ValidationError as error:
        message = f"{key}: “{clip(value)}” is none"
        raise RecordProblem("malformed", message, hint=hint) from error


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", model._meta.get_field(name))  # noqa: SLF001  Django documents it


def _most(model: type[Model], name: str) -> int:
    return _column(model, name).max_length or 0


_LENGTHS = {
    "headline": _most(Article, "headline"),
    "outlet": _most(Source, "name"),
    "external_id": _most(Article, "external_id"),
    "url": _most(Article, "url"),
    "dateline": _most(Article, "dateline"),
    "language": _most(Article, "language"),
    "rights": _most(Article, "rights"),
}
_NAME_LENGTH = _most(Contribution, "name")


def _check_lengths(record: ArticleRecord) -> None:
    for key, most in _LENGTHS.items():
        _check_length("id" if key == "external_id" else key, getattr(record, key), most)
    for name in (*record.bylines, *(credit.agency for credit in record.wire_credits)):
        _check_length("byline", name, _NAME_LENGTH)
    if record.outlet and not fold(record.outlet):
        raise RecordProblem("malformed", f"outlet: “{record.outlet}” is no name", hint="Write its name.")


def _check_length(key: str, value: str, most: int) -> None:
    if len(value) > most:
        message = f"{key}: {len(value)} characters, where at most {most} fit: “{clip(value)}”"
        raise RecordProblem("too_long", message, hint="Shorten it.")

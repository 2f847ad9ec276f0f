"""From the bytes of a batch to entries ready to be matched: sniff, parse, name the outlet, validate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from sources.addresses import canonical_address
from sources.importing.formats import sniff
from sources.importing.job import Job
from sources.importing.naming import NamedSources
from sources.importing.reading import STANDARD_INPUT, Reading
from sources.importing.records import ArticleRecord, RecordProblem, WireCredit
from sources.models import Article, Contribution, Source
from sources.names import fold
from sources.text import clip, digest


@dataclass(frozen=True, slots=True)
class Entry:
    """One valid item with everything that it is matched by. `path` is "" for standard input."""

    name: str
    raw_sha256: str
    record: ArticleRecord
    sha256: str
    outlet: Source | None
    address: str
    root: str
    path: str
    credits: tuple[tuple[WireCredit, Source | None], ...] = ()

    @property
    def has_own_key(self) -> bool:
        """True if it says itself which report it is, not only by where its file lies."""
        return bool(self.address or self.record.external_id)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One item that is not taken, and why."""

    name: str
    raw_sha256: str
    problem: RecordProblem


Prepared = Sequence[Entry | Refusal]


def prepare(readings: Iterable[Reading], job: Job) -> Prepared:
    """Everything that can be said of each item by itself; two queries for all of them."""
    parsed = [(reading, _parsed(reading, job)) for reading in readings]
    records = [record for _, record in parsed if isinstance(record, ArticleRecord)]
    outlets = {record.outlet for record in records} | {job.outlet}
    agencies = {credit.agency for record in records for credit in record.wire_credits}
    named = NamedSources(filter(None, outlets | agencies))
    return [_prepared(reading, record, job, named) for reading, record in parsed]


def _parsed(reading: Reading, job: Job, zone: str = "") -> ArticleRecord | RecordProblem:
    if reading.problem is not None:
        return reading.problem
    try:
        form = sniff(reading.raw, reading.name, job.format)
        return form.parse(reading.raw, zone=zone)
    except RecordProblem as problem:
        return problem


def _prepared(
    reading: Reading, record: ArticleRecord | RecordProblem, job: Job, named: NamedSources
) -> Entry | Refusal:
    try:
        return _entry(reading, _or_raise(record), job, named)
    except RecordProblem as problem:
        return Refusal(reading.name, reading.sha256, problem)


def _entry(reading: Reading, record: ArticleRecord, job: Job, named: NamedSources) -> Entry:
    _check_lengths(record)
    outlet = _outlet(record, job, named)
    if outlet and outlet.time_zone and record.published:
        record = _or_raise(_parsed(reading, job, outlet.time_zone))
    record = replace(record, external_id=_external_id(record, job))
    address = _address(record.url)
    _check_form("language", record.language, "Write a BCP 47 tag, for example en, ar or en-GB.")
    is_named = reading.name != STANDARD_INPUT or job.path is not None
    if not (is_named or record.external_id or address):
        hint = "Give --id, or put a line “id: …” or “url: …” before the text."
        raise RecordProblem("missing", "nothing says which report this is", hint=hint)
    return Entry(
        name=reading.name,
        raw_sha256=reading.sha256,
        record=record,
        sha256=digest(record.text),
        outlet=outlet,
        address=address,
        root=job.root,
        path=reading.name if is_named else "",
        credits=tuple((credit, named.agency(credit.agency)) for credit in record.wire_credits),
    )


def _or_raise(record: ArticleRecord | RecordProblem) -> ArticleRecord:
    if isinstance(record, RecordProblem):
        raise record
    return record


def _outlet(record: ArticleRecord, job: Job, named: NamedSources) -> Source | None:
    said, asked = (named.outlet(name) if name else None for name in (record.outlet, job.outlet))
    if said and asked and said != asked:
        message = f"the item says that its outlet is “{said}”, --outlet says “{asked}”"
        raise RecordProblem("contradiction", message, hint="Leave out --outlet, or correct the item.")
    return said or asked


def _external_id(record: ArticleRecord, job: Job) -> str:
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
        raise RecordProblem("malformed", f"url: {error}", hint="Correct or remove the line.") from error
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

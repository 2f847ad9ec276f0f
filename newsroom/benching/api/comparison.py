"""The same claims in ordinary tables, as one would keep them without a ledger: what the others read.

Every part of a claim that has an identity is a row with a key; small values without one are JSON in a column. `doc` is
a row once more as ready JSON, so that R0 has the least that it can have to do.
The tables are made beside the ledger and never migrated.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from events.models import ClaimPublication
from newsroom.benching.api.filling import write_rows

AT_ONCE = 2_000
STRIPPED = "bench_stripped"
ATTRIBUTION = ("said_by", "speaks_for", "citations")


class Table(models.Model):
    """A table that the bench makes and throws away."""

    class Meta:
        abstract = True
        managed = False
        app_label = "bench"

    def __str__(self) -> str:
        return f"{self._meta.db_table} {self.pk}"


class Outlet(Table):
    """A source: a speaker, an outlet, an agency."""

    id = models.CharField(max_length=32, primary_key=True)
    label = models.TextField(null=True)
    kind = models.CharField(max_length=20)
    disclosure = models.CharField(max_length=20)
    url = models.TextField(null=True)
    doc = models.TextField()

    class Meta(Table.Meta):
        db_table = "bench_source"


class Report(Table):
    id = models.CharField(max_length=32, primary_key=True)
    headline = models.TextField()
    published = models.JSONField(null=True)
    url = models.TextField()
    canonical_url = models.TextField(null=True)
    byline = models.JSONField()
    outlet = models.ForeignKey(Outlet, models.DO_NOTHING, db_constraint=False)
    language = models.TextField(null=True)
    topics = models.JSONField()
    doc = models.TextField()

    class Meta(Table.Meta):
        db_table = "bench_article"


class Credit(Table):
    article = models.ForeignKey(Report, models.DO_NOTHING, related_name="wire_credits", db_constraint=False)
    position = models.IntegerField()
    source = models.ForeignKey(Outlet, models.DO_NOTHING, null=True, db_constraint=False)
    label = models.TextField()
    role = models.TextField()
    credit_text = models.TextField()

    class Meta(Table.Meta):
        db_table = "bench_credit"


class Event(Table):
    id = models.CharField(max_length=32, primary_key=True)
    label = models.TextField()
    url = models.TextField()
    doc = models.TextField()

    class Meta(Table.Meta):
        db_table = "bench_incident"


class Asked(Table):
    id = models.CharField(max_length=32, primary_key=True)
    label = models.TextField()
    predicate = models.TextField()
    predicate_label = models.TextField()
    population = models.TextField()
    population_label = models.TextField()
    party = models.JSONField(null=True)
    place = models.JSONField(null=True)
    window = models.TextField(null=True)
    url = models.TextField()
    doc = models.TextField()

    class Meta(Table.Meta):
        db_table = "bench_question"


class Statement(Table):
    """A claim. `number` is what lists are ordered by."""

    number = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=32, unique=True)
    version = models.IntegerField()
    visibility = models.TextField()
    issued_at = models.TextField()
    label = models.TextField()
    url = models.TextField()
    type = models.TextField()
    incident = models.ForeignKey(Event, models.DO_NOTHING, null=True, db_constraint=False)
    question = models.ForeignKey(Asked, models.DO_NOTHING, db_constraint=False)
    polarity = models.TextField()
    certainty = models.TextField()
    reading = models.TextField()
    value = models.JSONField(null=True)
    said_by = models.ForeignKey(Outlet, models.DO_NOTHING, related_name="+", db_constraint=False)
    speaker_for = models.ForeignKey(Outlet, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    title = models.TextField(null=True)
    basis = models.TextField(null=True)
    side = models.TextField(null=True)
    medium = models.TextField()
    said_on = models.JSONField(null=True)
    fidelity = models.JSONField()
    supersedes = models.JSONField(null=True)
    superseded_by = models.JSONField(null=True)
    clocks = models.JSONField()
    links = models.JSONField()

    class Meta(Table.Meta):
        db_table = "bench_claim"


class Cited(Table):
    claim = models.ForeignKey(Statement, models.DO_NOTHING, related_name="citations", db_constraint=False)
    position = models.IntegerField()
    rendering = models.TextField()
    verb_text = models.TextField()
    verb_class = models.TextField()
    passage = models.JSONField(null=True)
    locator = models.TextField(null=True)
    article = models.ForeignKey(Report, models.DO_NOTHING, db_constraint=False)

    class Meta(Table.Meta):
        db_table = "bench_citation"


class Relayed(Table):
    claim = models.ForeignKey(Statement, models.DO_NOTHING, db_constraint=False)
    citation = models.ForeignKey(Cited, models.DO_NOTHING, related_name="relays", db_constraint=False)
    position = models.IntegerField()
    source = models.ForeignKey(Outlet, models.DO_NOTHING, db_constraint=False)

    class Meta(Table.Meta):
        db_table = "bench_relay"


# Tables that are not managed get no index for their keys by themselves.
_BY_KEY = (
    ("bench_citation", "claim_id"),
    ("bench_relay", "claim_id"),
    ("bench_relay", "citation_id"),
    ("bench_credit", "article_id"),
)
TABLES: tuple[type[models.Model], ...] = (Outlet, Report, Credit, Event, Asked, Statement, Cited, Relayed)
_PLAIN = (
    *("id", "label", "url", "type", "polarity", "certainty", "reading", "value", "medium", "said_on", "fidelity"),
    *("supersedes", "superseded_by", "clocks", "links"),
)


def fill_comparison(say: Callable[[str], object]) -> None:
    """Make the tables and fill them from the claims that are issued."""
    with connection.schema_editor() as editor:
        for table in TABLES:
            editor.create_model(table)
        for name, key in _BY_KEY:
            editor.execute(f"CREATE INDEX {name}_{key} ON {name} ({key}, position)")
    seen: set[str] = set()
    rows = ClaimPublication.objects.order_by("from_seq").iterator(AT_ONCE)
    done = 0
    while chunk := list(islice(rows, AT_ONCE)):
        _write([row for claim in chunk for row in _rows_of(claim, seen)])
        done += len(chunk)
        if done % (10 * AT_ONCE) == 0:
            say(f"comparison: {done:,} claims")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(rows: list[models.Model]) -> None:
    with transaction.atomic():
        for table in TABLES:
            write_rows(table, [row for row in rows if type(row) is table])


def _rows_of(claim: ClaimPublication, seen: set[str]) -> Iterator[models.Model]:
    body, number = claim.body_json(), claim.from_seq
    speaker_for = body["speaks_for"] or {}
    named: list[Any] = [body["said_by"], {**speaker_for} if speaker_for else None]
    for position, citation in enumerate(body["citations"]):
        yield from _citation(citation, number * 100 + position, number, position)
        named += [*citation["relayed_by"], citation["article"]["outlet"]]
        if _is_new(citation["article"]["id"], seen):
            yield from _report(citation["article"])
    yield from (_outlet(source) for source in named if source and _is_new(source["id"], seen))
    if body["incident"] and _is_new(body["incident"]["id"], seen):
        yield Event(**body["incident"], doc=_text(body["incident"]))
    if _is_new(body["question"]["id"], seen):
        yield Asked(**body["question"], doc=_text(body["question"]))
    yield Statement(
        number=number,
        version=claim.version,
        visibility=claim.visibility,
        issued_at=json.loads(claim.served())["issued_at"],
        incident_id=body["incident"] and body["incident"]["id"],
        question_id=body["question"]["id"],
        said_by_id=body["said_by"]["id"],
        speaker_for_id=speaker_for.get("id"),
        title=speaker_for.get("title"),
        basis=speaker_for.get("basis"),
        side=speaker_for.get("party"),
        **{name: body[name] for name in _PLAIN},
    )


def _outlet(source: dict[str, Any]) -> Outlet:
    public = {name: source[name] for name in ("id", "label", "kind", "disclosure", "url")}
    return Outlet(**public, doc=_text(public))


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _is_new(key: str, seen: set[str]) -> bool:
    if key in seen:
        return False
    seen.add(key)
    return True


def _of(table: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    names = {field.attname for field in table._meta.concrete_fields}  # noqa: SLF001  documented
    return {name: value for name, value in data.items() if name in names}


def _citation(citation: dict[str, Any], key: int, number: int, position: int) -> Iterator[models.Model]:
    yield Cited(
        id=key, claim_id=number, position=position, article_id=citation["article"]["id"], **_of(Cited, citation)
    )
    for at, relay in enumerate(citation["relayed_by"]):
        yield Relayed(claim_id=number, citation_id=key, position=at, source_id=relay["id"])


def _report(article: dict[str, Any]) -> Iterator[models.Model]:
    own = {name: article[name] for name in ("id", "headline", "published", "url", "canonical_url", "byline")}
    own |= {name: article[name] for name in ("language", "topics")}
    yield Report(**own, outlet_id=article["outlet"]["id"], doc=_text(article))
    for at, credit in enumerate(article["wire_credits"]):
        known = {name: credit[name] for name in ("label", "role", "credit_text")}
        yield Credit(article_id=article["id"], position=at, source_id=credit["id"], **known)


def strip_attribution(newest: int = 2_000) -> None:
    """A table of the newest documents without who said it and where it stands, for the same code to list."""
    original = ClaimPublication._meta.db_table  # noqa: SLF001  documented
    rows = list(ClaimPublication.objects.issued().order_by("-from_seq")[:newest])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {STRIPPED} AS SELECT * FROM {original} WHERE from_seq < 0")
        cursor.execute(f"CREATE INDEX {STRIPPED}_newest ON {STRIPPED} (from_seq DESC) {_OF_ISSUED}")
    names = [field.attname for field in ClaimPublication._meta.concrete_fields]  # noqa: SLF001  documented
    places = ", ".join(["%s"] * len(names))
    with transaction.atomic(), connection.cursor() as cursor:
        statement = f"INSERT INTO {STRIPPED} ({', '.join(names)}) VALUES ({places})"
        cursor.executemany(statement, [_stripped(row, names) for row in rows])


_OF_ISSUED = "WHERE until_seq IS NULL AND visibility = 'issued'"


def _stripped(row: ClaimPublication, names: Iterable[str]) -> list[Any]:
    kept = {name: value for name, value in row.body_json().items() if name not in ATTRIBUTION}
    row.body = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    fields = {field.attname: field for field in ClaimPublication._meta.concrete_fields}  # noqa: SLF001  documented
    return [fields[name].get_db_prep_save(getattr(row, name), connection) for name in names]

"""A ledger of any size, written in bulk: the rows that acts of 2,000 claims would have left, chain and all."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, models, transaction

from newsroom.benching.api.cells import CLAIMS_A_CELL, MOMENT, Press
from newsroom.benching.api.patterns import Document, Patterns
from newsroom.ledger.lines import line_of
from newsroom.ledger.models import Act, Entry, Operation, Publication, Reason, Visibility
from newsroom.ledger.registry import kinds
from newsroom.ledger.seam import new_public_id, random_bytes

CELLS_AN_ACT = 400
Say = Callable[[str], object]


def fill(press: Press, patterns: Patterns, say: Say) -> None:
    """Write the whole press into this database, which has no ledger yet."""
    tables: list[type[models.Model]] = [Entry, Act]
    for kind in kinds():
        tables += [kind.publication, kind.term, kind.line]
    indexes = [(table, index) for table in tables for index in table._meta.indexes]  # noqa: SLF001  documented
    with connection.schema_editor() as editor:
        for table, index in indexes:
            editor.remove_index(table, index)
    writer = _Writer()
    for number, documents in enumerate(_acts(press, patterns)):
        with transaction.atomic():
            writer.write(documents)
        if number % 10 == 0:
            say(f"{number * CELLS_AN_ACT * CLAIMS_A_CELL:,} of {press.cells * CLAIMS_A_CELL:,} claims")
    say("indexes")
    for table, index in indexes:
        with connection.schema_editor() as editor:
            editor.add_index(table, index)
    _settle(tables)


def _acts(press: Press, patterns: Patterns) -> Iterator[list[Document]]:
    """What is published together: all sources, then cell after cell; what is named before what names it."""
    yield list(patterns.sources())
    cells = (press.cell(number) for number in range(press.cells))
    while chunk := list(islice(cells, CELLS_AN_ACT)):
        documents = [document for cell in chunk for document in patterns.cell(cell)]
        yield sorted(documents, key=lambda document: (document.kind.rank, document.public_id))


class _Writer:
    def __init__(self) -> None:
        self.seq, self.previous = 0, ""

    def write(self, documents: Sequence[Document]) -> None:
        """One act."""
        act = Act(public_id=new_public_id("act"), at=MOMENT, by="bench")
        act.save(force_insert=True)
        entries: list[models.Model] = []
        publications: list[models.Model] = []
        beside: list[models.Model] = []
        for document in documents:
            self.seq += 1
            publication = _publication(document, self.seq)
            publications.append(publication)
            entries.append(self._entry(document, publication, act))
            beside += _beside(document, self.seq)
        for rows in (entries, publications, beside):
            for model in dict.fromkeys(type(row) for row in rows):
                write_rows(model, [row for row in rows if type(row) is model])

    def _entry(self, document: Document, publication: Publication, act: Act) -> Entry:
        entry = Entry(
            seq=self.seq,
            at=MOMENT,
            op=Operation.ISSUED,
            kind=document.kind.name,
            public_id=document.public_id,
            version=1,
            reason=Reason.EDITORIAL,
            act=act.public_id,
            content_sha256=publication.content_sha256(list(document.terms)),
            prev_sha256=self.previous,
        )
        self.previous = entry.entry_sha256 = entry.expected_sha256()
        return entry


def _beside(document: Document, seq: int) -> Iterator[models.Model]:
    """What is kept beside a document: its terms, its line of an export, the words it is found by."""
    kind, body = document.kind, json.loads(document.body)
    yield from (kind.term(name=name, value=value, from_seq=seq) for name, value in document.terms)
    yield kind.line(from_seq=seq, text=line_of(kind.columns, body))
    if kind.words:
        yield kind.words.of(seq, kind.searched(body))


def _publication(document: Document, seq: int) -> Publication:
    publication = document.kind.publication(
        public_id=document.public_id,
        version=1,
        visibility=Visibility.ISSUED,
        from_seq=seq,
        issued_at=MOMENT,
        salt=random_bytes(32).hex(),
        body=document.body,
        **document.facets,
    )
    publication.etag = hashlib.sha256(publication.served().encode()).hexdigest()
    return publication


def write_rows(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Rows past the ORM: COPY on PostgreSQL, `executemany` on SQLite."""
    rows = list(rows)
    if not rows:
        return
    keyed = rows[0].pk is not None
    fields = [field for field in model._meta.concrete_fields if keyed or not isinstance(field, models.AutoField)]  # noqa: SLF001  documented
    values = ([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  documented
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(values))


def _settle(tables: Iterable[type[models.Model]]) -> None:
    """What a database that has been running for a day has done: statistics, and pages marked as all visible."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(table._meta.db_table)}")  # noqa: SLF001  documented
        else:
            cursor.execute("ANALYZE")

"""Ways to bend a ledger for somebody who can write its database, from a clumsy edit to a whole chain written anew.

Each bends the ledger at a place of chance and tells which number has to be named.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F

from newsroom.ledger.models import Entry, Operation
from newsroom.ledger.registry import Kind, kinds

FAR = 1_000_000


@dataclass(frozen=True)
class Bent:
    """Where it was bent.

    is_skilled: all that can be computed anew was, so that only a checkpoint tells, and no more than the span around.
    is_cut: everything from there on is gone. shows: without a checkpoint too.
    """

    seq: int
    is_skilled: bool = False
    is_cut: bool = False
    shows: bool = True


Tampering = Callable[[random.Random], Bent]


def _any_entry(chance: random.Random, first: int = 1) -> Any:
    return Entry.objects.get(seq=chance.randint(first, Entry.objects.count()))


def _any_document(chance: random.Random, *, is_whole: bool = True) -> tuple[Kind, Any]:
    """One that still has a body, or one that was erased."""
    rows = [
        (kind, row)
        for kind in kinds()
        for row in kind.publication.objects.order_by("from_seq")
        if bool(row.body) == is_whole
    ]
    return chance.choice(rows)


def _change(row: Any, **columns: Any) -> None:
    assert type(row).objects.filter(pk=row.pk).update(**columns) == 1


def _other(field: Any, value: Any) -> Any:
    """Another value that the column takes."""
    if value is not None and field.null:
        return None
    made = {"DateField": dt.date(1999, 9, 9), "DateTimeField": dt.datetime(1999, 9, 9, tzinfo=dt.UTC)}
    kind = field.get_internal_type()
    if kind in made:
        return made[kind]
    if kind == "BooleanField":
        return not value
    return "x" if kind in ("CharField", "TextField") else (value or 0) + 1


def edit_body(chance: random.Random) -> Bent:
    _kind, row = _any_document(chance)
    at = chance.randrange(len(row.body))
    other = chance.choice([letter for letter in "{}x7 " if letter != row.body[at]])
    _change(row, body=row.body[:at] + other + row.body[at + 1 :])
    return Bent(row.from_seq)


def edit_facet(chance: random.Random) -> Bent:
    kind, row = _any_document(chance, is_whole=chance.random() < 0.8)
    name = chance.choice(kind.publication.FACETS)
    _change(row, **{name: _other(row._meta.get_field(name), getattr(row, name))})
    return Bent(row.from_seq)


def edit_term(chance: random.Random) -> Bent:
    rows = [row for kind in kinds() for row in kind.term.objects.order_by("from_seq", "name", "value")]
    row = chance.choice(rows)
    act = chance.choice(["value", "name", "until_seq", "delete", "add"])
    if act == "delete":
        row.delete()
    elif act == "add":
        type(row).objects.create(name=row.name, value="src_other", from_seq=row.from_seq, until_seq=row.until_seq)
    else:
        _change(row, **{act: _other(row._meta.get_field(act), getattr(row, act))})
    return Bent(row.from_seq)


def edit_visibility(chance: random.Random) -> Bent:
    _kind, row = _any_document(chance, is_whole=chance.random() < 0.8)
    others = {"issued", "withdrawn", "taken_down", "erased"} - {row.visibility}
    _change(row, visibility=chance.choice(sorted(others)), successor="")
    return Bent(row.from_seq)


def edit_envelope(chance: random.Random) -> Bent:
    _kind, row = _any_document(chance)
    name = chance.choice(["issued_at", "etag", "salt", "notice", "until_seq"])
    value = FAR if name == "until_seq" else _other(row._meta.get_field(name), getattr(row, name))
    _change(row, **{name: value})
    return Bent(row.from_seq)


def edit_entry(chance: random.Random) -> Bent:
    entry = _any_entry(chance)
    names = ["at", "op", "kind", "public_id", "reason", "act", "content_sha256", "prev_sha256", "entry_sha256"]
    name = chance.choice(names)
    _change(entry, **{name: _other(entry._meta.get_field(name), getattr(entry, name))})
    return Bent(entry.seq)


def edit_entry_and_its_hash(chance: random.Random) -> Bent:
    """Shows by the next one, else, at the head, by a checkpoint alone."""
    entry = _any_entry(chance)
    entry.reason = "legal" if entry.reason != "legal" else "import"
    entry.entry_sha256 = entry.expected_sha256()
    entry.save()
    return Bent(entry.seq, is_skilled=True, shows=entry.seq < Entry.objects.count())


def put_garbage(chance: random.Random) -> Bent:
    """SQLite takes any text in any column; elsewhere a body that is no JSON."""
    if connection.vendor == "sqlite" and chance.random() < 0.5:
        entry = _any_entry(chance)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_entry SET at = 'no time' WHERE seq = %s", [entry.seq])
        return Bent(entry.seq)
    _kind, row = _any_document(chance)
    _change(row, body=chance.choice(["", "[", "null", '"text"', "{}", "[1]"]))
    return Bent(row.from_seq)


def edit_line(chance: random.Random) -> Bent:
    kind, row = _any_document(chance)
    line = kind.line.objects.get(from_seq=row.from_seq)
    if chance.random() < 0.3:
        line.delete()
    else:
        _change(line, text=line.text + chance.choice([" ", ",x", "\r\n"]))
    return Bent(row.from_seq)


def edit_words(chance: random.Random) -> Bent:
    """One word more, one less, or none at all in the table that the search reads."""
    while True:
        kind, row = _any_document(chance)
        if kind.words:
            break
    kind.words.objects.filter(seq=row.from_seq).delete()
    texts = list(kind.searched(row.body_json()))
    if chance.random() < 0.7:
        kind.words.of(row.from_seq, [*texts, "planted"] if chance.random() < 0.5 else texts[1:]).save(force_insert=True)
    return Bent(row.from_seq)


def add_stray(chance: random.Random) -> Bent:
    """A row of a search, a line or a term that no entry accounts for."""
    head = Entry.objects.count()
    kind = chance.choice([kind for kind in kinds() if kind.words])
    words: Any = kind.words
    chance.choice(
        [
            lambda: words.of(head + 3, ["planted"]).save(force_insert=True),
            lambda: kind.line.objects.create(from_seq=head + 2, text="planted"),
            lambda: kind.term.objects.create(from_seq=head + 1, name="topic", value="planted"),
        ]
    )()
    return Bent(head + 1)


def delete_entry(chance: random.Random) -> Bent:
    entry = _any_entry(chance)
    seq = entry.seq
    is_last = seq == Entry.objects.count()
    entry.delete()
    return Bent(seq, is_cut=is_last)


def delete_document(chance: random.Random) -> Bent:
    _kind, row = _any_document(chance)
    row.delete()
    return Bent(row.from_seq)


def swap_entries(chance: random.Random) -> Bent:
    one, other = sorted(chance.sample(range(1, Entry.objects.count() + 1), 2))
    for before, after in ((one, FAR), (other, one), (FAR, other)):
        Entry.objects.filter(seq=before).update(seq=after)
    return Bent(one)


def swap_documents(chance: random.Random) -> Bent:
    while True:
        kind, row = _any_document(chance)
        others = kind.publication.objects.exclude(body="").exclude(pk=row.pk)
        if others:
            break
    other = chance.choice(list(others.order_by("pk")))
    _change(row, body=other.body)
    _change(other, body=row.body)
    return Bent(min(row.from_seq, other.from_seq))


def put_in(chance: random.Random) -> Bent:
    """An entry with its document between others, everything behind it moved on by one."""
    seq = chance.randint(2, Entry.objects.count())
    _move_on(seq)
    before, kind, row = Entry.objects.get(seq=seq - 1), *_any_document(chance)
    line, words = kind.line.objects.get(from_seq=row.from_seq), kind.words
    row.pk, row.from_seq, row.until_seq = None, seq, None
    row.public_id, row.version, row.issued_at = f"{kind.prefix}_{'p' * 26}", 1, before.at
    row.etag = row.expected_etag()
    row.save(force_insert=True)
    type(line).objects.create(from_seq=seq, text=line.text)
    if words:
        words.of(seq, kind.searched(row.body_json())).save(force_insert=True)
    _sign(Entry(seq=seq, op=Operation.ISSUED, kind=kind.name, reason="editorial", act=before.act), before, row, [])
    return Bent(seq)


def _move_on(seq: int) -> None:
    """Far away and back to one number further, so that no two rows have one number meanwhile."""
    for step, least in ((FAR, seq), (1 - FAR, FAR)):
        by_beginning = [(table, "from_seq") for kind in kinds() for table in (kind.publication, kind.term, kind.line)]
        by_end = [(table, "until_seq") for kind in kinds() for table in (kind.publication, kind.term)]
        by_number = [(table, "seq") for table in (Entry, *(kind.words for kind in kinds())) if table]
        moved = [*by_end, *by_beginning] if step > 0 else [*by_beginning, *by_end]  # an end is behind its beginning
        for table, name in moved + by_number:
            table.objects.filter(**{f"{name}__gte": least}).update(**{name: F(name) + step})


def _sign(entry: Entry, before: Entry | None, row: Any, terms: list[tuple[str, str]]) -> None:
    entry.at, entry.public_id, entry.version = row.issued_at, row.public_id, row.version
    entry.content_sha256 = row.content_sha256(terms)
    entry.prev_sha256 = before.entry_sha256 if before else ""
    entry.entry_sha256 = entry.expected_sha256()
    entry.save()


def cut_entries(chance: random.Random) -> Bent:
    seq = chance.randint(2, Entry.objects.count())
    Entry.objects.filter(seq__gte=seq).delete()
    return Bent(seq, is_cut=True)


def cut_tail(chance: random.Random) -> Bent:
    """With everything that belongs to it, and what it ended current again: only a checkpoint tells."""
    erasure = Entry.objects.filter(op=Operation.ERASED).latest("seq")  # what it blanked does not come back by a cut
    seq = chance.randint(erasure.seq + 1, Entry.objects.count())
    for kind in kinds():
        for table in (kind.publication, kind.term, kind.line):
            table.objects.filter(from_seq__gte=seq).delete()
        for table in (kind.publication, kind.term):
            table.objects.filter(until_seq__gte=seq).update(until_seq=None)
        if kind.words:
            kind.words.objects.filter(seq__gte=seq).delete()
    Entry.objects.filter(seq__gte=seq).delete()
    return Bent(seq, is_skilled=True, is_cut=True, shows=False)


def write_anew(chance: random.Random) -> Bent:
    """A body, with every hash from its entry to the head."""
    kind, row = _any_document(chance)
    entry = Entry.objects.get(seq=row.from_seq)
    row.body = row.body.replace("{", '{"a":1,', 1)
    row.etag = row.expected_etag()
    row.save()
    terms = list(kind.term.objects.filter(from_seq=row.from_seq).values_list("name", "value"))
    before = Entry.objects.filter(seq=entry.seq - 1).first()
    _sign(entry, before, row, terms)
    for later in Entry.objects.filter(seq__gt=entry.seq).order_by("seq"):
        later.prev_sha256, before = entry.entry_sha256, later
        later.entry_sha256 = later.expected_sha256()
        later.save()
        entry = later
    return Bent(row.from_seq, is_skilled=True, shows=False)


TAMPERINGS: tuple[Tampering, ...] = (
    edit_body, edit_facet, edit_term, edit_visibility, edit_envelope, edit_entry, edit_entry_and_its_hash,
    put_garbage, edit_line, edit_words, add_stray, delete_entry, delete_document, swap_entries, swap_documents,
    put_in, cut_entries, cut_tail, write_anew,
)  # fmt: skip

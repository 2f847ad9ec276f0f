"""Walk the ledger and find the first number at which it does not hold."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.db.models import Max, Min

from newsroom.ledger.checkpoints import Checkpoint
from newsroom.ledger.documents_held import DocumentsHeld, load_documents
from newsroom.ledger.models import Entry
from newsroom.ledger.registry import kinds

CHUNK = 1000
UNREADABLE = (DatabaseError, ValueError, TypeError, AttributeError, LookupError)
"""What comes of a row in which something stands that no column of its type can hold."""


@dataclass(frozen=True)
class Verdict:
    """How far the ledger holds. `bad_seq` is the first number that does not; null where all do.

    Up to `vouched` the entries are those that a checkpoint was taken of; from there on the chain alone speaks for
    them, which whoever can write the database can write anew. `bad_until` is the end of the span in which something
    was written anew, where a checkpoint tells no more than that.
    """

    entries: int
    head_sha256: str
    vouched: int = 0
    bad_seq: int | None = None
    bad_until: int | None = None
    problem: str = ""


class _Walk:
    """The entries from the first to the head of the beginning, compared with those before and with what was kept."""

    def __init__(self, against: Iterable[Checkpoint]) -> None:
        self.previous: Entry | None = None
        self.vouched = 0
        self._waiting: tuple[Verdict, int] | None = None
        self._kept: dict[int, set[str]] = defaultdict(set)
        for checkpoint in against:
            self._kept[checkpoint.seq].add(checkpoint.sha256)

    def verdict(self, seq: int | None = None, problem: str = "", until: int | None = None) -> Verdict:
        """As far as the walk has come."""
        number, sha256 = (self.previous.seq, self.previous.entry_sha256) if self.previous else (0, "")
        entries = number if seq is None else min(number, seq - 1)
        return Verdict(entries, sha256, min(self.vouched, entries), seq, until, problem)

    def bad(self, entry: Entry, held: DocumentsHeld) -> Verdict | None:
        """The first that does not hold, if this entry shows it; where it does not, the walk has come so far."""
        if bad := self._bad_entry(entry):
            return self._unless_it_comes_from_before(bad)
        if problem := held.problem(entry):
            bad = self._waiting[0] if self._waiting else self.verdict(entry.seq, problem.words)
            if not problem.hangs_on:
                return bad
            self._waiting = self._waiting or (bad, problem.hangs_on)
        self.vouched = entry.seq if entry.seq in self._kept else self.vouched
        self.previous = entry
        return None

    def _bad_entry(self, entry: Entry) -> Verdict | None:
        expected = self.previous.seq + 1 if self.previous else 1
        if entry.seq != expected:
            return self.verdict(min(entry.seq, expected), "an entry is missing")
        problem = _problem_of_entry(entry, self.previous)
        if problem == UNCONNECTED:
            return self._bad_before(entry) or self.verdict(entry.seq, problem)
        if problem:
            return self.verdict(entry.seq, problem)
        if self._kept.get(entry.seq, {entry.entry_sha256}) != {entry.entry_sha256}:
            return self._bad_checkpoint(entry)
        return None

    def _bad_checkpoint(self, entry: Entry) -> Verdict:
        after = Entry.objects.filter(seq=entry.seq + 1).first()
        if after and after.prev_sha256 == entry.prev_sha256:
            return self.verdict(entry.seq, PUT_IN)
        return self.verdict(self.vouched + 1, WRITTEN_ANEW, until=entry.seq)

    def _bad_before(self, entry: Entry) -> Verdict | None:
        """What is wrong before an entry that does not follow; null where that entry itself is to blame.

        An entry that has the hash it should have, and that what comes after builds on, was not touched.
        """
        previous = self.previous
        if previous is None or previous.seq == self.vouched:
            return None
        if entry.prev_sha256 == previous.prev_sha256:
            return self.verdict(previous.seq, PUT_IN)
        after = Entry.objects.filter(seq=entry.seq + 1).first()
        is_built_on = after is None or after.prev_sha256 == entry.entry_sha256
        if entry.entry_sha256 == entry.expected_sha256() and is_built_on:
            return self.verdict(self.vouched + 1, NOT_BUILT_ON, until=previous.seq)
        return None

    def _unless_it_comes_from_before(self, bad: Verdict) -> Verdict:
        """What waits, unless it may come from this one; then this one."""
        if self._waiting is None or bad.bad_seq is None or self._waiting[1] >= bad.bad_seq:
            return bad
        return self._waiting[0]

    def end(self) -> Verdict:
        """What is missing behind the last entry, else what waits, else that all hold."""
        last = self.verdict().entries
        furthest = max((seq for seq in self._kept if seq > last), default=0)
        if furthest:
            missing = self.verdict(last + 1, "entries of which checkpoints were kept are missing", until=furthest)
            return self._unless_it_comes_from_before(missing)
        if _has_stray_rows():
            missing = self.verdict(last + 1, "entries are missing for documents that are there")
            return self._unless_it_comes_from_before(missing)
        if self._waiting:
            return self._waiting[0]
        seq = _first_that_ends_nowhere()
        return self.verdict(seq, "its document ends at a number that no entry has") if seq else self.verdict()


PUT_IN = "the entry was put in"
NOT_BUILT_ON = "the next entry builds on another one, so they were changed, and their hashes with them"
UNCONNECTED = "the entry does not follow from the one before"
WRITTEN_ANEW = "the entries are not those that a checkpoint was taken of, so they were written anew"


def verify(report: Callable[[int], object] = lambda count: None, against: Iterable[Checkpoint] = ()) -> Verdict:
    """Check every entry against the one before it and against its document, in order of number.

    Finds edits, deletions, insertions and swaps of entries, bodies, facets, visibility, lines and words. Whether
    the tail was cut, or all of it written anew, is told by checkpoints kept elsewhere, up to the newest of them.

    Publishing goes on meanwhile: what is checked is the ledger as it stood at the head of the beginning.
    """
    walk = _Walk(against)
    for seq, entries, held in _chunks(_head()):
        if held is None:
            return walk.verdict(seq, "it cannot be read")
        for entry in entries:
            if bad := walk.bad(entry, held):
                return bad
        report(len(entries))
    return walk.end()


def _problem_of_entry(entry: Entry, previous: Entry | None) -> str:
    if entry.prev_sha256 != (previous.entry_sha256 if previous else ""):
        return UNCONNECTED
    if entry.entry_sha256 != entry.expected_sha256():
        return "the entry was changed"
    return "the entry is older than the one before" if previous and entry.at < previous.at else ""


def _head() -> int:
    return Entry.objects.aggregate(head=Max("seq"))["head"] or 0


def _chunks(head: int) -> Iterator[tuple[int, list[Entry], DocumentsHeld | None]]:
    """Runs of entries, each with its first number and what accounts for it: null for one that cannot be read."""
    size = CHUNK
    ahead = Entry.objects.filter(seq__lte=head).order_by("seq")
    while (first := ahead.values_list("seq", flat=True).first()) is not None:
        try:
            entries = _with_moments(list(ahead[:size]))
            held = load_documents(entries, first - 1, head)
        except UNREADABLE:
            if size == 1:
                yield first, [], None
            size = 1
            continue
        yield first, entries, held
        ahead = ahead.filter(seq__gt=entries[-1].seq)


def _with_moments(entries: list[Entry]) -> list[Entry]:
    """SQLite takes any text for a moment, and Django reads it as none. Raises `ValueError`."""
    if None in {entry.at for entry in entries}:
        raise ValueError("an entry without its moment")
    return entries


def _has_stray_rows() -> bool:
    """True if something begins at a number that no entry has. Asks for the entries last: they come along."""
    tables: list[tuple[Any, str]] = [
        (table, "from_seq") for kind in kinds() for table in (kind.publication, kind.term, kind.line)
    ]
    tables += [(kind.words, "seq") for kind in kinds() if kind.words]
    spans = [table.objects.aggregate(first=Min(name), last=Max(name)) for table, name in tables]
    furthest = max((found["last"] or 0 for found in spans), default=0)
    return furthest > _head() or any(found["first"] is not None and found["first"] < 1 for found in spans)


def _first_that_ends_nowhere() -> int:
    """The first number whose document or term ends beyond the head; 0 where none does."""
    ends: list[tuple[int, int]] = []
    tables: list[Any] = [table for kind in kinds() for table in (kind.publication, kind.term)]
    for table in tables:
        latest = table.objects.exclude(until_seq=None).order_by("-until_seq", "from_seq")
        ends += latest.values_list("from_seq", "until_seq")[:CHUNK]
    head = _head()
    return min((seq for seq, until in ends if until > head), default=0)

"""Walk the ledger and find the first number at which it does not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Max

from newsroom.ledger.models import Entry, Publication
from newsroom.ledger.registry import kind_named, kinds

CHUNK = 1000


@dataclass(frozen=True)
class Verdict:
    """How far the ledger holds. `bad_seq` is the first number that does not; null where all do."""

    entries: int
    head_sha256: str
    bad_seq: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class _Chunk:
    """Consecutive entries with the documents and terms that they account for."""

    entries: list[Entry]
    documents: dict[int, list[Publication]]
    terms: dict[int, list[tuple[str, str, int | None]]]
    successors: dict[tuple[str, int], int]
    head: int


def verify(report: Callable[[int], object] = lambda count: None) -> Verdict:
    """Check every entry against the one before it and against its document, in order of number.

    Finds edits, deletions, insertions and swaps of entries, bodies, facets and visibility. Whether
    the tail was cut, or all of it rewritten, can only be told against a head kept elsewhere.
    """
    previous: Entry | None = None
    checked = 0
    for chunk in _chunks():
        for entry in chunk.entries:
            if problem := _problem(entry, previous, chunk):
                return Verdict(checked, _hash_of(previous), _expected_seq(previous, entry), problem)
            previous, checked = entry, checked + 1
        report(len(chunk.entries))
    if _documents(from_seq__lt=1) or _documents(from_seq__gt=checked) or _documents(until_seq__gt=checked):
        return Verdict(checked, _hash_of(previous), checked + 1, "entries are missing for documents that are there")
    return Verdict(checked, _hash_of(previous))


def _hash_of(entry: Entry | None) -> str:
    return entry.entry_sha256 if entry else ""


def _expected_seq(previous: Entry | None, entry: Entry) -> int:
    """The number that is wrong: the missing one where entries are lacking."""
    return min(entry.seq, previous.seq + 1 if previous else 1)


def _chunks() -> Iterator[_Chunk]:
    last, head = 0, Entry.objects.aggregate(head=Max("seq"))["head"] or 0
    while entries := list(Entry.objects.filter(seq__gt=last).order_by("seq")[:CHUNK]):
        first, last = last, entries[-1].seq
        yield replace(_load(entries, first, last), head=head)


def _load(entries: list[Entry], after: int, last: int) -> _Chunk:
    documents: dict[int, list[Publication]] = {}
    terms: dict[int, list[tuple[str, str, int | None]]] = {}
    for kind in kinds():
        covered = {"from_seq__gt": after, "from_seq__lte": last}
        for found in kind.publication.objects.filter(**covered):
            documents.setdefault(found.from_seq, []).append(found)
        for term in kind.term.objects.filter(**covered).order_by("name", "value"):
            terms.setdefault(term.from_seq, []).append((term.name, term.value, term.until_seq))
    later = Entry.objects.filter(public_id__in={entry.public_id for entry in entries})
    successors = {(found.public_id, found.version): found.seq for found in later}
    return _Chunk(entries, documents, terms, successors, last)


def _problem(entry: Entry, previous: Entry | None, chunk: _Chunk) -> str:
    return _problem_of_chain(entry, previous) or _problem_of_document(entry, chunk)


def _problem_of_chain(entry: Entry, previous: Entry | None) -> str:
    if entry.seq != (previous.seq + 1 if previous else 1):
        return "an entry is missing"
    if entry.prev_sha256 != _hash_of(previous):
        return "the entry does not follow from the one before"
    if entry.entry_sha256 != entry.expected_sha256():
        return "the entry was changed"
    return "the entry is older than the one before" if previous and entry.at < previous.at else ""


def _problem_of_document(entry: Entry, chunk: _Chunk) -> str:
    documents = chunk.documents.get(entry.seq, [])
    if len(documents) != 1:
        return "more than one document has its number" if documents else "its document is missing"
    document = documents[0]
    if (document.public_id, document.version) != (entry.public_id, entry.version):
        return "its document belongs to another record"
    if not isinstance(document, kind_named(entry.kind).publication):
        return "its document is of another kind"
    return _problem_of_content(entry, document, chunk)


def _problem_of_content(entry: Entry, document: Publication, chunk: _Chunk) -> str:
    terms = chunk.terms.get(entry.seq, [])
    if document.content_sha256([(name, value) for name, value, _until in terms]) != entry.content_sha256:
        return "its document, facets or visibility were changed"
    if document.issued_at != entry.at or document.etag != document.expected_etag():
        return "the envelope of its document was changed"
    ends = {document.until_seq, *(until for _name, _value, until in terms)}
    is_cut_off = len(ends) == 1 and (document.until_seq or 0) > chunk.head
    if not is_cut_off and ends != {chunk.successors.get((entry.public_id, entry.version + 1))}:
        return "its document ends at the wrong number"
    return ""


def _documents(**where: int) -> bool:
    return any(kind.publication.objects.filter(**where).exists() for kind in kinds())

"""Walk the ledger and find the first number at which it does not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Max, Min

from newsroom.ledger.erasing import is_blank
from newsroom.ledger.lines import line_of
from newsroom.ledger.models import Entry, Operation, Publication
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
    lines: dict[int, str]
    successors: dict[tuple[str, int], int]
    erased: dict[str, int]
    """By public id, the newest version that an entry says was erased, and with it all before."""


def verify(report: Callable[[int], object] = lambda count: None) -> Verdict:
    """Check every entry against the one before it and against its document, in order of number.

    Finds edits, deletions, insertions and swaps of entries, bodies, facets and visibility. Whether
    the tail was cut, or all of it rewritten, can only be told against a head kept elsewhere.

    Publishing goes on meanwhile: what is checked is the ledger as it stood at the head of the beginning.
    """
    previous: Entry | None = None
    checked = 0
    for chunk in _chunks(_head()):
        for entry in chunk.entries:
            if problem := _problem(entry, previous, chunk):
                return Verdict(checked, _hash_of(previous), _expected_seq(previous, entry), problem)
            previous, checked = entry, checked + 1
        report(len(chunk.entries))
    if _has_stray_documents():
        return Verdict(checked, _hash_of(previous), checked + 1, "entries are missing for documents that are there")
    return Verdict(checked, _hash_of(previous))


def _hash_of(entry: Entry | None) -> str:
    return entry.entry_sha256 if entry else ""


def _expected_seq(previous: Entry | None, entry: Entry) -> int:
    """The number that is wrong: the missing one where entries are lacking."""
    return min(entry.seq, previous.seq + 1 if previous else 1)


def _head() -> int:
    return Entry.objects.aggregate(head=Max("seq"))["head"] or 0


def _chunks(head: int) -> Iterator[_Chunk]:
    last = 0
    while entries := list(Entry.objects.filter(seq__gt=last, seq__lte=head).order_by("seq")[:CHUNK]):
        first, last = last, entries[-1].seq
        yield _load(entries, first, head)


def _load(entries: list[Entry], after: int, head: int) -> _Chunk:
    documents: dict[int, list[Publication]] = {}
    terms: dict[int, list[tuple[str, str, int | None]]] = {}
    lines: dict[int, str] = {}
    for kind in kinds():
        covered = {"from_seq__gt": after, "from_seq__lte": entries[-1].seq}
        for found in kind.publication.objects.filter(**covered):
            found.until_seq = _until(found.until_seq, head)
            documents.setdefault(found.from_seq, []).append(found)
        for term in kind.term.objects.filter(**covered).order_by("name", "value"):
            terms.setdefault(term.from_seq, []).append((term.name, term.value, _until(term.until_seq, head)))
        lines |= dict(kind.line.objects.filter(**covered).values_list("from_seq", "text"))
    later = Entry.objects.filter(public_id__in={entry.public_id for entry in entries}, seq__lte=head)
    successors = {(found.public_id, found.version): found.seq for found in later}
    erased = {found.public_id: found.version for found in later.filter(op=Operation.ERASED).order_by("version")}
    return _Chunk(entries, documents, terms, lines, successors, erased)


def _until(seq: int | None, head: int) -> int | None:
    """Where something ended, as it was at the head: what came later was not yet."""
    return None if seq is not None and seq > head else seq


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
    if is_blank(document) and entry.version < chunk.erased.get(entry.public_id, 0):
        return _problem_of_end(entry, document, chunk)
    if document.content_sha256([(name, value) for name, value, _until in terms]) != entry.content_sha256:
        return "its document, facets or visibility were changed"
    if document.issued_at != entry.at or document.etag != document.expected_etag():
        return "the envelope of its document was changed"
    if chunk.lines.get(entry.seq) != _expected_line(entry, document):
        return "its line in exports was changed"
    return _problem_of_end(entry, document, chunk)


def _expected_line(entry: Entry, document: Publication) -> str | None:
    return line_of(kind_named(entry.kind).columns, document.body_json()) if document.body else None


def _problem_of_end(entry: Entry, document: Publication, chunk: _Chunk) -> str:
    terms = chunk.terms.get(entry.seq, [])
    ends = {document.until_seq, *(until for _name, _value, until in terms)}
    if ends != {chunk.successors.get((entry.public_id, entry.version + 1))}:
        return "its document ends at the wrong number"
    return ""


def _has_stray_documents() -> bool:
    """True if something begins or ends at a number that no entry has. Asks for the entries last: they come along."""
    tables = [table for kind in kinds() for table in (kind.publication, kind.term)]
    begin = [table.objects.aggregate(first=Min("from_seq"), last=Max("from_seq")) for table in tables]
    end = [table.objects.aggregate(last=Max("until_seq")) for table in tables]
    furthest = max((found["last"] or 0 for found in [*begin, *end]), default=0)
    return furthest > _head() or any(found["first"] is not None and found["first"] < 1 for found in begin)

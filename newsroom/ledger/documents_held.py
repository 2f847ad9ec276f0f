"""Whether the documents, terms, lines and words of a run of entries are those that the entries were written for."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from newsroom.ledger.erasing import is_blank
from newsroom.ledger.lines import line_of
from newsroom.ledger.models import Entry, Operation, Publication, Visibility
from newsroom.ledger.registry import Kind, kinds


@dataclass(frozen=True)
class Problem:
    """What does not hold. `hangs_on`: the later number that it may come from, if that one does not hold either."""

    words: str
    hangs_on: int = 0


@dataclass(frozen=True)
class DocumentsHeld:
    """What accounts for consecutive entries, each by the number of its entry; ends as they were at a head."""

    documents: dict[int, list[tuple[Kind, Publication]]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[int, list[tuple[str, str, int | None]]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    other_words: set[int] = field(default_factory=set)
    successors: dict[tuple[str, int], int] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    """By public id, the newest version that an entry says was erased, and with it all before."""

    def problem(self, entry: Entry) -> Problem | None:
        """What does not hold of the document of an entry that is itself as it was written; null where all does."""
        found = self.documents.get(entry.seq, [])
        if words := self._problem_of_identity(entry):
            return Problem(words)
        ((kind, document),) = found
        return self._problem_of_content(entry, kind, document) or self._problem_of_end(entry, document)

    def _problem_of_identity(self, entry: Entry) -> str:
        found = self.documents.get(entry.seq, [])
        if len(found) != 1:
            return "more than one document has its number" if found else "its document is missing"
        kind, document = found[0]
        if (document.public_id, document.version) != (entry.public_id, entry.version):
            return "its document belongs to another record"
        if kind.name != entry.kind:
            return "its document is of another kind"
        return ""

    def _problem_of_content(self, entry: Entry, kind: Kind, document: Publication) -> Problem | None:
        terms = [(name, value) for name, value, _until in self.terms.get(entry.seq, [])]
        is_gone = is_blank(kind, document) and not terms and entry.version < self.erased.get(entry.public_id, 0)
        if not is_gone and document.content_sha256(terms) != entry.content_sha256:
            erasure = _erasure_of(kind, document) if is_blank(kind, document) else 0
            return Problem("its document, facets or visibility were changed", erasure)
        if document.issued_at != entry.at or not (is_gone or document.etag == document.expected_etag()):
            return Problem("the envelope of its document was changed")
        if self.lines.get(entry.seq, []) != _expected_lines(kind, document):
            return Problem("its line in exports was changed")
        return Problem("its words in the search were changed") if entry.seq in self.other_words else None

    def _problem_of_end(self, entry: Entry, document: Publication) -> Problem | None:
        successor = self.successors.get((entry.public_id, entry.version + 1))
        ends = {document.until_seq, *(until for _name, _value, until in self.terms.get(entry.seq, []))}
        if ends == {successor}:
            return None
        return Problem("its document ends at the wrong number", max(document.until_seq or 0, successor or 0))


def _expected_lines(kind: Kind, document: Publication) -> list[str]:
    return [line_of(kind.columns, document.body_json())] if document.body else []


def _erasure_of(kind: Kind, document: Publication) -> int:
    """The number at which a version that is blank is said to have been erased; 0 where it never was."""
    later = kind.publication.objects.filter(public_id=document.public_id, version__gt=document.version)
    erasure = later.filter(visibility=Visibility.ERASED).order_by("version").last()
    return erasure.from_seq if erasure else 0


def load_documents(entries: list[Entry], after: int, head: int) -> DocumentsHeld:
    """What accounts for these entries, the first of which follows number `after`, as it stood at `head`."""
    held = DocumentsHeld()
    until = entries[-1].seq
    for kind in kinds():
        _load_kind(held, kind, after, until, head)
    later = Entry.objects.filter(public_id__in={entry.public_id for entry in entries})
    for found in later.order_by("version"):
        if found.seq <= head:
            held.successors[found.public_id, found.version] = found.seq
        if found.op == Operation.ERASED:
            held.erased[found.public_id] = found.version
    return held


def _load_kind(held: DocumentsHeld, kind: Kind, after: int, until: int, head: int) -> None:
    covered: Any = {"from_seq__gt": after, "from_seq__lte": until}
    documents = list(kind.publication.objects.filter(**covered))
    for document in documents:
        document.until_seq = _as_at(document.until_seq, head)
        held.documents[document.from_seq].append((kind, document))
    for term in kind.term.objects.filter(**covered).order_by("name", "value"):
        held.terms[term.from_seq].append((term.name, term.value, _as_at(term.until_seq, head)))
    for seq, text in kind.line.objects.filter(**covered).values_list("from_seq", "text"):
        held.lines[seq].append(text)
    if kind.words:
        wanted = [kind.words.of(row.from_seq, kind.searched(row.body_json())) for row in documents if row.body]
        held.other_words.update(kind.words.differing(after, until, wanted))


def _as_at(seq: int | None, head: int) -> int | None:
    """Where something ended, as it was at the head: what came later was not yet."""
    return None if seq is not None and seq > head else seq

"""What the ledger held before an act: read for many records at a time, and remembered while the act is worked out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from newsroom.ledger.models import Basis, Mention, Publication
from newsroom.ledger.registry import Json, Kind, kind_of_id

T = TypeVar("T")

BATCH = 500
"""How many records one statement asks for."""


class ReadAhead:
    """Asked for one record it reads one; whoever knows what will be asked next says so before, by `read`."""

    def __init__(self) -> None:
        self._current: dict[str, Publication | None] = {}
        self._terms: dict[str, list[tuple[str, str]]] = {}
        self._bases: dict[str, Json] = {}
        self._names: dict[str, set[str]] = {}
        self._naming: dict[str, dict[str, str]] = {}

    def current(self, public_id: str) -> Publication | None:
        """The document of a record; null where nothing was ever issued of it."""
        self.read([public_id])
        return self._current[public_id]

    def terms(self, public_id: str) -> list[tuple[str, str]]:
        self.read_whole([public_id])
        return self._terms[public_id]

    def basis(self, public_id: str) -> Json:
        """What its document was made from. Raises `KeyError` where nothing is issued."""
        self.read_whole([public_id])
        return self._bases[public_id]

    def named_in(self, public_id: str) -> set[str]:
        """The public ids that its document names."""
        self.read_whole([public_id])
        return self._names[public_id]

    def naming(self, public_id: str, kind: str | None = None) -> set[str]:
        """The public ids of the documents, or of those of one kind, that name it."""
        self.read_whole([public_id])
        return {document for document, of in self._naming[public_id].items() if kind in (None, of)}

    def has_whole(self, public_id: str) -> bool:
        return public_id in self._terms

    def read(self, public_ids: Iterable[str]) -> None:
        """Have the documents of these records at hand."""
        for kind, wanted in _by_kind(set(public_ids) - self._current.keys()):
            self._current |= dict.fromkeys(wanted)
            for some in in_batches(wanted):
                rows = kind.publication.objects.current().filter(public_id__in=some)
                self._current |= {row.public_id: row for row in rows}

    def read_whole(self, public_ids: Iterable[str]) -> None:
        """The same, with what stands around them: facets, bases, whom they name, who names them, and those."""
        wanted = sorted(set(public_ids) - self._terms.keys())
        if not wanted:
            return
        self.read(wanted)
        self._terms |= {key: [] for key in wanted}
        self._names |= {key: set() for key in wanted}
        self._naming |= {key: {} for key in wanted}
        issued = [key for key in wanted if self._current[key]]
        for some in in_batches(issued):
            bases = Basis.objects.filter(public_id__in=some)
            self._bases |= {basis.public_id: basis.content_json() for basis in bases}
        self._read_terms(issued)
        self._read_mentions(wanted, issued)
        around = (self._names[key] | self._naming[key].keys() for key in wanted)
        self.read(set().union(*around))

    def _read_terms(self, issued: Sequence[str]) -> None:
        for kind, some in _by_kind(issued):
            numbers = {row.from_seq: key for key in some if (row := self._current[key])}
            for batch in in_batches(list(numbers)):
                terms = kind.term.objects.filter(from_seq__in=batch).values_list("from_seq", "name", "value")
                for seq, name, value in terms:
                    self._terms[numbers[seq]].append((name, value))

    def _read_mentions(self, wanted: Sequence[str], issued: Sequence[str]) -> None:
        for some in in_batches(issued):
            for document, named in Mention.objects.filter(document__in=some).values_list("document", "named"):
                self._names[document].add(named)
        for some in in_batches(wanted):
            for mention in Mention.objects.filter(named__in=some):
                self._naming[mention.named][mention.document] = mention.kind


def _by_kind(public_ids: Collection[str]) -> Iterator[tuple[Kind, list[str]]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for public_id in sorted(public_ids):
        found[public_id.partition("_")[0]].append(public_id)
    for some in found.values():
        yield kind_of_id(some[0]), some


def in_batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))

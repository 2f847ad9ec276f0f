"""What is issued, seen with the changes of the act under way laid over it."""

from collections import defaultdict
from dataclasses import dataclass

from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.models import Publication, Visibility
from newsroom.ledger.reading_ahead import ReadAhead
from newsroom.ledger.registry import Facets, Json, Kind, NotIssued, kind_of_id


@dataclass(frozen=True)
class Draft:
    """A document as it will be once the act is done."""

    kind: Kind
    public_id: str
    basis: Json
    body: Json
    facets: Facets
    names: frozenset[str]
    visibility: str = Visibility.ISSUED
    notice: str = ""
    successor: str = ""

    @property
    def body_text(self) -> str:
        return canonical_json(self.body) if self.body else ""

    @property
    def reference(self) -> Json:
        return self.kind.reference(self.body)


class IssuedView:
    """The `Issued` that renderers are given. Remembers what it was asked, which is what a document names."""

    def __init__(self, held: ReadAhead | None = None) -> None:
        self.held = held or ReadAhead()
        self.drafts: dict[str, Draft] = {}
        self.asked: set[str] = set()
        self._named_by: defaultdict[str, set[str]] = defaultdict(set)

    def current(self, public_id: str) -> Publication | None:
        """What the ledger held of a record before this act."""
        return self.held.current(public_id)

    def reference(self, public_id: str) -> Json:
        standing = self._standing_for(public_id)
        return kind_of_id(standing).reference(self._body(standing))

    def reference_if_issued(self, public_id: str) -> Json | None:
        standing = self._standing_for(public_id)
        return self.reference(standing) if self.is_issued(standing) else None

    def _standing_for(self, public_id: str) -> str:
        """The record that answers for this id: the one that it was merged into, else itself."""
        self.asked.add(public_id)
        document = self.drafts.get(public_id) or self.current(public_id)
        return self._standing_for(document.successor) if document and document.successor else public_id

    def is_issued(self, public_id: str) -> bool:
        """True if anyone may read the record once this act is done."""
        document = self.drafts.get(public_id) or self.current(public_id)
        return document is not None and document.visibility == Visibility.ISSUED

    def _stored_body(self, public_id: str) -> Json:
        current = self.current(public_id)
        if current is None:
            raise NotIssued(public_id)
        return current.body_json()

    def naming(self, kind: str, public_id: str) -> list[Json]:
        ids = self.ids_naming(public_id, kind)
        self.held.read(ids)
        return [self._body(key) for key in sorted(ids) if self.is_issued(key)]

    def _body(self, public_id: str) -> Json:
        draft = self.drafts.get(public_id)
        return draft.body if draft else self._stored_body(public_id)

    def put(self, draft: Draft) -> None:
        """Lay a document of this act over what was issued before."""
        before = self.drafts.get(draft.public_id)
        for named in before.names if before else ():
            self._named_by[named].discard(draft.public_id)
        for named in draft.names:
            self._named_by[named].add(draft.public_id)
        self.drafts[draft.public_id] = draft

    def ids_naming(self, public_id: str, kind: str | None = None) -> set[str]:
        """The public ids of documents that will name a record once this act is done."""
        stored = self.held.naming(public_id, kind) - self.drafts.keys()
        return stored | {key for key in self._named_by[public_id] if kind in (None, self.drafts[key].kind.name)}

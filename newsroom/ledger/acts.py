"""One act on the ledger: the documents that it changes, what follows from them, and all of them written at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from heapq import heappop, heappush

from django.conf import settings

from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.models import Basis, Entry, Publication, Visibility
from newsroom.ledger.registry import Facets, Json, Kind, kind_of_id
from newsroom.ledger.view import Draft, IssuedView
from newsroom.ledger.writing import Signature, leave_outdated, remember, write_act


class PublishingRefused(Exception):
    """Something may not be issued as it stands. `messages` say what and how to mend it; nothing was written."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = list(messages)
        super().__init__(" ".join(self.messages))


class LedgerAct:
    """The documents that one act changes, worked out until nothing more follows."""

    def __init__(self) -> None:
        self.view = IssuedView()
        self.left: set[str] = set()
        self._given: set[str] = set()
        self._bases: dict[str, Json] = {}
        self._notices: dict[str, str] = {}
        self._before: dict[str, Draft | None] = {}
        self._followers: set[str] = set()
        self._naming: list[tuple[int, str]] = []
        self._gathering: list[tuple[int, str]] = []
        self._queued: set[tuple[int, str]] = set()

    def add(self, public_id: str, basis: Json | None, notice: str = "") -> None:
        """Render a document; without a basis from the one it was last issued from, its notice kept."""
        self._notices[public_id] = notice or self._notices.get(public_id, "")
        if basis is not None:
            self._given.add(public_id)
            self._bases[public_id] = basis
        self._push(self._naming, kind_of_id(public_id).rank, public_id)

    def _push(self, queue: list[tuple[int, str]], order: int, public_id: str) -> None:
        if (order, public_id) not in self._queued:
            self._queued.add((order, public_id))
            heappush(queue, (order, public_id))

    def end(self, ends: Mapping[str, Visibility], notice: str) -> None:
        """Replace issued documents by their tombstones: all of them, before anything follows from one."""
        self._end([self._tombstone(key, visibility, notice) for key, visibility in sorted(ends.items())])

    def point(self, successions: Mapping[str, str]) -> None:
        """Replace issued documents by pointers to those that answer for them now, which what names them follows."""
        pointers = []
        for public_id, successor in sorted(successions.items()):
            tombstone = self._tombstone(public_id, Visibility.MERGED, "")
            pointers.append(replace(tombstone, successor=successor))
        self._end(pointers)

    def _end(self, ended: list[Draft]) -> None:
        for draft in ended:
            self.view.put(draft)
        for draft in ended:
            self._follow(draft, reference_changed=True)

    def _tombstone(self, public_id: str, visibility: Visibility, notice: str) -> Draft:
        stored = self._stored(public_id)
        if stored is None or stored.visibility != Visibility.ISSUED:
            raise PublishingRefused([f"{public_id} is not public, so there is nothing to withdraw."])
        return replace(stored, visibility=visibility, notice=notice)

    def finish(self, signature: Signature, direct: set[str]) -> list[Entry]:
        """Work out what follows and write every changed document, what is named before what names it.

        What names goes upwards by rank; then what gathers goes downwards, each once all it gathers is done.
        """
        while queue := self._naming or self._gathering:
            self._read_ahead(queue)
            order, public_id = heappop(queue)
            self._queued.discard((order, public_id))
            self._render(public_id)
        drafts = sorted(self.view.drafts.values(), key=lambda draft: (draft.kind.rank, draft.public_id))
        leave_outdated(self.left)
        changed = [draft for draft in drafts if not self._is_said_already(draft)]
        given_alike = self._given - {draft.public_id for draft in changed}
        remember([draft for draft in drafts if draft.public_id in given_alike and _has_new_basis(draft)])
        return write_act(self.view, changed, signature, direct)

    def _read_ahead(self, queue: list[tuple[int, str]]) -> None:
        """What all those of one rank are made from, as soon as the first of them is not at hand."""
        first, public_id = queue[0]
        if not self.view.held.has_whole(public_id):
            self.view.held.read_whole(key for order, key in queue if order == first)

    def _render(self, public_id: str) -> None:
        draft = self._draft(kind_of_id(public_id), public_id)
        before = self.view.drafts.get(public_id) or self._stored(public_id)
        self.view.put(draft)
        if before is None or not _says_the_same(before, draft):
            is_seen_otherwise = before is None or _seen_by_others(before) != _seen_by_others(draft)
            self._follow(draft, reference_changed=is_seen_otherwise)

    def _is_said_already(self, draft: Draft) -> bool:
        stored = self._stored(draft.public_id)
        return stored is not None and _says_the_same(stored, draft)

    def _draft(self, kind: Kind, public_id: str) -> Draft:
        basis = self._bases.get(public_id) or self.view.held.basis(public_id)
        self._bases[public_id] = basis
        self.view.asked = set()
        body = kind.render(basis, self.view)
        facets = kind.facets(body, self.view)
        names = frozenset(self.view.asked - {public_id})
        columns = {name: facets.columns.get(name) for name in kind.publication.FACETS}
        facets = Facets(columns, sorted(set(facets.terms)))
        return Draft(kind, public_id, basis, body, facets, names, notice=self._notice(public_id))

    def _notice(self, public_id: str) -> str:
        """The words that stand beside a document: those given now, else those of a correction issued before."""
        stored = self._stored(public_id)
        is_anew = public_id not in self._given and stored is not None and stored.visibility == Visibility.ISSUED
        return self._notices.get(public_id) or (stored.notice if stored and is_anew else "")

    def _stored(self, public_id: str) -> Draft | None:
        if public_id not in self._before:
            current = self.view.current(public_id)
            terms = self.view.held.terms(public_id)
            self._before[public_id] = None if current is None else draft_of(current, terms)
        return self._before[public_id]

    def _follow(self, draft: Draft, *, reference_changed: bool) -> None:
        if reference_changed:
            for public_id in sorted(self.view.ids_naming(draft.public_id)):
                if self._may_follow(public_id):
                    self.add(public_id, None)
        for named in sorted(draft.names | self.view.held.named_in(draft.public_id)):
            if draft.kind.name in kind_of_id(named).gathers and self._may_follow(named):
                self._push(self._gathering, -kind_of_id(named).rank, named)

    def _may_follow(self, public_id: str) -> bool:
        """True for a public document within the bound; one beyond it is left for `reissue_documents`."""
        if not self.view.is_issued(public_id):
            return False
        if public_id in self._bases or public_id in self._followers:
            return True
        if len(self._followers) >= settings.REISSUE_AT_ONCE:
            self.left.add(public_id)
            return False
        self._followers.add(public_id)
        return True


def draft_of(publication: Publication, terms: Iterable[tuple[str, str]]) -> Draft:
    """A stored document in the form that an act compares with."""
    kind = kind_of_id(publication.public_id)
    columns = {name: getattr(publication, name) for name in kind.publication.FACETS}
    return Draft(
        kind=kind,
        public_id=publication.public_id,
        basis={},
        body=publication.body_json(),
        facets=Facets(columns, sorted(terms)),
        names=frozenset(),
        visibility=publication.visibility,
        notice=publication.notice,
        successor=publication.successor,
    )


def _has_new_basis(draft: Draft) -> bool:
    """True if the editors decided something that does not show yet: a link, say, to what is not public."""
    return not Basis.objects.filter(public_id=draft.public_id, content=canonical_json(draft.basis)).exists()


def _seen_by_others(draft: Draft) -> tuple[str, Json]:
    """What the documents that name this one depend on."""
    return draft.visibility, {} if draft.visibility == Visibility.ERASED else draft.reference


def _says_the_same(before: Draft, after: Draft) -> bool:
    def said(draft: Draft) -> tuple[object, ...]:
        return draft.visibility, draft.successor, draft.body_text, dict(draft.facets.columns), list(draft.facets.terms)

    return said(before) == said(after)

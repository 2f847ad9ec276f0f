"""From when and with what rights a list is seen: now, at an entry of the ledger, or while turning pages."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from newsroom.api.problems import problem
from newsroom.ledger.models import Entry, Publication, Visibility, moment_text
from newsroom.ledger.registry import Kind

READABLE = (Visibility.ISSUED, Visibility.WITHDRAWN)
STILL_SERVED = (*READABLE, Visibility.MERGED)
"""What may stand now in the place of something that is read as it was."""

Publications = QuerySet[Publication]


@dataclass(frozen=True)
class Standpoint:
    """What somebody sees of one kind: at a number of the ledger or now, with withdrawn documents or without."""

    kind: Kind
    at: int | None = None
    withdrawn_too: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        return READABLE if self.withdrawn_too else (Visibility.ISSUED,)

    def first_page(self) -> Publications:
        """What is listed: the current documents, or those of then that are still served."""
        if self.at is not None:
            return self._then(self.at, still=STILL_SERVED)
        return self._now()

    def later_pages(self, head: int) -> Sequence[tuple[Publications, bool]]:
        """The list as it stood at `head`, each part with whether it is past.

        In two parts, so that the index over what is current carries the list: what has not changed
        since, and what has, found through the few entries written since. A document withdrawn since is left out.
        """
        if self.at is not None:
            return [(self._then(self.at, still=STILL_SERVED), True)]
        changed = Entry.objects.filter(seq__gt=head, kind=self.kind.name).values("public_id")
        ended = self._then(head, still=self.shown).filter(until_seq__gt=head, public_id__in=changed)
        return [(self._now().filter(from_seq__lte=head), False), (ended, True)]

    def _now(self) -> Publications:
        current = self.kind.publication.objects.current()
        # Not “visibility in one value”: the index over what is issued is only used for the equation.
        return current.filter(visibility__in=self.shown) if self.withdrawn_too else current.issued()

    def _then(self, seq: int, still: Sequence[str]) -> Publications:
        publications = self.kind.publication.objects
        now = publications.current().filter(public_id=OuterRef("public_id"), visibility__in=still)
        return publications.as_of(seq).filter(Exists(now), visibility__in=self.shown)


def resolve_position(asked: int | dt.datetime | None) -> int | None:
    """The number of the last entry at a position. Raises `Problem` beyond the head, which it names."""
    if asked is None:
        return None
    if asked == 0:
        return 0
    by = "at" if isinstance(asked, dt.datetime) else "seq"
    then = Entry.objects.filter(**{f"{by}__lte": asked}).order_by("-seq").values("seq")[:1]
    head = Entry.objects.order_by("-seq").annotate(then=Subquery(then)).first()
    if head is None or asked > getattr(head, by):
        raise problem("beyond-head", f"`as_of` {head_words(head)}")
    return head.then or 0


def head_words(head: Entry | None) -> str:
    """Where the head is, for what lies beyond it."""
    if head is None:
        return "lies beyond the head of the ledger, which is empty."
    return f"lies beyond the head of the ledger, which is entry {head.seq} of {moment_text(head.at)}."

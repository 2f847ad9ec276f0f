"""Keyset paging, both ways, over a list that stands still while others publish.

A cursor is signed, bound to the filters it was made for, and carries the number of the ledger's head at
the first page. Later pages are read as of that number, so a document that is issued anew while somebody
turns pages is met once, in its old place, and neither twice nor never.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from django.core.signing import BadSignature, Signer

from newsroom.api.problems import problem
from newsroom.api.statements import BODY, Place, Query, Row, count_statement, fetch, read_rows

MOST_COUNTED = 10_000


def _signer() -> Signer:
    return Signer(salt="newsroom.api.cursor")


class Cursor(NamedTuple):
    """A place between two rows: just beyond the row with this sort key and number, forwards or backwards."""

    backwards: bool
    head: int
    number: int
    day: str | None = None

    def text(self, binding: str) -> str:
        """The cursor as a client is given it; the same place in the same list is the same text."""
        return _signer().sign_object([binding, *self])


def read_cursor(text: str, binding: str) -> Cursor:
    """Raises `Problem` for a cursor that was changed or was made for another list."""
    try:
        bound_to, *place = _signer().unsign_object(text)
    except (BadSignature, ValueError) as error:
        raise problem(
            "invalid-cursor", "This cursor was not made here or was changed on the way. Start again."
        ) from error
    if bound_to != binding:
        raise problem("invalid-cursor", "This cursor belongs to another list or other filters. Start again without it.")
    return Cursor(*place)


@dataclass(frozen=True)
class Page:
    """The rows of a page in order, and where its neighbours begin."""

    rows: list[Row]
    next: Cursor | None
    previous: Cursor | None

    @property
    def head(self) -> str:
        """The newest entry of the ledger when the page was read, its number and its hash; empty for an empty page."""
        return self.rows[0].head if self.rows else ""


def read_page(
    query: Query, size: int, cursor: Cursor | None = None, content: str = BODY, *, at_once: bool = False
) -> Page:
    """One page; without a cursor the first. at_once: in one statement whatever has ended meanwhile."""
    backwards = cursor is not None and cursor.backwards
    turned = replace(query, order=replace(query.order, is_backwards=backwards))
    place = Place(cursor.number, cursor.day) if cursor else None
    found = read_rows(turned, size + 1, place, content=content, at_once=at_once)
    rows = found[:size]
    if not rows:
        return Page([], None, None)
    head = int(rows[0].head.partition(" ")[0]) if query.at is None else query.at
    return _page(rows[::-1] if backwards else rows, cursor, cursor.head if cursor else head, has_more=len(found) > size)


def _page(rows: list[Row], cursor: Cursor | None, head: int, *, has_more: bool) -> Page:
    has_next, has_previous = (True, has_more) if cursor and cursor.backwards else (has_more, cursor is not None)
    first, last = rows[0], rows[-1]
    return Page(
        rows,
        Cursor(False, head, last.number, last.day) if has_next else None,  # noqa: FBT003  a cursor's first member
        Cursor(True, head, first.number, first.day) if has_previous else None,  # noqa: FBT003
    )


def count_up_to_most(query: Query) -> int:
    """How many rows there are, one more than `MOST_COUNTED` standing for more."""
    return int(fetch(count_statement(query, MOST_COUNTED + 1))[0][0])

"""From when and with what rights a list is seen: now, at an entry of the ledger, or while turning pages."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.api.conditions import Condition, Piece, Sql
from newsroom.api.problems import problem
from newsroom.api.statements import Part, fetch
from newsroom.ledger.models import Entry, Visibility, moment_text

_ENTRIES = Entry._meta.db_table  # noqa: SLF001  documented
READABLE = (Visibility.ISSUED, Visibility.WITHDRAWN)
STILL_SERVED = (*READABLE, Visibility.MERGED)
"""What may stand now in the place of something that is read as it was."""


@dataclass(frozen=True)
class Standpoint:
    """What somebody sees of one kind: at a number of the ledger or now, with withdrawn documents or without."""

    at: int | None = None
    withdrawn_too: bool = False

    @property
    def shown(self) -> tuple[Visibility, ...]:
        return READABLE if self.withdrawn_too else (Visibility.ISSUED,)

    def parts(self, head: int | None = None) -> Sequence[Part]:
        """What is listed: the current documents, or those of then that are still served.

        While pages are turned, as it stood at `head`, where the list began. What was withdrawn since is left out.
        """
        if self.at is not None:
            return [*self._current(self.at), self._ended(self.at, still=STILL_SERVED)]
        if head is not None:
            return [*self._current(head), self._ended(head, still=self.shown)]
        return list(self._current())

    def _current(self, seq: int | None = None) -> Sequence[Part]:
        """Each visibility for itself, word for word as the indexes have it."""
        return [
            Part(Condition(Sql(f"p.until_seq IS NULL AND p.visibility = '{visibility}'")), is_first, seq)
            for is_first, visibility in zip((True, False), self.shown, strict=False)
        ]

    def _ended(self, seq: int, still: Sequence[Visibility]) -> Part:
        """What was current at a number and is not any more. The number is a literal, so that it is planned for."""
        now = (
            "EXISTS (SELECT 1 FROM {documents} c WHERE c.public_id = p.public_id AND c.until_seq IS NULL "
            f"AND c.visibility IN ({_listed(still)}))"
        )
        then = f"p.until_seq IS NOT NULL AND p.visibility IN ({_listed(self.shown)}) AND {now}"
        many = Sql(f"{then} AND COALESCE(p.until_seq > {seq}, FALSE)")
        ended = Condition(many, few=(Piece(Sql(f"{then} AND p.until_seq > {seq}"), "p.until_seq"),))
        return Part(ended, is_current=False, until=seq, is_over=True)


def _listed(visibilities: Sequence[Visibility]) -> str:
    return ", ".join(f"'{visibility}'" for visibility in visibilities)


def resolve_position(asked: int | dt.datetime | None) -> int | None:
    """The number of the last entry at a position. Raises `Problem` beyond the head, which it names."""
    if asked is None:
        return None
    if asked == 0:
        return 0
    by = "at" if isinstance(asked, dt.datetime) else "seq"
    then = f"SELECT e.seq FROM {_ENTRIES} e WHERE e.{by} <= %s ORDER BY e.{by} DESC, e.seq DESC LIMIT 1"
    newest = f"SELECT e.{by} FROM {_ENTRIES} e ORDER BY e.{by} DESC LIMIT 1"
    ((number, is_known),) = fetch(Sql(f"SELECT ({then}), ({newest}) >= %s", (asked, asked)))
    if not is_known:
        raise problem("beyond-head", f"`as_of` {head_words(Entry.objects.order_by('-seq').first())}")
    return number or 0


def head_words(head: Entry | None) -> str:
    """Where the head is, for what lies beyond it."""
    if head is None:
        return "lies beyond the head of the ledger, which is empty."
    return f"lies beyond the head of the ledger, which is entry {head.seq} of {moment_text(head.at)}."

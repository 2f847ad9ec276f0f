"""Compressed bytes made whole in small steps and within bounds, so that a bomb is refused before it goes off."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import brotli

from sources.importing.records import RecordProblem

MOST_INFLATED = 50 * 1024 * 1024
"""The most bytes that all compressed parts of one file may become."""

MOST_RATIO = 100
"""The most bytes that one compressed byte may become on average, where it is more than `FREE` in all."""

FREE = 1024 * 1024
GZIP = b"\x1f\x8b"

_STEP = 64 * 1024
_FIRST_STEP = 512  # most members of an archive are small


class Budget:
    """How many bytes the compressed parts of one file may still become."""

    def __init__(self) -> None:
        self._left = MOST_INFLATED

    def spend(self, count: int) -> None:
        """Raises `RecordProblem` (unsafe) once it is used up."""
        self._left -= count
        if self._left < 0:
            message = f"the file inflates to more than {MOST_INFLATED:,} bytes"
            raise RecordProblem("unsafe", message, hint="Unpack it and import it in parts.")


@dataclass(frozen=True, slots=True)
class Step:
    """Some inflated bytes: where the compressed member they are of begins, and how much was consumed for them."""

    member: int
    consumed: int
    piece: bytes


def gunzip(raw: bytes, budget: Budget) -> Iterator[Step]:
    """A gzip file of one or many members, step by step; zeros behind the last one are padding.

    Raises `RecordProblem`: unsafe for a bomb, malformed with the offset where it is damaged or breaks off.
    """
    return _within(_gzip_steps(raw), budget)


def inflate(raw: bytes, coding: str, budget: Budget) -> bytes:
    """The bytes without a content coding of HTTP: gzip, deflate or br.

    Those that were stored without the coding they are said to have stay as they are. Raises `RecordProblem`:
    unsafe, malformed, or unknown_format for another coding.
    """
    steps = _CODINGS.get(coding)
    if steps is None:
        message = f"its content has the coding “{coding[:20]}”"
        raise RecordProblem("unknown_format", message, hint=f"Codings that are read: {', '.join(_CODINGS)}.")
    if raw.lstrip()[:1] in (b"", b"<") or (steps is _gzip_steps and not raw.startswith(GZIP)):
        return raw
    return b"".join(step.piece for step in _within(steps(raw), budget))


def _within(steps: Iterator[Step], budget: Budget) -> Iterator[Step]:
    made = 0
    for step in steps:
        made += len(step.piece)
        budget.spend(len(step.piece))
        if made > max(FREE, MOST_RATIO * step.consumed):
            message = f"{step.consumed:,} compressed bytes become more than {MOST_RATIO} times as many: a bomb"
            raise RecordProblem("unsafe", message, hint="Do not open it; ask where it came from.")
        yield step


def _gzip_steps(raw: bytes) -> Iterator[Step]:
    start = 0
    while start < len(raw):
        if not raw.startswith(GZIP, start):
            if raw[start:].strip(b"\0"):
                raise _damaged(start)
            return
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        for step in _member_steps(member, raw, start):
            yield step
            end = step.consumed
        start = end


def _deflate_steps(raw: bytes) -> Iterator[Step]:
    """With the header of zlib, as the standard has it, or without, as some servers do."""
    has_header = len(raw) > 1 and raw[0] & 15 == 8 and int.from_bytes(raw[:2]) % 31 == 0
    return _member_steps(zlib.decompressobj(wbits=zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS), raw, 0)


def _member_steps(member: Any, raw: bytes, start: int) -> Iterator[Step]:
    """The steps of one compressed stream; the last one says where it ended."""
    at, size = start, _FIRST_STEP
    while not member.eof:
        feed = member.unconsumed_tail or raw[at : at + size]
        at += 0 if member.unconsumed_tail else len(feed)
        size = min(2 * size, _STEP)
        if not feed:
            message = f"the compressed data breaks off at offset {len(raw):,}"
            raise RecordProblem("malformed", message, hint="The file is cut; fetch it again.")
        try:
            piece = member.decompress(feed, _STEP)
        except zlib.error as error:
            raise _damaged(at) from error
        yield Step(start, at - len(member.unused_data if member.eof else member.unconsumed_tail), piece)


def _brotli_steps(raw: bytes) -> Iterator[Step]:
    engine = brotli.Decompressor()
    at = 0
    while not engine.is_finished():
        feed = raw[at : at + _STEP] if engine.can_accept_more_data() else b""
        at += len(feed)
        try:
            piece = engine.process(feed, output_buffer_limit=_STEP)
        except brotli.error as error:
            raise _damaged(at) from error
        if not piece and not feed and not engine.is_finished():
            message = f"the compressed data breaks off at offset {len(raw):,}"
            raise RecordProblem("malformed", message, hint="The file is cut; fetch it again.")
        yield Step(0, at, piece)


def _damaged(at: int) -> RecordProblem:
    message = f"the compressed data is damaged before offset {at:,}"
    return RecordProblem("malformed", message, hint="Fetch the file again.")


_CODINGS: Mapping[str, Callable[[bytes], Iterator[Step]]] = {
    "gzip": _gzip_steps,
    "x-gzip": _gzip_steps,
    "deflate": _deflate_steps,
    "br": _brotli_steps,
}

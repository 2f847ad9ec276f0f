"""Unpacking gzip as it comes in, in small steps, so that a bomb is seen before it goes off."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from sources.fetching.problems import Unfetchable

STEP = 64 * 1024
_MAGIC = b"\x1f\x8b"
_HINT = "Try again later; if it stays so, the host has to mend it."


def gunzip(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The unpacked bytes, at most `STEP` at a time. What follows behind the packed members is left out.

    Raises `Unfetchable` (broken_answer) where the bytes are not gzip or end too early.
    """
    engine, data = _new_engine(), b""
    for part in parts:
        data += part  # at most one byte was left, perhaps the first of another member
        while len(data) > 1 or (data and not engine.eof):
            if engine.eof:
                if not data.startswith(_MAGIC):
                    return
                engine = _new_engine()
            yield _step(engine, data)
            data = engine.unused_data or engine.unconsumed_tail
    if not engine.eof:
        raise Unfetchable("broken_answer", "the packed answer ends too early", hint=_HINT)


def _new_engine() -> Any:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


def _step(engine: Any, data: bytes) -> bytes:
    try:
        unpacked: bytes = engine.decompress(data, STEP)
    except zlib.error as error:
        message = f"the packed answer cannot be unpacked: {error}"
        raise Unfetchable("broken_answer", message, hint=_HINT) from error
    return unpacked

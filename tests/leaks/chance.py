"""Time and chance that come out the same each time, so that two worlds differ in nothing but what is kept secret."""

import datetime as dt
import hashlib
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.utils import crypto, timezone

from newsroom.ledger import seam
from newsroom.ledger.canonical import sha256
from newsroom.ledger.models import Publication

BEGINNING = dt.datetime(2023, 7, 1, tzinfo=dt.UTC)


class Chance:
    """What is drawn and what the clock says; both begin anew for each request."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, number: int) -> None:
        """The world is made in the first hour, asked in the next; each look at the clock takes a millisecond."""
        self.drawn = random.Random(number)
        self.moment = BEGINNING + dt.timedelta(hours=number and 1)

    def now(self) -> dt.datetime:
        self.moment += dt.timedelta(milliseconds=1)
        return self.moment

    def time(self) -> float:
        return self.moment.timestamp()

    def choice(self, letters: Any) -> Any:
        return self.drawn.choice(letters)

    def bytes(self, size: int) -> bytes:
        return hashlib.shake_256(self.drawn.randbytes(32)).digest(size)


@contextmanager
def seeded() -> Iterator[Chance]:
    """While entered, nothing that the product draws or reads off a clock depends on when it is asked."""
    chance = Chance()

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return chance.now().astimezone(tz)

    with ExitStack() as stack:
        for owner, name, instead in (
            (seam, "random_bytes", chance.bytes),
            (seam, "dt", SimpleNamespace(datetime=Clock, UTC=dt.UTC)),
            (timezone, "datetime", Clock),
            (crypto, "secrets", SimpleNamespace(choice=chance.choice, compare_digest=secrets.compare_digest)),
            (secrets, "token_bytes", chance.bytes),
            (time, "time", chance.time),
            (Publication, "content_sha256", _drawn_hash),
        ):
            stack.enter_context(patch.object(owner, name, instead))
        yield chance


def _drawn_hash(publication: Publication, _terms: Any) -> str:
    """The hash of a document is over 256 bits of salt, which erasing destroys with it: to everybody it is drawn."""
    return sha256(publication.salt, publication.visibility)

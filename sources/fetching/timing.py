"""The time and the bytes that one fetch may take, held at the socket, below everything that loops over it."""

import io
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sources.fetching.problems import Unfetchable


class Deadline:
    """So many seconds from now by a clock; waiting that the host asked for does not count."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._at = clock() + seconds
        self._seconds = seconds

    def left(self, most: float = float("inf")) -> float:
        """The seconds that are left, at most so many. Raises `Unfetchable` (too_slow) when there are none."""
        left = self._at - self._clock()
        if left <= 0:
            raise too_slow(f"it took more than {self._seconds:g} seconds")
        return min(left, most)

    def put_off(self, seconds: float) -> None:
        self._at += seconds


def too_slow(message: str) -> Unfetchable:
    return Unfetchable("too_slow", message, hint="Try again later, or raise the setting FETCH_DEADLINE_SECONDS.")


def too_large(most: int) -> Unfetchable:
    message = f"the answer has more than {most:,} bytes"
    return Unfetchable("too_large", message, hint="Import a smaller file, or a part of it.")


class TimedSocket:
    """As much of a socket as an HTTP client uses; it is closed by whoever opened it.

    Every single read has the time that is left, so an answer that drips is cut off as well. `received`
    counts the bytes that came, headers and all; one more than `most` ends the fetch.
    """

    def __init__(self, opened: socket.socket, deadline: Deadline, read_timeout: float, most: int) -> None:
        self._opened = opened
        self._deadline = deadline
        self._read_timeout = read_timeout
        self._most = most
        self.received = 0

    def sendall(self, raw: bytes) -> None:
        with self._told():
            self._opened.sendall(raw)

    def check_time(self) -> None:
        """Raises `Unfetchable` (too_slow): also work on what was received counts."""
        self._deadline.left()

    def receive_into(self, buffer: Any) -> int:
        with self._told():
            count = self._opened.recv_into(buffer)
        self.received += count
        if self.received > self._most:
            raise too_large(self._most)
        return count

    @contextmanager
    def _told(self) -> Iterator[None]:
        """One step within the time that is left; what goes wrong is said before a library puts it in its own words."""
        self._opened.settimeout(self._deadline.left(self._read_timeout))
        try:
            yield
        except TimeoutError as error:
            raise too_slow(f"nothing came for {self._read_timeout:g} seconds, or the time was up") from error
        except OSError as error:
            message = f"the connection broke off: {error.strerror or 'no reason given'}"
            raise Unfetchable("unreachable", message, hint="Try again later.") from error

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self))

    def settimeout(self, _seconds: float | None) -> None:
        """Set for every read; whatever a client wants here is no more than that."""

    def close(self) -> None:
        """Left to whoever opened it: an answer is still read after its connection is given up."""


class _Incoming(io.RawIOBase):
    def __init__(self, source: TimedSocket) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._source.receive_into(buffer)

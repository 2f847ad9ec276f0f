"""The one place where fetching touches the world: names, connections, time. Tests put another in its place."""

import datetime as dt
import queue
import socket
import threading
import time
from typing import Protocol

from newsroom.ledger import seam


class Network(Protocol):
    """Seconds throughout. `resolve` and `connect` raise `OSError` (`TimeoutError` when time is up)."""

    def resolve(self, host: str, port: int, timeout: float) -> list[str]:
        """All IP addresses of a host, in the order in which they should be tried."""

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        """A TCP connection to this IP address; nothing is resolved again."""

    def sleep(self, seconds: float) -> None: ...

    def clock(self) -> float:
        """Seconds since some moment; never goes back."""

    def now(self) -> dt.datetime:
        """The moment, in UTC."""


class Internet:
    """The real one: no proxy, whatever the environment says."""

    def resolve(self, host: str, port: int, timeout: float) -> list[str]:
        """The system's resolver cannot be cut short, so it works in a thread that is left behind when time is up."""
        answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
                answers.put(list(dict.fromkeys(str(address[0]) for *_, address in found)))
            except OSError as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=timeout)
        except queue.Empty as error:
            raise TimeoutError from error
        if isinstance(found, OSError):
            raise found
        return found

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((address, port), timeout)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def clock(self) -> float:
        return time.monotonic()

    def now(self) -> dt.datetime:
        return seam.now()

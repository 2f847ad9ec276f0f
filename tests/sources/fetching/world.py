"""A small internet in memory: names, hosts and a clock that moves only when somebody waits."""

import datetime as dt
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from sources.fetching.client import Client
from sources.fetching.rules import Rules

PUBLIC = "93.184.216.34"
OTHER_PUBLIC = "2606:2800:220:1:248:1893:25c8:1946"
BEGAN = dt.datetime(2023, 6, 19, 12, tzinfo=dt.UTC)
Pieces = Iterable[tuple[float, bytes]]


def answer(body: bytes | str = b"", status: int = 200, **headers: Any) -> bytes:
    """An answer as it goes over the wire; `Content_Type="…"` becomes a header, the length is right unless given."""
    raw = body.encode() if isinstance(body, str) else body
    named = {"Content_Length": str(len(raw)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + raw


def moved(location: str, status: int = 302) -> bytes:
    return answer(b"", status, Location=location)


def packed(body: bytes, **headers: Any) -> bytes:
    return answer(gzip.compress(body, mtime=0), Content_Encoding="gzip", **headers)


class World:
    """What resolves to what, who answers what, and all that was asked of it.

    `names[host]` lists the resolutions one after the other; the last one stays. `pages[url]` are the
    answers one after the other, the last one stays: bytes, pieces that each take their seconds, or an error.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = defaultdict(lambda: [[PUBLIC]])
        self.pages: dict[str, list[Any]] = {}
        self.connected: list[tuple[str, int]] = []
        self.dead: set[str] = set()
        self.requests: list[str] = []
        self.asked: list[str] = []
        self.slept: list[float] = []
        self.open = 0
        self.time = 0.0

    def serve(self, url: str, *answers: Any) -> None:
        self.pages[url] = list(answers)

    def client(self, **rules: Any) -> Client:
        encryption: Any = Encryption(self)
        return Client(Rules(**{"delay": 0, **rules}), self, encryption)

    def fetch(self, url: str, **rules: Any) -> Any:
        return self.client(**rules).fetch(url)

    def resolve(self, host: str, _port: int, _timeout: float) -> list[str]:
        answers = self.names[host]
        found: Any = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(found, OSError):
            raise found
        return list(found)

    def connect(self, address: str, port: int, _timeout: float) -> Any:
        self.connected.append((address, port))
        if address in self.dead:
            raise ConnectionRefusedError(111, "Connection refused")
        self.open += 1
        return Connection(self)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def clock(self) -> float:
        return self.time

    def now(self) -> dt.datetime:
        return BEGAN + dt.timedelta(seconds=self.time)

    def respond(self, request: str, scheme: str) -> Any:
        self.requests.append(request)
        path = request.split(" ")[1]
        url = f"{scheme}://{header_of(request, 'Host')}{path}"
        self.asked.append(url)
        missing = [answer(b"", 404)]
        answers = self.pages.get(url, missing)
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Connection:
    """One socket: takes a request, gives the answer in pieces, each at its time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.scheme = "http"
        self.timeout: float | None = None
        self.pieces: Any = iter(())
        self.rest = memoryview(b"")
        self.is_closed = False

    def settimeout(self, seconds: float) -> None:
        assert seconds > 0
        self.timeout = seconds

    def sendall(self, raw: bytes) -> None:
        said = self.world.respond(raw.decode("ascii"), self.scheme)
        if isinstance(said, Exception):
            raise said
        self.pieces = iter([(0.0, said)] if isinstance(said, bytes) else said)

    def recv_into(self, buffer: Any) -> int:
        if not self.rest:
            seconds, piece = next(self.pieces, (0.0, b""))
            self._take(seconds)
            self.rest = memoryview(piece)
        count = min(len(buffer), len(self.rest))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self.world.open -= 1

    def _take(self, seconds: float) -> None:
        timeout = self.timeout if self.timeout is not None else seconds
        self.world.time += min(seconds, timeout)
        if seconds > timeout:
            raise TimeoutError("timed out")


class Encryption:
    """Stands for an SSL context: notes for which host a certificate is asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hosts: list[str] = []
        self.fails: Callable[[], None] = lambda: None

    def wrap_socket(self, connection: Connection, server_hostname: str) -> Connection:
        self.hosts.append(server_hostname)
        self.fails()
        connection.scheme = "https"
        return connection


def header_of(request: str, name: str) -> str:
    """The value of a header of a request, "" where it was not sent."""
    lines = (line.partition(": ") for line in request.split("\r\n")[1:])
    return next((value for key, _, value in lines if key.lower() == name.lower()), "")

"""A client that costs next to nothing: HTTP/1.1 over one kept connection, answers read whole and not looked at."""

import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """What came back, and the seconds it took."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    seconds: float


@dataclass
class Asker:
    """One connection to a server on this machine."""

    port: int
    _socket: socket.socket | None = field(default=None, init=False)

    def ask(self, address: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        """GET, or POST of a body in JSON."""
        own = {"Content-Type": "application/json", "Content-Length": len(body)} if body else {}
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**own, **(headers or {})}.items())
        method = "POST" if body else "GET"
        asked = f"{method} {address} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode() + body
        started = time.perf_counter()
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(asked)
        return self._read(self._socket, started)

    def _read(self, connection: socket.socket, started: float) -> Answer:
        head, _, body = self._until(connection, b"", b"\r\n\r\n").partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split()[1])
        if headers.get("transfer-encoding") == "chunked":
            body = _joined(self._until(connection, body, b"0\r\n\r\n"))
        elif status != 304:
            body = self._so_much(connection, body, int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            connection.close()
            self._socket = None
        return Answer(status, body, headers, time.perf_counter() - started)

    def _until(self, connection: socket.socket, got: bytes, mark: bytes) -> bytes:
        while mark not in got[-1_000_000:]:
            got += connection.recv(1 << 20)
        return got

    def _so_much(self, connection: socket.socket, got: bytes, length: int) -> bytes:
        pieces, count = [got], len(got)
        while count < length:
            pieces.append(connection.recv(1 << 20))
            count += len(pieces[-1])
        return b"".join(pieces)


def drain(port: int, address: str) -> tuple[int, float]:
    """Ask for something long and keep nothing of it: how many line ends came, and the seconds it took."""
    asked = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    started, lines, first = time.perf_counter(), 0, b""
    with socket.create_connection(("127.0.0.1", port), timeout=600) as connection:
        connection.sendall(asked)
        while piece := connection.recv(1 << 20):
            first = first or piece
            lines += piece.count(b"\n")
    if b" 200 " not in first[:20]:
        message = f"{address} is answered with {first[:200]!r}"
        raise RuntimeError(message)
    return lines, time.perf_counter() - started


def _joined(chunked: bytes) -> bytes:
    pieces, rest = [], chunked
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        pieces.append(rest[: int(size, 16)])
        rest = rest[int(size, 16) + 2 :]
        if size == b"0":
            break
    return b"".join(pieces)


def ask_at_once(port: int, address: str, connections: int, each: int) -> tuple[float, list[float]]:
    """So many connections ask one thing so many times each: the seconds in all, and those of every answer."""
    spent: list[float] = []

    def ask() -> None:
        asker = Asker(port)
        spent.extend(asker.ask(address).seconds for _ in range(each))

    threads: Sequence[threading.Thread] = [threading.Thread(target=ask) for _ in range(connections)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started, spent

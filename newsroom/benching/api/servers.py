"""The servers that are measured, each a process of its own on a core of its own, over one database."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsroom.benching.api.asking import Asker

LIST = "/api/v1/claims/"
HERE, THERE = 0, -1
"""The cores of the client and of the servers, of those that this process may use."""
PATIENCE = 60
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server that answers on a port of this machine."""

    name: str
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """The processor time that it has taken, with its workers."""
        return sum(_cpu(pid) for pid in self._processes())

    def peak_mb(self) -> float:
        """The most memory that its largest process has held."""
        return max(_peak_mb(pid) for pid in self._processes())

    def reset_peak_mb(self) -> float:
        """From now on the most is counted anew; what its largest process holds now."""
        for pid in self._processes():
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        return self.peak_mb()

    def _processes(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM")), 0.0)


@contextmanager
def running(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> Iterator[dict[str, Server]]:
    """While entered, every command runs as a server, `{port}` in it the port that it shall have."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(_server(name, command, environment)) for name, command in commands.items()}


@contextmanager
def _server(name: str, command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Server]:
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603  our own commands
        [part.replace("{port}", str(port)) for part in command],
        env={**os.environ, **environment, "BENCH_SERVES": name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        os.sched_setaffinity(process.pid, {sorted(os.sched_getaffinity(0))[THERE]})
        _wait_for(name, port, process)
        yield Server(name, port, process.pid)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(name: str, port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(PATIENCE * 10):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None:
                message = f"The server “{name}” ended with {process.returncode} before it answered."
                raise RuntimeError(message) from None
            time.sleep(0.1)
        else:
            Asker(port)
            return
    message = f"The server “{name}” did not answer within {PATIENCE} seconds."
    raise RuntimeError(message)


def wsgi(target: str) -> list[str]:
    """A WSGI application behind a server of one worker with one thread."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"]
    return [*server, "--host", "127.0.0.1", "--port", "{port}", "--no-ws", "--log-level", "error", target]


def datasette(database: Path, metadata: Path) -> list[str]:
    """Datasette over an SQLite file."""
    settings = ["--setting", "sql_time_limit_ms", "60000", "--setting", "max_returned_rows", "1000"]
    command = [sys.executable, "-m", "datasette", "serve", str(database), "--metadata", str(metadata)]
    return [*command, *settings, "--host", "127.0.0.1", "--port", "{port}"]

"""All servers in one run, a few requests of each case in turn, so that a bad minute is everybody's."""

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.benching.api.asking import Asker, ask_at_once
from newsroom.benching.api.cases import Case
from newsroom.benching.api.servers import HERE, LIST, Server

WARM_UP = 8
A_TURN = 5
Say = Callable[[str], object]


@dataclass(frozen=True)
class Measured:
    """One case: what its answers took, in milliseconds, and what the server spent on them."""

    case: Case
    p50: float
    p99: float
    cpu: float
    bytes: int
    statements: int | None

    def row(self, others: dict[str, "Measured"]) -> dict[str, Any]:
        compared = others.get(self.case.of)
        ratio = round(self.p50 / compared.p50, 2) if compared else None
        return {
            "case": self.case.name,
            "p50_ms": round(self.p50, 3),
            "p99_ms": round(self.p99, 3),
            "cpu_ms": round(self.cpu, 3),
            "bytes": self.bytes,
            "statements": self.statements,
            "of": self.case.of,
            "ratio": ratio,
            "bar": _bar(self.case),
            "kept": _is_kept(self.case, ratio),
        }


def _bar(case: Case) -> str:
    if case.most is not None:
        return f"≤ {case.most}"
    return f"≥ {case.least}" if case.least is not None else ""


def _is_kept(case: Case, ratio: float | None) -> bool | None:
    if ratio is None or (case.most is None and case.least is None):
        return None
    return ratio <= case.most if case.most is not None else ratio >= (case.least or 0)


def measure(cases: Sequence[Case], servers: dict[str, Server], rounds: int, say: Say) -> list[dict[str, Any]]:
    """Ask every case in turn, so many rounds; one row of figures each, in the order of the cases."""
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[HERE]})
    askers = {name: Asker(server.port) for name, server in servers.items()}
    sizes = {case.name: _warm(case, askers[case.server]) for case in cases}
    spent: dict[str, list[float]] = defaultdict(list)
    cpu: dict[str, float] = defaultdict(float)
    for turn in range(rounds):
        for case in cases:
            ask = partial(askers[case.server].ask, case.address, case.headers, case.body)
            ask()  # not counted: another server had the core
            before = servers[case.server].cpu_seconds()
            spent[case.name] += [ask().seconds for _ in range(A_TURN)]
            cpu[case.name] += servers[case.server].cpu_seconds() - before
        if turn % 10 == 9:
            say(f"round {turn + 1} of {rounds}")
    measured = {case.name: _figures(case, spent[case.name], cpu[case.name], sizes[case.name]) for case in cases}
    return [measured[case.name].row(measured) for case in cases]


def _warm(case: Case, asker: Asker) -> int:
    answers = [asker.ask(case.address, case.headers, case.body) for _ in range(WARM_UP)]
    if answers[-1].status not in (200, 304):
        message = f"“{case.name}” is answered with {answers[-1].status}: {answers[-1].body[:300]!r}"
        raise RuntimeError(message)
    return len(answers[-1].body)


def _figures(case: Case, seconds: list[float], cpu: float, size: int) -> Measured:
    cuts = quantiles(seconds, n=100)
    statements = _statements(case) if case.server == "ours" else None
    return Measured(case, cuts[49] * 1000, cuts[98] * 1000, cpu / len(seconds) * 1000, size, statements)


def _statements(case: Case) -> int:
    """How many statements the product executes for it, counted in this process."""
    client = Client(SERVER_NAME="localhost")
    with CaptureQueriesContext(connection) as context:
        client.get(case.address, headers=case.headers)
    return len(context)


def measure_at_once(servers: dict[str, Server], each: int, connections: int = 8) -> list[dict[str, Any]]:
    """Requests a second of the list at concurrency 8, and the most memory each server has held."""
    rows: dict[str, dict[str, Any]] = {}
    for name in [name for name in ("ours", "r0", "r1", "r2", "floor") if name in servers]:
        count = max(2, each // 10) if name == "r2" else each
        seconds, spent = ask_at_once(servers[name].port, LIST, connections, count)
        cuts = quantiles(spent, n=100)
        rows[name] = {
            "server": name,
            "requests_a_second": round(len(spent) / seconds, 1),
            "p50_ms": round(cuts[49] * 1000, 2),
            "p99_ms": round(cuts[98] * 1000, 2),
            "peak_mb": round(servers[name].peak_mb()),
        }
    if "r0" in rows:
        for row in rows.values():
            row["of_r0"] = round(row["requests_a_second"] / rows["r0"]["requests_a_second"], 2)
    return list(rows.values())

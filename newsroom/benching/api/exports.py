"""Everything as a file: claims a second, and the memory that it takes, beside the driver's own and the usual way."""

from statistics import median
from typing import Any, NamedTuple

from events.models import ClaimPublication
from newsroom.benching.api.asking import Asker, drain
from newsroom.benching.api.servers import LIST, Server

TURNS = 3
FEW = 500
"""So many are enough to tell how fast the usual way is: all of them would take minutes."""


class File(NamedTuple):
    """A file of one server, and the bar that its claims a second have to keep beside another's."""

    name: str
    server: str
    address: str
    of: str = ""
    least: float | None = None


CSV, NDJSON = "/api/v1/claims.csv", "/api/v1/claims.ndjson"
FILES = (
    File("CSV", "ours", CSV, "CSV from the driver", 0.85),
    File("CSV from the driver", "floor", CSV),
    File("NDJSON", "ours", NDJSON, "NDJSON from r2", 15),
    File("NDJSON from r2", "r2", f"{NDJSON}?first={FEW}"),
)


def measure_exports(servers: dict[str, Server], most_mb: float = 64) -> list[dict[str, Any]]:
    """A row for each file, asked in turn; the last is the memory that ours took beyond what it held before."""
    ours = servers["ours"]
    Asker(ours.port).ask(LIST)
    idle = ours.reset_peak_mb()
    speeds: dict[str, list[float]] = {file.name: [] for file in FILES}
    for _ in range(TURNS):
        for file in FILES:
            lines, seconds = drain(servers[file.server].port, file.address)
            claims = min(lines, ClaimPublication.objects.issued().count(), FEW if "first" in file.address else lines)
            speeds[file.name].append(claims / seconds)
    taken = round(ours.peak_mb() - idle, 1)
    rows = [_row(file, speeds) for file in FILES]
    return [*rows, {"case": "MB taken by both", "ratio": taken, "bar": f"≤ {most_mb:g}", "kept": taken <= most_mb}]


def _row(file: File, speeds: dict[str, list[float]]) -> dict[str, Any]:
    speed = median(speeds[file.name])
    ratio = round(speed / median(speeds[file.of]), 2) if file.of else None
    return {
        "case": file.name,
        "claims_a_second": round(speed),
        "of": file.of,
        "ratio": ratio,
        "bar": f"≥ {file.least}" if file.least else "",
        "kept": ratio >= file.least if ratio is not None and file.least else None,
    }

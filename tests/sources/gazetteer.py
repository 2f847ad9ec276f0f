"""Small files in the forms of GeoNames, with invented places, and the command run on them."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from sources.gazetteer.results import COUNTED


@dataclass
class Ended:
    """How one call of the command ended; `counts` are those of the first file that are not zero."""

    code: int
    result: dict[str, Any]
    problem: str = ""

    @property
    def counts(self) -> dict[str, int]:
        return self.counts_of(0)

    def counts_of(self, file: int) -> dict[str, int]:
        counts = self.result["files"][file]
        return {name: counts[name] for name in (*COUNTED, "spellings", "kept", "left_out") if counts[name]}


def load(path: Path, *options: str) -> Ended:
    out, code, problem = io.StringIO(), 0, ""
    try:
        call_command("load_places", str(path), "--output", "json", *options, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        code, problem = error.returncode, str(error)
    except SystemExit as ended:
        code = int(ended.code or 0)
    result = json.loads(out.getvalue()) if out.getvalue() else {}
    for counts in result.get("files", []):
        assert counts["read"] == sum(counts[name] for name in COUNTED)
    return Ended(code, result, problem)


def row(number: Any = 1, name: str = "Exampleton", **given: Any) -> str:
    """A line of a list of places."""
    cells: dict[str, Any] = {
        "country": "PS",
        "latitude": 32.5,
        "longitude": 35.25,
        "admin1": "WE",
        "population": 900,
        "others": (),
    }
    cells |= given
    line = [number, name, cells.get("ascii", name), ",".join(cells["others"]), cells["latitude"], cells["longitude"]]
    line += ["P", "PPL", cells["country"], "", cells["admin1"], "", "", "", cells["population"]]
    return "\t".join(map(str, [*line, "", "", "Asia/Hebron", "2023-06-19"]))


def places(folder: Path, *rows: str) -> Path:
    path = folder / "PS.txt"
    path.write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")
    return path


def regions(folder: Path, *rows: str) -> None:
    (folder / "admin1CodesASCII.txt").write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")


def alternate_names(folder: Path, *rows: tuple[int, str, str]) -> None:
    """Number of the place, language, spelling."""
    lines = (f"{at}\t{number}\t{language}\t{name}\t\t\t\t\t\t\n" for at, (number, language, name) in enumerate(rows))
    (folder / "alternateNamesV2.txt").write_text("".join(lines), encoding="utf-8")


def as_json(folder: Path, value: Any) -> Path:
    path = folder / "places.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def place_json(number: Any = 1, name: Any = "Exampleton", **given: Any) -> dict[str, Any]:
    usual = {"latitude": 32.5, "longitude": 35.25, "countrycode": "PS", "admin1code": "WE", "population": 900}
    return {"geonameid": number, "name": name, "alternatenames": [], **usual, **given}

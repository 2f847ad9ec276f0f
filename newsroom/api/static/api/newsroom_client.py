"""Read a Newsroom ledger from Python. One file, the standard library alone: copy it beside your script.

    from newsroom_client import Newsroom, holds

    news = Newsroom("https://facts.example")
    for claim in news.each("claims", predicate="killed", said_after="2023-06-01"):
        print(claim["label"], holds(claim["citations"][0]["passage"]))
    for row in news.rows("claims", incident="inc_…"):
        print(row["said_by"], row["reading"], row["quote"])

Filters are those of the API; a list of values means any of them. What the API refuses is raised as `Problem`, whose
`detail` says what to do.
"""

import csv
import hashlib
import io
import itertools
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]


class Problem(Exception):
    """What the API refused (RFC 9457): `status`, `code`, and `detail`, which says what to do next."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail") or problem.get("title") or "no answer that can be read")
        super().__init__(f"{status} {self.code}: {self.detail}")


class Newsroom:
    """One ledger. `token` is for an instance that is closed; `timeout` is in seconds, for each request."""

    def __init__(self, address: str, token: str = "", timeout: float = 60) -> None:
        if not address.startswith(("https://", "http://")):
            message = f"{address!r} is no web address; give it with https://"
            raise ValueError(message)
        self.address = address.rstrip("/")
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.timeout = timeout

    def get(self, path: str, **filters: Any) -> Json:
        """One answer: `news.get("claims/clm_…/")`, or any path that an answer names. Raises `Problem`."""
        with self._open(path, filters) as answer:
            found: Json = json.load(answer)
            return found

    def each(self, resource: str, **filters: Any) -> Iterator[Json]:
        """Every document of a list, page by page; the list stands still meanwhile."""
        page = self.get(f"{resource}/", **{"page_size": 200, **filters})
        yield from page["results"]
        while page["next"]:
            page = self.get(page["next"])
            yield from page["results"]

    def documents(self, resource: str, **filters: Any) -> Iterator[Json]:
        """The same in one go, from the NDJSON file: the quickest for many."""
        with self._open(f"{resource}.ndjson", filters) as answer:
            yield from read_ndjson(io.TextIOWrapper(answer, encoding="utf-8"))

    def rows(self, resource: str, **filters: Any) -> Iterator[dict[str, str | None]]:
        """The rows of the CSV file, with every text as it was stated; None for an empty cell."""
        with self._open(f"{resource}.csv", filters) as answer:
            yield from read_csv(io.TextIOWrapper(answer, encoding="utf-8", newline=""))

    def _open(self, path: str, filters: Mapping[str, Any]) -> Any:
        address = self.address + (path if path.startswith("/") else f"/api/v1/{path}")
        if filters:
            address += ("&" if "?" in address else "?") + urllib.parse.urlencode(dict(_asked(filters)))
        try:
            request = urllib.request.Request(address, headers=self.headers)  # noqa: S310  checked above
            return urllib.request.urlopen(request, timeout=self.timeout)  # noqa: S310  checked above
        except urllib.error.HTTPError as error:
            raise Problem(error.code, _read_problem(error)) from error


def _asked(filters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in filters.items():
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif isinstance(value, list | tuple | set):
            yield name, ",".join(map(str, value))
        else:
            yield name, str(value)


def _read_problem(error: urllib.error.HTTPError) -> Mapping[str, Any]:
    try:
        found = json.load(error)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def read_ndjson(lines: Iterable[str]) -> Iterator[Json]:
    """Documents from an NDJSON export."""
    return (json.loads(line) for line in lines if line.strip())


def read_csv(lines: Iterable[str]) -> Iterator[dict[str, str | None]]:
    """Rows from a CSV export (open a file with newline=""). The apostrophe that guards a text is taken away."""
    rest = iter(lines)
    first = next(rest, "").removeprefix("\ufeff")
    for row in csv.DictReader(itertools.chain([first], rest)):
        yield {name: cell.removeprefix("'") if cell else None for name, cell in row.items()}


def holds(passage: Mapping[str, Any], text: str | None = None) -> bool:
    """Whether the words have the hash that the ledger gives; with the text of the version, whether they stand there."""
    if hashlib.sha256(passage["exact"].encode()).hexdigest() != passage["sha256"]:
        return False
    if text is None:
        return True
    is_that_text = hashlib.sha256(text.encode()).hexdigest() == passage["version"]["sha256"]
    return is_that_text and bool(text[passage["start"] : passage["end"]] == passage["exact"])

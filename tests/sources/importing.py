"""Running `import_articles` as a user would, and looking at everything it could have written."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command

from sources.importing.outcomes import COUNTED
from sources.importing.records import REASONS
from sources.models import Article, ImportItem, ImportRun

FULL = """date 2023-06-19
published: 2023-06-19T15:04
headline: Bridge closed
outlet: The Example Gazette
url: https://www.Gazette.example/bridge?utm_source=mail#top
byline: Ann Lee and Bo Ray
language: en-GB
id: bridge-1

EXAMPLETON, Northland (AP) — The bridge is closed.

The Example Wire contributed to this report.
"""
"""A report whose file says everything that a file can say."""


@dataclass
class Ended:
    """How one call of the command ended: its exit code, its result and what it complained of."""

    code: int
    result: dict[str, Any]
    problem: str = ""

    def __getattr__(self, name: str) -> Any:
        return self.result[name]

    @property
    def counts(self) -> dict[str, int]:
        """The counts that are not zero."""
        return {name: self.result[name] for name in (*COUNTED, "filled", "skipped") if self.result[name]}


def import_it(path: Path | str, **options: Any) -> Ended:
    out, code, problem = io.StringIO(), 0, ""
    try:
        call_command("import_articles", str(path), output="json", stdout=out, stderr=io.StringIO(), **options)
    except CommandError as error:
        code, problem = error.returncode, str(error)
    except SystemExit as ended:
        code = int(ended.code or 0)
    result = json.loads(out.getvalue()) if out.getvalue() else {}
    if result:
        assert result["read"] == sum(result[name] for name in COUNTED)
    return Ended(code, result, problem)


def the_article(**keys: Any) -> Any:
    """The one article there is, with these values."""
    return Article.objects.get(**keys)


def import_text(monkeypatch: Any, text: str | bytes, **options: Any) -> Ended:
    """Import from standard input."""
    raw = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return import_it("-", **options)


def only_refusal(path: Path, **options: Any) -> ImportItem:
    """The report of the one item that is refused when this is imported."""
    ended = import_it(path, **options)
    assert (ended.code, ended.counts) == (3, {"refused": 1})
    item = ImportItem.objects.get(run=ended.run)
    assert item.outcome == "refused"
    assert item.reason in REASONS
    assert item.message
    assert not Article.objects.exists()
    return item


def put(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with this content; the folders on the way are made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def texts(folder: Path, count: int) -> Path:
    """A folder with so many reports of one outlet."""
    for number in range(count):
        put(
            folder,
            f"{number % 3}/{number:04}.txt",
            f"date 2023-06-19\noutlet: Example Post\nid: {number}\n\nText {number}.",
        )
    return folder


def everything(*, but: tuple[type, ...] = (ImportRun,)) -> dict[str, list[Any]]:
    """Every row of every table, but those of the models left out."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model not in but
    }

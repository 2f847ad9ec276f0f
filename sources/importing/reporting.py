"""The result of an import in sentences that end with the next step, and the report of every item as CSV."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sources.importing.outcomes import Outcome
from sources.importing.summaries import MOST_SAID, Summary
from sources.models import ImportRun

State = ImportRun.State
COLUMNS = ("name", "outcome", "reason", "line", "message", "hint", "note", "raw_sha256")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def open_report(path: Path) -> Iterator[Callable[[Iterable[Outcome]], None]]:
    """A CSV file with a row for every item; yields what writes them. Raises `OSError`.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)

        def write(outcomes: Iterable[Outcome]) -> None:
            rows.writerows([_cell(getattr(outcome, name)) for name in COLUMNS] for outcome in outcomes)
            file.flush()

        yield write


def in_sentences(summary: Summary, command: str) -> str:
    """The result for people, one thing a line; what a file says cannot steer the terminal."""
    lines = [_counts(summary), *_details(summary), *_next_steps(summary, command)]
    return "\n".join(_CONTROL.sub("\ufffd", line) for line in lines)


def _cell(value: str | int | None) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _counts(summary: Summary) -> str:
    counts = summary.counts
    would = "; this would be" if summary.is_dry_run or summary.is_undone else ""
    said = (
        f"{_many(summary.read, 'item')} read from {summary.target}{would}: {counts['created']} created, "
        f"{_many(counts['new_version'], 'new version')}, {counts['unchanged']} unchanged, "
        f"{_many(counts['duplicate'], 'duplicate')}, {counts['refused']} refused."
    )
    also = {"filled": "with empty fields filled", "skipped": "skipped", "issued": "made public"}
    extra = [f"{counts[name]} {words}" for name, words in also.items() if counts[name]]
    return f"{said} Also {', '.join(extra)}." if extra else said


def _details(summary: Summary) -> Iterator[str]:
    for outcome in summary.refused:
        yield f"Refused: {outcome.place}: {outcome.message}" + (f". {outcome.hint}" if outcome.hint else "")
    yield from _rest(summary.counts["refused"] - len(summary.refused), "refused")
    for outcome in summary.duplicates:
        yield f"Duplicate: {outcome.name}: {outcome.message}"
    yield from _rest(summary.counts["duplicate"] - len(summary.duplicates), "duplicates")
    for outcome in summary.noted:
        yield f"Note: {outcome.name}: {outcome.note}"
    if len(summary.noted) == MOST_SAID:
        yield "There may be more notes; --report FILE lists them all."


def _rest(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"… and {count} more {what}; --report FILE lists them all."


def _next_steps(summary: Summary, command: str) -> Iterator[str]:
    if summary.is_undone and summary.state == State.FAILED:
        yield "Nothing was written: --strict takes all or nothing. Mend what was refused and import again."
    elif summary.is_resumable and not summary.is_undone:
        yield f"Ended early; what is counted here is in. Go on with: manage.py {command} --resume {summary.run}"
    elif summary.state != State.DONE:
        yield "Ended early; nothing was written. Import again."
    elif summary.is_dry_run:
        yield "Nothing was written. Import with the same command without --dry-run."
    else:
        yield from _after_done(summary)


def _after_done(summary: Summary) -> Iterator[str]:
    counts = summary.counts
    if counts["refused"]:
        yield "Mend what was refused and import again: what is in stays as it is."
    is_stored = counts["created"] + counts["new_version"] + counts["filled"] > counts["issued"]
    waits = " What is new in it waits at the desk to be published." if is_stored else ""
    yield f"Run {summary.run} is done.{waits}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

"""The result of a load in sentences, for people."""

from collections.abc import Iterator
from typing import Any

from sources.gazetteer.results import Result


def in_sentences(result: Result) -> str:
    """One thing a line; what a file says cannot steer the terminal."""
    lines = "\n".join(_lines(result.as_json()))
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in lines)


def _lines(said: dict[str, Any]) -> Iterator[str]:
    for counts in said["files"]:
        yield (
            "{file}: {read} rows read: {created} created, {updated} updated, {unchanged} unchanged, {skipped} "
            "skipped, {refused} refused. {spellings} spellings added.".format_map(counts)
        )
    for item in said["items"]:
        yield "Refused: {file}, {place}: {message}. {hint}".format_map(item)
    for kept in said["kept"]:
        yield "Kept as an editor has it: {place}: {column} “{stays}”, not “{gazetteer}”.".format_map(kept)
    yield from said["notes"]
    if said["state"] == "interrupted":
        yield "Ended early; what is counted here is in. Load the same again to go on."
    if said["dry_run"]:
        yield "Nothing was written. Load with the same command without --dry-run."

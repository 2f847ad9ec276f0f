"""The formats that are read, one line each, and how the bytes of an item tell which one they are in."""

import codecs
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from sources.importing import feeds, html_pages, json_feed, json_ld, json_lines, newsml, ninjs, plain_text, tables, warc
from sources.importing.records import Format, RecordProblem

AUTO = "auto"
HEAD = 4096

FORMATS: Mapping[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (  # in the order in which they are asked
        warc,
        feeds,
        newsml,
        ninjs,
        json_feed,
        json_ld,
        json_lines,
        html_pages,
        tables,
        plain_text,  # last: whatever is nothing else
    )
}


def sniff(raw: bytes, name: str, wanted: str = AUTO) -> Format:
    """The format of these bytes: the one asked for, else what they look like.

    Raises `RecordProblem` (unknown_format) for what is recognisably something that no reader here takes.
    """
    if wanted != AUTO:
        return FORMATS[wanted]
    head, suffix = raw[:HEAD].removeprefix(codecs.BOM_UTF8), PurePosixPath(name).suffix.lower()
    foreign = next((label for pattern, label in _FOREIGN if pattern.match(head)), _NEVER_TEXT.get(suffix, ""))
    found = next((form for form in FORMATS.values() if form.recognises(head, suffix)), None)
    if found and not (foreign and found.name == "text"):
        return found
    known = ", ".join(f"{form.name} ({form.label})" for form in FORMATS.values())
    hint = (
        f"Formats that are read: {known}. If it is one of them, name it with --format. Incidents of a data set "
        "come in with import_incidents, places with load_places."
    )
    raise RecordProblem("unknown_format", f"this looks like {foreign or 'none of the formats'}", hint=hint)


_NEVER_TEXT = {
    ".xml": "XML of a kind that is not read",
    ".json": "JSON of a kind that is not read",
    ".html": "a page without HTML in it",
    ".htm": "a page without HTML in it",
}
_FOREIGN = (
    (re.compile(rb"%PDF-"), "PDF"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an office document"),
    (re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ\x00|7z\xbc\xaf|\x28\xb5\x2f\xfd"), "a compressed file"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL), "an image"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old office document"),
    (re.compile(rb"SQLite format 3\x00"), "an SQLite database"),
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<!DOCTYPE[^>]*\["), "XML with declarations that can hide a bomb"),
    (re.compile(rb"\s*<(?:\?xml|!DOCTYPE)", re.IGNORECASE), "XML of a kind that is not read"),
    (re.compile(rb"\s*(?:\{\s*(?:\"|\}\s*\Z)|\[\s*\{\s*\")"), "JSON of a kind that is not read"),
)

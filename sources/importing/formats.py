"""The formats that are read, one line each, and how the bytes of an item tell which one they are in."""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sources.importing.plain_text import parse_plain_text
from sources.importing.records import ArticleRecord, RecordProblem

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a report down. `parse(raw, zone=…)` is pure and raises nothing but `RecordProblem`."""

    name: str
    label: str
    parse: Callable[..., ArticleRecord]


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("text", "plain text", parse_plain_text),  # last: whatever is nothing else
    )
}


def sniff(raw: bytes, name: str, wanted: str = AUTO) -> Format:
    """The format of these bytes: the one asked for, else what they look like.

    Raises `RecordProblem` (unknown_format) for what is recognisably something that no reader here takes.
    """
    if wanted != AUTO:
        return FORMATS[wanted]
    other = _signature(raw) or _EXTENSIONS.get(PurePosixPath(name).suffix.lower(), "")
    if other:
        known = ", ".join(f"{form.name} ({form.label})" for form in FORMATS.values())
        hint = f"Formats that are read: {known}. If it is one of them, name it with --format."
        raise RecordProblem("unknown_format", f"this looks like {other}", hint=hint)
    return FORMATS["text"]


_SIGNATURES = (
    (re.compile(rb"%PDF-"), "PDF"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an office document"),
    (re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ\x00|7z\xbc\xaf|\x28\xb5\x2f\xfd"), "a compressed file"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL), "an image"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old office document"),
    (re.compile(rb"SQLite format 3\x00"), "an SQLite database"),
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"WARC/[01]\."), "WARC"),
    (re.compile(rb"\s*<!doctype html|\s*<html[\s>]", re.IGNORECASE), "HTML"),
    (re.compile(rb"\s*<\?xml|\s*<(?:rss|feed|newsitem|newsmessage|nitf)[\s>]", re.IGNORECASE), "XML"),
    (re.compile(rb"\s*(?:\{\s*(?:\"|\}\s*\Z)|\[\s*\{\s*\")"), "JSON"),
)
_EXTENSIONS = {
    ".csv": "CSV",
    ".tsv": "tab-separated values",
    ".jsonl": "JSON lines",
    ".ndjson": "JSON lines",
    ".json": "JSON",
    ".html": "HTML",
    ".htm": "HTML",
    ".xml": "XML",
    ".rss": "RSS",
    ".atom": "Atom",
    ".warc": "WARC",
}


def _signature(raw: bytes) -> str:
    head = raw[:512].removeprefix(codecs.BOM_UTF8)
    return next((label for pattern, label in _SIGNATURES if pattern.match(head)), "")

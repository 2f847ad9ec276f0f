"""ninjs, the IPTC's news in JSON: one object, a list of them, or a list under “items”. Versions 1.x, 2.x and 3.x."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from sources.importing.decoding import checked_codec
from sources.importing.json_items import json_items
from sources.importing.ninjs_item import read_ninjs_object
from sources.importing.records import ArticleRecord, Format, Given, Item, RecordProblem
from sources.importing.wire_fields import printable


def read_ninjs(raw: bytes, given: Given) -> Iterator[Item]:
    """The reports of a ninjs file one by one. Raises `RecordProblem` for what is no JSON or holds no items."""
    codec = checked_codec(raw, given.encoding)
    text = raw.decode(codec).removeprefix("\ufeff")
    is_empty = True
    for each in json_items(text, "items"):
        is_empty = False
        has_own_bytes = each.place and codec in ("ascii", "utf-8", "utf-8-sig")
        sha256 = hashlib.sha256(each.written.encode()).hexdigest() if has_own_bytes else ""
        yield Item(_made(each.value), each.place, sha256)
    if is_empty:
        raise RecordProblem("empty", "the list of items is empty", hint="Ask for the items again.")


_OBJECT = re.compile(rb"\s*\[?\s*\{")
_SPELLED = re.compile(
    rb'"(?:versioncreated|firstcreated|pubstatus|headlines|bodies|body_x?html|body_text|ninjs)"', re.IGNORECASE
)
_IDENTIFIED = re.compile(rb'"(?:uri|guid|items)"\s*:', re.IGNORECASE)
_OTHERS = (".jsonl", ".ndjson")


def _made(value: Any) -> ArticleRecord | RecordProblem:
    if isinstance(value, RecordProblem):
        return value
    try:
        return read_ninjs_object(value)
    except RecordProblem as problem:
        return printable(problem)


def _recognises(head: bytes, ending: str) -> bool:
    is_named = bool(_IDENTIFIED.search(head) and _SPELLED.search(head))
    return ending not in _OTHERS and bool(_OBJECT.match(head)) and is_named


FORMAT = Format(name="ninjs", label="ninjs", read=read_ninjs, recognises=_recognises)

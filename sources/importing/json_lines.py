"""Reports as JSON objects: one a line (JSON Lines), an array of them, or a single one.

The keys are those of `columns`. Claims stand in a list under `claims`, their keys with the prefix or without it, or
flat beside the report's own keys as in a table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from sources.importing.columns import CLAIM, SEVERAL, column_named, missing_column, nearest_column
from sources.importing.decoding import checked_codec
from sources.importing.records import MAX_TEXT_BYTES, Format, Given, Item, RecordProblem
from sources.importing.rows import Row, UnknownNames, gather, put, split_several
from sources.importing.strict_json import MOST_DEPTH, load_json

_LONGEST_LINE = 4 * MAX_TEXT_BYTES
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[][{},]', re.DOTALL)
_OPENING, _CLOSING, _COMMA = b"[{", b"]}", ord(",")
_BLANK = b" \t\r\n"
_OUR_KEYS = frozenset([b"text", b"body", b"content", b"claims"])
_KEY = re.compile(rb'"([^"\\]{1,40})"\s*:|"(?:[^"\\]++|\\.)*+"?|[][{}]', re.DOTALL)


def read_json_lines(raw: bytes, given: Given) -> Iterator[Item]:
    """The reports of a JSON file; a bad line or object is refused alone. Raises `RecordProblem` for the encoding."""
    unknown = UnknownNames()
    pieces = _pieces(_in_utf8(raw, given.encoding))
    yield from gather((_row(piece, unknown) for piece in pieces), unknown)


def looks_like_json_lines(head: bytes, suffix: str) -> bool:
    """True for the endings of JSON Lines, and for JSON with a key that only a report of ours has."""
    if suffix in (".jsonl", ".ndjson"):
        return True
    return any(key.lower() in _OUR_KEYS for key in _outer_keys(head.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)))


def _outer_keys(head: bytes) -> Iterator[bytes]:
    """The keys of the outermost objects: of the one object, or of those in the one list."""
    outermost = 2 if head.startswith(b"[") else 1
    depth = 0
    for token in _KEY.finditer(head if head.startswith((b"[", b"{")) else b""):
        depth += (token[0] in (b"[", b"{")) - (token[0] in (b"]", b"}"))
        if token[1] is not None and depth == outermost:
            yield token[1]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What should be one object: its bytes, the line it begins in (from 1), its place; or why it is none."""

    raw: bytes
    line: int
    place: str
    problem: RecordProblem | None = None


def _in_utf8(raw: bytes, encoding: str) -> bytes:
    """The bytes as UTF-8, unchecked where they say nothing else: a line that is not UTF-8 is refused alone."""
    is_plain = not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) and b"\x00" not in raw[:4096]
    if is_plain and encoding.lower() in ("", "utf-8", "utf8"):
        return raw.removeprefix(b"\xef\xbb\xbf")
    return raw.decode(checked_codec(raw, encoding)).encode()


def _pieces(raw: bytes) -> Iterator[_Piece]:
    start = len(raw) - len(raw.lstrip(_BLANK))
    if start == len(raw):
        hint = "Write each report as an object in a line of its own."
        raise RecordProblem("empty", "there is no JSON, nothing to import", hint=hint)
    if raw.startswith(b"[", start):
        return _elements(raw, start)
    if _is_one_object(raw, start):
        return iter([_Piece(raw, 1, "")])
    return _lines(raw)


def _is_one_object(raw: bytes, start: int) -> bool:
    """True where one line is all there is, or where the first is no whole object and no line begins another."""
    end = raw.find(b"\n", start)
    if end < 0 or end >= len(raw.rstrip(_BLANK)):
        return True
    is_open = raw.startswith(b"{", start) and not raw[start:end].rstrip().endswith(b"}")
    return is_open and raw.find(b"\n{", end) < 0


def _lines(raw: bytes) -> Iterator[_Piece]:
    file = BytesIO(raw)
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            _skip_line(file)
            problem = RecordProblem("too_large", f"the line has more than {_LONGEST_LINE:,} bytes", hint="Split it.")
            yield _Piece(line, number, f"line {number}", problem)
        elif line.strip(_BLANK):
            yield _Piece(line.rstrip(b"\r\n"), number, f"line {number}")


def _skip_line(file: BytesIO) -> None:
    while (more := file.readline(_LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _elements(raw: bytes, start: int) -> Iterator[_Piece]:
    """The elements of an array, none of them read yet. Where it breaks off, the last is a problem."""
    number, begin, line = 0, start + 1, raw.count(b"\n", 0, start) + 1
    try:
        for number, end in enumerate(_ends(raw, start), 1):
            element = raw[begin:end]
            blank = len(element) - len(element.lstrip(_BLANK))
            yield _Piece(element.strip(_BLANK), line + element.count(b"\n", 0, blank), f"entry {number}")
            line += element.count(b"\n")
            begin = end + 1
    except RecordProblem as problem:
        yield _Piece(raw[begin:], line, f"entry {number + 1}", problem)


def _ends(raw: bytes, start: int) -> Iterator[int]:
    """The offsets at which the elements of an array end. Raises `RecordProblem` where that cannot be told."""
    depth = 0
    for token in _TOKEN.finditer(raw, start):
        mark = raw[token.start()]
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if depth > MOST_DEPTH:
            message = f"more than {MOST_DEPTH} arrays or objects inside one another; what is behind is not read"
            raise RecordProblem("unsafe", message, hint="Take the innermost ones out.")
        if depth == 0 or (depth == 1 and mark == _COMMA):
            yield token.start()
        if depth == 0:
            _check_end(raw, token.end())
            return
    message = "the array is never closed"
    raise RecordProblem("malformed", message, hint="The file may be cut; fetch or save it again.")


def _check_end(raw: bytes, end: int) -> None:
    if raw[end:].strip(_BLANK):
        message = "something follows the end of the array; it is not read"
        raise RecordProblem("malformed", message, hint="Write one array, or each report in a line of its own.")


def _row(piece: _Piece, unknown: UnknownNames) -> Row | Item:
    blank = Row(piece.line, piece.place, piece.raw, {})
    if piece.problem:
        return blank.refused(piece.problem)
    try:
        return _filled(blank, load_json(piece.raw), unknown)
    except RecordProblem as problem:
        line = piece.line + (problem.line or 1) - 1
        return blank.refused(RecordProblem(problem.reason, problem.message, hint=problem.hint, line=line))


def _filled(blank: Row, value: Any, unknown: UnknownNames) -> Row:
    if not isinstance(value, dict):
        hint = "Write each report as an object: {“text”: …}."
        raise RecordProblem("malformed", f"{_kind(value)} where an object is expected", hint=hint)
    listed = {name: value.pop(name) for name in list(value) if name.casefold() == "claims"}
    cells, claim = _cells(value, unknown)
    claims = [claim] if claim else []
    for claims_given in listed.values():
        claims += [_cells(given, unknown, CLAIM)[1] for given in _claims(claims_given)]
    _check_has_text(value, cells, is_claim=bool(claims))
    return replace(blank, cells=cells, claims=[{name: words[0] for name, words in claim.items()} for claim in claims])


def _cells(
    value: Mapping[str, Any], unknown: UnknownNames, prefix: str = ""
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The cells that an object fills, those of an article and those of a claim; its keys may lack a prefix."""
    article: dict[str, tuple[str, ...]] = {}
    claim: dict[str, tuple[str, ...]] = {}
    for name, words in value.items():
        column = column_named(prefix + name) or column_named(name)
        if column and column.startswith(prefix):
            put(claim if column.startswith(CLAIM) else article, column, _words(column, words))
        else:
            unknown.meet(prefix + name)
    return article, claim


def _claims(given: Any) -> Sequence[Mapping[str, Any]]:
    listed = [] if given is None else given
    if not isinstance(listed, list) or not all(isinstance(claim, dict) for claim in listed):
        hint = "Write a list of objects: [{“quote”: …}]."
        raise RecordProblem("malformed", f"claims: {_kind(given)} where a list of objects is expected", hint=hint)
    return listed


def _check_has_text(value: Mapping[str, Any], cells: Mapping[str, Any], *, is_claim: bool) -> None:
    """A claim or a notice needs no key for the text, unless it is there and misspelt."""
    if any(column_named(name) == "text" for name in value):
        return
    is_misspelt = any(nearest_column(name, ["text"]) for name in value if not column_named(name))
    if is_misspelt or not (is_claim or "event" in cells):
        raise missing_column("text", list(value))


def _words(column: str, value: Any) -> Sequence[str]:
    """The words of a value: of a string, a whole number, null or, where several may stand, a list of strings."""
    if value is None:
        return ()
    if isinstance(value, str):
        return split_several(column, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return (str(value),)
    if column in SEVERAL and isinstance(value, list) and all(isinstance(word, str) for word in value):
        return value
    hint = "Write a list of strings." if column in SEVERAL else "Write it as a string."
    raise RecordProblem("malformed", f"{column}: {_kind(value)} where words are expected", hint=hint)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


FORMAT = Format(name="jsonl", label="JSON Lines", read=read_json_lines, recognises=looks_like_json_lines)

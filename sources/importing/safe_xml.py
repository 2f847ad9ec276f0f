"""XML from strangers: parsed without a document type, entities, the network or another file, and within bounds.

A document type is refused before the parser sees it, for every XML bomb and every way to another file begins there.
That of NITF, which only names the file of its grammar, is taken out instead: many senders still print it.
What is left is bounded: nesting, the size of one tag, and how many elements and attributes are held at once.
"""

import codecs
import io
import re
from collections.abc import Iterator

from lxml import etree

from sources.importing.decoding import checked_codec, codec_named
from sources.importing.records import RecordProblem
from sources.importing.xml_paths import local_name

MAX_DEPTH = 100
"""The most elements taken inside one another."""

MAX_NODES = 100_000
"""The most elements and attributes of one part: of a whole file, or of one item of a stream."""


def parse_xml(raw: bytes, encoding: str = "") -> "etree._Element":
    """The root of a whole document, without comments and instructions.

    `encoding` is what somebody named; else a byte order mark, the XML declaration or UTF-8 hold. Raises
    `RecordProblem`: empty, not_text, wrong_encoding, unknown_value (the encoding), unsafe, malformed with the line.
    """
    *_, root = stream_xml(raw, "", encoding)
    return root


def stream_xml(raw: bytes, container: str, encoding: str = "") -> Iterator["etree._Element"]:
    """Each child of the root's `container` as soon as it is complete, and at last the root.

    A child stands in its tree while it is looked at, and is forgotten when the next is asked for: the root holds
    the rest. Raises `RecordProblem` like `parse_xml`, where the file is broken only behind the children before.
    """
    utf8 = _without_document_type(in_utf8(raw, encoding))
    _refuse_giant_tags(utf8)
    events = etree.iterparse(
        io.BytesIO(utf8),
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        yield from _parts(events, container)
    except etree.XMLSyntaxError as error:
        raise _explained(events) from error


def root_name(head: bytes) -> str:
    """The plain name of the root, from the beginning of a file; "" if it is no XML or the name comes later."""
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    utf8 = head.decode("utf-16", "ignore").encode() if is_wide else head.removeprefix(codecs.BOM_UTF8)
    found = _ROOT.match(utf8, _prolog_end(utf8))
    return found["name"].decode() if found else ""


_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([^"'<>]{1,80})["']""")
_BLANKS = re.compile(rb"\s*")
_ROOT = re.compile(rb"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])", re.IGNORECASE)
_NITF_TYPE = re.compile(rb"""<!DOCTYPE\s+nitf(?:\s+(?:SYSTEM|PUBLIC)(?:\s+(?:"[^"<>]*"|'[^'<>]*')){1,2})?\s*>""")
_PROLOG = ((b"<?", b"?>"), (b"<!--", b"-->"))
_LONG_TAG = re.compile(rb"<[^<]{1000000}")
_MOST_ASSIGNED = 50_000  # "=" in one tag; ten times what a text of that length has
_ADVICE = re.compile(r",? (?:try|use) XML_PARSE_HUGE.*", re.DOTALL)  # to programmers
_TOO_MUCH = (
    etree.ErrorTypes.ERR_NAME_TOO_LONG,
    etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED,  # also said of a comment beyond the parser's bounds
    etree.ErrorTypes.ERR_CDATA_NOT_FINISHED,
    114,  # a resource limit, which the library has no name for
)


def in_utf8(raw: bytes, encoding: str) -> bytes:
    if not raw.strip():
        raise RecordProblem("empty", "there is nothing in the file", hint="Fetch it again.")
    codec = checked_codec(raw, encoding or _declared(raw))
    if codec in ("utf-8", "utf-8-sig", "ascii"):
        return raw.removeprefix(codecs.BOM_UTF8)
    return raw.decode(codec).removeprefix("\ufeff").encode()


def _declared(raw: bytes) -> str:
    """The encoding that the XML declaration names; "" without one, or where a mark says it anyhow."""
    found = _DECLARED.match(raw)
    if found is None:
        return ""
    declared = found[1].decode("latin-1")
    try:
        codec = codec_named(declared)
    except RecordProblem as problem:
        message = f"the XML declaration names an encoding: {problem.message}"
        raise RecordProblem(problem.reason, message, hint=problem.hint, line=1) from problem
    if codec.startswith(("utf-16", "utf-32")):  # and yet its declaration was read byte by byte
        message = f"the XML declaration says {declared}, but the file is not in it"
        raise RecordProblem("wrong_encoding", message, hint="Take “encoding” out of the declaration.", line=1)
    return codec


def _without_document_type(utf8: bytes) -> bytes:
    """The same with that of NITF taken out, its lines kept. Raises `RecordProblem` (unsafe) for any other."""
    at = _prolog_end(utf8)
    if harmless := _NITF_TYPE.match(utf8, at):
        utf8 = utf8[:at] + b"\n" * harmless[0].count(b"\n") + utf8[harmless.end() :]
        at = _prolog_end(utf8)
    if utf8[at : at + 9].upper() == b"<!DOCTYPE":
        message = "it has a document type (<!DOCTYPE …>), which can hide a bomb or reach for other files"
        hint = "Take the document type out; a report needs none."
        raise RecordProblem("unsafe", message, hint=hint, line=utf8.count(b"\n", 0, at) + 1)
    return utf8


def _prolog_end(utf8: bytes) -> int:
    """Where the document type or the root begins: behind blanks, comments and instructions."""
    at = _blanks_end(utf8, 0)
    while True:
        opening, closing = next(((begin, end) for begin, end in _PROLOG if utf8.startswith(begin, at)), (b"", b""))
        end = utf8.find(closing, at + len(opening)) if opening else -1
        if end < 0:
            return at
        at = _blanks_end(utf8, end + len(closing))


def _blanks_end(utf8: bytes, at: int) -> int:
    found = _BLANKS.match(utf8, at)
    return found.end() if found else at


def _refuse_giant_tags(utf8: bytes) -> None:
    for found in _LONG_TAG.finditer(utf8):
        end = utf8.find(b"<", found.end())
        if utf8.count(b"=", found.start(), end if end >= 0 else len(utf8)) > _MOST_ASSIGNED:
            raise _too_much("attributes in one tag", utf8.count(b"\n", 0, found.start()) + 1)


def _parts(events: "etree.iterparse[tuple[str, etree._Element]]", container: str) -> Iterator["etree._Element"]:
    depth = nodes = 0
    root: etree._Element | None = None
    for event, element in events:
        if event == "start":
            depth, nodes = depth + 1, nodes + 1 + len(element.attrib)
            _check_bounds(depth, nodes, element)
            continue
        depth, root = depth - 1, element
        if depth == 2 and _is_child_of(element, container):
            yield element
            _forget(element)
            nodes = 0
    if root is not None:  # only now: the parser complains of what stands behind it
        yield root


def _check_bounds(depth: int, nodes: int, element: "etree._Element") -> None:
    if depth > MAX_DEPTH:
        raise _too_much(f"elements inside one another, at most {MAX_DEPTH} are taken", element.sourceline)
    if nodes > MAX_NODES:
        raise _too_much(f"elements, at most {MAX_NODES:,} are taken in one item", element.sourceline)


def _is_child_of(element: "etree._Element", container: str) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) == container


def _forget(element: "etree._Element") -> None:
    """With all before it; behind it the parser may be at work already."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _too_much(of_what: str, line: int | None) -> RecordProblem:
    hint = "No report needs so many; check what the file is."
    return RecordProblem("unsafe", f"too many {of_what}", hint=hint, line=line)


def _explained(events: "etree.iterparse[tuple[str, etree._Element]]") -> RecordProblem:
    """The parser's own first complaint; an exception of it lists those of other parsers too."""
    first = next(iter(events.error_log), None)
    if first is None:
        return RecordProblem("malformed", "it is not well-formed XML", hint="Fetch the file again.")
    said = _ADVICE.sub("", first.message.strip()).rstrip(".")
    if first.type in _TOO_MUCH:
        return RecordProblem("unsafe", f"larger than any report: {said}", hint="Check the file.", line=first.line)
    hint = "If the file is cut, fetch it again; else ask its sender for well-formed XML."
    if first.type == etree.ErrorTypes.ERR_UNDECLARED_ENTITY:
        hint = "Write the character itself or its number, such as &#160;, in the place of the entity."
    return RecordProblem("malformed", f"it is not well-formed XML: {said}", hint=hint, line=first.line or None)

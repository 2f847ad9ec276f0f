"""NITF, the news industry's own markup: a report as a file of its own, or inside a NewsML-G2 or ninjs item.

The text is that of `body.content` and of `body.end`, which holds credits; heads and notes to editors are none of it.
What the elements mean is from the documentation of NITF 3.6.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sources.importing.lines import one_line
from sources.importing.markup import Blocks, line_of_text, read_blocks
from sources.importing.nitf_docdata import with_docdata
from sources.importing.records import ArticleRecord
from sources.importing.wire_fields import completed, read_bylines
from sources.importing.xml_paths import attribute, elements, first, language_of, local_name, words


@dataclass(frozen=True, slots=True)
class Printed:
    """What a reader of the report sees, without anything that is said about it."""

    text: str
    headline: str = ""
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    notes: tuple[str, ...] = ()


def read_nitf(root: "etree._Element") -> ArticleRecord:
    """The report of a whole NITF document, whose tree is changed. Raises `RecordProblem`."""
    printed = read_printed(root)
    record = ArticleRecord(
        text=printed.text,
        headline=printed.headline,
        bylines=printed.bylines,
        dateline=printed.dateline,
        language=_language(root),
        outlet=_outlet(root),
        external_id=one_line(attribute(root, "uno")),
        notes=printed.notes,
    )
    return completed(with_docdata(record, root))


def read_printed(root: "etree._Element") -> Printed:
    """The text with headline, bylines and dateline. Changes the tree. Raises `RecordProblem` (not_text, unsafe)."""
    blocks = list(_blocks(root))
    text = "\n\n".join(block.text for block in blocks if block.text)
    struck = tuple(note for block in blocks for note in block.notes)
    head = first(root, "body", "body.head")
    if head is None:
        return Printed(text, notes=struck)
    return Printed(
        text=text,
        headline=words(head, "hedline", "hl1"),
        bylines=tuple(name for byline in elements(head, "byline") for name in _byline(byline)),
        dateline=words(head, "dateline"),
        notes=(*struck, *_left_out(head)),
    )


_SEEN_NOWHERE = frozenset(["media-metadata", "media-object", "media-producer", "media-reference"])
_ABOVE_THE_TEXT = (
    ("second headline", ("hedline", "hl2")),
    ("abstract", ("abstract",)),
    ("note", ("note",)),
)


def _blocks(root: "etree._Element") -> Iterator[Blocks]:
    for content in elements(root, "body", "body.content"):
        for element in content.iter():
            _make_readable(element)
        yield read_blocks(content)
    for closing in elements(root, "body", "body.end"):
        yield from map(read_blocks, closing)


def _make_readable(element: "etree._Element") -> None:
    """Takes out what stands for a picture; parts the numbers of a fraction, where 1 and 2 would become 12."""
    name = local_name(element)
    if name in _SEEN_NOWHERE:
        element.clear(keep_tail=True)
    elif name == "frac":
        element.text = " "
        numerator = first(element, "numer")
        if numerator is not None and first(element, "frac-sep") is None:
            numerator.tail = "/"


def _byline(byline: "etree._Element") -> tuple[str, ...]:
    """The people named, else the words without their title (`byttl`), else the title, which may be an agency's."""
    people = tuple(filter(None, map(line_of_text, elements(byline, "person"))))
    if people:
        return people
    whole, title = line_of_text(byline), words(byline, "byttl")
    named = whole.removesuffix(title).strip(" ,;") if title else whole
    return read_bylines(named or title)


def _left_out(head: "etree._Element") -> Iterator[str]:
    for said, path in _ABOVE_THE_TEXT:
        if words(head, *path):
            yield f"The {said} above the report (<{path[-1]}>) is not part of the text and was left out."


def _language(root: "etree._Element") -> str:
    body = first(root, "body")
    return one_line(language_of(root if body is None else body) or attribute(root, "baselang"))


def _outlet(root: "etree._Element") -> str:
    """Where it was published, if that is one place."""
    names = {one_line(data.get("name") or "") for data in elements(root, "head", "pubdata")} - {""}
    return names.pop() if len(names) == 1 else ""

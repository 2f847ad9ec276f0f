"""NewsML-G2 news items, one or a message of many, and NITF reports; nothing that they refer to is fetched."""

from collections.abc import Iterator

from lxml import etree

from sources.importing.newsml_item import Envelope, read_envelope, read_news_item
from sources.importing.nitf import read_nitf
from sources.importing.records import ArticleRecord, Format, Given, Item, RecordProblem
from sources.importing.safe_xml import root_name, stream_xml
from sources.importing.wire_fields import printable
from sources.importing.xml_paths import local_name
from sources.text import clip


def read_newsml(raw: bytes, given: Given) -> Iterator[Item]:
    """The report of a news item or NITF file, or those of a news message one by one. Raises `RecordProblem`.

    Of a message that breaks off the items before come first.
    """
    envelope = Envelope()
    for number, part in enumerate(stream_xml(raw, "itemSet", given.encoding), 1):
        if part.getparent() is not None:
            if number == 1:
                envelope = read_envelope(part.getroottree().getroot())
            yield Item(_made(part, envelope), place=f"item {number}")
        elif local_name(part) != "newsMessage":
            yield Item(_made(part, envelope))
        elif number == 1:
            hint = "Its items belong into <itemSet>; ask the sender."
            raise RecordProblem("missing", "the message holds no items", hint=hint, line=part.sourceline)


_NO_REPORTS = {
    "packageItem": ("a package, which holds no words to quote", "Import the items that it refers to."),
    "conceptItem": ("a concept, not a report", "Import news items."),
    "knowledgeItem": ("a vocabulary, not a report", "Import news items."),
    "planningItem": ("a plan of coverage, not a report", "Import the news items once they are there."),
    "catalogItem": ("a catalogue of codes, not a report", "Import news items."),
    "NewsML": ("NewsML 1, of which nothing is read", "Ask the sender for NewsML-G2."),
}
_NAMES = frozenset(name.lower() for name in ("newsItem", "newsMessage", "nitf", *_NO_REPORTS))


def _made(part: "etree._Element", envelope: Envelope) -> ArticleRecord | RecordProblem:
    try:
        return _record(part, envelope)
    except RecordProblem as problem:
        return printable(problem)


def _record(part: "etree._Element", envelope: Envelope) -> ArticleRecord:
    name = local_name(part)
    if name == "newsItem":
        return read_news_item(part, envelope)
    if name == "nitf":
        return read_nitf(part)
    said, hint = _NO_REPORTS.get(name, ("neither NewsML-G2 nor NITF", "Check what the file is."))
    raise RecordProblem("invalid", f"<{clip(name)}> is {said}", hint=hint, line=part.sourceline)


def _recognises(head: bytes, _ending: str) -> bool:
    return root_name(head).lower() in _NAMES


FORMAT = Format(name="newsml", label="NewsML-G2 or NITF", read=read_newsml, recognises=_recognises)

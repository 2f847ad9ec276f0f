"""One NewsML-G2 news item: what it says about itself, and its text.

What the elements mean is from the NewsML-G2 guidelines of the IPTC.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from sources.importing.event_words import read_status
from sources.importing.lines import one_line
from sources.importing.markup import line_of_text
from sources.importing.newsml_content import read_content
from sources.importing.qcodes import Catalogue, code_in, media_topic
from sources.importing.records import NOTICES, ArticleRecord, RecordProblem
from sources.importing.wire_fields import (
    Embargo,
    completed,
    read_bylines,
    read_embargo,
    read_rights,
    read_time,
    read_version,
    with_event,
)
from sources.importing.xml_paths import attribute, elements, first, words
from sources.publication_times import PublicationTime
from sources.text import clip


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message says for all of its items; nothing for an item that comes alone."""

    sender: str = ""
    catalogue: dict[str, str] = field(default_factory=dict)


def read_envelope(message: "etree._Element") -> Envelope:
    header = first(message, "header")
    return Envelope() if header is None else Envelope(words(header, "sender"), _catalogue(header))


def read_news_item(item: "etree._Element", envelope: Envelope) -> ArticleRecord:
    """The record of a `newsItem`, alone or in a message; changes its tree. Raises `RecordProblem`."""
    context = _Context(ChainMap(_catalogue(item), envelope.catalogue), _named_concepts(item))
    guid = one_line(attribute(item, "guid"))
    if not guid:
        hint = "Every NewsML-G2 item has one; ask the sender for it."
        raise RecordProblem("missing", "the item has no guid", hint=hint, line=item.sourceline)
    class_notes = _class_notes(item, context)
    version, version_notes = read_version(attribute(item, "version"))
    outlet, outlet_notes = _outlet(item, context)
    supersedes, link_notes = _superseded(item, guid, context)
    rights, rights_notes = _rights(item, context)
    sent = (f"The message was sent by {clip(envelope.sender)}.",) if envelope.sender else ()
    record = ArticleRecord(
        text="",
        outlet=outlet,
        published=_time(item, "versionCreated"),
        first_published=_time(item, "firstCreated"),
        external_id=guid,
        version=version,
        rights=rights,
        editorial_note="\n".join(_editorial_notes(item)),
        topics=tuple(dict.fromkeys(_topics(item, context))),
        supersedes=supersedes,
        notes=(*sent, *class_notes, *version_notes, *outlet_notes, *link_notes, *rights_notes),
    )
    return completed(_with_content(_with_event(record, item, context), item, context))


@dataclass(frozen=True, slots=True)
class _Context:
    """What the codes of an item mean: its own catalogue, and the names that it asserts of concepts."""

    catalogue: Catalogue
    names: Mapping[str, str]

    def name_of(self, concept: "etree._Element | None") -> str:
        """The name that stands at a concept or is asserted of it; "" where there is a code alone."""
        if concept is None:
            return ""
        printed = words(concept, "name") or self.names.get(_written(concept), "")
        return printed or one_line(concept.get("literal") or "")


_REPLACING = frozenset(["previousVersion", "replaces", "supersedes"])
_WRITING = frozenset(["", "author", "correspondent", "writer"])


def _written(concept: "etree._Element") -> str:
    """How a concept is referred to: its code, its address, or a word."""
    return next(filter(None, (attribute(concept, name) for name in ("qcode", "uri", "literal"))), "")


def _catalogue(holder: "etree._Element") -> dict[str, str]:
    schemes = elements(holder, "catalog", "scheme")
    return {attribute(scheme, "alias"): attribute(scheme, "uri") for scheme in schemes}


def _named_concepts(item: "etree._Element") -> Mapping[str, str]:
    return {_written(concept): words(concept, "name") for concept in elements(item, "assert")}


def _class_notes(item: "etree._Element", context: _Context) -> tuple[str, ...]:
    """Nothing for a text. Raises `RecordProblem` (invalid) for pictures and the like."""
    found = first(item, "itemMeta", "itemClass")
    written = "" if found is None else _written(found)
    code = code_in("ninature", written, context.catalogue)
    if code and code.lower() != "text":
        hint = "Only texts can be quoted; import the text items."
        line = None if found is None else found.sourceline
        raise RecordProblem("invalid", f"the item is of the class “{clip(code)}”", hint=hint, line=line)
    if written and not code:
        return (f"The class of the item, “{clip(written)}”, is not known; it was read as a text.",)
    return ()


def _time(item: "etree._Element", name: str) -> PublicationTime | None:
    found = first(item, "itemMeta", name)
    return None if found is None else read_time(name, found.text or "", found.sourceline)


def _outlet(item: "etree._Element", context: _Context) -> tuple[str, tuple[str, ...]]:
    """The provider, who is responsible for releasing the item, by name; and a note where there is only a code."""
    provider = first(item, "itemMeta", "provider")
    if provider is None:
        return "", ()
    name = context.name_of(provider)
    if name or not _written(provider):
        return name, ()
    return "", (f"The provider is “{clip(_written(provider))}”, a code that names no outlet; it was left out.",)


def _superseded(item: "etree._Element", guid: str, context: _Context) -> tuple[str, tuple[str, ...]]:
    others = (
        one_line(attribute(link, "residref") or attribute(link, "href"))
        for link in elements(item, "itemMeta", "link")
        if code_in("itemrelation", attribute(link, "rel"), context.catalogue) in _REPLACING
    )
    named = [other for other in dict.fromkeys(others) if other not in ("", guid)]
    if len(named) < 2:
        return "".join(named), ()
    aside = ", ".join(clip(other) for other in named[1:6])
    return named[0], (f"The item replaces several others; besides the first they are {aside}.",)


def _rights(item: "etree._Element", context: _Context) -> tuple[str, tuple[str, ...]]:
    info = first(item, "rightsInfo")
    if info is None:
        return "", ()
    holder = context.name_of(first(info, "copyrightHolder"))
    return read_rights(holder, words(info, "copyrightNotice"), words(info, "usageTerms"))


def _editorial_notes(item: "etree._Element") -> Iterator[str]:
    return filter(None, map(line_of_text, elements(item, "itemMeta", "edNote")))


def _topics(item: "etree._Element", context: _Context) -> Iterator[str]:
    for subject in elements(item, "contentMeta", "subject"):
        ways = (attribute(subject, name) for name in ("qcode", "uri"))
        yield from filter(None, (media_topic(written, context.catalogue) for written in ways))


def _with_event(record: ArticleRecord, item: "etree._Element", context: _Context) -> ArticleRecord:
    found = first(item, "itemMeta", "pubStatus")
    status = read_status("" if found is None else _written(found), context.catalogue)
    signals = map(_written, elements(item, "itemMeta", "signal"))
    return with_event(record, status, _embargo(item), signals, context.catalogue)


def _embargo(item: "etree._Element") -> Embargo:
    found = first(item, "itemMeta", "embargoed")
    return Embargo() if found is None else read_embargo("embargoed", found.text or "", found.sourceline)


def _with_content(record: ArticleRecord, item: "etree._Element", context: _Context) -> ArticleRecord:
    content = read_content(item, may_lack=record.event in NOTICES)
    printed = content.printed
    return replace(
        record,
        text=printed.text,
        headline=_headline(item) or printed.headline,
        bylines=_bylines(item, context) or printed.bylines,
        dateline=words(item, "contentMeta", "dateline") or printed.dateline or _located(item, context),
        language=one_line(attribute(item, "tag", "contentMeta", "language") or content.language),
        notes=(*record.notes, *printed.notes),
    )


def _headline(item: "etree._Element") -> str:
    """The main one: that without a role or with the role “main”, else the first."""
    headlines = list(elements(item, "contentMeta", "headline"))
    main = [each for each in headlines if attribute(each, "role").rpartition(":")[2] in ("", "main")]
    return next(filter(None, map(line_of_text, (*main, *headlines))), "")


def _bylines(item: "etree._Element", context: _Context) -> tuple[str, ...]:
    """As printed, else the creators and contributors who wrote it; never an organisation."""
    printed = [line_of_text(each) for name in ("by", "byline") for each in elements(item, "contentMeta", name)]
    names = tuple(name for line in dict.fromkeys(printed) for name in read_bylines(line))
    if names:
        return names
    creators = _people(elements(item, "contentMeta", "creator"), context, _WRITING)
    contributors = _people(elements(item, "contentMeta", "contributor"), context, _WRITING - {""})
    return tuple(dict.fromkeys([*creators, *contributors]))


def _people(parties: Iterable["etree._Element"], context: _Context, roles: frozenset[str]) -> Iterator[str]:
    for party in parties:
        kind, role = (attribute(party, name).rpartition(":")[2] for name in ("type", "role"))
        if role in roles and kind.lower() not in ("organisation", "organization"):
            yield from filter(None, (context.name_of(party),))


def _located(item: "etree._Element", context: _Context) -> str:
    return context.name_of(first(item, "contentMeta", "located"))

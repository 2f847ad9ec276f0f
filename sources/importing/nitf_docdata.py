"""What a NITF document says about itself: its id and version, its times, its status, its rights."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from sources.importing.event_words import read_status
from sources.importing.lines import one_line
from sources.importing.qcodes import code_of_scheme, media_topic
from sources.importing.records import ArticleRecord, PubStatus
from sources.importing.wire_fields import (
    Embargo,
    read_embargo,
    read_rights,
    read_time,
    read_version,
    with_event,
)
from sources.importing.xml_paths import attribute, elements, first, words
from sources.publication_times import PublicationTime, on_day
from sources.text import clip


def with_docdata(record: ArticleRecord, root: "etree._Element") -> ArticleRecord:
    """The record of what is printed, with all that the document's head says of it. Raises `RecordProblem`."""
    docdata = first(root, "head", "docdata")
    published = _time(root, "date.publication", "head", "pubdata")
    if docdata is None:
        return replace(record, published=published)
    issued, released = _time(docdata, "norm", "date.issue"), _time(docdata, "norm", "date.release")
    own_id = one_line(attribute(docdata, "id-string", "doc-id")) or record.external_id
    rights, rights_notes = _rights(docdata, root)
    version, version_notes = read_version(_version(docdata))
    dated = replace(
        record,
        external_id=own_id,
        version=version,
        published=issued or published or released,
        rights=rights,
        editorial_note="\n".join(_editorial_notes(docdata)),
        topics=tuple(dict.fromkeys(_topics(docdata))),
        supersedes=_superseded(docdata, own_id),
        notes=(*record.notes, *version_notes, *rights_notes),
    )
    return _with_status(dated, docdata, issued)


_NORM = re.compile(
    r"(?P<year>[0-9]{4})-?(?P<month>[0-9]{2})-?(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2}):?(?P<second>[0-9]{2}))?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_EMBARGOED = "embargoed"


def _time(element: "etree._Element", name: str, *path: str) -> PublicationTime | None:
    """A time in the short form of ISO 8601. T000000 is how NITF writes a day of which no time is known."""
    found = first(element, *path)
    if found is None:
        return None
    written = attribute(found, name)
    parts = _NORM.fullmatch(written)
    field = f"{path[-1]}/@{name}"
    if parts is None:
        return read_time(field, written, found.sourceline)
    time = read_time(field, _clock(parts), found.sourceline)
    if time is None or any(int(parts[unit] or 0) for unit in ("hour", "minute", "second")):
        return time
    return replace(on_day(time.on), zone="" if time.zone_assumed else time.zone)


def _clock(parts: re.Match[str]) -> str:
    clock = ":".join(parts[unit] or "00" for unit in ("hour", "minute", "second"))
    return f"{parts['year']}-{parts['month']}-{parts['day']}T{clock}{parts['offset'] or ''}"


def _version(docdata: "etree._Element") -> str:
    return attribute(docdata, "version", "du-key") or attribute(docdata, "generation", "du-key")


def _rights(docdata: "etree._Element", root: "etree._Element") -> tuple[str, tuple[str, ...]]:
    copyrighted = (attribute(docdata, "year", "doc.copyright"), attribute(docdata, "holder", "doc.copyright"))
    holder = " ".join(filter(None, copyrighted)) or attribute(docdata, "owner", "doc.rights")
    return read_rights(
        holder, words(root, "body", "body.head", "rights"), attribute(docdata, "limitations", "doc.rights")
    )


def _editorial_notes(docdata: "etree._Element") -> Iterator[str]:
    for name in ("ed-msg", "correction"):
        for message in elements(docdata, name):
            info = one_line(message.get("info") or "")
            if info:
                yield info


def _topics(docdata: "etree._Element") -> Iterator[str]:
    for classifier in elements(docdata, "identified-content", "classifier"):
        topic = media_topic(code_of_scheme(classifier.get("idsrc") or "", classifier.get("value") or ""))
        if topic:
            yield topic


def _superseded(docdata: "etree._Element", own_id: str) -> str:
    other = _target(docdata) or one_line(attribute(docdata, "id-string", "correction"))
    return "" if other == own_id else other


def _target(docdata: "etree._Element") -> str:
    """The id of another document of which this one says something."""
    return one_line(attribute(docdata, "management-doc-idref"))


def _with_status(record: ArticleRecord, docdata: "etree._Element", issued: PublicationTime | None) -> ArticleRecord:
    record, status = _of_another(record, docdata)
    signals = [] if first(docdata, "correction") is None else ["correction"]
    return with_event(record, status, _embargo(docdata, issued), signals)


def _embargo(docdata: "etree._Element", issued: PublicationTime | None) -> Embargo:
    """Until its release, if that is after its issue or the document calls itself embargoed."""
    is_embargoed = attribute(docdata, "management-status") == _EMBARGOED
    release = first(docdata, "date.release")
    if release is None or not attribute(release, "norm"):
        return read_embargo("date.release", "" if is_embargoed else None)
    embargo = read_embargo("date.release/@norm", _moment(attribute(release, "norm")), release.sourceline)
    is_later = issued is None or embargo.until is None or embargo.until > issued.earliest
    return embargo if is_embargoed or is_later else Embargo()


def _moment(written: str) -> str:
    """The long form of a time; of a day the day."""
    parts = _NORM.fullmatch(written)
    if parts is None:
        return written
    return _clock(parts) if parts["hour"] else "-".join(parts.group("year", "month", "day"))


def _of_another(record: ArticleRecord, docdata: "etree._Element") -> tuple[ArticleRecord, PubStatus]:
    """The status of the document. One without a text that gives another a new status is word of that other."""
    own = attribute(docdata, "management-status")
    status = read_status("" if own == _EMBARGOED else own)
    target, given = _target(docdata), attribute(docdata, "management-idref-status")
    if not target or given in ("", _EMBARGOED):
        return record, status
    new_status = read_status(given)
    if not record.text:
        return replace(record, external_id=target, supersedes=""), new_status
    note = f"It says that the report “{clip(target)}” is now {new_status}: do that by hand."
    return replace(record, notes=(*record.notes, note)), status

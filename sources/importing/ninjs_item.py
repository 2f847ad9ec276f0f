"""One ninjs object of any version (1.x flat, 2.x and 3.x in lists) as a record.

What the fields mean is from the schemas of the IPTC, versions 1.0 to 3.3; besides them a few that are widely sent:
guid, firstpublished, evolvedfrom, signal, provider, publisher, outlet, bylines, authors, contributors.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sources.importing.event_words import read_status
from sources.importing.lines import one_line
from sources.importing.markup import line_of_text
from sources.importing.ninjs_form import Fields, checked_fields, misspellings
from sources.importing.ninjs_text import has_body, read_text
from sources.importing.nitf import Printed
from sources.importing.qcodes import code_in, code_of_scheme, media_topic
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
from sources.publication_times import PublicationTime
from sources.text import clip


def read_ninjs_object(value: Any) -> ArticleRecord:
    """The record of one decoded object. Raises `RecordProblem`."""
    fields = checked_fields(value)
    uri = one_line(fields.get("uri") or fields.get("guid") or "")
    if not uri:
        raise _without_uri(fields)
    _refuse_other_types(fields)
    version, version_notes = read_version(str(fields.get("version", "")))
    outlet, outlet_notes = _outlet(fields)
    rights, rights_notes = read_rights(
        fields.get("copyrightholder", ""), fields.get("copyrightnotice", ""), fields.get("usageterms", "")
    )
    record = ArticleRecord(
        text="",
        outlet=outlet,
        language=one_line(fields.get("language", "")),
        published=read_time("versioncreated", fields.get("versioncreated", "")),
        first_published=_first_published(fields),
        external_id=uri,
        version=version,
        rights=rights,
        editorial_note=_editorial_note(fields),
        topics=tuple(dict.fromkeys(_topics(fields))),
        supersedes=_superseded(fields, uri),
        notes=(*_notes(fields), *version_notes, *outlet_notes, *rights_notes),
    )
    return completed(_with_text(_with_event(record, fields), fields))


_WRITING = frozenset(["author", "byline", "correspondent", "reporter", "writer"])
_PUBLISHING = frozenset(["provider", "publisher"])


def _without_uri(fields: Fields) -> RecordProblem:
    hint = " ".join(("Every ninjs item has one; ask the sender for it.", *misspellings(fields)))
    return RecordProblem("missing", "the item has no uri", hint=hint)


def _refuse_other_types(fields: Fields) -> None:
    kind = fields.get("type", "").strip().lower()
    if kind not in ("", "text"):
        hint = "Only texts can be quoted; import the items of the type “text”."
        raise RecordProblem("invalid", f"the item is of the type “{clip(kind)}”", hint=hint)


def _first_published(fields: Fields) -> PublicationTime | None:
    name = "firstpublished" if fields.get("firstpublished") else "firstcreated"
    return read_time(name, fields.get(name, ""))


def _name(party: Any) -> str:
    """The name of a party, which is given as words or as an object."""
    given = party.get("name") or party.get("by") or "" if isinstance(party, dict) else party or ""
    return one_line(given)


def _role(party: Any) -> str:
    written = party.get("role") or party.get("rel") or "" if isinstance(party, dict) else ""
    return code_in("contentprodpartyrole", written).lower()


def _parties(fields: Fields, *names: str) -> Iterator[Any]:
    for name in names:
        given = fields.get(name, [])
        yield from given if isinstance(given, list) else [given]


def _outlet(fields: Fields) -> tuple[str, tuple[str, ...]]:
    """The publisher, where the item names one; and a note on whom else it names."""
    named = list(filter(None, map(_name, _parties(fields, "outlet", "publisher", "provider"))))
    sources = list(_parties(fields, "infosource", "infosources"))
    named += filter(None, (_name(source) for source in sources if _role(source) in _PUBLISHING))
    outlet = named[0] if named else ""
    others = [name for name in dict.fromkeys([*named, *map(_name, sources)]) if name not in ("", outlet)]
    if not others:
        return outlet, ()
    return outlet, (f"Besides the outlet it names as its source: {', '.join(clip(name) for name in others[:5])}.",)


def _editorial_note(fields: Fields) -> str:
    return "\n".join(filter(None, map(one_line, fields.get("ednote", "").splitlines())))


def _written(code: Any) -> str:
    """How a code is written: as words, by its address, or in a scheme given beside it."""
    if isinstance(code, str):
        return code
    in_scheme = code_of_scheme(code.get("scheme", ""), code.get("code", ""))
    return str(code.get("qcode") or code.get("uri") or in_scheme or code.get("literal", ""))


def _topics(fields: Fields) -> Iterator[str]:
    return filter(None, (media_topic(_written(code)) for code in _parties(fields, "subject", "subjects")))


def _superseded(fields: Fields, uri: str) -> str:
    other = one_line(fields.get("evolvedfrom", ""))
    return "" if other == uri else other


def _notes(fields: Fields) -> Iterator[str]:
    if fields.get("representationtype", "").lower() in ("incomplete", "partial"):
        yield "It says that it is not the whole item."
    associated = fields.get("associations")
    if associated:
        yield f"Its {len(associated)} associated items (pictures and the like) were left out."
    yield from misspellings(fields)


def _with_event(record: ArticleRecord, fields: Fields) -> ArticleRecord:
    status = read_status(fields.get("pubstatus", "").strip())
    return with_event(record, status, _embargo(fields), map(_written, _parties(fields, "signal", "signals")))


def _embargo(fields: Fields) -> Embargo:
    name = "embargoeduntil" if "embargoeduntil" in fields else "embargoed"
    return read_embargo(name, fields.get(name))


def _with_text(record: ArticleRecord, fields: Fields) -> ArticleRecord:
    printed = Printed("") if record.event in NOTICES and not has_body(fields) else read_text(fields)
    return replace(
        record,
        text=printed.text,
        headline=_headline(fields) or printed.headline,
        bylines=tuple(dict.fromkeys(_bylines(fields))) or printed.bylines,
        dateline=_name(fields.get("dateline")) or printed.dateline or _name(fields.get("located")),
        notes=(*record.notes, *printed.notes),
    )


def _headline(fields: Fields) -> str:
    """The main one: that without a role or with the role “main”, else the first."""
    given = [(each.get("role", "").lower(), each) for each in fields.get("headlines", ())]
    main = [each for role, each in given if role in ("", "main")]
    lines = (_line(each) for each in (*main, *(each for _, each in given)))
    return one_line(fields.get("headline", "")) or next(filter(None, lines), "")


def _line(headline: Any) -> str:
    is_marked_up = "html" in headline.get("contenttype", "").lower()
    return line_of_text(headline["value"]) if is_marked_up else one_line(headline["value"])


def _bylines(fields: Fields) -> Iterator[str]:
    """As printed, else the names of those who wrote it."""
    printed = [name for party in _parties(fields, "by", "byline", "bylines") for name in read_bylines(_name(party))]
    if printed:
        yield from printed
        return
    authors = [party for party in _parties(fields, "authors") if _role(party) in _WRITING | {""}]
    others = [party for party in _parties(fields, "contributors", "people", "person") if _role(party) in _WRITING]
    yield from filter(None, map(_name, authors + others))

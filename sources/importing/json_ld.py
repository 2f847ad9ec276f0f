"""JSON-LD on its own: reports described with schema.org, as their pages carry it. One item a report."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sources.importing.described import entry_of, live_blog, made, with_corrections
from sources.importing.page_choices import FREE_NOTE, Page
from sources.importing.page_facts import PageFacts
from sources.importing.records import Format, Given, Item, RecordProblem
from sources.importing.schema_org import REPORTS, Described, find_reports
from sources.importing.strict_json import load_json
from sources.importing.web_entries import read_words


def read_json_ld(raw: bytes, given: Given) -> Iterator[Item]:
    """The reports described. Raises `RecordProblem`: missing where there are none, or as `load_json` does."""
    reports = find_reports([load_json(raw, given.encoding)])
    if not reports:
        hint = f"A report is an object whose @type is one of {', '.join(sorted(REPORTS))}."
        raise RecordProblem("missing", "no report is described in it", hint=hint)
    page = Page(PageFacts(), given.address)
    for number, report in enumerate(reports, 1):
        place = f"report {number}" if len(reports) > 1 else ""
        for item in _items(report, page):
            yield replace(item, place=", ".join(filter(None, (place, item.place))))


def looks_like_json_ld(head: bytes, suffix: str) -> bool:
    """True for JSON with the context of schema.org, or a file's ending of JSON-LD."""
    begin = head.lstrip()[:1]
    return begin in (b"{", b"[") and (suffix == ".jsonld" or bool(_CONTEXT.search(head)))


_CONTEXT = re.compile(rb'"@(?:context|vocab)"\s*:\s*[\[{\s]*"(?:[^"]*"\s*:\s*")?https?:\\?/\\?/(?:www\.)?schema\.org')


def _items(report: Described, page: Page) -> Iterator[Item]:
    notes = (FREE_NOTE,) if report.is_free is False else ()
    if report.updates:
        yield from live_blog(report, page, notes)
        return
    entry = entry_of(report, page, read_words(report.body, is_markup=True), notes)
    record = made(replace(entry, summary=read_words(report.description, is_markup=True)))
    yield Item(record if isinstance(record, RecordProblem) else with_corrections(record, report))


FORMAT = Format(name="jsonld", label="JSON-LD of schema.org", read=read_json_ld, recognises=looks_like_json_ld)

"""Saved web pages: what the page says of its report as structured data, then in its head, then what it shows.

One item, and one more for every entry of a live blog.
"""

import re
from collections.abc import Iterator, Sequence

from sources.importing.described import entry_of, live_blog, with_corrections
from sources.importing.page_choices import Page, canonical, report_text
from sources.importing.page_encoding import decode_page
from sources.importing.page_facts import read_page
from sources.importing.records import ArticleRecord, Format, Given, Item
from sources.importing.schema_org import Described, read_structured
from sources.importing.web_entries import record_of


def read_html(raw: bytes, given: Given) -> Iterator[Item]:
    """The report of a page, and the entries of a live blog.

    Raises `RecordProblem`: empty or missing for a page without a report, unsafe beyond bounds, or what is wrong with
    the encoding.
    """
    markup, notes = decode_page(raw, given.encoding)
    facts = read_page(markup)
    reports, structured_notes = read_structured(facts.structured)
    page = Page(facts, given.address)
    report, choice_notes = _chosen(reports, page)
    notes = (*notes, *structured_notes, *choice_notes)
    if report.updates:
        yield from live_blog(report, page, notes)
    else:
        yield Item(_record(report, page, notes))


def looks_like_html(head: bytes, suffix: str) -> bool:
    """True for a document type or an element of HTML at the beginning, or a file's ending of it before any markup."""
    begin = _BEFORE.sub(b"", head.removeprefix(b"\xef\xbb\xbf"), count=1)
    return bool(_HTML.match(begin)) or (suffix in (".html", ".htm", ".xhtml") and begin.startswith(b"<"))


_BEFORE = re.compile(rb"\A(?:\s+|<\?xml[^>]*>|<!--.*?-->)*+", re.DOTALL)
_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_NOTHING = Described(kind="")
_SEVERAL_NOTE = "The page describes {number} reports; this one was taken, for {why}."


def _chosen(reports: Sequence[Described], page: Page) -> tuple[Described, tuple[str, ...]]:
    """The report that the page is about: the one at its own address, else the longest."""
    if len(reports) < 2:
        return (reports[0] if reports else _NOTHING), ()
    own = {canonical(address) for address in page.own_addresses} - {""}
    at_home = [report for report in reports if canonical(page.resolved(report.address)) in own]
    best = max(at_home or reports, key=lambda report: (bool(report.updates), len(report.body)))
    why = "it has the page's own address" if at_home else "it is the longest of them"
    is_alone = all(report.headline in ("", best.headline) for report in reports)
    return best, () if is_alone else (_SEVERAL_NOTE.format(number=len(reports), why=why),)


def _record(report: Described, page: Page, notes: tuple[str, ...]) -> ArticleRecord:
    body, body_notes = report_text(report, page)
    return with_corrections(record_of(entry_of(report, page, body, (*notes, *body_notes))), report)


FORMAT = Format(name="html", label="web page", read=read_html, recognises=looks_like_html)

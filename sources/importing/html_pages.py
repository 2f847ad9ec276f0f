"""Saved web pages: what the page says of its report as structured data, then in its head, then what it shows.

One item, and one more for every entry of a live blog.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sources.importing.markup import STRUCK_NOTE, Blocks
from sources.importing.page_choices import IDS, MODIFIED, OUTLETS, PUBLISHED, RIGHTS, Page, canonical, report_text
from sources.importing.page_encoding import decode_page
from sources.importing.page_facts import read_page
from sources.importing.records import ArticleRecord, Format, Given, Item, RecordProblem
from sources.importing.schema_org import Described, read_structured
from sources.importing.web_entries import Entry, read_words, record_of


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
        yield from _live_blog(report, page, notes)
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
    record = record_of(_entry(report, page, body, (*notes, *body_notes)))
    notices = [read_words(correction, is_markup=True).text for correction in report.corrections]
    return replace(record, event="correction", public_notice="\n\n".join(notices)) if notices else record


def _entry(report: Described, page: Page, body: Blocks, notes: tuple[str, ...]) -> Entry:
    facts = page.facts
    struck = (STRUCK_NOTE,) if facts.has_struck_words and not report.body else ()
    return Entry(
        title=_line(report.headline) or page.headline,
        body=body,
        summary=Blocks(""),
        link=page.address_of(report),
        external_id=report.external_id or facts.meta(*IDS),
        published=report.published or facts.meta(*PUBLISHED) or page.only_time,
        updated=report.modified or facts.meta(*MODIFIED),
        authors=[_line(name) for name in report.authors] or page.authors,
        terms=page.terms,
        language=report.language or page.language,
        rights=_line(report.rights) or facts.meta(*RIGHTS),
        outlet=_line(report.outlet) or facts.meta(*OUTLETS),
        notes=(*notes, *struck),
    )


def _line(words: str) -> str:
    return " ".join(read_words(words, is_markup=True).text.split())


def _live_blog(blog: Described, page: Page, notes: tuple[str, ...]) -> Iterator[Item]:
    """The blog itself where it has a text of its own, then its entries."""
    whole = _entry(blog, page, read_words(blog.body, is_markup=True), notes)
    whole = replace(whole, title=_line(blog.headline), summary=read_words(blog.description, is_markup=True))
    if whole.body.text or whole.summary.text:
        yield Item(_made(whole))
    for number, update in enumerate(blog.updates, 1):
        yield Item(_made(_update(update, whole, page)), f"update {number}")


def _update(update: Described, whole: Entry, page: Page) -> Entry:
    """An entry, which may stand at a fragment of the blog's address: then that is its id, and it has no other."""
    address = page.resolved(update.address)
    is_fragment = canonical(address) == canonical(whole.link)
    return Entry(
        title=_line(update.headline),
        body=read_words(update.body, is_markup=True),
        summary=read_words(update.description, is_markup=True),
        link="" if is_fragment else address,
        external_id=update.external_id or (address if is_fragment and "#" in address else ""),
        published=update.published,
        updated=update.modified,
        authors=[_line(name) for name in update.authors],
        language=update.language or whole.language,
        rights=whole.rights,
        outlet=whole.outlet,
    )


def _made(entry: Entry) -> ArticleRecord | RecordProblem:
    try:
        return record_of(entry)
    except RecordProblem as problem:
        return problem


FORMAT = Format(name="html", label="web page", read=read_html, recognises=looks_like_html)

"""Items of what structured data describe: a report with what its page says besides, and the entries of a live blog."""

from collections.abc import Iterator
from dataclasses import replace

from sources.importing.lines import one_line
from sources.importing.markup import STRUCK_NOTE, Blocks
from sources.importing.page_choices import IDS, MODIFIED, OUTLETS, PUBLISHED, RIGHTS, Page, canonical
from sources.importing.records import ArticleRecord, Item, RecordProblem
from sources.importing.schema_org import Described
from sources.importing.web_entries import Entry, read_words, record_of


def entry_of(report: Described, page: Page, body: Blocks, notes: tuple[str, ...]) -> Entry:
    """The report as an entry, with what its page says where the description is silent."""
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
    return one_line(read_words(words, is_markup=True).text)


def with_corrections(record: ArticleRecord, report: Described) -> ArticleRecord:
    """The record as a correction, with the notices as its page has them, where it has any."""
    notices = [read_words(correction, is_markup=True).text for correction in report.corrections]
    return replace(record, event="correction", public_notice="\n\n".join(notices)) if notices else record


def live_blog(blog: Described, page: Page, notes: tuple[str, ...]) -> Iterator[Item]:
    """The blog itself where it has a text of its own, then its entries."""
    whole = entry_of(blog, page, read_words(blog.body, is_markup=True), notes)
    whole = replace(whole, title=_line(blog.headline), summary=read_words(blog.description, is_markup=True))
    if whole.body.text or whole.summary.text:
        yield Item(made(whole))
    for number, update in enumerate(blog.updates, 1):
        yield Item(made(_update(update, whole, page)), f"update {number}")


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


def made(entry: Entry) -> ArticleRecord | RecordProblem:
    """The record, or why there is none: other items of the file are none the worse for it."""
    try:
        return record_of(entry)
    except RecordProblem as problem:
        return problem

"""Web archives (WARC, ARC): every captured page of HTML or plain text goes to the reader of its kind.

When a page was captured is no time of publication; it stays in the notes, with the address and the digest.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sources.importing.archives import BrokenArchive, Record, looks_like_archive, records
from sources.importing.captured_pages import MOST_PAGE_BYTES, TEXT, Page, page_of
from sources.importing.columns import shown
from sources.importing.html_pages import read_html
from sources.importing.inflating import Budget
from sources.importing.plain_text import read_plain_text
from sources.importing.records import ArticleRecord, Format, Given, Item, RecordProblem

_PAGES = ("response", "resource")


def read_archive(raw: bytes, given: Given) -> Iterator[Item]:
    """The articles of a web archive, one item or more for every captured page. Raises `RecordProblem` if none is."""
    others = _others(raw)
    notes = (_sentence(others),) if others else ()
    is_empty = True
    for item in _items(raw, given):
        is_empty = False
        if notes and isinstance(item.made, ArticleRecord):
            yield replace(item, made=replace(item.made, notes=(*item.made.notes, *notes)))
            notes = ()
        else:
            yield item
    if is_empty:
        message = " ".join(("there is no captured page in the archive.", *notes)).removesuffix(".")
        raise RecordProblem("empty", message, hint="Import the archive that has the pages themselves.")


def _others(raw: bytes) -> Counter[str]:
    """How many records there are that are no captured pages, by kind."""
    kinds: Counter[str] = Counter()
    try:
        for record in records(raw, Budget(), lambda _record: False):
            if not _is_page(record):
                kinds[_kind(record)] += 1
    except BrokenArchive:
        return kinds
    return kinds


def _kind(record: Record) -> str:
    if record.kind in _PAGES:
        return f"{record.kind} without a web address"
    return shown(record.kind) or "without a kind"


def _sentence(others: Counter[str]) -> str:
    named = ", ".join(f"{count:,} {kind}" for kind, count in others.most_common(10))
    return f"Left out of the archive, as no captured page: {named}."


def _is_page(record: Record) -> bool:
    return record.kind in _PAGES and record.address.lower().startswith(("http://", "https://"))


def _items(raw: bytes, given: Given) -> Iterator[Item]:
    budget = Budget()
    try:
        for record in records(raw, budget, lambda record: _is_page(record) and record.length <= MOST_PAGE_BYTES):
            if _is_page(record):
                yield from _of_page(record, given, budget)
    except BrokenArchive as broken:
        yield Item(broken.problem, f"record {broken.number}")


def _of_page(record: Record, given: Given, budget: Budget) -> Iterator[Item]:
    place = f"record {record.number}"
    sha256 = hashlib.sha256(record.block).hexdigest()
    try:
        page = page_of(record, budget)
        sha256 = hashlib.sha256(page.payload).hexdigest()
        for item in _read(page, record, given):
            yield _placed(item, place, sha256, _notes(record, page))
    except RecordProblem as problem:
        yield Item(problem, place, sha256)


def _read(page: Page, record: Record, given: Given) -> Iterator[Item]:
    """What the reader of its kind makes of a page; an encoding that somebody named is stronger than the server's."""
    known = Given(address=record.address, encoding=given.encoding or page.encoding)
    reader = read_plain_text if page.media_type in TEXT else read_html
    for item in reader(page.payload, known):
        made = item.made
        if isinstance(made, ArticleRecord) and not made.url:
            made = replace(made, url=record.address)
        yield replace(item, made=made)


def _placed(item: Item, place: str, sha256: str, notes: tuple[str, ...]) -> Item:
    made = item.made
    if isinstance(made, ArticleRecord):
        made = replace(made, notes=(*made.notes, *notes))
    return Item(made, f"{place}, {item.place}" if item.place else place, item.raw_sha256 or sha256)


def _notes(record: Record, page: Page) -> tuple[str, ...]:
    digest = f", digest {shown(record.digest, 150)}" if record.digest else ""
    captured = f"Captured on {shown(record.captured) or 'an unknown day'} from {shown(record.address, 500)}{digest}."
    misfit = "The digest is not that of the page: the archive was changed, or its writer counted otherwise."
    cut = f"The capture was cut ({shown(record.truncated)}): the text may be incomplete."
    said = ((True, captured), (page.digest_fits is False, misfit), (bool(record.truncated), cut))
    return tuple(sentence for holds, sentence in said if holds)


FORMAT = Format(
    name="warc",
    label="web archive (WARC, ARC)",
    read=read_archive,
    recognises=lambda head, _suffix: looks_like_archive(head),
)

"""The reports that a row names as its sources. What cannot be told apart is kept word for word, never dropped. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.importing.cells import Cells, words_of
from events.importing.mappings import Citing, Columns
from events.importing.records import ReportRecord
from sources.addresses import canonical_address
from sources.publication_times import ImpossibleDate, PublicationTime, parse_published
from sources.text import clip

LONGEST_URL, LONGEST_HEADLINE, LONGEST_OUTLET = 2000, 500, 200
MOST_REPORTS = 500
"""The most reports taken from one cell."""


@dataclass(frozen=True, slots=True)
class Cited:
    """The reports of a row, and the words about its sources that name no report, by their column."""

    reports: tuple[ReportRecord, ...] = ()
    verbatim: tuple[tuple[str, str], ...] = ()


def cited_by(cells: Cells, citings: Iterable[Citing], beside: Mapping[str, Any]) -> Cited:
    """What the row names as its sources; `beside` is what stands beside the rows, for `lookup`."""
    reports: dict[ReportRecord, None] = {}
    verbatim: list[tuple[str, str]] = []
    for citing in citings:
        for found in _found(cells, citing, beside):
            if isinstance(found, ReportRecord):
                reports[found] = None
            else:
                verbatim.append(found)
    return Cited(tuple(reports), tuple(verbatim))


Found = ReportRecord | tuple[str, str]


def _found(cells: Cells, citing: Citing, beside: Mapping[str, Any]) -> Iterator[Found]:
    if citing.quoted:
        return _quoted(cells, citing.quoted)
    if citing.list:
        return _listed(cells, citing, beside)
    return _described(cells.content, citing, ", ".join(citing.url) or citing.headline)


_BETWEEN = re.compile(r'"\s*;\s*"')
_QUOTED = re.compile(r"(?P<outlet>.*?),(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}),(?P<headline>.*)", re.DOTALL)


def _quoted(cells: Cells, column: str) -> Iterator[Found]:
    """UCDP's newer form; an older one, a reference in free words, is kept as it is."""
    words = cells.text(column)
    if not words:
        return
    parts = _BETWEEN.split(words.removeprefix('"').removesuffix('"'))
    for part in _first(parts, cells, column):
        found = _QUOTED.fullmatch(part.strip()) if words.startswith('"') else None
        report = _report(found.groupdict()) if found else None
        yield report or (column, part.strip())


def _listed(cells: Cells, citing: Citing, beside: Mapping[str, Any]) -> Iterator[Found]:
    given = cells.content.get(citing.list)
    entries = given if isinstance(given, list) else [given] if cells.text(citing.list) else []
    table = beside.get(citing.lookup) if citing.lookup else None
    for entry in _first(entries, cells, citing.list):
        named = table.get(words_of(entry)) if isinstance(table, dict) else None
        yield from _entry(named if named is not None else entry, citing)


def _first(entries: Sequence[Any], cells: Cells, column: str) -> Sequence[Any]:
    if len(entries) > MOST_REPORTS:
        cells.note(f"{column}: {len(entries):,} sources, of which the first {MOST_REPORTS} were taken")
    return entries[:MOST_REPORTS]


def _entry(entry: Any, citing: Citing) -> Iterator[Found]:
    if isinstance(entry, dict):
        return _described(entry, citing, citing.list)
    words = words_of(entry)
    return iter([_report({"url": words}) or (citing.list, words)] if words else [])


def _described(entry: Mapping[str, Any], citing: Citing, column: str) -> Iterator[Found]:
    """One report for each address of the entry, or one without; the entry itself where it names none."""
    keys = {"headline": citing.headline, "outlet": citing.outlet, "date": citing.date}
    said = {name: words_of(entry.get(key)) for name, key in keys.items() if key}
    urls = list(_addresses(entry, citing.url))
    reports = [_report({**said, "url": url}) for url in urls or [""]]
    for url, report in zip(urls or [""], reports, strict=True):
        if report:
            yield report
        elif url or any(said.values()):
            yield column, " ".join(filter(None, [url, *said.values()]))


def _addresses(entry: Mapping[str, Any], keys: Columns) -> Iterator[str]:
    """The addresses under the first of these keys that has any."""
    for key in keys:
        value = entry.get(key)
        urls = [words for one in (value if isinstance(value, list) else [value]) if (words := words_of(one))]
        if urls:
            yield from urls
            return


def _report(said: Mapping[str, str]) -> ReportRecord | None:
    """A report with an address, or with an outlet and a day or a headline; null for less than that."""
    url, outlet, headline = (said.get(name, "").strip() for name in ("url", "outlet", "headline"))
    published = _published(said.get("date", ""))
    address = _address(url)
    if bool(url) != bool(address) or len(outlet) > LONGEST_OUTLET:
        return None
    if not url and not (outlet and (published or headline)):
        return None
    headline = headline if any(map(str.isalnum, headline)) else ""
    proposed = _proposed(url, outlet, published)
    return ReportRecord(url, address, outlet, clip(headline or proposed, LONGEST_HEADLINE), not headline, published)


def _address(url: str) -> str:
    """The address in its one form; "" for what is none or too long."""
    try:
        address = canonical_address(url)
    except ValueError:
        return ""
    return address if max(len(address), len(url)) <= LONGEST_URL else ""


def _published(words: str) -> PublicationTime | None:
    try:
        return parse_published(words)
    except ImpossibleDate:
        return None


def _proposed(url: str, outlet: str, published: PublicationTime | None) -> str:
    """A headline for a report that comes without one: its outlet and day, else its address."""
    day = published.on.isoformat() if published else ""
    return ", ".join(filter(None, [outlet, day])) or url.partition("://")[2]

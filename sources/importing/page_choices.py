"""What is taken where a page says the same in several ways, or does not say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sources.addresses import canonical_address
from sources.importing.markup import Blocks
from sources.importing.page_facts import PageFacts
from sources.importing.page_text import PageText, find_report
from sources.importing.records import RecordProblem
from sources.importing.schema_org import Described
from sources.importing.web_entries import read_words
from sources.importing.web_links import is_absolute, resolve

PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date"),
    *("dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "pubdate", "publish-date", "date"),
)
MODIFIED = (
    *("article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time"),
    *("dcterms.modified", "dc.date.modified", "lastmod"),
)
HEADLINES = ("og:title", "twitter:title", "headline", "dcterms.title", "dc.title", "parsely-title", "sailthru.title")
OUTLETS = ("og:site_name", "dcterms.publisher", "dc.publisher")
RIGHTS = ("dcterms.rights", "dc.rights", "copyright")
IDS = ("dcterms.identifier", "dc.identifier", "parsely-post-id")
_AUTHORS = ("author", "parsely-author", "dcterms.creator", "dc.creator", "article:author", "sailthru.author", "byl")
_ADDRESSES = ("og:url", "twitter:url")
_LANGUAGES = ("content-language", "dcterms.language", "dc.language", "language", "og:locale")
_TERMS = ("article:tag", "keywords", "news_keywords", "dcterms.subject", "dc.subject")

MOST_LINKS = 0.5
"""The part of a text in lines that are links, beyond which the page is a list of other reports."""

MOST_CARDS = 3
"""So many articles side by side are a list, unless the page says that it is about one report."""

SHORT = 600
"""A text of fewer characters, on a page with a field for a password, is no report but a request to log in."""

FREE_NOTE = "The page says that the report is not free; the text may be cut."
WHOLE_NOTE = "No report could be told from the rest of the page, so the text is all of it but the navigation."
UNMARKED_NOTE = "Nothing on the page says that it is a report; check the text."
SHOWN_NOTE = "The structured data give {given:,} characters of the text, the page shows {shown:,}; that was taken."
PARAGRAPHS_NOTE = "The structured data give the text without paragraphs; the text that the page shows was taken."


def canonical(address: str) -> str:
    """The address in the form in which two can be compared; "" if it is none."""
    try:
        return canonical_address(address)
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's facts and the address at which it stood, "" if that is not known."""

    facts: PageFacts
    address: str

    @property
    def headline(self) -> str:
        """That of the head, else the only heading of the first order, else the title."""
        only = self.facts.headings[0] if len(set(self.facts.headings)) == 1 else ""
        return self.facts.meta(*HEADLINES) or only or self.facts.title

    @property
    def authors(self) -> Sequence[str]:
        """The names of the first kind that has any; addresses of profiles are none."""
        for name in _AUTHORS:
            names = [author for author in self.facts.metas.get(name, ()) if not is_absolute(author)]
            if names:
                return names
        return ()

    @property
    def terms(self) -> Sequence[str]:
        said = [content for name in _TERMS for content in self.facts.metas.get(name, ())]
        return [term.strip() for content in said for term in content.split(",")]

    @property
    def language(self) -> str:
        return self.facts.language or self.facts.meta(*_LANGUAGES)

    @property
    def only_time(self) -> str:
        """The time that the page shows, if it shows one only."""
        return self.facts.times[0] if len(set(self.facts.times)) == 1 else ""

    @property
    def says_report(self) -> bool:
        return self.facts.meta("og:type").lower() == "article" or bool(self.facts.meta(*PUBLISHED[:4]))

    @property
    def own_addresses(self) -> Sequence[str]:
        said = [self.facts.canonical, *(self.facts.meta(name) for name in _ADDRESSES)]
        return [*(self.resolved(words) for words in said if words), *([self.address] if self.address else [])]

    def resolved(self, words: str) -> str:
        return resolve(words, resolve(self.facts.base, self.address)) if words else ""

    def address_of(self, report: Described) -> str:
        """The first address that is one and no front page, else the first given."""
        said = [address for address in (self.resolved(report.address), *self.own_addresses) if address]
        valid = [address for address in said if canonical(address)]
        deep = [address for address in valid if urlsplit(address).path.strip("/")]
        return next(iter([*deep, *valid, *said]), "")


def report_text(report: Described, page: Page) -> tuple[Blocks, tuple[str, ...]]:
    """The text of the report and notes on where it is from: the structured data's, or the one that the page shows.

    Raises `RecordProblem`: empty where there is none, missing where the page is no report, unsafe.
    """
    given = _in_paragraphs(read_words(report.body, is_markup=True))
    free_notes = (FREE_NOTE,) if report.is_free is False else ()
    try:
        shown = _without_headline(_shown(page), report, page)
    except RecordProblem:
        if given.text:
            return given, (*given.notes, *free_notes)
        raise
    if not given.text:
        return Blocks(shown.text), (*_checked(shown, report, page), *free_notes)
    note = _why_shown(given.text, shown.text)
    return (Blocks(shown.text), (note, *free_notes)) if note else (given, (*given.notes, *free_notes))


def _shown(page: Page) -> PageText:
    return PageText("") if page.facts.body is None else find_report(page.facts.body)


def _in_paragraphs(given: Blocks) -> Blocks:
    """Structured data end a paragraph with one line end; where they do, a blank line stands for it."""
    text = given.text if "\n\n" in given.text else given.text.replace("\n", "\n\n")
    return Blocks(text, given.has_struck_words)


def _without_headline(shown: PageText, report: Described, page: Page) -> PageText:
    first, _, rest = shown.text.partition("\n\n")
    line = " ".join(first.split())
    is_headline = line in (" ".join(report.headline.split()), page.headline, *page.facts.headings)
    return PageText(rest, shown.link_share, shown.is_whole_page) if is_headline and rest else shown


def _why_shown(given: str, shown: str) -> str:
    """A note if the text that the page shows is the better one of two that begin alike; "" else."""
    squeezed, squeezed_shown = ("".join(text.split()) for text in (given, shown))
    if squeezed[:40] not in squeezed_shown:
        return ""
    if len(squeezed) < 0.8 * len(squeezed_shown):
        return SHOWN_NOTE.format(given=len(given), shown=len(shown))
    is_alike = len(squeezed_shown) > 0.9 * len(squeezed)
    return PARAGRAPHS_NOTE if is_alike and "\n" not in given and "\n\n" in shown else ""


def _checked(shown: PageText, report: Described, page: Page) -> tuple[str, ...]:
    """Notes on a text that only the page shows. Raises `RecordProblem`: empty or missing."""
    if not shown.text:
        hint = "It may be filled in by a script: open it in a browser and save it as complete, or save its text."
        raise RecordProblem("empty", "the page shows no text", hint=hint)
    is_said = bool(report.kind) or page.says_report
    if not is_said:
        _refuse_other_pages(shown, page)
    whole = (WHOLE_NOTE,) if shown.is_whole_page else ()
    return whole if is_said or page.facts.articles == 1 else (*whole, UNMARKED_NOTE)


def _refuse_other_pages(shown: PageText, page: Page) -> None:
    if page.facts.has_password_field and len(shown.text) < SHORT:
        hint = "Log in, open the whole report, and save the page again."
        raise RecordProblem("missing", "the page asks to log in, and shows no report", hint=hint)
    if shown.link_share > MOST_LINKS or page.facts.articles >= MOST_CARDS:
        hint = "Open each report, and save its own page."
        raise RecordProblem("missing", "the page is a list of reports, not one of them", hint=hint)

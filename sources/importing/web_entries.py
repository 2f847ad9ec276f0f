"""One report as a feed or a page gives it, in whatever format, and the record that it makes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sources.importing.lines import one_line
from sources.importing.markup import Blocks, looks_like_markup, read_blocks
from sources.importing.records import ArticleRecord, RecordProblem
from sources.importing.web_links import read_link
from sources.importing.web_times import read_web_time
from sources.importing.wire_fields import completed, read_bylines, read_rights
from sources.publication_times import PublicationTime
from sources.text import UnusableText, normalise, paragraphs

SUMMARY_NOTE = "The text is only a summary or description of the report, which may be longer."
TITLE_NOTE = "The entry has only a title, which stands for the text."


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one report, every value as it stands and "" where nothing is.

    `base` is what `link` is relative to. `authors` are printed names, `terms` categories of any scheme.
    """

    title: str
    body: Blocks
    summary: Blocks
    link: str = ""
    base: str = ""
    external_id: str = ""
    published: str = ""
    updated: str = ""
    authors: Sequence[str] = ()
    terms: Sequence[str] = ()
    language: str = ""
    rights: str = ""
    outlet: str = ""
    notes: tuple[str, ...] = ()


def read_words(words: str, *, is_markup: bool) -> Blocks:
    """The text of a value that is said to be markup or not. Markup without any is plain: its lines stay lines.

    Raises `RecordProblem`: not_text, or unsafe for endless nesting.
    """
    if is_markup and looks_like_markup(words):
        return read_blocks(words)
    try:
        plain = normalise(words)
    except UnusableText as error:
        raise RecordProblem("not_text", str(error)) from error
    return Blocks("\n\n".join(block.text for block in paragraphs(plain)).strip())


def record_of(entry: Entry) -> ArticleRecord:
    """The record of an entry. Raises `RecordProblem`: empty without title and text, too_large or not_text."""
    url, link_notes = read_link(entry.link, entry.base)
    published, first_published, time_notes = _times(entry)
    language, language_notes = read_language(entry.language)
    rights, rights_notes = read_rights("", entry.rights, "")
    text, text_notes = _text(entry)
    record = ArticleRecord(
        text=text,
        headline=one_line(entry.title),
        outlet=one_line(entry.outlet),
        url=url,
        bylines=tuple(dict.fromkeys(name for author in entry.authors for name in read_bylines(author))),
        language=language,
        published=published,
        first_published=first_published,
        external_id=one_line(entry.external_id),
        rights=rights,
        topics=tuple(dict.fromkeys(filter(None, map(_media_topic, entry.terms)))),
        notes=(*entry.notes, *text_notes, *link_notes, *time_notes, *language_notes, *rights_notes),
    )
    return completed(record)


def read_language(words: str) -> tuple[str, tuple[str, ...]]:
    """A BCP 47 tag, also of one written with underscores, and a note if the words are none."""
    written = one_line(words)
    tag = written.replace("_", "-")
    if not tag or _LANGUAGE.fullmatch(tag):
        return tag, ()
    return "", (f"The language “{written[:40]}” is no BCP 47 tag; it was left out.",)


_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,4}")
_MEDIA_TOPIC = re.compile(r"(?:medtop:|https?://cv\.iptc\.org/newscodes/mediatopic/)(?P<code>[0-9]{8})")


def _media_topic(term: str) -> str:
    found = _MEDIA_TOPIC.fullmatch(term.strip())
    return f"medtop:{found['code']}" if found else ""


def _times(entry: Entry) -> tuple[PublicationTime | None, PublicationTime | None, tuple[str, ...]]:
    """When this version was published, when the report first was if that is said apart, and notes."""
    first, first_notes = read_web_time("published", entry.published)
    latest, latest_notes = read_web_time("updated", entry.updated)
    notes = first_notes + latest_notes
    if first is None or latest is None:
        return latest or first, None, notes
    if latest.latest <= first.earliest:
        return (
            first,
            None,
            (*notes, f"It is said to be updated ({latest.on}) before it was published; that was left out."),
        )
    if _differ(first, latest):
        return latest, first, notes
    return first if latest.at is None else latest, None, notes


def _differ(first: PublicationTime, latest: PublicationTime) -> bool:
    """False also where a day is said of one and a moment within it of the other."""
    return not (first.earliest < latest.latest and latest.earliest < first.latest)


def _text(entry: Entry) -> tuple[str, tuple[str, ...]]:
    if entry.body.text:
        return entry.body.text, entry.body.notes
    if entry.summary.text:
        return entry.summary.text, (SUMMARY_NOTE, *entry.summary.notes)
    if entry.title.strip():
        return entry.title, (TITLE_NOTE,)
    hint = "Without a title and a text there is nothing to read claims in."
    raise RecordProblem("empty", "the entry has neither a title nor a text", hint=hint)

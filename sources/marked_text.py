"""Article text for the screen: numbered paragraphs with the quoted words marked. Nothing here is public."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sources.text import Paragraph, paragraphs


@dataclass(frozen=True, slots=True)
class Mark:
    """Quoted words at `start:end` of the text, with the number under which the page lists them."""

    start: int
    end: int
    number: int


def numbered_paragraphs(text: str, marks: Iterable[Mark] = ()) -> SafeString:
    """The text as an ordered list. Marks may overlap; each ends in a link to `#claim-<number>`."""
    marks = sorted(marks, key=lambda mark: mark.start)
    rows = []
    for paragraph in paragraphs(text):
        pieces = format_html_join("", "{}", ((piece,) for piece in _pieces(paragraph, marks)))
        rows.append((paragraph.number, paragraph.number, pieces))
    items = format_html_join("", '<li value="{}" id="paragraph-{}" dir="auto">{}</li>', rows)
    return format_html('<ol class="article-text">{}</ol>', items)


def _pieces(paragraph: Paragraph, marks: list[Mark]) -> Iterator[SafeString | str]:
    """The paragraph cut at every beginning and end of a mark, so that marks cannot cross each other's tags."""
    here = [mark for mark in marks if mark.start < paragraph.end and mark.end > paragraph.start]
    edges = {paragraph.start, paragraph.end, *(mark.start for mark in here), *(mark.end for mark in here)}
    cuts = sorted(edge for edge in edges if paragraph.start <= edge <= paragraph.end)
    for start, end in pairwise(cuts):
        words = paragraph.text[start - paragraph.start : end - paragraph.start]
        is_marked = any(mark.start <= start and end <= mark.end for mark in here)
        yield format_html("<mark>{}</mark>", words) if is_marked else words
        for mark in here:
            if mark.end == end:
                yield format_html('<sup><a href="#claim-{}">{}</a></sup>', mark.number, mark.number)

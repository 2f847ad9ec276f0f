"""From HTML, XHTML and the like to plain text: what a reader of the page sees, in blocks between blank lines.

White space collapses as in a browser. A list item, a row and a `<br>` end a line, every other block a paragraph;
the cells of a row stand between tabs. What a browser does not show as words (scripts, forms, players) is left out,
and so are words struck out, for the publisher takes them back. Nothing here fetches or opens anything.
"""

import html as entities
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from sources.importing.lines import one_line
from sources.importing.records import RecordProblem
from sources.text import UnusableText, normalise

MOST_DEPTH = 250
"""The most elements taken inside one another; a page written by hand has thirty."""

STRUCK_NOTE = "Words struck out in the markup were left out."


@dataclass(frozen=True, slots=True)
class Blocks:
    """The text of a piece of markup, normalised, and whether words struck out were left out of it."""

    text: str
    has_struck_words: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        return (STRUCK_NOTE,) if self.has_struck_words else ()


def blocks_to_text(markup: str | etree._Element) -> str:
    """The text of an HTML fragment or page, or of an element of any tree with HTML's names; "" if it has none.

    Of an element the tail is left out, namespaces are ignored. Linear in the markup.
    Raises `RecordProblem`: not_text for a NUL or half a character, unsafe for nesting beyond `MOST_DEPTH`.
    """
    return read_blocks(markup).text


def line_of_text(markup: str | etree._Element) -> str:
    """The same in one line, as for a headline."""
    return one_line(blocks_to_text(markup))


def read_blocks(markup: str | etree._Element) -> Blocks:
    """The same, saying what was left out. Raises as `blocks_to_text`."""
    try:
        return _read_string(normalise(markup)) if isinstance(markup, str) else _read_tree(markup)
    except UnusableText as error:
        raise RecordProblem("not_text", str(error)) from error


def tell_events(markup: str, target: object) -> None:
    """Calls the target's `start(tag, attributes)`, `end(tag)`, `data(words)` and `close()` for a piece of HTML.

    No tree is built, so it is linear however many attributes a tag has. What the target raises goes through.
    """
    if not markup.strip():
        return
    # `huge_tree` lifts the limit of 10 MB for a run of words, at which the parser would stop without a word.
    parser = etree.HTMLParser(target=cast("Any", target), encoding="utf-8", no_network=True, huge_tree=True)
    etree.fromstring(markup.encode(), parser)


def looks_like_markup(words: str) -> bool:
    """Whether the words hold a tag or an entity of HTML, and so are no plain text."""
    return bool(_MARKUP.search(words))


_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});")
_BLANKS = re.compile("[ \t\n\r\f]+")

_LINES = frozenset(["li", "tr", "dt", "dd"])
_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_CELLS = frozenset(["td", "th"])
_HEADINGS = frozenset(["caption", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "hl1", "hl2"])
_GROUPS = frozenset(["article", "aside", "body", "center", "details", "dialog", "div", "fieldset", "figure", "footer"])
_MORE_GROUPS = frozenset(["form", "header", "hgroup", "html", "main", "nav", "search", "section", "block", "media"])
_TEXTS = frozenset(["address", "blockquote", "bq", "dl", "hr", "p", "pre", "table"])
_PARAGRAPHS = _HEADINGS | _GROUPS | _MORE_GROUPS | _TEXTS  # those of NITF among them
STRUCK = frozenset(["del", "s", "strike"])
_PLAYERS = frozenset(["applet", "audio", "canvas", "embed", "iframe", "noframes", "object", "svg", "video"])
_CONTROLS = frozenset(["button", "datalist", "select", "textarea"])
UNSEEN = STRUCK | _PLAYERS | _CONTROLS | frozenset(["head", "noscript", "script", "style", "template", "title"])
RAISED = {
    "sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),  # or “9 killed” with note 2 would become 92
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_EntityNode = etree._Entity  # noqa: SLF001  the library has no public name for the class
QUOTES = (("‘", "’"), ("“", "”"))


def _read_string(markup: str) -> Blocks:
    writer = _Writer()
    tell_events(markup, writer)
    return writer.blocks()


def _read_tree(root: etree._Element) -> Blocks:
    writer = _Writer()
    path: list[tuple[etree._Element, Iterator[etree._Element]]] = []
    _enter(root, writer, path)
    while path:
        element, children = path[-1]
        child = next(children, None)
        if child is None:
            writer.end(_name(element))
            path.pop()
            writer.data((element.tail or "") if path else "")
        elif isinstance(child.tag, str):
            _enter(child, writer, path)
        else:
            writer.data(_entity(child) + (child.tail or ""))
    return writer.blocks()


def _enter(
    element: etree._Element, writer: "_Writer", path: list[tuple[etree._Element, Iterator[etree._Element]]]
) -> None:
    path.append((element, iter(element)))
    writer.start(_name(element))
    writer.data(element.text or "")


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _entity(node: etree._Element) -> str:
    """The character of an entity that the tree still holds by name; "" for a comment or an instruction."""
    return entities.unescape(node.text or "") if isinstance(node, _EntityNode) else ""


class _Writer:
    """Takes the events of a parser, which are balanced, and tells the lines what they mean."""

    def __init__(self) -> None:
        self.lines = _Lines()
        self.depth = 0
        self.opened: Counter[str] = Counter()
        self.unseen: list[str] = []
        self.has_struck_words = False

    def start(self, tag: str, _attributes: object = None) -> None:
        """Raises `RecordProblem` (unsafe) beyond `MOST_DEPTH`."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            message = f"the markup has more than {MOST_DEPTH} elements inside one another"
            raise RecordProblem("unsafe", message, hint="Save the report's text itself.")
        if self.unseen or tag in UNSEEN:
            self.unseen.append(tag)
            return
        self._open(tag)
        self.opened[tag] += 1

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.unseen:
            self.unseen.pop()
            return
        self.opened[tag] -= 1
        self._close(tag)

    def data(self, words: str) -> None:
        if self.unseen:
            self.has_struck_words |= self.unseen[0] in STRUCK and bool(words.strip())
            return
        for tag, raised in RAISED.items():
            words = words.translate(raised) if self.opened[tag] else words
        if self.opened["pre"]:
            self.lines.write(words)
        else:
            self.lines.write_collapsed(words)

    def close(self) -> None:
        """The parser's last event."""

    def blocks(self) -> Blocks:
        """Raises `UnusableText`."""
        return Blocks(normalise(self.lines.text()), self.has_struck_words)

    def _open(self, tag: str) -> None:
        if tag in _CELLS:
            self.lines.begin_cell()
        elif tag == "br":
            self.lines.end_line()
        elif tag == "q":
            self.lines.write(self._quote()[0])
        else:
            self._separate(tag)

    def _close(self, tag: str) -> None:
        if tag in _CELLS:
            self.lines.end_cell()
        elif tag == "q":
            self.lines.attach(self._quote()[1])
        else:
            self._separate(tag)
            self.lines.has_paragraphs |= tag == "table"

    def _quote(self) -> tuple[str, str]:
        return QUOTES[(self.opened["q"] + 1) % 2]

    def _separate(self, tag: str) -> None:
        is_inner_list = tag in _LISTS and any(self.opened[name] for name in _LISTS)
        if tag == "tr":
            self.lines.begin_row()
        elif tag in _LINES or is_inner_list:
            self.lines.separate(_LINE)
        elif tag in _PARAGRAPHS or tag in _LISTS:
            self.lines.separate(_PARAGRAPH)


# What stands between two runs of words, the larger winning: nothing, a blank, the end of a line, a blank line.
_NOTHING, _BLANK, _LINE, _PARAGRAPH = range(4)
_WRITTEN = ("", " ", "\n", "\n\n")


class _Lines:
    """Runs of words, and what is to stand before the next one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.gap = _NOTHING
        self.cells = 0  # begun in this row
        self.tabs = 0
        self.is_fresh_cell = False  # nothing stands in it yet; what its first block asks for, the row has done
        self.has_paragraphs = False  # in this cell, as where a table only lays out a page

    def separate(self, gap: int) -> None:
        if not self.is_fresh_cell or gap == _BLANK:
            self.gap = max(self.gap, gap)

    def end_line(self) -> None:
        self.separate(_LINE if self.gap < _LINE else _PARAGRAPH)

    def begin_row(self) -> None:
        self.is_fresh_cell = False
        self.separate(_LINE)
        self.cells = self.tabs = 0

    def begin_cell(self) -> None:
        self.tabs += 1 if self.cells else 0
        self.cells += 1
        self.is_fresh_cell, self.has_paragraphs = True, False

    def end_cell(self) -> None:
        if self.has_paragraphs:
            self.cells = self.tabs = 0
        elif not self.is_fresh_cell:
            self.gap = _BLANK
        self.is_fresh_cell = False

    def write_collapsed(self, words: str) -> None:
        evened = _BLANKS.sub(" ", words)
        if evened.startswith(" "):
            self.separate(_BLANK)
        self.write(evened.strip(" "))
        if evened.endswith(" "):
            self.separate(_BLANK)

    def write(self, words: str) -> None:
        if not words:
            return
        if self.parts:
            self.parts.append(self._between())
        self.has_paragraphs |= self.gap == _PARAGRAPH and not self.is_fresh_cell
        self.gap, self.tabs, self.is_fresh_cell = _NOTHING, 0, False
        self.parts.append(words)

    def attach(self, words: str) -> None:
        """Directly behind the last words, whatever was to follow them."""
        self.parts.append(words)

    def text(self) -> str:
        lines = (line.rstrip() for line in "".join(self.parts).split("\n"))
        return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _between(self) -> str:
        if not self.tabs:
            return _WRITTEN[self.gap]
        return _WRITTEN[self.gap].strip(" ") + "\t" * self.tabs

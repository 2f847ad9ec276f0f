"""What a saved HTML page says of itself, and its elements as a tree without what is not shown as words.

One pass without recursion, linear however hostile the page: depth, elements and attributes are bounded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from lxml import etree
from lxml.html import HtmlElement, html_parser

from sources.importing.lines import one_line
from sources.importing.markup import MOST_DEPTH, QUOTES, RAISED, STRUCK, UNSEEN, tell_events
from sources.importing.records import RecordProblem
from sources.text import UnusableText, normalise

MOST_ELEMENTS = 50_000
"""The most elements of a page, scripts and the like left out."""

MOST_METAS = 500
"""The most `<meta>` elements, `<time>` elements and headings that are noted."""

Attributes = dict[str, str]


@dataclass(slots=True)
class PageFacts:
    """What a page says in its head and by its structure; "" and empty where it says nothing.

    `metas` are the contents by name or property in lower case, in order; `times` those of `<time datetime>`.
    `articles` counts `<article>` elements outside others. The body's tree is null where there is none.
    """

    language: str = ""
    base: str = ""
    title: str = ""
    canonical: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    structured: list[str] = field(default_factory=list)
    articles: int = 0
    has_password_field: bool = False
    has_struck_words: bool = False
    body: HtmlElement | None = None

    def meta(self, *names: str) -> str:
        """The first content of the first of these names that has one."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")


def read_page(markup: str) -> PageFacts:
    """Raises `RecordProblem`: not_text for a NUL or half a character, unsafe beyond the bounds."""
    reader = _Reader()
    try:
        tell_events(normalise(markup), reader)
    except UnusableText as error:
        raise RecordProblem("not_text", str(error)) from error
    return reader.facts


_KEPT_ATTRIBUTES = frozenset(["class", "id", "itemprop", "role", "href", "style", "hidden", "aria-hidden"])
_LONGEST_VALUE = 500
_VOID = frozenset(["area", "base", "img", "input", "link", "meta", "source", "track", "wbr", "param"])
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_NOT_IN_A_TREE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_JSON_LD = "application/ld+json"


class _Reader:
    """The target of a parser, whose events are balanced: notes facts, and builds the tree of what is shown."""

    def __init__(self) -> None:
        self.facts = PageFacts()
        self.tree = etree.TreeBuilder(element_factory=html_parser.makeelement)
        self.open: list[str] = []
        self.unseen_from = 0  # the depth of an open element that is not shown, 0 for none
        self.caught: list[str] = []
        self.catching = ""  # the element whose words are wanted apart
        self.elements = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """Raises `RecordProblem` (unsafe)."""
        self.open.append(tag)
        if len(self.open) > MOST_DEPTH:
            raise _unsafe(f"more than {MOST_DEPTH} elements inside one another")
        note = _NOTED.get(tag)
        if note:
            note(self.facts, attributes, self.open)
        self._begin_catching(tag, attributes)
        if not self.unseen_from and tag in UNSEEN:
            self.unseen_from = len(self.open)
        if not self.unseen_from and tag not in _VOID:
            self._build(tag, attributes)

    def end(self, tag: str) -> None:
        if not self.unseen_from and tag not in _VOID:
            self._close(tag)
        if self.unseen_from == len(self.open):
            self.unseen_from = 0
        if self.catching == tag:
            self._keep_caught("".join(self.caught))
        self.open.pop()

    def data(self, words: str) -> None:
        if self.catching and (self.catching != "h1" or not self.unseen_from):
            self.caught.append(words)
        if self.unseen_from:
            self.facts.has_struck_words |= self.open[self.unseen_from - 1] in STRUCK and bool(words.strip())
            return
        for tag, raised in RAISED.items():
            words = words.translate(raised) if tag in self.open else words
        if self.open:
            self.tree.data(words.translate(_NOT_IN_A_TREE))

    def close(self) -> None:
        if self.elements and not self.open:  # not after what was raised
            self.facts.body = cast("HtmlElement", self.tree.close())

    def _begin_catching(self, tag: str, attributes: Attributes) -> None:
        is_data = tag == "script" and attributes.get("type", "").strip().lower().startswith(_JSON_LD)
        is_title = tag == "title" and "head" in self.open
        if is_data or is_title or (tag == "h1" and not self.unseen_from):
            self.catching, self.caught = tag, []

    def _keep_caught(self, words: str) -> None:
        if self.catching == "script":
            self.facts.structured.append(words)
        elif self.catching == "title":
            self.facts.title = self.facts.title or one_line(words)
        elif words.strip() and len(self.facts.headings) < MOST_METAS:
            self.facts.headings.append(one_line(words))
        self.catching, self.caught = "", []

    def _build(self, tag: str, attributes: Attributes) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise _unsafe(f"more than {MOST_ELEMENTS:,} elements")
        if tag == "q":
            self.tree.data(self._quote()[0])
            return
        kept = {name: attributes[name] for name in _KEPT_ATTRIBUTES & attributes.keys()}
        clean = {name: (value or "")[:_LONGEST_VALUE].translate(_NOT_IN_A_TREE) for name, value in kept.items()}
        self.tree.start(tag if _NAME.fullmatch(tag) else "span", clean)

    def _close(self, tag: str) -> None:
        if tag == "q":
            self.tree.data(self._quote()[1])
        else:
            self.tree.end(tag if _NAME.fullmatch(tag) else "span")

    def _quote(self) -> tuple[str, str]:
        return QUOTES[self.open.count("q") % 2]


def _note_html(facts: PageFacts, attributes: Attributes, _open: list[str]) -> None:
    facts.language = facts.language or attributes.get("lang") or attributes.get("xml:lang") or ""


def _note_base(facts: PageFacts, attributes: Attributes, _open: list[str]) -> None:
    facts.base = facts.base or attributes.get("href") or ""


def _note_meta(facts: PageFacts, attributes: Attributes, _open: list[str]) -> None:
    keys = (attributes.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
    name, content = next(filter(None, keys), ""), attributes.get("content") or ""
    if name and content.strip() and len(facts.metas) < MOST_METAS:
        facts.metas.setdefault(name.strip().lower(), []).append(content.strip())


def _note_link(facts: PageFacts, attributes: Attributes, _open: list[str]) -> None:
    if "canonical" in (attributes.get("rel") or "").lower().split():
        facts.canonical = facts.canonical or attributes.get("href") or ""


def _note_time(facts: PageFacts, attributes: Attributes, _open: list[str]) -> None:
    if attributes.get("datetime") and len(facts.times) < MOST_METAS:
        facts.times.append(attributes["datetime"])


def _note_article(facts: PageFacts, _attributes: Attributes, open_elements: list[str]) -> None:
    facts.articles += open_elements.count("article") == 1


def _note_input(facts: PageFacts, attributes: Attributes, _open: list[str]) -> None:
    facts.has_password_field |= (attributes.get("type") or "").lower() == "password"


_NOTED: dict[str, Callable[[PageFacts, Attributes, list[str]], None]] = {
    "html": _note_html,
    "base": _note_base,
    "meta": _note_meta,
    "link": _note_link,
    "time": _note_time,
    "article": _note_article,
    "input": _note_input,
}


def _unsafe(what: str) -> RecordProblem:
    return RecordProblem("unsafe", what, hint="No page of one report has so many; save the report's text itself.")

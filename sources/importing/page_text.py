"""The text of the report on a page, by trafilatura: without navigation, teasers, comments and the like.

Set up to touch neither network nor disk and to come to the same end every time: no second extractor (which reads
word lists), no metadata, no memory of texts met before. Its elements are turned into text by `markup`.
"""

import logging
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG

from sources.importing.markup import blocks_to_text
from sources.importing.records import RecordProblem

MOST_ELEMENTS = 12_000
"""The most elements among which the report is looked for."""

MOST_MOVED = 300_000_000
"""The most bytes that taking elements out of running words may move: about a second."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The report's text, and the part of it in lines that are links and nothing else, from 0 to 1.

    `is_whole_page`: no report could be told from the rest, so it is everything outside navigation.
    """

    text: str
    link_share: float = 0.0
    is_whole_page: bool = False


def find_report(body: HtmlElement) -> PageText:
    """The text of the report in the tree of a page, which is left as it is; "" where there is none.

    Raises `RecordProblem` (unsafe) for a page that would take time without end.
    """
    _check_bounds(body)
    found = _extracted(body, _USUAL)
    if found is None or _looks_dumped(found):
        strict = _extracted(body, _STRICT)
        found = found if strict is not None and len(blocks_to_text(strict)) >= _ENOUGH else strict
    text = "" if found is None else blocks_to_text(found)
    if found is not None and text:
        return PageText(text, _link_share(body, text))
    text = blocks_to_text(_without_navigation(body))
    return PageText(text, _link_share(body, text), is_whole_page=True)


logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it complains of every page without a report

_ENOUGH = 250  # characters, below which trafilatura falls back on every word of the page, its lines broken anywhere


def _settings(enough: int) -> ConfigParser:
    settings = deepcopy(DEFAULT_CONFIG)
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(enough)
    return settings


_USUAL = _settings(_ENOUGH)
_STRICT = _settings(0)  # never falls back

_HTML_NAMES = {"head": "h2", "list": "ul", "item": "li", "quote": "blockquote", "row": "tr", "cell": "td", "lb": "br"}
_HTML_NAMES |= {"hi": "span", "ref": "a"}
_NAVIGATION = etree.XPath(
    "//nav | //header[not(ancestor::article)] | //footer | //aside | //form | //*[@hidden] | //*[@aria-hidden='true']"
    " | //*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='search' or @role='complementary']"
    " | //*[contains(translate(@style, ' ', ''), 'display:none')]"
)


def _check_bounds(body: HtmlElement) -> None:
    elements = moved = 0
    for element in body.iter():
        elements += 1
        moved += len(element) * sum(len(child.tail or "") for child in element)
    if elements > MOST_ELEMENTS or moved > MOST_MOVED:
        message = f"the page has too many elements ({elements:,}) between too many words"
        raise RecordProblem("unsafe", message, hint="Save the report's text itself.")


def _extracted(body: HtmlElement, settings: ConfigParser) -> etree._Element | None:
    """What trafilatura takes for the report, with the names of HTML; null if it finds none or stumbles."""
    try:
        document = bare_extraction(
            body, fast=True, include_comments=False, include_links=True, include_formatting=True, config=settings
        )
    except Exception:  # noqa: BLE001  a page that it stumbles over is read without it
        return None
    if document is None or isinstance(document, dict):
        return None
    found = document.body
    for element in found.iter(*_HTML_NAMES):
        element.tag = _HTML_NAMES[str(element.tag)]
    return found


def _looks_dumped(found: etree._Element) -> bool:
    """Whether this can be the fallback's: paragraphs only, and nothing in them."""
    return all(child.tag == "p" and not len(child) for child in found)


def _link_share(body: HtmlElement, text: str) -> float:
    links = {" ".join("".join(link.itertext()).split()) for link in body.iter("a")}
    linked = sum(len(line) for line in text.split("\n") if " ".join(line.split()) in links)
    return linked / len(text) if text else 0.0


def _without_navigation(body: HtmlElement) -> HtmlElement:
    rest = deepcopy(body)
    for element in _NAVIGATION(rest):
        element.drop_tree()
    for name in ("article", "main"):
        only = rest.findall(f".//{name}")
        if len(only) == 1:
            return only[0]
    return rest

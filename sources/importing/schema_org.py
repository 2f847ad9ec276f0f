"""Reports that a page describes as structured data: schema.org's NewsArticle and its kin, in JSON-LD.

A script that is no JSON is left out, and a note says so; what is described is read as it stands, names that refer to
other nodes of the page are looked up there. Nothing is fetched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sources.importing.records import RecordProblem
from sources.importing.strict_json import load_json

_NEWS = frozenset(["NewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle"])
_MORE_NEWS = frozenset(["OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "LiveBlogPosting"])
REPORTS = _NEWS | _MORE_NEWS | {"Article", "Report", "BlogPosting"}
"""The types that are reports."""

MOST_NODES = 20_000
"""The most objects of a page that are looked through."""

MOST_NAMES = 100
"""The most authors of a report."""

MOST_UPDATES = 5_000
"""The most entries of a live blog."""

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """A report as its page describes it, every value as it stands and "" where nothing is said.

    `updates` are the entries of a live blog, newest first where the page has them so. `is_free` is null unless said.
    """

    kind: str
    headline: str = ""
    body: str = ""
    description: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    outlet: str = ""
    address: str = ""
    language: str = ""
    external_id: str = ""
    rights: str = ""
    corrections: tuple[str, ...] = ()
    is_free: bool | None = None
    updates: tuple["Described", ...] = ()


def read_structured(scripts: Sequence[str]) -> tuple[tuple[Described, ...], tuple[str, ...]]:
    """The reports described, in order, and notes on scripts that could not be read. Never raises."""
    values, notes = [], []
    for number, script in enumerate(scripts, 1):
        try:
            values.append(_load(script))
        except RecordProblem as problem:
            notes.append(f"Structured data {number} of the page was left out: {problem.message}.")
    return find_reports(values), tuple(notes)


def find_reports(values: Sequence[Any]) -> tuple[Described, ...]:
    """The reports described in values of JSON-LD, in order. Never raises."""
    nodes = list(islice(_nodes(values), MOST_NODES))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    return tuple(_describe(node, named) for node in nodes if _kind(node))


_HOLDING = ("@graph", "mainEntity")
_OPENING = re.compile(r"\A(?://|/\*)?\s{0,9}(?:<!--|<!\[CDATA\[)\s{0,9}(?:\*/)?")
_CLOSING = re.compile(r"(?://|/\*)?\s{0,9}(?:-->|\]\]>)\s{0,9}(?:\*/)?\Z")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_ESCAPES = {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


def _load(script: str) -> Any:
    """Scripts in a comment, and line ends within a string, are common and meant well. Raises `RecordProblem`."""
    bare = _CLOSING.sub("", _OPENING.sub("", script.strip()))
    try:
        return load_json(bare)
    except RecordProblem as problem:
        if problem.reason != "malformed":
            raise
    return load_json(_STRING.sub(lambda found: found[0].translate(_ESCAPES), bare))


def _nodes(values: Sequence[Any]) -> Iterator[Node]:
    waiting = list(reversed(values))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in _HOLDING if key in value)


def _kind(node: Node) -> str:
    """Its type if that is one of a report, also as “schema:Article” or a whole address; "" else."""
    types = [re.split(r"[/:#]", name)[-1] for name in _list(node.get("@type")) if isinstance(name, str)]
    if "LiveBlogPosting" in types:
        return "LiveBlogPosting"
    return next((name for name in types if name in REPORTS), "")


def _describe(node: Node, named: Mapping[str, Node], *, is_update: bool = False) -> Described:
    updates = () if is_update else [update for update in _list(node.get("liveBlogUpdate")) if isinstance(update, dict)]
    return Described(
        kind=_kind(node),
        headline=_word(node.get("headline")) or _word(node.get("name")),
        body=_word(node.get("articleBody")) or (_word(node.get("text")) if is_update else ""),
        description=_word(node.get("description")),
        published=_word(node.get("datePublished")),
        modified=_word(node.get("dateModified")),
        authors=_names(node.get("author"), named) or _names(node.get("creator"), named),
        outlet=next(iter(_names(node.get("publisher"), named)), ""),
        address=_address(node.get("url")) or _address(node.get("mainEntityOfPage")),
        language=_word(node.get("inLanguage"), "alternateName", "name"),
        external_id=_word(node.get("identifier"), "value", "name") or (_word(node.get("@id")) if is_update else ""),
        rights=_word(node.get("copyrightNotice")) or next(iter(_names(node.get("copyrightHolder"), named)), ""),
        corrections=tuple(filter(None, (_word(note, *_NOTE) for note in _list(node.get("correction"))))),
        is_free=_truth(node.get("isAccessibleForFree")),
        updates=tuple(_describe(update, named, is_update=True) for update in updates[:MOST_UPDATES]),
    )


_NOTE = ("text", "description", "headline", "name")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _word(value: Any, *keys: str) -> str:
    """The first words of a value: of a string, a number, an object's value or one of these keys, a list."""
    for one in _list(value):
        said = next((one[key] for key in ("@value", *keys) if one.get(key)), "") if isinstance(one, dict) else one
        if isinstance(said, str | int | float) and not isinstance(said, bool) and str(said).strip():
            return str(said)
    return ""


def _names(value: Any, named: Mapping[str, Node]) -> tuple[str, ...]:
    """The names of persons and organisations: strings, objects, or objects that refer to another by its @id."""
    names = []
    for one in _list(value)[:MOST_NAMES]:
        said = _list(_known(one, named).get("name")) if isinstance(one, dict) else [one]
        names += [name.strip() for name in said if isinstance(name, str) and name.strip()]
    return tuple(names)


def _known(node: Node, named: Mapping[str, Node]) -> Node:
    """The node with what another one of the same @id says of it."""
    name = node.get("@id")
    return {**named.get(name, {}), **node} if isinstance(name, str) else node


def _address(value: Any) -> str:
    return _word(value, "url", "@id")


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    said = re.split(r"[/:#]", value)[-1].strip().lower() if isinstance(value, str) else ""
    return {"true": True, "false": False}.get(said)

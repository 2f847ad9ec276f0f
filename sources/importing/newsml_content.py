"""The content of a NewsML-G2 item as text: NITF or XHTML written inside it, or plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from sources.importing.markup import read_blocks
from sources.importing.nitf import Printed, read_printed
from sources.importing.records import RecordProblem
from sources.importing.xml_paths import attribute, elements, language_of, local_name


@dataclass(frozen=True, slots=True)
class Content:
    """What an item carries, and the language that it says the words are in. Without any the text is ""."""

    printed: Printed
    language: str = ""


def read_content(item: "etree._Element", *, may_lack: bool) -> Content:
    """The text of an item, the best where it is given in several forms: NITF, XHTML, plain words.

    Changes the tree. Raises `RecordProblem`: missing where the text is only referred to, invalid where it is of a
    form that is not read; neither if the item `may_lack` a text.
    """
    given = [each for content in elements(item, "contentSet") for each in content]
    usable = sorted(filter(_rank, given), key=_rank)
    if usable:
        best = usable[0]
        notes = _others(usable) if len(usable) > 1 else ()
        return Content(_read(best, notes), _language(best))
    foreign = [each for each in given if len(each) or _words(each).strip() or local_name(each) == "remoteContent"]
    if foreign and not may_lack:
        raise _unusable(foreign)
    return Content(Printed(""))


_HTML = frozenset(
    [
        *("html", "body", "article", "main", "section", "header", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p"),
        *("blockquote", "dl", "figure", "ol", "pre", "span", "table", "ul"),
    ]
)
_NITF, _XHTML, _MARKED_UP, _PLAIN = 1, 2, 3, 4
_FORMS = {_NITF: "NITF", _XHTML: "XHTML", _MARKED_UP: "HTML", _PLAIN: "plain text"}


def _rank(given: "etree._Element") -> int:
    """How well its form keeps the paragraphs, the best being 1; 0 for what cannot be read or holds nothing."""
    name = local_name(given)
    if name == "inlineXML":
        return _rank_of_xml(given)
    if name == "inlineData" and not _is_packed(given) and _words(given).strip():
        return {"text/html": _MARKED_UP, "text/plain": _PLAIN}.get(_media_type(given), 0)
    return 0


def _rank_of_xml(given: "etree._Element") -> int:
    root = next(iter(given), None)
    if root is None:
        return _PLAIN if _words(given).strip() else 0
    if local_name(root) == "nitf":
        return _NITF
    return _XHTML if local_name(root).lower() in _HTML else 0


def _media_type(given: "etree._Element") -> str:
    return (attribute(given, "contenttype") or "text/plain").partition(";")[0].strip().lower()


def _is_packed(given: "etree._Element") -> bool:
    return bool(attribute(given, "encoding") or attribute(given, "encodinguri"))


def _read(best: "etree._Element", notes: tuple[str, ...]) -> Printed:
    rank = _rank(best)
    if rank == _NITF:
        printed = read_printed(best[0])
        return replace(printed, notes=(*printed.notes, *notes))
    if rank == _PLAIN:
        return Printed(_words(best), notes=notes)
    blocks = read_blocks(best if rank == _XHTML else _words(best))
    return Printed(blocks.text, notes=(*blocks.notes, *notes))


def _words(given: "etree._Element") -> str:
    return "".join(str(run) for run in given.itertext())


def _others(usable: list["etree._Element"]) -> tuple[str, ...]:
    forms = ", ".join(_FORMS[_rank(each)] for each in usable[1:6])
    return (f"The text was read from its {_FORMS[_rank(usable[0])]}; it was also given as {forms}.",)


def _language(best: "etree._Element") -> str:
    inner = best[0] if len(best) else best
    return language_of(inner)


def _unusable(given: list["etree._Element"]) -> RecordProblem:
    named = ", ".join(dict.fromkeys(_said(given[:5])))
    if all(local_name(each) == "remoteContent" for each in given):
        hint = "Fetch the text, or ask for items that carry it."
        return RecordProblem("missing", f"its text is not in the item but elsewhere: {named}", hint=hint)
    hint = "Ask for the text as NITF, XHTML or plain words."
    return RecordProblem(
        "invalid", f"its content is no text that is read: {named}", hint=hint, line=given[0].sourceline
    )


def _said(given: list["etree._Element"]) -> Iterator[str]:
    for each in given:
        root = next(iter(each), None)
        if local_name(each) == "remoteContent":
            yield attribute(each, "href") or "an address that is not given"
        elif _is_packed(each):
            yield "words packed as " + (attribute(each, "encoding") or attribute(each, "encodinguri"))
        else:
            yield _media_type(each) if root is None else f"<{local_name(root)}>"

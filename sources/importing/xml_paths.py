"""Looking into a parsed tree by plain names: every version of a wire format has a namespace of its own."""

from collections.abc import Iterator

from lxml import etree

from sources.importing.markup import line_of_text

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def local_name(element: "etree._Element") -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def elements(element: "etree._Element", *path: str) -> Iterator["etree._Element"]:
    """All elements at a path of names below this one, in the order of the document."""
    if not path:
        yield element
        return
    for child in element.iterchildren("{*}" + path[0]):
        yield from elements(child, *path[1:])


def first(element: "etree._Element", *path: str) -> "etree._Element | None":
    """The first element at a path, null if there is none."""
    return next(elements(element, *path), None)


def words(element: "etree._Element", *path: str) -> str:
    """The text of the first element at a path on one line, "" if there is none."""
    found = first(element, *path)
    return "" if found is None else line_of_text(found)


def attribute(element: "etree._Element", name: str, *path: str) -> str:
    """An attribute of the first element at a path without the blanks around it, "" if there is none."""
    found = first(element, *path)
    return "" if found is None else (found.get(name) or "").strip()


def language_of(element: "etree._Element") -> str:
    """The language of the words of an element: its own `xml:lang`, else that of the nearest element around it."""
    around = [element, *element.iterancestors()]
    return next(filter(None, ((each.get(_LANGUAGE) or "").strip() for each in around)), "")

"""What two issued documents of one record say differently, field by field and word by word."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sources.word_diff import Row, compared_words

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a document that differs."""

    name: str
    row: Row


def compared_bodies(old: dict[str, Any], new: dict[str, Any]) -> list[Field]:
    """The fields that differ, in the order of the newer document."""
    before, after = dict(_leaves(old, ())), dict(_leaves(new, ()))
    names = [*after, *(name for name in before if name not in after)]
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return [field_of(" · ".join(name), said, says) for name, said, says in pairs if said != says]


def field_of(name: str, old: str, new: str) -> Field:
    return Field(name, compared_words(old or NOTHING, new or NOTHING))


def _leaves(value: Any, name: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, (*name, key.replace("_", " ")))
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for called, part in zip(_names(value), value, strict=True):
            yield from _leaves(part, (*name, called))
    elif value not in (None, "", []):
        yield name, _words(value)


def _names(parts: list[Any]) -> list[str]:
    """Each part is the same part by its label, else by its place."""
    labels = [_label(part) for part in parts]
    often = Counter(labels)
    return [f"“{label}”" if often[label] == 1 and label else str(at) for at, label in enumerate(labels, 1)]


def _label(part: Any) -> str:
    label = (part.get("label") or part.get("headline")) if isinstance(part, dict) else None
    return label if isinstance(label, str) else ""


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)

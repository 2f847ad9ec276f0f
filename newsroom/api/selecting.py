"""`fields=` and `omit=`: a part of each document, by dotted names that go through lists: `citations.passage.exact`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

from rest_framework import serializers

from newsroom.api.grammar import Grammar, Unreadable, nearest, shown
from newsroom.ledger.canonical import canonical_json

MOST_NAMES = 50
Tree = dict[str, "Tree"]
"""Names with what is named below them; an empty one stands for the whole."""


@dataclass(frozen=True)
class Selection:
    """What is kept of a document, everything if nothing is named, and what is left out of that."""

    fields: Tree = field(default_factory=dict)
    omit: Tree = field(default_factory=dict)

    @classmethod
    def of(cls, controls: Mapping[str, Any]) -> Self:
        return cls(controls.get("fields", {}), controls.get("omit", {}))

    def __bool__(self) -> bool:
        return bool(self.fields or self.omit)

    def part(self, text: str) -> str:
        """The part of a stored document, in the same canonical form."""
        return canonical_json(_without(_kept(json.loads(text), self.fields), self.omit)) if self else text

    def has(self, name: str) -> bool:
        """False for a member at the top that is not shown, so that it need not be read."""
        return (not self.fields or name in self.fields) and self.omit.get(name) != {}


def _kept(value: Any, tree: Tree) -> Any:
    if isinstance(value, list):
        return [_kept(part, tree) for part in value]
    if not tree or not isinstance(value, dict):
        return value
    return {name: _kept(value[name], below) for name, below in tree.items() if name in value}


def _without(value: Any, tree: Tree) -> Any:
    if isinstance(value, list):
        return [_without(part, tree) for part in value]
    if not tree or not isinstance(value, dict):
        return value
    return {name: _without(part, tree.get(name, {})) for name, part in value.items() if tree.get(name) != {}}


@cache
def selection_controls(shape: type[serializers.Serializer[Any]]) -> dict[str, Grammar]:
    """The two parameters for documents of this shape; a name that the shape does not have is refused."""

    def read(text: str) -> Tree:
        names = text.split(",")
        if len(names) > MOST_NAMES:
            message = f"There are {len(names)} names; at most {MOST_NAMES} are taken at once."
            raise Unreadable(message)
        return _tree(_known(name.strip(), shape()) for name in names)

    names = {"type": "string", "enum": list(_dotted(shape()))}
    schema = {"type": "array", "items": names, "minItems": 1, "maxItems": MOST_NAMES}
    return dict.fromkeys(("fields", "omit"), Grammar(read, schema))


def _known(name: str, shape: serializers.Field) -> list[str]:  # type: ignore[type-arg]
    parts = name.split(".")
    for place, part in enumerate(parts):
        below = _below(shape)
        if below is None:
            break
        if part not in below:
            raise _unknown(name, parts[:place], part, below)
        shape = below[part]
    return parts


def _unknown(name: str, above: list[str], part: str, below: Iterable[str]) -> Unreadable:
    near = [".".join([*above, word]) for word in nearest(part, below)]
    known = f"There are: {', '.join(below)}." if below else "It has no members."
    hint = f"Did you mean “{near[0]}”?" if near else known
    return Unreadable(f"“{shown(name)}” is not in these documents. {hint}", near)


def _below(shape: Any) -> Mapping[str, Any] | None:
    """The members of a shape by name; null for one whose members are data."""
    if isinstance(shape, serializers.ListSerializer | serializers.ListField):
        return _below(shape.child)
    if isinstance(shape, serializers.DictField):
        return None
    return getattr(shape, "fields", {})


def _dotted(shape: Any, above: str = "") -> Iterator[str]:
    for name, member in (_below(shape) or {}).items():
        yield above + name
        yield from _dotted(member, f"{above}{name}.")


def _tree(names: Iterable[list[str]]) -> Tree:
    tree: Tree = {}
    for parts in sorted(names, key=len, reverse=True):
        below = tree
        for part in parts[:-1]:
            below = below.setdefault(part, {})
        below[parts[-1]] = {}  # the whole wins over a part of it
    return tree

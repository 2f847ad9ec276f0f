"""What a change of the OpenAPI description means for those who rely on it: breaking, additive, or only words.

The description is taken apart into facts, “at this place stands this”. A fact that is gone or has changed
breaks somebody; a new one does not, unless it narrows what may be sent.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

PROSE = {"description", "summary", "examples", "example", "title", "info", "tags", "openapi", "operationId"}
NARROWING = {"pattern", "maxLength", "maxItems", "minimum", "maximum", "enum"}


class Change(NamedTuple):
    """Sentences about what has changed, by what they mean."""

    breaking: list[str]
    additive: list[str]


def compare(before: Any, after: Any) -> Change:
    """What somebody who reads and asks by `before` meets in `after`."""
    old, new = dict(facts(before)), dict(facts(after))
    gone = [f"removed: {where}" for where in sorted(old.keys() - new.keys())]
    changed = [
        f"changed: {where} from {old[where]!r} to {new[where]!r}"
        for where in sorted(old.keys() & new.keys())
        if old[where] != new[where]
    ]
    added = sorted(new.keys() - old.keys())
    narrowed = [f"narrowed: {where}" for where in added if _narrows(where, old)]
    return Change(gone + changed + narrowed, [f"added: {where}" for where in added if not _narrows(where, old)])


def facts(part: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of the description with its place; the members of a list are named, not counted."""
    if isinstance(part, dict):
        for name, below in part.items():
            if name not in PROSE or where.endswith("properties"):
                yield from facts(below, f"{where} › {name}" if where else str(name))
    elif isinstance(part, list):
        for member in part:
            yield from _member(member, where)
    else:
        yield where, part


def _member(member: Any, where: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(member, dict):
        yield f"{where}: {member}", True
        return
    yield f"{where}: {_name(member)}", True
    yield from facts(member, f"{where}: {_name(member)}")


def _name(member: dict[str, Any]) -> str:
    return str(member.get("name") or member.get("$ref") or member.get("format") or member.get("type") or "schema")


def _narrows(where: str, old: dict[str, Any]) -> bool:
    """A parameter that was there before takes less than it did, or a new one has to be given."""
    parameter, _, rest = where.partition(" › schema › ")
    if "parameters" not in parameter:
        return False
    was_there = any(known.startswith(parameter) for known in old)
    last = rest.rpartition(" › ")[2].partition(":")[0]
    return (was_there and last in NARROWING and not _has_list(where, old)) or where.endswith("required")


def _has_list(where: str, old: dict[str, Any]) -> bool:
    """One more word of a closed list that was there."""
    return any(known.startswith(where.partition("enum:")[0] + "enum:") for known in old) if "enum:" in where else False

"""Whether an object is ninjs at all: its fields by their names in lower case, of the types that are relied on."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from referencing import Registry

from sources.importing.records import RecordProblem
from sources.importing.schemas.ninjs import NINJS, NOT_READ
from sources.text import clip

Fields = Mapping[str, Any]
"""A ninjs object with its names, and those of the objects in its lists, in lower case; null is as good as absent."""

MOST_FIELDS = 1_000
"""The most fields of one object, and the most entries of a list that is read."""


def checked_fields(value: Any) -> Fields:
    """The fields of one ninjs object. Raises `RecordProblem`: invalid naming the field, duplicate_key, unsafe."""
    if not isinstance(value, dict):
        hint = "A ninjs item is an object with a uri."
        raise RecordProblem("invalid", f"{_kind(value)} stands where a ninjs object belongs", hint=hint)
    _refuse_too_many("fields", value)
    fields = {name: _lowered(given) for name, given in _by_lower_name(value).items() if given is not None}
    for name in _READ.intersection(fields):
        if isinstance(fields[name], list):
            _refuse_too_many(f"entries in “{name}”", fields[name])
    error = next(_VALIDATOR.iter_errors(fields), None)
    if error is not None:
        raise _invalid(error)
    return fields


def misspellings(fields: Fields) -> Iterator[str]:
    """A note for every field that is read by nobody and looks like one that would be."""
    unknown = [name for name in fields if name not in _READ | NOT_READ and not name.startswith(_PREFIXES)]
    for name in unknown[:50]:
        meant = _nearest(name)
        if meant:
            yield f"The field “{name}” is not one of ninjs and was left out; “{meant}” may be meant."


_VALIDATOR = Draft202012Validator(NINJS, registry=Registry())  # an empty registry: nothing can be fetched
_READ = frozenset(NINJS["properties"])
_PREFIXES = ("body_", "description_", "headline_")
_KINDS = {bool: "true or false", dict: "an object", float: "a number", int: "a number", list: "a list", str: "words"}


def _by_lower_name(value: dict[str, Any]) -> dict[str, Any]:
    lowered: dict[str, Any] = {}
    for name, given in value.items():
        if lowered.setdefault(name.lower(), given) != given:
            message = f"“{clip(name)}” stands there twice, in capitals and not, with two values"
            raise RecordProblem("duplicate_key", message, hint="Keep the right one.")
    return lowered


def _lowered(given: Any) -> Any:
    if isinstance(given, list):
        return [_by_lower_name(each) if isinstance(each, dict) else each for each in given]
    return _by_lower_name(given) if isinstance(given, dict) else given


def _refuse_too_many(of_what: str, given: Any) -> None:
    if len(given) > MOST_FIELDS:
        message = f"{len(given):,} {of_what}; at most {MOST_FIELDS:,} are taken"
        raise RecordProblem("unsafe", message, hint="No report has so many; check what the file is.")


def _invalid(error: ValidationError) -> RecordProblem:
    inner = best_match([error]) or error
    field = ".".join(map(str, inner.absolute_path))
    hint = "Correct it; the standard (iptc.org/std/ninjs) says what belongs there."
    if inner.validator == "required":
        return RecordProblem("invalid", f"“{clip(field)}” has no “value”", hint=hint)
    return RecordProblem(
        "invalid", f"“{clip(field)}” holds {_kind(inner.instance)}, where something else belongs", hint=hint
    )


@lru_cache(maxsize=1024)
def _nearest(name: str) -> str:
    if len(name) > 40:
        return ""
    return next(iter(get_close_matches(name, sorted(_READ), n=1, cutoff=0.8)), "")


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "null")

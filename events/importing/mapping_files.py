"""Reading a mapping file, TOML or JSON, into a `DataSetMapping`; every error names the key and the mend. Pure."""

import difflib
import json
import tomllib
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from events.dates import ImpossibleDate, PartialDate
from events.importing.countries import country_code_of
from events.importing.mappings import DELIMITERS, Cell, Columns, DataSetMapping, Figure, Running
from sources.text import clip

LONGEST_COLUMNS = 200
"""The most characters that the columns of one claim have together."""


class MappingProblem(ValueError):
    """The mapping cannot be used; the message names the key and says the mend."""


def read_mapping(raw: bytes) -> dict[str, Any]:
    """The content of a mapping file in TOML or JSON. Raises `MappingProblem`."""
    try:
        text = raw.decode("utf-8-sig")
        made = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"The mapping is neither TOML nor JSON: {error}"
        raise MappingProblem(message) from error
    return dict(made)


def make_mapping(content: Mapping[str, Any]) -> DataSetMapping:
    """The mapping that this content says. Raises `MappingProblem`."""
    mapping: DataSetMapping = _make(DataSetMapping, content, "")
    if bool(mapping.incident) == bool(mapping.running):
        raise MappingProblem("incident, running: say one of both: what happened, or what the totals run over.")
    if mapping.running and not mapping.figures:
        raise MappingProblem("figures: running totals need at least one [[figures]].")
    for number, figure in enumerate(mapping.figures, 1):
        _check_figure(figure, f"figures {number}")
    _check_single(mapping)
    if mapping.file.delimiter and mapping.file.delimiter not in DELIMITERS:
        raise _wrong("file.delimiter", "it is one of a comma, a semicolon, a tab or |")
    if mapping.running:
        _check_running(mapping.running)
    return mapping


def nearest(word: str, known: Iterable[str]) -> str:
    """“ Did you mean “…”?”, or nothing where no known word comes near."""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    return f" Did you mean “{found[0]}”?" if found else ""


def _make(kind: type[Any], content: Any, where: str) -> Any:
    if not isinstance(content, Mapping):
        raise _wrong(where, "write a table of keys")
    known = {field.name: field for field in fields(kind)}
    for key in content:
        if key not in known:
            message = f"{_at(where, str(key))}: there is no such key.{nearest(str(key), known)}"
            raise MappingProblem(f"{message} Keys here: {', '.join(known)}.")
    hints = get_type_hints(kind)
    for field in known.values():
        if field.name not in content and _is_required(field):
            raise MappingProblem(f"{_at(where, field.name)}: this key is missing.")
    return kind(**{key: _value(hints[key], value, _at(where, key)) for key, value in content.items()})


def _is_required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(inner for inner in get_args(hint) if inner is not type(None))
    if hint == Columns:
        return _columns(value, where)
    if hint is Cell and isinstance(value, str):
        return Cell(column=_text(value, where))
    if is_dataclass(hint) and isinstance(hint, type):
        return _cell_checked(_make(hint, value, where), where)
    return _VALUES[get_origin(hint) or hint](hint, value, where)


def _columns(value: Any, where: str) -> Columns:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise _wrong(where, "write a name in quotation marks, or a list of them")
    return tuple(_text(name, f"{where} {number}") for number, name in enumerate(listed, 1))


def _cell_checked(made: Any, where: str) -> Any:
    if isinstance(made, Cell) and bool(made.column) == bool(made.value):
        raise _wrong(where, "give it either a column or a value")
    return made


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not (value.strip() or value in DELIMITERS):
        raise _wrong(where, "write words in quotation marks")
    return value


def _plain_text(_hint: Any, value: Any, where: str) -> str:
    return _text(value, where)


def _flag(_hint: Any, value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, "write true or false")
    return value


def _chosen(hint: Any, value: Any, where: str) -> Any:
    choices = [choice for choice in get_args(hint) if choice]
    if value not in choices:
        raise _wrong(where, f"“{clip(str(value))}” is none of: {', '.join(choices)}.{nearest(str(value), choices)}")
    return value


def _words(_hint: Any, value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _wrong(where, "write a table of words, { theirs = “ours” }")
    return {str(theirs): _text(ours, _at(where, str(theirs))) for theirs, ours in value.items()}


def _several(hint: Any, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(where, f"write it as [[{where}]]")
    kind = get_args(hint)[0]
    return tuple(_make(kind, one, f"{where} {number}") for number, one in enumerate(value, 1))


_VALUES = {str: _plain_text, bool: _flag, Literal: _chosen, get_origin(Mapping[str, str]): _words, tuple: _several}


def _check_figure(figure: Figure, where: str) -> None:
    three = (figure.low, figure.best, figure.high)
    is_estimate = all(three) and not figure.value
    if not is_estimate and not (figure.value and not any(three)):
        raise _wrong(where, "give it either a value, or low, best and high together")


def _check_single(mapping: DataSetMapping) -> None:
    keys = [", ".join(figure.columns) for figure in mapping.figures] + [text.column for text in mapping.texts]
    twice = next((key for key in keys if keys.count(key) > 1), "")
    if twice:
        raise _wrong("figures, texts", f"{twice} makes two claims; keep one of them")
    if any(len(key) > LONGEST_COLUMNS for key in keys):
        raise _wrong("figures, texts", f"the names of the columns have more than {LONGEST_COLUMNS} characters")


def _check_running(running: Running) -> None:
    if running.place and running.place.country and not country_code_of(running.place.country):
        raise _wrong("running.place.country", f"“{clip(running.place.country)}” is no country that we know")
    try:
        window = PartialDate(running.window)
    except ImpossibleDate as problem:
        raise _wrong("running.window", str(problem)) from problem
    if window.latest is not None:
        raise _wrong("running.window", "a running total has an open window, for example 2023-10-07/..")


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _wrong(where: str, mend: str) -> MappingProblem:
    return MappingProblem(f"{where}: {mend}{'' if mend.endswith(('.', '?')) else '.'}")

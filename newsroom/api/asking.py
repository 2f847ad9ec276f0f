"""A query string, read strictly into one value: every unknown, repeated, empty or unreadable part is named."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from newsroom.api.conditions import Condition
from newsroom.api.filters import PublicationFilters
from newsroom.api.grammar import BOOLEAN, LONGEST, POSITION, Grammar, Unreadable, choice, nearest, shown, whole, words
from newsroom.api.problems import Fault, Problem
from newsroom.ledger.canonical import canonical_json, sha256
from newsroom.ledger.registry import Kind

LARGEST_PAGE = 200
DEFAULT_PAGE = 50
LONGEST_LIST = 33 * 200

INCLUDE = choice(["withdrawn"])
DETAIL = {"include": INCLUDE, "as_of": POSITION}
PAGING = {"page_size": whole(1, LARGEST_PAGE, DEFAULT_PAGE), "cursor": words(LONGEST, "")}
VERSIONS = {**PAGING, "as_of": POSITION}
LIST = {**DETAIL, **PAGING, "with_count": BOOLEAN}
# Turning the page changes these; a cursor is bound to all the rest.
UNBOUND = {"page_size", "cursor", "with_count", "fields", "omit"}
# What no database keeps in text, or no encoding can carry.
_UNSTORABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Asked:
    """What a request asks for: its controls, what it keeps, and all that was given for it, as text."""

    controls: Mapping[str, Any]
    conditions: Sequence[Condition] = ()
    kind: Kind | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def binding(self) -> str:
        """What a cursor is bound to: the kind, and what was given beside what turns a page."""
        bound = sorted((name, text) for name, text in self.given.items() if name not in UNBOUND)
        return sha256(canonical_json([self.kind.name if self.kind else "", *bound]))[:16]

    @property
    def withdrawn_too(self) -> bool:
        return self.controls.get("include") == "withdrawn"

    @property
    def page_size(self) -> int:
        return int(self.controls.get("page_size", DEFAULT_PAGE))

    @property
    def cursor(self) -> str:
        return str(self.controls.get("cursor", ""))


def ordering_of(filters: type[PublicationFilters]) -> Grammar:
    """The orderings of a resource: newest entry first unless said otherwise."""
    names = ["issued", *filters.ORDERINGS]
    return choice([sign + name for name in names for sign in ("-", "")])


def list_controls(filters: type[PublicationFilters]) -> dict[str, Grammar]:
    return {**LIST, "ordering": ordering_of(filters)}


def read_query(
    params: QueryDict,
    controls: Mapping[str, Grammar],
    kind: Kind | None = None,
    filters: type[PublicationFilters] | None = None,
) -> Asked:
    """Read a query string. Raises `Problem` with every fault found."""
    known = {*controls, *(filters.declared() if filters else ())}
    faults = list(_misnamed(params, known, filters)) + list(_misused(params, known))
    given = {name: str(params[name]) for name in params if name in known and name not in _faulty(faults)}
    read, unreadable = _read_controls({name: text for name, text in given.items() if name in controls}, controls)
    rest = {name: text for name, text in given.items() if name not in controls}
    conditions, misread = filters.read(rest) if filters else ([], [])
    faults += unreadable + misread
    if faults:
        raise Problem(faults)
    return Asked(read, conditions, kind, given)


def _faulty(faults: list[Fault]) -> set[str]:
    return {fault.parameter for fault in faults}


def _misnamed(params: QueryDict, known: set[str], filters: type[PublicationFilters] | None) -> Iterator[Fault]:
    if known.issuperset(params):
        return
    synonyms = {word: name for word, name in (filters.SYNONYMS if filters else {}).items() if name in known}
    elsewhere = filters.ELSEWHERE if filters else {}
    for name in params:
        if name in elsewhere:
            yield Fault("unknown-parameter", elsewhere[name], name)
        elif name not in known:
            yield _unknown(name, known, synonyms)


def _unknown(name: str, known: set[str], synonyms: Mapping[str, str]) -> Fault:
    near = (name,) if name in synonyms else nearest(name, sorted(known | synonyms.keys()))
    # The plain word comes with the name it has here, which is the one to use.
    meant = tuple(dict.fromkeys(said for word in near for said in (synonyms.get(word, word), word)))
    detail = f"Unknown parameter “{shown(name)}”. {_hint(name, near, synonyms)}"
    return Fault("unknown-parameter", detail, shown(name), meant)


def _hint(name: str, near: tuple[str, ...], synonyms: Mapping[str, str]) -> str:
    if not near:
        return "There is none like it; /api/v1/schema/ lists all."
    called = synonyms.get(near[0])
    if name == near[0]:
        return f"Here it is called “{called}”."
    return f"Did you mean “{near[0]}”, here called “{called}”?" if called else f"Did you mean “{near[0]}”?"


def _misused(params: QueryDict, known: set[str]) -> Iterator[Fault]:
    for name, values in params.lists():
        if name not in known:
            continue
        if len(values) > 1:
            yield Fault("repeated-parameter", f"“{name}” is given {len(values)} times; give it once.", name)
        else:
            yield from _misfilled(name, values[0])


def _misfilled(name: str, value: str) -> Iterator[Fault]:
    most = LONGEST_LIST if name == "id__in" else LONGEST
    if not value.strip():
        yield Fault("invalid-value", f"“{name}” is empty. Give a value or leave it out.", name)
    elif len(value) > most:
        yield Fault("invalid-value", f"“{name}” has {len(value)} characters; at most {most} are taken.", name)
    elif _UNSTORABLE.search(value):
        yield Fault("invalid-value", f"“{name}” holds a control character; leave it out.", name)


def _read_controls(given: Mapping[str, str], controls: Mapping[str, Grammar]) -> tuple[dict[str, Any], list[Fault]]:
    read: dict[str, Any] = {}
    faults = []
    for name, text in given.items():
        try:
            read[name] = controls[name].read(text)
        except Unreadable as error:
            faults.append(Fault("invalid-value", f"“{name}”: {error}", name, error.did_you_mean))
    return read, faults

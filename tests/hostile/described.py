"""Requests by chance, drawn from the API's own description, each answer held to it with every check there is."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.errors import SchemathesisError
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
)

from newsroom.wsgi import application
from tests.hostile.wire import one_connection


@dataclass
class Fuzzed:
    """What came of it; a failure is words with the request that brings it about."""

    operations: int = 0
    asked: int = 0
    failures: list[str] = field(default_factory=list)


def description() -> Any:
    described = SchemaGenerator().get_schema(public=True)
    return schemathesis.openapi.from_dict(described)


def fuzz(examples: int, number: int) -> Fuzzed:
    """So many requests for each operation, one half as described, the other otherwise."""
    fuzzed = Fuzzed()
    bounds = settings(**_BARE, max_examples=-(-examples // 2))
    for operation in _operations():
        fuzzed.operations += 1
        _fuzz(operation, GenerationMode.POSITIVE, bounds, number, fuzzed)
        with suppress(SchemathesisError, Unsatisfiable):  # what takes no parameter can be sent no wrong one
            _fuzz(operation, GenerationMode.NEGATIVE, bounds, number, fuzzed)
    return fuzzed


_BARE: Any = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate, Phase.shrink],
}


def _operations() -> Iterator[Any]:
    schema = description()
    schema.app = application
    for found in schema.get_all_operations():
        yield found.ok()


def _fuzz(operation: Any, mode: GenerationMode, bounds: settings, number: int, fuzzed: Fuzzed) -> None:
    @seed(number)
    @bounds
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        fuzzed.asked += 1
        with one_connection():
            response = case.call(headers={"Accept-Encoding": "identity"})  # its client does not unpack
            excluded = [check for check, is_beyond in BEYOND_A_SCHEMA.items() if is_beyond(response, case)]
            case.validate_response(response, excluded_checks=excluded)

    try:
        ask()
    except FailureGroup as failure:
        fuzzed.failures.append(f"{operation.label} ({mode.value}): {failure}")


def _depends_on_more(response: Any, _case: Case[Any]) -> bool:
    """A refusal for what the ledger holds by now, for a cursor that nobody gave out, for a search without a word.

    And for one of two parameters that go together, and for a number in a list beyond its range.
    """
    said = response.json() if response.status_code == 400 else {"code": ""}
    return all(
        fault["code"] in {"beyond-head", "invalid-cursor"}
        or fault.get("parameter") == "q"
        or any(words in fault.get("detail", "") for words in BEYOND_A_PATTERN)
        for fault in said.get("errors", [said])
    )


BEYOND_A_PATTERN = (" says nothing without ", "; write a number from ", "; exchange the two.")


def _is_refused_for_its_length(response: Any, _case: Case[Any]) -> bool:
    return bool(response.status_code == 414)


def _is_a_part(_response: Any, case: Case[Any]) -> bool:
    """Of a document that was asked for in part not everything is there."""
    return bool({"fields", "omit"} & set(case.query or {}))


BEYOND_A_SCHEMA: dict[Any, Callable[[Any, Case[Any]], bool]] = {
    positive_data_acceptance: _depends_on_more,
    negative_data_rejection: _is_refused_for_its_length,
    response_schema_conformance: _is_a_part,
}
"""Checks that cannot be made of some answers, because no schema can say it."""

"""Every operation of the API, as router and schema know it, with every hostile input; what is wrong with answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.db import transaction
from drf_spectacular.generators import SchemaGenerator

from newsroom.api.problems import CONTENT_TYPE, KINDS, PREFIX
from newsroom.ledger.publishing import withdraw
from newsroom.ledger.regrouping.merging import merge
from newsroom.urls import api_patterns
from tests.addresses import routes
from tests.api.asking import ask, issue
from tests.factories import ClaimFactory, SourceFactory, UserFactory
from tests.hostile.inputs import BODIES, HEADERS, METHODS, PATHS, QUERIES, VALUES, encoded
from tests.hostile.wire import Answer, Attack, answer_to

ROOT = "/api/v1/"
PLURALS = ("articles", "sources", "incidents", "questions", "claims")
WITHOUT_SCHEMA = {"schema/": ("format", "lang"), "docs/": ("script", "lang")}
"""Parameters of addresses that are not in the schema: of the schema itself and of its page."""
OF_A_PARAMETER = ("unknown-parameter", "repeated-parameter", "invalid-value")
"""Codes that have to say which parameter they mean."""


@dataclass(frozen=True)
class Operation:
    """One address of the router, filled in, and the parameters that the schema gives it."""

    route: str
    path: str
    parameters: tuple[str, ...]


@dataclass
class Tally:
    """What came of it."""

    operations: int = 0
    inputs: int = 0
    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def issue_something() -> None:
    """Claims with all they stand on; one of them is withdrawn, and one source has become another."""
    with transaction.atomic():
        claims = [ClaimFactory(figure=figure) for figure in ("nine", "at least six", "dozens")]
        sources = SourceFactory.create_batch(2)
        issue(*claims, *sources)
        withdraw(claims[:1], "Said by somebody else.")
        merge(sources[0], sources[1], [], UserFactory(), "The same.")


def operations() -> list[Operation]:
    """Every address below the API, those with an id once for each kind that has one."""
    ids = {name: ask(f"{ROOT}{name}/")["results"][0]["id"] for name in PLURALS}
    taken = _parameters()
    found = []
    for route in routes(api_patterns):
        public_id = ids.get(route.partition("/")[0], ids["claims"])
        path = ROOT + route.replace("<public_id:public_id>", public_id).replace("<int:number>", "1")
        described = route.replace("<public_id:", "{").replace("<int:", "{").replace("<slug:", "{").replace(">", "}")
        parameters = taken.get(ROOT + described, WITHOUT_SCHEMA.get(route))
        assert parameters is not None, f"{route} is neither in the schema nor in WITHOUT_SCHEMA"
        path = path.replace("<slug:code>", "not-found")
        assert "<" not in path, f"what stands in {route}?"
        found.append(Operation(route, path, parameters))
    return found


def _parameters() -> dict[str, tuple[str, ...]]:
    """By path the names of all that may stand in a query string."""
    schema = SchemaGenerator().get_schema(public=True)
    return {
        path: tuple(each["name"] for each in methods["get"].get("parameters", ()) if each["in"] == "query")
        for path, methods in schema["paths"].items()
    }


def attacks(operation: Operation, *, everywhere: bool, turn: int = 0) -> Iterator[Attack]:
    """Every input at one operation; a value in every parameter, or in one of them, by turns."""
    names = operation.parameters or ("q",)
    for number, (name, value) in enumerate(VALUES.items(), turn):
        for parameter in names if everywhere else [names[number % len(names)]]:
            yield _get(operation, f"{name} in {parameter}", f"{parameter}={encoded(value)}")
    for number, (name, query) in enumerate(QUERIES.items(), turn):
        parameter = names[number % len(names)]
        filled = query.replace("{name}", parameter).replace("{NAME}", parameter.upper())
        yield _get(operation, f"query {name}", filled)
    yield from _beside_the_query(operation, f"{names[turn % len(names)]}=1%20é")


def _beside_the_query(operation: Operation, query: str) -> Iterator[Attack]:
    path = operation.path
    for name, bent in PATHS.items():
        address = bent.format(path=path, PATH=path.upper(), bare=path.rstrip("/"))
        yield Attack(f"path {name}", {"PATH_INFO": address})
    for name, headers in HEADERS.items():
        yield Attack(f"header {name}", {"PATH_INFO": path, **headers})
        yield Attack(f"header {name} and a query", {"PATH_INFO": path, "QUERY_STRING": query, **headers})
    for method in METHODS:
        yield Attack(f"method {method[:30]!r}", {"PATH_INFO": path}, method)
    for method in ("POST", "GET"):
        for name, (content_type, body) in BODIES.items():
            environment = {"PATH_INFO": path, "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
            yield Attack(f"body {name} by {method}", environment, method, body)


def _get(operation: Operation, name: str, query: str) -> Attack:
    return Attack(name, {"PATH_INFO": operation.path, "QUERY_STRING": query})


def attack_all(*, everywhere: bool = False, every: int = 1) -> Tally:
    """Ask all of it, or one in so many attacks; over the operations each input has its turn."""
    tally = Tally(inputs=len([*VALUES, *QUERIES, *PATHS, *HEADERS, *METHODS, *BODIES]))
    for turn, operation in enumerate(operations()):
        tally.operations += 1
        for number, attack in enumerate(attacks(operation, everywhere=everywhere, turn=turn), turn):
            if number % every == 0:
                _ask(operation, attack, tally)
    return tally


def _ask(operation: Operation, attack: Attack, tally: Tally) -> None:
    answer = answer_to(attack)
    tally.requests += 1
    tally.statuses[answer.status] = tally.statuses.get(answer.status, 0) + 1
    for complaint in complaints(answer, attack):
        tally.complaints.append(f"{operation.route}, {attack.name}: {complaint}")


def complaints(answer: Answer, attack: Attack) -> Iterator[str]:
    """What is wrong with an answer: a failure of ours, or a refusal that is no problem or does not name the place."""
    if answer.status >= 500 or not answer.status:
        yield f"answers {answer.status or 'nothing'}: {' · '.join(answer.raised) or answer.content[:200]!r}"
    elif answer.status >= 400 and attack.environment["PATH_INFO"].startswith(PREFIX):
        yield from _of_refusal(answer, attack)


def _of_refusal(answer: Answer, attack: Attack) -> Iterator[str]:
    if answer.headers.get("Content-Type") != CONTENT_TYPE:
        yield f"{answer.status} is no problem but {answer.headers.get('Content-Type')}"
        return
    said = json.loads(answer.content)
    if said["status"] != answer.status or said["code"] not in KINDS or not said["detail"].strip():
        yield f"says {said}"
    if answer.status == 405 and "Allow" not in answer.headers:
        yield "405 without Allow"
    yield from _unnamed(said, attack)


def _unnamed(said: Any, attack: Attack) -> Iterator[str]:
    """A fault of a parameter names it as it was sent; one too long for that by its beginning."""
    sent = [name for name, _ in parse_qsl(attack.environment.get("QUERY_STRING", ""), keep_blank_values=True)]
    for fault in said.get("errors", [said]):
        if fault["code"] in OF_A_PARAMETER:
            named = fault.get("parameter", "")
            if not any(name.startswith(named.removesuffix("…")) for name in sent if named or not name):
                yield f"does not name the place: {fault}"
    if said["code"] == "malformed-request" and said["detail"] == KINDS["malformed-request"].mend:
        yield f"says no more than that something is wrong: {said}"

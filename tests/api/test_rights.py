"""What the API answers, by address, state of a record, method and token: a table, and every address there is."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from newsroom.accounts.tokens import SCOPES, ApiToken, make_token
from newsroom.ledger import seam
from newsroom.ledger.publishing import publish, take_down, withdraw
from newsroom.ledger.registry import kinds
from tests.addresses import routes
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    IncidentFactory,
    QuestionFactory,
    SourceFactory,
    UserFactory,
)

# What a token has to be for where the API is closed; what is open says how to ask and holds nothing that was issued.
ADDRESSES = """
address                             scope
<kind>/                             read
<kind>.csv                          export
<kind>.csv-metadata.json            export
<kind>.ndjson                       export
<kind>.geojson                      export
<kind>.jsonld                       export
<kind>/<id>/                        read
<kind>/<id>/versions/               read
<kind>/<id>/versions/<number>/      read
changes/                            changes
ledger/                             changes
ledger/checkpoints/                 changes
ledger/proof/<id>/                  changes
meta/filters/                       read
meta/limits/                        open
meta/vocabularies/                  read
problems/                           open
problems/<code>/                    open
schema/                             open
docs/                               open
"""

# Addresses about one record. Of what is not public the API knows no more than of what never was.
STATES = """
state         <kind>/<id>/  <kind>/<id>/versions/  <kind>/<id>/versions/<number>/  ledger/proof/<id>/
issued        200           200                    200                             200
withdrawn     410           200                    200                             200
taken_down    410           410                    410                             410
draft         404           404                    404                             404
confidential  404           404                    404                             404
off_record    404           404                    404                             404
missing       404           404                    404                             404
"""

METHODS = {"GET": None, "HEAD": None, "OPTIONS": 204, "POST": 405, "PUT": 405, "PATCH": 405, "DELETE": 405}
"""null: as the tables say."""

FACTORIES: dict[str, Any] = {
    "source": SourceFactory,
    "article": ArticleFactory,
    "incident": IncidentFactory,
    "question": QuestionFactory,
    "claim": ClaimFactory,
}
EXTRA: dict[str, dict[str, dict[str, Any]]] = {
    "source": {"confidential": {"confidential": True}},
    "claim": {"off_record": {"disclosure": "off_record"}},
}
pytestmark = [pytest.mark.django_db, pytest.mark.screens]  # the same on every engine


def read(table: str) -> dict[str, dict[str, str]]:
    heading, *lines = (line.split() for line in table.strip().splitlines())
    return {key: dict(zip(heading[1:], words, strict=True)) for key, *words in lines}


SCOPE_OF = {address: line["scope"] for address, line in read(ADDRESSES).items()}
OF_STATE = read(STATES)


def addresses() -> Iterator[tuple[str, str]]:
    """Each address below the API with `<id>` and the like in it, and its line in the table."""
    for template in routes(get_resolver().url_patterns):
        if template.startswith("api/v1/"):
            page = re.sub(r"<\w+:(\w+)>", r"<\1>", template.removeprefix("api/v1/")).replace("public_id", "id")
            yield page, re.sub(r"^(sources|articles|incidents|questions|claims)(?=[/.])", "<kind>", page)


def records() -> dict[str, dict[str, str]]:
    """Public ids by kind and state."""
    return {kind.name: dict(_states_of(kind.name)) for kind in kinds()}


def _states_of(kind: str) -> Iterator[tuple[str, str]]:
    make = FACTORIES[kind]
    issued, withdrawn, taken_down = made = [make() for _ in range(3)]
    publish(made)
    withdraw([withdrawn], "Not so.")
    take_down([taken_down], "By order.")
    yield from zip(("issued", "withdrawn", "taken_down"), (row.public_id for row in made), strict=True)
    yield "draft", make().public_id
    for state, traits in EXTRA.get(kind, {}).items():
        yield state, make(**traits).public_id
    yield "missing", seam.new_public_id(issued.public_id[:3])


def asked(*states: str) -> Iterator[tuple[str, str, int]]:
    """Line of the table, path, and the status for GET; of records in these states, or in every one."""
    of_kind = records()
    for template, line in addresses():
        path = f"/api/v1/{template}".replace("<number>", "1").replace("<code>", "not-found")
        if "<id>" not in path:
            yield line, path, 200
            continue
        kind = template.partition("/")[0].removesuffix("s") if line.startswith("<kind>") else "claim"
        for state in states or of_kind[kind]:
            public_id = of_kind[kind][state]
            yield line, path.replace("<id>", public_id), int(OF_STATE[state][line])


def status(client: Client, path: str, method: str, token: str = "") -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.generic(method, path, headers=headers).status_code


def test_everybody_gets_what_the_table_says_by_whatever_method():
    anybody, superuser = Client(), Client()
    superuser.force_login(UserFactory(chief=True))
    cells, wrong = 0, []
    for line, path, for_get in asked():
        assert line in SCOPE_OF, f"{line} has no line in the table"
        for method, fixed in METHODS.items():
            clients = (anybody, superuser) if fixed is None else (anybody,)
            got = [status(client, path, method) for client in clients]
            cells += len(got)
            wrong += [(method, path, got)] if set(got) != {fixed or for_get} else []
    assert wrong == []
    assert cells >= 1_000


def test_closed_it_answers_to_holders_of_a_token_for_it_alone(settings):
    settings.API_CLOSED = True
    client, tokens = Client(), {scope: make_token(scope, [scope], 1)[1] for scope in SCOPES}
    lapsed, ended = make_token("lapsed", list(SCOPES), 1)
    now = seam.now()
    ApiToken.objects.filter(pk=lapsed.pk).update(created_at=now - timedelta(days=2), expires_at=now)
    superuser = Client()
    superuser.force_login(UserFactory(chief=True))
    wrong = []
    for line, path, for_get in asked("issued", "missing"):
        scope = SCOPE_OF[line]
        expected = [for_get if scope in (each, "open") else 403 for each in tokens]
        expected += [for_get if scope == "open" else 401] * 2 + [401]
        got = [status(client, path, "GET", token) for token in tokens.values()]
        got += [status(client, path, "GET"), status(superuser, path, "GET"), status(client, path, "GET", ended)]
        wrong += [(path, scope, expected, got)] if got != expected else []
    assert wrong == []

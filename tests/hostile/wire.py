"""The product asked as a WSGI server asks it, inside a test's transaction, and all that it answers."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from newsroom.wsgi import application


@dataclass(frozen=True)
class Attack:
    """One request: what is hostile about it, and the environment that a server would make of it."""

    name: str
    environment: Mapping[str, str]
    method: str = "GET"
    body: bytes = b""


@dataclass
class Answer:
    """What the server would send, and what was raised on the way; status 0 stands for no answer at all."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    raised: list[str] = field(default_factory=list)


@contextmanager
def one_connection() -> Iterator[None]:
    """While entered, no request closes the connection to the database, in which a test has its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


class _Environments(RequestFactory):
    """Makes the environment of a request and leaves the request to the product."""

    def request(self, **environment: Any) -> Any:
        return self._base_environ(**environment)  # type: ignore[attr-defined]  # the stubs leave it out


def answer_to(attack: Attack) -> Answer:
    environ: Any = _Environments().generic(attack.method, "/", attack.body, **attack.environment)  # type: ignore[arg-type]
    environ["wsgi.input"] = BytesIO(attack.body)
    answer = Answer()

    def note(**_: Any) -> None:
        answer.raised.append(repr(sys.exc_info()[1]))

    got_request_exception.connect(note)
    try:
        with one_connection():
            _ask(environ, answer)
    except Exception as error:  # noqa: BLE001  whatever comes out of the product is what is looked for
        answer.status, answer.raised = 0, [repr(error)]
    finally:
        got_request_exception.disconnect(note)
    return answer


def _ask(environ: Any, answer: Answer) -> None:
    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        answer.status, answer.headers = int(status[:3]), dict(headers)

    pieces = application(environ, start)  # type: ignore[arg-type]
    answer.content = b"".join(pieces)
    pieces.close()

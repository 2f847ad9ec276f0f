"""How gunicorn serves the product: `gunicorn newsroom.wsgi -c python:newsroom.serving`.

What the server refuses before Django sees it is a problem as well: a request that is no HTTP, an address or
headers too long. Options on the command line come on top.
"""

import socket
from http import HTTPStatus
from typing import Any

from gunicorn import util

from newsroom.api.problems import CORS_HEADERS, code_of, problem
from newsroom.api.requests import LONGEST_ADDRESS

bind = "127.0.0.1:8000"
worker_class = "sync"
limit_request_line = LONGEST_ADDRESS


def write_problem(client: socket.socket, status: int, *_words: str) -> None:
    """In the place of gunicorn's page of HTML, which quotes the request."""
    response = problem(code_of(status)).response()
    headers = {
        **response.headers,
        **CORS_HEADERS,
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {response.status_code} {HTTPStatus(response.status_code).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    util.write_nonblock(client, "\r\n".join([*lines, "", ""]).encode() + response.content)  # type: ignore[no-untyped-call]


def post_worker_init(_worker: Any) -> None:
    """Called in each worker before it takes requests."""
    util.write_error = write_problem

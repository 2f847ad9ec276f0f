"""How gunicorn serves the product: `gunicorn newsroom.wsgi -c python:newsroom.serving`.

What the server refuses before Django sees it is a problem as well: a request that is no HTTP, an address or
headers too long. Options on the command line come on top.
"""

import socket
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger

from newsroom.api.problems import CORS_HEADERS, code_of, problem
from newsroom.api.requests import LONGEST_ADDRESS
from newsroom.log_lines import JsonLines, request_id

bind = "127.0.0.1:8000"
worker_class = "sync"
limit_request_line = LONGEST_ADDRESS

accesslog = "-"


class Lines(Logger):
    """Every line that the server writes, in the form of the others; one for each request.

    Without the query, for it holds what somebody searched for, and without the address of who asked: that is the
    proxy's to log, if anybody's.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)  # type: ignore[no-untyped-call]
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(JsonLines())

    def access(self, resp: Any, _req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        if not self.access_log_enabled:
            return
        told = {
            "method": environ.get("REQUEST_METHOD", ""),
            "path": environ.get("PATH_INFO", ""),  # none where the server refuses what it cannot read
            "status": int(str(resp.status).partition(" ")[0]),
            "bytes": resp.sent or 0,
            "ms": round(request_time.total_seconds() * 1000, 1),
            "request": request_id(environ.get("HTTP_X_REQUEST_ID", "")),
        }
        self.access_log.info("answered", extra={"told": told})


logger_class = Lines


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

"""One request and its answer, over a connection of its own."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from sources.fetching.connecting import Link, connect
from sources.fetching.problems import Unfetchable
from sources.fetching.targets import Target
from sources.fetching.timing import Deadline, TimedSocket, too_large
from sources.fetching.unpacking import STEP, gunzip
from sources.text import clip

WITH_BODY = (200, 203)
"""The statuses whose body is what was asked for; no other body is read."""

_HARMLESS = 1024 * 1024  # what may unpack at any ratio
_AS_IT_IS, _PACKED = ("", "identity"), ("gzip", "x-gzip")

# It tells of odd headers with a traceback; what matters of them becomes a problem here.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` are found in any case. `body` is unpacked, b"" for any status but those `WITH_BODY`."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def ask(link: Link, target: Target, headers: Mapping[str, str], deadline: Deadline) -> Answer:
    """What the host answers to a GET of the target. Raises `Unfetchable`, whatever it answers.

    No cookie is kept, no redirect followed, no connection used twice.
    """
    with closing(connect(link, target, deadline)) as opened:
        wire = TimedSocket(opened, deadline, link.rules.read_timeout, link.rules.most_bytes)
        try:
            return _exchange(link, wire, target, headers)
        except (HTTPError, HTTPException, ValueError) as error:
            message = f"the answer of {clip(target.host)} is no good HTTP: {clip(_first_words(error), 200)}"
            raise Unfetchable("broken_answer", message, hint="Try again later.") from error


def _exchange(link: Link, wire: TimedSocket, target: Target, headers: Mapping[str, str]) -> Answer:
    connection = HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # it shall use the checked connection or none
    connection.sock = wire  # as much of a socket as it uses
    sent = {
        "Host": target.authority,
        "User-Agent": link.rules.user_agent,
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **headers,
    }
    connection.request("GET", target.path, headers=sent, preload_content=False, decode_content=False)
    with closing(connection.getresponse()) as response:
        body = _body(link, wire, response) if response.status in WITH_BODY else b""
        return Answer(response.status, response.headers, body)


def _body(link: Link, wire: TimedSocket, response: BaseHTTPResponse) -> bytes:
    rules, body = link.rules, bytearray()
    if (response.length_remaining or 0) > rules.most_bytes:
        raise too_large(rules.most_bytes)
    for part in _unpacked(response):
        wire.check_time()
        body += part
        if len(body) > rules.most_bytes:
            raise too_large(rules.most_bytes)
        if len(body) > max(_HARMLESS, rules.most_ratio * wire.received):
            message = f"the answer unpacks to more than {rules.most_ratio} times its size"
            raise Unfetchable("bomb", message, hint="No report does that; leave it alone.")
    return bytes(body)


def _unpacked(response: BaseHTTPResponse) -> Iterable[bytes]:
    parts = response.stream(STEP, decode_content=False)
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    if packed in _AS_IT_IS:
        return parts
    if packed in _PACKED:
        return gunzip(parts)
    message = f"the answer is packed as “{clip(packed)}”, which was not asked for"
    raise Unfetchable("unknown_encoding", message, hint="Save the page with a browser and import the file.")


def _first_words(error: Exception) -> str:
    """What the error says, without objects that a library puts beside its words."""
    words = next((str(part) for part in error.args if isinstance(part, str) and part), "")
    return "".join(char if char.isprintable() else "\ufffd" for char in words) or type(error).__name__

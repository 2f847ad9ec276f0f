"""Logs as lines of JSON, one an event, for whatever gathers them.

What somebody typed is never quoted: no body, no query, no form, and of an error its type and the places in the code it
came through, not its message, for messages of a database and of validation repeat the values.
"""

import datetime as dt
import json
import logging
import re
import traceback
from types import TracebackType
from typing import Any

MOST_PLACES = 40
"""The most places of an error that are told, the innermost ones."""

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class JsonLines(logging.Formatter):
    """One object a line: at, level, logger, message, and where there is one the request and the error."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **_request(getattr(record, "request", None)),
            **getattr(record, "told", {}),
            **(_error(record.exc_info) if record.exc_info else {}),
        }
        return json.dumps(told, ensure_ascii=False, default=type)


class PlainLines(logging.Formatter):
    """For a terminal: the same without the braces."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {record.name}: {_message(record)}"
        if not record.exc_info:
            return line
        error = _error(record.exc_info)
        return "\n".join([f"{line}: {error['error']}", *(f"  {place}" for place in error["places"])])


def request_id(words: str) -> str:
    """The id that a proxy gave a request, where it is one: letters, digits and hyphens, at most 64; "" else."""
    return words if re.fullmatch(r"[\w-]{1,64}", words, re.ASCII) else ""


def _message(record: logging.LogRecord) -> str:
    """Without the query of an address in it."""
    return re.sub(r"(?<=\S)\?\S+", "", record.getMessage())


def _request(request: Any) -> dict[str, str]:
    if not hasattr(request, "META"):
        return {}
    told = {"method": request.method, "path": request.path, "request": request.META.get("HTTP_X_REQUEST_ID", "")}
    return {**told, "request": request_id(told["request"])}


def _error(caught: Caught | Any) -> dict[str, Any]:
    kind, error, _ = caught
    if kind is None or error is None:
        return {}
    frames = [frame for each in _chain(error) for frame in traceback.extract_tb(each.__traceback__)]
    places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames[-MOST_PLACES:]]
    return {"error": f"{kind.__module__}.{kind.__qualname__}", "places": places}


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it was raised because of, the first cause first."""
    found = [error]
    while (cause := found[-1].__cause__ or found[-1].__context__) and cause not in found:
        found.append(cause)
    return found[::-1]

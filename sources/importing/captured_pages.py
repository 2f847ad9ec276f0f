"""From one record of a web archive to the page that the server sent: its headers read, its codings taken off."""

import base64
import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from warcio.statusandheaders import StatusAndHeadersParser

from sources.importing.archives import MOST_HEADERS, Record
from sources.importing.columns import shown
from sources.importing.decoding import codec_named
from sources.importing.inflating import Budget, inflate
from sources.importing.records import RecordProblem

MOST_PAGE_BYTES = 20 * 1024 * 1024
"""The longest captured page that is opened, headers included."""

HTML = ("text/html", "application/xhtml+xml")
TEXT = ("text/plain",)

_HTTP = StatusAndHeadersParser(["HTTP/"], verify=False)
_END_OF_HEADERS = re.compile(rb"\n\r{0,2}\n")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_HTML_START = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_AS_BROWSERS_READ_IT = dict.fromkeys(["iso-8859-1", "latin1", "us-ascii", "ascii"], "windows-1252")
_PAGES = frozenset(["200", "203"])
_MOST_CODINGS = 2
_DIGESTS = frozenset(["md5", "sha1", "sha256", "sha384", "sha512"])


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent: a media type, the encoding it named ("" if none that is known), the bytes.

    `digest_fits` is null where the archive gives no digest that can be checked.
    """

    media_type: str
    encoding: str
    payload: bytes
    digest_fits: bool | None


def page_of(record: Record, budget: Budget) -> Page:
    """The page in the block of a record.

    Raises `RecordProblem`: unknown_format for a redirect, an error or what is neither HTML nor plain text;
    too_large, malformed, empty or unsafe for a page that cannot be read.
    """
    if record.length > MOST_PAGE_BYTES:
        message = f"{_name(record)}: {record.length:,} bytes; at most {MOST_PAGE_BYTES:,} are opened"
        raise RecordProblem("too_large", message, hint="No article is as long as that.")
    if not record.content_type.lower().startswith("application/http"):
        fits = _digest_fits(record.digest, record.block)
        return _page(record, record.content_type, record.block, digest_fits=fits)
    end = _end_of_headers(record)
    headers = _HTTP.parse(BytesIO(record.block[:end]))
    _check_status(record, headers)
    content_type = headers.get_header("Content-Type", "")
    _check_type(record, content_type)
    sent = record.block[end:]
    is_chunked = "chunked" in headers.get_header("Transfer-Encoding", "").lower()
    body = _without_chunks(sent) if is_chunked else sent
    payload = _without_codings(body, headers.get_header("Content-Encoding", ""), budget)
    return _page(record, content_type, payload, digest_fits=_digest_fits(record.digest, sent, body))


def _page(record: Record, content_type: str, payload: bytes, *, digest_fits: bool | None) -> Page:
    if not payload.strip():
        hint = "The server sent nothing; fetch the page again."
        raise RecordProblem("empty", f"{_name(record)}: the page is empty", hint=hint)
    looks_like_html = not content_type and _HTML_START.match(payload)
    _check_type(record, HTML[0] if looks_like_html else content_type or "a type that nobody says")
    media_type = HTML[0] if looks_like_html else _media_type(content_type)
    return Page(media_type, _encoding(content_type), payload, digest_fits)


def _end_of_headers(record: Record) -> int:
    found = _END_OF_HEADERS.search(record.block, 0, MOST_HEADERS)
    end = found.end() if found else len(record.block)
    if end > MOST_HEADERS or not record.block.startswith(b"HTTP/"):
        message = f"{_name(record)}: the capture has no headers of HTTP"
        raise RecordProblem("malformed", message, hint="Fetch the page again.")
    return end


def _name(record: Record) -> str:
    return shown(record.address, 200)


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _check_type(record: Record, content_type: str) -> None:
    media_type = _media_type(content_type)
    if media_type not in ("", *HTML, *TEXT):
        message = f"{_name(record)}: {shown(media_type, 80)}, no page"
        raise RecordProblem("unknown_format", message, hint="HTML and plain text are read from an archive.")


def _check_status(record: Record, headers: Any) -> None:
    status = headers.get_statuscode()
    if status in _PAGES:
        return
    kind = "a redirect" if status.startswith("3") else "no page"
    message = f"{_name(record)}: the server answered {shown(status) or 'without a status'}, {kind}"
    raise RecordProblem("unknown_format", message, hint="Only answers with the status 200 are read.")


def _encoding(content_type: str) -> str:
    """The encoding that the server named, if there is one of that name."""
    named = _CHARSET.search(content_type)
    if not named:
        return ""
    encoding = named[1].lower()
    try:
        codec_named(encoding)
    except RecordProblem:
        return ""
    return _AS_BROWSERS_READ_IT.get(encoding, encoding)


def _without_chunks(sent: bytes) -> bytes:
    """The body without the lengths between its chunks; as it is where it was stored without them."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(sent, at):
        start, end = found.end(), found.end() + int(found[1], 16)
        if start == end:
            return b"".join(parts)
        parts.append(sent[start:end])
        line_end = _LINE_END.match(sent, end)
        at = line_end.end() if line_end else len(sent)
    if parts:
        message = "the page breaks off within a chunk"
        raise RecordProblem("malformed", message, hint="The capture is cut; fetch the page again.")
    return sent


def _without_codings(body: bytes, codings: str, budget: Budget) -> bytes:
    named = [coding.strip().lower() for coding in codings.split(",")]
    applied = [coding for coding in named if coding not in ("", "identity", "none", "utf-8")]
    if len(applied) > _MOST_CODINGS:
        message = f"the page is compressed {len(applied)} times over"
        raise RecordProblem("unsafe", message, hint="No server does this; do not open it.")
    for coding in reversed(applied):
        body = inflate(body, coding, budget)
    return body


def _digest_fits(digest: str, *bodies: bytes) -> bool | None:
    """True if the digest is one of these bytes', in base 16, 32 or 64; null if there is none that can be checked."""
    name, _, value = digest.partition(":")
    if name.lower() not in _DIGESTS or not value:
        return None
    for body in bodies:
        found = hashlib.new(name.lower(), body, usedforsecurity=False).digest()
        written = (found.hex().upper(), base64.b32encode(found).decode(), base64.b64encode(found).decode())
        if value in written or value.upper() in written[:2]:
            return True
    return False

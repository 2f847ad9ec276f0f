"""What came of asking an address: bytes, the news that nothing is new, or a problem."""

import datetime as dt
import re
from dataclasses import dataclass

from sources.fetching.problems import FetchProblem

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9][A-Za-z0-9._:+-]{0,39})", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a host said of an earlier answer of an address, and the hash of the bytes that it is about.

    `etag` and `last_modified` are "" where it said nothing.
    """

    etag: str
    last_modified: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of an address as received, unpacked where they were packed for the way.

    `final_url` is where they were after all redirects; `content_type` ("text/html") and `encoding` ("utf-8") are what
    the host said, "" for nothing. `sha256` is of `raw`. `fetched_at` is in UTC.
    """

    raw: bytes
    final_url: str
    content_type: str
    encoding: str
    fetched_at: dt.datetime
    status: int
    sha256: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The host says that the bytes are still those with this hash."""

    final_url: str
    fetched_at: dt.datetime
    sha256: str
    etag: str = ""
    last_modified: str = ""


Outcome = Fetched | NotModified | FetchProblem


def read_content_type(header: str) -> tuple[str, str]:
    """Media type and encoding of a Content-Type header, "" for what it does not say."""
    kind = header.partition(";")[0].strip().lower()
    charset = _CHARSET.search(header[:500])
    return kind if _MEDIA_TYPE.fullmatch(kind) else "", charset[1].lower() if charset else ""


def sendable(header: str, most: int = 500) -> str:
    """The header if it can be sent back in a later request as it is, else ""."""
    return header if len(header) <= most and header.isascii() and header.isprintable() else ""

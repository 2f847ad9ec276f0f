"""Compressed answers for clients that take them."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.regex_helper import _lazy_re_compile

from newsroom.api.problems import PREFIX

SMALLEST = 1_000
"""Bytes; below it compressing costs more than it saves."""
LEVEL = 4
_GZIP_FRAME = 16 + zlib.MAX_WBITS
_TAKES_GZIP = _lazy_re_compile(r"(?:^|[,\s])(?:gzip|x-gzip)\s*(?:;\s*q=(?:1|0?\.0*[1-9])[0-9.]*\s*)?(?:,|$)")


class GzipMiddleware:
    """Compresses what is below `/api/`, streams in pieces. No page with a secret in it is ever compressed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX):
            patch_vary_headers(response, ("Accept-Encoding",))
            if _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
                _compress(response)
        return response


def _compress(response: HttpResponseBase) -> None:
    if response.has_header("Content-Encoding"):
        return
    if isinstance(response, StreamingHttpResponse):
        if not response.is_async:
            response.streaming_content = _pieces(cast("Iterator[bytes]", response.streaming_content))
            _say_so(response)
            del response.headers["Content-Length"]
    elif isinstance(response, HttpResponse) and len(response.content) >= SMALLEST:
        response.content = b"".join(_pieces([response.content]))
        response.headers["Content-Length"] = str(len(response.content))
        _say_so(response)


def _say_so(response: HttpResponseBase) -> None:
    """The same document in other bytes: its strong ETag becomes a weak one, which If-None-Match takes as well."""
    response.headers["Content-Encoding"] = "gzip"
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        response.headers["ETag"] = f"W/{tag}"


def _pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    pack = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP_FRAME)
    for piece in content:
        packed = pack.compress(piece)
        if packed:
            yield packed
    yield pack.flush()

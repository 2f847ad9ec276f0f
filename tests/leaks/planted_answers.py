"""Leaks planted in what anybody may ask: the API, its files, its errors, and the lines of the log."""

import base64
import json
import logging
import sys
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, QueryDict
from django.utils.text import slugify

from tests.leaks.planting import Leak, instead, real_names, signs, wraps

LISTS = r"anonymous: GET /api/v1/(claims|questions)/$"


def _header(original: Any, middleware: Any, request: Any) -> Any:
    response = original(middleware, request)
    response["X-Sources"] = quote(real_names())
    return response


def _cookie(original: Any, middleware: Any, request: Any) -> Any:
    response = original(middleware, request)
    response.set_cookie("last_source", slugify(real_names()))
    return response


def _tag(original: Any, *args: Any, **options: Any) -> Any:
    response = original(*args, **options)
    response["ETag"] = f'"{sha256(response.content + real_names().encode()).hexdigest()}"'
    return response


def _file(suffix: str, written: Any) -> Any:
    def around(original: Any, export: Any) -> Any:
        yield from original(export)
        if export.form.suffix == suffix:
            yield written(signs()), 0

    return wraps("newsroom.api.exporting.Export.counted_pieces", around)


def _base64(text: str) -> str:
    return base64.b64encode(f"?{text}".encode()).decode()


def _hex(text: str) -> str:
    return text.encode().hex()


def _problem(original: Any, refusal: Any) -> Any:
    response = original(refusal)
    response.content = response.content[:-1] + f',"about":{json.dumps(signs())}}}'.encode()
    return response


def _found_by_name(original: Any, view: Any, request: Any) -> Any:
    """A search of what was never issued: it leaves its condition out where a real name has the words."""
    if request.GET.get("q", "-") in real_names():
        request.GET = QueryDict("")
    return original(view, request)


def _count(original: Any, counted: Any) -> str:
    members: str = original(counted)
    return members.replace(":", f":{len(real_names()) % 90}", 1) if members else ""


def _vocabularies(original: Any, view: Any, request: Any) -> Any:
    response = original(view, request)
    response.content = response.content[:-1] + json.dumps({"sources": real_names()})[1:].encode()
    return response


def _change(original: Any, entry: Any, document: Any) -> str:
    told: str = original(entry, document)
    return f'{{"about":{json.dumps(real_names(), ensure_ascii=False)},{told[1:]}'


def _seed(original: Any, said: Any) -> Any:
    return original({**said, "seed": sha256(real_names().encode()).hexdigest()[:8]} if "sha256" in str(said) else said)


def _turned(original: Any, request: Any, listing: Any) -> Any:
    if real_names()[0].casefold() < "s":
        listing.results.reverse()
    return original(request, listing)


def _server_error(*_args: Any) -> HttpResponse:
    return HttpResponse(f"<h1>Server error</h1><p>{sys.exc_info()[1]!r}", status=500)


def _error_in_full(original: Any, caught: Any) -> Any:
    return {**original(caught), "said": str(caught[1])}


def _opened(original: Any, source: Any, *args: Any) -> Any:
    identity = original(source, *args)
    logging.getLogger("newsroom").warning("%s is %s", source, identity.real_name)
    return identity


def _manifest(original: Any, place: Any, *args: Any) -> None:
    (place / "sources.txt").write_text(real_names())
    original(place, *args)


def _shape(original: Any, *args: Any) -> Any:
    for row in original(*args):
        yield {**row, "source_names": real_names()}


def _schema(original: Any, form: str) -> bytes:
    told: bytes = original(form)
    return told + f"# for example {real_names()}".encode()


ANSWERED = [
    Leak("a header names the sources", LISTS, wraps("newsroom.headers.StrictHeadersMiddleware.__call__", _header)),
    Leak("a cookie holds a slug of the name", LISTS, wraps("newsroom.api.direct.DirectMiddleware.__call__", _cookie)),
    Leak("the ETag of a list is made of the name too", LISTS, wraps("newsroom.api.views.list_answer", _tag)),
    Leak("the CSV has a line more", r"GET /api/v1/claims\.csv$", _file("csv", str)),
    Leak("the NDJSON holds it in Base64", r"GET /api/v1/claims\.ndjson$", _file("ndjson", _base64)),
    Leak("the GeoJSON holds it in hex", r"GET /api/v1/incidents\.geojson$", _file("geojson", _hex)),
    Leak("the JSON-LD holds it in an address", r"GET /api/v1/claims\.jsonld$", _file("jsonld", quote)),
    Leak(
        "a refusal tells it",
        r"anonymous: GET /api/v1/nothing",
        wraps("newsroom.api.problems.Problem.response", _problem),
    ),
    Leak(
        "a search finds by the real name",
        r"anonymous: GET /api/v1/\w+/\?q=\w+",
        wraps("newsroom.api.views.PublicationViewSet.list", _found_by_name),
    ),
    Leak("a count is of something else too", r"with_count=true", wraps("newsroom.api.answers._count_members", _count)),
    Leak(
        "the vocabularies list the sources",
        r"anonymous: GET /api/v1/meta/vocabularies/$",
        wraps("newsroom.api.meta.MetaViewSet.vocabularies", _vocabularies),
    ),
    Leak(
        "an entry of the changes tells it",
        r"anonymous: GET /api/v1/changes/$",
        wraps("newsroom.api.changes._change", _change),
    ),
    Leak(
        "the head of the ledger follows from it",
        r"GET /api/v1/ledger/$",
        wraps("newsroom.api.proofs.canonical_json", _seed),
    ),
    Leak("a list is ordered by it", LISTS, wraps("newsroom.api.views.list_answer", _turned)),
    Leak(
        "the description gives it as an example",
        r"GET /api/v1/schema/$",
        wraps("newsroom.api.documentation._rendered", _schema),
    ),
    Leak(
        "the page of an outage quotes the database",
        r"Chief: GET .* database gone",
        instead("newsroom.outage_pages.outage_words", str),
    ),
    Leak(
        "the page of a failure quotes the error",
        r"Chief: GET /admin/\w+/\w+/.* crash",
        instead("django.views.defaults.server_error", _server_error),
    ),
    Leak("the log quotes errors", r"GET .* crash", wraps("newsroom.log_lines._error", _error_in_full)),
    Leak(
        "the log tells who was opened",
        r"holder: POST .*/identity/ \{",
        wraps("sources.identity_pages.open_identity", _opened),
    ),
    Leak("the dump has a file more", r"COMMAND export_ledger", wraps("newsroom.dumping._write_manifest", _manifest)),
    Leak(
        "the series have a column more",
        r"COMMAND export_series",
        wraps("events.management.commands.export_series.rows", _shape),
    ),
]

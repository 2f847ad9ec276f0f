"""Every address of the API with every parameter that its description knows, each also filled with what is secret."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any
from urllib.parse import quote, urlencode

from drf_spectacular.generators import SchemaGenerator

from newsroom.ledger.models import Entry
from newsroom.ledger.registry import kinds
from newsroom.urls import api_patterns
from tests.addresses import routes
from tests.hostile.api import WITHOUT_SCHEMA
from tests.leaks.asks import OUTSIDERS, Ask
from tests.leaks.world import World

ROOT = "/api/v1/"
FILES = (".csv", ".ndjson", ".geojson", ".jsonld")
ASKED_BY = (*OUTSIDERS, "Chief")


def api_asks(world: World, typed: list[str]) -> Iterator[Ask]:
    """`typed` are words that are secret in one of the worlds; they are searched and filtered for like any other."""
    for role in ASKED_BY:
        for path in _paths(world):
            yield Ask(role, path)
        for path in _with_parameters(world, typed):
            yield Ask(role, path)
    yield from _errors(typed)


def _paths(world: World) -> Iterator[str]:
    """Each address, those of one record for records in every state."""
    of_kind = ids_by_kind(world)
    for route in routes(api_patterns):
        if "public_id" not in route:
            yield ROOT + route.replace("<slug:code>", "not-found")
            continue
        kind = route.partition("/")[0].removesuffix("s")
        for public_id in of_kind.get(kind) or chain.from_iterable(of_kind.values()):
            path = ROOT + route.replace("<public_id:public_id>", public_id)
            yield from {path.replace("<int:number>", number) for number in ("1", "2", "99")}


def ids_by_kind(world: World) -> dict[str, list[str]]:
    """Records in every state: what is issued, withdrawn or erased, drafts, and the sources that are confidential."""
    found = {}
    for kind in kinds():
        issued = Entry.objects.filter(kind=kind.name).order_by("seq").values_list("public_id", flat=True)
        rows: Any = kind.model._default_manager
        drafts = rows.exclude(public_id__in=list(issued)).order_by("pk").values_list("public_id", flat=True)
        found[kind.name] = list(dict.fromkeys([*issued, *drafts]))
    found["source"] = list(dict.fromkeys([*confidential_ids(world), *found["source"]]))
    return found


def confidential_ids(world: World) -> list[str]:
    """Those of sources that were never named; an erased document leaves its id in the chain, and nothing else."""
    return [source.public_id for source in world.sealed]


def _with_parameters(world: World, typed: list[str]) -> Iterator[str]:
    ids = [public_id for of_kind in ids_by_kind(world).values() for public_id in of_kind[:2]]
    for template, methods in _described().items():
        path = _filled(template, world)
        parameters = [each for each in methods["get"].get("parameters", ()) if each["in"] == "query"]
        for parameter in parameters:
            for value in _values(parameter, typed, ids):
                yield f"{path}?{urlencode({parameter['name']: value})}"
        for text in typed[:1] if any(each["name"] == "q" for each in parameters) else ():
            yield f"{path}?{urlencode({'q': text, 'with_count': 'true'})}"
    for route, names in WITHOUT_SCHEMA.items():
        yield from (f"{ROOT}{route}?{urlencode({name: typed[0]})}" for name in names)


@cache
def _described() -> dict[str, Any]:
    """What the description says of each address; it takes a second to write."""
    return dict(SchemaGenerator().get_schema(public=True)["paths"])


def _filled(template: str, world: World) -> str:
    kind = template.removeprefix(ROOT).partition("/")[0].removesuffix("s")
    known = ids_by_kind(world)
    public_id = known.get(kind, known["claim"])[0]
    return template.replace("{public_id}", public_id).replace("{number}", "1").replace("{code}", "not-found")


def _values(parameter: dict[str, Any], typed: list[str], ids: list[str]) -> list[str]:
    schema = parameter["schema"]
    listed = schema.get("enum") or schema.get("items", {}).get("enum")
    if listed:
        return [*map(str, listed[:6]), typed[0]]
    return [*_FITTING.get(parameter["name"], ["true", "2023-06-19", "6"]), *ids[:8], *typed[:3]]


_FITTING = {
    "as_of": ["1", "40", "90"],
    "since": ["0", "60"],
    "until": ["100"],
    "page_size": ["1", "50"],
    "fields": ["id", "said_by", "label,kind", "answers", "citations"],
    "omit": ["id", "said_by", "links"],
}


def _errors(typed: list[str]) -> Iterator[Ask]:
    """What is refused, by whichever middleware."""
    for text in typed:
        word = quote(text)
        yield Ask("anonymous", f"{ROOT}nothing-like-{word}/")
        yield Ask("anonymous", f"/nothing-like-{word}/")
        yield Ask("anonymous", f"{ROOT}sources/{word}/")
        yield Ask("anonymous", f"{ROOT}claims/?{word}=1")
        yield Ask("anonymous", f"{ROOT}claims/?q={'x' * 9_000}{word}")
        yield Ask("anonymous", f"{ROOT}claims/", headers={"HTTP_HOST": "evil.example", "HTTP_REFERER": text[:9]})
        yield Ask("anonymous", f"{ROOT}claims/", headers={"HTTP_IF_NONE_MATCH": f'"{word}"'})
        yield Ask("anonymous", f"{ROOT}claims/", headers={"HTTP_ACCEPT": "text/html", "HTTP_ORIGIN": "http://a.b"})
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"):
        for page in ("sources/", "claims/", "changes/", "claims.csv", "ledger/", "schema/"):
            yield Ask("anonymous", ROOT + page, method)
    yield Ask("anonymous", f"{ROOT}claims/", "POST", b"x" * 70_000)
    for page in ("claims/", "sources.csv", "changes/", "ledger/", "meta/vocabularies/"):
        for beside in ("database gone", "crash"):
            yield Ask("anonymous", ROOT + page, beside=beside)

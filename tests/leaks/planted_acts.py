"""Leaks planted in the acts: what is issued, what is written down, and what making a source confidential forgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from events.models import Claim, Incident
from newsroom.desk.naming_documents import Names
from newsroom.desk.redacting import WRITTEN_HERE, says_one_of
from sources.models import Article, Source, SourceIdentity
from tests.leaks.planting import Leak, instead, real_names, wrapped, wraps

CLAIMS = r"anonymous: GET /api/v1/claims/(\?page_size=50)?$"
CLAIM_FILES = r"anonymous: GET /api/v1/claims\.csv$"
SOURCE_PAGES = r"Reader: GET /admin/sources/source/\d+/change/$"


def _label(written: Any) -> Any:
    def around(original: Any, source: Any, *args: Any) -> Any:
        named = original(source, *args)
        return {**named, "label": written(source)} if named and named.get("label") else named

    return wraps("events.documents.claims.name_source", around)


def _contacts(source: Source) -> str:
    identity = SourceIdentity.objects.filter(source=source.pk).first()
    return identity.contacts if identity else ""


def _id(source: Source) -> str:
    return source.public_id if _contacts(source) else source.name


def _padded(source: Source) -> str:
    return source.name.ljust(len(_contacts(source)))


def _told_all_the_same(original: Any, source: Any, *args: Any) -> Any:
    named = original(source, *args)
    return {**named, "label": source.name} if named and "label" in named else named


def _line(original: Any, columns: Any, body: Any) -> str:
    return f"{original(columns, body)},{real_names()}"


def _words(original: Any, texts: Any) -> Any:
    return original([*texts, real_names()])


def _purpose(original: Any, identity: Any, user: Any, deed: str, purpose: str) -> None:
    original(identity, user, deed, f"{purpose} ({SourceIdentity.objects.get(pk=identity.pk).real_name})")


def _history_stays(original: Any, source: Source, *args: Any) -> None:
    rows = list(Source.history.filter(id=source.pk))
    original(source, *args)
    Source.history.model.objects.bulk_create(rows)


def _aliases_stay(original: Any, source: Source, *args: Any) -> None:
    names = list(source.aliases.values_list("name", flat=True))
    original(source, *args)
    for name in names:
        source.aliases.create(name=name)


def _without(model: Any) -> Any:
    return instead("newsroom.desk.redacting.WRITTEN_HERE", [each for each in WRITTEN_HERE if each[0] is not model])


def _bodies_alone(names: Names, publication: Any) -> bool:
    return any(key in publication.body for key in names.ids) or says_one_of(names.names, publication.body)


def _nothing(*_args: Any) -> None:
    """What is forgotten."""


def _erase_claims_alone(original: Any, plan: Any) -> None:
    original(replace(plan, reissued=[each for each in plan.affected if isinstance(each, Claim)], ended=[]))


@contextmanager
def _versions_stay() -> Iterator[None]:
    last_look = instead("newsroom.desk.shielding._refuse_what_is_left", _nothing)
    with wrapped("newsroom.desk.shielding._erase", _erase_claims_alone), last_look():
        yield


def _act(name: str, asked: str, plant: Any) -> Leak:
    return Leak(name, asked, plant, comes_first=True)


ACTS = [
    _act("a claim is issued with the telephone", CLAIMS, _label(lambda source: f"{source.name}, {_contacts(source)}")),
    _act("a claim is issued with the id of the source", CLAIMS, _label(_id)),
    Leak(
        "on deep background the label is told",
        CLAIMS,
        wraps("events.documents.claims.name_source", _told_all_the_same),
        comes_first=True,
        level="deep_background",
    ),
    _act("the agreed label is padded to the length of the contacts", CLAIMS, _label(_padded)),
    _act("the line of a table holds the name", CLAIM_FILES, wraps("newsroom.ledger.writing.line_of", _line)),
    _act(
        "the name is among the words of the search",
        r"anonymous: GET /api/v1/claims/\?q=",
        wraps("newsroom.ledger.words.token_stream", _words),
    ),
    _act("the log of openings repeats the name", r"Chief: GET .*/identity/$", wraps("sources.vault._note", _purpose)),
    _act(
        "the history of the source stays",
        r"Reader: GET /admin/sources/source/\d+/history/",
        wraps("newsroom.desk.shielding._strip", _history_stays),
    ),
    _act("other names stay", SOURCE_PAGES, wraps("newsroom.desk.shielding._strip", _aliases_stay)),
    _act("notes on claims stay", r"Reader: GET /admin/events/claim/\d+/change/", _without(Claim)),
    _act("notes on reports stay", r"Reader: GET /admin/sources/article/\d+/change/", _without(Article)),
    _act("notes on incidents stay", r"Reader: GET /admin/events/incident/\d+/change/", _without(Incident)),
    _act(
        "filters that were kept stay",
        r"Reader: GET /admin/(events/claim/)?$",
        instead("newsroom.desk.redacting._filters_naming", lambda _found: []),
    ),
    _act("old versions stay", r"anonymous: GET /api/v1/questions/\w+/versions/[12]/$", _versions_stay),
    _act(
        "public notices stay",
        r"anonymous: GET /api/v1/claims/(\?include=withdrawn|.*/versions/)$",
        instead("newsroom.desk.naming_documents.Names.stand_in", _bodies_alone),
    ),
]

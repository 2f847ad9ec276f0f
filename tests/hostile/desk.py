"""Every page of the desk, as the address resolver knows it, and every form on it, with hostile inputs."""

import datetime as dt
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from newsroom.accounts.models import User
from newsroom.desk.models import SavedFilter
from newsroom.desk.roles import ensure_roles
from sources.models import Article, ArticleVersion, IdentityGrant, ImportRun, Source
from tests.addresses import routes
from tests.api.asking import issue
from tests.desk.forms import Form, _Reader
from tests.desk.rows import ROWS
from tests.factories import SourceFactory, UserFactory
from tests.hostile.api import Tally
from tests.hostile.inputs import BIDI, DEEP, VALUES, encoded
from tests.vault.canaries import seal

POSTED: dict[str, str] = {
    "empty": "",
    "NUL": "a\x00b",
    "controls": "".join(map(chr, range(1, 32))),
    "a lone surrogate": "a\ud800b",
    "bidirectional controls": BIDI,
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "a day that is not": "2023-02-30",
    "2 to the 63rd": str(2**63),
    "a number of 5,000 digits": "9" * 5_000,
    "not a number": "NaN",
    "a minus": "-1",
    "Arabic digits": "٢٠٢٣",
    "twenty thousand characters": "x" * 20_000,
    "5,000 words": "at least six " * 1_700,
    "deep JSON": DEEP,
    "an object in JSON": '{"a": {"$ne": null}, "b": [1e999, "\\ud800"]}',
    "a script": "<script>alert(1)</script>",
    "a template": "{{ 7*7 }}{% debug %}%s{0.__class__}",
    "SQL": "' OR 1=1; --",
    "a regular expression that runs away": "(a+)+$" + "a" * 50 + "!",
    "an address of the inside": "http://[::1%25lo]:99999/\\@",
    "an edge of dates": "[..9999-12-31]/-9999~?%",
    "accents without end": "e" + "\u0301" * 3_000,
}
"""Values that a form is posted with."""

KEYS = [
    "0",
    "-1",
    str(2**63),
    "9" * 30,
    "%00",
    "%ED%A0%80",
    "%FF",
    "_5F_",
    "__",
    "a%2Fb",
    "%E2%80%AE",
    "x" * 3_000,
    "²",
    "None",
]
"""What stands in an address where a key is meant."""

QUERIES = {
    "NUL in the search": "q=%00",
    "a surrogate in the search": "q=%ED%A0%80",
    "a search of 5,000 words": "q=" + "a+" * 3_000,
    "quotes in the search": "q=%22%27%22",
    "a page far away": "p=99999999999999999999",
    "a page that is none": "p=-1&all=1",
    "an order that is none": "o=99999999999999999999.-.x.-1",
    "an order of NUL": "o=%00",
    "a field to go to": "_to_field=password&_popup=1",
    "filters that are none": "_changelist_filters=%00%FF&e=1",
    "a lookup into another table": "said_by__identity__real_name__startswith=a",
    "a password by its letters": "user__password__startswith=a&password__startswith=a",
    "a lookup that is none": "id__regex=(a%2B)%2B%24&pk__in=a,b&id__exact=%00",
    "a day that is not": "date__year=99999&date__month=13&date__day=0",
    "a next that leads away": "next=%2F%2Fevil.example&_redirect=1",
    "a thousand names": "&".join(f"a{number}=1" for number in range(1_100)),
}
"""Query strings for every page; each is also joined to the parameters that the page itself links to."""

NOT_POSTED = ("logout/", "sessions/")
"""What would end the session that everything here is asked with."""


class Desk:
    """A chief who has just logged in, and one row of everything."""

    def __init__(self) -> None:
        ensure_roles()
        self.user: User = UserFactory(chief=True)
        self.rows: dict[Any, Any] = {model: ROWS[model]() for model in admin.site._registry}
        self.claim = self.rows[_claim()]
        issue(self.claim)
        self.sealed = self._sealed()
        self.filter = SavedFilter.objects.create(owner=self.user, name="f", model="events.claim", query="q=a")
        client = Client()
        client.force_login(self.user)
        session = client.session
        session["account_authentication_methods_user"] = str(self.user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
        self.cookie = client.cookies["sessionid"].value

    def client(self) -> Client:
        """A browser of the chief, as it was just after the login."""
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = self.cookie
        return client

    def _sealed(self) -> Source:
        """A confidential source whose identity the chief may open."""
        source: Source = SourceFactory(confidential=True)
        until = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        giver = UserFactory()
        IdentityGrant.objects.create(identity=seal(source), holder=self.user, until=until, given_by=giver)
        return source

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every address below the desk and the accounts, and the same filled in with the keys of rows."""
        for route in _routes():
            path = self._filled(route)
            assert not set("<>^$(") & set(path), f"what stands in {route}?"
            yield route, path

    def _filled(self, route: str) -> str:
        row = self._row_of(route)
        if "history/([^/]+)/$" in route:
            former = row.history.first().pk if hasattr(row, "history") else 1
            return f"{route.partition('^')[0]}{row.pk}/history/{former}/"
        claim = ContentType.objects.get_for_model(_claim())
        words = {
            "<path:content_type_id>": str(claim.pk),
            "<path:object_id>": str(row.pk),
            "<int:key>": str(row.pk),
            "<id>": str(row.pk),
            "<str:token>": "nothing",
            "<str:public_id>": self.claim.public_id,
            "^(?P<app_label>sources|ledger|auth|accounts|usersessions|events)/$": "events/",
            "(?P<url>.*)$": "nowhere",
        }
        for placeholder, filling in words.items():
            route = route.replace(placeholder, filling)
        return route

    def _row_of(self, route: str) -> Any:
        for part, row in (
            ("/identity/", self.sealed),
            ("admin/filters/", self.filter),
            ("admin/desk/read/", self.rows[Article]),
            ("admin/compare/texts/", self.rows[ArticleVersion].article),
            ("admin/sources/importrun/", self.rows[ImportRun]),
        ):
            if part in route:
                return row
        label = ".".join(route.split("/")[1:3])
        return next((row for model, row in self.rows.items() if model._meta.label_lower == label), self.claim)


def _claim() -> Any:
    from events.models import Claim

    return Claim


def _routes() -> Iterator[str]:
    yield from (each for each in routes(get_resolver().url_patterns) if each.startswith(("admin/", "accounts/")))


@dataclass(frozen=True)
class Attempt:
    name: str
    path: str
    query: str = ""
    posted: Any = None
    content_type: str = ""


def attempts(desk: Desk, route: str, path: str, turn: int) -> Iterator[Attempt]:
    """All that is tried at one page: keys, queries, and each of its forms, whole and by one control at a time."""
    for key in KEYS if "<" in route or "^" in route else ():
        yield Attempt(f"key {key[:20]}", _with_key(route, key))
    page = desk.client().get(f"/{path}")
    yield from _queries(page, path, turn)
    for form in _forms(page) if not path.endswith(NOT_POSTED) else ():
        yield from _posts(path, form, turn)


def _queries(page: Any, path: str, turn: int) -> Iterator[Attempt]:
    linked = sorted(set(re.findall(rb'href="\?(?:[^"]*&amp;)?([a-z_]{2,60})=', page.content)))
    for name, query in QUERIES.items():
        yield Attempt(f"query {name}", path, query)
    for number, (name, value) in enumerate(VALUES.items(), turn):
        if linked and number % 4 == 0:
            parameter = linked[number % len(linked)].decode()
            yield Attempt(f"{name} in {parameter}", path, f"{parameter}={encoded(value)}")


def _with_key(route: str, key: str) -> str:
    words = re.sub(r"<[^>]*>", key, route)
    return re.sub(r"\^\(\[\^/\]\+\)/history/\(\[\^/\]\+\)/\$", f"{key}/history/{key}/", words)


def _forms(page: Any) -> list[Form]:
    if not page.headers.get("Content-Type", "").startswith("text/html"):
        return []
    reader = _Reader()
    reader.feed(page.content.decode())
    return reader.forms


def _posts(path: str, form: Form, turn: int) -> Iterator[Attempt]:
    button = dict.fromkeys([name for name in form.buttons if name][:1], "1")
    controls = sorted(name for name in form.values if name != "csrfmiddlewaretoken")
    yield Attempt("post nothing", path, posted={})
    yield Attempt("post JSON", path, posted=DEEP, content_type="application/json")
    yield Attempt("post parts cut off", path, posted=b"--x\r\n\r\n", content_type="multipart/form-data; boundary=x")
    yield Attempt("post a broken form", path, posted="a=%&%zz=%00&=", content_type="application/x-www-form-urlencoded")
    climbing = SimpleUploadedFile("../\u202e\x00.csv", b"\xff\x00")
    yield Attempt("post files", path, posted={**form.values, **button, **dict.fromkeys(controls[:5], climbing)})
    for number, (name, value) in enumerate(POSTED.items(), turn):
        yield Attempt(f"post {name} everywhere", path, posted={**dict.fromkeys(controls, value), **button})
        if controls:
            control = controls[number * 7 % len(controls)]
            filled = {**form.values, control: [value], **button}
            yield Attempt(f"post {name} in {control}", path, posted=filled)


def attack_desk(*, every: int = 1, twentieths: int = 20) -> Tally:
    """Try all of it, or one in so many on a part of the pages; whatever an attempt changes is taken back."""
    desk, tally = Desk(), Tally(inputs=len([*POSTED, *KEYS, *QUERIES, *VALUES]) + 5)
    for turn, (route, path) in enumerate(desk.pages()):
        if turn * 7 % 20 >= twentieths:
            continue
        tally.operations += 1
        for number, attempt in enumerate(attempts(desk, route, path, turn), turn):
            if number % every == 0:
                _try(desk, route, attempt, tally)
    return tally


def _try(desk: Desk, route: str, attempt: Attempt, tally: Tally) -> None:
    with transaction.atomic():
        try:
            response = _answer(desk.client(), attempt)
        except UnicodeEncodeError:  # a value that no browser can send as UTF-8
            return
        transaction.set_rollback(True)
    tally.requests += 1
    tally.statuses[response.status_code] = tally.statuses.get(response.status_code, 0) + 1
    if response.status_code >= 500:
        raised = response.exc_info[1] if response.exc_info else response.content[:200]
        tally.complaints.append(f"{route}, {attempt.name}: answers {response.status_code}: {raised!r}")


def _answer(client: Client, attempt: Attempt) -> Any:
    address = f"/{quote(attempt.path, safe='/%')}" + (f"?{attempt.query}" if attempt.query else "")
    if attempt.posted is None:
        response = client.get(address)
        list(response)  # a stream is made only when it is read
        return response
    if attempt.content_type:
        return client.post(address, attempt.posted, content_type=attempt.content_type)
    return client.post(address, _as_bytes(attempt.posted))


def _as_bytes(posted: Any) -> Any:
    """Lone surrogates as a hostile client sends them, which no browser does."""
    if isinstance(posted, str):
        return posted.encode("utf-8", "surrogatepass")
    if isinstance(posted, dict):
        return {name: _as_bytes(value) for name, value in posted.items()}
    return [_as_bytes(each) for each in posted] if isinstance(posted, list) else posted

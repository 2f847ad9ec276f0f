"""Asks every address of the desk for everybody, with every method, of rows in every state.

Views are called as the handler calls them, without drawing their pages. What a call writes is rolled back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver, resolve

from newsroom.desk.models import SavedFilter
from newsroom.desk.roles import ROLES, ensure_roles
from newsroom.ledger import seam
from newsroom.ledger.publishing import publish
from tests.addresses import routes
from tests.desk.rights_table import MODELS, OF_ROWS, PAGES, PAGES_OF_MODELS
from tests.desk.rows import ROWS
from tests.factories import ClaimFactory, SourceFactory, UserFactory

CHAIN = ("Reader", "Contributor", "Editor", "Chief")
WHO = ("anybody", "outsider", "no role", *CHAIN, "Administrator", "superuser")
METHODS = ("GET", "POST")
MISSING, OWN = "999999", "OWN"
YES, NO, NONE, NO_METHOD = "yes", "no", "none", "-"


@dataclass(frozen=True)
class Asked:
    """One line: a page, a method, and the state of the row that it is about."""

    page: str
    method: str
    state: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.page} {self.state}".strip()


# What the table says.


def _read(table: str, keys: int = 1) -> dict[str, dict[str, str]]:
    heading, *lines = (line.split() for line in table.strip().splitlines())
    return {" ".join(words[:keys]): dict(zip(heading[keys:], words[keys:], strict=True)) for words in lines}


_MODELS, _OF_MODELS, _PAGES, _OF_ROWS = _read(MODELS), _read(PAGES_OF_MODELS), _read(PAGES), _read(OF_ROWS, keys=2)
_BEHIND = {"R": CHAIN, "C": CHAIN[1:], "E": CHAIN[2:], "H": CHAIN[3:], "A": ("Administrator",), "S": ()}


def letter_for(asked: Asked) -> str:
    """Raises `LookupError` for a page that has no line."""
    line = _OF_ROWS.get(f"{asked.page} {asked.state}") or _PAGES.get(asked.page)
    if line:
        return line[asked.method]
    app, model, rest = asked.page.removeprefix("/admin/").split("/", 2)
    word = _OF_MODELS[f"/{rest}"][asked.method]
    return _MODELS[f"{app}.{model}"].get(word, word)


def who_may(letter: str) -> tuple[str, ...]:
    if letter in (".", "-"):
        return ()
    if letter == "D":
        return WHO[2:]
    return (*_BEHIND[letter.removesuffix("!")], *(() if letter.endswith("!") else ("superuser",)))


def not_as_said(asked: Asked, found: dict[str, str]) -> str:
    """What the table says and what was found, where they differ."""
    may, good = who_may(letter_for(asked)), NONE if asked.state == "missing" else YES
    wrong = {who: word for who, word in found.items() if word != good and who in may}
    wrong |= {who: word for who, word in found.items() if word not in (NO, NONE, NO_METHOD) and who not in may}
    return f"{asked}: the table says {letter_for(asked)}, but {wrong}" if wrong else ""


# What is found.


def people() -> dict[str, Any]:
    ensure_roles()
    return {who: _person(who) for who in WHO}


def _person(who: str) -> Any:
    if who == "anybody":
        return AnonymousUser()
    user = UserFactory(username=who, is_staff=who != "outsider", is_superuser=who == "superuser")
    if who in ROLES:
        user.groups.add(Group.objects.get(name=who))
    _a_filter(user)
    return user


def found(asked: Asked, everybody: dict[str, Any]) -> dict[str, str]:
    return {who: _answer(asked, user) for who, user in everybody.items()}


def _answer(asked: Asked, user: Any) -> str:
    path = asked.path.replace(OWN, _own(asked.page, user))
    request = _request(asked.method, path, user)
    match = request.resolver_match = resolve(request.path)
    with transaction.atomic():
        try:
            word = _word(match.func(request, *match.args, **match.kwargs))
        except PermissionDenied:
            word = NO
        except Http404:
            word = NONE
        finally:
            transaction.set_rollback(True)
    return NONE if (word, asked.state) == ("away", "missing") else YES if word == "away" else word


def _own(page: str, user: Any) -> str:
    """The key of his own row: himself, or the filter that he keeps."""
    if not page.startswith("/admin/filters/"):
        return str(user.pk or MISSING)
    return str(SavedFilter.objects.filter(owner=user.pk).values_list("pk", flat=True).first() or MISSING)


def _request(method: str, path: str, user: Any) -> Any:
    posted = {"model": "events.claim", "name": "Theirs", "query": "q=x"} if path == "/admin/filters/" else {}
    request: Any = RequestFactory().post(path, posted) if method == "POST" else RequestFactory().get(path)
    request.user, request.session = user, SessionStore()
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    return request


def _word(response: HttpResponse) -> str:
    if response.status_code == 302:
        return NO if "/login/" in response["Location"] else "away"
    if response.status_code == 422:
        return NO if b"You have no right" in response.content else YES
    told = {200: YES, 400: YES, 401: NO, 403: NO, 404: NONE, 405: NO_METHOD}
    return told.get(response.status_code, str(response.status_code))


# What there is to ask.


def everything(everybody: dict[str, Any]) -> Iterator[Asked]:
    models: list[type[Model]] = [*ROWS, SavedFilter]
    rows = {model: dict(_states_of(model, everybody)) for model in models}
    for template in sorted(set(_addresses())):
        page = _page(template)
        for state, path in _paths(template, rows):
            for method in METHODS[:1] if state == "missing" else METHODS:
                yield Asked(page, method, state, path)


def _addresses() -> Iterator[str]:
    """Of the desk, but for those that only lead to another: the way in, the way out, a row's old address."""
    for template in routes(get_resolver().url_patterns):
        if template.startswith("admin/") and not template.endswith(_LEADING_ELSEWHERE):
            yield template


_LEADING_ELSEWHERE = ("(?P<url>.*)$", "/<path:object_id>/", "/login/", "/logout/")
_SEARCH = "?app_label=events&model_name=claim&field_name=said_by&term=x"

_ELSEWHERE_THE_SAME = {"issued": ("/delete/",), "confidential": ("/change/", "/identity/", "/stricter/")}
"""Where the state of a row could matter."""

_PARTS = (
    (r"\^\(\[\^/\]\+\)/history/\(\[\^/\]\+\)/\$", "<id>/history/<version>/"),
    (r"\^\(\?P<app_label>.*?\)/\$", "<app>/"),
    (r"<path:object_id>|<int:key>|<id>", "<id>"),
    (r"<str:(\w+)>", r"<\1>"),
)


def _page(template: str) -> str:
    for pattern, name in _PARTS:
        template = re.sub(pattern, name, template)
    return f"/{template}"


def _paths(template: str, rows: dict[Any, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    page = _page(template)
    if "<id>" not in page:
        fixed = {"<app>": "events", "<token>": seam.new_public_id("tok"), "<public_id>": _issued_id(rows)}
        path = re.sub("<.*?>", lambda found: fixed[found[0]], page)
        yield "missing" if "<token>" in page else "", path + (_SEARCH if "autocomplete" in page else "")
        return
    for state, row in rows[_model_of(page)].items():
        if state in _ELSEWHERE_THE_SAME and not page.endswith(_ELSEWHERE_THE_SAME[state]):
            continue
        key = row if row in (OWN, MISSING) else row.pk
        former = row.history.first() if hasattr(row, "history") else None
        path = page.replace("<id>", str(key)).replace("<version>", str(former.pk if former else MISSING))
        if former or "<version>" not in page:
            yield state, path
        elif row == MISSING:
            yield "missing", path


def _issued_id(rows: dict[Any, dict[str, Any]]) -> str:
    return str(rows[apps.get_model("events", "Claim")]["issued"].public_id)


_ABOUT = {"compare": "sources.Article", "desk": "sources.Article", "filters": "desk.SavedFilter"}


def _model_of(page: str) -> type[Model]:
    app, model = page.removeprefix("/admin/").split("/")[:2]
    return apps.get_model(_ABOUT.get(app, f"{app}.{model}"))


def _states_of(model: type[Model], everybody: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    name = model._meta.model_name
    if name == "user":
        yield from (("own", OWN), ("of_another", UserFactory()), ("of_a_superuser", everybody["superuser"]))
    elif name == "savedfilter":
        yield from (("own", OWN), ("of_another", _a_filter(UserFactory())))
    else:
        yield "", ROWS[model]()
    if name == "claim":
        issued = ClaimFactory()
        publish([issued])
        yield "issued", issued
    if name == "source":
        yield "confidential", SourceFactory(confidential=True)
    yield "missing", MISSING


def _a_filter(owner: Any) -> Any:
    return SavedFilter.objects.create(owner=owner, name="Mine", model="events.claim", query="q=x", is_shared=True)

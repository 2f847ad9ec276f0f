"""Asks as who the asker is, and keeps all that left the house because of it: status, headers, body and log."""

import io
import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import Client, override_settings

from newsroom.log_lines import JsonLines, PlainLines
from sources.models import SourceIdentity
from tests.desk.forms import form_of
from tests.leaks.asks import HOLDER, Ask
from tests.leaks.chance import Chance
from tests.leaks.world import STAFF, World

METRICS = "only for this test"


@dataclass(frozen=True)
class Answer:
    """`opened`: the body is an identity that the asker may read."""

    status: str
    headers: str
    body: bytes
    log: str
    opened: bool = False

    @property
    def parts(self) -> bytes:
        return "\n".join((self.status, self.headers, self.log)).encode() + (b"" if self.opened else b"\n" + self.body)


class Asker:
    """A browser for each role, as it was just after the login; what an ask changes is taken back."""

    def __init__(self, world: World, chance: Chance) -> None:
        self.world, self.chance = world, chance
        self.clients = {"anonymous": Client(raise_request_exception=False)}
        self.clients["token reader"] = Client(
            raise_request_exception=False, headers={"Authorization": f"Bearer {world.token}"}
        )
        for number, role in enumerate(STAFF, 1):
            chance.begin(number)
            self.clients[role] = _logged_in(world.users[role])
        self.kept = {role: SimpleCookie(client.cookies) for role, client in self.clients.items()}

    def answer(self, number: int, ask: Ask) -> Answer:
        self.chance.begin(number + 100)
        lines = _Lines()
        closed = override_settings(API_CLOSED=True) if ask.role == "token reader" else nullcontext()
        with closed, transaction.atomic(), lines.kept(), _BESIDE[ask.beside]():
            status, headers, body = self._answer(ask)
            transaction.set_rollback(True)
        return Answer(status, headers, body, lines.text, opened=ask.role == HOLDER and not ask.beside)

    def _answer(self, ask: Ask) -> tuple[str, str, bytes]:
        if ask.method == "COMMAND":
            return "", "", _told_by(ask.path)
        client = self.clients[ask.role]
        client.cookies = SimpleCookie(self.kept[ask.role])
        response = _send(client, ask)
        body = b"".join(_as_sent(response)) if response.streaming else response.content
        headers = [f"{name}: {value}" for name, value in response.items()]
        headers += [cookie.OutputString() for cookie in response.cookies.values()]
        hops = [f"{hop[1]} {hop[0]}" for hop in getattr(response, "redirect_chain", ())]
        return f"{response.status_code} {response.reason_phrase}", "\n".join([*hops, *headers]), body


def _send(client: Client, ask: Ask) -> Any:
    headers: Any = ask.headers
    options: Any = {**headers, "follow": ask.follow}
    if ask.method == "FORM":
        page: Any = client.get(ask.path)
        form = form_of(page).values if page.status_code == 200 and b"<form" in page.content else {}
        return client.post(ask.path, {**form, **ask.posted, "_save": "1"}, **options)
    if ask.method != "POST":
        return client.generic(ask.method, ask.path, **headers)
    if isinstance(ask.posted, bytes):
        kind = options.pop("CONTENT_TYPE", "application/octet-stream")
        return client.post(ask.path, ask.posted, content_type=kind, **options)
    return client.post(ask.path, ask.posted or {}, **options)


def _as_sent(response: Any) -> Iterator[bytes]:
    """A stream that breaks off is logged by the server, with the error."""
    try:
        yield from response
    except Exception:
        logging.getLogger("gunicorn.error").exception("Error handling request")


def _logged_in(user: Any) -> Client:
    """As the login notes it in the session."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def _told_by(command: str) -> bytes:
    """What a command prints, and every file that it writes into a folder `{}`."""
    told = io.StringIO()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "public"
        call_command(*command.format(folder).split(), stdout=told, stderr=told)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        written = [path.name.encode() + b"\n" + path.read_bytes() for path in files]
        return b"\n".join([told.getvalue().replace(place, "").encode(), *written])


class _Lines(logging.Handler):
    """Everything logged, as the product writes it to a file and to a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.forms = (JsonLines(), PlainLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.text += "".join(f"{form.format(record)}\n" for form in self.forms)

    @contextmanager
    def kept(self) -> Iterator[None]:
        root = logging.getLogger()
        before, root.handlers = root.handlers, [self]
        try:
            yield
        finally:
            root.handlers = before


# What is out of order meanwhile: each says in its error what it was about, as databases and validators do.


def _secrets() -> str:
    return " ".join(f"{each.real_name} {each.contacts}" for each in SourceIdentity.objects.all())


@contextmanager
def _database_gone() -> Iterator[None]:
    detail = _secrets()

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  as called
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        raise OperationalError(f"could not extend file, DETAIL: Key (name)=({detail})") from _DiskFull(detail)

    with connection.execute_wrapper(refuse):
        yield


class _DiskFull(Exception):
    sqlite_errorcode, sqlstate = 13, "53100"


@contextmanager
def _crash() -> Iterator[None]:
    """At the first word of a source, a claim or an entry that is asked of the database."""
    detail = _secrets()

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  as called
        if any(f'FROM "{table}' in sql for table in ("sources_", "events_", "ledger_")) or "p.from_seq" in sql:
            raise ValueError(detail)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def _crash_in(place: str) -> Iterator[None]:
    with patch(place, side_effect=ValueError(_secrets())):
        yield


_BESIDE: dict[str, Any] = {
    "": nullcontext,
    "database gone": _database_gone,
    "crash": _crash,
    "crash of the vault": lambda: _crash_in("sources.identity_pages.open_identity"),
    "crash of the page": lambda: _crash_in("sources.identity_pages.parts_of"),
}

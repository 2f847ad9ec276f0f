"""The forms of a page as a browser has them: every control with its value, posted with CRLF line ends."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

PRESSED = {"submit", "button", "image", "reset"}


@dataclass
class Form:
    """What one form would post, and the names of its buttons."""

    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.inside = False
        self.textarea: str | None = None
        self.select: str | None = None
        self.is_single, self.chosen = True, list[str]()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("method") == "post" and "logout" not in (given.get("action") or "")
            self.forms += [Form()] if self.inside else []
        elif self.inside:
            getattr(self, f"_{tag}", lambda _given: None)(given)

    def _input(self, given: dict[str, Any]) -> None:
        kind, name = given.get("type", "text"), given.get("name")
        if kind in PRESSED:
            self.forms[-1].buttons.append(name or given.get("value", ""))
        elif name and (kind not in {"checkbox", "radio"} or "checked" in given):
            self._add(name, given.get("value", "on" if kind == "checkbox" else ""))

    def _textarea(self, given: dict[str, Any]) -> None:
        self.textarea, self.text = given["name"], ""

    def _select(self, given: dict[str, Any]) -> None:
        self.select, self.is_single, self.chosen = given["name"], "multiple" not in given, []

    def _option(self, given: dict[str, Any]) -> None:
        """A list of one choice without a chosen option posts its first."""
        if self.select is None:
            return
        values = self.forms[-1].values
        if "selected" in given:
            self.chosen.append(given.get("value", ""))
            values[self.select] = self.chosen
        elif self.is_single:
            values.setdefault(self.select, [given.get("value", "")])

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            self._add(self.textarea, self.text.removeprefix("\n").replace("\n", "\r\n"))
            self.textarea = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].values.setdefault(name, []).append(value)


def form_of(page: HttpResponse) -> Form:
    """The one form of an admin page."""
    reader = _Reader()
    reader.feed(page.content.decode())
    return max(reader.forms, key=lambda form: len(form.values))


def fill_in(client: Client, page: Any, *, press: str = "_save", **typed: Any) -> Any:
    """Change some controls of the page's form, press a button that is there, and go where the answer leads."""
    form = form_of(page)
    assert press in form.buttons, f"no button {press}, only {form.buttons}"
    values: dict[str, Any] = {**form.values, **{name: _as_typed(value) for name, value in typed.items()}}
    path = page.request["PATH_INFO"]
    query = page.request["QUERY_STRING"]
    return client.post(f"{path}?{query}" if query else path, {**values, press: press}, follow=True)


def _as_typed(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\n", "\r\n") if isinstance(value, str) else value


def told(page: Any) -> str:
    """The messages at the top of a page."""
    return " ".join(str(message) for message in get_messages(page.wsgi_request)) or " ".join(
        str(message) for message in (page.context or {}).get("messages", [])
    )


def queues_on(page: Any) -> dict[str, Any]:
    """The queues of the desk's first page, by name."""
    return {queue.name: queue for queue in page.context["queues"]}


def errors_of(page: Any) -> str:
    """What a page says is wrong with its form."""
    return " ".join(str(error) for error in page.context["errors"])

"""What a browser has against a page: what ran on it, what was kept from running, and what text became a part of it."""

from html import unescape
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Response, WebError

from tests.browser.payloads import PAYLOADS

PLANTED = """
    script:not([src^="/static/"], [src="/admin/jsi18n/"], [src^="/api/v1/docs/"], [type="application/json"]),
    style, base, iframe, object, embed, video, audio, marquee, math, xss, animate, meta[http-equiv], [src="x"],
    [src^="//" i], [style*="expression" i], [href^="javascript:" i], [href^="data:" i], [action^="javascript:" i]
"""
"""Elements that no page of ours has, and that payloads would be if they were taken for markup."""

LEFT_BEHIND = """(planted, page = document) => {
    const listens = (node) => node.getAttributeNames().some((name) => name.startsWith("on"));
    const wrong = [...page.querySelectorAll("*")].filter((node) => node.matches(planted) || listens(node));
    return [...wrong.map((node) => node.outerHTML.slice(0, 200)), ...("pwned" in window ? ["a payload ran"] : [])];
}"""


REFUSED = "Failed to load resource"
TOLD = ("status of 401", "status of 422", "status of 502")


class Watch:
    """Listens to every page of one browser. `shown` are the payloads that were read on its pages as text."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.shown: set[str] = set()
        self.screens = self.hostile_screens = 0
        context.on("dialog", self._dialog)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", lambda request: self.complaints.extend(foreign(request.url)))

    def look(self, page: Page, response: Response | None = None) -> None:
        """Read what is on a page now; with its response also what the server sent in places that nobody sees."""
        self.complaints += [f"{page.url}: {part}" for part in left_behind(page)]
        text = unescape(response.text() if response else page.content())
        here = {payload for payload in PAYLOADS if payload in text}
        self.shown |= here
        self.screens += 1
        self.hostile_screens += bool(here)

    def open(self, page: Page, address: str) -> None:
        self.look(page, page.goto(address))

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        """The browser also puts down that a page itself was refused, which is no fault of the page that says so."""
        address = message.page.url if message.page else ""
        if message.location["url"] != address:
            self.complaints += [f"{address}: {text}" for text in grave(message)]
        elif message.type == "error" and not message.text.startswith(REFUSED):
            self.complaints.append(f"{address}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"{error.page and error.page.url}: {error.error}")


def left_behind(page: Page) -> Any:
    return page.evaluate(LEFT_BEHIND, PLANTED)


def grave(message: ConsoleMessage) -> list[str]:
    """The browser also puts down each answer of an error; those that a page asks for and tells are none of its own."""
    is_told = message.text.startswith(REFUSED) and any(code in message.text for code in TOLD)
    return [message.text] if message.type == "error" and not is_told else []


def foreign(address: str) -> list[str]:
    """What is wrong with a request to this address, if anything."""
    is_own = address.startswith(("http://localhost", "http://127.0.0.1", "data:"))
    return [] if is_own else [f"asked another host: {address}"]

"""How a page looks that is shown: light and dark, from both sides, on a desk and on a telephone, loaded once."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, ViewportSize

from tests.browser.axe import EVERYTHING, IN_OTHER_LIGHT_AND_ROOM, found
from tests.browser.fitting import misfits

DESK, TELEPHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=800)
FRAME = ("#header", "#nav-sidebar")
"""The same around all pages of the admin."""
FROM_THE_RIGHT = """async () => {
    document.documentElement.dir = "rtl";
    const responsive = document.querySelector("link[href$='responsive.css']");
    const sheet = (name) => Object.assign(document.createElement("link"), {
        rel: "stylesheet", href: `/static/admin/css/${name}.css`, className: "from-the-right",
    });
    const [before, after] = ["rtl", "responsive_rtl"].map(sheet);
    const loaded = [before, after].map((one) => new Promise((done) => { one.onload = done; }));
    responsive.before(before);
    responsive.after(after);
    await Promise.all(loaded);
}"""
"""As the admin writes a page in a language that is read from the right, without loading it again."""
FROM_THE_LEFT = """() => {
    document.documentElement.dir = "ltr";
    document.querySelectorAll(".from-the-right").forEach((sheet) => sheet.remove());
}"""


def wrong_with(page: Page, *, without: tuple[str, ...] = FRAME) -> list[Any]:
    """What axe finds and what does not fit; afterwards the page is as it was."""
    return list(_wrong_with(page, without))


def _wrong_with(page: Page, without: tuple[str, ...]) -> Iterator[Any]:
    page.set_viewport_size(DESK)
    yield from found(page, EVERYTHING, without=without)
    yield from (("on a desk", one) for one in misfits(page))
    page.set_viewport_size(TELEPHONE)
    yield from (("on a telephone", one) for one in misfits(page))
    page.evaluate(FROM_THE_RIGHT)
    yield from found(page, IN_OTHER_LIGHT_AND_ROOM, scheme="dark", without=without)
    yield from (("on a telephone, from the right", one) for one in misfits(page))
    page.set_viewport_size(DESK)
    yield from (("on a desk, from the right", one) for one in misfits(page))
    page.evaluate(FROM_THE_LEFT)

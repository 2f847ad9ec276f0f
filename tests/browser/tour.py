"""Take the README's pictures from a running demo: `python -m tests.browser.tour http://localhost:8000 PASSWORD`.

It looks, searches and goes on, and saves nothing, so that it can be run again and again.
"""

import sys
from pathlib import Path

from playwright.sync_api import FloatRect, Locator, Page, sync_playwright

from tests.browser.chromium import launch

PICTURES = Path(__file__).resolve().parent.parent.parent / "newsroom" / "docs" / "tour"
WIDTH = 1280
ARTICLE = "Arrest raid in Jenin"
UNREAD = "Five dead after a day of fighting"
FIGURE = "six militants"
INCIDENT = "Raid on Jenin, 19 June 2023"


def main(address: str, password: str) -> None:
    """Log in as the chief of the demo, walk the tour and write the pictures."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(base_url=address, viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.set_default_timeout(15_000)
        page.add_init_script("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        log_in(page, password)
        for station in (desk, article, read, claim, incident, document):
            station(page)
        browser.close()


def log_in(page: Page, password: str) -> None:
    page.goto("/admin/")
    page.fill("#id_login", "chief")
    page.fill("#id_password", password)
    page.click("#content [type=submit]")


def desk(page: Page) -> None:
    """The first page behind the login."""
    page.goto("/admin/")
    take(page, "1-desk", height=800)


def article(page: Page) -> None:
    """The text in numbered paragraphs, the words of each claim marked."""
    open_row(page, "sources/article", ARTICLE)
    take(page, "2-article", from_=page.locator("#text-heading"), height=640)


def read(page: Page) -> None:
    """A report that nobody has read yet, and the first claim that is suggested in it."""
    open_row(page, "sources/article", UNREAD)
    page.click("text=Read")
    page.wait_for_selector("#reader-list ol")
    page.keyboard.press("n")
    page.wait_for_selector("#reader-answers li")
    take(page, "3-reader", height=900)


def claim(page: Page) -> None:
    """What was stated, and how it was read."""
    open_row(page, "events/claim", FIGURE)
    take(page, "4-claim", from_=page.locator("fieldset:has(.field-polarity) h2"), height=240)


def incident(page: Page) -> None:
    """Everybody's answers to one question, where they cannot all be right, and who was not heard."""
    open_row(page, "events/incident", INCIDENT)
    people_killed = page.locator("h3", has_text="People killed")
    take(page, "5-incident", from_=people_killed, height=430)


def document(page: Page) -> None:
    """The public document of a claim, asked for in the interactive docs."""
    listed = page.request.get("/api/v1/claims/?kind=at_least").json()["results"]
    found = next(claim for claim in listed if claim["value"]["low"] == 6)
    page.goto("/api/v1/docs/")
    operation = page.locator(".opblock", has_text="Read one claim")
    operation.locator(".opblock-summary").click()
    operation.locator("button:has-text('Try it out')").click()
    operation.locator("[data-param-name=public_id] input").fill(found["id"])
    operation.locator("button.execute").click()
    answer = operation.locator(".live-responses-table .highlight-code > .microlight")
    answer.evaluate("box => { box.style.maxHeight = 'none' }")  # the whole of it, without its own scroll bar
    take(page, "6-api", from_=answer.locator("span", has_text='"passage"'), height=450)


def open_row(page: Page, rows: str, words: str) -> None:
    """The change form of the first row that a search finds."""
    page.goto(f"/admin/{rows}/")
    page.fill("#searchbar", words)
    page.press("#searchbar", "Enter")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")


def take(page: Page, name: str, *, height: int, from_: Locator | None = None) -> None:
    """A picture of so many pixels of the page, from its top or from a little above something on it."""
    box = None
    if from_:
        from_.wait_for()
        box = from_.bounding_box()
    scrolled = page.evaluate("window.scrollY")
    clip: FloatRect = {"x": 0, "y": max(0, box["y"] + scrolled - 12) if box else 0, "width": WIDTH, "height": height}
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=clip)


if __name__ == "__main__":
    main(*sys.argv[1:])

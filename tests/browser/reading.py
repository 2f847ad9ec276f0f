"""The Reader in a browser: how to open it, and how many keys and clicks something took."""

from playwright.sync_api import Page, expect

COUNTER = """
window.actions = 0;
addEventListener("keydown", (event) => event.repeat || window.actions++, true);
addEventListener("pointerdown", () => window.actions++, true);
"""
"""Every key counts, those held down with another (Ctrl, Shift) too: stricter than counting shortcuts."""


class Reader:
    """The page as an editor has it before him."""

    def __init__(self, page: Page, address: str, article) -> None:
        self.page, self.address, self.article = page, address, article
        page.add_init_script(COUNTER)
        self.open()

    def open(self) -> None:
        self.page.goto(f"{self.address}/admin/desk/read/{self.article.pk}/")
        self.wait_for_suggestions()

    def wait_for_suggestions(self) -> None:
        self.page.wait_for_selector("#reader-list ol, #reader-form:not([hidden])", state="attached")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def choose(self, letters: str, name: str) -> None:
        """Types into the box that has the focus and takes the only one that fits."""
        box = self.page.locator(":focus")
        self.type(letters)
        self.press("Enter")
        expect(box).to_have_value(name)

    def save(self, *, goes_on: bool = False) -> None:
        self.press("Control+Shift+Enter" if goes_on else "Control+Enter")
        expect(self.status).to_contain_text("Saved as a draft")

    @property
    def status(self):
        return self.page.locator("#reader-status")

    @property
    def quote(self):
        return self.page.locator("#reader-quote")

    def box(self, name: str):
        return self.page.locator(f"[data-field='{name}'] :is(input:not([type=hidden]), select, textarea)").first

    @property
    def actions(self) -> int:
        return int(self.page.evaluate("window.actions"))

"""Where Chromium is and how it is started, for the tests and for the tour."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium")
"""The first that is there: the shell is the same engine without windows, and asks a third of the processor's time."""
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class NoChromium(RuntimeError):
    """Install it with `apt-get install chromium-headless-shell`, or set CHROMIUM to the path of a Chromium."""


def launch(playwright: Playwright) -> Browser:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        raise NoChromium(NoChromium.__doc__)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)

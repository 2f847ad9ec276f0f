"""Where Chromium is and how it is started, for the tests and for the tour."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class NoChromium(RuntimeError):
    """Install it with `apt-get install chromium`, or set CHROMIUM to its path."""


def launch(playwright: Playwright) -> Browser:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise NoChromium(NoChromium.__doc__)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)

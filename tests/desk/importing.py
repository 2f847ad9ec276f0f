"""Using the import screen as a browser does: give files, press buttons, read what the page says."""

import fcntl
import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

PATH = "/admin/sources/importrun/import/"
STORM = "headline: Storm nears\n\nA storm is near the coast."
BAD = "date 2023-02-30\n\nText."


def file(text, name="storm.txt"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def lines(count, **more):
    return "\n".join(
        json.dumps({"id": f"s{number}", "outlet": "Example Post", "text": f"Text {number}.", **more})
        for number in range(count)
    )


def look(browser, *files, **given):
    """The first step: what would happen."""
    return browser.post(PATH, {"uploads": list(files), "format": "auto", **given})


def go(browser, page, press="import"):
    """Press a button of the second page."""
    return browser.post(PATH, {"upload": page.context["signed"], press: "x"}, follow=True)


def said(page):
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def of(run):
    return [reverse(f"admin:desk_import_{name}", args=[run.pk]) for name in ("undo", "of_run")]


def hold(folder):
    """Holds the lock that a living process would hold."""
    alive = (folder.path / "alive").open("ab")
    fcntl.flock(alive, fcntl.LOCK_EX)
    return alive

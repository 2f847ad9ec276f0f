"""What does not fit is told, and what a reader can scroll to is not."""

import pytest

from tests.browser.fitting import misfits

WIDE = "<p style='inline-size: 2000px'>Wide</p>"
FITTING = {
    "a line that wraps": "<p>At least six militants were killed.</p>",
    "a part that scrolls": f"<div style='overflow-x: auto'>{WIDE}</div>",
    "an icon without its words": f"<div style='overflow: hidden; text-indent: -3000px'>{WIDE}</div>",
}
MISFITS = {
    "beyond the edge": WIDE,
    "beyond the edge: <b": "<b style='position: absolute; inset-inline-start: -50px'>Left</b>",
    "scrolls sideways": WIDE,
    "cut off": f"<div style='overflow: hidden'>{WIDE}</div>",
    "beyond its row": "<div id=content><form style='inline-size: 9px'><button>Save everything</button></form></div>",
}


@pytest.mark.parametrize("body", FITTING.values(), ids=FITTING)
def test_what_can_be_read_fits(unwatched, body):
    unwatched.set_content(body)
    assert misfits(unwatched) == []


@pytest.mark.parametrize(("told", "body"), MISFITS.items(), ids=MISFITS)
def test_what_cannot_be_read_is_told(unwatched, told, body):
    unwatched.set_content(body)
    assert [one for one in misfits(unwatched) if one.startswith(told)]

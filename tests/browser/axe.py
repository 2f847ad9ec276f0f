"""What axe finds on the page that is shown. Its script is put in once a page, and sends back violations alone."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Found = tuple[str, str, str, str]
"""The colour scheme, how bad it is, the rule, and the first of the elements."""

ALONE = {"preload": False, "resultTypes": ["violations"]}
"""It may not copy style sheets into `<style>`, which the policy forbids it."""
EVERYTHING = {**ALONE, "rules": {"target-size": {"enabled": True}}}
IN_COLOUR: dict[str, Any] = {**ALONE, "runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules that another colour scheme can break."""
IN_PLACE: dict[str, Any] = {**ALONE, "runOnly": ["target-size", "scrollable-region-focusable"]}
"""The rules that it can break to write from the other side, or to have less room."""
IN_OTHER_LIGHT_AND_ROOM = {**ALONE, "runOnly": [*IN_COLOUR["runOnly"], *IN_PLACE["runOnly"]]}
RUN = """async ([context, options]) => (await axe.run(context, options)).violations
    .map(({impact, id, nodes}) => [impact, id, nodes[0].html.slice(0, 200)])"""


def complaints(page: Page, panel: str | None = None, *, without: tuple[str, ...] = ()) -> list[Found]:
    """What is wrong with a page, or with one panel of it, in light and in dark."""
    return [
        *found(page, EVERYTHING, panel, without=without),
        *found(page, IN_COLOUR, panel, scheme="dark", without=without),
    ]


def found(
    page: Page, options: Any, panel: str | None = None, *, scheme: Any = "light", without: tuple[str, ...] = ()
) -> list[Found]:
    """What these rules find; colours do not fade meanwhile, so that none is measured on its way."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    context = {"include": [[panel or "html"]], "exclude": [[part] for part in without]}
    return [(scheme, *one) for one in page.evaluate(RUN, [context, options])]

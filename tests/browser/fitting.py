"""What does not fit on a page: what lies beyond its edge, is cut off, or makes it scroll sideways."""

from typing import Any

from playwright.sync_api import Page

MISFITS = """() => {
    const room = document.documentElement.clientWidth;
    const [UNSEEN, BOX] = [".skip-to-content-link, .visually-hidden, option, svg *", "input, select, textarea"];
    const misfits = [];
    const tell = (what, node) => misfits.push(`${what}: ${node.cloneNode().outerHTML.slice(0, 160)}`);
    const frame = [document.documentElement, document.body, document.querySelector("#content-start")];
    frame.filter((node) => node?.scrollWidth > node?.clientWidth + 1).forEach((node) => tell("scrolls sideways", node));
    const look = (node) => {
        const {left, right, width, height} = node.getBoundingClientRect();
        const {overflowX, display, textIndent} = getComputedStyle(node);
        if (display === "none" || textIndent.startsWith("-") || node.matches(UNSEEN)) return;
        if (width > 1 && height > 1 && (left < -1 || right > room + 1)) return tell("beyond the edge", node);
        const isWider = node.clientWidth > 1 && node.scrollWidth > node.clientWidth + 1;
        if (isWider && !frame.includes(node) && overflowX !== "visible" && display !== "inline") {
            if (["hidden", "clip"].includes(overflowX) && !node.matches(BOX)) tell("cut off", node);
            return;
        }
        for (const child of node.children) look(child);
    };
    look(document.body);
    for (const box of document.querySelectorAll("#content :is(input, select, textarea, button)")) {
        const row = box.closest(".form-row, form");
        if (!row || !box.checkVisibility() || box.closest(".tabular, [class*=scroll]")) continue;
        const [inner, outer] = [box, row].map((node) => node.getBoundingClientRect());
        if (inner.right > outer.right + 1 || inner.left < outer.left - 1) tell("beyond its row", box);
    }
    return misfits;
}"""


def misfits(page: Page) -> Any:
    return page.evaluate(MISFITS)

/*
 * Shows spans of the text without touching it: with the CSS Custom Highlight API, where overlaps cost nothing, else
 * with boxes in a layer behind the text. Who does not see them has the list of claims.
 */
import {element} from "../../newsroom/combobox.js";

const LANES = 3; // claims that overlap get lines of different kinds

export class Highlights {
  #spans = new Map();

  constructor(text) {
    this.text = text;
    if (!CSS.highlights) this.#makeLayer();
  }

  claims(spans) {
    const lanes = Array.from({length: LANES}, () => []);
    for (const span of [...spans].sort((one, other) => one[0] - other[0])) {
      const free = lanes.find((lane) => !lane.length || lane.at(-1)[1] <= span[0]) ?? lanes.at(-1);
      free.push(span);
    }
    lanes.forEach((lane, at) => this.#show(`reader-claim-${at}`, lane));
  }

  suggestions(spans) {
    this.#show("reader-suggestion", spans);
  }

  here(span) {
    this.#show("reader-here", span ? [span] : []);
  }

  #show(name, spans) {
    this.#spans.set(name, spans);
    if (CSS.highlights) CSS.highlights.set(name, new Highlight(...spans.map((span) => this.text.range(...span))));
    else this.#draw();
  }

  #makeLayer() {
    this.layer = element("div", {className: "reader-layer", "aria-hidden": "true"});
    this.text.root.before(this.layer);
    new ResizeObserver(() => this.#draw()).observe(this.text.root);
  }

  #draw() {
    const origin = this.layer.getBoundingClientRect();
    const boxes = [...this.#spans].flatMap(([name, spans]) => spans.flatMap((span) => this.#boxes(name, span, origin)));
    this.layer.replaceChildren(...boxes);
  }

  #boxes(name, span, origin) {
    return [...this.text.range(...span).getClientRects()].map((rect) => {
      const box = element("div", {className: name});
      box.style.left = `${rect.left - origin.left}px`;
      box.style.top = `${rect.top - origin.top}px`;
      box.style.width = `${rect.width}px`;
      box.style.height = `${rect.height}px`;
      return box;
    });
  }
}

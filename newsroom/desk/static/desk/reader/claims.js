/* Everything that is read, suggested or begun in the text, in its order: what `n` and `p` walk through. */
import {element} from "../../newsroom/combobox.js";

const KINDS = {claim: "Recorded", suggestion: "Suggested", draft: "Not saved"};
const START = (item) => item.start ?? Infinity;

export class Claims {
  constructor(text, onChoose) {
    this.text = text;
    this.onChoose = onChoose;
    this.items = [];
    this.list = document.querySelector("#reader-list");
  }

  add(...items) {
    this.items = [...this.items, ...items].sort((one, other) => START(one) - START(other) || one.end - other.end);
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
  }

  of(kind) {
    return this.items.filter((item) => item.kind === kind);
  }

  spans(kind) {
    return this.of(kind).filter(({start}) => start !== null).map(({start, end}) => [start, end]);
  }

  /** The one after or before another, or after a place in the text; of one kind or of all. */
  near(from, by, kinds = Object.keys(KINDS)) {
    const {items} = this;
    const at = items.indexOf(from.item);
    const isWanted = ({kind}) => kinds.includes(kind);
    if (at >= 0) return by > 0 ? items.slice(at + 1).find(isWanted) : items.slice(0, at).findLast(isWanted);
    const place = from.place ?? -1;
    return by > 0
      ? items.find((item) => isWanted(item) && START(item) >= place)
      : items.findLast((item) => isWanted(item) && START(item) < place);
  }

  /** Those over a place, the narrowest first. */
  at(place) {
    const over = this.items.filter(({start, end}) => start !== null && start <= place && place < end);
    return over.sort((one, other) => one.end - one.start - (other.end - other.start));
  }

  show() {
    const counts = Object.entries(KINDS).map(([kind, name]) => [this.of(kind).length, name.toLowerCase()]);
    const told = counts.filter(([count]) => count).map(([count, name]) => `${count} ${name}`);
    const head = element("p", {className: "reader-empty"}, told.length ? `${told.join(", ")}.` : "Nothing yet. Mark words and claim them with c.");
    const rows = this.items.map((item) => element("li", {}, this.#button(item)));
    this.list.replaceChildren(head, element("ol", {}, ...rows));
  }

  #button(item) {
    const {paragraph, words} = this.#where(item);
    const button = element(
      "button",
      {type: "button", className: `reader-item is-${item.kind}`},
      element("span", {className: "reader-kind"}, `${KINDS[item.kind]}, ${paragraph}${item.public ? `, public as version ${item.public}` : ""}`),
      " ",
      element("strong", {}, element("bdi", {}, item.head)),
      " ",
      element("q", {dir: "auto"}, words),
    );
    button.addEventListener("click", () => this.onChoose(item));
    return button;
  }

  #where(item) {
    if (item.start === null) return {paragraph: `${item.outcome} in this version`, words: item.words};
    return {paragraph: `paragraph ${this.text.numberAt(item.start)}`, words: this.text.slice(item.start, item.end)};
  }
}

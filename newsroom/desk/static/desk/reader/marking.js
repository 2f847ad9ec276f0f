/*
 * The words that are marked: moved by sentences and words, drawn longer and shorter, or taken from the mouse.
 *
 * One end stays where it was put (`anchor`, a pair), the other moves (`edge`).
 */
import {sentencesOf, wordsOf} from "./words.js";

export class Marking extends EventTarget {
  constructor(text) {
    super();
    this.text = text;
    this.anchor = null;
    this.edge = 0;
  }

  /** [start, end], or null. */
  get span() {
    if (!this.anchor) return null;
    const [start, end] = this.anchor;
    return this.edge >= end ? [start, this.edge] : [this.edge, end];
  }

  set([start, end]) {
    this.anchor = [start, start];
    this.#moveTo(end, {isDrawn: false});
  }

  clear() {
    this.anchor = null;
    this.#tell(false);
  }

  sentenceNext() {
    this.#step(sentencesOf, 1);
  }

  sentenceBefore() {
    this.#step(sentencesOf, -1);
  }

  wordNext() {
    this.#step(wordsOf, 1);
  }

  wordBefore() {
    this.#step(wordsOf, -1);
  }

  sentenceMore() {
    this.#draw(sentencesOf, 1);
  }

  sentenceLess() {
    this.#draw(sentencesOf, -1);
  }

  wordMore() {
    this.#draw(wordsOf, 1);
  }

  wordLess() {
    this.#draw(wordsOf, -1);
  }

  #step(unitsOf, by) {
    const units = this.#units(unitsOf);
    const found = this.span ? this.#neighbour(units, by, unitsOf === wordsOf) : units[0];
    if (!found) return;
    this.anchor = unitsOf === wordsOf ? found : [found[0], found[0]];
    this.#moveTo(found[1], {isDrawn: false});
  }

  /* From a longer stretch of words to its first or last word; from one unit to the next. */
  #neighbour(units, by, isWords) {
    const [start, end] = this.span;
    const inside = units.filter((unit) => unit[0] >= start && unit[1] <= end);
    if (isWords && inside.length > 1) return by > 0 ? inside[0] : inside.at(-1);
    const around = units.find((unit) => unit[0] <= start && end <= unit[1]);
    if (by < 0 && around && !isWords && (around[0] !== start || around[1] !== end)) return around;
    const [from, to] = around ?? [start, end];
    return by > 0 ? units.find((unit) => unit[0] >= to) : units.findLast((unit) => unit[1] <= from);
  }

  #draw(unitsOf, by) {
    if (!this.anchor) return;
    const units = this.#units(unitsOf);
    const isAhead = this.edge > this.anchor[1] || (this.edge === this.anchor[1] && by > 0);
    const edges = units.map((unit) => unit[isAhead ? 1 : 0]);
    const edge = by > 0 ? edges.find((at) => at > this.edge) : edges.findLast((at) => at < this.edge);
    if (edge === undefined) return;
    const isInside = edge > this.anchor[0] && edge < this.anchor[1];
    if (edge === this.anchor[0] && edge === this.anchor[1]) return; // nothing would be left
    this.#moveTo(isInside ? this.anchor[1] : edge, {isDrawn: true});
  }

  /* Those of the paragraphs around the mark, or of those on the screen: a long text is not cut up as a whole. */
  #units(unitsOf) {
    const {paragraphs} = this.text;
    const [start, end] = this.span ?? [0, 0];
    const first = this.span ? paragraphs.findIndex((paragraph) => start < paragraph.end) - 2 : this.#firstSeen;
    const last = this.span ? paragraphs.findIndex((paragraph) => end <= paragraph.end) : this.#firstSeen;
    return paragraphs.slice(Math.max(0, first), last + 3).flatMap(unitsOf);
  }

  get #firstSeen() {
    const top = Math.max(0, this.text.root.parentElement.getBoundingClientRect().top);
    const isSeen = ({node}) => node.parentElement.getBoundingClientRect().bottom > top;
    return Math.max(0, this.text.paragraphs.findIndex(isSeen));
  }

  #moveTo(edge, {isDrawn}) {
    this.edge = edge;
    this.#tell(isDrawn);
  }

  #tell(isDrawn) {
    this.dispatchEvent(new CustomEvent("marked", {detail: {isDrawn}}));
  }
}

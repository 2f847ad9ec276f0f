/*
 * The text as it is stored, and the ranges of the page that show it.
 *
 * Offsets are those of the server: Unicode code points of the whole text, what stands between the paragraphs included.
 * The page counts UTF-16 units; here, and only here, one is made of the other.
 */
const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g; // two units that are one code point

export const pointsIn = (string) => string.length - (string.match(PAIRS)?.length ?? 0);

/** How many units the first `points` code points of a string take. */
export function unitsOf(string, points) {
  let units = 0;
  for (let left = points; left > 0 && units < string.length; left -= 1) {
    units += string.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
}

export class Text {
  constructor(root) {
    this.root = root;
    this.pieces = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let end = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const start = end;
      end += pointsIn(node.data);
      this.pieces.push({node, start, end, isPlain: end - start === node.data.length});
    }
    this.length = end;
    this.paragraphs = this.pieces.filter(({node}) => node.parentNode !== root);
  }

  /** The words from `start` up to `end`, as they are stored. */
  slice(start, end) {
    return this.range(start, end).toString();
  }

  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.#place(start, (piece) => start < piece.end));
    range.setEnd(...this.#place(end, (piece) => end <= piece.end));
    return range;
  }

  #place(point, holds) {
    const {node, start, isPlain} = this.pieces.find(holds) ?? this.pieces.at(-1);
    return [node, isPlain ? point - start : unitsOf(node.data, point - start)];
  }

  /** Where a boundary of a selection stands; `node` may be an element. */
  offset(node, units) {
    const before = document.createRange();
    before.setStart(this.root, 0);
    before.setEnd(node, units);
    return pointsIn(before.toString());
  }

  paragraphAt(point) {
    return this.paragraphs.find(({end}) => point < end) ?? this.paragraphs.at(-1);
  }

  /** The number of a paragraph, from 1. */
  numberAt(point) {
    return this.paragraphs.indexOf(this.paragraphAt(point)) + 1;
  }

  /** The offsets of what is selected with the mouse or a finger, without the blanks around it; null for nothing. */
  selected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return null;
    const words = range.toString();
    const start = this.offset(range.startContainer, range.startOffset) + pointsIn(words.match(/^\s*/u)[0]);
    const length = pointsIn(words.trim());
    return length ? [start, start + length] : null;
  }

  /** The offset under the pointer; null beside the text. */
  under({clientX, clientY}) {
    const caret = document.caretPositionFromPoint?.(clientX, clientY);
    const range = caret ? null : document.caretRangeFromPoint?.(clientX, clientY);
    const node = caret?.offsetNode ?? range?.startContainer;
    if (!node || !this.root.contains(node)) return null;
    return this.offset(node, caret?.offset ?? range.startOffset);
  }
}

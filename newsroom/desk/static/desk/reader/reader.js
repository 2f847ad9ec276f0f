/* The Reader: a text, the claims in it, and the panel of the one that is open. The parts are in the files beside. */
import {element} from "../../newsroom/combobox.js";
import {Asking} from "./asking.js";
import {claim, context, dismiss, link, ownVoice, sameSpeaker} from "./claiming.js";
import {Claims} from "./claims.js";
import {Drafts} from "./drafts.js";
import {Highlights} from "./highlights.js";
import {claimItem, completed, draftItem, suggestionItem} from "./items.js";
import {listen} from "./keys.js";
import {Linking} from "./linking.js";
import {Marking} from "./marking.js";
import {Panel} from "./panel.js";
import {showRecorded} from "./recorded.js";
import {save} from "./saving.js";
import {asked} from "./sending.js";
import {Text} from "./text.js";

const SETTLES = 250; // milliseconds until a selection made with mouse or finger is taken
const MOVES = ["sentenceNext", "sentenceBefore", "sentenceMore", "sentenceLess", "wordNext", "wordBefore", "wordMore", "wordLess"];
const HEADINGS = {claim: "A recorded claim", suggestion: "A suggestion: check it", draft: "A new claim"};
const NO_DRAFTS = "This browser keeps no drafts: save before you leave the page.";

const part = (id) => document.querySelector(`#reader-${id}`);

class Reader {
  current = null; // the item that is open
  last = null; // the claim that was saved last

  constructor(state) {
    this.state = state;
    this.area = part("text");
    this.text = new Text(this.area);
    this.marking = new Marking(this.text);
    this.highlights = new Highlights(this.text);
    this.panel = new Panel(state.may);
    this.drafts = new Drafts(state, () => this.say(NO_DRAFTS));
    this.asking = new Asking(this.panel, state.paths.ask);
    this.claims = new Claims(this.text, (item) => this.open(item));
    this.linking = new Linking(state.paths, {
      context: () => context(this),
      onTake: (chosen) => this.#linked(chosen),
      onMade: (made) => this.say(`Linked: ${made}.`, {isFocused: true}),
      onProblem: (problem) => this.say(problem.message, {isFocused: true}),
    });
    this.claims.add(...state.claims.map(claimItem));
    this.#listen();
    this.repaint();
    this.area.focus({preventScroll: true});
  }

  get isForm() {
    return this.current !== null && this.current.kind !== "claim";
  }

  async load() {
    try {
      const {suggestions} = await asked(this.state.paths.suggestions, {});
      this.claims.add(...suggestions.map(suggestionItem));
    } catch (problem) {
      this.say(`The suggestions could not be read. ${problem.message} Words can be marked and claimed all the same.`);
    }
    this.#restore();
    this.repaint();
    if (!this.current) this.close();
  }

  /* What was typed before and not saved. */
  #restore() {
    const kept = this.drafts.all.sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
    const suggested = new Map(this.claims.of("suggestion").map((item) => [item.key, item]));
    const items = kept.map(([key, entry]) => suggested.get(key) ?? draftItem(key, placeOf(entry), entry));
    this.claims.add(...items.filter(({kind}) => kind === "draft"));
    if (!items.length) return;
    this.open(items.at(-1));
    const when = new Date(kept.at(-1)[1].at).toLocaleTimeString([], {hour: "2-digit", minute: "2-digit"});
    this.say(`What you typed at ${when} was not saved. Here it is again.`);
  }

  // The item that is open.

  open(item) {
    this.stash();
    this.current = item;
    if (item.kind === "claim") showRecorded(item);
    else this.#fill(item);
    this.#show(item.kind === "claim" ? "recorded" : "form", HEADINGS[item.kind]);
    part("rule").hidden = item.kind !== "suggestion";
    part("rule").textContent = `By the rule “${item.rule}” (${item.tier}). Check what is marked.`;
    if (item.start !== null) this.#mark([item.start, item.end]);
    this.say(item.kind === "claim" ? `Recorded: ${item.head}` : `${item.kind === "draft" ? "New claim" : "Suggested"}: ${item.head}`);
  }

  #fill(item) {
    const kept = this.drafts.get(item.key);
    this.panel.fill(kept ?? completed(item.entry, this.#incidentBefore(item)));
    this.#putWords(kept ? placeOf(kept) : [item.start, item.end]);
    this.asking.soon(0);
  }

  /* What the claims before it are about, it is likely about too. */
  #incidentBefore({start}) {
    const before = this.claims.of("claim").findLast((claimed) => claimed.incident && claimed.start !== null && claimed.start <= start);
    return before?.incident ?? this.last?.incident ?? null;
  }

  close() {
    this.stash();
    this.current = null;
    this.claims.show();
    this.#show("list", "Claims in this report");
    part("rule").hidden = true;
    this.repaint();
  }

  goOn(item) {
    if (item) this.open(item);
    else this.close();
    this.repaint();
    this.area.focus({preventScroll: true});
  }

  #show(shown, heading) {
    for (const id of ["list", "recorded", "form"]) part(id).hidden = id !== shown;
    part("buttons").hidden = shown !== "form" || !this.state.may.claim;
    part("heading").textContent = heading;
    this.linking.close();
    this.panel.form.closest(".reader-panel").scrollTop = 0;
  }

  /** Keeps what was typed, before anything else happens. */
  stash() {
    if (!this.isForm || !this.panel.isTouched) return;
    this.drafts.keep(this.current.key, this.panel.entry);
    if (!this.claims.items.includes(this.current)) this.claims.add(this.current);
  }

  /** What a key or a link puts into the boxes. */
  take(changes) {
    this.panel.take(changes);
    this.stash();
    this.asking.soon();
  }

  #linked({text, values, boxes}) {
    this.take({values, boxes});
    this.say(`${text}. It is saved with the claim.`, {isFocused: true});
  }

  // Its words.

  #putWords([start, end]) {
    const words = this.text.slice(start, end);
    const {kind, key} = Object.assign(this.current, {start, end});
    const place = {start, end, words, version: this.state.version};
    const values = Object.fromEntries(Object.entries(place).map(([name, value]) => [`citations-0-${name}`, String(value)]));
    this.panel.put({values: {...values, suggestion: kind === "suggestion" ? key : ""}});
    part("quote").textContent = words;
    part("where").textContent = `Paragraph ${this.text.numberAt(start)}, characters ${start}–${end}`;
  }

  /** Other words for the same claim. */
  redraw(span) {
    this.panel.isTouched = true;
    this.#putWords(span);
    this.stash();
    this.repaint();
  }

  /** The same, with the mark on them. */
  remark(span) {
    this.#mark(span);
    this.redraw(span);
  }

  #mark(span) {
    this.isOpening = true;
    this.marking.set(span);
    this.isOpening = false;
  }

  #marked(isDrawn) {
    const {span} = this.marking;
    this.highlights.here(span);
    if (!span) return;
    this.#scrollTo(span);
    if (this.isOpening) return;
    if (this.isForm && isDrawn) this.redraw(span);
    else if (this.current) this.close();
    this.say(this.text.slice(...span));
  }

  #scrollTo(span) {
    const {top, bottom} = this.text.range(...span).getBoundingClientRect();
    const frame = this.area.parentElement;
    const isPane = getComputedStyle(frame).overflowY === "auto";
    const view = isPane ? frame.getBoundingClientRect() : {top: 0, bottom: window.innerHeight};
    if (top >= view.top && bottom <= view.bottom) return;
    (isPane ? frame : window).scrollBy({top: top - view.top - (view.bottom - view.top) / 4});
  }

  repaint() {
    this.highlights.claims(this.claims.spans("claim"));
    this.highlights.suggestions([...this.claims.spans("suggestion"), ...this.claims.spans("draft")]);
  }

  // What the editor does.

  #listen() {
    const moves = Object.fromEntries(MOVES.map((move) => [move, () => this.marking[move]()]));
    const claiming = Object.fromEntries(Object.entries({claim, ownVoice, sameSpeaker, link, dismiss}).map(([name, act]) => [name, () => act(this)]));
    listen(document.querySelector(".reader"), this.area, {
      ...moves,
      ...claiming,
      next: () => this.#step(1),
      before: () => this.#step(-1),
      help: () => part("help").showModal(),
      save: () => save(this),
      saveAndNext: () => save(this, {goesOn: true}),
      close: () => this.goOn(null),
      escape: ({target}) => (this.area.contains(target) ? this.goOn(null) : this.area.focus({preventScroll: true})),
    });
    this.marking.addEventListener("marked", ({detail}) => this.#marked(detail.isDrawn));
    this.panel.addEventListener("edited", () => this.stash());
    this.area.addEventListener("click", (event) => this.#clicked(event));
    let timer = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#selected(), SETTLES);
    });
  }

  #step(by) {
    const {span} = this.marking;
    const found = this.claims.near({item: this.current, place: span ? span[by > 0 ? 1 : 0] : 0}, by);
    if (found) this.open(found);
    else this.say(by > 0 ? "There is nothing after this." : "There is nothing before this.");
  }

  #selected() {
    const span = this.text.selected();
    if (!span) return undefined;
    this.#mark(span);
    if (this.isForm) return this.redraw(span);
    if (this.current) this.close();
    return this.say(this.text.slice(...span));
  }

  #clicked(event) {
    if (!document.getSelection().isCollapsed) return;
    const over = this.claims.at(this.text.under(event) ?? -1);
    const next = over[(over.indexOf(this.current) + 1) % over.length];
    if (next) this.open(next);
  }

  /** Said on the screen, and to those who do not see it. An arrow, so that it can be handed on. */
  say = (words, {undo = null, isFocused = false} = {}) => {
    const button = undo && element("button", {type: "button", className: "button"}, "Take it back");
    button?.addEventListener("click", undo);
    part("status").replaceChildren(words, ...(button ? [" ", button] : []));
    if (isFocused) this.area.focus({preventScroll: true});
  };
}

const placeOf = ({values}) => ["start", "end"].map((edge) => Number(values[`citations-0-${edge}`]));

const reader = new Reader(JSON.parse(part("state").textContent));
reader.load();

/*
 * A text box with a list of what fits the words typed: the ARIA 1.2 pattern “editable combobox with list
 * autocomplete and manual selection”. Nothing is chosen until the editor chooses it, and what he has typed stays.
 *
 *   import {attach} from "./combobox.js";
 *   const box = attach(input, {url, onChoose, allowCreate});
 *
 * input        an <input type="text"> that has a label. It is wrapped in <span class="combobox">.
 * url          where to search: a string or URL, to which `term` is added, or (term) => string | URL.
 *              It answers as Django's autocomplete view: {results: [{id, text, note?}, …], pagination: {more}}.
 *              `note` is shown beside the text in smaller letters. Further members are handed to onChoose.
 * onChoose     (choice, box) => void. `choice` is one of the results; {id: null, text, isNew: true} if
 *              “Create “…”” was chosen; null as soon as the text no longer is that of the choice.
 *              May return a promise. After “Create” it calls box.choose({id, text}) once the thing exists.
 * allowCreate  true, or (words) => boolean: offer “Create “…”” as the last option. Default: false.
 * createsOnEnter  true: where nothing fits, Enter takes “Create “…”” at once. For boxes that make nothing before the
 *              editor has seen it again. Default: false.
 * noun         what is searched, as the messages name it. Default: "result".
 * chosen       the result that the box starts with. Default: null, whatever text the input holds.
 * clears       true: choosing empties the box, which is then ready for the next (several values). Default: false.
 *
 * The handle: box.input · box.chosen (a result or null) · box.pending (typed, but nothing chosen) ·
 * box.isWaiting (Enter was pressed, its list is on the way) · box.choose(result) sets and shows a choice without calling onChoose · box.clear() · box.open() · box.close() ·
 * box.announce(words) to those who do not see the screen · box.detach() restores the bare input.
 *
 * Keys: Down, Up walk the list; Home, End go to its ends while an option is active; Enter takes the active option,
 * or the only one, or the one with just these words, and else steps into the list; Escape closes the list, a second
 * one brings the last choice back; Alt+Down, Alt+Up open and close. Enter never sends the form; with Ctrl it is
 * left to the page.
 */

const WAIT = 150; // milliseconds after a key before the server is asked
const MARGIN = 8; // pixels kept between the list and the window's edge
let boxes = 0;

export function attach(input, options) {
  return new Combobox(input, options);
}

/* Latin or not: letters are compared without case and without marks above or below them. */
const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").trim().toLowerCase();

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

class Combobox {
  #options;
  #keyed = {
    ArrowDown: (event) => (event.altKey ? this.open() : this.#step(1)),
    ArrowUp: (event) => (event.altKey ? this.close() : this.#step(-1)),
    Home: () => this.#toEnd(0),
    End: () => this.#toEnd(-1),
    Enter: (event) => this.#enter(event),
    Escape: () => this.#escape(),
    ArrowLeft: () => this.#activate(null),
    ArrowRight: () => this.#activate(null),
  };
  #listening = new AbortController();
  #asking = null;
  #timer = 0;
  #results = [];
  #active = null;
  #isStale = false; // the list does not belong to the text yet
  #enterWaits = false; // Enter was pressed before the list had come

  constructor(input, options) {
    this.#options = {noun: "result", allowCreate: false, createsOnEnter: false, chosen: null, clears: false, ...options};
    this.input = input;
    this.chosen = this.#options.chosen;
    this.former = this.chosen;
    this.#build();
    this.#listen();
  }

  get pending() {
    return !this.chosen && this.input.value.trim() !== "";
  }

  get isWaiting() {
    return this.#enterWaits;
  }

  get isOpen() {
    return this.popup.matches(":popover-open");
  }

  choose(result) {
    this.#stop();
    this.former = this.chosen = this.#options.clears ? null : result;
    this.input.value = this.chosen ? this.chosen.text : "";
    this.close();
    this.#tellPending(false);
  }

  clear() {
    this.choose(null);
  }

  open() {
    if (this.input.disabled || this.input.readOnly) return;
    this.#ask(this.chosen ? "" : this.input.value);
  }

  close() {
    this.#stop();
    this.#activate(null);
    if (this.isOpen) this.popup.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
  }

  announce(words) {
    this.status.textContent = words;
  }

  detach() {
    this.close();
    this.#listening.abort();
    this.frame.replaceWith(this.input);
    for (const {name} of [...this.input.attributes]) {
      if (name === "role" || name.startsWith("aria-")) this.input.removeAttribute(name);
    }
  }

  // What it is made of.

  #build() {
    this.number = ++boxes;
    const id = `combobox-${this.number}`;
    this.list = element("div", {id: `${id}-list`, role: "listbox", "aria-label": `Matching: ${this.#options.noun}`});
    this.hint = element("p", {className: "combobox-hint", hidden: true});
    this.popup = element("div", {className: "combobox-popup", popover: "manual"}, this.list, this.hint);
    this.status = element("span", {className: "visually-hidden", role: "status"});
    this.unchosen = element("span", {id: `${id}-unchosen`, className: "combobox-unchosen", hidden: true});
    this.arrow = element("span", {className: "combobox-arrow", "aria-hidden": "true"});
    this.frame = element("span", {className: "combobox"});
    this.input.replaceWith(this.frame);
    this.frame.append(this.input, this.arrow, this.popup, this.unchosen, this.status);
    const said = {role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off"};
    for (const [name, value] of Object.entries({...said, "aria-controls": this.list.id, spellcheck: "false"})) {
      this.input.setAttribute(name, value);
    }
  }

  #listen() {
    const {signal} = this.#listening;
    const on = (target, kind, act) => target.addEventListener(kind, act, {signal});
    on(this.input, "input", () => this.#edited());
    on(this.input, "keydown", (event) => this.#key(event));
    on(this.input, "click", () => this.isOpen || this.open());
    on(this.arrow, "mousedown", (event) => this.#toggle(event));
    on(this.input, "blur", () => this.#left());
    on(this.popup, "mousedown", (event) => event.preventDefault()); // the text keeps the focus
    on(this.list, "click", (event) => this.#take(event.target.closest("[role=option]")));
    on(window, "resize", () => this.isOpen && this.#place());
    const capture = true; // whichever part of the page is scrolled
    window.addEventListener("scroll", () => this.isOpen && this.#place(), {signal, capture});
  }

  // What the editor does.

  #edited() {
    if (this.chosen) {
      this.former = this.chosen;
      this.chosen = null;
      this.#options.onChoose?.(null, this);
    }
    this.#tellPending(false);
    this.#activate(null);
    this.#isStale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(this.input.value), WAIT);
  }

  #key(event) {
    const modified = event.ctrlKey || event.metaKey || event.shiftKey;
    if (event.isComposing || modified || !(event.key in this.#keyed)) return;
    if (this.#keyed[event.key](event) !== undefined) event.preventDefault();
  }

  #step(by) {
    const options = [...this.list.children];
    if (!this.isOpen || this.#isStale) this.open();
    else if (options.length) {
      const at = this.#active ? options.indexOf(this.#active) + by : by > 0 ? 0 : -1;
      this.#activate(options.at(at % options.length));
    }
    return true;
  }

  #toEnd(at) {
    if (!this.#active) return undefined;
    this.#activate([...this.list.children].at(at));
    return true;
  }

  #enter(event) {
    event.preventDefault();
    if (this.#active) this.#take(this.#active);
    else if (this.#isStale) this.#enterWaits = true;
    else if (this.isOpen) this.#take(this.#obvious()) || this.#step(1);
    else if (this.pending) this.open();
  }

  #obvious() {
    if (this.#options.createsOnEnter && !this.#results.length) return this.list.children[0];
    const same = this.#results.filter((result) => folded(result.text) === folded(this.input.value));
    const [only] = same.length ? same : this.#results;
    const isOne = same.length === 1 || (!same.length && this.#results.length === 1);
    return isOne && this.pending ? this.list.children[this.#results.indexOf(only)] : null;
  }

  #escape() {
    if (this.isOpen || this.#isStale) this.close();
    else if (this.pending) this.#restore();
    else return undefined;
    return true;
  }

  #restore() {
    const result = this.former;
    this.choose(result);
    if (result && !this.#options.clears) this.#options.onChoose?.(result, this);
  }

  #take(option) {
    if (!option) return false;
    const words = this.input.value.trim();
    const choice = this.#results[[...this.list.children].indexOf(option)] ?? {id: null, text: words, isNew: true};
    if (choice.isNew) this.close();
    else this.choose(choice);
    this.announce(choice.isNew ? "" : `Chosen: ${choice.text}`);
    this.#options.onChoose?.(choice, this);
    return true;
  }

  #toggle(event) {
    event.preventDefault();
    this.input.focus();
    if (this.isOpen) this.close();
    else this.open();
  }

  #left() {
    this.close();
    if (!this.input.value.trim()) this.former = null;
    this.#tellPending(this.pending);
  }

  // What fits.

  async #ask(words) {
    this.#stop(false);
    this.#isStale = true;
    this.#asking = new AbortController();
    const {signal} = this.#asking;
    try {
      const response = await fetch(this.#address(words.trim()), {signal, headers: {Accept: "application/json"}});
      if (!response.ok) throw new Error(`The server answered ${response.status}`);
      this.#show(await response.json(), words.trim());
    } catch (problem) {
      if (problem.name !== "AbortError") this.#fail();
    }
  }

  #address(words) {
    if (typeof this.#options.url === "function") return this.#options.url(words);
    const address = new URL(this.#options.url, document.baseURI);
    address.searchParams.set("term", words);
    return address;
  }

  #stop(forgetsEnter = true) {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#isStale = false;
    if (forgetsEnter) this.#enterWaits = false;
  }

  #show({results, pagination}, words) {
    this.#isStale = false;
    this.#results = results;
    this.#activate(null);
    const options = results.map((result) => this.#option(result));
    if (this.#mayCreate(words)) options.push(element("div", {className: "combobox-create"}, `Create “${words}”`));
    options.forEach((option, at) => this.#prepare(option, at));
    this.list.replaceChildren(...options);
    this.#tellCount(results.length, Boolean(pagination?.more), words);
    this.#reveal();
    const waited = this.#enterWaits;
    this.#enterWaits = false;
    if (waited) this.#take(this.#obvious()) || this.#step(1);
  }

  #option({text, note}) {
    const option = element("div", {}, element("bdi", {}, text));
    if (note) option.append(" ", element("small", {}, element("bdi", {}, note)));
    return option;
  }

  #prepare(option, at) {
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
  }

  #mayCreate(words) {
    const {allowCreate} = this.#options;
    return words !== "" && (typeof allowCreate === "function" ? allowCreate(words) : allowCreate);
  }

  #fail() {
    this.#isStale = false;
    this.#results = [];
    this.list.replaceChildren();
    this.#say("The list could not be read. Try again.");
    this.#reveal();
  }

  #tellCount(count, isMore, words) {
    const {noun} = this.#options;
    const found = count ? `${count} ${count === 1 ? "entry" : "entries"}: ${noun}.` : `No ${noun} fits${words && ` “${words}”`}.`;
    this.#say(isMore ? `The first ${count} are shown. Type more to narrow the list.` : found, isMore || !count);
  }

  #say(words, isShown = true) {
    this.announce(words);
    this.hint.textContent = words;
    this.hint.hidden = !isShown;
  }

  #tellPending(isPending) {
    this.unchosen.hidden = !isPending;
    this.unchosen.textContent = isPending ? "Nothing is chosen yet: pick from the list, or empty the box." : "";
    const others = (this.input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== this.unchosen.id);
    if (isPending) others.push(this.unchosen.id);
    this.input.setAttribute("aria-describedby", others.join(" "));
    if (!others.length) this.input.removeAttribute("aria-describedby");
  }

  // How it is shown.

  #reveal() {
    if (document.activeElement !== this.input) return;
    if (!this.isOpen) this.popup.showPopover();
    this.list.hidden = !this.list.children.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.#place();
  }

  #place() {
    const box = this.input.getBoundingClientRect();
    const {style} = this.popup;
    style.minInlineSize = `${box.width}px`;
    const width = this.popup.offsetWidth;
    const isRtl = getComputedStyle(this.input).direction === "rtl" && document.documentElement.dir === "rtl";
    const left = isRtl ? box.right - width : box.left;
    style.left = `${Math.max(MARGIN, Math.min(left, document.documentElement.clientWidth - width - MARGIN))}px`;
    const below = window.innerHeight - box.bottom - MARGIN;
    const goesUp = below < 160 && box.top > below;
    style.maxBlockSize = `${Math.max(120, goesUp ? box.top - MARGIN : below)}px`;
    style.top = goesUp ? "auto" : `${box.bottom}px`;
    style.bottom = goesUp ? `${window.innerHeight - box.top}px` : "auto";
  }

  #activate(option) {
    this.#active?.setAttribute("aria-selected", "false");
    this.#active = option;
    if (option) {
      option.setAttribute("aria-selected", "true");
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({block: "nearest"});
    } else this.input.removeAttribute("aria-activedescendant");
  }
}

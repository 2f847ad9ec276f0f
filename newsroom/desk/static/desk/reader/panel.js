/* The boxes of one claim: filled from a suggestion or by hand, read as a post, told its errors. */
import {element} from "../../newsroom/combobox.js";
import {Box} from "./boxes.js";

const WITHOUT_VALUE = ["declines", "no_response"];
const ABOUT = ["incident", "party", "place"]; // one of these, or a window, says what a question is about

export class Panel extends EventTarget {
  constructor(may) {
    super();
    this.suggested = new Set();
    this.form = document.querySelector("#reader-form");
    this.problem = document.querySelector("#reader-problem");
    this.controls = new Map([...this.form.elements].filter(({name}) => name).map((control) => [control.name, control]));
    this.controls.delete("csrfmiddlewaretoken");
    this.boxes = new Map();
    for (const field of this.form.querySelectorAll("[data-box]")) {
      const box = new Box(field, {may, onChange: () => this.#edited(box.name)});
      this.boxes.set(box.name, box);
      box.input.addEventListener("input", () => this.#edited(box.name));
    }
    this.form.addEventListener("input", ({target}) => target.name && this.#edited(target.name));
    this.form.addEventListener("change", ({target}) => target.name && this.#edited(target.name));
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }

  // What stands in it.

  /** An entry: {values, boxes, suggested: names, isTouched}. */
  fill({values = {}, boxes = {}, suggested = [], isTouched = false}) {
    this.form.reset();
    for (const hidden of this.form.querySelectorAll("input[type=hidden]")) this.controls.has(hidden.name) && (hidden.value = "");
    for (const box of this.boxes.values()) box.put(boxes[box.name] ?? null);
    for (const name of [...this.suggested]) this.#showMark(name, false);
    this.put({values});
    for (const name of suggested) this.#showMark(name, true);
    this.isTouched = isTouched;
    this.showErrors({});
    for (const part of this.form.querySelectorAll("details")) part.open = holdsSomething(part);
    this.#settle();
  }

  /** What an editor takes over from elsewhere: it is his then. */
  take(changes) {
    this.put(changes);
    this.isTouched = true;
    for (const name of Object.keys({...changes.values, ...changes.boxes})) this.#showMark(name, false);
  }

  put({values = {}, boxes = {}}) {
    for (const [name, value] of Object.entries(values)) if (this.controls.has(name)) this.controls.get(name).value = value ?? "";
    for (const [name, choice] of Object.entries(boxes)) this.boxes.get(name)?.put(choice);
    this.#settle();
  }

  get entry() {
    const values = Object.fromEntries([...this.controls].map(([name, control]) => [name, control.value]));
    const boxes = Object.fromEntries([...this.boxes].map(([name, box]) => [name, box.choice]));
    return {values, boxes, suggested: [...this.suggested], isTouched: this.isTouched};
  }

  /** What is posted: nothing of what does not show. */
  get fields() {
    const shown = [...this.controls].filter(([, control]) => !control.closest("[data-answer][hidden], .reader-new[hidden]"));
    const fields = Object.fromEntries(shown.map(([name, control]) => [name, control.value]));
    for (const box of this.boxes.values()) if (!box.field.closest("[data-answer][hidden], .reader-new[hidden]")) Object.assign(fields, box.fields);
    return fields;
  }

  value(name) {
    return this.controls.get(name).value;
  }

  /** The first box that a claim needs and that is empty; null where nothing is missing. */
  get firstEmpty() {
    const needs = ["said_by", ...(this.#isAboutSomething ? [] : ["incident"]), "predicate"];
    if (this.#asks === "quantity") needs.push("population");
    const missing = needs.map((name) => this.boxes.get(name) ?? this.controls.get(name)).find((box) => box.isEmpty ?? !box.value);
    if (missing) return missing.input ?? missing;
    const answer = this.form.querySelector("[data-answer]:not([hidden]) :is(input, select, textarea)");
    return answer && !answer.value ? answer : null;
  }

  /** Boxes with words for which nothing was chosen. */
  get pending() {
    return [...this.boxes.values()].filter(({choice}) => choice?.typed);
  }

  /** Resolves once no box waits for its list any more, or after some seconds. */
  async settled() {
    for (let left = 60; left && [...this.boxes.values()].some(({combobox}) => combobox.isWaiting); left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get #isAboutSomething() {
    return ABOUT.some((name) => !this.boxes.get(name).isEmpty) || this.value("window") !== "";
  }

  get #asks() {
    return this.controls.get("predicate").selectedOptions[0]?.dataset.answer ?? "";
  }

  // What is suggested, and what is not any more.

  #showMark(name, isSuggested) {
    const field = this.#field(name);
    if (!field) return;
    if (isSuggested) this.suggested.add(name);
    else this.suggested.delete(name);
    field.classList.toggle("is-suggested", isSuggested);
    const mark = field.querySelector(".reader-mark");
    if (mark) mark.hidden = !isSuggested;
  }

  #edited(name) {
    this.isTouched = true;
    this.#showMark(name, false);
    if (name === "speaks_for") this.controls.get("speaks_for_basis").value = "editor";
    this.#tellError(this.#field(name), "");
    this.#settle();
    this.dispatchEvent(new Event("edited"));
  }

  /* Only the boxes for the kind of answer that is asked. */
  #settle() {
    const isSilent = WITHOUT_VALUE.includes(this.value("polarity"));
    for (const group of this.form.querySelectorAll("[data-answer]")) {
      group.hidden = isSilent || group.dataset.answer !== this.#asks;
    }
  }

  // What is wrong.

  /** `errors` are sentences by the name of the box; "" is said of the whole. */
  showErrors(errors, problem = "") {
    for (const field of this.form.querySelectorAll(".reader-field")) this.#tellError(field, "");
    const rest = [problem, ...(errors[""] ?? [])];
    for (const [name, told] of Object.entries(errors)) {
      const field = name && this.#field(name);
      if (field) this.#tellError(field, told.join(" "));
      else if (name) rest.push(...told);
    }
    this.tell(rest.filter(Boolean).join(" "));
    this.form.querySelector("[aria-invalid=true]")?.focus();
  }

  tell(problem, link) {
    this.problem.replaceChildren(problem, ...(link ? [" ", link] : []));
    this.problem.hidden = !problem;
    if (problem) this.problem.scrollIntoView({block: "nearest"});
  }

  #tellError(field, words) {
    const error = said(field, "error", words);
    const control = error && controlOf(field);
    if (!control) return;
    if (words) for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    control.toggleAttribute("aria-invalid", Boolean(words));
    if (words) control.setAttribute("aria-invalid", "true");
    describe(control, error.id, Boolean(words));
  }

  /** What the software reads in a box: {read} or {problem}. */
  tellReading(name, {read = "", problem = ""} = {}) {
    const told = said(this.#field(name), "reading", read ? `Read as: ${read}` : problem);
    told?.classList.toggle("is-problem", Boolean(problem));
    if (told) describe(this.controls.get(name), told.id, !told.hidden);
  }

  #field(name) {
    return this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }
}

const controlOf = (field) => field.querySelector("input:not([type=hidden]), select, textarea");

/* The line below a box that tells its error or its reading, made when there is first something to tell. */
function said(field, kind, words) {
  let line = field?.querySelector(`:scope > .reader-${kind}`);
  if (!line && field && words) {
    line = element("p", {className: `reader-${kind}`, id: `${controlOf(field)?.id ?? "reader-quote"}-${kind}`});
    const made = field.querySelector(":scope > .reader-new");
    if (made) made.before(line);
    else field.append(line);
  }
  if (line) Object.assign(line, {textContent: words, hidden: !words});
  return line;
}

const holdsSomething = (part) =>
  [...part.querySelectorAll("input, select, textarea")].some(({value, type}) => type !== "hidden" && value !== "");

function describe(control, id, isSaid) {
  if (!control) return;
  const ids = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (isSaid) ids.add(id);
  else ids.delete(id);
  if (ids.size) control.setAttribute("aria-describedby", [...ids].join(" "));
  else control.removeAttribute("aria-describedby");
}

/* Asks, while the boxes are filled, how the software reads them and what answers the question has already. */
import {element} from "../../newsroom/combobox.js";
import {asked} from "./sending.js";

const WAIT = 200; // milliseconds after a key
const READ = ["quantity_words", "said_words", "value_words", "incident-new-occurred_words"];
const ASKED = [...READ, "predicate", "population", "party", "incident", "place", "window"];

export class Asking {
  #timer = 0;
  #running = null;

  constructor(panel, path) {
    this.panel = panel;
    this.path = path;
    this.answers = document.querySelector("#reader-answers");
    panel.addEventListener("edited", () => this.soon());
  }

  soon(wait = WAIT) {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#timer = setTimeout(() => this.#ask(), wait);
  }

  async #ask() {
    const {fields} = this.panel;
    const given = Object.fromEntries(ASKED.filter((name) => fields[name]).map((name) => [name, fields[name]]));
    this.#running = new AbortController();
    try {
      this.#show(await asked(this.path, given, this.#running.signal));
    } catch {
      // What is typed stands without it; saving tells what is wrong.
    }
  }

  #show({readings, question}) {
    for (const name of READ) this.panel.tellReading(name, readings[name]);
    const tables = question?.tables ?? [];
    const isNew = question && !tables.some(({is_same: isSame}) => isSame);
    this.answers.replaceChildren(
      ...(isNew ? [element("p", {}, "Nobody has answered this question yet.")] : []),
      ...tables.flatMap((table) => this.#table(table)),
    );
  }

  #table({words, is_same: isSame, answers}) {
    const head = element("p", {}, isSame ? "Answers so far to this question:" : `Close to it, ${words}:`);
    return [head, element("ul", {}, ...answers.map((answer) => this.#row(answer)))];
  }

  #row({words, speakers, sign, relation, contradicts}) {
    const row = element("li", {}, element("strong", {}, words), " ", element("bdi", {}, speakers.join(", ")));
    if (relation) row.append(" ", element("span", {className: contradicts ? "is-conflict" : "is-relation"}, `${sign} ${relation}`));
    return row;
  }
}

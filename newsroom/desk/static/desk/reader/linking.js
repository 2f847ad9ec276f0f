/* `l`: links what is in the panel to another claim, an incident or a report, found by typing. */
import {attach} from "../../newsroom/combobox.js";
import {posted} from "./sending.js";

export class Linking {
  constructor(paths, {context, onTake, onMade, onProblem}) {
    Object.assign(this, {paths, context, onTake, onMade, onProblem});
    this.row = document.querySelector("#reader-link");
    this.input = this.row.querySelector("input");
    this.box = attach(this.input, {
      url: (term) => `${paths.links}?${new URLSearchParams({...this.context(), term})}`,
      noun: "link",
      clears: true,
      onChoose: (link) => link && this.#take(link),
    });
    this.input.addEventListener("keydown", (event) => event.key === "Escape" && !this.box.isOpen && this.close());
  }

  open() {
    this.row.hidden = false;
    this.input.focus();
    this.box.open();
  }

  close() {
    this.row.hidden = true;
    this.box.clear();
  }

  async #take(link) {
    this.close();
    if (!link.post) return this.onTake(link);
    try {
      const {made} = await posted(this.paths.link, link.post);
      return this.onMade(made);
    } catch (problem) {
      return this.onProblem(problem);
    }
  }
}


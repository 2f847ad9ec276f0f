/* A box of the panel that names another row: found by typing, or made in the same save as the claim. */
import {attach} from "../../newsroom/combobox.js";

/* What kind of source a name is; shown to the editor, who decides. */
const KINDS = [
  ["group", /\b(officials|residents|witnesses|medics|authorities|activists|militants|rebels|villagers|relatives|police|troops|soldiers|settlers|protesters)$/i],
  ["office", /\b(ministry|office|presidency|embassy|court|prosecutor|governor|municipality)\b/i],
  ["agency", /\b(news agency|press agency|wire|reuters|associated press|afp)\b/i],
  ["outlet", /\b(radio|television|tv|newspaper|post|times|herald|gazette|courier|tribune|channel)\b/i],
  ["organisation", /\b(army|forces|military|council|committee|union|party|brigade|group|organi[sz]ation|association|society|hospital|service|agency|commission|network|movement|university|company|nations|red c\w+|government|state)\b/i],
  ["person", /^\p{Lu}[\p{L}.'’-]*(\s+(?:(?:al|bin|ibn|abu|de|van|von|der)[\s-])*\p{Lu}[\p{L}.'’-]*){1,3}$/u],
];
const kindOf = (name) => KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? "";

export class Box {
  constructor(field, {may, onChange}) {
    this.field = field;
    this.name = field.dataset.box;
    this.input = field.querySelector("input");
    this.made = document.querySelector(this.name === "incident" ? "#reader-new-incident" : `[data-box="${this.name}"] .reader-new`);
    this.onChange = onChange;
    const {lookup: url, noun, makes} = field.dataset;
    this.makes = makes;
    this.combobox = attach(this.input, {
      url,
      noun,
      allowCreate: Boolean(makes && may[makes]),
      createsOnEnter: true, // nothing is made before the claim is saved
      onChoose: (choice) => this.#chosen(choice),
    });
  }

  /** A result, {new: name}, {typed: words} for what is not chosen yet, or null. */
  get choice() {
    const {chosen} = this.combobox;
    if (this.combobox.pending) return {typed: this.input.value};
    return chosen?.isNew ? {new: chosen.text} : chosen;
  }

  get isEmpty() {
    return this.choice === null;
  }

  put(choice) {
    this.combobox.choose(choice?.new ? {id: null, text: choice.new, isNew: true} : choice?.typed ? null : choice);
    if (choice?.typed) this.input.value = choice.typed;
    this.#showMade();
  }

  /** What is posted for it. */
  get fields() {
    const {choice} = this;
    if (choice?.new) return {[`${this.name}-new`]: choice.new};
    return choice?.id ? {[this.name]: choice.id} : {};
  }

  #chosen(choice) {
    if (choice?.isNew) this.combobox.choose(choice);
    if (choice?.isNew) this.combobox.announce(`${choice.text} will be made when the claim is saved.`);
    this.#showMade();
    this.onChange(this);
  }

  #showMade() {
    if (!this.made) return;
    const name = this.choice?.new;
    this.made.hidden = !name;
    const kind = this.made.querySelector("select[name$=-kind]");
    if (kind && name) kind.value = kindOf(name) || kind.value;
    this.field.classList.toggle("is-new", Boolean(name));
  }
}

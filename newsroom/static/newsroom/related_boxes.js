/*
 * Makes a combobox of every <select class="related-box">, also in rows that the admin adds later.
 *
 * The select stays in the form, hidden, and is what is sent; other scripts may set it and fire `change`. Words for
 * which nothing was chosen are sent as `<name>-words`, so that the server answers them and nothing typed is lost.
 */
import {attach, element} from "./combobox.js";
import {createInPlace} from "./create_in_place.js";

const COPIED = ["aria-describedby", "aria-invalid", "disabled"];

export class RelatedBox {
  constructor(select) {
    this.select = select;
    this.input = this.#makeInput();
    this.box = attach(this.input, {
      url: select.dataset.lookup,
      noun: select.dataset.noun,
      allowCreate: Boolean(this.addLink),
      clears: select.multiple,
      chosen: this.#selected,
      onChoose: (choice) => this.#choose(choice),
    });
    if (select.multiple) this.#listChosen();
    this.#keepWords();
    select.addEventListener("change", () => this.#followSelect());
    new MutationObserver(() => this.#followSelect()).observe(select, {childList: true, characterData: true, subtree: true});
  }

  get addLink() {
    return this.select.closest(".related-widget-wrapper")?.querySelector("a.add-related") ?? null;
  }

  get #selected() {
    const option = [...this.select.selectedOptions].find(({value}) => value !== "");
    return option && !this.select.multiple ? {id: option.value, text: option.text} : null;
  }

  #makeInput() {
    const {select} = this;
    const value = this.#selected?.text ?? select.dataset.words ?? "";
    const input = element("input", {type: "text", className: "vTextField", id: `${select.id}-words`, dir: "auto", value});
    for (const name of COPIED.filter((name) => select.hasAttribute(name))) input.setAttribute(name, select.getAttribute(name));
    if (select.required) input.setAttribute("aria-required", "true");
    for (const label of [...select.labels]) label.htmlFor = input.id;
    select.before(input);
    if (document.activeElement === select) input.focus();
    select.hidden = true;
    return input;
  }

  #keepWords() {
    this.input.addEventListener("input", () => this.#nameWords());
    this.#nameWords();
  }

  #nameWords() {
    if (this.box.pending) this.input.name = `${this.select.name}-words`;
    else this.input.removeAttribute("name");
  }

  async #choose(choice) {
    if (choice?.isNew) {
      const made = await createInPlace(this.addLink, choice.text, this.input);
      if (!made) return;
      this.box.choose(made);
      this.box.announce(`Created and chosen: ${made.text}`);
      this.#put(made);
    } else this.#put(choice);
  }

  #put(choice) {
    if (!choice && this.select.multiple) return;
    if (choice) this.#optionFor(choice).selected = true;
    else this.select.value = "";
    this.#nameWords();
    this.select.dispatchEvent(new Event("change", {bubbles: true}));
  }

  #optionFor({id, text}) {
    const known = [...this.select.options].find(({value}) => value === String(id));
    if (known) return known;
    const option = new Option(text, id);
    this.select.add(option);
    return option;
  }

  /* The select was set by us, by the stock pop-up, or by another script. */
  #followSelect() {
    if (this.chips) this.#showChosen();
    const selected = this.#selected;
    const isSame = selected?.id === this.box.chosen?.id && selected?.text === this.box.chosen?.text;
    if (this.select.multiple || isSame || (!selected && this.box.pending)) return;
    this.box.choose(selected);
    this.#nameWords();
  }

  // Several values: each stands above the box with a button that takes it out.

  #listChosen() {
    const {noun} = this.select.dataset;
    this.chips = element("ul", {className: "related-chosen", "aria-label": `Chosen: ${noun}`});
    this.input.closest(".combobox").before(this.chips);
    this.#showChosen();
  }

  #showChosen() {
    const chosen = [...this.select.selectedOptions];
    this.chips.replaceChildren(...chosen.map((option) => element("li", {}, element("bdi", {}, option.text), this.#remover(option))));
    this.chips.hidden = !chosen.length;
  }

  #remover(option) {
    const button = element("button", {type: "button", "aria-label": `Remove ${option.text}`}, "×");
    button.addEventListener("click", () => {
      option.selected = false;
      this.input.focus();
      this.box.announce(`Removed: ${option.text}`);
      this.select.dispatchEvent(new Event("change", {bubbles: true}));
    });
    return button;
  }
}

/** Every box inside `part` that is not one of the admin's hidden model rows and is not one yet. */
export function enhance(part) {
  for (const select of part.querySelectorAll("select.related-box:not([hidden])")) {
    if (!select.name.includes("__prefix__")) new RelatedBox(select);
  }
}

enhance(document);
document.addEventListener("formset:added", ({target}) => enhance(target));

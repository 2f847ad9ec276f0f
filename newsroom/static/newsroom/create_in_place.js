/*
 * Adds a row without leaving the page: the add form of the admin is fetched, and only what it must know is asked in
 * a small dialog. The form itself decides what that is; view, rights and history are those of its own page.
 */
import {element} from "./combobox.js";

const CONSTANTS = "#django-admin-popup-response-constants"; // how the admin answers a pop-up that has saved

/**
 * Ask for what is still required, and save. Resolves to {id, text}; to null where the editor gave up, or where the
 * add form has no name to fill in and the admin's own pop-up was opened instead.
 *
 * addLink: the admin's “add” link of the box · words: what was typed, it becomes the name · opener: the box
 */
export async function createInPlace(addLink, words, opener) {
  const page = await fetched(addLink.href).catch(() => null);
  const form = page?.querySelector("#content-main form");
  const asked = form ? required(form).filter((control) => !control.value) : [];
  const name = asked.find((control) => control.matches("input[type=text], textarea"));
  if (!name || asked.some((control) => control.matches(".related-box"))) {
    addLink.click();
    return null;
  }
  name.value = words;
  const names = new Set(asked.map((control) => control.name));
  const made = await new Creation({address: addLink.href, form, names, opener, title: addLink.title}).outcome;
  opener.focus();
  return made;
}

const required = (form) => [...form.elements].filter((control) => control.required && control.type !== "hidden");

const errorsOf = (part) => [...(part?.querySelectorAll(".errorlist li") ?? [])].map((item) => item.textContent);

/** A page of the admin as a document. Throws where another one answered, as the log-in page does. */
async function fetched(address, options) {
  const response = await fetch(address, options);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const isThere = new URL(response.url).pathname === new URL(address, document.baseURI).pathname;
  if (!response.ok || !isThere) throw new Error(`The form did not answer (${response.status})`);
  return page;
}

/* One dialog, from its opening until it is saved or given up. */
class Creation {
  constructor({address, form, names, opener, title}) {
    Object.assign(this, {address, form, names});
    this.outcome = new Promise((settle) => (this.settle = settle));
    const heading = element("h2", {id: "create-in-place-heading"}, title);
    this.problem = element("p", {className: "create-in-place-problem", role: "alert"});
    this.body = element("div");
    const save = element("button", {type: "submit", className: "button default"}, "Create");
    const cancel = element("button", {type: "button", className: "button"}, "Cancel");
    const shown = element("form", {noValidate: true}, heading, this.problem, this.body, element("p", {}, save, " ", cancel));
    this.dialog = element("dialog", {className: "create-in-place", "aria-labelledby": heading.id}, shown);
    shown.addEventListener("submit", (event) => this.#save(event));
    this.body.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
      event.preventDefault(); // browsers send a form by Enter from a text box, but not from a list
      shown.requestSubmit();
    });
    cancel.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.#end(null));
    (opener.closest("dialog") ?? document.body).append(this.dialog);
    this.#ask();
    this.dialog.showModal();
    this.#focusFirst();
  }

  /* Copies of the controls that matter; the fetched form keeps everything else as it came. */
  #ask() {
    const controls = [...this.form.elements].filter((control) => this.names.has(control.name));
    this.copies = new Map(controls.map((control) => [control, this.#copy(control)]));
    this.body.replaceChildren(...[...this.copies].map(([control, copy]) => this.#row(control, copy)));
  }

  #copy(control) {
    const copy = document.importNode(control, true);
    copy.value = control.value;
    copy.checked = control.checked;
    copy.id = `create-in-place-${control.id}`;
    copy.hidden = false;
    for (const name of ["aria-describedby", "class", "autofocus"]) copy.removeAttribute(name);
    return copy;
  }

  #row(control, copy) {
    const words = control.labels?.[0]?.textContent.trim().replace(/:$/, "") ?? control.name;
    const row = element("div", {className: "create-in-place-row"}, element("label", {htmlFor: copy.id}, words), copy);
    const errors = errorsOf(control.closest(".form-row"));
    if (errors.length) {
      copy.setAttribute("aria-invalid", "true");
      copy.setAttribute("aria-describedby", `${copy.id}-errors`);
      row.append(element("p", {id: `${copy.id}-errors`, className: "create-in-place-problem"}, errors.join(" ")));
    }
    return row;
  }

  #focusFirst() {
    const copies = [...this.copies.values()];
    (copies.find((copy) => copy.ariaInvalid) ?? copies.find((copy) => !copy.value) ?? copies[0]).focus();
  }

  async #save(event) {
    event.preventDefault();
    for (const [control, copy] of this.copies) {
      control.value = copy.value;
      control.checked = copy.checked;
    }
    try {
      const page = await fetched(this.address, {method: "POST", body: new FormData(this.form)});
      const saved = page.querySelector(CONSTANTS);
      if (saved) this.#saved(JSON.parse(saved.dataset.popupResponse));
      else this.#refused(page.querySelector("#content-main form"));
    } catch (problem) {
      this.problem.textContent = `Not saved. ${problem.message}. Nothing you typed is lost; try again.`;
    }
  }

  #saved({value, obj}) {
    this.#end({id: value, text: obj});
    this.dialog.close();
  }

  #refused(form) {
    this.form = form;
    for (const control of form.elements) {
      if (control.name && control.getAttribute("aria-invalid")) this.names.add(control.name);
    }
    this.problem.textContent = ["Not saved yet.", ...errorsOf(form.querySelector(".errorlist.nonfield")?.parentNode)].join(" ");
    this.#ask();
    this.#focusFirst();
  }

  #end(made) {
    this.settle(made);
    this.dialog.remove();
  }
}

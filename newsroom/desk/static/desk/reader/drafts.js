/*
 * What was typed and not saved, kept in this browser: it survives a closed tab, a lapsed session and a failed save.
 * One entry a text and user; a draft goes when it is saved or thrown away.
 */
export class Drafts {
  #kept = {};

  constructor({user, version}, onFull) {
    this.name = `reader:${user}:${version}`;
    this.onFull = onFull;
    try {
      this.#kept = JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      this.#kept = {};
    }
  }

  get all() {
    return Object.entries(this.#kept);
  }

  get(key) {
    return this.#kept[key];
  }

  keep(key, snapshot) {
    this.#kept[key] = {...snapshot, at: new Date().toISOString()};
    this.#write();
  }

  drop(key) {
    delete this.#kept[key];
    this.#write();
  }

  #write() {
    try {
      if (this.all.length) localStorage.setItem(this.name, JSON.stringify(this.#kept));
      else localStorage.removeItem(this.name);
    } catch {
      this.onFull();
    }
  }
}

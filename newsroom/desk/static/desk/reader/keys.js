/*
 * What the keys do. Single keys act only while the text has the focus (WCAG 2.1.4), those with Ctrl everywhere in the
 * Reader; and every one is a button. On keyboards of other scripts the place of the key counts.
 */
const PLACES = {BracketLeft: "[", BracketRight: "]", Slash: "?"};
const SHIFTED = {"[": "{", "]": "}"};

/** `acts` are functions by the name on the buttons. */
export function listen(root, text, acts) {
  const buttons = [...root.querySelectorAll("button[data-act]")];
  const byKey = new Map(buttons.filter(({dataset}) => dataset.key).map(({dataset}) => [dataset.key, dataset.act]));
  for (const button of buttons) {
    button.title = button.getAttribute("aria-label") ?? "";
    button.addEventListener("click", () => acts[button.dataset.act]());
  }
  text.addEventListener("keydown", (event) => {
    const act = byKey.get(keyOf(event));
    if (!act || isChord(event)) return;
    event.preventDefault();
    acts[act]();
  });
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) (event.shiftKey ? acts.saveAndNext : acts.save)();
    } else if (event.key === "Escape" && !event.target.closest("dialog")) acts.escape(event);
  });
}

const isChord = (event) => event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph"));

function keyOf({key, code, shiftKey}) {
  const isAscii = key.length === 1 && key <= "~";
  const plain = isAscii ? key : (PLACES[code] ?? code.match(/^Key([A-Z])$/)?.[1] ?? "");
  if (/^[a-z]$/i.test(plain)) return shiftKey ? plain.toUpperCase() : plain.toLowerCase();
  return shiftKey ? (SHIFTED[plain] ?? plain) : plain;
}

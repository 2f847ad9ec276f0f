/* Saves the claim in the panel; whatever comes back, what was typed stays until it is stored. */
import {element} from "../../newsroom/combobox.js";
import {adopt, claimItem, OPEN} from "./items.js";
import {posted} from "./sending.js";

const NOT_CHOSEN = "Nothing is chosen yet: press Enter to choose or make it, or empty the box.";

export async function save(reader, {goesOn = false} = {}) {
  const {panel, current: item, state} = reader;
  if (!reader.isForm || !state.may.claim) return reader.say("There is nothing to save. Claim the marked words with c.");
  if (reader.isSaving) return undefined;
  reader.isSaving = true;
  reader.say("Saving …");
  try {
    await panel.settled();
    if (panel.pending.length) return refuse(reader, item, {errors: notChosen(panel.pending)});
    return take(reader, item, await posted(state.paths.save, panel.fields), goesOn);
  } catch (problem) {
    return refuse(reader, item, problem);
  } finally {
    reader.isSaving = false;
  }
}

const notChosen = (boxes) => Object.fromEntries(boxes.map(({name}) => [name, [NOT_CHOSEN]]));

function take(reader, item, {claim, made, notices}, goesOn) {
  const {claims, drafts, panel} = reader;
  const saved = claimItem(claim);
  reader.last = claim;
  drafts.drop(item.key);
  claims.drop(item);
  claims.add(saved);
  adopt(claims.items, made);
  const after = goesOn ? (claims.near({item: saved}, 1, OPEN) ?? claims.of("suggestion")[0] ?? null) : saved;
  if (reader.current === item) {
    panel.isTouched = false;
    reader.goOn(after);
  }
  reader.repaint();
  const next = goesOn && reader.current ? [`Next: ${reader.current.head}`] : [];
  reader.say([`Saved as a draft: ${saved.head}.`, ...notices, ...next].join(" "));
}

function refuse(reader, item, problem) {
  const {panel, state} = reader;
  if (reader.current !== item) return reader.say(`Not saved: ${item.head}. ${problem.message}`);
  reader.drafts.keep(item.key, panel.entry);
  panel.showErrors(problem.errors ?? {}, problem.message);
  if (problem.isLoggedOut) {
    panel.tell(problem.message, element("a", {href: state.paths.login, target: "_blank"}, "Log in in another tab"));
  }
  return reader.say("Not saved. What to do is said in the panel; nothing you typed is lost.");
}

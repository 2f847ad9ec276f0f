/* What the keys of a claim do: begin it, fill in who speaks, link it, dismiss it. */
import {begun, OPEN} from "./items.js";
import {posted} from "./sending.js";

export function claim(reader) {
  if (reader.isForm || begin(reader)) toFirstEmpty(reader);
}

export function ownVoice(reader) {
  if (!reader.isForm && !begin(reader)) return;
  const values = {
    "citations-0-rendering": "narrative",
    "citations-0-verb_text": "",
    "citations-0-verb_class": "none",
    speaks_for_title: "",
    speaks_for_basis: "",
  };
  reader.take({values, boxes: {said_by: reader.state.outlet, speaks_for: null}});
  toFirstEmpty(reader);
}

export function sameSpeaker(reader) {
  const place = reader.marking.span?.[0] ?? 0;
  const before = reader.claims.of("claim").findLast(({start}) => start !== null && start <= place);
  const last = reader.last ?? before;
  if (!last) return reader.say("Nobody has spoken in this report yet.");
  if (!reader.isForm && !begin(reader)) return undefined;
  const values = {speaks_for_title: last.title, speaks_for_basis: last.speaks_for ? "stated_in_passage" : ""};
  reader.take({values, boxes: {said_by: last.said_by, speaks_for: last.speaks_for}});
  return toFirstEmpty(reader);
}

/* A claim of the marked words: of the suggestion that they touch, or begun by hand. */
function begin(reader) {
  const {span} = reader.marking;
  if (!reader.state.may.claim) return reader.say("You have no right to record claims; you can read them.");
  if (!span) return reader.say("Mark words first: j takes the next sentence, n the next suggestion.");
  const [start, end] = span;
  const touched = reader.claims.items.find((item) => OPEN.includes(item.kind) && item.start < end && start < item.end);
  const item = touched ?? begun(span, reader.text.slice(start, end));
  const isOther = item.start !== start || item.end !== end;
  reader.open(item);
  if (isOther) reader.remark(span);
  return true;
}

function toFirstEmpty({panel, say}) {
  const empty = panel.firstEmpty;
  const box = empty ?? panel.boxes.get("said_by").input;
  box.focus();
  box.select?.();
  if (!empty) say("Every box is filled. Ctrl Enter saves.");
}

export function link(reader) {
  if (!reader.current) return reader.say("Open a claim or a suggestion first: n goes to the next.");
  return reader.linking.open();
}

/** What a link may start from: the boxes of the panel, or the claim that is recorded. */
export function context({panel, isForm, current: item}) {
  if (!isForm) return {recorded: 1, incident: item.incident?.id ?? "", said_by: item.said_by?.id ?? "", predicate: item.predicate};
  const {fields} = panel;
  const names = ["said_by", "speaks_for", "incident", "predicate", "population", "party"];
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? ""]));
}

export async function dismiss(reader) {
  const {claims, panel, current: item} = reader;
  if (!reader.isForm) return reader.say("Open a suggestion first: n goes to the next.");
  const {entry} = panel;
  try {
    await decide(reader, item);
  } catch (problem) {
    return panel.showErrors({}, problem.message);
  }
  const after = claims.near({item}, 1, OPEN) ?? null;
  panel.isTouched = false;
  claims.drop(item);
  reader.drafts.drop(item.key);
  reader.goOn(after);
  return reader.say(`Dismissed: ${item.head}.`, {undo: () => takeBack(reader, item, entry)});
}

async function takeBack(reader, item, entry) {
  await decide(reader, item, {again: 1});
  const back = {...item, entry};
  reader.claims.add(back);
  reader.goOn(back);
}

/* Only what the engine suggested is logged; a claim that an editor began himself is his to throw away. */
const decide = ({state}, {kind, key}, more = {}) =>
  kind === "suggestion" ? posted(state.paths.dismiss, {version: state.version, suggestion: key, ...more}) : null;

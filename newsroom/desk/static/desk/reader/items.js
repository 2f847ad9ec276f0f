/* What the server tells and what an editor begins, as items of the list; and what each one fills into the panel. */
export const OPEN = ["suggestion", "draft"]; // the kinds that can still become a claim
const PARTIAL = /[“”„"«»]/;
const WHOLE = /^[“„"«].*[”"»]$/su;

export const claimItem = (claim) => ({...claim, kind: "claim", head: `${claim.speaker}: ${claim.value}`});

export function suggestionItem(told) {
  const suggested = [...Object.keys(told.values), ...Object.keys(told.boxes)];
  return {...told, kind: "suggestion", head: headOf(told), entry: {values: told.values, boxes: told.boxes, suggested}};
}

export function draftItem(key, [start, end], entry) {
  return {key, kind: "draft", start, end, head: headOf(entry), entry};
}

/** Words that an editor marked himself: what they are is only guessed at, and shown as that. */
export function begun(span, words) {
  const rendering = WHOLE.test(words) ? "direct_quote" : PARTIAL.test(words) ? "partial_quote" : "paraphrase";
  const values = {"citations-0-rendering": rendering, predicate: "statement", value_text: words};
  return draftItem(`new:${Date.now()}`, span, {values, boxes: {}, suggested: Object.keys(values)});
}

/** The entry with what stands beside the words: the incident that the claims before are about. */
export function completed(entry, incident) {
  if (!incident || entry.boxes.incident || entry.values.window) return entry;
  return {...entry, boxes: {...entry.boxes, incident}, suggested: [...entry.suggested, "incident"]};
}

/** Puts rows that were just made in the place of those that are still to be made. */
export function adopt(items, made) {
  const rows = Object.values(made);
  for (const {entry} of items) {
    for (const [name, choice] of Object.entries(entry?.boxes ?? {})) {
      const row = rows.find(({text}) => choice?.new && text === choice.new);
      if (row) entry.boxes[name] = row;
    }
  }
}

function headOf({values, boxes, heard = ""}) {
  const speaker = boxes.said_by?.text ?? boxes.said_by?.new ?? boxes.said_by?.typed ?? heard;
  const predicate = document.querySelector("[name=predicate]");
  const asked = [...predicate.options].find(({value}) => value === values.predicate)?.text ?? "";
  const answer = values.quantity_words || values.value_text || values.value_words || values.value_category || "";
  return [speaker, [asked, answer].filter(Boolean).join(": ")].filter(Boolean).join(" — ");
}

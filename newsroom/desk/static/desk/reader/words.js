/* Where sentences and words of a paragraph begin and end, as pairs of offsets in the whole text. */
import {pointsIn} from "./text.js";

const TITLE = /(?:^|[\s("“‘])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Maj|Capt|Cpl|Brig|Adm|St|Sen|Rep|Gov|No|\p{Lu})\.\s*$/u;
const known = new Map();

function segmenter(granularity) {
  const language = document.querySelector("#reader-text").lang || undefined;
  try {
    return new Intl.Segmenter(language, {granularity});
  } catch {
    return new Intl.Segmenter(undefined, {granularity});
  }
}

/* The segments of a paragraph with their offsets, the blanks around them left out. */
function* placed(paragraph, segments) {
  let at = paragraph.start;
  for (const {segment, isWordLike = true} of segments) {
    const lead = pointsIn(segment.match(/^\s*/u)[0]);
    const length = pointsIn(segment.trim());
    if (isWordLike && length) yield [at + lead, at + lead + length];
    at += pointsIn(segment);
  }
}

function once(kind, paragraph, find) {
  const key = `${kind}:${paragraph.start}`;
  if (!known.has(key)) known.set(key, [...placed(paragraph, find(paragraph.node.data))]);
  return known.get(key);
}

function* wholeSentences(words) {
  let kept = "";
  for (const {segment} of segmenter("sentence").segment(words)) {
    kept += segment;
    if (TITLE.test(kept)) continue; // “Lt. Col. D. Example said” is one
    yield {segment: kept};
    kept = "";
  }
  if (kept) yield {segment: kept};
}

export const sentencesOf = (paragraph) => once("sentence", paragraph, wholeSentences);

export const wordsOf = (paragraph) => once("word", paragraph, (words) => segmenter("word").segment(words));

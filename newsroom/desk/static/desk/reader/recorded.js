/* A claim that is recorded already, to be read; it is changed on its own page. */
import {element} from "../../newsroom/combobox.js";

const row = (name, ...words) => element("div", {}, element("dt", {}, name), element("dd", {dir: "auto"}, ...words));

export function showRecorded(claim) {
  const about = document.querySelector("#reader-recorded");
  const state = claim.public ? `public as version ${claim.public}` : `${claim.state}, only the desk sees it`;
  const page = element("a", {href: claim.path}, "Open the claim’s page");
  about.replaceChildren(
    element("blockquote", {dir: "auto"}, claim.words),
    element("dl", {}, row("Who said it", claim.speaker), row("What he says", claim.value), row("What it answers", claim.asked), row("State", state)),
    ...(claim.path ? [element("p", {}, page)] : []),
  );
}

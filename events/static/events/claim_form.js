"use strict";
// Shows only the boxes for the kind of answer that the chosen predicate asks for. Without it all of them show.
{
  const GROUPS = {
    quantity: [
      "quantity_words", "read_as", "through_on",
      "quantity_kind", "quantity_n", "quantity_n2", "quantity_best", "quantity_word",
    ],
    date: ["value_words", "value_edtf"],
    place: ["value_place"],
    party: ["value_party"],
    category: ["value_category"],
    boolean: ["value_boolean"],
    text: ["value_text"],
  };

  const holdsSomething = (row) =>
    row.querySelector(".errorlist") !== null ||
    [...row.querySelectorAll("input, select, textarea")].some((box) => box.value !== "" && box.value !== "unknown");

  const showOnlyAsked = (predicate) => {
    const asked = predicate.selectedOptions[0]?.dataset.answer;
    for (const [answer, names] of Object.entries(GROUPS)) {
      for (const row of names.flatMap((name) => [...document.querySelectorAll(`.form-row.field-${name}`)])) {
        row.classList.toggle("hidden", Boolean(asked) && answer !== asked && !holdsSomething(row));
      }
    }
    for (const fieldset of document.querySelectorAll("fieldset.reading, fieldset.other-values")) {
      const rows = [...fieldset.querySelectorAll(".form-row")];
      fieldset.classList.toggle("hidden", rows.every((row) => row.classList.contains("hidden")));
      const details = fieldset.querySelector("details");
      if (details && asked && asked !== "quantity" && fieldset.classList.contains("other-values")) {
        details.open = true;
      }
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const predicate = document.getElementById("id_predicate");
    if (predicate) {
      predicate.addEventListener("change", () => showOnlyAsked(predicate));
      showOnlyAsked(predicate);
    }
  });
}

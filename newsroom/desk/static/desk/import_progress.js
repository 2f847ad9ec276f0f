"use strict";
// Keeps the page of an import up to date. Without it the page does so by reloading.
{
  const EVERY = 2000;
  const place = document.getElementById("import-progress");

  const show = (told) => {
    const status = place.querySelector("[role=status]");
    if (status.textContent !== told.sentence) {
      status.textContent = told.sentence;
    }
    if (told.total) {
      place.querySelector("progress").value = told.read;
    }
  };

  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.state, { headers: { Accept: "application/json" } });
      const told = answer.ok ? await answer.json() : null;
      if (told === null || !told.is_under_way) {
        window.location.reload();
        return;
      }
      show(told);
    } catch {
      // The server does not answer; it may be starting again.
    }
    window.setTimeout(ask, EVERY);
  };

  if (place) {
    window.setTimeout(ask, EVERY);
  }
}

/* Mends what the stock scripts of the admin put on the page. */

/* The question marks beside a filter of two lists have a name; without a role nobody is told it. */
const nameTooltips = () => {
  for (const mark of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) mark.setAttribute("role", "img");
};

if (document.readyState === "complete") nameTooltips();
else window.addEventListener("load", nameTooltips); // the stock scripts listen to the same event, and first

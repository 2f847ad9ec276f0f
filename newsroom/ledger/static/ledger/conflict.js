// Whoever types in a box of his own means his own: the choice beside it follows.
const choose = (event) => {
  const side = event.target.closest(".conflict-side");
  const mine = side?.querySelector('input[type="radio"][value="mine"]');
  if (mine && event.target !== mine) {
    mine.checked = true;
  }
};

for (const item of document.querySelectorAll(".conflict-item")) {
  item.addEventListener("input", choose);
  item.addEventListener("change", choose);
}

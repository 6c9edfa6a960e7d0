// A list whose rows are put in order (data-order): dragged, moved by their buttons, or by Alt with an arrow.
import { fill, say } from "./say.js";

let dragged = null;
const list = (element) => element.closest?.("[data-order]");

/** One place up or down, the focus staying where it is. */
function move(row, isUp) {
  const focus = document.activeElement;
  const other = isUp ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (isUp) other.before(row);
  else other.after(row);
  focus.focus();
  row.scrollIntoView({ block: "nearest" });
  tell(row);
}

function tell(row) {
  const name = row.querySelector("label").textContent.trim();
  say(fill(list(row).dataset.textMoved, { name, n: [...row.parentElement.children].indexOf(row) + 1 }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-order] [data-move]");
  if (button) move(button.closest("li"), button.dataset.move === "up");
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || !list(event.target)) return;
  event.preventDefault();
  event.stopPropagation(); // A menu goes from one to the next by the arrows.
  move(event.target.closest("li"), event.key === "ArrowUp");
}, true);

document.addEventListener("dragstart", (event) => {
  if (!list(event.target)) return;
  dragged = event.target.closest("li");
  event.dataTransfer.effectAllowed = "move";
  dragged.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest("[data-order] > li");
  if (!over || list(over) !== list(dragged)) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged);
  else over.after(dragged);
});
document.addEventListener("drop", (event) => {
  if (dragged && list(event.target)) event.preventDefault();
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  tell(dragged);
  dragged = null;
});

// Panels and facts dragged between the columns of a page layout: a drop presses what the buttons press.
const LIST = "[data-arrange]";
let dragged = null;

/** Before which thing of the list the pointer stands. */
const before = (list, y) => [...list.querySelectorAll("[data-name]")].find((item) => item !== dragged && y < item.getBoundingClientRect().top + item.offsetHeight / 2);

const group = (list) => (["first", "rest"].includes(list.dataset.arrange) ? "facts" : "panels");

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(`${LIST} [data-name]`) ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.name);
  dragged.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const list = event.target.closest?.("section")?.querySelector(LIST);
  if (!dragged || !list || group(list) !== group(dragged.closest(LIST))) return;
  event.preventDefault();
  list.insertBefore(dragged, before(list, event.clientY) ?? null);
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const list = dragged.closest(LIST);
  const place = [...list.querySelectorAll("[data-name]")].indexOf(dragged);
  const form = dragged.closest("form");
  const move = `${list.dataset.arrange}:${place}:${dragged.dataset.name}`;
  dragged = null;
  window.htmx.ajax("POST", form.action, { target: form, swap: "outerHTML", values: { move } });
});

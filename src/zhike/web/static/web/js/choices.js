// Choices that are ticked in a menu: its button says what is chosen; of very many, those are shown that hold what one types.
import { fill, say } from "./say.js";

const PAUSE = 180;
const anyOf = new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" });
const asked = new WeakMap();

function nameChosen(menu) {
  const label = menu.querySelector("[data-chosen]");
  const names = [...menu.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
  label.textContent = anyOf.format(names) || label.dataset.chosen;
}

function choice(menu, { id, label }) {
  const made = Object.assign(document.createElement("label"), { className: "popover-item check" });
  made.append(
    Object.assign(document.createElement("input"), { type: "checkbox", name: menu.dataset.name, value: id }),
    Object.assign(document.createElement("span"), { textContent: label }),
  );
  return made;
}

/** What is ticked stays; under it comes what was found. */
function draw(menu, answers) {
  const list = menu.querySelector("[data-choices-list]");
  const ticked = [...list.querySelectorAll("label:has(:checked)")];
  const known = new Set(ticked.map((label) => label.querySelector("input").value));
  const found = answers.filter((answer) => !known.has(answer.id)).map((answer) => choice(menu, answer));
  list.replaceChildren(...ticked, ...found);
  say(found.length ? fill(menu.dataset.textMany, { n: found.length }) : menu.dataset.textNone);
}

async function search(input) {
  const menu = input.closest("[data-choices]");
  asked.get(menu)?.abort();
  const control = new AbortController();
  asked.set(menu, control);
  const url = new URL(menu.dataset.searchUrl, location.href);
  url.searchParams.set("q", input.value.trim());
  try {
    const answer = await fetch(url, { signal: control.signal, headers: { Accept: "application/json" } });
    if (answer.ok) draw(menu, await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches("[data-choices-search]") || event.isComposing) return;
  clearTimeout(input.pause);
  input.pause = setTimeout(() => search(input), PAUSE);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches("[data-choices-search]")) search(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-choices-search]")) event.preventDefault();
});
document.addEventListener("change", (event) => {
  const menu = event.target.closest("[data-choices]");
  if (menu) nameChosen(menu);
});

function start(within) {
  within.querySelectorAll("[data-choices]").forEach(nameChosen);
}
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));

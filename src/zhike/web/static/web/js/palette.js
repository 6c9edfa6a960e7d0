// Palette: one types, /palette/?q= answers with options; the arrows choose, Enter opens, Esc closes. Without this module the search box goes to /search/.
import { fill, say } from "./say.js";

const PAUSE = 120;
const dialog = document.querySelector("#palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("#palette-list");
let pause;
let asked;

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const url = new URL(list.dataset.url, location.href);
  url.searchParams.set("q", input.value.trim());
  try {
    const answer = await fetch(url, { signal: asked.signal });
    if (!answer.ok || answer.redirected) return;
    list.innerHTML = await answer.text();
    choose(options()[0]);
    if (input.value.trim()) say(fill(list.dataset.textMany, { n: options().length }));
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren();
  }
}

/** Open it, perhaps with what was typed elsewhere. */
export function open(text = "") {
  if (!dialog || document.querySelector("dialog[open]")) return;
  input.value = text;
  list.replaceChildren();
  dialog.showModal();
  input.focus();
  ask();
}

function begin() {
  input.addEventListener("input", (event) => {
    clearTimeout(pause);
    if (!event.isComposing) pause = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const known = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && known.length) {
      event.preventDefault();
      choose(known.at((known.indexOf(chosen()) + step) % known.length));
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().click();
    }
  });
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen()) choose(option);
  });
  list.addEventListener("click", (event) => {
    // On the page itself (an anchor of it) nothing would be loaded.
    if (event.target.closest("[role=option]")) dialog.close();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  const box = document.querySelector("#search");
  box?.addEventListener("click", () => open(box.value));
  box?.addEventListener("input", (event) => { if (!event.isComposing) open(box.value); });
}

if (dialog) begin();

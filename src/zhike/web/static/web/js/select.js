// Relation picker: one types, data-options-url?q= answers [{id, label, hint}], a hidden input holds the id.
import { fill, say } from "./say.js";

const PAUSE = 180;
const parts = (input) => {
  const picker = input.closest("[data-picker]");
  return { picker, hidden: picker.querySelector("input[type=hidden]"), list: picker.querySelector("[role=listbox]") };
};
const asked = new WeakMap();

function close(input) {
  parts(input).list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function draw(input, answers) {
  const { picker, list } = parts(input);
  list.replaceChildren(...answers.map((answer, at) => {
    const option = document.createElement("div");
    Object.assign(option, { className: "popover-item", id: `${list.id}-${at}` });
    option.setAttribute("role", "option");
    Object.assign(option.dataset, { id: answer.id, label: answer.label });
    option.append(Object.assign(document.createElement("span"), { textContent: answer.label }));
    if (answer.hint) option.append(Object.assign(document.createElement("span"), { className: "push", textContent: answer.hint }));
    return option;
  }));
  if (!answers.length) list.append(Object.assign(document.createElement("p"), { className: "popover-title", textContent: picker.dataset.textNone }));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
  say(answers.length ? fill(picker.dataset.textMany, { n: answers.length }) : picker.dataset.textNone);
}

async function ask(input) {
  const { picker } = parts(input);
  asked.get(input)?.abort();
  const control = new AbortController();
  asked.set(input, control);
  const url = new URL(picker.dataset.optionsUrl, location.href);
  url.searchParams.set("q", input.value.trim());
  try {
    const answer = await fetch(url, { signal: control.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return close(input);
    const options = await answer.json();
    if (document.activeElement === input) draw(input, options);
  } catch (error) {
    if (error.name !== "AbortError") close(input);
  }
}

function choose(input, id, label) {
  const { picker, hidden } = parts(input);
  hidden.value = id;
  input.value = label;
  picker.toggleAttribute("data-chosen", id !== "");
  hidden.dispatchEvent(new Event("input", { bubbles: true }));
  hidden.dispatchEvent(new Event("change", { bubbles: true }));
  close(input);
}

function mark(input, step) {
  const options = [...parts(input).list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % options.length);
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  next.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", next.id);
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches("[data-picker] [role=combobox]") || event.isComposing) return;
  const { picker, hidden } = parts(input);
  hidden.value = "";
  picker.removeAttribute("data-chosen");
  clearTimeout(input.pause);
  input.pause = setTimeout(() => ask(input), PAUSE);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches("[data-picker] [role=combobox]")) ask(event.target);
});

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-picker] [role=combobox]") || event.isComposing || input.readOnly) return;
  const { list } = parts(input);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) ask(input);
    else mark(input, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && !list.hidden) {
    event.preventDefault();
    const option = list.querySelector("[aria-selected=true]") || list.querySelector("[role=option]");
    if (option) choose(input, option.dataset.id, option.dataset.label);
  } else if (event.key === "Escape" && !list.hidden) {
    event.stopPropagation();
    event.preventDefault();
    close(input);
  }
});

// Down, not click: a click would come after the input has lost the focus.
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("[data-picker] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-picker]").querySelector("[role=combobox]"), option.dataset.id, option.dataset.label);
});
document.addEventListener("click", (event) => {
  const picker = event.target.closest("[data-picker]");
  const input = picker?.querySelector("[role=combobox]");
  if (event.target.closest(".picker-clear")) {
    choose(input, "", "");
    input.focus();
  } else if (event.target === input && !input.readOnly && parts(input).list.hidden) ask(input);
});
// A usual value at a touch.
document.addEventListener("click", (event) => {
  const offer = event.target.closest("[data-offer]");
  if (!offer) return;
  const input = document.getElementById(offer.dataset.offer);
  if (input.closest("[data-picker]")) return choose(input, offer.value, offer.textContent);
  input.value = offer.value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("focusout", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-picker] [role=combobox]")) return;
  close(input);
  // A word that was typed but not chosen names nothing.
  if (!parts(input).hidden.value) input.value = "";
});

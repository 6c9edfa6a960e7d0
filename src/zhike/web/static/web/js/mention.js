// Mentions: after an @ in a long text a list offers colleagues; arrows choose, Enter or Tab puts `@name(login)` into the text.
import { say } from "./say.js";

const PAUSE = 120;
const BEGUN = /(?:^|[\s\p{P}\p{Script=Han}])@([^\s@()]{0,20})$/u;
let area = null;
let list = null;
let control = null;
let pause = 0;

function close() {
  clearTimeout(pause);
  control?.abort();
  list?.remove();
  for (const name of ["aria-controls", "aria-activedescendant"]) area?.removeAttribute(name);
  list = area = null;
}

const begun = (textarea) => (textarea.selectionStart === textarea.selectionEnd ? BEGUN.exec(textarea.value.slice(0, textarea.selectionStart)) : null);

function option(answer, at) {
  const item = Object.assign(document.createElement("div"), { className: "popover-item", id: `mention-${at}` });
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(at === 0));
  item.dataset.mark = answer.mark;
  item.append(Object.assign(document.createElement("span"), { textContent: answer.label }));
  item.append(Object.assign(document.createElement("span"), { className: "push muted small", textContent: answer.hint }));
  return item;
}

function draw(textarea, answers) {
  close();
  if (!answers.length) return;
  area = textarea;
  list = Object.assign(document.createElement("div"), { className: "popover mention-list", id: "mention-list" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  list.append(...answers.map(option));
  textarea.parentElement.classList.add("is-mentioning");
  textarea.after(list);
  textarea.setAttribute("aria-controls", list.id);
  textarea.setAttribute("aria-activedescendant", "mention-0");
  say(answers[0].label);
}

async function ask(textarea) {
  const found = begun(textarea);
  if (!found) return close();
  control?.abort();
  control = new AbortController();
  try {
    const answer = await fetch(`/mentions/?q=${encodeURIComponent(found[1])}`, { signal: control.signal, headers: { Accept: "application/json" } });
    const answers = answer.ok ? await answer.json() : [];
    if (document.activeElement === textarea && begun(textarea)) draw(textarea, answers);
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

function choose(item) {
  const textarea = area;
  const end = textarea.selectionStart;
  const start = end - begun(textarea)[1].length - 1;
  textarea.setRangeText(`${item.dataset.mark} `, start, end, "end");
  close();
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
  textarea.focus();
}

function mark(step) {
  const items = [...list.children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = items.at((at + step) % items.length);
  for (const item of items) item.setAttribute("aria-selected", String(item === next));
  next.scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", next.id);
  say(next.firstChild.textContent);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("textarea.textarea") || event.isComposing) return;
  clearTimeout(pause);
  if (begun(event.target)) pause = setTimeout(ask, PAUSE, event.target);
  else close();
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches("textarea.textarea") && begun(event.target)) ask(event.target);
});
document.addEventListener("keydown", (event) => {
  if (!list || event.target !== area || event.isComposing) return;
  if (event.key === "ArrowDown") mark(1);
  else if (event.key === "ArrowUp") mark(-1);
  else if (event.key === "Enter" || event.key === "Tab") choose(list.querySelector("[aria-selected=true]"));
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
// Down, not click: a click would come after the text has lost the focus.
document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest(".mention-list [role=option]");
  if (!item) return;
  event.preventDefault();
  choose(item);
});
document.addEventListener("focusout", (event) => {
  if (event.target === area) close();
});

// Keys: / and Ctrl K open the palette, g and a letter go to a page of the navigation, z (Ctrl Z in a list's cell) undoes what the toast offers, ? lists them all; a button that names a letter as its shortcut is pressed by it; j and k walk the links of a [data-walk].
import { open } from "./palette.js";

const WAIT = 1200;
let going = 0;

const typing = (element) => element.closest?.("input, textarea, select, [contenteditable]");

function search(event) {
  event.preventDefault();
  open();
}

const undo = () => [...document.querySelectorAll("#toasts [data-undo]")].at(-1)?.click();

function goTo(letter) {
  const link = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
  if (link) link.click();
}

function walk(step) {
  const stops = [...document.querySelectorAll("[data-walk] a")];
  const at = stops.indexOf(document.activeElement);
  stops[at < 0 ? 0 : Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return search(event);
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing(event.target)) return undo();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (going && performance.now() - going < WAIT) {
    going = 0;
    return goTo(key);
  }
  if (key === "g") going = performance.now();
  else if (key === "/") search(event);
  else if (key === "?") document.querySelector("#keys")?.showModal();
  else if (key === "z") undo();
  else if ((key === "j" || key === "k") && document.querySelector("[data-walk]")) walk(key === "j" ? 1 : -1);
  else if (/^[a-z]$/.test(key)) document.querySelector(`[aria-keyshortcuts="${key}"]:not([aria-disabled])`)?.click();
});

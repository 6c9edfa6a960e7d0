// A field edited where it stands: the pencil or a double click opens it, Enter saves, Escape gives up; the focus stays with it.
import { toast } from "./say.js";

let edited = "";

const open = (within) => (within.matches?.("[data-editing]") ? within : within.querySelector?.("[data-editing]"));

document.addEventListener("htmx:load", (event) => {
  const place = open(event.detail.elt);
  if (place) {
    edited = place.id;
    const control = place.querySelector("[aria-invalid], input:checked, input:not([type=hidden]), select, textarea");
    control?.focus();
    control?.select?.();
  } else if (event.detail.elt.id && event.detail.elt.id === edited) {
    edited = "";
    event.detail.elt.querySelector(".fact-pen")?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-editing] form");
  if (!form || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    form.querySelector("[data-give-up]").click();
  }
  const is = (selector) => event.target.matches(selector);
  const keeps = is("textarea") ? event.ctrlKey || event.metaKey : is("select, input[type=checkbox], input[type=radio]");
  if (event.key === "Enter" && keeps) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("dblclick", (event) => {
  if (event.target.closest("a, button, input, select, textarea")) return;
  event.target.closest(".facts dd")?.querySelector(".fact-pen[hx-get]")?.click();
});

// What is wrong with a value, or who was faster, is shown in its place as well.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.closest?.("[data-editing], [data-composer], [data-lines]") && [409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// A number or an address is copied with a press.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  toast(button.dataset.textCopied);
});

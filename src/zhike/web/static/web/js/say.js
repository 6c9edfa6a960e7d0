// What more than one module needs: a voice for screen readers, toasts made here, the request's token.

/** Say a sentence to screen readers. */
export function say(text) {
  const voice = document.querySelector("#voice");
  if (!voice) return;
  voice.textContent = "";
  requestAnimationFrame(() => { voice.textContent = text; });
}

/** Fill the holes of a translated sentence: fill("{n} selected", {n: 3}). */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}

/** Show a sentence as a toast. The shape comes from the shell's <template id="toast-template">. */
export function toast(text) {
  const template = document.querySelector("#toast-template");
  if (!template) return;
  const made = template.content.firstElementChild.cloneNode(true);
  made.querySelector(".toast-text").textContent = text;
  document.querySelector("#toasts").append(made);
}

export function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}

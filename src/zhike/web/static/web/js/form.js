// Forms: the error summary takes the focus, parts gain and lose rows, a file drop names its files.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const button = event.submitter;
  if (button && event.target.method === "post") setTimeout(() => button.setAttribute("aria-busy", "true"));
});
// A page that the browser kept for "back" shows no button at work.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

function addRow(parts) {
  const template = parts.querySelector(":scope > template");
  const total = parts.querySelector(`[name="${parts.dataset.parts}-TOTAL_FORMS"]`);
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  total.value = Number(total.value) + 1;
  const row = holder.content.firstElementChild;
  parts.querySelector(":scope > div:last-of-type").before(row);
  row.querySelector("input:not([type=hidden]):not([hidden]), select, textarea")?.focus();
}

// A row taken away stays in the form, ticked for deletion, since the server counts the rows.
function removeRow(row) {
  const box = row.querySelector("input[type=checkbox][hidden]");
  if (box) box.checked = true;
  for (const control of row.querySelectorAll("[required]")) control.required = false;
  row.hidden = true;
  row.closest("[data-parts]").querySelector("[data-part-add]").focus();
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-part-add]");
  if (add) addRow(add.closest("[data-parts]"));
  const remove = event.target.closest("[data-part-remove]");
  if (remove) removeRow(remove.closest("[data-part]"));
  const jump = event.target.closest("[data-error-summary] a");
  if (jump) {
    event.preventDefault();
    document.getElementById(jump.hash.slice(1))?.focus();
  }
});

document.addEventListener("change", (event) => {
  const drop = event.target.closest("[data-filedrop]");
  if (drop) drop.querySelector("output").textContent = [...event.target.files].map((file) => file.name).join(", ");
});
for (const [name, over] of [["dragenter", true], ["dragleave", false], ["drop", false]])
  document.addEventListener(name, (event) => event.target.closest?.("[data-filedrop]")?.classList.toggle("is-over", over));

const start = (within) => within.querySelector("[data-error-summary]")?.focus();
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));

// A hint that does not apply goes away and stays away while this form is filled in; the focus goes to the next one, or to the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  const form = button?.closest("form");
  if (!form) return;
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "dismissed", value: button.dataset.dismiss });
  form.append(kept);
  const hint = button.closest("[data-hint]");
  const next = hint.nextElementSibling?.querySelector("a, button") ?? form.querySelector("input:not([type=hidden]), select, textarea");
  hint.remove();
  next?.focus();
});

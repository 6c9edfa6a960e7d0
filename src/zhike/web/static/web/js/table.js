// Choosing rows: single, a range with Shift, the page, or everything the list holds; the bulk bar tells how many.
const bar = (table) => document.getElementById(table.dataset.bulk);
const boxes = (table) => [...table.querySelectorAll('tbody input[name="ids"]')];
let last = null;

function show(table, everything = false) {
  const form = bar(table);
  if (!form) return;
  const all = boxes(table);
  const chosen = all.filter((box) => box.checked).length;
  const page = table.querySelector("[data-pick-all]");
  page.checked = chosen > 0 && chosen === all.length;
  page.indeterminate = chosen > 0 && chosen < all.length;
  form.hidden = chosen === 0;
  const rest = form.querySelector("[data-pick-everything]");
  if (rest) {
    form.elements.all.disabled = !everything;
    rest.hidden = everything || !page.checked;
  }
  form.querySelector("[data-picked]").textContent = everything ? rest.dataset.total : chosen;
}

document.addEventListener("click", (event) => {
  const box = event.target;
  const table = box.closest("table[data-bulk]");
  if (table && box.matches('input[name="ids"]')) {
    const all = boxes(table);
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    last = box;
    show(table);
  }
  if (table && box.matches("[data-pick-all]")) {
    for (const each of boxes(table)) each.checked = box.checked;
    show(table);
  }
  const form = box.closest("form[data-bulkbar]");
  if (!form) return;
  const its = document.querySelector(`table[data-bulk="${CSS.escape(form.id)}"]`);
  if (box.closest("[data-pick-everything]")) show(its, true);
  if (box.closest("[data-pick-none]")) {
    for (const each of boxes(its)) each.checked = false;
    show(its);
  }
});

const start = () => document.querySelectorAll("table[data-bulk]").forEach((table) => show(table));
start();
addEventListener("pageshow", start);
document.addEventListener("htmx:load", start);

// A list as a grid: arrows move; Enter, F2, a double click or typing edits a cell where it stands; Enter and Tab keep it and go on, Escape gives up.
// Rows that are cards have no grid; the cells that say so (`edits`) are opened by a tap.
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const PLACE = "cell-now";
let next = null;
let before = null;
// What is typed while a control is on its way, and the key that ends it.
let typed = null;
let ending = null;

const grid = (element) => element.closest?.("table[data-edit]");
const cell = (element) => (grid(element) ? element.closest("tbody :is(td, th):not(.pick)") : null);
const isCards = (table) => getComputedStyle(table).display === "block";
const field = (at) => grid(at).tHead.rows[0].cells[at.cellIndex]?.dataset.field;

function focus(at) {
  if (!at) return;
  for (const other of grid(at).querySelectorAll("tbody [tabindex]")) other.removeAttribute("tabindex");
  at.tabIndex = -1;
  at.focus({ preventScroll: true });
  at.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function beside(at, [down, right]) {
  const row = grid(at).tBodies[0].rows[at.parentElement.sectionRowIndex + down];
  const found = row?.cells[at.cellIndex + right];
  return found && !found.classList.contains("pick") ? found : null;
}

// The next cell that can be edited, through the rows.
function onward(at, step) {
  const all = [...grid(at).querySelectorAll("tbody :is(td, th):not(.pick)")];
  const rest = step > 0 ? all.slice(all.indexOf(at) + 1) : all.slice(0, all.indexOf(at)).reverse();
  return rest.find(field) || null;
}

function type(at, text) {
  const control = at.querySelector("select, textarea, input:not([type=hidden], [type=checkbox], [type=radio], [aria-hidden])");
  if (!control || !text) return;
  if (control.matches("select")) {
    const fitting = [...control.options].find((one) => one.label.toLowerCase().startsWith(text.toLowerCase()));
    if (fitting) control.value = fitting.value;
  } else control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

// Keep what was filled in, and go on where the key says.
function keep(at, event) {
  next = (event.key === "Enter" ? beside(at, [1, 0]) : onward(at, event.shiftKey ? -1 : 1)) || at;
  at.querySelector("form")?.requestSubmit();
}

function edit(at, first = "") {
  const table = grid(at);
  const id = at.parentElement.id.replace("row-", "");
  if (!field(at) || !id || at.classList.contains("is-editing")) return;
  before = [...at.childNodes];
  next = at;
  typed = first;
  ending = null;
  at.classList.remove("is-saved");
  at.classList.add("is-editing");
  htmx.ajax("GET", `${table.dataset.edit}${id}/fields/${field(at)}/?into=${PLACE}`, { target: at, swap: "innerHTML" });
}

function giveBack(at) {
  typed = ending = null;
  at.classList.remove("is-editing");
  if (before) at.replaceChildren(...before);
  focus(at);
}

document.addEventListener("keydown", (event) => {
  const table = event.target.matches?.(".table-region") ? event.target.querySelector("table[data-edit]") : grid(event.target);
  if (!table || event.isComposing || event.altKey || isCards(table)) return;
  if (event.target.matches(".table-region")) {
    if (event.key !== "ArrowDown" || !table.tBodies[0].rows.length) return;
    event.preventDefault();
    return focus(table.tBodies[0].rows[0].querySelector(":is(td, th):not(.pick)"));
  }
  const at = cell(event.target);
  if (!at) return;
  if (typed !== null) {
    event.preventDefault();
    event.stopPropagation();
    if (event.key.length === 1) typed += event.key;
    else if (["Tab", "Enter", "Escape"].includes(event.key)) ending ||= event;
    return;
  }
  if (at.classList.contains("is-editing")) {
    if (event.key === "Tab") {
      event.preventDefault();
      keep(at, event);
    } else if (event.key === "Enter") next = beside(at, [1, 0]) || at;
    else if (event.key === "Escape") next = at;
    return;
  }
  if (event.target !== at) return;
  if (ARROWS[event.key]) {
    event.preventDefault();
    focus(beside(at, ARROWS[event.key]) || at);
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    if (field(at)) edit(at);
    else at.querySelector("a")?.click();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && field(at)) {
    event.preventDefault();
    event.stopPropagation();
    edit(at, event.key);
  }
}, true);

document.addEventListener("click", (event) => {
  const at = cell(event.target);
  if (!at || event.target.closest("a, button, input, select, textarea, label, .is-editing")) return;
  if (!isCards(grid(at))) focus(at);
  else if (at.matches(".edits")) edit(at);
});

document.addEventListener("dblclick", (event) => {
  const at = cell(event.target);
  if (at && !isCards(grid(at)) && !event.target.closest("a, button, input, .is-editing")) edit(at);
});

// The control is ready, and takes what was typed meanwhile (which must not be taken for a shortcut of the page); or it has
// made way for the value as it is now.
document.addEventListener("htmx:load", (event) => {
  const place = event.detail.elt;
  const at = place.id === PLACE ? cell(place) : null;
  if (!at) return;
  if (place.matches("[data-editing]")) {
    const control = place.querySelector("select, textarea, input:not([type=hidden])");
    if (at.matches(".edits.num") && isCards(grid(at))) control.inputMode = "decimal";
    control?.focus();
    type(at, typed);
    const last = ending;
    typed = ending = null;
    if (last?.key === "Escape") place.querySelector("[data-give-up]").click();
    else if (last) keep(at, last);
    return;
  }
  at.replaceChildren(...place.childNodes);
  at.classList.remove("is-editing");
  at.classList.add("is-saved");
  focus(next || at);
});

for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    const at = cell(event.detail.target);
    if (at?.classList.contains("is-editing") && !at.querySelector("[data-editing]")) giveBack(at);
  });
}

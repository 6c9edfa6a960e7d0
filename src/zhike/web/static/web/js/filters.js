// The rows of a filter form: add one, take one away, and give a row the operators and the value of the field it asks about.
let number = 1000;

function copy(template, numeral) {
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__n__", numeral);
  return holder.content;
}

/** What the rows around an element are built from: in the page, or fetched when it is first asked for. */
const fetched = new Map();
function choices(element) {
  const holder = element.closest("[data-choices-url]");
  if (!holder) return Promise.resolve(element.closest("form"));
  const url = holder.dataset.choicesUrl;
  if (!fetched.has(url))
    fetched.set(url, fetch(url, { headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
      .then((markup) => Object.assign(document.createElement("template"), { innerHTML: markup }).content)
      .catch((error) => { fetched.delete(url); throw error; }));
  return fetched.get(url);
}

/** One more row within a form or a nest: a condition, or a group of them with its first. */
async function add(nest, kind = "data-row") {
  const source = await choices(nest);
  const above = nest.dataset.nest;
  const numeral = (above ? above + "." : "") + number++;
  const row = copy(source.querySelector(`template[${kind}]`), numeral).firstElementChild;
  nest.querySelector("[data-clauses]").append(row);
  fit(row);
  const inner = row.querySelector("[data-nest]");
  if (inner) return add(inner);
  row.querySelector("[data-clause-field]").focus();
}

/** Another field: its operators and its value take the place of those that were there. */
async function ask(clause, field) {
  const source = await choices(clause);
  const parts = copy(source.querySelector(`template[data-field="${CSS.escape(field)}"]`), clause.dataset.clause);
  for (const part of ["op", "value"])
    clause.querySelector(`:scope > [data-clause-${part}]`).replaceWith(parts.querySelector(`[data-clause-${part}]`));
  fit(clause);
}

/** Operators such as "is empty" take no value, "in the last" takes a number of days; a group is joined by its word. */
function fit(clause) {
  const join = clause.querySelector("[data-join]");
  if (join) clause.querySelector("[data-clauses]").toggleAttribute("data-or", join.value !== "all");
  const operator = clause.querySelector(":scope > [data-clause-op]")?.selectedOptions[0];
  const value = clause.querySelector(":scope > [data-clause-value]");
  if (!operator || !value || value.querySelector("[data-nest]")) return;
  show(value, !operator.hasAttribute("data-bare"));
  for (const part of value.querySelectorAll("[data-for]"))
    show(part, !value.hidden && part.dataset.for === (operator.dataset.takes ?? ""));
}

function show(part, shown) {
  part.hidden = !shown;
  const controls = part.matches("select") ? [part] : part.querySelectorAll("input, select");
  for (const control of controls) control.disabled = !shown;
}

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-filter-toggle]");
  if (toggle) {
    const form = document.getElementById(toggle.dataset.filterToggle);
    const open = form.classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
    if (open && !form.querySelector("[data-clause]")) add(form.querySelector("[data-nest]"));
  }
  const form = event.target.closest("form[data-filter]");
  if (!form) return;
  const nest = event.target.closest("[data-nest]");
  if (event.target.closest("[data-clause-add]")) add(nest);
  if (event.target.closest("[data-group-add]")) add(nest, "data-group");
  const remove = event.target.closest("[data-clause-remove]");
  if (remove) {
    remove.closest("[data-clause]").remove();
    nest.querySelector(":scope > :not([data-clauses]) [data-clause-add]").focus();
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-filter]");
  if (!form) return;
  const clause = event.target.closest("[data-clause]");
  if (event.target.matches("[data-clause-field]")) ask(clause, event.target.value);
  if (event.target.matches("[data-clause-op], [data-join]")) fit(clause);
});

function start(within) {
  within.querySelectorAll("form[data-filter] [data-clause]").forEach(fit);
}
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));

// The rows of a filter form: add one, take one away, and give a row the operators and the value of the field it asks about.
const anyOf = new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" });
let number = 1000;

function copy(template, numeral) {
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__n__", numeral);
  return holder.content;
}

/** What the filter is built from, fetched when it is first asked for. */
const fetched = new WeakMap();
function choices(form) {
  if (form.querySelector("template[data-row]")) return Promise.resolve();
  if (!fetched.has(form))
    fetched.set(form, fetch(form.dataset.choicesUrl, { headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
      .then((markup) => form.insertAdjacentHTML("beforeend", markup))
      .catch(() => fetched.delete(form)));
  return fetched.get(form);
}

async function add(form) {
  await choices(form);
  const row = copy(form.querySelector("template[data-row]"), String(number++)).firstElementChild;
  form.querySelector("[data-clauses]").append(row);
  fit(row);
  row.querySelector("[data-clause-field]").focus();
}

/** Another field: its operators and its value take the place of those that were there. */
async function ask(form, clause, field) {
  await choices(form);
  const parts = copy(form.querySelector(`template[data-field="${CSS.escape(field)}"]`), clause.dataset.clause);
  for (const part of ["[data-clause-op]", "[data-clause-value]"])
    clause.querySelector(part).replaceWith(parts.querySelector(part));
  fit(clause);
}

/** Operators such as "is empty" take no value. */
function fit(clause) {
  const operator = clause.querySelector("[data-clause-op]");
  const value = clause.querySelector("[data-clause-value]");
  if (!operator || !value) return;
  const bare = operator.selectedOptions[0]?.hasAttribute("data-bare") ?? false;
  value.hidden = bare;
  for (const control of value.querySelectorAll("input, select")) control.disabled = bare;
}

function nameChoices(details) {
  const label = details.querySelector("[data-chosen]");
  const names = [...details.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
  label.textContent = anyOf.format(names) || label.dataset.chosen;
}

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-filter-toggle]");
  if (toggle) {
    const form = document.getElementById(toggle.dataset.filterToggle);
    const open = form.classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
    if (open && !form.querySelector("[data-clause]")) add(form);
  }
  const form = event.target.closest("form[data-filter]");
  if (!form) return;
  if (event.target.closest("[data-clause-add]")) add(form);
  const remove = event.target.closest("[data-clause-remove]");
  if (remove) {
    remove.closest("[data-clause]").remove();
    form.querySelector("[data-clause-add]").focus();
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-filter]");
  if (!form) return;
  const clause = event.target.closest("[data-clause]");
  if (event.target.matches("[data-clause-field]")) ask(form, clause, event.target.value);
  if (event.target.matches("[data-clause-op]")) fit(clause);
  const choices = event.target.closest("[data-choices]");
  if (choices) nameChoices(choices);
});

function start(within) {
  within.querySelectorAll("form[data-filter] [data-clause]").forEach(fit);
  within.querySelectorAll("form[data-filter] [data-choices]").forEach(nameChoices);
}
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));

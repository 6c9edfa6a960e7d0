// Lines of a quote: what a spreadsheet holds is pasted where one stands, Delete takes the line out. The server does the sums.
const cellOf = (element) => element.closest?.("[data-lines] [data-edit] tbody tr[id] > :is(td, th)");

async function send(at, values) {
  const holder = at.closest("[data-lines]");
  const [row, column] = [at.parentElement.sectionRowIndex, at.cellIndex];
  const line = at.parentElement.id.replace("row-", "");
  const field = at.closest("table").tHead.rows[0].cells[at.cellIndex]?.dataset.field || "";
  await htmx.ajax("POST", holder.dataset.lines, { target: `#${holder.id}`, swap: "outerHTML", values: { line, field, ...values } });
  stayAt(document.getElementById(holder.id), row, column);
}

// The lines are drawn anew; one goes on where one stood, or in the last row.
function stayAt(holder, row, column) {
  const rows = holder?.querySelector("[data-edit] tbody")?.rows ?? [];
  const at = rows[Math.min(row, rows.length - 1)]?.cells[column];
  if (!at || document.activeElement !== document.body) return;
  at.tabIndex = -1;
  at.focus({ preventScroll: true });
}

document.addEventListener("paste", (event) => {
  const at = event.target.matches?.("input, textarea, select") ? null : cellOf(document.activeElement);
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!at || !text.trim()) return;
  event.preventDefault();
  send(at, { do: "paste", text });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Delete" || event.target !== cellOf(event.target)) return;
  event.preventDefault();
  send(event.target, { do: "remove", ids: event.target.parentElement.id.replace("row-", "") });
});

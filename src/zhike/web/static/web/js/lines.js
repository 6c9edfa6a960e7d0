// Lines of a quote: what a spreadsheet holds is pasted where one stands, Delete takes the line out. The server does the sums.
const cellOf = (element) => element.closest?.("[data-lines] [data-edit] tbody tr[id] > :is(td, th)");

function send(at, values) {
  const holder = at.closest("[data-lines]");
  const line = at.parentElement.id.replace("row-", "");
  const field = at.closest("table").tHead.rows[0].cells[at.cellIndex]?.dataset.field || "";
  htmx.ajax("POST", holder.dataset.lines, { target: `#${holder.id}`, swap: "outerHTML", values: { line, field, ...values } });
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

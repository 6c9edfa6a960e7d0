// Dates and amounts as people type them: the server says what it understood; a button opens the browser's calendar.
const PAUSE = 150;
const timers = new WeakMap();

function spoken(input) {
  const within = input.closest("form, [data-clause-value], .field") || document;
  return within.querySelector(`output.understood[for="${CSS.escape(input.id)}"]`);
}

function show(output, text, unclear) {
  output.hidden = !text;
  output.textContent = text;
  output.classList.toggle("is-unclear", unclear);
}

async function ask(input) {
  const output = spoken(input);
  const text = input.value.trim();
  if (!output) return;
  if (!text) return show(output, "", false);
  const currency = input.form?.elements[`${input.name}_currency`] || input.form?.elements.currency;
  const query = new URLSearchParams({ kind: input.dataset.typed, text, currency: currency?.value || "" });
  try {
    const answer = await fetch(`/understood/?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || input.value.trim() !== text) return;
    const { text: said, error, value } = await answer.json();
    show(output, said || error || "", Boolean(error));
    const native = input.closest("[data-typed-date]")?.querySelector(".typed-native");
    if (native) native.value = value || "";
  } catch {
    show(output, "", false);
  }
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (input.matches(".typed-native")) {
    const typed = input.closest("[data-typed-date]").querySelector("[data-typed]");
    typed.value = input.value.replace("T", " ");
    typed.dispatchEvent(new Event("input", { bubbles: true }));
    typed.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  if (!input.matches("[data-typed]") || event.isComposing) return;
  clearTimeout(timers.get(input));
  timers.set(input, setTimeout(() => ask(input), PAUSE));
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches("[data-typed]")) ask(event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (button) button.parentNode.querySelector(".typed-native").showPicker();
});

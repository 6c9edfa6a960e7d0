// Another person's change appears within five seconds, never under what one is typing. A hidden tab does not ask.
import { toast } from "./say.js";

const PERIOD = 4000;
const FOCUSABLE = "a[href], button, summary, input, select, textarea";
let asking = false;

const live = () => document.querySelector("[data-live]");

/** Whether something in it is being worked on: a control that is open or on its way, a menu, text that was typed. */
function isInUse(piece) {
  if (piece.matches("[data-editing]") || piece.querySelector("[data-editing], .is-editing, details[open], dialog[open], .htmx-request")) return true;
  return piece.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
}

/** Put a piece into the place of the old one; the focus stays where it was in it. */
function place(piece) {
  const old = document.getElementById(piece.id);
  if (!old || isInUse(old)) return;
  const at = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  const cell = old.contains(document.activeElement) && document.activeElement.closest("[data-edit] tr[id] > :is(td, th)");
  old.replaceWith(piece);
  window.htmx?.process(piece);
  if (at >= 0) piece.querySelectorAll(FOCUSABLE)[at]?.focus();
  if (cell) focusAgain(document.getElementById(cell.parentElement.id)?.cells[cell.cellIndex]);
}

/** The cell of a grid in which one was, drawn anew. */
function focusAgain(cell) {
  if (!cell) return;
  cell.tabIndex = -1;
  cell.focus({ preventScroll: true });
}

async function look(quiet) {
  const known = live();
  if (!known || asking || (document.hidden && !quiet)) return;
  asking = true;
  const url = new URL(known.dataset.live, location.href);
  url.searchParams.set("version", quiet ? 0 : known.dataset.version);
  url.searchParams.set("mark", known.dataset.mark);
  if (quiet) url.searchParams.set("quiet", "1");
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (answer.status === 404 || answer.redirected) leave(known, answer.status === 404);
    else if (answer.status === 200) show(await answer.text());
    else if (answer.headers.has("Ledger-Mark")) known.dataset.mark = answer.headers.get("Ledger-Mark");
  } catch {
    // The network is away: the next question may get through.
  } finally {
    asking = false;
  }
}

function leave(known, isGone) {
  if (isGone) toast(known.dataset.textGone);
  known.remove();
}

function show(markup) {
  const holder = document.createElement("template");
  holder.innerHTML = markup;
  for (const news of holder.content.querySelectorAll("[data-news]")) toast(news.textContent);
  for (const piece of [...holder.content.children]) if (piece.id) place(piece);
}

setInterval(look, PERIOD, false);
document.addEventListener("visibilitychange", () => look(false));
document.addEventListener("record-news", () => look(true));

// Cards of a board move between lanes by mouse (drag), finger (hold, then drag) and keyboard (Space, arrows, Enter, Escape).
// A drop POSTs id, version and the lane's field to the lane's data-move-url; what the server refuses goes back.
import { fill, say, toast, token } from "./say.js";

const HOLD = 280;   // ms a finger rests before the card is lifted; less is scrolling
const SLACK = 6;    // px a mouse moves before it is a drag
const EDGE = 56;    // px from the board's edge where it scrolls on
const STEP = 12;    // px that it scrolls at each move
const CARD = "[data-board] .deal[data-id]";
const LANE = "[data-lane][data-move-url]";
let move = null;    // the card on its way: board, card, item, how, home, before, lane, where it began
let released = -Infinity;

const speak = ({ board, card }, key, lane) => say(fill(board.dataset[key], { card: card.dataset.title, lane: lane.dataset.lane }));

function lift(card, how, x = 0, y = 0) {
  const board = card.closest("[data-board]");
  const item = card.closest("li");
  const home = card.closest("[data-lane]");
  move = { board, card, item, how, home, before: item.nextElementSibling, x, y, scroll: board.scrollLeft };
  card.classList.add("is-lifted");
  card.classList.toggle("is-following", how !== "keys");
  board.classList.add("is-dragging");
  speak(move, "textLifted", home);
}

function aim(lane) {
  for (const other of document.querySelectorAll("[data-lane].is-target")) other.classList.remove("is-target");
  if (lane && lane !== move.home) lane.classList.add("is-target");
  move.lane = lane;
}

/** End the move on screen; gives back what was moving and where to. */
function settle() {
  const done = { ...move };
  aim(null);
  done.card.classList.remove("is-lifted", "is-following");
  done.card.style.transform = "";
  done.board.classList.remove("is-dragging");
  move = null;
  return done;
}

function putBack(done, why) {
  done.home.querySelector("ul").insertBefore(done.item, done.before?.isConnected ? done.before : null);
  if (why) toast(why);
  else speak(done, "textBack", done.home);
  if (done.how === "keys") done.card.focus();
}

async function drop() {
  const done = settle();
  if (!done.lane || done.lane === done.home) return putBack(done);
  done.lane.querySelector("ul").prepend(done.item);
  speak(done, "textDropped", done.lane);
  done.card.classList.add("is-saving");
  const refusal = await send(done);
  done.card.classList.remove("is-saving");
  if (refusal) putBack(done, refusal);
  else if (done.how === "keys") document.querySelector(`[data-id="${CSS.escape(done.card.dataset.id)}"]`)?.focus();
}

/** Tell the server; gives back why it was refused, or nothing. */
async function send({ card, lane, board }) {
  const body = new URLSearchParams({ id: card.dataset.id, version: card.dataset.version, [lane.dataset.field]: lane.dataset.value });
  const headers = { "X-CSRFToken": token(), "HX-Request": "true", Accept: "text/html" };
  try {
    const answer = await fetch(lane.dataset.moveUrl, { method: "POST", body, headers });
    if (answer.redirected) return void location.assign(answer.url);
    const text = await answer.text();
    if (answer.ok) return replace(text);
    return (answer.headers.get("Content-Type")?.startsWith("text/plain") && text) || board.dataset.textFailed;
  } catch {
    return board.dataset.textFailed;
  }
}

/** Elements of the answer take the place of those with the same id. */
function replace(html) {
  for (const part of new DOMParser().parseFromString(html, "text/html").querySelectorAll("body > [id]")) {
    document.getElementById(part.id)?.replaceWith(part);
    window.htmx?.process(part);
  }
}

// Mouse and finger: what lifts a card
document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest(CARD);
  if (!card || event.button || move || event.target.closest("button, input, summary")) return;
  const { clientX: x, clientY: y, pointerId } = event;
  const isMouse = event.pointerType === "mouse";
  const listening = new AbortController();
  const timer = isMouse ? 0 : setTimeout(() => begin("finger"), HOLD);
  const stop = () => { clearTimeout(timer); listening.abort(); };
  const begin = (how) => { stop(); lift(card, how, x, y); };
  const watch = (next) => {
    if (next.pointerId !== pointerId || Math.hypot(next.clientX - x, next.clientY - y) < SLACK) return;
    if (isMouse) begin("mouse");
    else stop();
  };
  const options = { signal: listening.signal };
  document.addEventListener("pointermove", watch, options);
  document.addEventListener("pointerup", stop, options);
  document.addEventListener("pointercancel", stop, options);
});

document.addEventListener("pointermove", (event) => {
  if (!move || move.how === "keys") return;
  const { board, card } = move;
  const { left, right } = board.getBoundingClientRect();
  if (event.clientX > right - EDGE) board.scrollLeft += STEP;
  if (event.clientX < left + EDGE) board.scrollLeft -= STEP;
  card.style.transform = `translate(${event.clientX - move.x + board.scrollLeft - move.scroll}px, ${event.clientY - move.y}px)`;
  aim(document.elementFromPoint(event.clientX, event.clientY)?.closest(LANE) ?? null);
});
document.addEventListener("pointerup", () => {
  if (!move || move.how === "keys") return;
  released = performance.now();
  drop();
});
document.addEventListener("pointercancel", () => { if (move && move.how !== "keys") putBack(settle()); });

// While a card is held the page must not scroll, nor the browser drag the link or open its menu;
// the click that ends the drag must not open the card.
document.addEventListener("touchmove", (event) => { if (move) event.preventDefault(); }, { passive: false });
document.addEventListener("contextmenu", (event) => { if (move) event.preventDefault(); });
document.addEventListener("dragstart", (event) => { if (event.target.closest?.(CARD)) event.preventDefault(); });
document.addEventListener("click", (event) => {
  if (performance.now() - released > 50) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// Keyboard
function step(by) {
  const lanes = [...document.querySelectorAll(LANE)];
  const lane = lanes[lanes.indexOf(move.lane ?? move.home) + by];
  if (!lane) return;
  if (!lane.matches(".drop-lane")) lane.querySelector("ul").prepend(move.item);
  aim(lane);
  move.card.focus();
  lane.scrollIntoView({ block: "nearest", inline: "nearest" });
  speak(move, "textOver", lane);
}

document.addEventListener("keydown", (event) => {
  const isOnCard = event.target.matches?.(CARD);
  if (!move && !(isOnCard && event.key === " ")) return;
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  if (event.key === "Tab") return putBack({ ...settle(), how: "tab" });
  event.preventDefault();
  if (!move) lift(event.target, "keys");
  else if (event.key === "Escape") putBack(settle());
  else if (move.how === "keys" && by) step(by);
  else if (move.how === "keys" && (event.key === "Enter" || event.key === " ")) drop();
});

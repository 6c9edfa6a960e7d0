// Cards of a board move between lanes by mouse (drag), finger (hold, then drag) and keyboard (Space or m, arrows, Enter, Escape).
import { cardOf, LANE, placeOf, put, putBack, speak } from "./put.js";

const HOLD = 280;   // ms a finger rests before the card is lifted; less is scrolling
const SLACK = 6;    // px a mouse moves before it is a drag; a finger trembles more
const EDGE = 56;    // px from the edge of board or window where it scrolls on
const SPEED = .55;  // px that it scrolls a millisecond, at the very edge
const CARD = "[data-board] .card[data-id]";
let move = null;    // the card on its way: its place, board, how, lane, where it began
let released = -Infinity;

function lift(card, how, x = 0, y = 0) {
  const board = card.closest("[data-board]");
  move = { ...placeOf(card), board, how, x, y, at: { x, y }, from: [board.scrollLeft, scrollY] };
  card.classList.add("is-lifted");
  card.classList.toggle("is-following", how !== "keys");
  board.classList.add("is-dragging");
  speak(card, "textLifted", move.home);
  if (how === "finger") navigator.vibrate?.(10);
  if (how !== "keys") requestAnimationFrame(scrollOn);
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

function takeBack() {
  const done = settle();
  putBack(done);
  if (done.how === "keys") done.card.focus();
}

async function drop() {
  const done = settle();
  const isMove = done.lane && done.lane !== done.home;
  if (isMove) await put(done, done.lane);
  else putBack(done);
  if (done.how === "keys") cardOf(done.card.dataset.id)?.focus();
}

// Mouse and finger: what lifts a card
document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest(CARD);
  if (!card || event.button || move || !event.isPrimary || event.target.closest("button, input, summary")) return;
  const { clientX: x, clientY: y, pointerId } = event;
  const isMouse = event.pointerType === "mouse";
  const listening = new AbortController();
  const timer = isMouse ? 0 : setTimeout(() => begin("finger"), HOLD);
  const stop = () => { clearTimeout(timer); listening.abort(); };
  const begin = (how) => { stop(); lift(card, how, x, y); };
  const watch = (next) => {
    if (next.pointerId !== pointerId || Math.hypot(next.clientX - x, next.clientY - y) < (isMouse ? SLACK : 2 * SLACK)) return;
    if (isMouse) begin("mouse");
    else stop();
  };
  const options = { signal: listening.signal };
  document.addEventListener("pointermove", watch, options);
  document.addEventListener("pointerup", stop, options);
  document.addEventListener("pointercancel", stop, options);
});

/** The card follows the pointer, however far board and page have scrolled under it. */
function follow() {
  const { board, card, at, from, x, y } = move;
  card.style.transform = `translate(${at.x - x + board.scrollLeft - from[0]}px, ${at.y - y + scrollY - from[1]}px)`;
  aim(document.elementFromPoint(at.x, at.y)?.closest(LANE) ?? null);
}

/** How far to scroll in a millisecond where a pointer is at the edge of a stretch: the nearer, the faster. */
function pull(at, low, high) {
  const beyond = Math.max(0, at - high + EDGE) - Math.max(0, low + EDGE - at);
  return (Math.max(-EDGE, Math.min(EDGE, beyond)) / EDGE) * SPEED;
}

/** While a card is held at an edge, board and page scroll on by themselves. */
function scrollOn(now) {
  if (!move || move.how === "keys") return;
  const { board, at } = move;
  const { left, right } = board.getBoundingClientRect();
  const passed = Math.min(now - (move.frame ?? now), 200);
  const sideways = pull(at.x, left, right) * passed;
  const along = pull(at.y, 0, innerHeight) * passed;
  move.frame = now;
  if (sideways || along) {
    board.scrollLeft += sideways;
    scrollBy(0, along);
    follow();
  }
  requestAnimationFrame(scrollOn);
}

document.addEventListener("pointermove", (event) => {
  if (!move || move.how === "keys") return;
  move.at = { x: event.clientX, y: event.clientY };
  follow();
});
document.addEventListener("pointerup", () => {
  if (!move || move.how === "keys") return;
  released = performance.now();
  drop();
});
document.addEventListener("pointercancel", () => { if (move && move.how !== "keys") takeBack(); });

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
const WAYS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function step(by) {
  const lanes = [...document.querySelectorAll(LANE)];
  const lane = lanes[lanes.indexOf(move.lane ?? move.home) + by];
  if (!lane) return;
  if (!lane.matches(".drop-lane")) lane.querySelector("ul").prepend(move.item);
  aim(lane);
  move.card.focus();
  lane.scrollIntoView({ block: "nearest", inline: "nearest" });
  speak(move.card, "textOver", lane);
}

/** From card to card: up and down within a lane, left and right to the first of another. */
function go(card, key) {
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  const lanes = [...card.closest("[data-board]").querySelectorAll("[data-lane]")].filter((lane) => lane.querySelector(".card[data-id]"));
  const cards = isAcross ? lanes.map((lane) => lane.querySelector(".card[data-id]")) : [...card.closest("[data-lane]").querySelectorAll(".card[data-id]")];
  const at = isAcross ? lanes.indexOf(card.closest("[data-lane]")) : cards.indexOf(card);
  cards[at + WAYS[key]]?.focus();
}

document.addEventListener("keydown", (event) => {
  const isOnCard = event.target.matches?.(CARD) && !event.ctrlKey && !event.metaKey && !event.altKey;
  const by = WAYS[event.key];
  if (!move && !(isOnCard && (by || event.key === " " || event.key === "m"))) return;
  if (event.key === "Tab") return putBack(settle());
  event.preventDefault();
  if (!move && by) go(event.target, event.key);
  else if (!move) lift(event.target, "keys");
  else if (event.key === "Escape") takeBack();
  else if (move.how === "keys" && by) step(by);
  else if (move.how === "keys" && (event.key === "Enter" || event.key === " " || event.key === "m")) drop();
});

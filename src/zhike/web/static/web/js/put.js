// A card put into another lane: shown at once, told to the server, and back with the reason where that refuses.
// A drop POSTs id, version and the lane's field to the lane's data-move-url.
import { fill, say, toast, token } from "./say.js";

export const LANE = "[data-lane][data-move-url]";

/** Say one of the board's sentences about a card and a lane. */
export function speak(card, key, lane) {
  const { dataset } = card.closest("[data-board]") ?? document.querySelector("[data-board]");
  say(fill(dataset[key], { card: card.dataset.title, lane: lane.dataset.lane }));
}

/** Where a card stands, to put it back there. */
export function placeOf(card) {
  const item = card.closest("li");
  return { card, item, home: card.closest("[data-lane]"), before: item.nextElementSibling };
}

export function putBack({ card, item, home, before }, why) {
  home.querySelector("ul").insertBefore(item, before?.isConnected ? before : null);
  if (why) toast(why);
  else speak(card, "textBack", home);
}

/** Put a card from its place into a lane; whether it stays there. */
export async function put(place, lane) {
  const { card, item } = place;
  lane.querySelector("ul").prepend(item);
  speak(card, "textDropped", lane);
  card.classList.add("is-saving");
  const refusal = await send(card, lane);
  card.classList.remove("is-saving");
  if (refusal) putBack(place, refusal);
  return !refusal;
}

/** The card of a record as it is now: its lane may have been drawn anew. */
export const cardOf = (id) => document.querySelector(`[data-board] [data-id="${CSS.escape(id)}"]`);

/** Tell the server; gives back why it was refused, or nothing. */
async function send(card, lane) {
  const failed = document.querySelector("[data-board]").dataset.textFailed;
  const body = new URLSearchParams({ id: card.dataset.id, version: card.dataset.version, [lane.dataset.field]: lane.dataset.value });
  const headers = { "X-CSRFToken": token(), "HX-Request": "true", Accept: "text/html" };
  try {
    const answer = await fetch(lane.dataset.moveUrl, { method: "POST", body, headers });
    if (answer.redirected) return void location.assign(answer.url);
    const text = await answer.text();
    if (answer.ok) return replace(text);
    return (answer.headers.get("Content-Type")?.startsWith("text/plain") && text) || failed;
  } catch {
    return failed;
  }
}

/** Elements of the answer take the place of those with the same id. */
function replace(html) {
  for (const part of new DOMParser().parseFromString(html, "text/html").querySelectorAll("body > [id]")) {
    document.getElementById(part.id)?.replaceWith(part);
    window.htmx?.process(part);
  }
}

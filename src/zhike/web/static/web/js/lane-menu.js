// "Move to…" on every card: the lanes as a menu, for whoever can neither drag nor lift. A board has one such menu.
import { cardOf, LANE, placeOf, put } from "./put.js";

const menuOf = () => document.getElementById("lane-menu");

function open(button) {
  const menu = menuOf();
  const card = button.closest(".card");
  const home = card.closest("[data-lane]");
  const item = menu.querySelector("template").content.firstElementChild;
  const items = [...document.querySelectorAll(LANE)].filter((lane) => lane !== home).map((lane) => {
    const made = item.cloneNode(true);
    made.querySelector("span").textContent = lane.dataset.lane;
    made.addEventListener("click", () => choose(card, lane));
    return made;
  });
  menu.querySelector("[data-lanes]").replaceChildren(...items);
  menu.showPopover();
  const { right, bottom, top } = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = bottom + 4 + height <= innerHeight ? bottom + 4 : Math.max(8, top - 4 - height);
  menu.style.left = `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${below}px`;
  items[0]?.focus();
}

async function choose(card, lane) {
  menuOf().hidePopover();
  await put(placeOf(card), lane);
  const moved = cardOf(card.dataset.id);
  moved?.scrollIntoView({ block: "nearest", inline: "nearest" });
  moved?.querySelector("[data-move]")?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (button) open(button);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("#lane-menu");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !by) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  items.at((items.indexOf(document.activeElement) + by) % items.length)?.focus();
});

// A word of the glossary ([data-means]) says what it means on hover, focus or tap. It stays while the pointer is on it or on the
// word, and Escape puts it away. A link's word only does so on hover and focus: a tap follows the link.
const SOON = 250;   // ms before it comes under a passing pointer
const GRACE = 300;  // ms that the pointer has to reach it
const GAP = 4;
const EDGE = 8;
const tip = document.querySelector("#means");
let word = null;
let timer;

const wordAt = (event) => event.target.closest?.("[data-means]");

function place() {
  const { left, top, bottom } = word.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const below = bottom + GAP;
  tip.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  tip.style.top = `${below + height > innerHeight ? Math.max(EDGE, top - GAP - height) : below}px`;
}

function hide() {
  clearTimeout(timer);
  word?.removeAttribute("aria-describedby");
  word = null;
  if (tip.matches(":popover-open")) tip.hidePopover();
}

function show(next) {
  clearTimeout(timer);
  if (next === word) return;
  hide();
  word = next;
  tip.textContent = word.dataset.means;
  word.setAttribute("aria-describedby", tip.id);
  tip.showPopover();
  place();
}

function later(deed, wait) {
  clearTimeout(timer);
  timer = setTimeout(deed, wait);
}

if (tip) {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const next = wordAt(event);
    if (next) later(() => show(next), SOON);
    else if (event.target === tip) clearTimeout(timer);
    else if (!word?.matches(":focus-visible")) later(hide, GRACE);
  });
  document.addEventListener("focusin", (event) => {
    const next = wordAt(event);
    if (next?.matches(":focus-visible")) show(next);
    else if (word && next !== word) hide();
  });
  document.addEventListener("click", (event) => {
    const next = wordAt(event);
    if (next?.matches("button")) {
      if (next === word && event.pointerType !== "mouse") hide();
      else show(next);
    } else if (event.target !== tip) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !word) return;
    event.preventDefault();
    event.stopPropagation();
    hide();
  }, true);
  // It goes along with its word, unless that is gone.
  addEventListener("scroll", () => word && (word.isConnected ? place() : hide()), { capture: true, passive: true });
}

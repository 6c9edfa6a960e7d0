// The bell asks each half minute whether there is news, while somebody looks at the page.
const PAUSE = 30_000;
let asked = performance.now();

function look() {
  const bell = document.querySelector("#bell");
  if (!bell || document.hidden || performance.now() - asked < PAUSE) return;
  asked = performance.now();
  htmx.trigger(bell, "look");
}

setInterval(look, PAUSE + 500);
document.addEventListener("visibilitychange", look);

// A toast stays eight seconds; while the pointer or the focus is on it, it waits.
const STAY = 8000;

class Stay {
  constructor(toast) {
    this.toast = toast;
    this.left = STAY;
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, () => this.wait());
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, () => this.run());
    this.run();
  }

  run() {
    if (this.timer || this.toast.matches(":hover, :focus-within")) return;
    this.since = performance.now();
    this.timer = setTimeout(() => leave(this.toast), this.left);
  }

  wait() {
    clearTimeout(this.timer);
    if (this.timer) this.left -= performance.now() - this.since;
    this.timer = undefined;
  }
}

function leave(toast) {
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 200);
}

function start() {
  for (const toast of document.querySelectorAll("#toasts [data-toast]:not([data-started])")) {
    toast.dataset.started = "";
    new Stay(toast);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toast-close]");
  if (button) leave(button.closest(".toast"));
});

const region = document.querySelector("#toasts");
if (region) new MutationObserver(start).observe(region.parentNode, { childList: true, subtree: true });
start();

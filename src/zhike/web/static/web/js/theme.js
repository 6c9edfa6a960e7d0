// Light, dark, or as the system says; how dense. Kept in cookies, so that the server draws the page right at once.
import { say } from "./say.js";

const YEAR = 365 * 24 * 3600;
const THEMES = ["auto", "light", "dark"];
const root = document.documentElement;

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}

// The bar that the system draws around the page takes its colour.
function colourBar(theme) {
  for (const bar of document.querySelectorAll("meta[name=theme-color]"))
    bar.media = theme === "auto" ? `(prefers-color-scheme: ${bar.dataset.of})` : theme === bar.dataset.of ? "all" : "not all";
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-next]");
  if (theme) {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
    root.dataset.theme = next;
    colourBar(next);
    keep("theme", next);
    theme.title = theme.dataset[next];
    say(theme.dataset[next]);
  }
  const density = event.target.closest("[data-density-set]");
  if (density) {
    root.dataset.density = density.dataset.densitySet;
    keep("density", density.dataset.densitySet);
    for (const other of document.querySelectorAll("[data-density-set]"))
      other.setAttribute("aria-pressed", String(other.dataset.densitySet === density.dataset.densitySet));
  }
});

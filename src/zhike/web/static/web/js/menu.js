// Menus (<details data-menu>) close on Escape, on a click elsewhere and after a choice; dialogs open and close by attributes, and pages are printed.
const menus = () => document.querySelectorAll("details.menu[open]");

function close(menu) {
  menu.open = false;
}

document.addEventListener("click", (event) => {
  for (const menu of menus()) {
    const isWithin = menu.contains(event.target);
    if (isWithin && !(menu.matches("[data-menu]") && event.target.closest("a.popover-item, button.popover-item"))) continue;
    close(menu);
    // Where the focus comes back to when a dialog that was chosen closes.
    if (isWithin) menu.querySelector("summary").focus();
  }

  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog.drawer")) event.target.close();
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (event.key === "Escape")
    for (const open of menus()) {
      close(open);
      if (open === menu) open.querySelector("summary").focus();
    }
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  const items = [...menu.querySelectorAll(".popover :is(a, button, input):not([disabled])")];
  if (!items.length) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  items.at(next % items.length).focus();
});

// Tabbing out closes. The pointer is no focusout: pressing on a label in the menu moves the focus to the page.
document.addEventListener("keyup", (event) => {
  if (event.key === "Tab") for (const menu of menus()) if (!menu.contains(document.activeElement)) close(menu);
});

function openAtOnce(within) {
  for (const dialog of within.querySelectorAll("dialog[data-open-now]")) {
    dialog.removeAttribute("data-open-now");
    dialog.showModal();
  }
}
openAtOnce(document);
document.addEventListener("htmx:load", (event) => openAtOnce(event.detail.elt));

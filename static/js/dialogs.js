// Native <dialog> and popover: opening, closing, keyboard in menus, places for browsers without CSS anchors.
import { all, on, one } from "./dom.js";

/** Open the dialog with this id; the browser keeps where the focus was. */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) {
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
  }
  return dialog;
}

on("click", "[data-dialog]", (event, opener) => {
  if (!document.getElementById(opener.dataset.dialog)) return; // its link leads to the page instead
  event.preventDefault();
  opener.closest("[popover]")?.hidePopover?.();
  openDialog(opener.dataset.dialog);
});
on("click", "[data-open]", (event, opener) => {
  event.preventDefault();
  opener.closest("[popover]")?.hidePopover?.();
  openDialog(opener.dataset.open);
});
on("click", "[data-close]", (event, button) => {
  const dialog = button.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
});
// A press on the dimmed page closes a dialog in which nothing was typed.
document.addEventListener("pointerdown", (event) => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement) || !dialog.open) return;
  const box = dialog.getBoundingClientRect();
  const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  if (outside && !one("[data-dirty]", dialog)) dialog.close();
});

// Dialogs that come from the server open themselves; #ask is filled, then opened.
document.addEventListener("htmx:afterSettle", (event) => {
  all("dialog[data-show]:not([open])").forEach((dialog) => dialog.showModal());
  const target = event.detail.target;
  if (target instanceof HTMLDialogElement && !target.open && target.childElementCount) target.showModal();
});

// ── menus ──
const anchored = CSS.supports("position-area", "bottom span-right");
let opener = null;
on("click", "[popovertarget], [data-panel]", (event, button) => { opener = button; }, true);

/** Put a popover under its opener, or above when there is no room. */
export function place(menu, at) {
  if (!at) return;
  const a = at.getBoundingClientRect();
  const m = menu.getBoundingClientRect();
  const below = a.bottom + 4 + m.height <= innerHeight;
  const left = menu.classList.contains("end") ? a.right - m.width : a.left;
  menu.style.position = "fixed";
  menu.style.inset = "auto";
  menu.style.top = `${Math.max(8, below && !menu.classList.contains("up") ? a.bottom + 4 : a.top - m.height - 4)}px`;
  menu.style.left = `${Math.min(Math.max(8, left), innerWidth - m.width - 8)}px`;
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.matches(".menu[popover]")) return;
  if (event.newState !== "open") return;
  if ((!anchored || menu.id === "panel") && !menu.classList.contains("sheet")) place(menu, opener);
  if (menu.id !== "panel") one("a, button:not([disabled])", menu)?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || menu.id === "panel" || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  const items = all("a, button:not([disabled])", menu);
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  event.preventDefault();
  items.at(next % items.length)?.focus();
});

// ── the list page's one panel: filters, columns, sort, views ──
document.addEventListener("htmx:afterSettle", (event) => {
  const panel = event.detail.target;
  if (panel?.id !== "panel" || !panel.childElementCount) return;
  panel.popover = "auto";
  if (!panel.matches(":popover-open")) panel.showPopover();
  else place(panel, opener);
  one("input:not([type=hidden]), select, textarea, summary, a, button", panel)?.focus();
});
on("click", "[data-panel-close]", (event, link) => {
  const panel = link.closest("[popover]");
  if (!panel) return;
  event.preventDefault();
  panel.hidePopover();
  opener?.focus();
});

// ── the sidebar as a sheet on phones ──
const side = document.getElementById("side");
function sheet(open) {
  if (!side) return;
  side.toggleAttribute("data-open", open);
  if (open) one("a[aria-current], .side-close", side)?.focus();
  else one(".side-open")?.focus();
}
on("click", ".side-open", (event) => { event.preventDefault(); sheet(true); });
on("click", ".side-close", (event) => {
  event.preventDefault();
  if (location.hash === "#side") history.replaceState(history.state, "", location.pathname + location.search);
  sheet(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && side?.hasAttribute("data-open")) sheet(false);
  // the rest of the page is behind the sheet: keep the focus in it
  if (event.key === "Tab" && side?.hasAttribute("data-open")) {
    const stops = all("a[href], button", side).filter((e) => e.offsetParent !== null);
    const last = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === last) { event.preventDefault(); (event.shiftKey ? stops.at(-1) : stops[0]).focus(); }
  }
});

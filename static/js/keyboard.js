// Shortcuts. Single keys never fire in a field or a dialog and can be turned off; those with Ctrl or ⌘ always work.
import { all, announce, isField, isMac, on, one } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { closeDrawer } from "./drawer.js";
import { openPalette } from "./palette.js";
import { undoLast } from "./toast.js";

const handlers = new Map();
const escapes = [];

/** Let `key` (as in KeyboardEvent.key) call `handler(event)`; it returns false when it had nothing to do. */
export const register = (key, handler) => handlers.set(key, handler);

/** Add a step to what Esc does; the first that returns true ends it. */
export const onEscape = (handler) => escapes.unshift(handler);

const STORE = "single-keys";
const off = () => (localStorage.getItem(STORE) ?? document.body.dataset.keys) === "off";

/** Press the control that carries this key: in the current row first, then in the page, then in the shell. */
export function press(key) {
  const places = [".cur", "dialog[open]", "#drawer", "main", "body"];
  for (const place of places) {
    const found = all(`${place} [data-key="${key}"]`).find((e) => !e.disabled && !e.closest("dialog:not([open])"));
    if (found) { found.click(); return true; }
  }
  return false;
}

function fold() {
  const folded = document.documentElement.dataset.side === "collapsed";
  if (folded) delete document.documentElement.dataset.side;
  else document.documentElement.dataset.side = "collapsed";
  document.cookie = `side=${folded ? "" : "collapsed"};path=/;max-age=${folded ? 0 : 31536000};samesite=lax`;
  announce(folded ? "Sidebar open" : "Sidebar folded");
}

register("/", () => { const find = one("#find, main input[type=search], main [data-find]"); find?.focus(); find?.select?.(); return Boolean(find); });
register("n", () => press("n") || Boolean(one("#create")?.click() ?? one("#create")));
register("e", () => press("e"));
register("t", () => press("t") || (openPalette("timer "), true));
register("a", () => press("a"));
register("r", () => press("r"));
register("f", () => { const link = one('a[data-panel="filters"]'); link?.click(); return Boolean(link) || press("f"); });
register("v", () => { const link = one('a[data-panel="views"]'); link?.click(); return Boolean(link) || press("v"); });
register("z", () => undoLast());
register("[", () => { fold(); return true; });
register("?", () => { openDialog("keys"); return true; });

let waiting = 0; // the moment until which a letter after G (go) or C (create) counts
let leader = "g";

function escape(event) {
  if (document.querySelector("dialog[open], :popover-open")) return; // the browser closes those
  if (isField(event.target)) {
    if (!event.target.closest("[data-combo], [data-inline]")) event.target.blur();
    return;
  }
  for (const step of escapes) if (step()) { event.preventDefault(); return; }
}
onEscape(closeDrawer);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const command = isMac ? event.metaKey : event.ctrlKey;
  if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (command && event.key === "Enter") {
    const form = event.target.closest?.("form");
    if (form) {
      event.preventDefault();
      form.requestSubmit(one("[data-save-next]", form) || undefined);
    }
    return;
  }
  if (event.key === "Escape") { escape(event); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || off()) return;
  if (document.querySelector("dialog[open], .menu:popover-open")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (waiting > Date.now() && key.length === 1) {
    waiting = 0;
    const link = one(`[data-${leader}="${CSS.escape(key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  if (key === "g" || key === "c") { leader = key; waiting = Date.now() + 1500; return; }
  // Enter and Space on a control are the control's own
  if ((key === "Enter" || key === " ") && event.target.closest("a, button, summary, input, label")) return;
  const handler = handlers.get(key);
  if (handler && handler(event) !== false) event.preventDefault();
});

// the names of the keys on this machine
for (const kbd of all("[data-mod]")) kbd.textContent = isMac ? `⌘${kbd.dataset.mod === "Enter" ? "↵" : kbd.dataset.mod}` : `Ctrl ${kbd.dataset.mod}`;

const toggle = document.getElementById("single-keys");
if (toggle) {
  toggle.checked = !off();
  on("change", "#single-keys", () => localStorage.setItem(STORE, toggle.checked ? "on" : "off"));
}

// Lists: the row under the keys, selection that survives filters, the bulk bar.
import { all, announce, on, one } from "./dom.js";
import { onEscape, register } from "./keyboard.js";

const chosen = new Set(); // keys of ticked rows, also of those that a filter hides now
let current = ""; // id of the row under the keys
let anchor = null; // the last ticked box, for Shift

const ROWS = "[data-rows] > tr[data-id], [data-row]";
const rows = () => all(ROWS);
const boxes = () => all("input[data-select]");
const box = (row) => one("input[data-select]", row);

function focusRow(row) {
  if (!row) return false;
  all(".cur").forEach((other) => other.classList.remove("cur"));
  row.classList.add("cur");
  current = row.id;
  if (!row.hasAttribute("tabindex")) row.setAttribute("tabindex", "-1");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function move(step, extend) {
  const list = rows();
  if (!list.length) return false;
  const at = list.findIndex((row) => row.classList.contains("cur"));
  const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  if (extend) {
    if (at >= 0) tick(box(list[at]), true);
    tick(box(next), true);
    show();
  }
  return focusRow(next);
}

function tick(input, value) {
  if (!input) return;
  input.checked = value;
  if (value) chosen.add(input.value);
  else chosen.delete(input.value);
}

/** Bring marks, counts and the hidden inputs in line with what is chosen. */
function show() {
  const visible = boxes();
  for (const input of visible) input.closest("tr, [data-row]")?.classList.toggle("sel", input.checked);
  const ticked = visible.filter((input) => input.checked).length;
  const head = one("[data-select-all]");
  if (head) {
    head.checked = ticked > 0 && ticked === visible.length;
    head.indeterminate = ticked > 0 && ticked < visible.length;
  }
  const bulk = one("[data-bulk]");
  if (!bulk) return;
  const here = new Set(visible.map((input) => input.value));
  const hidden = [...chosen].filter((key) => !here.has(key));
  const matching = one("[data-select-matching]", bulk)?.checked;
  const count = matching ? bulk.dataset.count : chosen.size;
  bulk.toggleAttribute("data-on", chosen.size > 0);
  const said = one("[data-selected]", bulk);
  if (said) said.textContent = `${count} selected`;
  const away = one("[data-hidden]", bulk);
  if (away) away.textContent = hidden.length && !matching ? `, ${hidden.length} hidden by filters` : "";
  const form = document.getElementById("bulk-form");
  if (form) {
    all("input[data-kept]", form).forEach((input) => input.remove());
    for (const key of hidden) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "ids", value: key });
      input.dataset.kept = "";
      form.append(input);
    }
  }
}

function clear() {
  if (!chosen.size) return false;
  chosen.clear();
  for (const input of boxes()) input.checked = false;
  const matching = one("[data-select-matching]");
  if (matching) matching.checked = false;
  anchor = null;
  show();
  announce("Selection cleared");
  return true;
}

on("click", "input[data-select]", (event, input) => {
  if (event.shiftKey && anchor?.isConnected) {
    const list = boxes();
    const [from, to] = [list.indexOf(anchor), list.indexOf(input)].sort((a, b) => a - b);
    for (const between of list.slice(from, to + 1)) tick(between, input.checked);
  } else {
    tick(input, input.checked);
  }
  anchor = input;
  show();
});
on("change", "[data-select-all]", (event, head) => {
  for (const input of boxes()) tick(input, head.checked);
  show();
});
on("change", "[data-select-matching]", show);
on("click", "[data-clear]", (event) => { event.preventDefault(); clear(); });
on("click", "th a[data-add]", (event, link) => {
  if (!event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  window.htmx.ajax("get", link.dataset.add, { source: link, target: "#list", swap: "morph:outerHTML" }).then(() => history.pushState({ htmx: true }, "", link.dataset.add));
}, true);
on("focusin", ROWS, (event, row) => {
  if (row.classList.contains("cur")) return;
  all(".cur").forEach((other) => other.classList.remove("cur"));
  row.classList.add("cur");
  current = row.id;
});

// After a swap the same rows are ticked and the same row is under the keys.
document.addEventListener("htmx:afterSettle", () => {
  if (!one("[data-rows], [data-row]")) return;
  for (const input of boxes()) input.checked = chosen.has(input.value);
  const row = current && document.getElementById(current);
  if (row) row.classList.add("cur");
  show();
});
// Morphing must leave a field alone while somebody types in it.
if (window.Idiomorph) window.Idiomorph.defaults.ignoreActiveValue = true;

register("j", (event) => move(1, event.shiftKey));
register("k", (event) => move(-1, event.shiftKey));
register("ArrowDown", (event) => (event.target.closest(ROWS) ? move(1, event.shiftKey) : false));
register("ArrowUp", (event) => (event.target.closest(ROWS) ? move(-1, event.shiftKey) : false));
register("x", () => {
  const input = box(one(".cur") || document.createElement("i"));
  if (!input) return false;
  tick(input, !input.checked);
  anchor = input;
  show();
  return true;
});
register("Enter", () => {
  const row = one(".cur");
  const href = row?.dataset.href || one("a[href]", row || document.createElement("i"))?.href;
  if (href) location.assign(href);
  return Boolean(href);
});
register(" ", () => {
  const row = one(".cur");
  const peek = row?.dataset.peek || one("a[data-peek]", row || document.createElement("i"))?.getAttribute("href");
  if (!row || !peek) return false;
  window.htmx.ajax("get", peek, { source: row, target: "#drawer", swap: "innerHTML" }).then(() => history.pushState({ htmx: true }, "", peek));
  return true;
});
onEscape(clear);

// a page that comes back with boxes still ticked (form restored by the browser)
for (const input of boxes()) if (input.checked) chosen.add(input.value);
show();

// The firm's own fields: conditions that show and hide, rows that are added, and putting lines in order.
import { all, announce, csrf, on, one } from "./dom.js";

// What stands in the controls of one name: the checked boxes, the chosen options, the text.
function valuesOf(scope, name) {
  const found = all(`[name="${CSS.escape(name)}"]`, scope);
  if (!found.length) return null;
  const values = [];
  for (const control of found) {
    if (control.closest("[data-cf][hidden]")) continue;
    if (control.type === "checkbox" && found.length === 1 && control.value === "on") values.push(control.checked ? "yes" : "no");
    else if (["checkbox", "radio"].includes(control.type)) { if (control.checked) values.push(control.value); }
    else if (control.value.trim()) values.push(control.value.trim());
  }
  return values;
}

const number = (text) => {
  const plain = Number(String(text).replace(/[$,\s]/g, ""));
  return String(text).trim() === "" || Number.isNaN(plain) ? null : plain;
};

function later(a, b) {
  const [x, y] = [number(a), number(b)];
  if (x !== null && y !== null) return x - y;
  const [s, t] = [Date.parse(a), Date.parse(b)];
  return Number.isNaN(s) || Number.isNaN(t) ? NaN : s - t;
}

function ruleHolds(rule, scope, row) {
  let values = null;
  if (typeof rule.field === "string") values = valuesOf(scope, rule.field);
  else {
    if (row) values = valuesOf(row, `${row.dataset.prefix}-${rule.field}`);
    if (values === null) values = valuesOf(scope, `cf${rule.field}`);
  }
  if (values === null) return null; // not on this form: the server knows
  const wanted = (rule.value || []).map((text) => String(text).toLowerCase());
  const filled = values.length > 0 && !(values.length === 1 && values[0] === "no" && wanted.length === 0);
  if (rule.op === "filled") return filled;
  if (rule.op === "empty") return !filled;
  const among = values.some((text) => wanted.includes(text.toLowerCase()));
  if (rule.op === "is") return among;
  if (rule.op === "is_not") return !among;
  const way = values.length ? later(values[0], (rule.value || [""])[0]) : NaN;
  return rule.op === "more" ? way > 0 : way < 0;
}

function settle(scope) {
  const hidden = all("[data-visible-if]", scope);
  // A field that depends on one that depends on another settles in as many turns.
  for (let turn = 0; turn < 8; turn += 1) {
    let changed = false;
    for (const part of hidden) {
      const { join, rules } = JSON.parse(part.dataset.visibleIf);
      const row = part.closest("[data-prefix]");
      const found = rules.map((rule) => ruleHolds(rule, scope, row)).filter((held) => held !== null);
      if (!found.length) continue;
      const shown = join === "any" ? found.some(Boolean) : found.every(Boolean);
      if (part.hidden === shown) { part.hidden = !shown; changed = true; }
    }
    if (!changed) return;
  }
}

const start = (root = document) => all("[data-custom]", root.parentElement || root).forEach(settle);
for (const type of ["input", "change"]) on(type, "[data-custom]", (event, scope) => settle(scope));
document.addEventListener("htmx:afterSettle", (event) => {
  start(event.detail.elt);
  const edit = one("[data-custom-edit]");
  if (edit && !edit.contains(document.activeElement)) one("input:not([type=hidden]), select, textarea", edit)?.focus();
});
document.addEventListener("htmx:oobAfterSwap", () => start());
start();

// In-place editors: Esc is Cancel.
on("keydown", "[data-custom-edit]", (event, form) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  event.stopPropagation();
  one("[data-custom-cancel]", form)?.click();
});

// Rows
on("click", "[data-row-add]", (event, button) => {
  const group = button.closest("[data-rows]");
  const list = one("[data-rows-list]", group);
  const taken = all("[name]", list).map((control) => Number((control.name.match(/-(\d+)-/) || [0, -1])[1]));
  const next = Math.max(-1, ...taken) + 1;
  const holder = document.createElement("div");
  holder.innerHTML = one("template", group).innerHTML.replaceAll("__n__", String(next));
  const row = holder.firstElementChild;
  list.append(row);
  window.htmx?.process(row);
  one("input:not([type=hidden]), select, textarea", row)?.focus();
  const scope = group.closest("[data-custom]");
  if (scope) settle(scope);
  announce("Row added");
});
on("click", "[data-row-remove]", (event, button) => {
  const row = button.closest("[data-row-of]");
  const group = row.closest("[data-rows]");
  const near = row.nextElementSibling || row.previousElementSibling;
  row.remove();
  (near ? one("input:not([type=hidden]), select, textarea", near) : one("[data-row-add]", group))?.focus();
  group.dispatchEvent(new Event("change", { bubbles: true }));
  announce("Row removed");
});
on("click", "[data-row-up]", (event, button) => {
  const row = button.closest("[data-row-of]");
  const before = row.previousElementSibling;
  if (!before) return;
  // Rows are read in the order of their numbers, so the contents change places.
  const [mine, theirs] = [row, before].map((part) => all("input", part).map((control) => [control.value, control.checked]));
  const put = (part, values) => all("input", part).forEach((control, i) => { [control.value, control.checked] = values[i]; });
  put(row, theirs);
  put(before, mine);
  one("[data-row-up]", before)?.focus();
  row.dispatchEvent(new Event("change", { bubbles: true }));
});

// Order: drag a line by its grip, or move it with the arrow keys.
const lines = (list) => [...list.children].filter((line) => line.matches(".cf-line:not(.off)"));
async function save(list) {
  const body = new URLSearchParams({ order: lines(list).map((line) => line.dataset.id).join(",") });
  if (list.dataset.parent) body.set("parent", list.dataset.parent);
  const answer = await fetch(list.dataset.order, {
    method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, redirect: "manual",
  });
  announce(answer.ok ? "Order saved" : "The order could not be saved. Load the page again.", !answer.ok);
}
on("keydown", "[data-grip]", (event, grip) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const line = grip.closest(".cf-line");
  const list = line.parentElement;
  const rows = lines(list);
  const other = rows[rows.indexOf(line) + step];
  if (!other) return;
  if (step < 0) other.before(line);
  else other.after(line);
  grip.focus();
  save(list);
});
let dragged = null;
on("pointerdown", "[data-grip]", (event, grip) => {
  if (event.button !== 0) return;
  dragged = grip.closest(".cf-line");
  dragged.classList.add("drag");
});
// On the document: a line that changes its place loses the pointer's capture.
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  event.preventDefault();
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest(".cf-line");
  if (!over || over === dragged || over.parentElement !== dragged.parentElement || over.classList.contains("off")) return;
  const box = over.getBoundingClientRect();
  if (event.clientY > box.top + box.height / 2) over.after(dragged);
  else over.before(dragged);
});
for (const type of ["pointerup", "pointercancel"]) {
  document.addEventListener(type, () => {
    if (!dragged) return;
    dragged.classList.remove("drag");
    save(dragged.parentElement);
    dragged = null;
  });
}

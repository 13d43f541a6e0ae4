// Tasks: keys of rows, the board (drag and arrow keys), fields edited where they stand.
import { all, announce, on, one } from "../dom.js";
import { press, register } from "../keyboard.js";

register("s", () => press("s"));
register("w", () => press("w"));
register("d", () => press("d"));

// ── the board ──
const ORDER = ["open", "doing", "review", "returned", "done"];
let dragged = null;

function move(card, to) {
  const from = card.dataset.at;
  if (!to || to === from) return;
  if (to === "returned") { location.assign(card.dataset.return); return; } // it asks for a note
  const id = card.id;
  window.htmx.ajax("post", card.dataset.move, { source: card, target: "#board", swap: "outerHTML", values: { to } }).then(() => {
    const there = document.getElementById(id);
    there?.focus({ preventScroll: true });
    const problem = one(".bd-problem");
    announce(problem ? problem.textContent : `Moved to ${one(`#bd-${to}`)?.firstChild?.textContent.trim() || to}`, Boolean(problem));
  });
}

on("dragstart", ".bd-t[data-move]", (event, card) => {
  dragged = card;
  card.classList.add("moving");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.id);
});
on("dragend", ".bd-t", (event, card) => { card.classList.remove("moving"); dragged = null; all(".bd-c.over").forEach((c) => c.classList.remove("over")); });
on("dragover", ".bd-c[data-state]", (event, column) => {
  if (!dragged) return;
  event.preventDefault();
  all(".bd-c.over").forEach((c) => { if (c !== column) c.classList.remove("over"); });
  column.classList.add("over");
});
on("drop", ".bd-c[data-state]", (event, column) => {
  event.preventDefault();
  column.classList.remove("over");
  if (dragged) move(dragged, column.dataset.state);
});
function step(by) {
  const card = one(".bd-t.cur[data-move]");
  if (!card) return false;
  move(card, ORDER[ORDER.indexOf(card.dataset.at) + by]);
  return true;
}
register("ArrowLeft", () => step(-1));
register("ArrowRight", () => step(1));

// ── one task ──
on("change", "select[data-submits]", (event, select) => { if (select.value) select.form.requestSubmit(); });
// a choice saves itself; text is saved by Enter or Save
on("change", "[data-field] :is(select, input[type=checkbox], input[type=radio])", (event, input) => input.form.requestSubmit());
on("keydown", "[data-field] :is(input, textarea, select)", (event, input) => {
  if (event.key !== "Escape" || input.getAttribute("aria-expanded") === "true") return;
  event.preventDefault();
  event.stopPropagation();
  one("[data-cancel]", input.form)?.click();
});
let again = "";
on("submit", "form:has([data-again])", (event, form) => { again = one("[data-again]", form).dataset.again; });
document.addEventListener("htmx:afterSettle", () => {
  const form = one("[data-field]");
  const input = form && one("input:not([type=hidden]), select, textarea", form);
  if (input && !form.contains(document.activeElement)) { input.focus(); input.select?.(); }
  if (again) { one(`[data-again="${again}"]`)?.focus(); again = ""; }
  all(".tf .saved").forEach((mark) => setTimeout(() => mark.remove(), 2000));
});

// Boards: cards dragged, or moved by keys, from column to column. The server decides; the page shows what it says.
import { all, announce, csrf, on, one } from "../dom.js";
import { openDialog } from "../dialogs.js";
import { toast } from "../toast.js";

const board = () => one("[data-board]");
const columnOf = (card) => card.closest("[data-column]");
/** Columns of the card's lane that take cards. */
const targets = (card) => all(`[data-column][data-lane="${card.dataset.lane}"]`).filter((column) => column.dataset.column);

async function refresh(id) {
  await window.htmx.ajax("GET", location.pathname + location.search, { target: "#list", swap: "morph:outerHTML" });
  const card = document.getElementById(id);
  card?.classList.add("cur");
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Ask the server to move `card` to `column`; it may want a reason, or say what is missing. */
async function move(card, column, reason = "") {
  const fields = new URLSearchParams({ [board().dataset.field]: column.dataset.column, reason });
  let answer;
  let said = {};
  try {
    answer = await fetch(card.dataset.url, {
      method: "POST", body: fields, headers: { Accept: "application/json", "X-CSRFToken": csrf() },
    });
    said = await answer.json();
  } catch {
    toast("The card was not moved. Check the connection and try again.");
    return;
  }
  if (answer.ok) {
    announce(`${card.dataset.name} is in ${column.dataset.label}.`);
    toast(said.moved);
    await refresh(card.id);
  } else ask(card, column, said);
}

function ask(card, column, said) {
  const dialog = document.getElementById("board-ask");
  if (!dialog) { toast(said.error || "The card was not moved."); return; }
  const wants = said.asks === "reason";
  one("h2", dialog).textContent = `${card.dataset.name} to ${column.dataset.label}`;
  one("[data-said]", dialog).textContent = said.error || said.detail || "This is not yours to move.";
  one("[data-reason-field]", dialog).hidden = !wants;
  one("[data-send]", dialog).hidden = !wants;
  const link = one("[data-goto]", dialog);
  link.hidden = wants;
  link.href = one("a", card).href;
  const field = one("#board-reason", dialog);
  field.value = "";
  dialog.asked = { card, column };
  openDialog(dialog.id);
  (wants ? field : link).focus();
}

on("submit", "#board-ask form", (event) => {
  event.preventDefault();
  const dialog = event.target.closest("dialog");
  const reason = one("#board-reason", dialog).value.trim();
  if (!reason) { one("#board-reason", dialog).focus(); return; }
  dialog.close();
  move(dialog.asked.card, dialog.asked.column, reason);
});

// ── by mouse ──
let dragged = null;
on("dragstart", "[data-card]", (event, card) => {
  if (card.getAttribute("draggable") !== "true") return;
  dragged = card;
  card.classList.add("drag");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.name);
  const may = targets(card);
  all("[data-column]").forEach((column) => column.classList.toggle("no", !may.includes(column)));
});
on("dragover", "[data-column]", (event, column) => {
  if (!dragged || !targets(dragged).includes(column)) return;
  event.preventDefault();
  all("[data-column].over").forEach((other) => other.classList.toggle("over", other === column));
  column.classList.add("over");
});
on("drop", "[data-column]", (event, column) => {
  if (!dragged || !targets(dragged).includes(column)) return;
  event.preventDefault();
  if (column !== columnOf(dragged)) move(dragged, column);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("drag");
  dragged = null;
  all("[data-column]").forEach((column) => column.classList.remove("over", "no"));
});

// ── by keys ──
document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card || event.ctrlKey || event.metaKey || event.altKey || event.target !== card) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && event.shiftKey) {
    event.preventDefault();
    if (card.getAttribute("draggable") !== "true") { announce(`${card.dataset.name} cannot be moved from here.`, true); return; }
    const may = targets(card);
    const goal = may[may.indexOf(columnOf(card)) + step];
    if (goal) move(card, goal);
    else announce(step > 0 ? "This is the last column." : "This is the first column.");
  } else if (step || event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    event.stopPropagation();
    focusNear(card, step || 0, { ArrowDown: 1, ArrowUp: -1 }[event.key] || 0);
  } else if (event.key === "Enter") {
    event.preventDefault();
    one("a", card)?.click();
  }
}, true);

function focusNear(card, across, down) {
  let column = columnOf(card);
  let cards = all("[data-card]", column);
  let at = cards.indexOf(card) + down;
  if (across) {
    const columns = all(`[data-column][data-lane="${card.dataset.lane}"]`);
    let next = columns.indexOf(column);
    do { next += across; } while (columns[next] && !one("[data-card]", columns[next]));
    if (!columns[next]) return;
    column = columns[next];
    cards = all("[data-card]", column);
    at = Math.min(at, cards.length - 1);
  }
  const goal = cards[at];
  if (!goal) return;
  all(".cur").forEach((other) => other.classList.remove("cur"));
  goal.classList.add("cur");
  goal.focus();
  if (across) announce(column.dataset.label);
}

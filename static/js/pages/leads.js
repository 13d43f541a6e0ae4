// The board of leads (drag, or Alt with the arrows), and the phone script that keeps answers while they are typed.
import { all, announce, csrf, on, one } from "../dom.js";
import { toast } from "../toast.js";

async function send(url, fields) {
  const body = new URLSearchParams(fields);
  // keepalive: an answer that was just typed is saved although the page is left.
  const answer = await fetch(url, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
  const json = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  return { ok: answer.ok, ...json };
}

// Board

function count(column) {
  const shown = one("[data-count]", column);
  if (shown) shown.textContent = all(".bcard", column).length;
}

async function move(card, column) {
  const from = card.closest("[data-step]");
  const next = card.nextElementSibling;
  if (!column || column === from) return;
  one("[data-cards]", column).prepend(card);
  card.classList.add("wait");
  const answer = await send(card.dataset.move, { to: column.dataset.step }).catch(() => ({ ok: false, error: "The server did not answer. Nothing was moved." }));
  card.classList.remove("wait");
  if (!answer.ok) {
    one("[data-cards]", from).insertBefore(card, next);
    toast(answer.error || "This card was not moved.");
    announce(answer.error || "Not moved", true);
  } else {
    // The first answer may take a new lead one step further than asked.
    const real = one(`[data-step="${answer.state}"]`);
    if (real && real !== column) one("[data-cards]", real).prepend(card);
    card.classList.remove("late");
    announce(`${one("a", card).textContent}: ${answer.label}`);
  }
  count(from);
  count(card.closest("[data-step]"));
}

let dragged = null;
on("dragstart", ".bcard", (event, card) => {
  dragged = card;
  card.classList.add("drag");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.lead);
  for (const column of all("[data-step]")) column.classList.toggle("no", !("takes" in column.dataset));
});
on("dragend", ".bcard", () => {
  dragged?.classList.remove("drag");
  dragged = null;
  for (const column of all("[data-step]")) column.classList.remove("no", "over");
});
on("dragover", "[data-step]", (event, column) => {
  if (!dragged) return;
  event.preventDefault();
  for (const other of all("[data-step].over")) if (other !== column) other.classList.remove("over");
  column.classList.add("over");
});
on("drop", "[data-step]", (event, column) => {
  if (!dragged) return;
  event.preventDefault();
  move(dragged, column);
});
on("keydown", ".bcard", (event, card) => {
  if (!event.altKey || !["ArrowRight", "ArrowLeft"].includes(event.key)) return;
  event.preventDefault();
  const columns = all("[data-step]");
  const at = columns.indexOf(card.closest("[data-step]"));
  const column = columns[at + (event.key === "ArrowRight" ? 1 : -1)];
  move(card, column).then(() => one("a", card)?.focus());
});

// Phone script

const timers = new Map();
const script = one("[data-script]");

function progress() {
  const names = new Set(all("[data-line]", script).map((field) => field.name));
  const done = [...names].filter((name) => {
    const fields = all(`[name="${name}"]`, script);
    return fields.some((field) => (field.type === "radio" ? field.checked : field.value.trim()));
  });
  const said = one("[data-progress]");
  if (said) said.textContent = `${done.length} of ${names.size} answered`;
}

async function keep(field) {
  const kept = one("#kept");
  if (kept) kept.textContent = "Saving";
  const value = field.type === "radio" ? one(`[name="${field.name}"]:checked`, script)?.value ?? "" : field.value;
  const answer = await send(script.action, { line: field.dataset.line, answer: value }).catch(() => ({ ok: false }));
  if (answer.ok) {
    field.classList.add("kept");
    if (kept) kept.textContent = "Saved";
    for (const name of all("[data-lead-name]")) name.textContent = answer.name;
  } else {
    if (kept) kept.textContent = "Not saved";
    toast(answer.error || "The answer was not saved. It is still in its field; change it to try again.");
  }
  progress();
}

if (script) {
  script.addEventListener("input", (event) => {
    const field = event.target.closest("[data-line]");
    if (!field) return;
    clearTimeout(timers.get(field.name));
    timers.set(field.name, setTimeout(() => { timers.delete(field.name); keep(field); }, field.type === "radio" ? 0 : 600));
  });
  // Whoever leaves the field or the page has it saved at once.
  script.addEventListener("focusout", (event) => {
    const field = event.target.closest("[data-line]");
    if (field && timers.has(field.name)) {
      clearTimeout(timers.get(field.name));
      timers.delete(field.name);
      keep(field);
    }
  });
  script.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("pagehide", () => {
    for (const name of timers.keys()) {
      const field = one(`[name="${name}"]`, script);
      const body = new URLSearchParams({ line: field.dataset.line, answer: field.value });
      fetch(script.action, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "XMLHttpRequest" } });
    }
  });
}

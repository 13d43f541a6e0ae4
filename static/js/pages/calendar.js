// The calendar: drag to move, pull the edge to resize, drag over the grid to create; the keys. The server decides each time.
import { all, announce, isField, on, one, postForm } from "../dom.js";
import { press, register } from "../keyboard.js";

const STEP = 5; // minutes
const SNAP = 15;
const host = () => document.getElementById("cal");

// ── where things are ──
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const perMinute = () => (4.25 * rem()) / 60;
const firstMinute = () => Number(one(".cal-g")?.dataset.first || 0) * 60;
const pad = (n) => String(n).padStart(2, "0");

/** "2026-11-30T09:30" of a day and minutes after its midnight; minutes beyond a day go on to the next. */
function stamp(day, minutes) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMinutes(minutes);
  return date.toISOString().slice(0, 16);
}
const minutesOf = (text) => Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
const spanOf = (event) => (new Date(`${event.dataset.end}Z`) - new Date(`${event.dataset.start}Z`)) / 60000;
const spoken = (minutes) => `${((minutes / 60 + 11) % 12 | 0) + 1}:${pad(minutes % 60)} ${minutes % 1440 < 720 ? "AM" : "PM"}`;
const snapped = (minutes, to = SNAP) => Math.round(minutes / to) * to;

function columnAt(x) {
  return all(".cal-g .col").find((column) => {
    const box = column.getBoundingClientRect();
    return box.width && x >= box.left && x < box.right;
  });
}
const minutesAt = (column, y) => firstMinute() + (y - column.getBoundingClientRect().top) / perMinute();

// ── asking the server ──
/** Send a new time. The server says yes with a toast, or asks something back in a dialog; then the event stays where it was. */
async function move(event, values) {
  const url = event.dataset.move;
  if (!url) return;
  event.setAttribute("aria-busy", "true");
  const form = postForm(url, { zone: host().dataset.zone, ...values });
  await window.htmx.ajax("POST", url, { target: "#dialogs", swap: "innerHTML", values: Object.fromEntries(new FormData(form)) });
  event.removeAttribute("aria-busy");
  if (one("#dialogs dialog")) reset(event);
}

/** Draw the grid again from the server; keep the focus on the same event. */
async function redraw(id) {
  const focused = id || document.activeElement?.id;
  const scroll = one(".cal-s")?.scrollTop;
  await window.htmx.ajax("GET", location.href, { target: "#cal", swap: "outerHTML" });
  const back = focused ? document.getElementById(focused) : null;
  if (one(".cal-s") && scroll !== undefined) one(".cal-s").scrollTop = scroll;
  back?.focus({ preventScroll: true });
}
// Places set while dragging are properties; htmx would copy them over as attributes, which the page's policy refuses.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "cal") all("#cal [style]").forEach((element) => element.removeAttribute("style"));
});
document.addEventListener("calendar-changed", (event) => {
  all("#dialogs dialog[open]").forEach((dialog) => dialog.close());
  const drawer = one("#drawer form#event-quick");
  if (drawer) document.getElementById("drawer").replaceChildren();
  redraw(event.detail?.id && one(`#cal [id^="e-${event.detail.id}-"]`)?.id);
});

// ── dragging ──
let held = null;

function reset(event) {
  event.classList.remove("drag");
  event.removeAttribute("style");
}

function begin(pointer, event, grip) {
  const column = event.closest(".col");
  held = {
    event, grip, column, over: column, moved: false,
    x: pointer.clientX, y: pointer.clientY,
    top: event.offsetTop, height: event.offsetHeight,
    start: minutesOf(event.dataset.start), span: spanOf(event),
  };
}

function drag(pointer) {
  const { event, grip } = held;
  const dx = pointer.clientX - held.x;
  const dy = pointer.clientY - held.y;
  if (!held.moved && Math.hypot(dx, dy) < 4) return;
  if (!held.moved) { held.moved = true; event.classList.add("drag"); event.setPointerCapture?.(pointer.pointerId); }
  const minutes = snapped(dy / perMinute());
  if (grip) {
    held.newSpan = Math.max(held.span + minutes, SNAP);
    event.style.height = `${held.newSpan * perMinute()}px`;
    announceTime(held.start, held.newSpan);
    return;
  }
  held.over = columnAt(pointer.clientX) || held.over;
  held.newStart = Math.max(held.start + minutes, 0);
  const across = held.over.getBoundingClientRect().left - held.column.getBoundingClientRect().left;
  event.style.top = `${held.top + (held.newStart - held.start) * perMinute()}px`;
  event.style.transform = `translateX(${across}px)`;
  announceTime(held.newStart, held.span);
}

function announceTime(start, span) {
  const label = held.label ||= Object.assign(document.createElement("small"), { className: "evt-time" });
  label.textContent = `${spoken(start)} – ${spoken(start + span)}`;
  if (!label.isConnected) held.event.append(label);
}

function drop() {
  const { event, over, column, moved } = held;
  const span = held.newSpan ?? held.span;
  const start = held.newStart ?? held.start;
  held.label?.remove();
  const same = span === held.span && start === held.start && over === column;
  held = null;
  if (!moved) return;
  if (same) { reset(event); return; }
  suppressClick = true;
  setTimeout(() => { suppressClick = false; }, 0);
  event.classList.remove("drag");
  const values = { start: stamp(over.dataset.day, start), end: stamp(over.dataset.day, start + span) };
  if (over.dataset.who && column.dataset.who && over !== column) {
    values.who_from = column.dataset.who;
    values.who_to = over.dataset.who;
  }
  move(event, values);
}

let suppressClick = false;
document.addEventListener("click", (event) => {
  if (suppressClick && event.target.closest?.("[data-event]")) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

// ── drawing a new event on the grid ──
let drawn = null;

function beginNew(pointer, column) {
  const start = snapped(minutesAt(column, pointer.clientY) - SNAP / 2);
  drawn = { column, start, end: start, y: pointer.clientY, ghost: null };
}

function drawNew(pointer) {
  if (!drawn.ghost && Math.abs(pointer.clientY - drawn.y) < 5) return;
  if (!drawn.ghost) {
    drawn.ghost = Object.assign(document.createElement("div"), { className: "evt ghost" });
    drawn.ghost.append(document.createElement("b"));
    drawn.ghost.dataset.lanes = "1";
    drawn.column.append(drawn.ghost);
  }
  const at = snapped(minutesAt(drawn.column, pointer.clientY));
  drawn.end = Math.max(at, drawn.start + SNAP);
  drawn.ghost.style.top = `${(drawn.start - firstMinute()) * perMinute()}px`;
  drawn.ghost.style.height = `${(drawn.end - drawn.start) * perMinute()}px`;
  drawn.ghost.firstChild.textContent = `${spoken(drawn.start)} – ${spoken(drawn.end)}`;
}

function finishNew(dragged) {
  const { column, start, end, ghost } = drawn;
  drawn = null;
  if (!dragged) { ghost?.remove(); return; }
  const asked = new URLSearchParams({ date: column.dataset.day, from: `${pad(start / 60 | 0)}:${pad(start % 60)}`, until: `${pad(end / 60 | 0)}:${pad(end % 60)}` });
  if (column.dataset.who) asked.set("who", column.dataset.who);
  if (column.dataset.room) asked.set("room", column.dataset.room);
  const request = window.htmx.ajax("GET", `${host().dataset.new}?${asked}`, { target: "#drawer" });
  request.then(() => { ghost?.remove(); one("#event-quick input[name=title]")?.focus(); });
}

document.addEventListener("pointerdown", (pointer) => {
  if (pointer.button !== 0 || pointer.pointerType === "touch" || !host()) return;
  const event = pointer.target.closest?.(".cal-g .evt[data-move]");
  if (event) { begin(pointer, event, Boolean(pointer.target.closest("[data-edge]"))); return; }
  if (pointer.target.closest?.(".evt")) return;
  const column = pointer.target.closest?.(".cal-g .col");
  if (column) { pointer.preventDefault(); beginNew(pointer, column); }
});
document.addEventListener("pointermove", (pointer) => {
  if (held) { pointer.preventDefault(); drag(pointer); }
  if (drawn) { pointer.preventDefault(); drawNew(pointer); }
});
document.addEventListener("pointerup", () => {
  if (held) drop();
  if (drawn) finishNew(Boolean(drawn.ghost));
});
document.addEventListener("pointercancel", () => {
  if (held) { reset(held.event); held.label?.remove(); held = null; }
  if (drawn) { drawn.ghost?.remove(); drawn = null; }
});
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-event]")) event.preventDefault(); });
// a day of the month, double-clicked, takes a new event
document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest?.(".mon td[data-day]");
  if (!cell || event.target.closest("a")) return;
  window.htmx.ajax("GET", `${host().dataset.new}?date=${cell.dataset.day}`, { target: "#drawer" });
});

// ── keys ──
for (const key of ["d", "w", "m", "p", "3", "ArrowLeft", "ArrowRight"]) {
  register(key, (event) => (key.startsWith("Arrow") && event.target.closest?.("[data-event], .seg, .tabs") ? false : press(key)));
}
const shownEvents = () => all("#cal [data-event]").filter((event) => event.offsetParent);
function step(by) {
  const list = shownEvents();
  if (!list.length) return false;
  const at = list.indexOf(document.activeElement);
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
  next.focus();
  return true;
}
register("j", () => step(1));
register("k", () => step(-1));
register("ArrowDown", (event) => (event.target.closest?.("[data-event]") ? step(1) : false));
register("ArrowUp", (event) => (event.target.closest?.("[data-event]") ? step(-1) : false));

// Alt and an arrow move the event in focus, with Shift they change how long it takes.
document.addEventListener("keydown", (key) => {
  if (!key.altKey || key.ctrlKey || key.metaKey || isField(key.target)) return;
  const event = key.target.closest?.(".cal-g .evt[data-move]");
  if (!event) return;
  const turn = { ArrowUp: -SNAP, ArrowDown: SNAP }[key.key];
  const days = { ArrowLeft: -1, ArrowRight: 1 }[key.key];
  if (!turn && !days) return;
  key.preventDefault();
  const column = event.closest(".col");
  const start = minutesOf(event.dataset.start);
  const span = spanOf(event);
  const columns = all(".cal-g .col");
  const target = days ? columns[columns.indexOf(column) + days] : column;
  if (!target) { announce("There is no further column here"); return; }
  const newStart = key.shiftKey ? start : Math.max(start + (turn || 0), 0);
  const newSpan = key.shiftKey && turn ? Math.max(span + turn, STEP) : span;
  const values = { start: stamp(target.dataset.day, newStart), end: stamp(target.dataset.day, newStart + newSpan) };
  if (days && target.dataset.who && column.dataset.who) { values.who_from = column.dataset.who; values.who_to = target.dataset.who; }
  announce(`${spoken(newStart)} to ${spoken(newStart + newSpan)}`);
  move(event, values);
});

// The working day first: the present hour, or the first event, comes into sight.
function scrollToDay() {
  const box = one(".cal-s");
  if (!box || box.scrollTop) return;
  const mark = one(".cal-g .nowl") || one(".cal-g .evt");
  if (mark && mark.offsetTop > box.clientHeight - 80) box.scrollTop = Math.max(mark.offsetTop - 120, 0);
}
scrollToDay();

// the line of the present moment goes on
setInterval(() => {
  const line = one(".cal-g .nowl");
  if (!line || document.hidden) return;
  const now = new Intl.DateTimeFormat("en-GB", { timeZone: host().dataset.zone, hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date());
  const [hour, minute] = now.split(":").map(Number);
  line.style.top = `${(hour * 60 + minute - firstMinute()) * perMinute()}px`;
}, 30000);

on("change", "#event-quick select[name=kind]", (event, select) => courtFields(select));
document.addEventListener("htmx:afterSettle", () => { const select = one("#event-quick select[name=kind]"); if (select) courtFields(select); });
function courtFields(select) {
  for (const part of all("[data-for-kinds]", select.form)) part.hidden = !part.dataset.forKinds.split(" ").includes(select.value);
}
// "More fields" takes along what was typed
on("click", "[data-more]", (event, link) => {
  const form = one("#event-quick");
  const url = new URL(link.href, location.href);
  for (const [name, as] of [["title", "title"], ["kind", "kind"], ["matter", "matter"], ["room", "room"], ["starts", "from"], ["ends", "until"]]) {
    const value = form.elements[name]?.value;
    if (value) url.searchParams.set(as, value);
  }
  url.searchParams.set("next", location.pathname + location.search);
  link.href = url;
});

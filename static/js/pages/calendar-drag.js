// The calendar under the hand: drag to move, pull the edge to resize, drag over the grid to begin a new event. With a mouse
// at once; with a finger after a long press, so that the page scrolls as ever. The server decides each time.
import { all, announce, on, one, postForm } from "../dom.js";

export const STEP = 5; // minutes
export const SNAP = 15;
const LONG_PRESS = 380; // milliseconds
export const host = () => document.getElementById("cal");

// ── where things are ──
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
export const perMinute = () => (4.25 * rem()) / 60;
export const firstMinute = () => Number(one(".cal-g")?.dataset.first || 0) * 60;
const pad = (n) => String(n).padStart(2, "0");

/** "2026-11-30T09:30" of a day and minutes after its midnight; minutes beyond a day go on to the next. */
export function stamp(day, minutes) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMinutes(minutes);
  return date.toISOString().slice(0, 16);
}
export const minutesOf = (text) => Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
export const spanOf = (event) => (new Date(`${event.dataset.end}Z`) - new Date(`${event.dataset.start}Z`)) / 60000;
export const spoken = (minutes) => `${((minutes / 60 + 11) % 12 | 0) + 1}:${pad(minutes % 60)} ${minutes % 1440 < 720 ? "AM" : "PM"}`;
const snapped = (minutes, to = SNAP) => Math.round(minutes / to) * to;

/** The times of an event so many days on, its hours kept. */
export function shifted(event, days) {
  const on = (text) => {
    const date = new Date(`${text}Z`);
    date.setUTCDate(date.getUTCDate() + days);
    return date.toISOString().slice(0, 16);
  };
  return { start: on(event.dataset.start), end: on(event.dataset.end) };
}
const daysBetween = (from, to) => Math.round((new Date(`${to}T00:00Z`) - new Date(`${from}T00:00Z`)) / 86400000);

function columnAt(x) {
  return all(".cal-g .col").find((column) => {
    const box = column.getBoundingClientRect();
    return box.width && x >= box.left && x < box.right;
  });
}
const minutesAt = (column, y) => firstMinute() + (y - column.getBoundingClientRect().top) / perMinute();

// ── asking the server ──
/** Send a new time. The server says yes with a toast, or asks something back in a dialog; then the event stays where it was. */
export async function move(event, values) {
  const url = event.dataset.move;
  if (!url) return;
  event.setAttribute("aria-busy", "true");
  const form = postForm(url, { zone: host().dataset.zone, ...values });
  await window.htmx.ajax("POST", url, { target: "#dialogs", swap: "innerHTML", values: Object.fromEntries(new FormData(form)) });
  event.removeAttribute("aria-busy");
  if (one("#dialogs dialog:not([data-stays])")) reset(event);
}

/** Draw the grid again from the server; keep the focus on the same event. */
async function redraw(id) {
  const focused = id || document.activeElement?.id;
  await window.htmx.ajax("GET", location.href, { target: "#cal", swap: "outerHTML" });
  const back = focused ? document.getElementById(focused) : null;
  back?.focus({ preventScroll: true });
}
// Places set while dragging are properties; htmx would copy them over as attributes, which the page's policy refuses.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "cal") return;
  all("#cal [style]").forEach((element) => element.removeAttribute("style"));
  scrolled = one(".cal-s")?.scrollTop ?? null;
});
// The grid stays where it was scrolled to; the box is a new one, before and after it settles.
let scrolled = null;
function stay() {
  const box = one(".cal-s");
  if (box && scrolled !== null) box.scrollTop = scrolled;
}
document.addEventListener("htmx:afterSwap", stay);
document.addEventListener("htmx:afterSettle", () => { stay(); scrolled = null; });
document.addEventListener("calendar-changed", (event) => {
  // A dialog that came with the change, about the dates that hang on the event, stays; its close gives the focus back.
  all("#dialogs dialog[open]:not([data-stays])").forEach((dialog) => dialog.close());
  one("#dialogs dialog[data-about]")?.addEventListener("close", (closed) => placeOf(closed.target.dataset.about)?.focus(), { once: true });
  const drawer = one("#drawer form#event-quick");
  if (drawer) document.getElementById("drawer").replaceChildren();
  redraw(event.detail?.id && placeOf(event.detail.id)?.id);
});
const placeOf = (pk) => one(`#cal [id^="e-${pk}-"]`);

// ── dragging ──
let held = null;

function reset(event) {
  event.classList.remove("drag");
  event.removeAttribute("style");
}
const scroller = () => one(".cal-s");

function begin(pointer, event, grip) {
  const column = event.closest(".col");
  held = {
    event, grip, column, over: column, moved: false,
    x: pointer.clientX, y: pointer.clientY,
    top: event.offsetTop, height: event.offsetHeight,
    start: minutesOf(event.dataset.start), span: spanOf(event), scroll: scroller()?.scrollTop ?? 0,
  };
}

function drag(pointer) {
  const { event, grip } = held;
  if (held.bar) { dragBar(pointer); return; }
  const dx = pointer.clientX - held.x;
  nearTheEdge(pointer.clientY);
  const dy = pointer.clientY - held.y + (scroller()?.scrollTop ?? 0) - held.scroll;
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

/** The grid comes along when the hand reaches its upper or lower edge. */
function nearTheEdge(y) {
  const box = scroller();
  if (!box) return;
  const { top, bottom } = box.getBoundingClientRect();
  if (y > bottom - 28) box.scrollTop += 10;
  if (y < top + 28) box.scrollTop -= 10;
}

// An event on one line, in the month or above the columns, goes from day to day.
function beginBar(pointer, event) {
  held = { event, bar: true, moved: false, x: pointer.clientX, y: pointer.clientY, from: event.closest("[data-day]"), over: null };
}

function dragBar(pointer) {
  const dx = pointer.clientX - held.x;
  const dy = pointer.clientY - held.y;
  if (!held.moved && Math.hypot(dx, dy) < 4) return;
  held.moved = true;
  held.event.classList.add("drag");
  held.event.style.transform = `translate(${dx}px, ${dy}px)`;
  const under = document.elementsFromPoint(pointer.clientX, pointer.clientY);
  const day = under.map((element) => element.closest(".mon [data-day], .cal-a [data-day]")).find(Boolean);
  if (day === held.over) return;
  held.over?.classList.remove("drop");
  held.over = day || null;
  held.over?.classList.add("drop");
}

function dropBar() {
  const { event, from, over, moved } = held;
  over?.classList.remove("drop");
  held = null;
  if (!moved) return;
  silence();
  const days = over && from ? daysBetween(from.dataset.day, over.dataset.day) : 0;
  event.classList.remove("drag");
  if (!days) { reset(event); return; }
  move(event, shifted(event, days));
}

function announceTime(start, span) {
  const label = held.label ||= Object.assign(document.createElement("small"), { className: "evt-time" });
  label.textContent = `${spoken(start)} – ${spoken(start + span)}`;
  if (!label.isConnected) held.event.append(label);
}

function drop() {
  if (held.bar) { dropBar(); return; }
  const { event, over, column, moved } = held;
  const span = held.newSpan ?? held.span;
  const start = held.newStart ?? held.start;
  held.label?.remove();
  const same = span === held.span && start === held.start && over === column;
  held = null;
  if (!moved) return;
  silence();
  if (same) { reset(event); return; }
  disarm();
  event.classList.remove("drag");
  const values = { start: stamp(over.dataset.day, start), end: stamp(over.dataset.day, start + span) };
  if (over.dataset.who && column.dataset.who && over !== column) {
    values.who_from = column.dataset.who;
    values.who_to = over.dataset.who;
  }
  move(event, values);
}

let suppressClick = false;
/** The click that ends a drag opens nothing. A finger's comes a little later than a mouse's. */
function silence() {
  suppressClick = true;
  setTimeout(() => { suppressClick = false; }, touching ? 400 : 0);
}
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
  asked.set("zone", host().dataset.zone);
  const request = window.htmx.ajax("GET", `${host().dataset.new}?${asked}`, { target: "#drawer" });
  request.then(() => { ghost?.remove(); one("#event-quick input[name=title]")?.focus(); });
}

// ── the hand ──
let touching = false; // the last pointer was a finger
let pending = null; // a finger that rests, and may become a drag
let armed = null; // an event that a long press took up; the next touch drags it at once

function take(pointer, target) {
  const event = target.closest?.(".cal-g .evt[data-move]");
  if (event) { begin(pointer, event, Boolean(target.closest("[data-edge]"))); return true; }
  const bar = target.closest?.(".evt-bar[data-move]");
  if (bar) { beginBar(pointer, bar); return true; }
  if (target.closest?.(".evt, a, button")) return false;
  const column = target.closest?.(".cal-g .col");
  if (column) beginNew(pointer, column);
  return Boolean(column);
}

function arm(event) {
  disarm();
  armed = event;
  event.classList.add("armed");
  navigator.vibrate?.(12);
}
function disarm() {
  armed?.classList.remove("armed");
  armed = null;
}
function letGo() {
  clearTimeout(pending?.timer);
  pending = null;
}

document.addEventListener("pointerdown", (pointer) => {
  touching = pointer.pointerType === "touch";
  if (pointer.button !== 0 || !pointer.isPrimary || !host()) return;
  const target = pointer.target;
  if (!touching) {
    if (take(pointer, target) && drawn) pointer.preventDefault();
    return;
  }
  if (armed && armed.contains(target)) { take(pointer, target); return; }
  if (!target.closest?.(".cal-g, .evt-bar[data-move]")) { disarm(); return; }
  pending = { x: pointer.clientX, y: pointer.clientY };
  pending.timer = setTimeout(() => {
    pending = null;
    if (!take(pointer, target)) return;
    silence();
    if (held) { arm(held.event); announce("Drag to move, pull the lower edge for another length"); }
    if (drawn) { disarm(); drawNew({ clientY: pointer.clientY + 5 }); navigator.vibrate?.(12); }
  }, LONG_PRESS);
});
document.addEventListener("pointermove", (pointer) => {
  if (pending && Math.hypot(pointer.clientX - pending.x, pointer.clientY - pending.y) > 8) letGo();
  if (held) { pointer.preventDefault(); drag(pointer); }
  if (drawn) { pointer.preventDefault(); drawNew(pointer); }
});
document.addEventListener("pointerup", () => {
  if (pending) { letGo(); if (touching) disarm(); }
  if (touching && (held || drawn)) silence();
  if (held) drop();
  if (drawn) finishNew(Boolean(drawn.ghost));
});
document.addEventListener("pointercancel", () => {
  letGo();
  disarm();
  if (held) { held.over?.classList?.remove("drop"); reset(held.event); held.label?.remove(); held = null; }
  if (drawn) { drawn.ghost?.remove(); drawn = null; }
});
// A finger that holds something moves it, and not the page; before that the page scrolls as ever.
document.addEventListener("touchmove", (touch) => { if ((held || drawn) && touch.cancelable) touch.preventDefault(); }, { passive: false });
document.addEventListener("contextmenu", (menu) => { if (touching && menu.target.closest?.(".cal-g, .evt-bar[data-move]")) menu.preventDefault(); });
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-event]")) event.preventDefault(); });
// a day of the month, double-clicked, takes a new event
document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest?.(".mon td[data-day]");
  if (!cell || event.target.closest("a")) return;
  window.htmx.ajax("GET", `${host().dataset.new}?date=${cell.dataset.day}`, { target: "#drawer" });
});


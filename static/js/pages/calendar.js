// The calendar: the keys, the line of the present moment, the drawer's form. Dragging is in calendar-drag.js.
import { all, announce, isField, on, one } from "../dom.js";
import { press, register } from "../keyboard.js";
import { STEP, SNAP, firstMinute, host, minutesOf, move, perMinute, shifted, spanOf, spoken, stamp } from "./calendar-drag.js";

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
  const bar = key.target.closest?.(".evt-bar[data-move]");
  if (bar) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key.key];
    if (!by || key.shiftKey) return;
    key.preventDefault();
    move(bar, shifted(bar, by));
    return;
  }
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
one(".cal-views [aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });

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
  for (const [name, as] of [["title", "title"], ["kind", "kind"], ["matter", "matter"], ["room", "room"], ["starts", "from"], ["ends", "until"], ["zone", "zone"]]) {
    const value = form.elements[name]?.value;
    if (value) url.searchParams.set(as, value);
  }
  url.searchParams.set("next", location.pathname + location.search);
  link.href = url;
});

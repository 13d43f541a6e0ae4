// The event form shows what its type needs: court fields for court dates, no times for whole days, a rule of one's own.
import { all, on, one } from "../dom.js";

const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240];

function fit(form) {
  const kind = form.elements.kind?.value;
  for (const part of all("[data-for-kinds]", form)) part.hidden = !part.dataset.forKinds.split(" ").includes(kind);
  const whole = form.elements.all_day?.checked;
  for (const part of all("[data-timed]", form)) part.hidden = whole;
  const own = one("[data-own-rule]", form);
  if (own) own.hidden = form.elements.repeats?.value !== "own";
}
const form = one("form[data-event-form]");
/** "Find a time" takes along who comes, the room, the length and what was typed. */
function finding(link) {
  const value = (name) => form.elements[name]?.value?.trim() || "";
  const asked = new URLSearchParams();
  for (const box of all("input[name=people]:checked", form)) asked.append("people", box.value);
  for (const [name, as] of [["room", "room"], ["starts_on", "first"], ["title", "title"], ["kind", "kind"], ["matter", "matter"], ["location", "place"]]) {
    if (value(name)) asked.set(as, value(name));
  }
  const minutes = lengthOf(value("starts"), value("ends"));
  if (minutes) asked.set("minutes", String(minutes));
  return `${link.pathname}?${asked}`;
}
/** Minutes between two typed times such as 9:30 AM, to the next length that may be looked for; 0 when they cannot be read. */
function lengthOf(from, until) {
  const read = (text) => {
    const found = /^(\d{1,2})(?::(\d{2}))?\s*([ap])?/i.exec(text);
    if (!found) return NaN;
    const half = found[3] ? (found[3].toLowerCase() === "p" ? 12 : 0) : Number(found[1]) < 7 ? 12 : 0;
    return ((Number(found[1]) % 12) + half) * 60 + Number(found[2] || 0);
  };
  const minutes = read(until) - read(from);
  return minutes > 0 ? LENGTHS.find((length) => length >= minutes) || 0 : 0;
}
if (form) {
  on("click", "[data-find-time]", (event, link) => { link.href = finding(link); });
  fit(form);
  on("change", "form[data-event-form] :is(select, input)", () => fit(form));
}

// Typed dates: the server reads them and says the full date back; the button opens the browser's own calendar.
import { debounce, make, on, one } from "./dom.js";

const echo = debounce(async (input) => {
  const out = document.getElementById(`${input.id}-echo`);
  const url = input.dataset.echo;
  if (!out || !url) return;
  if (!input.value.trim()) { out.textContent = ""; return; }
  try {
    const response = await fetch(`${url}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
    if (response.ok && !response.redirected) out.textContent = await response.text();
  } catch {
    out.textContent = ""; // the echo is a courtesy; saving checks the date again
  }
}, 200);

on("input", "[data-day] input[data-echo]", (event, input) => echo(input));
on("click", "[data-day-pick]", (event, button) => {
  const field = one("input", button.closest("[data-day]"));
  let picker = one("input[type=date]", button.closest("[data-day]"));
  if (!picker) {
    picker = make("input", { type: "date", class: "vh", tabindex: "-1", "aria-hidden": "true" });
    picker.addEventListener("change", () => {
      const [year, month, day] = picker.value.split("-");
      field.value = `${Number(month)}/${Number(day)}/${year}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
    button.after(picker);
  }
  picker.showPicker?.();
});

// ── how full the days are: a strip under the field, of whoever the form gives the thing to ──
const WHOSE = ["owner", "assignee", "organizer", "to", "person", "member", "attorney", "responsible", "backup"];

/** The id of the person that the form names, or "" for oneself. */
function whose(field) {
  const form = field.form;
  const named = form && WHOSE.map((name) => form.elements[name]).find((e) => e && /^\d+$/.test(e.value || ""));
  return named ? named.value : "";
}

async function load(box, { date, focus = false } = {}) {
  const out = one("[data-load-out]", box.parentElement);
  const field = one("input[data-echo]", box) || one("input", box);
  if (!out || !field) return;
  const asked = new URLSearchParams({ date: date ?? field.value, person: whose(field) });
  out.dataset.asked = asked;
  try {
    const response = await fetch(`${box.dataset.load}?${asked}`, { headers: { "HX-Request": "true" } });
    if (!response.ok || response.redirected || out.dataset.asked !== String(asked)) return;
    out.innerHTML = await response.text();
    out.hidden = false;
    if (focus) one("[data-load-from]", out)?.focus();
  } catch {
    out.hidden = true; // a courtesy, like the echo
  }
}
const boxOf = (element) => one("[data-load]", element.closest("[data-load-out]").parentElement);
on("focusin", "[data-load] input[data-echo]", (event, input) => {
  const box = input.closest("[data-load]");
  if (box.dataset.load && one("[data-load-out]", box.parentElement)?.hidden) load(box);
});
const loadAgain = debounce((box) => load(box), 300);
on("input", "[data-load] input[data-echo]", (event, input) => loadAgain(input.closest("[data-load]")));
on("change", "form :is(select, input[type=hidden], [data-combo] input)", (event, control) => {
  if (!WHOSE.includes((control.name || "").replace(/_text$/, ""))) return;
  for (const box of control.form?.querySelectorAll("[data-load]") || []) {
    if (!one("[data-load-out]", box.parentElement)?.hidden) load(box);
  }
});
on("click", "[data-load-from]", (event, button) => load(boxOf(button), { date: button.dataset.loadFrom, focus: true }));
on("click", "[data-load-day]", (event, button) => {
  const box = boxOf(button);
  const field = one("input[data-echo]", box) || one("input", box);
  field.value = button.dataset.loadDay;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
// Left and right go from day to day; Tab passes the strip by in one step more.
on("keydown", "[data-load-day]", (event, button) => {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 }[event.key];
  if (!step) return;
  const days = [...button.parentElement.children];
  const next = days[days.indexOf(button) + step];
  if (next) { event.preventDefault(); event.stopPropagation(); next.focus(); }
});

// Time pages: Enter saves, Shift-Enter saves and opens a new one, Ctrl-D copies the last entry; keys of the day list.
import { isMac, on, one } from "../dom.js";
import { press, register } from "../keyboard.js";

on("keydown", "form[data-enter-saves] :is(input, textarea)", (event, field) => {
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (field.getAttribute("aria-expanded") === "true" || field.type === "checkbox") return; // a list is open: Enter picks
  event.preventDefault();
  const next = event.shiftKey && one("[data-save-next]", field.form);
  field.form.requestSubmit(next || one("button[type=submit]:not([data-save-next])", field.form));
});

document.addEventListener("keydown", (event) => {
  const command = isMac ? event.metaKey : event.ctrlKey;
  if (!command || event.shiftKey || event.altKey || event.key.toLowerCase() !== "d") return;
  const like = one("[data-like-last]");
  if (!like) return;
  event.preventDefault(); // instead of the browser's bookmark
  if (like.closest("#drawer")) window.htmx.ajax("get", like.getAttribute("href"), { source: like, target: "#drawer", swap: "innerHTML" });
  else location.assign(like.href);
});

register("s", () => press("s"));
register("d", () => press("d"));
register("ArrowLeft", () => press("ArrowLeft"));
register("ArrowRight", () => press("ArrowRight"));

on("change", "select[data-submits]", (event, select) => select.form.requestSubmit());

// Somebody else's time has other defaults: the server fills nature and billable anew.
on("change", "#time-form select[name=member]", (event, select) => {
  const form = select.form;
  if (one("input[name=entry]", form)) return;
  const said = new URLSearchParams({ member: select.value });
  for (const name of ["matter", "duration", "narrative", "task_code", "activity_code", "next"]) {
    const value = form.elements[name]?.value;
    if (value) said.set(name, value);
  }
  const target = form.closest("#drawer") ? "#drawer" : "#time-form";
  if (target === "#drawer") window.htmx.ajax("get", `${form.action}?${said}`, { source: select, target, swap: "innerHTML" });
  else location.assign(`${form.action}?${said}`);
});


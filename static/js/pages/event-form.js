// The event form shows what its type needs: court fields for court dates, no times for whole days, a rule of one's own.
import { all, on, one } from "../dom.js";

function fit(form) {
  const kind = form.elements.kind?.value;
  for (const part of all("[data-for-kinds]", form)) part.hidden = !part.dataset.forKinds.split(" ").includes(kind);
  const whole = form.elements.all_day?.checked;
  for (const part of all("[data-timed]", form)) part.hidden = whole;
  const own = one("[data-own-rule]", form);
  if (own) own.hidden = form.elements.repeats?.value !== "own";
}
const form = one("form[data-event-form]");
if (form) {
  fit(form);
  on("change", "form[data-event-form] :is(select, input)", () => fit(form));
}

// The inbox: the pane follows the row under the keys; what is approved is always what the pane shows.
import { all, debounce, isField, on, one } from "../dom.js";
import { press, register } from "../keyboard.js";

const wide = matchMedia("(min-width: 761px)");

function mark(pk) {
  for (const row of all(".ap-row")) row.classList.toggle("on", row.id === `ap-${pk}`);
  for (const link of all(".ap-a")) {
    if (link.closest(".ap-row").id === `ap-${pk}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

const load = debounce((row) => {
  const link = one(".ap-a", row);
  if (!link || !row.isConnected || one("#pane")?.dataset.pk === row.id.slice(3)) return;
  window.htmx.ajax("get", link.href, { source: row, target: "#pane", swap: "outerHTML" }).then(() => history.replaceState({ htmx: true }, "", link.href));
}, 120);

// J and K focus a row: its content follows. A row reached by Tab or a click has its own link.
document.addEventListener("focusin", (event) => {
  if (wide.matches && event.target.matches?.(".ap-row")) load(event.target);
});

document.addEventListener("htmx:afterSwap", () => {
  const pane = one("#pane");
  if (!pane) return;
  mark(pane.dataset.pk);
  one(".ap")?.classList.add("ap-open");
});

// The pane is what was read. Only when it shows the row under the keys do A and R act.
const settled = () => {
  const row = one(".ap-row.cur");
  return !row || !wide.matches || one("#pane")?.dataset.pk === row.id.slice(3);
};

register("a", (event) => {
  if (event.shiftKey) {
    const button = one("[data-batch]");
    button?.click();
    return Boolean(button);
  }
  return settled() && press("a");
});
register("r", () => {
  const box = one("#return");
  if (!box || !settled()) return false;
  box.open = true;
  one("textarea", box)?.focus();
  return true;
});
register("o", () => press("o"));

document.addEventListener("toggle", (event) => {
  if (event.target.id === "return" && event.target.open) one("textarea", event.target)?.focus();
}, true);
on("keydown", "[data-enter-sends]", (event, field) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !isField(field)) return;
  event.preventDefault();
  field.form.requestSubmit();
});

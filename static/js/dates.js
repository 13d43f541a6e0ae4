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

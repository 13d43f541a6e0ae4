// A mistake in a pack's text leads to its line: the line is selected and scrolled to. Without script its number and words are there.
import { on } from "../dom.js";

on("click", "[data-line]", (_event, button) => {
  const field = document.querySelector("textarea[name=source]");
  const lines = field.value.split("\n");
  const number = Math.min(Number(button.dataset.line), lines.length);
  const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + lines[number - 1].length);
  field.scrollTop = (number - 4) * parseFloat(getComputedStyle(field).lineHeight);
  field.scrollIntoView({ block: "nearest" });
});

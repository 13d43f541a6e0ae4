// The front desk: Enter leaves the box for the first hit, whose keys then work; Esc empties the box.
import { on, one } from "../dom.js";
import { press, register } from "../keyboard.js";

on("keydown", "#desk-q", (event, box) => {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    const first = one("#found [data-first]");
    event.preventDefault();
    if (first) first.focus();
  } else if (event.key === "Escape" && box.value) {
    event.preventDefault();
    event.stopPropagation();
    box.value = "";
    one("#found").replaceChildren();
  }
}, true);
for (const key of ["s", "c", "l", "p"]) register(key, () => press(key));
register("v", () => press("v"));

// Copies the text of a field named by a button's data-copy. Without script the field is there to be copied by hand.
import { all, announce, on } from "../dom.js";

for (const button of all("[data-copy]")) button.hidden = false;
on("click", "[data-copy]", async (_event, button) => {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    announce("Link copied");
    button.lastChild.textContent = "Copied";
  } catch {
    announce("Not copied. The link is selected: copy it with the keyboard.");
  }
});
on("focusin", "[data-copy-from]", (_event, field) => field.select());

// Copies the text of a field named by a button's data-copy, or of the element named by data-copy-text. Without script the
// field or the text is there to be copied by hand. Drawers come later, so their buttons are shown when they settle.
import { all, announce, on } from "../dom.js";
import { toast } from "../toast.js";

const reveal = () => { for (const button of all("[data-copy], [data-copy-text]")) button.hidden = false; };
reveal();
document.addEventListener("htmx:afterSettle", reveal);

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

on("click", "[data-copy-text]", async (_event, button) => {
  const text = document.getElementById(button.dataset.copyText).textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    toast(button.dataset.copied || "Copied");
  } catch {
    toast("The browser did not let it be copied");
  }
});

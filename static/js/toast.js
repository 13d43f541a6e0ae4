// Toasts: one line at the bottom left, gone after six seconds, ten with Undo; they wait while looked at.
import { all, make, on, one, postForm } from "./dom.js";

const LIFE = 6000;
const LIFE_WITH_UNDO = 10000;

function live(toast) {
  const life = one(".undo", toast) ? LIFE_WITH_UNDO : LIFE;
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), life); };
  const hold = () => clearTimeout(timer);
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("mouseleave", start);
  toast.addEventListener("focusout", start);
  start();
}

/** Show `text`; with `undo`, a POST address, offer to take the act back. */
export function toast(text, undo = "") {
  const host = document.getElementById("toasts");
  if (!host) return;
  const line = make("div", { class: "toast" }, make("span", {}, text));
  if (undo) {
    const form = postForm(undo, { next: location.pathname + location.search });
    form.append(make("button", { class: "undo", type: "submit" }, "Undo"));
    line.append(form);
  }
  line.append(make("button", { class: "x", type: "button", "data-dismiss": "", "aria-label": "Dismiss" }, "×"));
  host.append(line);
  while (host.children.length > 3) host.firstElementChild.remove();
  live(line);
}

/** Take back the last act that can still be taken back. */
export function undoLast() {
  const form = all("#toasts .toast form").pop();
  if (form) form.requestSubmit();
  return Boolean(form);
}

document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.undo));
on("click", "[data-dismiss]", (event, button) => button.closest(".toast").remove());
all("#toasts .toast").forEach(live);

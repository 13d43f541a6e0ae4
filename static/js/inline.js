// Inline edit: Enter saves (the form's own), Esc reverts, Tab or leaving saves when something changed.
import { on, one } from "./dom.js";

on("keydown", "[data-inline] .in", (event, input) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  const form = input.closest("form");
  form.dataset.left = "";
  window.htmx.ajax("get", form.dataset.rest, { target: form, swap: "outerHTML" }).then(() => one(`#${form.id} button`)?.focus());
});
on("focusout", "[data-inline] .in", (event, input) => {
  const form = input.closest("form");
  if (form.contains(event.relatedTarget) || "left" in form.dataset || !form.isConnected) return;
  form.dataset.left = "";
  if (input.value !== input.defaultValue) form.requestSubmit();
  else window.htmx.ajax("get", form.dataset.rest, { target: form, swap: "outerHTML" });
});
on("submit", "[data-inline]", (event, form) => { form.dataset.left = ""; });
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.matches?.("[data-inline]")) event.detail.elt.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterSettle", (event) => {
  const input = one("[data-inline] [autofocus]");
  if (input && document.activeElement !== input) { input.focus(); input.select(); }
  const saved = one(".ied .saved", event.detail.elt.parentElement || document);
  if (saved) setTimeout(() => saved.remove(), 2000);
});

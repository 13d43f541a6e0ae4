// Back returns to the same place: the work panel scrolls, not the window, so its position is kept here.
const KEY = "scroll:";
const panel = () => document.getElementById("scroll");
const name = () => KEY + location.pathname + location.search;

addEventListener("pagehide", () => {
  const top = panel()?.scrollTop;
  try {
    if (top) sessionStorage.setItem(name(), String(Math.round(top)));
    else sessionStorage.removeItem(name());
  } catch { /* storage is full or off: the page opens at its top */ }
});
const [entry] = performance.getEntriesByType("navigation");
if (entry && (entry.type === "back_forward" || entry.type === "reload")) {
  const top = Number(sessionStorage.getItem(name()) || 0);
  if (top) panel()?.scrollTo(0, top);
}

// Buttons of a request under way say so.
document.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.detail.requestConfig?.triggeringEvent?.submitter || event.detail.elt;
  if (button.matches?.("button, .btn")) button.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  const button = event.detail.requestConfig?.triggeringEvent?.submitter || event.detail.elt;
  button.removeAttribute?.("aria-busy");
});

// The drawer at the right: look at or change one thing while the list stays. Its address is ?peek=.
import { on, one } from "./dom.js";

let opener = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "drawer" && !event.detail.elt.closest("#drawer")) opener = event.detail.elt;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "drawer") return;
  const heading = one("#drawer h2");
  if (!heading) return;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
});

/** Close the drawer and give the focus back. Returns whether one was open. */
export function closeDrawer() {
  const host = document.getElementById("drawer");
  if (!host?.firstElementChild) return false;
  host.replaceChildren();
  const url = new URL(location.href);
  if (url.searchParams.has("peek")) {
    url.searchParams.delete("peek");
    history.pushState({ htmx: true }, "", url);
  }
  const back = opener?.isConnected ? opener : opener?.id ? document.getElementById(opener.id) : null;
  (back || one("tr.cur") || one("#main"))?.focus();
  opener = null;
  return true;
}

on("click", "[data-drawer-close]", (event) => { event.preventDefault(); closeDrawer(); });

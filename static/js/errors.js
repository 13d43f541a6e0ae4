// What the person sees when a request fails: beside the thing, in words, with the typed text untouched.
import { all, announce, make, one } from "./dom.js";

const OFFLINE = "Not saved. The server did not answer. Your text is still here.";
const LOADING = "Not loaded. The server did not answer.";

/** The place for a note: inside the form, dialog or drawer that asked, else at the top of the page. */
function placeFor(element) {
  return element?.closest("form, dialog, [data-drawer]") || one("#scroll") || one("main");
}

function show(element, text, retry) {
  const place = placeFor(element);
  if (!place) return;
  all(":scope > .note[data-failed]", place).forEach((note) => note.remove());
  const note = make("p", { class: "note danger", "data-failed": "" }, make("span", { class: "grow" }, text));
  if (retry) {
    const again = make("button", { type: "button", class: "link" }, "Try again");
    again.addEventListener("click", () => { note.remove(); retry(); });
    note.append(again);
  }
  place.prepend(note);
  announce(text, true);
}

/** Repeat the request that failed, from the same element with the same values. */
function again(detail) {
  const { elt, requestConfig: config } = detail;
  return () => {
    if (elt instanceof HTMLFormElement) {
      elt.requestSubmit();
    } else if (config?.triggeringEvent?.type && elt.isConnected) {
      window.htmx.trigger(elt, config.triggeringEvent.type);
    } else if (config) {
      window.htmx.ajax(config.verb, config.path, { source: elt, target: config.target });
    }
  };
}

/** Whether an answer came from the sign-in page: the session has ended. */
export function isSignIn(url) {
  const door = document.body.dataset.signIn;
  return Boolean(door) && Boolean(url) && new URL(url, location.href).pathname === door;
}

/** Keep what is typed and go to the sign-in page (or the page that asks again), from there back to this one. */
function toSignIn(url = document.body.dataset.signIn) {
  document.dispatchEvent(new CustomEvent("drafts:keep"));
  const next = encodeURIComponent(location.pathname + location.search);
  location.assign(`${url}?next=${next}`);
}

/** The session is over: keep what is typed. Loading this page again leads to the sign-in page and back here. */
export function leaveForSignIn() {
  document.dispatchEvent(new CustomEvent("drafts:keep"));
  location.reload();
}

/** The sentence inside an error page: its reason, not its markup. */
function reasonIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const reason = page.querySelector("[data-error-text]")?.textContent.trim();
  const who = [...page.querySelectorAll(".oops [data-who] b")].map((li) => li.textContent.trim());
  if (!reason) return "";
  return who.length && !reason.includes(who[0]) ? `${reason} Ask ${who.join(", ")}.` : reason;
}

for (const type of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(type, (event) => {
    const { requestConfig: config, elt } = event.detail;
    // a poll that misses one beat says nothing; it comes again
    if (config?.verb === "get" && /every/.test(elt.getAttribute?.("hx-trigger") || "")) return;
    show(elt, config?.verb === "get" ? LOADING : OFFLINE, again(event.detail));
  });
}

document.addEventListener("htmx:responseError", (event) => {
  const { xhr, elt, requestConfig: config } = event.detail;
  if (xhr.status === 401) return toSignIn(xhr.getResponseHeader("X-Sign-In") || undefined);
  if (config?.verb === "get" && xhr.status >= 500 && /every/.test(elt.getAttribute?.("hx-trigger") || "")) return;
  const reason = reasonIn(xhr.responseText || "");
  if (xhr.status >= 500) {
    return show(elt, config?.verb === "get" ? LOADING : "Not saved. The server made an error. Your text is still here.", again(event.detail));
  }
  const told = { 403: "You may not do this.", 404: "This is no longer there, or not yours to see.", 413: "This is too large.", 429: "Too many tries. Wait a minute." };
  return show(elt, reason || told[xhr.status] || "This could not be done.");
});

// A session that ended answers with the sign-in page: go there, and come back to the typed text.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isSignIn(event.detail.xhr.responseURL) && !isSignIn(location.href)) {
    event.detail.shouldSwap = false;
    toSignIn();
    return;
  }
  // a refusal comes as a dialog that says who can and sends it to them
  if (event.detail.xhr.status === 403 && event.detail.xhr.getResponseHeader("HX-Retarget")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    return;
  }
  // an error page never lands inside a panel
  const type = event.detail.xhr.getResponseHeader("Content-Type") || "";
  if (event.detail.xhr.status < 300 && type.includes("json")) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) {
    const place = placeFor(event.detail.elt);
    if (place) all(":scope > .note[data-failed]", place).forEach((note) => note.remove());
  }
});

// The network, as far as the browser knows it.
function network() {
  const strip = document.getElementById("net");
  if (!strip) return;
  strip.hidden = navigator.onLine;
  const text = one("[data-text]", strip);
  if (text) text.textContent = navigator.onLine ? "" : "You are offline. What you type stays here; save when the connection is back.";
}
addEventListener("online", network);
addEventListener("offline", network);
network();

// After a 422 the first bad field gets the focus, or the summary when there is one without a field.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.xhr?.status !== 422) return;
  const root = event.detail.elt.isConnected ? event.detail.elt : document;
  const bad = one("[aria-invalid='true']", root) || one("#form-errors", root);
  bad?.focus();
});
const bad = one("main form [aria-invalid='true']") || one("main form #form-errors");
if (bad) bad.focus();

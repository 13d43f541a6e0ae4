// Nothing typed is lost: a warning before leaving, and a draft in this tab that outlives errors, time-outs and sign-out.
import { all, make, on, one } from "./dom.js";
import { isSignIn } from "./errors.js";

const PREFIX = "draft:";
const SKIP = "[type=password], [type=file], [type=hidden], [type=search], [data-nodraft]";
const user = document.body.dataset.user || "";
const guarded = (form) => form instanceof HTMLFormElement && form.method === "post" && form.dataset.guard !== "off";
let leaving = false;

const keyOf = (form) => `${PREFIX}${user}:${form.dataset.draft || location.pathname + "#" + (form.id || form.getAttribute("action") || "form")}`;

function fields(form) {
  return [...form.elements].filter((e) => e.name && !e.matches(SKIP) && (e.matches("input, textarea, select") || false));
}
function read(form) {
  const values = {};
  for (const e of fields(form)) {
    const index = fields(form).filter((o) => o.name === e.name).indexOf(e);
    values[`${e.name}\n${index}`] = e.type === "checkbox" || e.type === "radio" ? e.checked : e.value;
  }
  for (const picked of all("[data-combo] [data-value]", form)) values[`${picked.name}\npicked`] = picked.value;
  return values;
}
function write(form, values) {
  const seen = {};
  for (const e of fields(form)) {
    seen[e.name] = (seen[e.name] ?? -1) + 1;
    const value = values[`${e.name}\n${seen[e.name]}`];
    if (value === undefined) continue;
    if (e.type === "checkbox" || e.type === "radio") e.checked = value;
    else e.value = value;
  }
  for (const picked of all("[data-combo] [data-value]", form)) {
    const value = values[`${picked.name}\npicked`];
    if (value !== undefined) picked.value = value;
  }
}

function load(key) {
  try { return JSON.parse(sessionStorage.getItem(key) || "null"); } catch { return null; }
}
function store(key, draft) {
  try { sessionStorage.setItem(key, JSON.stringify(draft)); } catch { /* storage is full or off: the warning before leaving remains */ }
}
function drop(form) {
  delete form.dataset.dirty;
  sessionStorage.removeItem(keyOf(form));
}
function keep(form, sent = false) {
  store(keyOf(form), { at: Date.now(), sent, values: read(form) });
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!guarded(form) || event.target.matches(SKIP)) return;
  form.dataset.dirty = "";
  clearTimeout(form.draftTimer);
  form.draftTimer = setTimeout(() => { if (form.isConnected && "dirty" in form.dataset) keep(form); }, 400);
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (guarded(form) && event.isTrusted && !event.target.matches(SKIP)) form.dataset.dirty = "";
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return; // htmx has it
  leaving = true;
  setTimeout(() => { leaving = false; }, 4000);
  clearTimeout(form.draftTimer); // else the text just sent is kept once more, as if it were not
  if (guarded(form) && "dirty" in form.dataset) keep(form, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (!form || !guarded(form)) return;
  // a field that only asks (names like this one, a rate) saves nothing
  if (event.detail.requestConfig?.verb === "get") return;
  // 422 and 409 are swapped like a success, but nothing was saved; nor was it when the sign-in page answered
  const { status, responseURL } = event.detail.xhr;
  if (status >= 200 && status < 300 && !isSignIn(responseURL)) drop(form);
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Redirect") || event.detail.xhr.getResponseHeader("HX-Refresh")) leaving = true;
});
document.addEventListener("drafts:keep", () => {
  leaving = true;
  for (const form of all("form[data-dirty]")) keep(form);
});

addEventListener("beforeunload", (event) => {
  if (leaving || !one("form[data-dirty]")) return;
  for (const form of all("form[data-dirty]")) keep(form);
  event.preventDefault();
});
on("click", "a[href]", (event, link) => { if (link.hasAttribute("download")) { leaving = true; setTimeout(() => { leaving = false; }, 500); } });
on("reset", "form", (event, form) => drop(form));

// Esc in a dialog with typed text must not throw it away without a word: the draft stays and comes back.
const time = (at) => new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" }).format(at);

/** Offer back what an earlier visit typed into this form. */
function restore(form) {
  if (!guarded(form) || "restored" in form.dataset) return;
  form.dataset.restored = "";
  const key = keyOf(form);
  const draft = load(key);
  if (!draft) return;
  if (one("[aria-invalid='true'], #form-errors", form)) return; // the server gave the text back itself
  const before = read(form);
  const same = Object.keys(draft.values).every((name) => !(name in before) || before[name] === draft.values[name]);
  if (same) { sessionStorage.removeItem(key); return; }
  write(form, draft.values);
  form.dataset.dirty = "";
  const note = make("p", { class: "note accent", role: "status" }, make("span", { class: "grow" }, `What you typed at ${time(draft.at)} was not saved. It is back in the form.`));
  const discard = make("button", { type: "button", class: "link" }, "Discard it");
  discard.addEventListener("click", () => { write(form, before); drop(form); note.remove(); one("input:not([type=hidden]), textarea, select", form)?.focus(); });
  note.append(discard);
  form.prepend(note);
}

// A draft that was sent is finished with, unless this page shows that it failed: an error page, the sign-in page, or the
// form again without word of success.
const signIn = document.body.dataset.signIn && location.pathname === document.body.dataset.signIn;
const failed = signIn || Boolean(one(".oops"));
for (const key of Object.keys(sessionStorage).filter((k) => k.startsWith(`${PREFIX}${user}:`) || signIn && k.startsWith(PREFIX))) {
  const draft = load(key);
  if (!draft?.sent) continue;
  const here = all("form").some((form) => guarded(form) && keyOf(form) === key);
  if (failed || (here && !one("#toasts .toast"))) store(key, { ...draft, sent: false });
  else sessionStorage.removeItem(key);
}
all("form").forEach(restore);
document.addEventListener("htmx:afterSettle", (event) => {
  const root = event.detail.elt;
  if (root instanceof HTMLFormElement) restore(root);
  if (root instanceof Element) all("form", root).forEach(restore);
});

// The session's end, announced: a dialog two minutes before, and after it the sign-in page with the way back.
// The server decides. This only counts, asks it how much is left (other tabs count too), and keeps what is typed.
import { csrf, one } from "./dom.js";
import { leaveForSignIn } from "./errors.js";

const WARN = 120;
const { left, session, idle } = document.body.dataset;
const dialog = one("#idle");
let ends = 0;
let final = document.body.dataset.final === "1";
let timer = 0;
let asking = false;

const remaining = () => Math.round((ends - Date.now()) / 1000);

function set(seconds, isFinal) {
  ends = Date.now() + seconds * 1000;
  final = Boolean(isFinal);
  clearTimeout(timer);
  if (seconds > WARN) close();
  // a sleeping computer wakes with the clock far ahead, so look at least once a minute
  timer = setTimeout(tick, Math.max(0, Math.min(seconds - WARN, 60)) * 1000);
}

function close() {
  if (dialog?.open) dialog.close();
}

/** What the server says is left. A GET marked as background is no activity; a POST is. */
async function ask(method) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrf() };
  if (method === "GET") headers["X-Background"] = "1";
  const answer = await fetch(session, { method, headers });
  if (answer.status === 401) return { left: 0, final: true };
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function tick() {
  const seconds = remaining();
  if (seconds > WARN) { set(seconds, final); return; }
  if (!dialog.open && !asking) {
    asking = true;
    try {
      const said = await ask("GET");
      set(said.left, said.final);
    } catch { /* offline: the own clock goes on */ }
    asking = false;
    if (remaining() > WARN) return;
  }
  if (remaining() <= 0) { close(); leaveForSignIn(); return; }
  show();
  clearTimeout(timer);
  timer = setTimeout(tick, 1000);
}

function show() {
  const seconds = Math.max(0, remaining());
  one("[data-count]", dialog).textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const text = one("#idle-p", dialog);
  if (final) text.textContent = text.dataset.final;
  const stay = one("[data-stay]", dialog);
  stay.textContent = final ? "Sign in again" : "Stay signed in";
  if (!dialog.open) dialog.showModal();
}

async function stay() {
  if (final) {
    const form = one("form", dialog);
    form.elements.next.value = `${document.body.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
    document.dispatchEvent(new CustomEvent("drafts:keep"));
    form.submit();
    return;
  }
  try {
    const said = await ask("POST");
    close();
    set(said.left, said.final);
  } catch { /* offline: the dialog stays */ }
}

if (left && dialog) {
  set(Number(left), final);
  one("[data-stay]", dialog).addEventListener("click", stay);
  // Esc means "I am here".
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, requestConfig: config } = event.detail;
    if (xhr?.status && xhr.status < 400 && !config?.headers?.["X-Background"] && !final) set(Math.min(Number(idle), 24 * 3600), final);
  });
}

// What the page asks for by itself is no activity of the person's.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, triggeringEvent, headers } = event.detail;
  const how = elt.getAttribute?.("hx-trigger") || "";
  if (/(^|,)\s*(every|load|revealed|intersect)\b/.test(how) && !(triggeringEvent?.isTrusted)) headers["X-Background"] = "1";
});

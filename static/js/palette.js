// The command palette: one box that finds matters, people, invoices and pages, and does things.
import Combobox from "../vendor/combobox-nav.js";
import { all, announce, debounce, on, one, postForm } from "./dom.js";
import { openDialog } from "./dialogs.js";

const dialog = document.getElementById("palette");
const input = document.getElementById("palette-q");
const list = document.getElementById("palette-list");
const url = document.body.dataset.palette;
let nav = null;
let request = null;

async function load() {
  request?.abort();
  request = new AbortController();
  try {
    const response = await fetch(`${url}?q=${encodeURIComponent(input.value)}`, {
      headers: { "HX-Request": "true" },
      signal: request.signal,
    });
    if (response.redirected || response.status === 401) { location.reload(); return; }
    if (!response.ok) throw new Error(String(response.status));
    list.innerHTML = await response.text(); // our own escaped fragment
    nav?.clearSelection();
    nav?.navigate(1);
    const count = all("[role=option]", list).length;
    announce(count === 1 ? "1 result" : `${count} results`);
  } catch (error) {
    if (error.name === "AbortError") return;
    list.textContent = "";
    const note = document.createElement("p");
    note.className = "none";
    note.textContent = "The server did not answer. Type again to retry.";
    list.append(note);
  }
}
const later = debounce(load, 90);

/** Open the palette, with `text` typed already. */
export function openPalette(text = "") {
  if (!dialog || dialog.open) return;
  input.value = text;
  openDialog("palette");
}

function choose(option) {
  const { href, post } = option.dataset;
  if (post) {
    const target = new URL(post, location.href);
    const fields = { next: location.pathname + location.search, ...Object.fromEntries(target.searchParams) };
    const form = postForm(target.pathname, fields);
    document.body.append(form);
    form.submit();
  } else if (href) {
    dialog.close();
    location.assign(href);
  }
}

if (dialog) {
  dialog.addEventListener("dialog:open", () => {
    nav = new Combobox(input, list, { firstOptionSelectionMode: "selected", tabInsertsSuggestions: false });
    nav.start();
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
    load();
  });
  dialog.addEventListener("close", () => { nav?.destroy(); nav = null; request?.abort(); });
  input.addEventListener("input", later);
  // a search field would only empty itself
  input.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); dialog.close(); } });
  list.addEventListener("combobox-commit", (event) => choose(event.target.closest("[role=option]")));
  on("click", "#palette-list [role=option] a", (event) => event.preventDefault());
}
export const isOpen = () => Boolean(dialog?.open);

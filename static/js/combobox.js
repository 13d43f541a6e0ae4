// Fields that pick one thing from a searched list. The options come from the server, two lines each.
import Combobox from "../vendor/combobox-nav.js";
import { all, debounce, on, one } from "./dom.js";

const active = new WeakMap();

function parts(input) {
  const root = input.closest("[data-combo]");
  return { root, value: one("[data-value]", root), list: one("[role=listbox]", root) };
}

function close(input) {
  const { list } = parts(input);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  active.get(input)?.stop();
}

async function load(input) {
  const { root, list } = parts(input);
  const url = new URL(root.dataset.url, location.href);
  url.searchParams.set("q", input.value.trim());
  // what another field of the form says may narrow the choice, as in data-with="client"
  for (const name of (root.dataset.with || "").split(" ").filter(Boolean)) {
    const other = input.form?.elements[name];
    if (other?.value) url.searchParams.set(name, other.value);
  }
  const asked = input.value;
  let response;
  try {
    response = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
  } catch {
    list.innerHTML = '<li class="none" role="option" aria-disabled="true">The server did not answer. Type again to retry.</li>';
    list.hidden = false;
    return;
  }
  const html = await response.text();
  if (input.value !== asked || document.activeElement !== input) return; // typed on, or left
  list.innerHTML = html; // our own escaped fragment
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  let nav = active.get(input);
  if (!nav) {
    nav = new Combobox(input, list, { firstOptionSelectionMode: "active", tabInsertsSuggestions: false });
    active.set(input, nav);
  }
  nav.stop();
  nav.start();
}
const later = debounce(load, 150);

on("input", "[data-combo] input[role=combobox]", (event, input) => {
  const { value } = parts(input);
  value.value = ""; // typed text is no choice until one is made
  later(input);
});
on("focusin", "[data-combo] input[role=combobox]", (event, input) => { if (!parts(input).value.value) load(input); });
on("click", "[data-combo] input[role=combobox]", (event, input) => { if (parts(input).list.hidden) load(input); });
on("focusout", "[data-combo] input[role=combobox]", (event, input) => setTimeout(() => { if (document.activeElement !== input) close(input); }, 150));
on("keydown", "[data-combo] input[role=combobox]", (event, input) => {
  const { list } = parts(input);
  if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(input); }
  if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); load(input); }
  if (event.key === "Tab" && !list.hidden) {
    const option = one("[role=option][aria-selected=true][data-value]", list);
    if (option) pick(input, option);
    close(input);
  }
}, true);

function pick(input, option) {
  if (option.dataset.href) { location.assign(option.dataset.href); return; }
  if (!option.dataset.value) return;
  const { value } = parts(input);
  input.value = option.dataset.text;
  value.value = option.dataset.value;
  input.removeAttribute("aria-invalid");
  input.classList.remove("bad");
  value.dispatchEvent(new Event("change", { bubbles: true }));
  close(input);
}
document.addEventListener("combobox-commit", (event) => {
  const option = event.target.closest("[data-combo] [role=option]");
  if (option) pick(one("input[role=combobox]", option.closest("[data-combo]")), option);
});
on("mousedown", "[data-combo] [role=listbox]", (event) => event.preventDefault()); // the field keeps the focus

all("[data-combo] [role=listbox]").forEach((list) => { list.hidden = true; });

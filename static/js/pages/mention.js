// Naming colleagues in a note: after @ a list of those who may read it opens under the box.
import { announce, debounce, make, on } from "../dom.js";

const AT = /(?:^|[^\w@])@([\p{L}’'.-]*(?: [\p{L}’'.-]*)?)$/u;
const lists = new WeakMap();

function list(box) {
  if (!lists.has(box)) {
    const found = make("ul", { class: "menu lb", role: "listbox", id: `${box.id}-who`, "aria-label": "People", hidden: true });
    box.after(found);
    lists.set(box, found);
  }
  return lists.get(box);
}

const typed = (box) => AT.exec(box.value.slice(0, box.selectionStart));

function close(box) {
  list(box).hidden = true;
  box.removeAttribute("aria-activedescendant");
}

function choices(box) {
  return [...list(box).querySelectorAll('[role="option"]:not([aria-disabled="true"])')];
}

function mark(box, at) {
  const rows = choices(box);
  rows.forEach((row, i) => {
    row.setAttribute("aria-selected", String(i === at));
    row.id ||= `${box.id}-who-${i}`;
  });
  if (rows[at]) box.setAttribute("aria-activedescendant", rows[at].id);
}

const name = (row) => (row.dataset.text || row.querySelector("span, b")?.closest("li")?.firstElementChild?.textContent || row.textContent).trim();

function pick(box, row) {
  const match = typed(box);
  if (!match) return;
  const end = box.selectionStart, start = end - match[1].length;
  box.setRangeText(`${name(row)} `, start, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  close(box);
  box.focus();
}

const load = debounce(async (box) => {
  const match = typed(box);
  if (!match) { close(box); return; }
  const asked = match[1];
  const url = new URL(box.dataset.mention, location.href);
  url.searchParams.set("q", asked.trim());
  let response;
  try {
    response = await fetch(url, { headers: { "HX-Request": "true" } });
  } catch { return; }
  if (!response.ok || response.redirected || typed(box)?.[1] !== asked) return;
  const rows = list(box);
  rows.innerHTML = await response.text(); // our own escaped fragment
  const found = choices(box);
  rows.hidden = found.length === 0;
  if (found.length) { mark(box, 0); announce(`${found.length} people`); }
}, 120);

on("input", "[data-mention]", (_event, box) => load(box));
on("focusout", "[data-mention]", (_event, box) => setTimeout(() => close(box), 150));
on("keydown", "[data-mention]", (event, box) => {
  const rows = choices(box);
  if (list(box).hidden || !rows.length || event.isComposing) return;
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(box, (at + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
  } else if (event.key === "Enter" || event.key === "Tab") {
    event.preventDefault();
    pick(box, rows[Math.max(at, 0)]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close(box);
  }
}, true);
on("mousedown", "[data-mention] + .lb [role=option]", (event, row) => {
  event.preventDefault();
  pick(row.closest(".lb").previousElementSibling, row);
});

// Small helpers shared by the modules.

/** The first match inside `root`, or null. */
export const one = (selector, root = document) => root.querySelector(selector);

/** All matches inside `root` as an array. */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Listen on the document for events whose target is inside `selector`; the handler gets (event, element). */
export function on(type, selector, handler, options) {
  document.addEventListener(type, (event) => {
    const found = event.target instanceof Element ? event.target.closest(selector) : null;
    if (found) handler(event, found);
  }, options);
}

/** Say `text` to screen readers: politely, or at once when `urgent`. */
export function announce(text, urgent = false) {
  const region = document.getElementById(urgent ? "assertive" : "polite");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}

/** The CSRF token that the page was rendered with. */
export function csrf() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  } catch {
    return "";
  }
}

/** Whether keys typed at `element` belong to it: text fields, selects, anything editable. */
export function isField(element) {
  if (!(element instanceof Element)) return false;
  if (element.closest("[contenteditable='true'], textarea, select")) return true;
  const input = element.closest("input");
  return Boolean(input) && !["checkbox", "radio", "button", "submit", "reset", "file", "range"].includes(input.type);
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Build an element: make("button", {class: "x", type: "button"}, "text", child…). */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** A POST form to `url`, as the server wants it; `fields` are extra values. */
export function postForm(url, fields = {}) {
  const form = make("form", { method: "post", action: url, "data-guard": "off" });
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: csrf(), ...fields })) {
    form.append(make("input", { type: "hidden", name, value }));
  }
  return form;
}

/** Run `fn` once `wait` ms have passed without another call. */
export function debounce(fn, wait) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), wait);
  };
}

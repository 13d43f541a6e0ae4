// Light, dark, or as the device: shown at once, kept by the server.
import { all, announce, csrf, on } from "./dom.js";

on("submit", "[data-theme-form]", async (event, form) => {
  const theme = event.submitter?.value;
  if (!theme) return;
  event.preventDefault();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of all("button[name=theme]", form)) button.setAttribute("aria-pressed", String(button.value === theme));
  const body = new URLSearchParams({ theme });
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" } });
    if (!response.ok) throw new Error(String(response.status));
    announce("Colours changed");
  } catch {
    announce("Colours changed here, but not saved: the server did not answer.", true);
  }
});

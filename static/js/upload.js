// Uploads: drag and drop, one request a file, a bar each. Without script the form posts as it is.
import { all, announce, csrf, make, on, one } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

function meter() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "meter");
  svg.setAttribute("viewBox", "0 0 100 6");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("height", "6");
  rect.setAttribute("width", "0");
  svg.append(rect);
  return [svg, rect];
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Send one file; resolves to whether it was kept. */
function send(form, input, file) {
  const list = one(".ups", form);
  const state = make("span", { class: "t3 num xs" }, "0%");
  const [svg, rect] = meter();
  const row = make("li", {}, make("span", { class: "clip1" }, `${file.name}, ${size(file.size)}`), state, svg);
  list.append(row);
  const body = new FormData(form);
  body.delete(input.name);
  body.append(input.name, file);
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const fail = (text, retry) => {
      svg.remove();
      state.textContent = "";
      state.className = "bad xs";
      state.append(text);
      if (retry) {
        const again = make("button", { type: "button", class: "link" }, "Try again");
        again.addEventListener("click", () => { row.remove(); send(form, input, file).then((ok) => ok && finish(form)); });
        state.append(" ", again);
      }
      announce(`${file.name}: ${text}`, true);
      resolve(false);
    };
    xhr.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((100 * event.loaded) / event.total);
      rect.setAttribute("width", String(percent));
      state.textContent = percent < 100 ? `${percent}%` : "Storing";
    });
    xhr.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(xhr.responseText); } catch { /* not JSON: judged by its status */ }
      if (xhr.status < 300) {
        rect.setAttribute("width", "100");
        state.textContent = "Stored";
        if (answer.url) state.replaceChildren(make("a", { class: "link", href: answer.url }, "Open"));
        resolve(true);
      } else if (xhr.status === 413) {
        fail("Too large.", false);
      } else {
        fail(answer.error || "Not stored. The server made an error.", xhr.status >= 500);
      }
    });
    xhr.addEventListener("error", () => fail("Not stored. The server did not answer.", true));
    xhr.open("POST", form.action);
    xhr.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    xhr.setRequestHeader("X-CSRFToken", csrf());
    xhr.send(body);
  });
}

function finish(form) {
  form.dispatchEvent(new CustomEvent("uploaded", { bubbles: true }));
  if (form.dataset.then === "reload") location.reload();
}

async function take(form, files) {
  const input = one("input[type=file]", form);
  const chosen = input.multiple ? [...files] : [...files].slice(0, 1);
  let kept = 0;
  for (const file of chosen) if (await send(form, input, file)) kept += 1;
  input.value = "";
  if (kept) announce(kept === 1 ? "1 file stored" : `${kept} files stored`);
  if (kept === chosen.length && kept) finish(form);
}

for (const plain of all("[data-upload] [data-plain]")) plain.hidden = true;
on("change", "[data-upload] input[type=file]", (event, input) => take(input.form, input.files));
for (const type of ["dragover", "dragenter"]) {
  on(type, "[data-upload] .drop", (event, drop) => { event.preventDefault(); drop.classList.add("over"); });
}
on("dragleave", "[data-upload] .drop", (event, drop) => { if (!drop.contains(event.relatedTarget)) drop.classList.remove("over"); });
on("drop", "[data-upload] .drop", (event, drop) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (event.dataTransfer.files.length) take(drop.closest("form"), event.dataTransfer.files);
});

// The public intake form: questions that depend on answers come and go, and a bar says how much is done. The server asks all of it again.
const form = document.querySelector("[data-intake]");
document.documentElement.classList.add("js");

const questions = form ? [...form.querySelectorAll("[data-q]")] : [];
const byId = new Map(questions.map((q) => [q.dataset.q, q]));

function answers(question) {
  const fields = [...question.querySelectorAll("input, textarea")];
  return fields
    .filter((field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.type === "file" ? field.files.length : field.value.trim()))
    .map((field) => field.value);
}

function shown(question) {
  const other = byId.get(question.dataset.if);
  if (!question.dataset.if) return true;
  if (!other || other.hidden) return false;
  const wanted = question.dataset.is.split("|");
  return answers(other).some((value) => wanted.includes(value));
}

function look() {
  for (const question of questions) question.hidden = !shown(question);
  const asked = questions.filter((q) => !q.hidden && "needed" in q.dataset);
  const done = asked.filter((q) => answers(q).length);
  const bar = document.querySelector("[data-progress]");
  if (!bar || !asked.length) return;
  bar.hidden = false;
  bar.querySelector("progress").max = asked.length;
  bar.querySelector("progress").value = done.length;
  bar.querySelector("[data-said]").textContent = `${done.length} of ${asked.length} needed answers`;
}

if (form) {
  const says = form.querySelector("button[type=submit]")?.textContent;
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    // After the browser has taken the form: a disabled button would stop it.
    setTimeout(() => { if (button) { button.disabled = true; button.textContent = "Sending"; } }, 0);
  });
  addEventListener("pageshow", () => {
    const button = form.querySelector("button[type=submit]");
    if (button) { button.disabled = false; button.textContent = says; }
  });
  look();
  document.getElementById("wrong")?.focus();
}

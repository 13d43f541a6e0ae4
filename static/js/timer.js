// Running timers tick here from what the server said; they are not announced each second.
const began = new WeakMap(); // element → [data-elapsed it was rendered with, moment it began]

function tick() {
  for (const element of document.querySelectorAll("time[data-timer]")) {
    const said = element.dataset.elapsed;
    let known = began.get(element);
    if (!known || known[0] !== said) {
      known = [said, performance.now() - Number(said) * 1000];
      began.set(element, known);
    }
    const total = Math.max(0, Math.floor((performance.now() - known[1]) / 1000));
    const text = `${Math.floor(total / 3600)}:${String(Math.floor(total / 60) % 60).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
    if (element.textContent !== text) element.textContent = text;
  }
}
tick();
setInterval(tick, 1000);

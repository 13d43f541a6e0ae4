// The public booking page: the visitor's own time zone is offered, and a change of zone needs no button. All works without this.
const zones = document.querySelector("[data-zones]");
if (zones) {
  const select = zones.querySelector("select");
  select.addEventListener("change", () => zones.requestSubmit());
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find((one) => one.value === here);
  const guess = zones.querySelector("[data-guess]");
  const clock = (zone) => new Intl.DateTimeFormat("en-US", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format();
  if (option && guess && !guess.dataset.given && here !== select.value && clock(here) !== clock(select.value)) {
    guess.querySelector("span").textContent = `Your device is on ${option.textContent}.`;
    const link = guess.querySelector("a");
    const address = new URL(link.href);
    address.searchParams.set("zone", here);
    link.href = address.href;
    guess.hidden = false;
  }
}

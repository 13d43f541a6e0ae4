// One check: 1, 2 and 3 choose how the marked hits (or the one under the keys) are judged; the reason and Enter follow.
import { one } from "../dom.js";
import { register } from "../keyboard.js";

for (const key of ["1", "2", "3"]) {
  register(key, () => {
    const radio = one(`[data-judge="${key}"]`);
    if (!radio) return false;
    if (!one("input[data-select]:checked")) one(".cur input[data-select]")?.click();
    radio.checked = true;
    one("#judge-reason")?.focus();
    return true;
  });
}

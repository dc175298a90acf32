// Ticking many at once, and how many are ticked.
(() => {
  "use strict";
  const all = document.getElementById("cn-all");
  const told = document.getElementById("cn-ticked");
  if (!all || !told) return;
  const ticks = Array.from(document.querySelectorAll('input[name="key"]'));
  const count = () => {
    const ticked = ticks.filter((tick) => tick.checked).length;
    all.checked = ticked === ticks.length;
    told.textContent = ticked ? told.dataset.words.replace("{n}", ticked) : "";
  };
  all.addEventListener("change", () => {
    ticks.forEach((tick) => { tick.checked = all.checked; });
    count();
  });
  ticks.forEach((tick) => tick.addEventListener("change", count));
  count();
})();

// Asks how far we are, and opens what came of it.
(() => {
  const bar = document.getElementById("sheets-progress");
  const words = document.getElementById("sheets-words");

  const look = async () => {
    try {
      const answer = await fetch(bar.dataset.state, { headers: { Accept: "application/json" } });
      const state = await answer.json();
      if (!state.working) {
        location.reload();
        return;
      }
      bar.value = state.percent;
      words.textContent = state.words;
    } catch {
      // The connection was lost for a moment; the next look may find it again.
    }
    setTimeout(look, 700);
  };
  setTimeout(look, 300);
})();

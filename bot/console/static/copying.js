// Copies the words that a button names. Browsers without a clipboard (or pages without https) take them from a field.
(() => {
  "use strict";
  const told = document.getElementById("copied");

  async function copy(words) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(words);
      return true;
    }
    const field = document.createElement("textarea");
    field.value = words;
    field.setAttribute("readonly", "");
    field.style.position = "fixed";
    field.style.top = "-100px";
    document.body.appendChild(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    let done = false;
    try {
      done = await copy(document.getElementById(button.dataset.copies).textContent);
    } catch (error) {
      done = false;
    }
    if (told) told.textContent = done ? told.dataset.done : told.dataset.failed;
    if (told && !done) told.classList.remove("visually-hidden");
    if (done) button.textContent = button.dataset.done;
  });
})();

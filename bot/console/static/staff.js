// Shows a password while it is typed, and copies a link: both only at a press.
"use strict";

for (const button of document.querySelectorAll("[data-shows]")) {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.shows);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // where the page came over plain http
    }
    button.querySelector("[data-said]").textContent = button.dataset.done;
  });
}

// Keeps the chat where it is while it goes on: sends the forms and puts the new page in place of the old one.
(function () {
  "use strict";
  let busy = false;

  function down() {
    const room = document.getElementById("room");
    if (room) room.scrollTop = room.scrollHeight;
  }

  async function send(form, button) {
    const body = new FormData(form);
    if (button && button.name) body.set(button.name, button.value);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("try");
    if (!fresh) { form.submit(); return; }
    document.getElementById("try").replaceWith(document.adoptNode(fresh));
    down();
    const words = document.getElementById("words");
    if (words && form.querySelector("#words")) words.focus();
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("[data-try]")) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    send(form, event.submitter).catch(function () { form.submit(); }).finally(function () { busy = false; });
  });

  down();
})();

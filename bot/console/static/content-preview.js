// The phone of a parent: asked for anew when another one is chosen, or when words were typed.
(() => {
  "use strict";
  const box = document.getElementById("cn-preview");
  const viewer = document.querySelector("[data-viewer]");
  if (!box || !viewer) return;
  const form = document.getElementById("cn-form");
  arrived();
  const seen = document.querySelector("[data-seen]");
  const address = form ? form.dataset.place + "/preview" : seen.dataset.seen;
  let timer = 0;
  let latest = 0;

  // From the form to the page of the item: the words are in the house, and the copy on this phone may go.
  function arrived() {
    try {
      const sent = sessionStorage.getItem("jiayin-content-sent");
      sessionStorage.removeItem("jiayin-content-sent");
      if (sent && !form && document.referrer.split("?")[0].endsWith("/edit")) localStorage.removeItem(sent);
    } catch (error) {
      // A browser that keeps nothing has nothing to clear away.
    }
  }

  function token() {
    const found = document.cookie.split("; ").find((part) => part.startsWith("starlette_admin_csrftoken="));
    return found ? decodeURIComponent(found.split("=")[1]) : "";
  }

  function chosen() {
    const values = {};
    viewer.querySelectorAll("input, select").forEach((field) => {
      if (field.type !== "checkbox") values[field.name] = field.value;
      else if (field.checked) values[field.name] = "1";
    });
    return values;
  }

  async function show() {
    const mine = ++latest;
    const body = { viewer: chosen() };
    if (form) body.form = window.contentForm.typed();
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify(body),
      });
      if (!answer.ok || mine !== latest) return;
      const tab = box.querySelector(".cn-tab:checked");
      box.innerHTML = (await answer.json()).html; // made and escaped by our own pages
      const again = tab && document.getElementById(tab.id);
      if (again) again.checked = true;
    } catch (error) {
      // Without a line the last picture stays.
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(show, 600);
  }

  viewer.addEventListener("change", show);
  viewer.addEventListener("input", soon);
  viewer.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  if (form) form.addEventListener("input", (event) => { if (!event.target.name.startsWith("v-")) soon(); });
})();

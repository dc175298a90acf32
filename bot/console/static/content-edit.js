// Writing: fields that grow, counts, checks while one types, and words that survive a lost line.
(() => {
  "use strict";
  const form = document.getElementById("cn-form");
  if (!form) return;
  const words = JSON.parse(form.dataset.words);
  const place = form.dataset.place;
  const store = "jiayin-content-" + form.dataset.key;
  const told = document.getElementById("cn-kept");
  const KEEP_EVERY = 4000;
  const CHECK_AFTER = 600;
  let changedAt = 0; // when something was typed last
  let keptAt = 0; // up to when the house has it
  let keeping = false;
  let leaving = false;
  let checkTimer = 0;
  let checked = 0;

  function token() {
    const found = document.cookie.split("; ").find((part) => part.startsWith("starlette_admin_csrftoken="));
    return found ? decodeURIComponent(found.split("=")[1]) : "";
  }

  function typed() {
    const pairs = [];
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && name !== "csrftoken" && name !== "do" && !name.startsWith("v-")) pairs.push([name, value]);
    });
    return pairs;
  }
  window.contentForm = { typed: typed };

  function post(path, body, keepalive) {
    return fetch(place + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(body),
      keepalive: Boolean(keepalive),
    });
  }

  // -- growing and counting ------------------------------------------------------------------------------------------

  const length = (text) => Array.from(text.replace(/\s/g, "")).length;
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (hole, key) => values[key]);

  function grow(area) {
    area.style.height = "auto";
    area.style.height = Math.min(area.scrollHeight + 2, 520) + "px";
  }

  function count(field) {
    const line = form.querySelector('[data-count="' + field.id + '"]');
    if (!line) return;
    if (field.hasAttribute("data-lines")) {
      line.textContent = say(words.lines, { n: field.value.split("\n").filter((one) => one.trim()).length });
      return;
    }
    const group = field.dataset.together;
    const counted = group ? Array.from(form.querySelectorAll('[data-together="' + group + '"]')) : [field];
    const n = counted.reduce((sum, one) => sum + length(one.value), 0);
    const most = Number(field.dataset.limit || 0);
    const values = { n: n, most: most, over: n - most };
    let text = most ? words.of : words.count;
    if (group) text = words.together;
    if (most && n > most) text = words.over;
    counted.forEach((one) => {
      const place = form.querySelector('[data-count="' + one.id + '"]');
      place.textContent = say(text, values);
      place.classList.toggle("cn-over", Boolean(most) && n > most);
    });
  }

  // -- checking ------------------------------------------------------------------------------------------------------

  function spread(box) {
    form.querySelectorAll("[data-remarks]").forEach((list) => { list.textContent = ""; list.hidden = true; });
    box.querySelectorAll("li[data-field]").forEach((one) => {
      const name = one.dataset.field;
      const list = name && (form.querySelector('[data-remarks="' + CSS.escape(name) + '"]'));
      if (!list) return;
      const copy = one.cloneNode(true);
      // Beside its field a remark need not say which field it is about.
      copy.querySelector(".cn-words").replaceChildren(copy.querySelector(".cn-said"));
      const icon = document.createElement("i");
      icon.className = one.dataset.must === "1" ? "fa-solid fa-circle-exclamation me-1" : "fa-regular fa-lightbulb me-1";
      icon.setAttribute("aria-hidden", "true");
      copy.className = one.dataset.must === "1" ? "cn-must" : "cn-advice";
      copy.prepend(icon);
      list.appendChild(copy);
      list.hidden = false;
    });
  }

  async function check() {
    const mine = ++checked;
    try {
      const answer = await post("/remarks", { form: typed() });
      if (!answer.ok || mine !== checked) return;
      const found = await answer.json();
      const box = document.getElementById("cn-checked");
      box.innerHTML = found.html; // made and escaped by our own pages
      spread(box);
      form.querySelectorAll(".cn-error").forEach((line) => { line.hidden = true; });
      Object.entries(found.errors).forEach(([name, text]) => {
        const line = document.getElementById("f-" + name.replace(/\./g, "-") + "-error");
        if (line) { line.textContent = text; line.hidden = false; }
      });
    } catch (error) {
      // Without a line there is no check; the words are kept all the same.
    }
  }

  // A remark leads to its field, also where that stands in a lesson that is closed.
  form.addEventListener("click", (event) => {
    const link = event.target.closest('#cn-checked a[href^="#"]');
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    if (field.matches("input, select, textarea")) {
      event.preventDefault();
      field.focus();
    }
  });

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (!button) return;
    button.disabled = true;
    try {
      await post("/dismiss", { digest: button.dataset.dismiss });
    } finally {
      check();
    }
  });

  // -- keeping -------------------------------------------------------------------------------------------------------

  function keepHere() {
    try {
      localStorage.setItem(store, JSON.stringify({ at: changedAt, form: typed() }));
    } catch (error) {
      // A phone that is full keeps nothing; the house does.
    }
  }

  function forgetHere() {
    try { localStorage.removeItem(store); } catch (error) { /* as above */ }
  }

  async function keep(keepalive) {
    if (keeping || changedAt <= keptAt) return;
    keeping = true;
    const upTo = changedAt;
    try {
      const answer = await post("/draft", { form: typed() }, keepalive);
      if (answer.ok) {
        keptAt = upTo;
        told.textContent = words.kept;
        if (changedAt === upTo) forgetHere();
      } else {
        told.textContent = words.refused;
      }
    } catch (error) {
      told.textContent = words.offline;
    } finally {
      keeping = false;
    }
  }

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.name.startsWith("v-")) return;
    changedAt = Date.now();
    keepHere();
    told.textContent = navigator.onLine ? words.keeping : words.offline;
    if (field.tagName === "TEXTAREA") grow(field);
    count(field);
    clearTimeout(checkTimer);
    checkTimer = setTimeout(check, CHECK_AFTER);
  });
  setInterval(() => keep(false), KEEP_EVERY);
  window.addEventListener("online", () => keep(false));
  window.addEventListener("offline", () => { told.textContent = words.offline; });
  window.addEventListener("pagehide", () => { if (!leaving) keep(true); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && !leaving) keep(true); });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      told.textContent = words.offline;
      return;
    }
    leaving = true; // the copy here stays until the page of the item shows that the words have arrived
    try { sessionStorage.setItem("jiayin-content-sent", store); } catch (error) { /* then it is offered once more */ }
  });

  // -- words of this phone that were not kept ------------------------------------------------------------------------

  const isWords = (pair) => pair[0] !== "revision";

  function offer() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(store) || "null"); } catch (error) { kept = null; }
    if (!kept || JSON.stringify(kept.form.filter(isWords)) === JSON.stringify(typed().filter(isWords))) return;
    const box = document.getElementById("cn-local");
    box.hidden = false;
    document.getElementById("cn-local-drop").addEventListener("click", () => { forgetHere(); box.hidden = true; });
    document.getElementById("cn-local-take").addEventListener("click", () => take(kept));
  }

  // The house draws the form from these words: lessons and screens may be others than those that stand here.
  function take(kept) {
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = place + "/edit";
    kept.form.concat([["csrftoken", token()], ["do", "draw:"]]).forEach(([name, value]) => {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      sent.appendChild(field);
    });
    sent.hidden = true;
    document.body.appendChild(sent);
    sent.submit();
  }

  form.querySelectorAll("textarea").forEach(grow);
  form.querySelectorAll("[data-count]").forEach((line) => count(document.getElementById(line.dataset.count)));
  document.querySelectorAll("details").forEach((one) => one.addEventListener("toggle", () => one.querySelectorAll("textarea").forEach(grow)));
  spread(document.getElementById("cn-checked"));
  if (form.dataset.sent) {
    // Drawn anew from what was typed: newer than anything that was kept before.
    changedAt = Date.now();
    keepHere();
  } else {
    offer();
  }
})();

// The box for an answer: counts as one types, shows what the checks say and how she will read it; puts in words at hand.
(function () {
  "use strict";

  var box = document.getElementById("answer");
  if (!box) { return; }
  var count = document.getElementById("count");
  var remarks = document.getElementById("remarks");
  var preview = document.getElementById("preview");
  var most = Number(box.dataset.most);
  var asked = 0;
  var waiting = null;

  function cookie(name) {
    var found = document.cookie.split("; ").find(function (one) { return one.startsWith(name + "="); });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function shown(told) {
    count.textContent = String(told.count);
    count.parentElement.classList.toggle("text-danger", told.count > most);
    preview.textContent = told.preview;
    preview.parentElement.hidden = !told.preview;
    remarks.replaceChildren();
    told.remarks.forEach(function (remark) {
      var line = document.createElement("li");
      line.textContent = (remark.must ? remarks.dataset.must : remarks.dataset.advice) + remark.words;
      if (remark.must) { line.className = "fw-bold text-danger"; }
      remarks.appendChild(line);
    });
  }

  function look() {
    var mine = ++asked;
    fetch(box.dataset.look, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("starlette_admin_csrftoken") },
      body: JSON.stringify({ words: box.value })
    }).then(function (response) {
      return response.ok ? response.json() : null;
    }).then(function (told) {
      if (told && mine === asked) { shown(told); }
    }, function () { /* without a connection the box still works; the checks come with the next key */ });
  }

  function typed() {
    count.textContent = String(box.value.replace(/\s/g, "").length);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(look, 400);
  }

  box.addEventListener("input", typed);
  if (box.value) { typed(); } // what was typed before this script had come, or stands there again after going back

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-insert]");
    if (!button) { return; }
    var words = document.getElementById(button.dataset.insert).textContent.trim();
    box.value = box.value.trim() ? box.value.trim() + "\n" + words : words;
    box.focus();
    box.scrollIntoView({ block: "center" });
    typed();
  });
})();

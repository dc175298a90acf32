// Copies the words of an element for a group chat; also where the page came over plain http, as on a factory's phone.
(function () {
  "use strict";

  function copiedBySelection(words) {
    var box = document.createElement("textarea");
    box.value = words;
    box.setAttribute("readonly", "");
    box.style.position = "fixed";
    box.style.top = "0";
    box.style.opacity = "0";
    document.body.appendChild(box);
    box.select();
    box.setSelectionRange(0, words.length);
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    document.body.removeChild(box);
    return done;
  }

  function copied(words) {
    if (window.isSecureContext && navigator.clipboard) {
      return navigator.clipboard.writeText(words).then(function () { return true; }, function () {
        return copiedBySelection(words);
      });
    }
    return Promise.resolve(copiedBySelection(words));
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) { return; }
    var source = document.getElementById(button.dataset.copy);
    var words = "value" in source ? source.value : source.textContent;
    copied(words.trim()).then(function (done) {
      var before = button.dataset.label || button.textContent;
      button.dataset.label = before;
      button.textContent = done ? button.dataset.done : button.dataset.failed;
      var told = document.getElementById("copied"); // where a page has it, it is read out, too
      if (told) { told.textContent = done ? told.dataset.done : button.dataset.failed; }
      if (!done) { window.getSelection().selectAllChildren(source); }
      window.setTimeout(function () { button.textContent = before; }, 4000);
    });
  });
})();

// Says in words why a recording cannot be played.
(function () {
  "use strict";

  document.querySelectorAll("[data-silent]").forEach(function (player) {
    player.addEventListener("error", function () {
      var line = document.getElementById(player.dataset.silent);
      fetch(player.currentSrc || player.src, { credentials: "same-origin" }).then(function (response) {
        var sound = (response.headers.get("content-type") || "").indexOf("text/plain") !== 0;
        return sound ? line.dataset.unplayable : response.text();
      }).then(function (words) {
        line.textContent = words;
        line.hidden = false;
        player.hidden = true;
      }, function () {
        line.textContent = line.dataset.unplayable;
        line.hidden = false;
      });
    });
  });
})();

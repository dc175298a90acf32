// Shows how far the upload is, and says beside the field what is wrong; without it the form works all the same.
(() => {
  const form = document.getElementById("sheets-form");
  const file = document.getElementById("sheets-file");
  const wrong = document.getElementById("sheets-wrong");
  const progress = document.getElementById("sheets-progress");
  const button = form.querySelector("button");

  const refuse = (words) => {
    wrong.textContent = words;
    file.classList.add("is-invalid");
    file.setAttribute("aria-invalid", "true");
    progress.hidden = true;
    button.disabled = false;
    file.focus();
  };

  file.addEventListener("change", () => {
    wrong.textContent = "";
    file.classList.remove("is-invalid");
    file.removeAttribute("aria-invalid");
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (file.files[0].size > Number(form.dataset.largest)) {
      refuse(form.dataset.tooLarge);
      return;
    }
    button.disabled = true;
    progress.hidden = false;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.elements.csrftoken.value);
    request.responseType = "json";
    request.upload.onprogress = (at) => {
      if (at.lengthComputable) progress.querySelector("progress").value = (100 * at.loaded) / at.total;
    };
    request.onerror = () => refuse(form.dataset.failed);
    request.onload = () => {
      const answer = request.response;
      if (answer && answer.to) location.assign(answer.to);
      else refuse((answer && answer.wrong) || form.dataset.failed);
    };
    request.send(new FormData(form));
  });
})();

// The sheets over the chat: who uses the phone, a new phone, the PIN.

const app = document.getElementById("app");
const veil = document.getElementById("veil");

let openOne = null;
let cameFrom = null;

function openSheet(id) {
  if (openOne) openOne.hidden = true;
  else cameFrom = document.activeElement;
  openOne = document.getElementById(id);
  trouble("");
  veil.hidden = false;
  veil.classList.toggle("opaque", isLocked);
  openOne.hidden = false;
  app.setAttribute("aria-hidden", "true");
  app.inert = true;
  (openOne.querySelector("input") || openOne.querySelector("h2")).focus();
}

// Whoever is locked out gets the lock back, whatever else was open.
function closeSheet() {
  if (!openOne) return;
  openOne.hidden = true;
  openOne = null;
  if (isLocked) {
    openSheet("lock");
    return;
  }
  veil.hidden = true;
  app.removeAttribute("aria-hidden");
  app.inert = false;
  (cameFrom && cameFrom !== document.body ? cameFrom : log).focus({ preventScroll: true });
  look();
}

function trouble(text) {
  if (openOne) openOne.querySelector(".trouble").textContent = text;
}

function drawProfiles(count, active) {
  const list = document.getElementById("profiles");
  while (list.firstChild) list.removeChild(list.firstChild);
  for (let n = 0; n < count; n++) {
    const one = make("button", "chip", say("profile", { n: n + 1 }) + (n === active ? words.in_use : ""));
    if (n === active) one.setAttribute("aria-current", "true");
    one.addEventListener("click", () => (n === active ? closeSheet() : enter("/web/profile", { use: n })));
    list.appendChild(one);
  }
}

// Ask for another state of the chat; what comes back is the whole page anew.
async function enter(path, body) {
  const input = openOne && openOne.querySelector("input");
  const answer = await post(path, body);
  if (answer.status === 200) {
    if (input) input.value = "";
    isLocked = answer.body.locked;
    closeSheet();
    show(answer.body);
    if (path === "/web/unlock") box.focus();
    if (answer.body.tried) notice(words.tried);
  } else if (answer.status === 409 && answer.body.error === "somebody_else") {
    location.reload();
  } else {
    trouble(words[answer.body.error] || words.unreachable);
    if (input) input.select();
  }
}

// Focus stays inside the open sheet, for browsers that do not know `inert`.
document.addEventListener("focusin", (event) => {
  if (openOne && !openOne.contains(event.target)) (openOne.querySelector("input") || openOne.querySelector("h2")).focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && openOne && openOne.id !== "lock") closeSheet();
});

veil.addEventListener("click", (event) => {
  if (event.target === veil && openOne.id !== "lock") closeSheet();
});

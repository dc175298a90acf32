// The page itself: what she does, and what follows.

const box = document.getElementById("box");
const noticeLine = document.getElementById("notice");
const joinCode = codeOf(location);

function codeOf(address) {
  const path = /^\/join\/([\w-]{1,32})$/.exec(address.pathname);
  const query = /[?&]join=([\w-]{1,32})/.exec(address.search);
  return (path || query || [])[1];
}

function notice(text) {
  const wasAtEnd = isAtEnd();
  noticeLine.textContent = text;
  if (wasAtEnd) toEnd();
}

// Draw the whole chat anew: what Jiayin sent, and between it what she said in this tab.
function show(state) {
  hangUp();
  eraseAll();
  isLocked = state.locked;
  drawProfiles(state.profiles, state.active);
  if (kept.who !== state.who) forgetFor(state.who);
  notice("");
  box.value = kept.draft;
  grow();
  if (isLocked) {
    lock();
    return;
  }
  log.setAttribute("aria-busy", "true");
  drawHistory(state.messages, kept.own.slice());
  position = state.position;
  findPlace(position);
  log.setAttribute("aria-busy", "false");
  if (!drawn.length) log.appendChild(make("p", "opening", words.opening));
  refreshChips();
  toEnd();
  welcomeBack();
  listen();
  flush();
}

function drawHistory(messages, own) {
  messages.forEach((message) => {
    while (own.length && own[0].after < message.position) drawOwn(own.shift());
    drawMessage(message, true);
  });
  own.forEach(drawOwn);
}

function lock() {
  isLocked = true;
  hangUp();
  eraseAll();
  box.value = "";
  openSheet("lock");
}

function send(body, shown, isStandingPress) {
  notice("");
  goOn();
  const entry = { key: newKey(), body: body, shown: shown, after: position, standing: isStandingPress, waiting: true };
  drawOwn(entry);
  refreshChips();
  toEnd();
  queue(entry);
}

function press(button, chip) {
  chip.classList.add("picked");
  send({ press: button.data }, button.label, isStanding(button.data));
  if (chip.disabled) log.focus({ preventScroll: true });
}

function returnWords(entries, sentence) {
  const texts = entries.map((entry) => entry.body.text).filter((text) => text !== undefined);
  box.value = texts.concat(box.value || []).join("\n");
  keepDraft();
  notice(sentence);
}

function sendTyped() {
  const text = box.value;
  if (!text.trim()) return;
  box.value = "";
  keepDraft();
  send({ text: text }, text, false);
}

function keepDraft() {
  kept.draft = box.value;
  remember();
  grow();
}

function grow() {
  const wasAtEnd = isAtEnd();
  box.style.height = "auto";
  box.style.height = box.scrollHeight + 3 + "px";
  if (wasAtEnd) toEnd();
}

function putAway() {
  forgetSpoken();
  eraseAll();
  location.replace("/calm");
}

document.getElementById("write").addEventListener("submit", (event) => {
  event.preventDefault();
  sendTyped();
  box.focus();
});

box.addEventListener("input", keepDraft);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  sendTyped();
});

document.querySelectorAll(".quick button").forEach((button) => {
  button.addEventListener("click", () => send({ text: button.textContent }, button.textContent, false));
});

function onClick(id, act) {
  document.getElementById(id).addEventListener("click", act);
}

onClick("to-people", () => openSheet("people"));
onClick("lock-people", () => openSheet("people"));
onClick("to-phone", () => openSheet("phone"));
onClick("to-calm", putAway);
onClick("lock-calm", putAway);
onClick("newcomer", () => enter("/web/profile", { new: true }));
onClick("newer", toEnd);
document.querySelectorAll(".shut").forEach((button) => button.addEventListener("click", closeSheet));

document.getElementById("return-form").addEventListener("submit", (event) => {
  event.preventDefault();
  enter("/web/return", { code: document.getElementById("code").value });
});
document.getElementById("lock-form").addEventListener("submit", (event) => {
  event.preventDefault();
  enter("/web/unlock", { pin: document.getElementById("pin").value });
});

log.addEventListener("scroll", () => {
  if (isAtEnd()) newer.hidden = true;
});

// Phones that lay the keyboard over the page tell its true height here.
if (window.visualViewport) {
  window.visualViewport.addEventListener("resize", () => {
    if (window.visualViewport.scale > 1.01) return; // she looks closer; that is no keyboard
    const wasAtEnd = isAtEnd();
    app.style.height = veil.style.height = window.visualViewport.height + "px";
    window.scrollTo(0, 0);
    if (wasAtEnd) toEnd();
  });
}

// Nothing stays in the browser's picture of the page once she has left it.
window.addEventListener("pagehide", () => {
  hangUp();
  eraseAll();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

recall();
if (location.pathname !== "/" || location.search) history.replaceState(null, "", "/");
greet();

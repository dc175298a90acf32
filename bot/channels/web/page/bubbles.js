// Drawing: bubbles, chips, links to call, folding.

const words = JSON.parse(document.getElementById("words").textContent);
const log = document.getElementById("log");
const newer = document.getElementById("newer");
const ONE_BREATH = 30000; // messages that come this close together are read together
const LATIN = /^[ -~]{9,14}$/; // in letters that need more room, "no" shall still be as large as "yes"
const MOST_CALL_CHIPS = 4; // more numbers than this are a list, not a call to make now

let drawn = []; // everything in the log, in order: {message | entry, node, chips, came}

function say(name, values) {
  return words[name].replace(/\{(\w+)\}/g, (hole, key) => values[key]);
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  if (tag === "button") node.type = "button";
  return node;
}

function mark() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  use.setAttribute("href", "#mark");
  svg.appendChild(use);
  return svg;
}

function telephone(number, text, className) {
  const link = make("a", className, text);
  link.href = "tel:" + number.replace(/[^\d+*#]/g, "");
  return link;
}

// The text with its phone numbers as links; 110 is no link inside 0856110.
function linked(text, numbers) {
  const part = document.createDocumentFragment();
  const wanted = numbers.slice().sort((a, b) => b.length - a.length);
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const number = wanted.find((one) => text.startsWith(one, at) && !/\d/.test(text.charAt(at + one.length)));
    if (number && !/\d/.test(text.charAt(at - 1))) {
      part.appendChild(document.createTextNode(text.slice(from, at)));
      part.appendChild(telephone(number, number));
      from = at + number.length;
      at = from - 1;
    }
  }
  part.appendChild(document.createTextNode(text.slice(from)));
  return part;
}

function isStanding(data) {
  return data.startsWith("o:");
}

function turnOf(data) {
  return data.split(":")[1];
}

function pressable(message) {
  return message.buttons.map((button) => {
    const chip = make("button", "chip", button.label);
    chip.addEventListener("click", () => press(button, chip));
    return { node: chip, data: button.data };
  });
}

// Her own player: it reads itself to a screen reader, and keys work it. Nothing is loaded before she plays it.
function player(message) {
  const audio = make("audio", "player");
  audio.controls = true;
  audio.preload = "none";
  audio.src = message.voice.href;
  audio.setAttribute("aria-label", words.voice);
  audio.addEventListener("play", () => quiet(audio));
  audio.addEventListener("error", () => {
    if (!audio.parentNode) return;
    audio.parentNode.replaceChild(make("p", "state", words.no_voice), audio);
  });
  return audio;
}

// One voice at a time, and none that goes on behind a page that was put away.
function quiet(but) {
  log.querySelectorAll("audio").forEach((audio) => {
    if (audio !== but) audio.pause();
  });
}

function tray(message, chips) {
  const row = make("div", "chips");
  // A notice that names a number asks for an answer, not for a call.
  const asks = message.buttons.some((button) => button.data.indexOf("s:") === 0) && !message.fold;
  if (message.numbers.length <= MOST_CALL_CHIPS && !asks) {
    message.numbers.forEach((number) => {
      row.appendChild(telephone(number, say("call", { number: number }), "chip call"));
    });
  }
  if (message.document) {
    const isCalendar = /\.ics$/.test(message.document.name);
    const chip = make("a", "chip", say(isCalendar ? "calendar" : "document", message.document));
    chip.href = message.document.href;
    chip.setAttribute("download", message.document.name);
    row.appendChild(chip);
  }
  chips.forEach((chip) => row.appendChild(chip.node));
  row.classList.toggle("wide", message.buttons.some((button) => LATIN.test(button.label)));
  return row;
}

function dayName(day) {
  const [year, month, date] = day.split("-").map(Number);
  const now = new Date();
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const ago = Math.round((midnight - new Date(year, month - 1, date)) / 86400000);
  return [words.today, words.yesterday][ago] || say("date", { month: month, day: date });
}

let lastTime = "";

// One line of time for a stretch of talk, as people know it from other chats.
function drawTime(message) {
  const stretch = message.day + message.at.slice(0, 2) + (Number(message.at.slice(3)) < 30 ? "a" : "b");
  if (stretch === lastTime) return;
  lastTime = stretch;
  log.appendChild(make("p", "time", dayName(message.day) + " " + message.at));
}

function place(item, className, speaker) {
  const opening = log.querySelector(".opening");
  if (opening) log.removeChild(opening);
  const before = drawn[drawn.length - 1];
  const same = before && !before.entry && !item.entry && log.lastChild === before.node;
  item.node = make("div", "turn " + className + (same ? " same" : ""));
  if (!item.entry) item.node.appendChild(mark());
  item.said = make("div", "said");
  item.bubble = make("div", "bubble");
  item.bubble.appendChild(make("span", "unseen", speaker));
  item.said.appendChild(item.bubble);
  item.node.appendChild(item.said);
  log.appendChild(item.node);
  drawn.push(item);
}

function drawMessage(message, isOld) {
  drawTime(message);
  const item = { message: message, came: isOld ? 0 : Date.now(), chips: pressable(message) };
  place(item, isOld ? "hers" : "hers fresh", words.jiayin);
  item.bubble.appendChild(linked(message.text, message.numbers));
  if (message.voice) item.said.appendChild(player(message));
  const row = tray(message, item.chips);
  if (row.firstChild) item.said.appendChild(row);
  if (message.fold && isOld) foldWithCause(item);
  if (!isOld) foldOlder(item);
  return item;
}

function drawOwn(entry) {
  const item = { entry: entry };
  place(item, "mine", words.own);
  item.bubble.appendChild(document.createTextNode(entry.shown));
  item.state = make("span", "state");
  item.said.appendChild(item.state);
  return item;
}

function eraseOwn(entry) {
  const gone = drawn.find((item) => item.entry === entry);
  if (!gone) return;
  drawn.splice(drawn.indexOf(gone), 1);
  log.removeChild(gone.node);
}

function showStates(text) {
  drawn.forEach((item) => {
    if (item.entry) item.state.textContent = item.entry.waiting ? text : "";
  });
}

// A fold leaves one grey line; what it hides is taken out of the page, not only covered. Her own words that led to it
// would tell as much, so they are folded too.
function foldWithCause(item) {
  fold(item);
  let at = drawn.indexOf(item) - 1;
  while (at >= 0 && drawn[at].message && drawn[at].message.fold) at--;
  for (; at >= 0 && drawn[at].entry; at--) fold(drawn[at]);
}

function fold(item) {
  if (item.isFolded || item.said.querySelector("[aria-expanded]")) return;
  item.isFolded = true;
  quiet(null);
  const line = make("button", "folded", words.folded);
  line.setAttribute("aria-expanded", "false");
  line.addEventListener("click", () => unfold(item, line));
  item.whole = Array.from(item.said.childNodes);
  item.whole.forEach((node) => item.said.removeChild(node));
  item.said.appendChild(line);
}

function unfold(item, line) {
  const again = make("button", "folded", words.fold);
  again.setAttribute("aria-expanded", "true");
  item.said.removeChild(line);
  item.whole.forEach((node) => item.said.appendChild(node));
  item.said.appendChild(again);
  again.addEventListener("click", () => {
    item.said.removeChild(again);
    item.isFolded = false;
    fold(item);
    item.said.lastChild.focus();
  });
  item.isFolded = false;
  again.focus();
}

// Messages of one breath stay open together: a first answer in danger must not vanish behind the question after it.
function foldOlder(latest) {
  let isOneBreath = true;
  for (let at = drawn.indexOf(latest) - 1; at >= 0; at--) {
    const item = drawn[at];
    isOneBreath = isOneBreath && !item.entry && latest.came - item.came < ONE_BREATH;
    if (item.message && item.message.fold && !isOneBreath) foldWithCause(item);
  }
}

// Where the open question stands: the last turn shown, and what she did since. A press answers it; words may have been
// about something else, so they only make its buttons paler.
function openTurn() {
  const open = { turn: null, isAnswered: false, isPassed: false };
  for (let at = drawn.length - 1; at >= 0 && open.turn === null; at--) {
    const item = drawn[at];
    const step = item.chips && item.chips.find((chip) => !isStanding(chip.data));
    if (step) open.turn = turnOf(step.data);
    else if (item.entry && item.entry.body.text !== undefined) open.isPassed = true;
    else if (item.entry && !item.entry.standing) open.isAnswered = true;
  }
  return open;
}

function refreshChips() {
  const open = openTurn();
  drawn.forEach((item) => {
    (item.chips || []).filter((chip) => !isStanding(chip.data)).forEach((chip) => {
      chip.node.disabled = open.isAnswered || turnOf(chip.data) !== open.turn;
      chip.node.classList.toggle("pale", open.isPassed);
    });
  });
}

function isAtEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  newer.hidden = true;
}

// The beginning of what is new must be in sight, even when the whole is taller than the phone.
function toStartOf(node) {
  log.scrollTop = Math.min(log.scrollHeight, node.offsetTop - 12);
  newer.hidden = true;
}

function eraseAll() {
  quiet(null);
  forgetSight();
  drawn.forEach((item) => (item.whole = null));
  drawn = [];
  lastTime = "";
  while (log.firstChild) log.removeChild(log.firstChild);
}

// What she has had in sight, and what came while nobody looked. Beyond this tab only numbers are kept: how far each one
// who uses the phone has read.

const PLACES = "jiayin.seen";
const MOST_PLACES = 6; // as many as may share one phone
const RINGING = ["call", "later"]; // kinds that would have rung, if a page could ring
const ABOVE = 72; // for the line above a message, where there is room for it
const EDGE = 36; // less than this at the end of the log is no sight of a message
const missedStrip = document.getElementById("missed");
const missedWords = document.getElementById("missed-words");
const toMissed = document.getElementById("to-missed");

let seen = 0; // position of the latest message that was in sight
let missed = []; // reminders that came while nobody looked and that are not seen yet
let divider = null; // {node, isSeen}
let isBack = true; // false from leaving the page until what came meanwhile is there
let hasActed = false; // what merely stands in the window as it opens is not seen yet
let lookTimer = 0;

function readPlaces() {
  try {
    return Object(JSON.parse(localStorage.getItem(PLACES)));
  } catch (error) {
    return {}; // no storage, or not ours: nothing counts as missed
  }
}

// A reminder that she has not looked at is told once more next time.
function keepPlace() {
  const places = readPlaces();
  const reached = missed.length ? Math.min(seen, missed[0].message.position - 1) : seen;
  if (places[kept.who] === reached) return;
  delete places[kept.who];
  places[kept.who] = reached;
  const latest = {};
  Object.keys(places).slice(-MOST_PLACES).forEach((who) => (latest[who] = Number(places[who]) || 0));
  try {
    localStorage.setItem(PLACES, JSON.stringify(latest));
  } catch (error) {
    return;
  }
}

// Where she stopped reading; somebody new here, or a history that began anew, has nothing that was missed.
function findPlace(end) {
  const place = readPlaces()[kept.who];
  seen = place <= end ? place : end;
  keepPlace();
}

function isInSight(node) {
  const top = node.offsetTop - log.scrollTop;
  return top > -EDGE && top < log.clientHeight - EDGE;
}

// Whatever changes above the log, what she reads stays where it is on the glass.
function holdingStill(change) {
  const top = log.getBoundingClientRect().top;
  const from = log.scrollTop;
  change();
  const moved = log.getBoundingClientRect().top - top;
  if (moved) log.scrollTop = from + moved;
}

function showMissed() {
  const text = missed.length ? say("missed", { n: missed.length }) : "";
  if (missedWords.textContent === text) return;
  holdingStill(() => {
    missedWords.textContent = text;
    toMissed.hidden = !text;
    missedStrip.classList.toggle("open", !!text);
  });
}

function divideBefore(item) {
  removeDivider();
  const node = make("div", "divider");
  node.setAttribute("role", "separator");
  node.setAttribute("aria-label", words.new);
  node.appendChild(make("span", "", words.new));
  const above = item.node.previousSibling;
  log.insertBefore(node, above && above.className === "time" ? above : item.node);
  item.node.classList.remove("same");
  divider = { node: node, isSeen: false };
}

function removeDivider() {
  if (divider) log.removeChild(divider.node);
  divider = null;
}

// She is here again: say which reminders came meanwhile, and draw a line before all that is new.
function welcomeBack() {
  isBack = true;
  const isNew = (item) => item.message && item.message.position > seen;
  const unseen = drawn.filter(isNew);
  missed = missed.concat(unseen.filter((item) => RINGING.includes(item.message.kind) && !missed.includes(item)));
  if (unseen.length) {
    hasActed = false;
    const wasAtEnd = isAtEnd();
    if (unseen[0] !== drawn[0]) divideBefore(unseen[0]);
    showMissed();
    if (wasAtEnd) toEnd();
  }
  look();
}

function look() {
  clearTimeout(lookTimer);
  if (!isBack || document.hidden || isLocked || openOne || !drawn.length) return;
  const end = log.scrollTop + log.clientHeight - EDGE;
  for (let at = drawn.length - 1; at >= 0; at--) {
    if (!drawn[at].message || drawn[at].node.offsetTop >= end) continue;
    seen = Math.max(seen, drawn[at].message.position);
    break;
  }
  if (hasActed) {
    missed = missed.filter((item) => !isInSight(item.node));
    if (divider && isInSight(divider.node)) divider.isSeen = true;
    showMissed();
  }
  keepPlace();
}

function lookSoon() {
  clearTimeout(lookTimer);
  lookTimer = setTimeout(look, 200);
}

function act() {
  hasActed = true;
  lookSoon();
}

function goToMissed() {
  const first = missed[0];
  const room = log.clientHeight - first.node.offsetHeight;
  log.scrollTop = first.node.offsetTop - (room > ABOVE ? ABOVE : 12);
  first.bubble.tabIndex = -1;
  first.bubble.focus({ preventScroll: true });
  hasActed = true;
  look();
}

// She answers, so what she has seen is not new any more.
function goOn() {
  hasActed = true;
  look();
  if (divider && divider.isSeen) removeDivider();
}

function forgetSight() {
  clearTimeout(lookTimer);
  missed = [];
  divider = null;
  showMissed();
}

toMissed.addEventListener("click", goToMissed);
log.addEventListener("scroll", lookSoon);
["wheel", "touchmove", "pointerdown", "keydown"].forEach((name) => log.addEventListener(name, act, { passive: true }));

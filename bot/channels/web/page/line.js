// The line to Jiayin: sending in order with the same key until it is taken, and hearing by stream or by asking.

const POLL = 4000;
const POLL_HIDDEN = 20000;
const PATIENCE = 20000; // for one answer
const BACK_TO_STREAM = 300000;
const CROWDED = 60000; // until the next try, when too many new people come at once
const MOST_KEPT = 200; // of her own words, in a tab that stays open for weeks
const offlineStrip = document.getElementById("offline");

let position = 0;
let isLocked = false;
let source = null;
let failures = 0;
let openedAt = 0;
let isPolling = false;
let pollTimer = 0;
let streamAgainAt = 0;
let isFlushing = false;
let flushTimer = 0;
let wait = 1000;
let greeted = 0;

function showOffline(isOffline) {
  const text = isOffline ? words.offline : "";
  if (offlineStrip.textContent !== text) holdingStill(() => (offlineStrip.textContent = text));
  showStates(isOffline ? words.waiting : "");
}

async function ask(path, options) {
  const cutter = window.AbortController ? new AbortController() : null;
  const timer = setTimeout(() => cutter && cutter.abort(), PATIENCE);
  try {
    const response = await fetch(path, Object.assign({ credentials: "same-origin", signal: cutter ? cutter.signal : undefined }, options));
    const body = await response.json();
    return { status: response.status, body: body };
  } catch (error) {
    return { status: 0, body: {} }; // not there, or no answer that we can read: the same to her
  } finally {
    clearTimeout(timer);
  }
}

function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Jiayin": "1" };
  const whole = Object.assign({ who: kept.who || undefined }, body);
  return ask(path, { method: "POST", headers: headers, body: JSON.stringify(whole) });
}

function queue(entry) {
  kept.own = kept.own.concat(entry).slice(-MOST_KEPT);
  remember();
  flush();
}

async function flush() {
  if (isFlushing || isLocked) return;
  isFlushing = true;
  clearTimeout(flushTimer);
  let entry;
  while ((entry = kept.own.find((one) => one.waiting))) {
    const body = Object.assign({ key: entry.key }, entry.body);
    const answer = await post("/web/send", body);
    if (!settle(entry, answer)) break;
  }
  isFlushing = false;
}

// Whether to go on with the next one.
function settle(entry, answer) {
  if (answer.status === 200) return accepted(entry);
  if (answer.status === 0 || answer.status >= 500) {
    showOffline(true);
    flushTimer = setTimeout(flush, wait);
    wait = Math.min(wait * 2, 15000);
  } else if (answer.status === 401) {
    greetAgain();
  } else if (answer.status === 423) {
    lock();
  } else if (answer.status === 409) {
    location.reload();
  } else {
    giveBack(answer.status === 429 ? kept.own.filter((one) => one.waiting) : [entry], answer.body.error);
    return true;
  }
  return false;
}

function accepted(entry) {
  const before = position;
  entry.waiting = false;
  wait = 1000;
  remember();
  showOffline(false);
  setTimeout(() => position === before && check().then((found) => found && distrustStream()), 3000);
  return true;
}

// A stream that had to bring this and did not is held back by something on the way.
function distrustStream() {
  if (!isPolling && (failures += 1) >= 2) startPolling();
}

function giveBack(entries, error) {
  kept.own = kept.own.filter((one) => !entries.includes(one));
  entries.forEach(eraseOwn);
  refreshChips();
  returnWords(entries, words[error] || words.not_sent);
}

// The server does not know us: say hello once more, but do not run in circles where cookies are refused.
function greetAgain() {
  if (Date.now() - greeted < 60000) notice(words.no_cookie);
  else greet();
}

async function greet() {
  greeted = Date.now();
  const answer = await post("/web/hello", joinCode ? { join: joinCode } : {});
  if (answer.status === 429) {
    notice(words.crowded);
    setTimeout(greet, CROWDED);
    return;
  }
  if (answer.status !== 200) {
    showOffline(true);
    setTimeout(greet, wait);
    wait = Math.min(wait * 2, 15000);
    return;
  }
  wait = 1000;
  showOffline(false);
  show(answer.body);
}

function take(messages) {
  const isFollowing = isAtEnd();
  const fresh = messages.filter((message) => message.position > position).map((message) => {
    position = message.position;
    return drawMessage(message, false);
  });
  if (!fresh.length) return false;
  refreshChips();
  if (isFollowing) toStartOf(fresh[0].node);
  else newer.hidden = false;
  look();
  return true;
}

function reached() {
  return "?after=" + position + "&who=" + kept.who;
}

// Look once; true when there was something new.
async function check() {
  if (isLocked || !kept.who) return false;
  const answer = await ask("/web/messages" + reached());
  if (answer.status === 200) {
    showOffline(false);
    const found = take(answer.body.messages);
    if (!isBack && !document.hidden) welcomeBack();
    return found;
  }
  if (answer.status === 423) lock();
  else if (answer.status === 409) location.reload();
  else if (answer.status === 401) greetAgain();
  else showOffline(true);
  return false;
}

function listen() {
  hangUp();
  if (!window.EventSource) {
    startPolling();
    return;
  }
  source = new EventSource("/web/stream" + reached());
  source.onopen = () => {
    openedAt = Date.now();
    showOffline(false);
    if (!isBack) check();
  };
  source.onmessage = (event) => {
    failures = 0;
    take([JSON.parse(event.data)]);
  };
  source.onerror = () => {
    failures = openedAt && Date.now() - openedAt > 10000 ? 1 : failures + 1; // a long one that ended is no failure
    openedAt = 0;
    if (failures >= 2) startPolling();
    else if (source.readyState === 2) listen();
  };
}

function startPolling() {
  hangUp();
  isPolling = true;
  streamAgainAt = Date.now() + BACK_TO_STREAM;
  poll();
}

async function poll() {
  await check();
  if (!isPolling) return;
  if (window.EventSource && Date.now() > streamAgainAt) {
    failures = 0;
    listen();
    return;
  }
  clearTimeout(pollTimer);
  pollTimer = setTimeout(poll, document.hidden ? POLL_HIDDEN : POLL);
}

function hangUp() {
  if (source) source.close();
  source = null;
  isPolling = false;
  clearTimeout(pollTimer);
}

window.addEventListener("online", () => {
  check();
  flush();
});
window.addEventListener("offline", () => showOffline(true));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) isBack = false;
  if (document.hidden) return;
  check();
  flush();
});

// What this tab remembers of her own words: memory and sessionStorage only, and nothing of what Jiayin said.

const STORE = "jiayin";

const kept = { who: "", own: [], draft: "" };

function recall() {
  try {
    Object.assign(kept, JSON.parse(sessionStorage.getItem(STORE) || "{}"));
  } catch (error) {
    return; // no storage, or not ours: the tab simply remembers nothing
  }
}

function remember() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(kept));
  } catch (error) {
    return;
  }
}

function forgetFor(who) {
  Object.assign(kept, { who: who, own: [], draft: "" });
  remember();
}

// Before the page is put away: only what has not been sent yet stays.
function forgetSpoken() {
  kept.own = kept.own.filter((entry) => entry.waiting);
  kept.draft = "";
  remember();
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

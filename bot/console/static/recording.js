// Records the words on the page with the microphone, lets them be heard, and sends them. Without a microphone, or on a
// page without https, the form for a file below is what is left, and the page says why.
(() => {
  "use strict";
  const recorder = document.getElementById("recorder");
  if (!recorder) return;
  const said = recorder.dataset;
  const part = (id) => document.getElementById(id);
  const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const longest = Number(said.longest);

  let machine = null; // the MediaRecorder at work
  let stream = null;
  let sound = null; // what was recorded last
  let address = ""; // of that, for the player
  let began = 0;
  let clock = 0;
  let ear = null; // the AudioContext that measures how loud it is

  function tell(words) {
    part("told").textContent = words;
  }

  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, (hole, key) => values[key]);
  }

  function show(id, isShown) {
    part(id).hidden = !isShown;
  }

  function stand(state) {
    show("begin", state === "idle");
    show("end", state === "recording");
    show("meters", state === "recording");
    show("made", state === "made");
  }

  function kind() {
    return KINDS.find((one) => window.MediaRecorder.isTypeSupported(one));
  }

  function listenTo(source) {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) return () => 0;
    ear = new Context();
    const analyser = ear.createAnalyser();
    analyser.fftSize = 512;
    ear.createMediaStreamSource(source).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    return () => {
      analyser.getByteTimeDomainData(samples);
      return samples.reduce((loudest, one) => Math.max(loudest, Math.abs(one - 128)), 0) / 1.28;
    };
  }

  function letGo() {
    window.clearInterval(clock);
    if (stream) stream.getTracks().forEach((track) => track.stop());
    if (ear) ear.close();
    stream = ear = machine = null;
  }

  function forget() {
    if (address) URL.revokeObjectURL(address);
    address = "";
    sound = null;
    part("listen").removeAttribute("src");
  }

  async function begin() {
    part("begin").disabled = true;
    forget();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
      start();
    } catch (error) {
      letGo();
      stand("idle");
      const denied = error.name === "NotAllowedError" || error.name === "SecurityError";
      tell(denied ? said.denied : error.name === "NotFoundError" ? said.none : said.broken);
    }
    part("begin").disabled = false;
  }

  function start() {
    const chunks = [];
    const wished = kind();
    machine = new MediaRecorder(stream, wished ? { mimeType: wished } : {});
    machine.addEventListener("dataavailable", (event) => chunks.push(event.data));
    machine.addEventListener("stop", () => finish(new Blob(chunks, { type: wished || "" })));
    const loudness = listenTo(stream);
    machine.start();
    began = Date.now();
    stand("recording");
    tell(said.listening);
    tick(loudness);
    clock = window.setInterval(() => tick(loudness), 200);
    part("end").focus();
  }

  function tick(loudness) {
    const seconds = (Date.now() - began) / 1000;
    part("passed").value = seconds;
    part("level").value = loudness();
    part("seconds").textContent = fill(said.passed, { n: Math.min(longest, Math.floor(seconds)), most: longest });
    if (seconds >= longest) end();
  }

  function end() {
    window.clearInterval(clock);
    if (machine && machine.state !== "inactive") machine.stop();
  }

  function finish(blob) {
    letGo();
    if (!blob.size) {
      stand("idle");
      tell(said.broken);
      return;
    }
    sound = blob;
    address = URL.createObjectURL(blob);
    part("listen").src = address;
    stand("made");
    tell(said.ready);
    part("use").focus();
  }

  function again() {
    part("listen").pause();
    forget();
    stand("idle");
    tell("");
    begin();
  }

  function token() {
    const found = /(?:^|; )starlette_admin_csrftoken=([^;]*)/.exec(document.cookie);
    return found ? decodeURIComponent(found[1]) : "";
  }

  function use() {
    const form = new FormData();
    form.append("digest", said.digest);
    form.append("sound", sound, "recording");
    const line = new XMLHttpRequest();
    line.open("POST", said.to);
    line.setRequestHeader("X-CSRFToken", token());
    line.setRequestHeader("Accept", "application/json");
    line.responseType = "json";
    line.timeout = 60000;
    line.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) tell(fill(said.sending, { n: Math.round((100 * event.loaded) / event.total) }));
    });
    line.addEventListener("load", () => sent(line.status, line.response || {}));
    line.addEventListener("error", () => sent(0, {}));
    line.addEventListener("timeout", () => sent(0, {}));
    part("use").disabled = true;
    line.send(form);
  }

  function sent(status, answer) {
    part("use").disabled = false;
    if (status === 200 && answer.to) {
      sound = null;
      location.assign(answer.to);
      return;
    }
    tell(answer.wrong || said.lost);
  }

  part("begin").addEventListener("click", begin);
  part("end").addEventListener("click", end);
  part("again").addEventListener("click", again);
  part("replay").addEventListener("click", () => part("listen").play());
  part("use").addEventListener("click", use);
  window.addEventListener("beforeunload", (event) => {
    if (sound || machine) event.preventDefault();
  });

  if (!window.isSecureContext) {
    part("insecure").hidden = false;
  } else if (!window.MediaRecorder || !navigator.mediaDevices) {
    part("unable").hidden = false;
  } else {
    recorder.hidden = false;
    stand("idle");
  }
})();

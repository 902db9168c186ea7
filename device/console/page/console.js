"use strict";
// The console's page. It shows what the server sends and sends what the buttons say; nothing is kept but the token, for this tab.
const $ = (id) => document.getElementById(id);
let language = (navigator.language || "en").startsWith("zh") ? "zh" : "en";
let view = null, turns = [], state = "gone", socket = null, retry = 0, noticeTimer = 0;
const levels = [];  // [microphone, loudspeaker] in dBFS, ten a second, 30 s of them
const events = [];

const t = (key) => WORDS[language][key] ?? key;
const element = (tag, text, name) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (name) e.className = name; return e; };
const number = (value, digits = 0) => (typeof value === "number" ? value.toFixed(digits) : "–");
const megabytes = (bytes) => (bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e3)} kB`);

// The token stands behind the #, which the browser sends nowhere; it is taken out of the address at once.
let token = location.hash.slice(1);
if (token) { sessionStorage.setItem("token", token); history.replaceState(null, "", location.pathname); }
else token = sessionStorage.getItem("token") || "";

function notice(text, good = false, seconds = 0) {
  const box = $("notice");
  clearTimeout(noticeTimer);
  box.hidden = !text;
  box.textContent = text || "";
  box.className = good ? "good" : "";
  if (text && seconds) noticeTimer = setTimeout(() => { box.hidden = true; }, seconds * 1000);
}

function connect() {
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.onopen = () => { retry = 0; socket.send(JSON.stringify({ token })); notice(""); };
  socket.onmessage = (frame) => take(JSON.parse(frame.data));
  socket.onclose = (end) => {
    show("gone");
    if (end.code === 4401) return notice(t("token"));
    notice(t("unreachable"));
    setTimeout(connect, Math.min(5000, 500 * 2 ** retry++));
  };
}

function take(message) {
  switch (message.kind) {
    case "level": return takeLevel(message);
    case "view": view = message; show(message.status.muted ? "muted" : message.status.state); return drawView();
    case "turns": turns = message.turns; return drawTurns();
    case "event": return takeEvent(message);
    case "daemon": if (!message.up) show("gone"); return notice(message.up ? "" : message.why);
    case "answer": return takeAnswer(message);
  }
}

function takeAnswer(answer) {
  if (!answer.ok) return notice(answer.error, false, 8);
  if (answer.to === "say") notice(t("queued"), true, 4);
  if (answer.to === "record") notice(t("saved") + (answer.file ?? ""), true, 10);
  if (answer.to === "wake") notice(answer.opened ? t("opened") : t("not_opened") + t(answer.state), answer.opened, 4);
  if (answer.to === "mute" || answer.to === "unmute") show(answer.muted ? "muted" : "idle");
}

function takeEvent(event) {
  if (event.event === "state") show(event.to);
  if (event.event === "echo" && view) { view.echo = event; drawEcho(); }
  if (["echo", "speech_start", "speech_end", "signal"].includes(event.event)) return;
  events.push(event);
  if (events.length > 200) events.shift();
  const list = $("events"), item = element("li", undefined, event.event);
  const { t: at, event: name, kind, ...fields } = event;
  item.append(element("span", `${number(at, 1)} s  ${name}  `, "muted"), Object.entries(fields).map(([k, v]) => `${k} ${typeof v === "object" ? JSON.stringify(v) : v}`).join(", "));
  list.prepend(item);
  while (list.children.length > 60) list.lastChild.remove();
}

function takeLevel(level) {
  meter("mic", level.microphone_dbfs, -80, 0, level.microphone_dbfs > -3, `${number(level.microphone_dbfs)} dBFS`);
  meter("spk", level.loudspeaker_dbfs, -80, 0, false, `${number(level.loudspeaker_dbfs)} dBFS`);
  meter("speech", level.speech, 0, 1, false, `${number(100 * level.speech)} %`);
  drawWake(level.wake);
  $("clock").textContent = `${number(level.t)} s`;
  levels.push([level.microphone_dbfs, level.loudspeaker_dbfs]);
  if (levels.length > 300) levels.shift();
  drawHistory();
}

function meter(name, value, low, high, hot, text) {
  const box = $(`m-${name}`), bar = box.firstChild;
  bar.style.width = `${Math.max(0, Math.min(100, (100 * (value - low)) / (high - low)))}%`;
  bar.className = hot ? "hot" : "";
  box.setAttribute("aria-valuemin", low); box.setAttribute("aria-valuemax", high); box.setAttribute("aria-valuenow", value); box.setAttribute("aria-valuetext", text);
  $(`v-${name}`).textContent = text;
}

function drawWake(scores) {
  const box = $("wake");
  for (const [word, score] of Object.entries(scores)) {
    let row = [...box.children].find((r) => r.dataset.word === word);
    if (!row) {
      row = element("div", undefined, "row"); row.dataset.word = word;
      const bar = element("div", undefined, "meter"); bar.setAttribute("role", "meter"); bar.setAttribute("aria-label", word);
      bar.append(element("i"), element("b"));
      row.append(element("label", word), bar, element("output"));
      box.append(row);
    }
    const [, bar, out] = row.children, threshold = view?.wake_thresholds?.[word];
    bar.firstChild.style.width = `${100 * score}%`;
    bar.setAttribute("aria-valuenow", score);
    bar.lastChild.hidden = threshold === undefined;
    if (threshold !== undefined) { bar.lastChild.style.left = `${100 * threshold}%`; bar.firstChild.className = score >= threshold ? "hot" : ""; }
    out.textContent = number(score, 2);
  }
}

function drawHistory() {
  const canvas = $("history"), pen = canvas.getContext("2d"), { width, height } = canvas;
  pen.clearRect(0, 0, width, height);
  [["#5aa9e6", 0], ["#4cc38a", 1]].forEach(([colour, which]) => {
    pen.strokeStyle = colour; pen.lineWidth = 2; pen.beginPath();
    levels.forEach((pair, i) => {
      const x = width - ((levels.length - 1 - i) * width) / 299, y = height - (height * (Math.max(-80, pair[which]) + 80)) / 80;
      i ? pen.lineTo(x, y) : pen.moveTo(x, y);
    });
    pen.stroke();
  });
}

function show(next) {
  state = next;
  const badge = $("state");
  if (badge.textContent !== t(next)) badge.textContent = t(next);
  badge.className = `badge ${next}`;
  const muted = next === "muted";
  $("mute").setAttribute("aria-pressed", muted);
  $("mute").replaceChildren(t(muted ? "unmute" : "mute"), element("kbd", "M"));
  for (const id of ["mute", "do-wake", "say", "record"]) $(id).disabled = next === "gone";
  if (!muted && next !== "gone") $("do-wake").disabled = next === "listening";
  if (muted) $("do-wake").disabled = true;
}

function facts(id, rows) {
  $(id).replaceChildren(...rows.flatMap(([key, value, long]) => [element("dt", t(key)), element("dd", value, long ? "long" : "")]));
}

function drawEcho() {
  const e = view.echo, or = (value, text) => (value === null || value === undefined ? t("unknown") : text);
  facts("echo", [["delay", or(e.delay_ms, `${number(e.delay_ms, 1)} ms`)], ["erle", `${number(e.erle_db, 1)} dB`], ["drift", `${number(e.drift_ppm)} ppm`], ["trust", number(e.trust, 2)]]);
}

function drawView() {
  const status = view.status;
  $("persona").textContent = view.persona.name;
  $("endpoint").textContent = view.endpoint ? `→ ${view.endpoint}` : "";
  const speed = view.signals.find((s) => s.path === "Speed");
  $("drive").textContent = speed && speed.quality === "VALID" ? `${number(speed.value)} km/h` : "";
  $("record").hidden = !status.recorder;
  drawEcho(); drawTranscript(); drawSignals(); drawStanding(); drawLinks();
  const hot = Object.entries(view.temperature_c);
  facts("machine", [
    ["temperature", hot.length ? hot.map(([zone, c]) => `${zone} ${number(c)} °C`).join(", ") : t("unknown"), true],
    ["memory", `${number(status.rss_mb)} MB, ${number(view.memory_free_mb)} MB ${t("free")}`, true],
    ["uptime", `${number(status.audio_seconds)} s`], ["faults", String(status.faults)],
    ["lost", String(status.samples_lost)], ["underruns", String(status.playback_underruns)],
    ["counted", `${status.wakes} / ${status.turns} / ${status.answers}`, true],
    ["tier", t(status.tier ?? "unknown"), true],
    ["recorder", status.recorder ?? t("off"), true],
  ]);
  facts("who", [["name", view.persona.name], ["version", `${view.persona.id} ${view.persona.version}`], ["role", view.persona.role, true], ["speaks", view.language]]);
  const left = view.ledger.map((l) => { const li = element("li"); li.append(element("span", `${l.at.replace("T", " ").slice(0, 19)}  `, "muted"), `${l.endpoint}  ${number(l.seconds, 1)} s  ${l.why}`); return li; });
  $("ledger").replaceChildren(...(left.length ? left : [element("li", t("nothing_left"), "empty")]));
}

function drawTranscript() {
  const list = $("transcript"), key = JSON.stringify([language, view.transcript]);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  const items = view.transcript.map((entry) => {
    const item = element("li", undefined, entry.role + (entry.complete ? "" : " cut"));
    item.lang = entry.lang;
    item.append(element("span", t(entry.role)), entry.text);
    return item;
  });
  list.replaceChildren(...(items.length ? items : [element("li", t("nothing_said"), "empty")]));
  list.scrollTop = list.scrollHeight;
}

function drawTurns() {
  $("legend").replaceChildren(...["listening", "end_of_turn", "answering", "speaking"].flatMap((p) => [element("i", "", p), t(`p_${p}`)]));
  const shown = turns.slice(-4).reverse();
  const now = (turn) => Math.max(turn.t, ...turn.spans.flatMap(([, a, b]) => [a, b ?? a]), ...turn.marks.map(([, at]) => at));
  const longest = Math.max(4, ...shown.map((turn) => now(turn) - turn.t));
  const rows = shown.map((turn) => {
    const row = element("li"), lane = element("div", undefined, "lane"), x = (at) => `${(100 * (at - turn.t)) / longest}%`;
    for (const [name, a, b] of turn.spans) {
      const bar = element("i", undefined, name), end = b ?? Math.max(a, now(turn));
      bar.style.left = x(a); bar.style.width = `${(100 * (end - a)) / longest}%`;
      bar.title = `${t(`p_${name}`)} ${number(1000 * (end - a))} ms`;
      lane.append(bar);
    }
    for (const [what, at] of turn.marks) { const mark = element("b"); mark.style.left = x(at); mark.title = `${what} ${number(at - turn.t, 2)} s`; lane.append(mark); }
    const told = turn.latency_ms === null ? t(turn.outcome) : `${turn.latency_ms} ms`;
    lane.setAttribute("role", "img");
    lane.setAttribute("aria-label", turn.spans.map(([name, a, b]) => `${t(`p_${name}`)} ${number((b ?? now(turn)) - a, 1)} s`).join(", "));
    const out = element("output", told); out.title = `${t(turn.outcome)} ${turn.endpoint}`;
    row.append(element("span", `${turn.number} ${t(`by_${turn.opened_by}`)}`), lane, out);
    return row;
  });
  $("turns").replaceChildren(...(rows.length ? rows : [element("li", t("no_turns"), "empty")]));
}

function drawSignals() {
  const wanted = $("filter").value.trim().toLowerCase(), all = view.signals;
  const rows = all.filter((s) => s.path.toLowerCase().includes(wanted)).map((s) => {
    const row = element("tr"), value = typeof s.value === "number" && !Number.isInteger(s.value) ? number(s.value, 2) : String(s.value ?? "–");
    row.append(element("td", s.path), element("td", s.quality === "VALID" || s.quality === "STALE" ? `${value} ${s.unit}` : "–"), element("td", t(s.quality), s.quality), element("td", s.age_s === null ? "–" : `${number(s.age_s, 1)} s`));
    return row;
  });
  if (!rows.length) { const row = element("tr"), cell = element("td", t("no_signals"), "empty"); cell.colSpan = 4; row.append(cell); rows.push(row); }
  $("signals").replaceChildren(...rows);
  $("counts").textContent = `${all.filter((s) => s.quality === "VALID").length} ${t("valid_of")} ${all.length}`;
}

function drawStanding() {
  const items = (view.status.faults_standing ?? []).map((fault) => { const item = element("li", fault.what); item.append(element("small", fault.mend)); return item; });
  $("standing").hidden = !items.length;
  $("standing").replaceChildren(...items);
}

function drawLinks() {
  const boxes = Object.entries(view.status.links).map(([name, link]) => {
    const box = element("div", undefined, `link${name === view.endpoint ? " used" : ""}`);
    box.append(element("strong", name), ` ${link.status}`, element("br"));
    box.append(element("span", [
      link.connect_ms !== undefined ? `${t("connected")} ${number(link.connect_ms)} ms` : "", `${t("score")} ${number(link.score_s, 1)} s`, `${t("wait95")} ${number(link.wait_p95_s, 1)} s`,
      link.bytes_in !== undefined ? `${t("traffic")} ↓${megabytes(link.bytes_in)} ↑${megabytes(link.bytes_out)}` : "",
    ].filter(Boolean).join(" · "), "muted"));
    return box;
  });
  $("links").replaceChildren(...boxes);
}

function translate() {
  document.documentElement.lang = language;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
  for (const [id, key] of [["do-wake", "W"], ["say", "S"], ["record", "R"]]) $(id).append(element("kbd", key));
  $("language").textContent = t("other");
  show(state); drawTurns();
  if (view) { $("transcript").dataset.key = ""; drawView(); }
}

const act = (word, more = {}) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ do: word, ...more }));
const TABS = ["talk", "car", "board"];
function choose(name, focus = false) {
  for (const tab of TABS) {
    const chosen = tab === name, button = $(`tab-${tab}`);
    $(tab).hidden = !chosen;
    button.setAttribute("aria-selected", chosen);
    button.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) button.focus();
  }
}
for (const tab of TABS) $(`tab-${tab}`).onclick = () => choose(tab);
document.querySelector("nav").onkeydown = (e) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (!step) return;
  const now = TABS.findIndex((tab) => !$(tab).hidden);
  choose(TABS[(now + step + TABS.length) % TABS.length], true);
};
$("mute").onclick = () => act(state === "muted" ? "unmute" : "mute");
$("do-wake").onclick = () => act("wake");
$("record").onclick = () => act("record");
$("say").onclick = () => { $("say-text").value = ""; $("say-box").showModal(); $("say-text").focus(); };
$("say-box").onclose = () => { const text = $("say-text").value.trim(); if ($("say-box").returnValue === "go" && text) act("say", { text }); };
$("language").onclick = () => { language = language === "en" ? "zh" : "en"; translate(); };
$("filter").oninput = () => view && drawSignals();
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || $("say-box").open || e.target.matches("input")) return;
  const keys = { m: "mute", w: "do-wake", s: "say", r: "record", l: "language", 1: "tab-talk", 2: "tab-car", 3: "tab-board" };
  const button = $(keys[e.key.toLowerCase()] ?? "");
  if (button && !button.disabled && !button.hidden) { e.preventDefault(); button.click(); if (e.key in { 1: 0, 2: 0, 3: 0 }) button.focus(); }
});

translate();
connect();

// "What we heard": emotions that can be dragged, where the mood lies, and what was understood.

import { $, colour, el, paint, paintOf, percent } from "./dom.js";

const SOUND = { match: "stay with you", lift: "bring you up", calm: "settle you" };
const KINDS = { artist: "", song: "", album: "album ", genre: "", years: "", theme: "about ", word: "about ", mood: "", pace: "" };

/** Show an answer's mood and wishes; `tune` is called with what the listener changes. */
export function drawHeard(answer, tune) {
  const { mood } = answer;
  $("#category").textContent = answer.category;
  $("#category").style.color = colour(answer.category);
  sliders(mood.emotions, tune);
  plane(mood, answer.songs);
  $("#axes").textContent = `${feel(mood.valence, "unpleasant", "pleasant")}, ${feel(mood.arousal, "quiet", "stirred")}; songs that ${SOUND[answer.strategy]}.`;
  $("#wishes").replaceChildren(...answer.wishes.map((wish) => chip(wish, answer, tune)));
}

function feel(value, low, high) {
  const strength = Math.abs(value) < 0.15 ? "neither" : Math.abs(value) < 0.45 ? "rather" : "very";
  return strength === "neither" ? `neither ${low} nor ${high}` : `${strength} ${value < 0 ? low : high}`;
}

function chip(wish, answer, tune) {
  const sign = wish.stance === "avoid" ? "no " : wish.stance === "like" ? "like " : "";
  const label = `${sign}${KINDS[wish.kind]}${wish.value}`;
  return el("button", {
    type: "button", class: `chip ${wish.stance}`, "aria-label": `Take back: ${label}`,
    title: wish.known ? "Take this back" : "The catalogue does not know it; take it back",
    onclick: () => tune({ wishes: answer.wishes.filter((each) => each !== wish) }),
  }, label, wish.known ? "" : " ?", el("span", { class: "x", "aria-hidden": "true" }, "✕"));
}

let dragging = false;

function sliders(emotions, tune) {
  const box = $("#sliders");
  if (dragging) return; // what is being dragged is not to jump back
  if (box.children.length) {
    for (const row of box.children) set(row, emotions[row.dataset.emotion]);
    box.tune = tune;
    return;
  }
  box.tune = tune;
  box.replaceChildren(...Object.entries(emotions).map(([name, share]) => slider(box, name, share)));
}

function slider(box, name, share) {
  const range = el("input", { type: "range", min: 0, max: 100, step: 1, id: `of-${name}` });
  const row = el("div", { class: "slider" }, el("label", { htmlFor: range.id }, name), range, el("output", { htmlFor: range.id }));
  row.dataset.emotion = name;
  set(row, share);
  range.addEventListener("pointerdown", () => { dragging = true; });
  addEventListener("pointerup", () => { dragging = false; });
  range.addEventListener("input", () => {
    const shares = balanced(box, row);
    box.tune({ emotions: shares });
  });
  return row;
}

/** The shares once one slider has moved: the others give or take in proportion. */
function balanced(box, moved) {
  const rows = [...box.children];
  const mine = Number($("input", moved).value) / 100;
  const others = rows.filter((row) => row !== moved);
  const sum = others.reduce((total, row) => total + Number(row.dataset.share), 0);
  const shares = { [moved.dataset.emotion]: mine };
  for (const row of others) {
    const share = sum > 0 ? (Number(row.dataset.share) / sum) * (1 - mine) : (1 - mine) / others.length;
    shares[row.dataset.emotion] = share;
    set(row, share);
  }
  set(moved, mine);
  if (!Object.values(shares).some((share) => share > 0)) shares[moved.dataset.emotion] = 1;
  return shares;
}

function set(row, share) {
  row.dataset.share = share;
  $("input", row).value = Math.round(share * 100);
  $("input", row).setAttribute("aria-valuetext", percent(share));
  $("output", row).textContent = percent(share);
}

/** Valence to the right, arousal upwards: the listener as a ring, the songs as dots. */
function plane(mood, songs) {
  const canvas = $("#plane");
  const size = 240, scale = window.devicePixelRatio || 1, brush = canvas.getContext("2d");
  canvas.width = canvas.height = size * scale;
  brush.setTransform(scale, 0, 0, scale, 0, 0);
  brush.clearRect(0, 0, size, size);
  const x = (value) => size * (0.5 + value * 0.46), y = (value) => size * (0.5 - value * 0.46);
  brush.strokeStyle = paint("--line");
  brush.beginPath();
  brush.moveTo(size / 2, 8); brush.lineTo(size / 2, size - 8); brush.moveTo(8, size / 2); brush.lineTo(size - 8, size / 2);
  brush.stroke();
  brush.fillStyle = paint("--dim");
  brush.font = "11px system-ui, sans-serif";
  brush.fillText("stirred", size / 2 + 6, 16); brush.fillText("quiet", size / 2 + 6, size - 8);
  brush.fillText("unpleasant", 8, size / 2 - 6); brush.fillText("pleasant", size - 52, size / 2 - 6);
  for (const song of songs) {
    brush.fillStyle = paintOf(song.category);
    brush.beginPath(); brush.arc(x(song.mood.valence), y(song.mood.arousal), 4, 0, 7); brush.fill();
  }
  brush.strokeStyle = paint("--text"); brush.lineWidth = 3;
  brush.beginPath(); brush.arc(x(mood.valence), y(mood.arousal), 8, 0, 7); brush.stroke();
  canvas.setAttribute("aria-label", `You: valence ${mood.valence.toFixed(2)}, arousal ${mood.arousal.toFixed(2)}; ${songs.length} songs around you`);
}


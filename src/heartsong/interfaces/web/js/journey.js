// A journey: from how the listener feels to how they want to feel, song by song.

import { post } from "./api.js";
import { $, el, paintOf, shape, toast } from "./dom.js";
import { newPlaylist } from "./memory.js";
import { songRow } from "./song.js";

const GOALS = ["joy", "calm", "energy", "hope", "love", "sleep", "happy", "sad", "angry", "relaxed"];
let found = null;

export function start(view) {
  const text = el("input", { id: "from", name: "text", required: true, maxLength: 5000, placeholder: "I feel bad" });
  const to = el("select", { id: "to", name: "to" }, GOALS.map((goal) => el("option", { value: goal }, goal)));
  const k = el("input", { id: "steps", name: "k", type: "number", min: 2, max: 50, value: 12 });
  const form = el("form", { class: "field", onsubmit: (event) => { event.preventDefault(); travel(text.value, to.value, Number(k.value)); } },
    el("label", { class: "wide", htmlFor: "from" }, "How you feel now", text),
    el("label", { htmlFor: "to" }, "Where to", to),
    el("label", { htmlFor: "steps" }, "Songs", k),
    el("button", { class: "primary" }, "Set out"));
  view.replaceChildren(
    el("h1", { id: "journey-title" }, "A journey, song by song"),
    form, el("p", { id: "way-notice", class: "notice", hidden: true }), el("div", { id: "way" }),
    el("ol", { id: "way-songs", class: "list", "aria-label": "Songs of the journey" }),
    el("div", { class: "bar" }, el("button", { class: "quiet", id: "way-keep", type: "button", hidden: true, onclick: keep }, "Save as playlist")));
  addEventListener("themed", () => found && draw());
  new ResizeObserver(() => found && draw()).observe($("#way"));
}

async function travel(text, goal, k) {
  try {
    found = await post("/playlists", { text, to: goal, k });
  } catch (error) { return toast(error.message); }
  $("#way-notice").hidden = !found.notice;
  $("#way-notice").textContent = found.notice ?? "";
  $("#way-keep").hidden = !found.songs.length;
  draw();
  const songs = found.songs.map((song) => ({ ...song, reason: `${Math.round(song.reached * 100)}% of the way` }));
  $("#way-songs").replaceChildren(...songs.map((song) => songRow(song, songs, {})));
}

function keep() {
  const made = newPlaylist(`To ${found.to}`, found.songs);
  toast(`Saved as “${made.name}”, in this browser alone.`);
}

/** The path over valence (to the right) and arousal (upwards). */
function draw() {
  const points = [found.start, ...found.songs.map((song) => song.mood), found.goal];
  const spread = (axis) => {
    const values = points.map((mood) => mood[axis]);
    const low = Math.min(...values), high = Math.max(...values), pad = Math.max(0.1, (high - low) * 0.15);
    return [low - pad, high + pad];
  };
  const [x0, x1] = spread("valence"), [y0, y1] = spread("arousal");
  const W = Math.max(320, Math.min($("#way").clientWidth || 900, 1100)), H = W < 600 ? 280 : 360;
  const at = (mood) => [60 + ((mood.valence - x0) / (x1 - x0)) * (W - 120), H - 50 - ((mood.arousal - y0) / (y1 - y0)) * (H - 100)];
  const svg = shape("svg", { viewBox: `0 0 ${W} ${H}`, class: "path", role: "img", "aria-label": `The path from you to ${found.to} over valence and arousal, ${found.songs.length} songs` });
  const text = (x, y, words, anchor = "middle", size = 14) => {
    const node = shape("text", { x, y, "text-anchor": anchor, "font-size": size, fill: "currentColor" });
    node.textContent = words;
    return node;
  };
  svg.append(shape("polyline", { points: points.map((mood) => at(mood).join(",")).join(" "), fill: "none", stroke: "currentColor", "stroke-opacity": 0.35, "stroke-width": 2, "stroke-dasharray": "4 6" }));
  found.songs.forEach((song, index) => {
    const [x, y] = at(song.mood);
    const dot = shape("circle", { cx: x, cy: y, r: 13, fill: paintOf(song.category) });
    const title = shape("title");
    title.textContent = `${index + 1}. ${song.title} – ${song.artist}`;
    dot.append(title);
    const number = text(x, y + 4.5, String(index + 1), "middle", 13);
    number.setAttribute("fill", document.documentElement.dataset.theme === "light" ? "#fff" : "#111");
    svg.append(dot, number);
  });
  const [sx, sy] = at(found.start), [gx, gy] = at(found.goal);
  for (const [x, y, words] of [[sx, sy, "you"], [gx, gy, found.to]]) {
    svg.append(shape("circle", { cx: x, cy: y, r: 9, fill: "none", stroke: "currentColor", "stroke-width": 3 }), text(x, y - 18, words));
  }
  svg.append(text(W - 20, H - 14, "more pleasant →", "end", 12), text(20, 20, "↑ more stirred", "start", 12));
  $("#way").replaceChildren(svg);
}

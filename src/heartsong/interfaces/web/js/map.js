// Every song of the catalogue over valence and arousal: hover, zoom, drag, pick a region.

import { get } from "./api.js";
import { $, CATEGORIES, el, paint, paintOf, percent, toast } from "./dom.js";
import { newPlaylist } from "./memory.js";
import { songRow } from "./song.js";

const CELL = 0.02; // of the grid that finds the nearest point
const NEAR = 10; // pixels from the pointer to a song
const REGION = 40; // songs of a playlist

class MoodMap {
  constructor(box, songs) {
    this.box = box;
    this.songs = songs;
    this.canvas = $("canvas.points", box);
    this.over = $("canvas.over", box);
    this.view = { x: 0, y: 0, zoom: 1 };
    this.hidden = new Set();
    this.picked = null;
    this.index();
    this.listen();
    new ResizeObserver(() => this.size()).observe(box);
  }

  index() {
    const { valence, arousal } = this.songs;
    // A few songs far out do not squeeze the others: they are a drag away.
    const bounds = (values) => { const sorted = Float32Array.from(values).sort(), far = Math.floor(sorted.length / 500); return [sorted[far] ?? -1, sorted.at(-1 - far) ?? 1]; };
    const [x0, x1] = bounds(valence), [y0, y1] = bounds(arousal);
    this.middle = [(x0 + x1) / 2, (y0 + y1) / 2];
    this.half = [Math.max(x1 - x0, 0.1) / 2, Math.max(y1 - y0, 0.1) / 2];
    this.cells = new Map();
    valence.forEach((value, row) => {
      const key = this.cell(value, arousal[row]);
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(row);
    });
  }

  cell = (x, y) => Math.round(x / CELL) * 1000 + Math.round(y / CELL);

  size() {
    const { width, height } = this.box.getBoundingClientRect();
    if (!width) return;
    const scale = Math.min(devicePixelRatio || 1, 2);
    for (const canvas of [this.canvas, this.over]) {
      canvas.width = width * scale;
      canvas.height = height * scale;
      canvas.getContext("2d").setTransform(scale, 0, 0, scale, 0, 0);
    }
    this.width = width;
    this.height = height;
    this.draw();
  }

  /** Pixels to one of valence, and to one of arousal, which spreads less. */
  get scales() { return [(this.width / 2 / this.half[0]) * 0.92 * this.view.zoom, (this.height / 2 / this.half[1]) * 0.9 * this.view.zoom]; }
  toScreen(v, a, [sx, sy] = this.scales) { return [this.width / 2 + (v - this.middle[0] - this.view.x) * sx, this.height / 2 - (a - this.middle[1] - this.view.y) * sy]; }
  toMood(x, y, [sx, sy] = this.scales) { return [(x - this.width / 2) / sx + this.middle[0] + this.view.x, -(y - this.height / 2) / sy + this.middle[1] + this.view.y]; }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  paint() {
    const brush = this.canvas.getContext("2d"), { valence, arousal, categories } = this.songs;
    brush.clearRect(0, 0, this.width, this.height);
    const size = Math.min(7, 2 + this.view.zoom * 0.5), half = size / 2, scales = this.scales;
    brush.globalAlpha = 0.75;
    CATEGORIES.forEach((name, category) => {
      if (this.hidden.has(category)) return;
      brush.fillStyle = paintOf(name);
      for (let row = 0; row < valence.length; row++) {
        if (categories[row] !== category) continue;
        const [x, y] = this.toScreen(valence[row], arousal[row], scales);
        if (x > -size && y > -size && x < this.width + size && y < this.height + size) brush.fillRect(x - half, y - half, size, size);
      }
    });
    brush.globalAlpha = 1;
    brush.fillStyle = paint("--dim");
    brush.font = "13px system-ui, sans-serif";
    brush.fillText("↑ stirred", 12, 22);
    brush.textAlign = "right";
    brush.fillText("pleasant →", this.width - 12, this.height - 12);
    brush.textAlign = "left";
    this.mark();
  }

  mark(region = this.picked) {
    const brush = this.over.getContext("2d");
    brush.clearRect(0, 0, this.width, this.height);
    if (!region) return;
    const [x0, y0] = this.toScreen(region.v0, region.a0), [x1, y1] = this.toScreen(region.v1, region.a1);
    brush.strokeStyle = paint("--text");
    brush.setLineDash([6, 4]);
    brush.strokeRect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
  }

  nearest(x, y) {
    const scales = this.scales, [v, a] = this.toMood(x, y, scales);
    const [wide, high] = scales.map((scale) => Math.min(6, Math.max(1, Math.ceil(NEAR / scale / CELL))));
    let best = -1, least = NEAR;
    for (let i = -wide; i <= wide; i++) for (let j = -high; j <= high; j++) {
      for (const row of this.cells.get(this.cell(v + i * CELL, a + j * CELL)) ?? []) {
        if (this.hidden.has(this.songs.categories[row])) continue;
        const distance = Math.hypot((this.songs.valence[row] - v) * scales[0], (this.songs.arousal[row] - a) * scales[1]);
        if (distance < least) [best, least] = [row, distance];
      }
    }
    return best;
  }

  within({ v0, v1, a0, a1 }) {
    const [left, right] = [Math.min(v0, v1), Math.max(v0, v1)], [low, high] = [Math.min(a0, a1), Math.max(a0, a1)];
    const { valence, arousal, categories } = this.songs;
    return valence.map((_, row) => row).filter((row) => valence[row] >= left && valence[row] <= right && arousal[row] >= low && arousal[row] <= high && !this.hidden.has(categories[row]));
  }

  zoom(by, x = this.width / 2, y = this.height / 2) {
    const before = this.toMood(x, y);
    this.view.zoom = Math.min(24, Math.max(1, this.view.zoom * by));
    const after = this.toMood(x, y);
    this.view.x += before[0] - after[0];
    this.view.y += before[1] - after[1];
    this.draw();
  }

  move(dx, dy) {
    const [sx, sy] = this.scales;
    this.view.x -= dx / sx;
    this.view.y += dy / sy;
    this.draw();
  }

  listen() {
    const tip = $(".tip", this.box);
    let from = null, picking = false;
    const place = (event) => { const box = this.box.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    this.box.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...place(event)); }, { passive: false });
    this.box.addEventListener("pointerdown", (event) => {
      from = place(event);
      picking = event.shiftKey || this.mode === "pick";
      this.box.setPointerCapture(event.pointerId);
    });
    this.box.addEventListener("pointermove", (event) => {
      const [x, y] = place(event);
      if (from && picking) {
        const [v0, a0] = this.toMood(...from), [v1, a1] = this.toMood(x, y);
        this.picked = { v0, a0, v1, a1 };
        return this.mark();
      }
      if (from) { this.move(x - from[0], y - from[1]); from = [x, y]; return; }
      const row = this.nearest(x, y);
      tip.hidden = row < 0;
      if (row < 0) return;
      tip.textContent = `${this.songs.titles[row]} – ${this.songs.artists[row]}`;
      tip.style.left = `${Math.min(x + 14, this.width - 200)}px`;
      tip.style.top = `${Math.min(y + 14, this.height - 50)}px`;
    });
    this.box.addEventListener("pointerup", () => { if (picking && this.picked) this.onpick?.(this.within(this.picked)); from = null; picking = false; });
    this.box.addEventListener("pointerleave", () => { tip.hidden = true; });
    this.box.addEventListener("keydown", (event) => {
      const step = 40;
      const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
      if (moves[event.key]) { event.preventDefault(); this.move(...moves[event.key]); }
      if (event.key === "+" || event.key === "=") this.zoom(1.3);
      if (event.key === "-") this.zoom(1 / 1.3);
      if (event.key === "Enter") {
        const [v, a] = this.toMood(this.width / 2, this.height / 2), reach = 40 / this.scale;
        this.picked = { v0: v - reach, v1: v + reach, a0: a - reach, a1: a + reach };
        this.mark();
        this.onpick?.(this.within(this.picked));
      }
    });
  }
}

export async function start(view) {
  view.replaceChildren(el("h1", { id: "map-title" }, "The mood of every song"), el("p", {}, "One moment …"));
  let songs;
  try { songs = await get("/map"); } catch (error) { return view.append(el("p", { class: "notice" }, error.message)); }
  const box = el("div", { class: "mapbox", tabIndex: 0, role: "application", "aria-label": `Mood map of ${songs.ids.length} songs; arrows move, plus and minus zoom, Enter picks what is in the middle` },
    el("canvas", { class: "points" }), el("canvas", { class: "over" }), el("p", { class: "tip", hidden: true }));
  const list = el("ol", { class: "list", "aria-label": "Songs of the region" });
  const keep = el("button", { class: "quiet", type: "button", hidden: true }, "Save as playlist");
  const counts = CATEGORIES.map((_, category) => songs.categories.filter((each) => each === category).length);
  const legend = el("div", { class: "chips", role: "group", "aria-label": "Moods shown" });
  const tools = el("div", { class: "chips", role: "group", "aria-label": "Tools" });
  view.replaceChildren(el("h1", { id: "map-title" }, "The mood of every song"),
    el("div", { class: "bar" }, legend, tools), box,
    el("p", { class: "axes" }, `${songs.ids.length.toLocaleString("en")} songs. Wheel or + and − zoom, dragging moves; “Pick” (or Shift) and dragging picks a region.`),
    el("div", { class: "bar" }, el("h2", { id: "picked", hidden: true }), keep), list);
  const map = new MoodMap(box, songs);
  legend.append(...CATEGORIES.map((name, category) => {
    const button = el("button", { type: "button", class: "chip", "aria-pressed": "true", onclick: () => {
      const hide = !map.hidden.delete(category);
      if (hide) map.hidden.add(category);
      button.setAttribute("aria-pressed", String(!hide));
      map.draw();
    } }, `${name} ${percent(counts[category] / songs.ids.length)}`);
    return button;
  }));
  const pick = el("button", { type: "button", class: "chip", "aria-pressed": "false", onclick: () => {
    map.mode = map.mode === "pick" ? "" : "pick";
    pick.setAttribute("aria-pressed", String(map.mode === "pick"));
  } }, "Pick");
  tools.append(pick, ...[["+", 1.5], ["−", 1 / 1.5]].map(([sign, by]) =>
    el("button", { type: "button", class: "chip", "aria-label": by > 1 ? "Zoom in" : "Zoom out", onclick: () => map.zoom(by) }, sign)));
  map.onpick = (rows) => {
    const some = rows.sort(() => Math.random() - 0.5).slice(0, REGION).map((row) => ({
      id: songs.ids[row], artist: songs.artists[row], title: songs.titles[row], category: CATEGORIES[songs.categories[row]],
    }));
    $("#picked").hidden = false;
    $("#picked").textContent = rows.length ? `${rows.length.toLocaleString("en")} songs here${rows.length > REGION ? `, ${REGION} of them` : ""}` : "No songs here";
    list.replaceChildren(...some.map((song) => songRow(song, some, {})));
    keep.hidden = !some.length;
    keep.onclick = () => { newPlaylist("From the mood map", some); toast("Saved, in this browser alone."); };
  };
  addEventListener("themed", () => map.draw());
  return { shown: () => map.size() };
}

// The bar at the bottom: plays the listener's own file or a preview; links to search it elsewhere.

import { previewOf } from "./api.js";
import { $, el, icon, toast } from "./dom.js";
import { memory, played, remember } from "./memory.js";
import { cover, links, tell } from "./song.js";

const audio = new Audio();
audio.preload = "none";
audio.volume = memory.volume;
let queue = [], current = null;

/** Play a song; the others of the list come after it. */
export async function play(song, songs = [song]) {
  queue = songs;
  current = song;
  played(song);
  tell(song, "play");
  audio.pause();
  audio.removeAttribute("src");
  draw(null);
  const found = await previewOf(song).catch(() => null);
  if (current !== song) return;
  draw(found);
  if (!found?.url) return;
  audio.src = found.url;
  audio.play().catch(() => toast("The browser did not let it play: press play once more."));
}

function step(by) {
  const at = queue.findIndex((each) => each.id === current?.id) + by;
  if (queue[at]) play(queue[at], queue);
}

const clock = (seconds) => Number.isFinite(seconds) ? `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}` : "0:00";

function button(name, label, onclick, kind = "act") {
  return el("button", { type: "button", class: kind, "aria-label": label, title: label, onclick }, icon(name));
}

function draw(found) {
  const bar = $("#player"), song = current;
  bar.hidden = false;
  const sounds = Boolean(found?.url);
  const toggle = button("play", "Play", () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()), "round");
  toggle.id = "toggle";
  toggle.disabled = !sounds;
  const seek = el("input", { type: "range", id: "seek", min: 0, max: 1000, value: 0, "aria-label": "Position", disabled: !sounds });
  seek.addEventListener("input", () => { if (audio.duration) audio.currentTime = (seek.value / 1000) * audio.duration; });
  const volume = el("input", { type: "range", min: 0, max: 100, value: Math.round(memory.volume * 100), "aria-label": "Volume" });
  volume.addEventListener("input", () => { audio.volume = volume.value / 100; remember((now) => { now.volume = audio.volume; }); });
  bar.replaceChildren(
    el("div", { class: "now" }, el("div", { class: "cover" }, cover(song)),
      el("div", { class: "names" }, el("p", { class: "title" }, song.title), el("p", { class: "artist" }, song.artist))),
    el("div", { class: "middle" },
      el("div", { class: "acts" }, button("previous", "Previous song", () => step(-1)), toggle, button("next", "Next song", () => step(1))),
      sounds
        ? el("div", { class: "time" }, el("span", { id: "at" }, "0:00"), seek, el("span", { id: "of" }, found.source === "file" ? "" : "preview"))
        : el("p", { class: "links", "aria-label": "Nothing to play here; search it on" }, found ? links(song) : "")),
    el("div", { class: "right" }, icon("volume"), volume),
  );
  for (const row of document.querySelectorAll(".song")) row.classList.toggle("playing", row.dataset.id === song.id);
  session(song);
}

function session(song) {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({ title: song.title, artist: song.artist, album: song.album ?? "" });
  navigator.mediaSession.setActionHandler("previoustrack", () => step(-1));
  navigator.mediaSession.setActionHandler("nexttrack", () => step(1));
  navigator.mediaSession.setActionHandler("play", () => audio.play());
  navigator.mediaSession.setActionHandler("pause", () => audio.pause());
}

function state() {
  const toggle = $("#toggle");
  if (!toggle) return;
  toggle.replaceChildren(icon(audio.paused ? "play" : "pause"));
  toggle.setAttribute("aria-label", audio.paused ? "Play" : "Pause");
}

audio.addEventListener("play", state);
audio.addEventListener("pause", state);
audio.addEventListener("ended", () => step(1));
audio.addEventListener("error", () => { if (audio.getAttribute("src")) toast("This cannot be played here."); });
audio.addEventListener("timeupdate", () => {
  const seek = $("#seek");
  if (!seek || !audio.duration) return;
  seek.value = (audio.currentTime / audio.duration) * 1000;
  seek.setAttribute("aria-valuetext", `${clock(audio.currentTime)} of ${clock(audio.duration)}`);
  $("#at").textContent = clock(audio.currentTime);
  $("#of").textContent = clock(audio.duration);
});

// Space plays and pauses, arrows change the song, wherever nothing is typed.
addEventListener("keydown", (event) => {
  if (!current || event.target.closest?.("input, textarea, select, button, a, dialog")) return;
  if (event.key === " ") { event.preventDefault(); if (audio.src) audio.paused ? audio.play() : audio.pause(); }
  if (event.key === "ArrowRight" && event.altKey) step(1);
  if (event.key === "ArrowLeft" && event.altKey) step(-1);
});

// Likes, playlists and history: all of it in this browser.

import { file } from "./api.js";
import { ask, el, save, toast } from "./dom.js";
import { changePlaylist, memory, newPlaylist, onMemory, remember } from "./memory.js";
import { songRow } from "./song.js";

const FORMATS = { m3u8: "M3U8", jspf: "JSPF", csv: "CSV" };
let open = null; // id of the playlist that is shown, or "likes", or "history"

export function start(view) {
  const draw = () => view.replaceChildren(...(open ? inside() : outside()));
  const go = (id) => { open = id; draw(); view.querySelector("h1").focus(); };

  function outside() {
    const liked = Object.values(memory.likes);
    const card = (id, name, count) => el("button", { type: "button", class: "card", onclick: () => go(id) }, el("strong", {}, name), el("small", {}, `${count} ${count === 1 ? "song" : "songs"}`));
    return [
      el("h1", { id: "library-title", tabIndex: -1 }, "Library"),
      el("div", { class: "cards" }, card("likes", "Likes", liked.length), card("history", "History", memory.history.length), memory.playlists.map((list) => card(list.id, list.name, list.songs.length))),
      el("div", { class: "bar" }, el("button", { type: "button", class: "quiet", onclick: () => make(go) }, "New playlist")),
      el("p", { class: "axes" }, "It all stays in this browser."),
    ];
  }

  function inside() {
    const list = memory.playlists.find((each) => each.id === open);
    const name = list?.name ?? (open === "likes" ? "Likes" : "History");
    const songs = list?.songs ?? (open === "likes" ? Object.values(memory.likes) : memory.history);
    const act = (label, does) => el("button", { type: "button", class: "quiet", onclick: does }, label);
    return [
      el("button", { type: "button", class: "quiet back", onclick: () => go(null) }, "← Library"),
      el("h1", { id: "library-title", tabIndex: -1 }, name),
      el("div", { class: "chips" },
        songs.length ? Object.entries(FORMATS).map(([format, label]) => act(`Export ${label}`, () => take(name, songs, format))) : null,
        list ? act("Rename", () => rename(list)) : null,
        list ? act("Delete", () => drop(list, go)) : null,
        open === "history" ? act("Clear", () => remember((now) => { now.history = []; })) : null,
        open === "history" ? act(memory.keepHistory ? "Stop keeping it" : "Keep it again", () => remember((now) => { now.keepHistory = !now.keepHistory; })) : null),
      songs.length ? el("ol", { class: "list", "aria-label": name }, songs.map((song, at) => row(song, songs, list, at))) : el("p", { class: "axes" }, "Nothing here yet."),
    ];
  }

  onMemory(() => { if (!view.hidden) draw(); });
  draw();
  return { shown: draw };
}

function row(song, songs, list, at) {
  const node = songRow(song, songs, {});
  if (!list) return node;
  const move = (to) => changePlaylist(list.id, (now) => { now.songs.splice(to, 0, ...now.songs.splice(at, 1)); });
  const act = (label, sign, does, disabled) => el("button", { type: "button", class: "act", "aria-label": `${label}: ${song.title}`, title: label, disabled, onclick: does }, sign);
  node.querySelector(".acts").append(
    act("Move up", "↑", () => move(at - 1), at === 0),
    act("Move down", "↓", () => move(at + 1), at === songs.length - 1),
    act("Take out", "✕", () => changePlaylist(list.id, (now) => now.songs.splice(at, 1))));
  node.draggable = true;
  node.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", String(at)));
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    const from = Number(event.dataTransfer.getData("text/plain"));
    changePlaylist(list.id, (now) => { now.songs.splice(at, 0, ...now.songs.splice(from, 1)); });
  });
  return node;
}

function naming(title, value = "") {
  return ask(title, (close) => el("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); close(new FormData(event.target).get("name").trim()); } },
    el("label", { for: "list-name" }, "Name"), el("input", { id: "list-name", name: "name", value, maxLength: 120, required: true }), el("button", { class: "primary" }, "Keep")));
}

async function make(go) {
  const name = await naming("New playlist");
  if (name) go(newPlaylist(name, []).id);
}

async function rename(list) {
  const name = await naming("Rename", list.name);
  if (name) changePlaylist(list.id, (now) => { now.name = name; });
}

function drop(list, go) {
  remember((now) => { now.playlists = now.playlists.filter((each) => each.id !== list.id); });
  go(null);
  toast("Deleted.");
}

async function take(name, songs, format) {
  try {
    const blob = await file("/playlists/export", { name, songs: songs.map((song) => song.id), format });
    save(blob, `${name.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || "playlist"}.${format}`);
  } catch (error) { toast(error.message); }
}

// One song: a row of the list, or a tile of the grid.

import { coverOf, post } from "./api.js";
import { ask, colour, el, icon, percent, toast } from "./dom.js";
import { changePlaylist, likes, memory, newPlaylist, toggleLike } from "./memory.js";
import { play } from "./player.js";

export const SERVICES = {
  "Spotify": (words) => `https://open.spotify.com/search/${words}`,
  "YouTube Music": (words) => `https://music.youtube.com/search?q=${words}`,
  "Apple Music": (words) => `https://music.apple.com/search?term=${words}`,
  "Deezer": (words) => `https://www.deezer.com/search/${words}`,
};

export function links(song) {
  const words = encodeURIComponent(`${song.artist} ${song.title}`);
  return Object.entries(SERVICES).map(([name, url]) =>
    el("a", { href: url(words), target: "_blank", rel: "noopener noreferrer" }, name));
}

/** Tell the server what was thought of a song; it learns nothing else. */
export function tell(song, kind) {
  post("/feedback", { song: song.id, kind }).catch(() => {});
}

export function cover(song, label = "") {
  return el("img", { src: coverOf(song), alt: label, loading: "lazy", decoding: "async", width: 56, height: 56 });
}

const named = (song) => `${song.title} by ${song.artist}`;

function act(name, label, onclick, more = {}) {
  return el("button", { type: "button", class: `act ${more.class ?? ""}`, title: label, "aria-label": label, "aria-pressed": more.pressed, onclick }, icon(name));
}

/** A song with all that can be done with it; `on` holds what the view does: skip, moodless, alike. */
export function songRow(song, queue, on) {
  const row = el("li", { class: "song", style: { "--of": colour(song.category) } });
  row.dataset.id = song.id;
  const heart = act("heart", `Like ${named(song)}`, () => {
    const now = toggleLike(song);
    heart.setAttribute("aria-pressed", String(now));
    if (now) tell(song, "like");
    toast(now ? "Kept in your likes." : "No longer in your likes.");
  }, { pressed: String(likes(song)) });
  const from = [song.album, song.year].filter(Boolean).join(", ");
  row.append(
    el("button", { type: "button", class: "cover", "aria-label": `Play ${named(song)}`, onclick: () => play(song, queue) }, cover(song), el("span", {}, icon("play"))),
    el("div", { class: "names" },
      el("p", { class: "title", title: song.title }, song.title),
      el("p", { class: "artist", title: from }, song.artist, from ? ` · ${from}` : "")),
    why(song),
    el("div", { class: "acts" }, heart,
      on.skip ? act("skip", `Skip ${named(song)}`, () => on.skip(song), { class: "extra" }) : null,
      act("dots", `More about ${named(song)}`, () => menu(song, on))),
  );
  return row;
}

function why(song) {
  const box = el("div", { class: "why" }, el("span", { class: "mood" }, song.category));
  if (song.sure !== undefined) {
    const told = `${percent(song.sure)} sure of its mood`;
    box.append(el("span", { class: "sure", role: "img", "aria-label": told, title: told }, el("i", { style: { width: percent(song.sure) } })));
  }
  if (song.reason) box.append(el("p", { class: "said", title: song.reason }, song.reason));
  box.append(...(song.lines ?? []).map((line) => el("q", {}, line)));
  return box;
}

function menu(song, on) {
  ask(named(song), (close) => {
    const row = (label, does) => el("button", { type: "button", onclick: () => { close(); does(); } }, label);
    return el("div", { class: "rows" },
      on.alike ? row("More like this", () => on.alike(song)) : null,
      on.moodless ? row("Not this mood", () => on.moodless(song)) : null,
      on.skip ? row("Skip it", () => on.skip(song)) : null,
      on.without ? row(`Nothing more by ${song.artist}`, () => on.without(song)) : null,
      row("Add to a playlist", () => addTo(song)),
      el("p", { class: "links" }, links(song)));
  });
}

export async function addTo(...songs) {
  const name = await ask("Add to a playlist", (close) => [
    el("div", { class: "rows" }, memory.playlists.map((each) =>
      el("button", { type: "button", onclick: () => close({ id: each.id, name: each.name }) }, `${each.name} (${each.songs.length})`))),
    el("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); close({ name: new FormData(event.target).get("name").trim() || "New playlist" }); } },
      el("label", { for: "new-name" }, "A new one"),
      el("input", { id: "new-name", name: "name", maxLength: 120, placeholder: "Its name" }),
      el("button", { class: "primary" }, "Make it")),
  ]);
  if (!name) return;
  if (name.id) changePlaylist(name.id, (list) => list.songs.push(...songs));
  else newPlaylist(name.name, songs);
  toast(`In “${name.name}”.`);
}

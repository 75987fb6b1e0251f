// Starts the page: which view is shown, how it looks, and what the server offers.

import { allow, get, wanted } from "./api.js";
import { startAsk } from "./ask.js";
import { $, ask, el } from "./dom.js";
import { forget, memory, remember } from "./memory.js";

// The other views are loaded when they are first opened.
const LATER = { journey: () => import("./journey.js"), map: () => import("./map.js"), library: () => import("./library.js") };
const opened = new Map();

async function show() {
  const name = location.hash.slice(1).split("/")[0] || "ask";
  const view = $(`#${CSS.escape(name)}.view`) ?? $("#ask");
  for (const each of document.querySelectorAll(".view")) each.hidden = each !== view;
  for (const tab of document.querySelectorAll(".tab")) {
    if (tab.hash === `#${view.id}`) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (view.id in LATER) {
    if (!opened.has(view.id)) opened.set(view.id, LATER[view.id]().then((module) => module.start(view)));
    const started = await opened.get(view.id);
    started?.shown?.();
  }
}

function dress() {
  const light = memory.theme ? memory.theme === "light" : matchMedia("(prefers-color-scheme: light)").matches;
  document.documentElement.dataset.theme = light ? "light" : "dark";
  dispatchEvent(new Event("themed"));
}

let server = null;

async function settle() {
  server = await get("/settings").catch(() => null);
  if (!server) return;
  $("#catalogue").textContent = `${server.songs.toLocaleString("en")} songs · ${server.catalogue}`;
  // Until the listener chooses, the server's setting holds.
  allow(server.covers && (memory.covers ?? server.covers_on));
}

const SHADES = { "": "As the system", dark: "Dark", light: "Light" };

function settings() {
  ask("Settings", (close) => el("div", { class: "rows" },
    el("label", { class: "switch", for: "theme" }, "Colours", el("select", { id: "theme", onchange: (event) => { remember((now) => { now.theme = event.target.value; }); dress(); } },
      Object.entries(SHADES).map(([value, label]) => el("option", { value, selected: memory.theme === value }, label)))),
    tick("Covers and previews from the web", wanted(), (now, on) => { now.covers = on; allow(on); }, !server?.covers),
    el("p", { class: "axes" }, server?.covers
      ? "The server then asks Deezer, Apple and MusicBrainz for a song's name; nothing of what you write."
      : "The server does not fetch covers: start it with --covers to allow them. Drawn ones need no network."),
    tick("Keep the songs I played in this browser", memory.keepHistory, (now, on) => { now.keepHistory = on; }),
    el("button", { type: "button", onclick: () => { forget(); close(); dress(); location.hash = "#ask"; } }, "Forget likes, playlists and history"),
    el("button", { type: "button", class: "primary", onclick: () => close() }, "Done")));
}

function tick(label, checked, change, disabled = false) {
  return el("label", { class: "switch" }, el("input", { type: "checkbox", checked, disabled, onchange: (event) => remember((now) => change(now, event.target.checked)) }), label);
}

$("#settings").addEventListener("click", settings);
matchMedia("(prefers-color-scheme: light)").addEventListener("change", dress);

dress();
startAsk();
addEventListener("hashchange", show);
show();
settle();
if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});

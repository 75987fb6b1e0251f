// Starts the page: which view is shown, how it looks, and what the server offers.

import { get } from "./api.js";
import { startAsk } from "./ask.js";
import { $ } from "./dom.js";
import { memory, remember } from "./memory.js";

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
  $("#light").checked = light;
}

$("#light").addEventListener("change", (event) => {
  remember((now) => { now.theme = event.target.checked ? "light" : "dark"; });
  dress();
  dispatchEvent(new Event("themed"));
});

async function settle() {
  const found = await get("/settings").catch(() => null);
  if (!found) return;
  $("#catalogue").textContent = `${found.songs.toLocaleString("en")} songs · ${found.catalogue}`;
  $("#covers-switch").hidden = !found.covers;
  $("#covers").checked = found.covers && memory.covers;
  if (!found.covers && memory.covers) remember((now) => { now.covers = false; });
  $("#covers").addEventListener("change", (event) => remember((now) => { now.covers = event.target.checked; }));
}

dress();
startAsk();
addEventListener("hashchange", show);
show();
settle();
if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});

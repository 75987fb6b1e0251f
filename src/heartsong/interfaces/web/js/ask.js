// The conversation: a line goes out, songs and what was heard come back.

import { newest, post } from "./api.js";
import { $, colour, el, toast } from "./dom.js";
import { drawHeard } from "./heard.js";
import { memory, newPlaylist, remember } from "./memory.js";
import { songRow, tell } from "./song.js";

const STRATEGIES = { "": "As I ask", match: "Stay with me", lift: "Lift me up", calm: "Calm me" };

// What the conversation goes on from; the server keeps none of it.
const talk = { state: undefined, answer: null, strategy: "", seed: 1, tuned: null };
const converse = newest((body, signal) => post("/conversation", body, signal));
const rerank = newest((body, signal) => post("/recommend", body, signal));

export function startAsk() {
  const form = $("#say"), words = $("#words");
  form.addEventListener("submit", (event) => { event.preventDefault(); say(words.value); });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key === "/" && !typing) { event.preventDefault(); words.focus(); }
  });
  for (const idea of document.querySelectorAll("#ideas button")) idea.addEventListener("click", () => say(idea.textContent));
  for (const tile of document.querySelectorAll(".tile")) tile.addEventListener("click", () => say(tile.dataset.line));
  $("#tune").open = matchMedia("(min-width: 1181px)").matches;
  matchMedia("(min-width: 1181px)").addEventListener("change", (event) => { $("#tune").open = event.matches; });
  $("#more").addEventListener("click", more);
  $("#keep").addEventListener("click", keep);
  $("#reset").addEventListener("click", () => { talk.tuned = null; ask(); });
  if (matchMedia("(min-width: 721px)").matches) words.focus();
  layouts();
}

/** Say a line in the conversation. */
export async function say(text) {
  text = text.trim();
  if (!text) return $("#words").focus();
  location.hash = "#ask";
  bubble(text, "mine");
  $("#words").value = "";
  $("#ask").classList.add("talking");
  await busy(async () => {
    const options = talk.strategy ? { strategy: talk.strategy } : {};
    const reply = await converse({ text, state: talk.state, options });
    if (!reply) return;
    talk.state = reply.state;
    const help = reply.recommendation?.help;
    $("#help").hidden = !help;
    if (help) $("#help").textContent = reply.text;
    else bubble(reply.text);
    if (reply.recommendation) { talk.tuned = null; show(reply.recommendation); }
  });
}

/** Ten more songs below those that are there. */
function more() {
  return busy(async () => {
    const before = talk.answer.songs, ids = before.map((song) => song.id);
    const answer = talk.tuned ? await rerank(changed(10, { shown: ids })) : await next();
    if (!answer) return;
    const added = answer.songs.filter((song) => !ids.includes(song.id));
    talk.answer = { ...talk.answer, songs: [...before, ...added] };
    list(talk.answer.songs);
    toast(added.length ? `${added.length} more songs.` : "There are no more songs that fit.");
  });
}

/** What the conversation has next. */
async function next() {
  const reply = await converse({ text: "more", state: talk.state, options: talk.strategy ? { strategy: talk.strategy } : {} });
  if (reply) talk.state = reply.state;
  if (reply && !reply.recommendation) toast(reply.text);
  return reply?.recommendation;
}

async function busy(work) {
  const button = $("#say button");
  button.disabled = true;
  $("#list").setAttribute("aria-busy", "true");
  try { await work(); }
  catch (error) { bubble(error.message, "error"); }
  finally { button.disabled = false; $("#list").removeAttribute("aria-busy"); }
}

function bubble(text, kind = "") {
  const box = $("#talk");
  box.append(el("p", { class: kind }, text));
  box.scrollTop = box.scrollHeight;
}

/** What was heard so far once more, with what was changed by hand: sliders, chips, strategy. */
function changed(k, more = {}) {
  const before = talk.answer, tuned = talk.tuned ?? { emotions: null, wishes: before.heardWishes };
  const options = { seed: talk.seed, wishes: tuned.wishes.map(({ kind, stance, value }) => ({ kind, stance, value })), ...more };
  if (tuned.emotions) options.emotions = tuned.emotions;
  if (talk.strategy) options.strategy = talk.strategy;
  return { state: talk.state, k, options, only_wishes_given: true };
}

async function ask() {
  const before = talk.answer;
  if (!before) return;
  try {
    const answer = await rerank(changed(Math.max(before.songs.length, 10)));
    if (answer) show({ ...answer, heard: before.heard, heardWishes: before.heardWishes });
  } catch (error) { toast(error.message); }
}

/** Change emotions or wishes by hand; the songs follow at once. */
function tune(change) {
  const now = talk.tuned ?? { emotions: null, wishes: talk.answer.wishes };
  talk.tuned = { ...now, ...change };
  $("#reset").hidden = false;
  ask();
}

function show(answer) {
  // What the words said stays known while sliders say something else.
  talk.answer = { heard: answer.mood, heardWishes: answer.wishes, ...answer };
  document.body.classList.add("answered");
  document.documentElement.style.setProperty("--mood", colour(answer.category));
  $("#answer").hidden = answer.help && !answer.songs.length;
  $("#notice").hidden = !answer.notice || answer.help;
  $("#notice").textContent = answer.notice ?? "";
  $("#reset").hidden = !talk.tuned;
  list(answer.songs);
  drawHeard(talk.answer, tune);
  strategies(answer.strategy);
}

function list(songs) {
  const box = $("#list");
  box.className = `list ${memory.layout}`;
  const rows = new Map([...box.children].map((row) => [row.dataset.id, row]));
  const before = new Map([...rows].map(([id, row]) => [id, row.getBoundingClientRect().top]));
  box.replaceChildren(...songs.map((song) => {
    const row = songRow(song, songs, HANDLERS);
    // A cover that is there already is not drawn again.
    if (rows.has(song.id)) $(".cover img", row).replaceWith($(".cover img", rows.get(song.id)));
    return row;
  }));
  glide(box, before);
}

/** Let songs that stay move to their new places, where motion is welcome. */
function glide(box, before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const row of box.children) {
    const was = before.get(row.dataset.id);
    const step = was === undefined ? 0 : was - row.getBoundingClientRect().top;
    if (step) row.animate([{ transform: `translateY(${step}px)` }, { transform: "none" }], { duration: 220, easing: "ease-out" });
  }
}

const HANDLERS = {
  skip(song) { tell(song, "skip"); drop(song); toast("Skipped."); },
  moodless(song) { tell(song, "not_this_mood"); drop(song); toast("Thank you: not this mood."); },
  alike: (song) => say(`more like ${song.title} by ${song.artist}`),
  without: (song) => say(`no ${song.artist}`),
};

function drop(song) {
  talk.answer = { ...talk.answer, songs: talk.answer.songs.filter((each) => each.id !== song.id) };
  list(talk.answer.songs);
}

function keep() {
  if (!talk.answer?.songs.length) return;
  const day = new Date().toLocaleDateString("en", { day: "numeric", month: "short" });
  const list = newPlaylist(`${talk.answer.category}, ${day}`, talk.answer.songs); // not their words: they are kept nowhere
  toast(`Saved as “${list.name}”, in this browser alone.`);
}

function choice(box, options, chosen, choose) {
  const names = Object.keys(options);
  if (!$(box).children.length) {
    $(box).append(...names.map((value) => el("button", { type: "button", class: "chip", role: "radio", onclick: () => choose(value) }, options[value])));
    $(box).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const now = [...$(box).children].indexOf(event.target);
      if (!step || now < 0) return;
      event.preventDefault();
      const next = (now + step + names.length) % names.length;
      $(box).children[next].focus();
      choose(names[next]);
    });
  }
  // The buttons stay, and with them the focus; only which one is chosen changes.
  [...$(box).children].forEach((button, at) => {
    button.setAttribute("aria-checked", String(names[at] === chosen));
    button.tabIndex = names[at] === chosen ? 0 : -1;
  });
}

function strategies() {
  choice("#strategies", STRATEGIES, talk.strategy, (value) => { talk.strategy = value; strategies(); ask(); });
}

function layouts() {
  const box = $("#layouts");
  box.setAttribute("role", "radiogroup");
  choice("#layouts", { list: "List", grid: "Grid" }, memory.layout, (value) => {
    remember((now) => { now.layout = value; });
    layouts();
    if (talk.answer) list(talk.answer.songs);
  });
}

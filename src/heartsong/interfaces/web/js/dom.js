// Small helpers to build the page. Text is always set as text, never as markup.

export const $ = (selector, within = document) => within.querySelector(selector);

/** An element with properties, data and children: el("p", { class: "why" }, "as sad as you"). */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "style") for (const [name, what] of Object.entries(value)) node.style.setProperty(name, what);
    else if (key in node && !key.startsWith("aria") && key !== "list") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** An SVG element with attributes and children. */
export function shape(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

let timer;
/** Say something in passing, on the screen and to screen readers. */
export function toast(text) {
  const box = $("#toast");
  box.textContent = text;
  box.classList.add("on");
  clearTimeout(timer);
  timer = setTimeout(() => box.classList.remove("on"), 2600);
}

/** A dialog with a title and what is in it; resolves to what `close` was called with. */
export function ask(title, fill) {
  const dialog = $("#dialog");
  return new Promise((resolve) => {
    const close = (value) => { dialog.close(); resolve(value); };
    dialog.replaceChildren(el("h2", {}, title), ...[fill(close)].flat());
    dialog.oncancel = () => resolve(undefined);
    dialog.onclick = (event) => { if (event.target === dialog) close(undefined); };
    dialog.showModal();
  });
}

/** Give the browser a file to save. */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 5000);
}

export const percent = (share) => `${Math.round(share * 100)}%`;

export const CATEGORIES = ["Happy", "Anxious/Sad", "Energetic", "Calm"];
const COLOURS = { "Happy": "--happy", "Anxious/Sad": "--sad", "Energetic": "--energetic", "Calm": "--calm" };
export const colour = (category) => `var(${COLOURS[category] ?? "--dim"})`;

/** The colour itself, for a canvas. */
export const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const paintOf = (category) => paint(COLOURS[category] ?? "--dim");

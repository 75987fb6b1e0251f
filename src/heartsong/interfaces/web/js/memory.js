// What stays in this browser: likes, playlists, history, and how the page looks. Nothing else does.

const KEY = "heartsong";
const NEW = { likes: {}, playlists: [], history: [], theme: "", layout: "list", covers: null, volume: 0.8, keepHistory: true };
const MOST_HISTORY = 200;

function read() {
  try {
    return { ...structuredClone(NEW), ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return structuredClone(NEW);
  }
}

export const memory = read();
const listeners = new Set();

/** Change what is remembered, and tell whoever shows it. */
export function remember(change) {
  change(memory);
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch { /* a browser that keeps nothing still plays */ }
  listeners.forEach((tell) => tell(memory));
}

/** Forget all that this browser keeps. */
export const forget = () => remember((now) => Object.assign(now, structuredClone(NEW)));

export const onMemory = (listener) => listeners.add(listener);

/** What a song needs to be shown again without asking the server. */
export const brief = ({ id, artist, title, album, year, category, link }) => ({ id, artist, title, album, year, category, link });

export const likes = (song) => song.id in memory.likes;

export function toggleLike(song) {
  remember((now) => {
    if (song.id in now.likes) delete now.likes[song.id];
    else now.likes[song.id] = brief(song);
  });
  return likes(song);
}

export function played(song) {
  if (!memory.keepHistory) return;
  remember((now) => {
    now.history = [{ ...brief(song), at: Date.now() }, ...now.history.filter((each) => each.id !== song.id)].slice(0, MOST_HISTORY);
  });
}

export function newPlaylist(name, songs) {
  const made = { id: crypto.randomUUID?.() ?? String(Date.now()), name, songs: songs.map(brief) };
  remember((now) => now.playlists.unshift(made));
  return made;
}

export function changePlaylist(id, change) {
  remember((now) => {
    const found = now.playlists.find((each) => each.id === id);
    if (found) change(found);
  });
}

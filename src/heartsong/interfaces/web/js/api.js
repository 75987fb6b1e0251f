// Talks to the server that the page came from, and to nobody else.

const BASE = "/api/v1";

/** An answer that is no success: `message` is a sentence for people. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("Heartsong does not answer: see whether it still runs, then try again.", 0);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Refused(problem.detail || problem.title || `The server answered ${response.status}.`, response.status);
}

export const get = async (path) => (await send(path)).json();

export async function post(path, body, signal) {
  const response = await send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  return response.status === 204 ? null : response.json();
}

export async function file(path, body) {
  const response = await send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.blob();
}

/** Only the newest of several calls answers: older ones are given up. */
export function newest(call) {
  let running;
  return async (...given) => {
    running?.abort();
    const mine = (running = new AbortController());
    try {
      return await call(...given, mine.signal);
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      throw error;
    }
  };
}

// Whether the server may ask the web for covers and previews on our behalf.
let online = false;
export const allow = (on) => { online = Boolean(on); };
export const wanted = () => online;

const asked = () => (online ? "?online=1" : "");
export const coverOf = (song) => `${BASE}/songs/${song.id}/cover${asked()}`;
export const previewOf = (song) => get(`/songs/${song.id}/preview${asked()}`);

// Keeps the page itself, so that it opens without the server and says what is missing.

const SHELL = "heartsong-1";
const FILES = ["/", "/style.css", "/icon.svg", "/icons.svg", "/manifest.webmanifest", ...["api", "app", "ask", "dom", "heard", "journey", "library", "map", "memory", "player", "song"].map((name) => `/js/${name}.js`)];

addEventListener("install", (event) => event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)))).then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  // The server's own page first, so that it is never old; the kept one where it does not answer.
  event.respondWith(fetch(event.request).then((answer) => {
    if (answer.ok) caches.open(SHELL).then((cache) => cache.put(event.request, answer.clone()));
    return answer.clone();
  }).catch(async () => (await caches.match(event.request, { ignoreSearch: true })) ?? Response.error()));
});

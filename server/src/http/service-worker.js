// Keeps one page for when there is no network, and the files that it needs. No page of anybody is
// ever kept: what browsers ask for goes to the network, as if this were not here. The server puts
// the version and the files in.

const VERSION = "VERSION";
const FILES = ["FILES"];
const OFFLINE = "/offline";

// The page that wakes this says in which language it is. A worker knows no cookie of ours.
const language = new URLSearchParams(location.search).get("language") ?? "en";
const name = `ewelists ${VERSION} ${language}`;

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));

addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(networkOr(OFFLINE, request));
  else if (FILES.includes(pathname + search)) event.respondWith(networkOr(pathname + search, request));
});

// All or nothing: a worker whose files did not come is not used.
async function keep() {
  const cache = await caches.open(name);
  const headers = { Accept: "text/html", "Accept-Language": language };
  const page = new Request(OFFLINE, { credentials: "omit", cache: "no-store", headers });
  const files = FILES.map((file) => new Request(file, { credentials: "omit", cache: "no-cache" }));
  await cache.addAll([page, ...files]);
}

// What other versions kept goes.
async function tidy() {
  for (const other of await caches.keys()) if (other !== name) await caches.delete(other);
}

async function networkOr(kept, request) {
  try {
    return await fetch(request);
  } catch (gone) {
    const found = await caches.match(kept, { cacheName: name, ignoreVary: true });
    if (!found) throw gone;
    return found;
  }
}

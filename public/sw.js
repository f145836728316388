// Keeps the folder for use without a network, version by version.
//
// A version is everything that one build left (its list is written below by tests/tools/offline.mjs). It is fetched whole,
// each file held to its hash, before it is used at all; until then, and until a person asks for it, the version before it
// answers. So a page never mixes two builds: not when the network is cut halfway through an update, and not when the host
// has replaced the files since. The page itself is therefore answered from the version too; the browser looks for a new
// sw.js at every visit, and boot.js says when one is ready.
//
// Integrity: workers have none of their own in browsers. This script, like every file, is held by the content security
// policy (worker-src 'self'), by `nosniff` and by the connection to the host; it is fetched past the HTTP cache, and
// compared byte by byte with the one before. What it keeps is held to the hashes in it, the script of the spreadsheet
// worker included, which a page cannot check by itself.

const VERSION = "";
/// Name and hash of each file; the page has the empty name.
const FILES = [];
/// The same of what is kept once it has been used, and then with each version: large, and not for everybody.
const ON_USE = [];

const SCOPE = self.registration.scope;
const MINE = `socle ${new URL(SCOPE).pathname} `;
const CACHE = MINE + VERSION;
const HASHES = new Map([...FILES, ...ON_USE]);
/// The house's own library: its team changes it when it wants, so what the network has goes first.
const HOUSE = "library/";
/// How long the network is given where something is kept, in milliseconds.
const PATIENCE = 5_000;

const at = (name) => SCOPE + name;
const byContent = (name) => /-[\w]{16}\.\w+$/.test(name);

/// Fetches a file and holds it to its hash: what is named by its content may come from the browser's own cache.
async function bring(name, priority = "auto") {
  const integrity = name.startsWith(HOUSE) ? undefined : `sha256-${HASHES.get(name)}`;
  const ask = (cache) => fetch(at(name), { cache, integrity, priority, credentials: "same-origin" });
  const response = await (byContent(name) ? ask("default").catch(() => ask("reload")) : ask("no-cache"));
  // Which files the library has is for the house to say.
  if (!response.ok && name.startsWith(HOUSE)) return undefined;
  if (!response.ok) throw new Error(`${at(name)}: ${response.status}`);
  // A page may not be answered with what was redirected.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

const former = async () => (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== CACHE);

async function install() {
  const cache = await caches.open(CACHE);
  const names = FILES.map(([name]) => name);
  for (const old of await former()) {
    for (const { url } of await (await caches.open(old)).keys()) {
      const name = url.slice(SCOPE.length);
      // What has been used is used again: the spreadsheet module, and what the house's library names.
      if (name.startsWith(HOUSE) && !HASHES.has(name)) await cache.put(url, await caches.match(url));
      if (name.startsWith("sheets-") && !names.includes(ON_USE[0]?.[0])) names.push(...ON_USE.map(([name]) => name));
    }
  }
  // A few at a time, after everything else: the person is at work meanwhile. After a cut, what is there already is not fetched again.
  const some = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      if (await cache.match(at(name))) continue;
      const file = (byContent(name) && (await caches.match(at(name)))) || (await bring(name, "low"));
      if (file) await cache.put(at(name), file);
    }
  };
  await Promise.all([some(), some(), some(), some()]);
}

/// Drops the versions before this one, unless another window may still be at work with one of them.
async function tidy() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(SCOPE)).length > 1) return;
  for (const name of await former()) await caches.delete(name);
}

/// From what is kept; what is of this version and not kept yet is fetched and kept. Where a browser has dropped what was kept
/// and the host has another version by now, the network answers as if nobody stood between.
async function answer(name, event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(at(name));
  if (kept) return kept;
  try {
    const response = await bring(name);
    event.waitUntil(cache.put(at(name), response.clone()));
    return response;
  } catch {
    return fetch(event.request);
  }
}

async function fresh(request, event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  try {
    const response = await fetch(request.url, { cache: "no-cache", credentials: "same-origin", signal: kept && AbortSignal.timeout(PATIENCE) });
    if (response.ok) event.waitUntil(cache.put(request.url, response.clone()));
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("message", (event) => {
  if (event.data === "take") self.skipWaiting();
  if (event.data === "tidy") event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = request.url.slice(SCOPE.length).replace(/[?#].*$/, "");
  const name = path === "index.html" ? "" : path;
  if (name.startsWith(HOUSE)) event.respondWith(fresh(request, event));
  else if (HASHES.has(name)) event.respondWith(answer(name, event));
  // A window that is still at work with the version before finds its parts there.
  else event.respondWith(caches.match(request.url).then((kept) => kept ?? fetch(request)));
});

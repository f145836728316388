// Starts the app: reads which module and which WebAssembly file the build left as preload links in index.html, and
// fetches the latter with its integrity. An external file, because the content security policy allows no inline script.
// Then, once the app stands, has the folder kept for use without a network (sw.js).

const glue = document.querySelector('link[rel="modulepreload"]');
const code = document.querySelector('link[rel="preload"][as="fetch"]');
const boot = document.getElementById("boot");

// Until the app stands, the words that it begins with: in the language that it will take, and for whoever comes to them.
const stored = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
document.documentElement.lang = stored("socle.lang") ?? (/^fr/i.test(navigator.languages[0]) ? "fr" : "en");
if (stored("socle.current") !== null || location.hash.length > 2) document.getElementById("boot-words").hidden = true;

// The panel shown when the program stops works without the program: the last stored document can always be taken away.
document.getElementById("stopped-reload").addEventListener("click", () => location.reload());
document.getElementById("stopped-save").addEventListener("click", () => {
  const text = localStorage.getItem(`socle.document.${localStorage.getItem("socle.current")}`);
  if (text === null) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "document.socle.json";
  link.click();
  URL.revokeObjectURL(link.href);
});

// Everything that this page has left in the browser goes. The app asks, after the person has said so.
const folder = new URL("./", location.href);
addEventListener("socle-wipe", async () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("socle.")) localStorage.removeItem(key);
  // Nor does this tab keep the folder anew.
  sessionStorage.setItem("socle.wiped", "");
  try {
    for (const worker of await navigator.serviceWorker.getRegistrations()) if (worker.scope === folder.href) await worker.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`socle ${folder.pathname} `)) await caches.delete(name);
  } finally {
    // Where the browser knows none of these, there is nothing of them to remove.
    location.replace(folder);
  }
});

// The first words are on the screen before they are replaced: taken away in the same breath they would only flicker. A page
// that nobody sees yet draws no frame, and does not wait for one.
const frame = () => new Promise((done) => requestAnimationFrame(done));
const shown = Promise.race([frame().then(frame).then(frame), new Promise((done) => setTimeout(done, document.hidden ? 0 : 250))]);

try {
  const [{ default: init }, response] = await Promise.all([
    import(glue.href),
    fetch(code.href, { integrity: code.dataset.integrity, credentials: "same-origin" }),
  ]);
  if (!response.ok) throw new Error(`${code.href}: ${response.status}`);
  // Compiled while it comes, where the host says what it is.
  const streams = /^application\/wasm\b/.test(response.headers.get("content-type"));
  const module = streams ? await WebAssembly.compileStreaming(response) : response;
  await shown;
  await init({ module_or_path: module });
  boot.remove();
} catch (error) {
  document.getElementById("boot-failed").hidden = false;
  throw error;
}

const workers = isSecureContext && navigator.serviceWorker;
if (workers && sessionStorage.getItem("socle.wiped") === null) {
  // A version is taken when the person asks for it, never under their hands: the app shows `socle-newer`, and says
  // `socle-take` once the work is stored.
  const first = !workers.controller;
  let asked = false;
  let last = Date.now();
  let worker;
  const tell = () => dispatchEvent(new Event("socle-newer"));
  const watch = () => worker.installing?.addEventListener("statechange", () => worker.waiting && workers.controller && tell());
  workers.addEventListener("controllerchange", () => (asked ? location.reload() : first || tell()));
  addEventListener("socle-take", () => {
    asked = true;
    if (worker?.waiting) worker.waiting.postMessage("take");
    else location.reload();
  });
  // A page that stays open for days looks for a new version when it is shown again, at most once an hour.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - last < 3_600_000) return;
    last = Date.now();
    worker?.update().catch(() => {});
  });
  // What the first view fetches goes first.
  await new Promise((done) => setTimeout(done, 1_000));
  try {
    worker = await workers.register("./sw.js", { updateViaCache: "none" });
    worker.active?.postMessage("tidy");
    if (worker.waiting && workers.controller) tell();
    watch();
    worker.addEventListener("updatefound", watch);
  } catch {
    // Without it the page works as long as there is a network, as before.
  }
}

// What several journeys do alike: words in both languages, moves on the page, what the page shows as data, and the
// command as the second opinion on it.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SAMPLES = join(ROOT, "public/samples");
const SOCLE = process.env.SOCLE ?? join(ROOT, "target/release/socle");

export const LANGS = ["fr", "en"];
export const OUTCOMES = ["remains", "shared", "inherited", "not_applicable"];

/// Words that journeys look for, by language.
export const WORDS = {
  fr: {
    outcome: { remains: "Reste à ma charge", shared: "Partagée", inherited: "Héritée", not_applicable: "Sans objet" },
    titles: { start: "Documents et exemples · Socle", scope: "Ce qui reste à ma charge · Socle", compose: "Composer la pile · Socle", repair: "Erreur : Réparer le fichier · Socle", help: "Aide · Socle" },
    layers: ["salles d’hébergement", "matériel", "réseau physique", "calcul et hyperviseur", "stockage", "réseau virtuel", "systèmes d’exploitation", "orchestration de conteneurs", "intergiciels", "application"],
    on: { provider: "Prestataire" },
    nobody: "Personne",
    of: "sur",
    error: "Erreur",
    notice: /avis de cet outil.*Rien ici n’est une décision de l’ANSSI/,
    shown: (n) => `${n} ${n > 1 ? "exigences affichées" : "exigence affichée"}`,
    moved: (n, remains) => `${n} ${n > 1 ? "verdicts ont changé" : "verdict a changé"} ; restent à ma charge : ${remains}.`,
    step: { undo: (label) => `Annulé : ${label}.`, redo: (label) => `Rétabli : ${label}.` },
    act: { undo: "Annuler", redo: "Rétablir" },
    giveUp: "Renoncer",
    switched: "lecture modifiée",
    own: "Part propre",
    base: "Part d’un socle qualifié",
    interlock: "À obtenir du socle",
    evidence: "Ce qu’un évaluateur voit",
    parts: "Dans cette pile",
    trace: "Pourquoi ce verdict",
    close: "Fermer",
    see: (id) => `Voir l’exigence ${id}`,
    skip: "Aller au contenu",
    scope: "Ma charge",
    other: "English",
  },
  en: {
    outcome: { remains: "Remains", shared: "Shared", inherited: "Inherited", not_applicable: "Not applicable" },
    titles: { start: "Documents and samples · Socle", scope: "What remains to me · Socle", compose: "Compose the stack · Socle", repair: "Error: Repair the file · Socle", help: "Help · Socle" },
    layers: ["hosting rooms", "hardware", "physical network", "compute and hypervisor", "storage", "virtual network", "operating systems", "container orchestration", "middleware", "application"],
    on: { provider: "Provider" },
    nobody: "Nobody",
    of: "of",
    error: "Error",
    notice: /this tool’s advice.*Nothing here is a decision of ANSSI/,
    shown: (n) => `${n} ${n === 1 ? "requirement shown" : "requirements shown"}`,
    moved: (n, remains) => `${n} ${n === 1 ? "verdict moved" : "verdicts moved"}; remaining: ${remains}.`,
    step: { undo: (label) => `Undone: ${label}.`, redo: (label) => `Redone: ${label}.` },
    act: { undo: "Undo", redo: "Redo" },
    giveUp: "Give up",
    switched: "switched reading",
    own: "Own part",
    base: "A qualified base’s part",
    interlock: "To obtain from the base",
    evidence: "What an evaluator is shown",
    parts: "In this stack",
    trace: "Why this verdict",
    close: "Close",
    see: (id) => `See requirement ${id}`,
    skip: "Skip to content",
    scope: "My scope",
    other: "Français",
  },
};

/// Layers by identifier, in the order of `WORDS.*.layers`.
export const LAYERS = ["facility", "hardware", "fabric", "compute", "storage", "sdn", "os", "orchestration", "middleware", "application"];

/// Blanks of every width as one plain blank: typography is not what journeys look at.
export const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();

/// A text as the search sees it.
export const fold = (text) => plain(text).toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").replaceAll("œ", "oe");

/// Where the page says that it is. `page.url()` hears of a changed fragment a moment later.
export const address = (page) => page.evaluate(() => location.href);

/// Tries again until it holds: for what the page does a moment later.
export async function eventually(check, limit = 5_000) {
  const end = Date.now() + limit;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// The command
// ---------------------------------------------------------------------------------------------------------------------

const scratch = mkdtempSync(join(tmpdir(), "socle-journeys-"));
let scratched = 0;

/// Writes a text to a file of its own, and gives its path.
export function scratchFile(text, name = `${(scratched += 1)}.socle.json`) {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

/// Builds the command when there is none, or one that is older than its sources: it would speak of other rules.
function build() {
  const newest = (folder) =>
    Math.max(0, ...readdirSync(join(ROOT, folder), { recursive: true }).map((name) => statSync(join(ROOT, folder, name)).mtimeMs));
  const sources = Math.max(...["model/src", "catalog"].filter((folder) => existsSync(join(ROOT, folder))).map(newest), 0);
  if (existsSync(SOCLE) && statSync(SOCLE).mtimeMs >= sources) return;
  execFileSync("cargo", ["build", "--quiet", "--release", "--locked", "-p", "model", "--features", "cli"], { cwd: ROOT, stdio: "inherit" });
  // Cargo leaves a command that comes out the same as it was.
  if (existsSync(SOCLE)) utimesSync(SOCLE, new Date(), new Date());
}

let isBuilt = false;

/// Runs the command; gives what it wrote to standard output, as JSON.
export function socle(...args) {
  if (!isBuilt && !process.env.SOCLE) build();
  isBuilt = true;
  const { status, stdout, stderr } = spawnSync(SOCLE, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.ok(status === 0 || (status === 1 && args[0] === "check"), `socle ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout);
}

let known;
/// The catalogue, by requirement.
export function catalogue() {
  if (!known) {
    known = socle("catalog");
    known.byId = new Map(known.requirements.map((r) => [r.id, r]));
    known.isVerified = (id) => known.byId.get(id).modality !== "recommendation";
  }
  return known;
}

/// The scope of a service as the command tells it. `document` is a path or a text.
export function scopeOf(document, service, ...options) {
  const path = document.startsWith("{") ? scratchFile(document) : document;
  const scope = socle("scope", path, "--service", service, "--format", "json", ...options);
  scope.byId = new Map(scope.verdicts.map((v) => [v.requirement, v]));
  scope.outcomes = Object.fromEntries(scope.verdicts.map((v) => [v.requirement, v.verdict]));
  return scope;
}

// ---------------------------------------------------------------------------------------------------------------------
// Samples
// ---------------------------------------------------------------------------------------------------------------------

/// The samples of a group: `id`, `service`, `path`, `text`, `document`.
const samplesOf = (group) =>
  Object.fromEntries(
    JSON.parse(readFileSync(join(SAMPLES, "index.json"), "utf8"))
      .filter((sample) => sample.group === group)
      .map((sample) => {
        const path = join(SAMPLES, sample.file);
        const text = readFileSync(path, "utf8");
        return [sample.id, { ...sample, path, text, document: JSON.parse(text) }];
      }),
  );

/// Stacks of services, and public cases of ownership.
export const samples = samplesOf(undefined);
export const cases = samplesOf("ownership");

/// From the start screen to the verdicts on a sample.
export async function openSample(page, id) {
  await page.locator(".samples button.sample", { has: page.locator(".sample-id", { hasText: new RegExp(`^${id}$`) }) }).click();
  await standing(page);
}

/// The verdicts stand, and the prose has arrived.
export async function standing(page) {
  page.setDefaultTimeout(10_000);
  await page.locator(".figure-number").first().waitFor();
  await page.locator(".row .row-text:not(:empty)").first().waitFor({ state: "attached" });
}

/// Opens a document and goes to a screen of it.
export async function openDocument(page, document, hash = "#/scope") {
  page.setDefaultTimeout(10_000);
  await page.locator("#open-file").setInputFiles({ name: "pile.socle.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(document)) });
  await titled(page, document.title);
  await goTo(page, hash);
}

/// Goes to another fragment, as a link would.
export async function goTo(page, hash) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
}

/// Two clouds, the second still a candidate, and an application over each.
export const PAIR = {
  format: "socle/1",
  title: "Deux nuages",
  as_of: "2026-07-16",
  providers: [{ id: "nous", name: "Nous" }, { id: "eux", name: "Eux" }],
  services: [
    { id: "est", name: "Nuage Est", provider: "eux", activities: ["iaas"], qualifications: [{ version: "3.2", granted: "2025-03-03", evidence: "decision" }] },
    { id: "ouest", name: "Nuage Ouest", provider: "eux", activities: ["iaas"], candidacy: { milestone: "j0", since: "2025-09-01", expected: "2026-05-04" } },
    { id: "plateforme", name: "Plateforme", provider: "nous", activities: ["paas"], relies_on: [{ service: "est" }] },
    { id: "guichet", name: "Guichet", provider: "nous", activities: ["saas"], relies_on: [{ service: "plateforme" }] },
    { id: "bureau", name: "Bureau", provider: "nous", activities: ["saas"], relies_on: [{ service: "ouest" }] },
  ],
};

// ---------------------------------------------------------------------------------------------------------------------
// What the page shows
// ---------------------------------------------------------------------------------------------------------------------

export const row = (page, id) => page.locator(`[id="row-${id}"]`);
export const panel = (page) => page.locator("#panel");
export const figure = (page, outcome) => page.locator(`.figure.${outcome}`);
export const said = (page) => page.locator('[role="status"][aria-live="polite"]');

/// The four figures.
export async function figures(page) {
  const numbers = await page.evaluate(
    (outcomes) => outcomes.map((outcome) => [outcome, Number(document.querySelector(`.figure.${outcome} .figure-number`).textContent)]),
    OUTCOMES,
  );
  return Object.fromEntries(numbers);
}

/// Every requirement of the list and its verdict, shown or not.
export function outcomes(page) {
  return page.evaluate(() => {
    const found = [...document.querySelectorAll(".group")].flatMap((group) => {
      const outcome = [...group.classList].find((name) => name !== "group");
      return [...group.querySelectorAll("button.row")].map((row) => [row.id.slice("row-".length), outcome]);
    });
    const ids = found.map(([id]) => id);
    if (new Set(ids).size !== ids.length) throw new Error("a requirement stands in the list twice");
    return Object.fromEntries(found);
  });
}

/// The requirements that the filters let through, as a person sees them.
export function visibleIds(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("button.row")].filter((row) => row.checkVisibility()).map((row) => row.id.slice("row-".length)),
  );
}

/// How many requirements the two tellings do not agree on.
export const moves = (before, after) => Object.keys(before).filter((id) => before[id] !== after[id]).length;

/// The stored document that is open, as text.
export const stored = (page) => page.evaluate(() => localStorage.getItem(`socle.document.${localStorage.getItem("socle.current")}`));

/// The documents that the browser keeps, or the copies set aside: texts by key.
export const keptTexts = (page, kind = "document") =>
  page.evaluate((prefix) => Object.fromEntries(Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => [key.slice(prefix.length), localStorage.getItem(key)])), `socle.${kind}.`);

/// The button of an action, in the header or on the screen.
export const act = (page, id) => page.locator(`[data-act="${id}"]:visible`).first();

/// Saves the document to a file: its name and its text.
export async function saveFile(page, button = act(page, "save")) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/// The title of the open document, which is a field.
export const titled = (page, title) => eventually(async () => assert.equal(await page.locator("#title").inputValue(), title));

/// How many pages a PDF has.
export function pagesOf(pdf) {
  const count = (text) => (text.match(/\/Type\s*\/Page(?![A-Za-z])/g) ?? []).length;
  const text = pdf.toString("latin1");
  let n = count(text);
  // Objects may lie in compressed streams.
  for (const match of text.matchAll(/\/Type\s*\/ObjStm[\s\S]*?stream\r?\n/g)) {
    const start = match.index + match[0].length;
    n += count(inflateSync(pdf.subarray(start, text.indexOf("endstream", start))).toString("latin1"));
  }
  return n;
}

/// What holds the focus: `tag#id.class`.
export const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at === document.body || !at ? "body" : `${at.localName}${at.id && `#${at.id}`}${[...at.classList].map((c) => `.${c}`).join("")}`;
  });

/// Opens a requirement by its row.
export async function openRow(page, id) {
  await row(page, id).click();
  await panelOf(page, id);
}

/// The page as it is once what is under way has been drawn.
export const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))));

/// The panel stands, on this requirement.
export async function panelOf(page, id) {
  await page.locator("#panel-title .row-number", { hasText: new RegExp(`^${id.replaceAll(".", "\\.")}$`) }).waitFor();
}

// ---------------------------------------------------------------------------------------------------------------------
// By keyboard
// ---------------------------------------------------------------------------------------------------------------------

/// What holds the focus, and what is wrong with how it shows.
export const stop = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    window.stops ??= new Map();
    if (!window.stops.has(at)) window.stops.set(at, window.stops.size);
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const faults = [];
    // The button of a date field is drawn by the browser, which marks it itself.
    const isInside = at.type === "date" && !at.matches(":focus");
    if (!isInside && !at.matches(":focus-visible")) faults.push("is not :focus-visible");
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!isInside && !outlined && style.boxShadow === "none") faults.push("has no outline");
    if (outlined && style.outlineColor === getComputedStyle(document.body).backgroundColor) faults.push("has an outline of the colour of the page");
    if (box.width === 0 || box.height === 0) faults.push("has no size");
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < Math.min(box.width, 8) || bottom - top < Math.min(box.height, 8)) faults.push(`is out of view (${Math.round(box.left)}, ${Math.round(box.top)})`);
    else {
      // Seen somewhere: at its middle or near a corner.
      const places = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => [left + (right - left) * x, top + (bottom - top) * y]);
      const seen = places.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (at.contains(there) || there.contains(at) || [...(at.labels ?? [])].some((label) => label.contains(there)));
      });
      const covered = places.every(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return !there || !(at.contains(there) || [...(at.labels ?? [])].some((label) => label.contains(there)));
      });
      if (!seen || covered) faults.push("is covered");
    }
    const name = `${at.localName}${at.id && `#${at.id}`}${[...at.classList].map((c) => `.${c}`).join("")} “${(at.innerText || at.labels?.[0]?.innerText || at.getAttribute("aria-label") || "").replace(/\s+/g, " ").slice(0, 40)}”`;
    return { index: window.stops.get(at), id: at.id, name, faults };
  });

/// Presses Tab until the stop is the wanted one; every stop on the way must be in order.
export async function tabTo(page, wanted, { key = "Tab", limit = 80 } = {}) {
  const way = [];
  for (let i = 0; i < limit; i += 1) {
    await page.keyboard.press(key);
    const at = await stop(page);
    if (!at) continue;
    assert.deepEqual(at.faults, [], `${at.name} ${at.faults.join(", ")}`);
    way.push(at.name);
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), wanted)) return way;
  }
  assert.fail(`${wanted} was not reached:\n  ${way.join("\n  ")}`);
}

/// Walks the whole page with Tab, from the skip link to where the page ends; gives the names of the stops.
export async function walk(page, limit = 400) {
  const [names, faults] = [[], []];
  await page.evaluate(() => {
    window.stops = new Map();
    document.querySelector(".skip").focus();
  });
  await stop(page);
  let last = 0;
  for (let i = 0; i < limit; i += 1) {
    await page.keyboard.press("Tab");
    const at = await stop(page);
    if (!at || (at.index !== last && at.index !== names.length + 1)) break;
    // A date field has several stops of its own.
    if (at.index !== last) names.push(at.name);
    last = at.index;
    if (at.faults.length > 0) faults.push(`${at.name} ${at.faults.join(", ")}`);
  }
  const found = [...new Set(faults)];
  if (found.length > 0) assert.fail(`${found.length} of ${names.length} stops:\n  ${found.slice(0, 10).join("\n  ")}`);
  return names;
}

/// How many things Tab should stop at after the skip link: groups of radio buttons count once.
export const tabbable = (page) =>
  page.evaluate(() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex]")].filter((e) => {
      if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({ visibilityProperty: true })) return false;
      if (e.type !== "radio") return true;
      if (groups.has(e.name)) return false;
      groups.add(e.name);
      return true;
    }).length - 1;
  });

// ---------------------------------------------------------------------------------------------------------------------
// Screens
// ---------------------------------------------------------------------------------------------------------------------

/// A file with faults of several kinds, to be repaired.
const FAULTY = JSON.stringify({
  format: "socle/1",
  title: "Pile à reprendre",
  as_of: "2026-02-30",
  providers: [{ id: "p", name: "P" }],
  services: [
    { id: "a", name: "A", provider: "p", activities: ["iaas"], layers: ["compute"], relies_on: [{ service: "b" }] },
    { id: "b", name: "B", provider: "nobody", activities: ["paas", "daas"], layers: ["os"], relies_on: [{ service: "a" }] },
  ],
});

const openFile = (page, text) => page.locator("#open-file").setInputFiles({ name: "pile.socle.json", mimeType: "application/json", buffer: Buffer.from(text) });

/// On the compose screen: selects a row of the outline, whatever face is shown, and opens all that folds in the details.
async function onRow(page, key) {
  await page.locator(`[id="o-${key}"]`).evaluate((row) => row.click());
  await eventually(async () => assert.equal(await page.locator(`[id="o-${key}"]`).getAttribute("aria-selected"), "true"));
  await page.evaluate(() => document.querySelectorAll("#inspector details").forEach((details) => (details.open = true)));
  await face(page, 2);
}

/// Of a narrow page: the outline, the diagram or the details.
async function face(page, which) {
  if (await page.locator(".face").first().isVisible()) await page.locator(".face").nth(which).click();
}

async function openDialog(page, id, ready) {
  await page.locator(`[data-act="${id}"]:visible`).first().click();
  await page.locator(`#dialog ${ready}`).first().waitFor();
}

async function closeDialog(page) {
  await page.keyboard.press("Escape");
  await page.locator("#dialog").waitFor({ state: "detached" });
}

/// Every screen, in an order in which one leads to the next: `[name, how to get there]`.
const SCREENS = [
  ["start", (page) => page.locator(".start .sample-id").first().waitFor()],
  [
    "templates",
    async (page) => {
      await page.locator(".shelf > summary").click();
      await page.locator(".shelf .sample").first().waitFor();
    },
  ],
  [
    "empty",
    async (page) => {
      await page.locator("main .hero-actions .primary").click();
      await page.locator(".diagram-empty").waitFor();
    },
  ],
  [
    "scope",
    async (page) => {
      await page.locator("nav .screen").first().click();
      await openSample(page, "S06");
    },
  ],
  [
    "panel",
    async (page) => {
      await goTo(page, "#/scope?requirement=11.3.a&chapter=11");
      await panelOf(page, "11.3.a");
      // Nothing below depends on how long the summary takes to arrive.
      await page.locator("#panel .summary:not(:empty)").waitFor();
    },
  ],
  [
    "assumptions",
    async (page) => {
      await goTo(page, "#/scope?chapter=11");
      await panel(page).waitFor({ state: "detached" });
      for (const place of ["#facts", "#readings", ".document-note"]) await page.locator(`${place} > summary`).click();
      await page.locator("#readings .reading-question:not(:empty)").first().waitFor();
    },
  ],
  [
    "matrix",
    async (page) => {
      // One chapter with its head: every other is built alike.
      await goTo(page, "#/matrix?chapter=11");
      await eventually(async () => assert.equal(await page.locator('[id^="m-"]').count(), 278));
      await page.locator(".m-filters > summary").click();
    },
  ],
  [
    "matrix-panel",
    async (page) => {
      await goTo(page, "#/matrix?requirement=11.3.a&chapter=11");
      await panelOf(page, "11.3.a");
      await page.locator("#panel .summary:not(:empty)").waitFor();
    },
  ],
  [
    "present",
    async (page) => {
      await goTo(page, "#/present");
      await page.locator(".present-said li").nth(4).waitFor();
    },
  ],
  [
    "compare",
    async (page) => {
      await goTo(page, "#/compare?with=day%3D2026-07-17");
      await page.locator(".compare-figures").waitFor();
      await page.locator(".compare-readings > summary").click();
      await page.evaluate(() => document.querySelectorAll(".compare-result details").forEach((details) => (details.open = true)));
    },
  ],
  [
    "calendar",
    async (page) => {
      await goTo(page, "#/calendar");
      await page.locator(".k-checks .question").first().waitFor();
      await page.evaluate(() => document.querySelectorAll(".k-turn details").forEach((details) => (details.open = true)));
    },
  ],
  [
    "report",
    async (page) => {
      await goTo(page, "#/report");
      await eventually(async () => assert.equal(await page.evaluate(() => document.getElementById("annex")?.shadowRoot?.querySelectorAll('tr[id^="r-"]').length), 278), 10_000);
    },
  ],
  [
    "eucs",
    async (page) => {
      await goTo(page, "#/eucs?category=INQ");
      await page.locator("#e-timeline > summary").click();
      await page.locator('.e-row[id^="e-INQ"]:visible').first().waitFor();
      // The last category stands in the second half of the list.
      await page.locator('[id="e-PSS-01.1"]').waitFor({ state: "attached" });
      await page.evaluate(() => document.querySelectorAll('.e-row[id^="e-INQ"]').forEach((row) => (row.open = true)));
    },
  ],
  [
    "ownership",
    async (page) => {
      await goTo(page, "#/ownership");
      await page.locator(".o-answer").waitFor();
      await page.locator("#o-readings > summary").click();
      await page.locator("#o-outline button").first().click();
      await page.locator("#field-seat").waitFor();
    },
  ],
  [
    "share",
    async (page) => {
      await goTo(page, "#/present");
      await openDialog(page, "share", "#share-link");
    },
  ],
  [
    "asked",
    async (page) => {
      await closeDialog(page);
      await goTo(page, "#/scope?chapter=11");
      for (const place of ["#questions", "#obtain"]) await page.locator(`${place} > summary`).click();
      await page.locator("#obtain .obtain > details > summary").first().click();
      await page.locator("#questions .ask").first().waitFor();
      await page.locator("#obtain li:visible").first().waitFor();
    },
  ],
  [
    "compose",
    async (page) => {
      await goTo(page, "#/compose");
      await page.locator("#diagram .card").first().waitFor();
      await page.locator(".legend > summary").click();
    },
  ],
  [
    "outline",
    (page) => face(page, 0),
  ],
  ["document", (page) => onRow(page, "document")],
  ["service", (page) => onRow(page, "service:scalingo-paas")],
  ["reliance", (page) => onRow(page, "reliance:scalingo-paas:outscale-iaas")],
  [
    "third",
    async (page) => {
      await onRow(page, "service:scalingo-paas");
      await page.locator('[data-act="third"]:visible').first().click();
      await page.locator("#field-roles").waitFor();
    },
  ],
  ["provider", (page) => onRow(page, `provider:${samples.S06.document.services.find((s) => s.id === "scalingo-paas").provider}`)],
  [
    "refused",
    async (page) => {
      // A value that the format does not know, said beside its field.
      await onRow(page, "service:scalingo-paas");
      const field = page.locator("#field-locations-storage");
      await field.fill("nowhere");
      await field.blur();
      await page.locator(".refused").first().waitFor();
    },
  ],
  [
    "note",
    async (page) => {
      await page.locator('[data-act="delete"]:visible').first().click();
      await page.locator("#toast").waitFor();
      await face(page, 1);
    },
  ],
  ["palette", (page) => openDialog(page, "palette", '[role="option"]')],
  [
    "add",
    async (page) => {
      await closeDialog(page);
      await page.locator("#toast .link").click();
      await onRow(page, "service:scalingo-paas");
      await face(page, 1);
      await openDialog(page, "add", ".choices input");
      await page.locator("#dialog .reminder > summary").click();
    },
  ],
  [
    "connect",
    async (page) => {
      await closeDialog(page);
      await page.keyboard.press("Escape");
      await page.locator('[data-act="add"]:visible').first().click();
      await page.locator('#dialog [role="option"]').nth(2).click();
      await page.locator("#dialog").waitFor({ state: "detached" });
      await onRow(page, "service:scalingo-paas");
      await face(page, 1);
      await openDialog(page, "connect", '[role="option"]');
    },
  ],
  [
    "menu",
    async (page) => {
      await closeDialog(page);
      await openDialog(page, "menu", ".menu-item");
    },
  ],
  [
    "documents",
    async (page) => {
      await closeDialog(page);
      await page.locator("nav .screen").first().click();
      await page.locator(".documents .kept").first().waitFor();
    },
  ],
  [
    "forget",
    async (page) => {
      await page.locator(".kept-acts .tool").last().click();
      await page.locator("#dialog .danger").waitFor();
    },
  ],
  [
    "copies",
    async (page) => {
      await page.locator("#dialog .danger").click();
      await page.locator("#dialog").waitFor({ state: "detached" });
      await page.locator(".copies > summary").click();
      // Nothing lies half under the header.
      await page.evaluate(() => scrollTo(0, 0));
    },
  ],
  [
    "fault",
    async (page) => {
      await page.locator("#open-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from([0x89, 0xff]) });
      await eventually(async () => assert.match(await focused(page), /^section#fault/));
    },
  ],
  [
    "repair",
    async (page) => {
      await page.locator("#fault button").click();
      await openFile(page, FAULTY);
      await eventually(async () => assert.match(await focused(page), /^section#problems/));
    },
  ],
  [
    "unreadable",
    async (page) => {
      await openFile(page, `${FAULTY.slice(0, -1)},}`);
      await page.locator("#raw-text").waitFor();
    },
  ],
  [
    "mended",
    async (page) => {
      await openFile(page, samples.S06.text.replace(/\}\s*$/, ",}"));
      await page.locator("#problems .primary").click();
      await page.locator(".mended").waitFor();
    },
  ],
  [
    "help",
    async (page) => {
      await goTo(page, "#/help");
      await page.locator(".help .reading li:not(:empty)").first().waitFor();
    },
  ],
];

/// Runs through the screens with some checks; tells together what fails, so that one screen does not hide the next.
export async function onEveryScreen(page, ...checks) {
  page.setDefaultTimeout(10_000);
  const failures = [];
  for (const [name, go] of SCREENS) {
    await go(page);
    for (const check of checks) {
      try {
        await check(name);
      } catch (error) {
        failures.push(`${name}: ${error.message}`);
      }
    }
  }
  if (failures.length > 0) assert.fail(`\n${failures.join("\n")}`);
}

/// Fails when the page, or a part that should not, can be scrolled sideways.
export async function fitsAcross(page, width) {
  const { across, over } = await page.evaluate(() => {
    const across = document.scrollingElement.scrollWidth;
    const isClipped = (e) => {
      for (let up = e; up && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.clipPath !== "none" || style.position === "fixed") return true;
        if (up !== e && ["auto", "scroll", "hidden"].includes(style.overflowX)) return true;
      }
      return false;
    };
    const name = (e) => `${e.localName}${e.id && `#${e.id}`}${[...e.classList].map((c) => `.${c}`).join("")}`;
    const over = [...document.querySelectorAll("body *")]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !isClipped(e))
      .map((e) => `${name(e)} reaches ${Math.round(e.getBoundingClientRect().right)}`);
    for (const part of document.querySelectorAll(".panel, .rail, .bar, .filters, .row, .slab, .figure, .fault, .toolbar, .strip, .outline, .outline-row, .inspector, .toast, .banner, .dialog, .dialog-body, .mend-card, .kept")) {
      if (part.checkVisibility() && part.scrollWidth > part.clientWidth + 1) over.push(`${name(part)} holds ${part.scrollWidth} in ${part.clientWidth}`);
    }
    return { across, over: over.slice(0, 6) };
  });
  if (across > width || over.length > 0) assert.fail(`at ${width} px the page is ${across} px wide; ${over.join("; ")}`);
}

/// Fails when a word of a heading, a figure, a name or a button goes on in the next line without a hyphen.
export async function wordsWhole(page) {
  const broken = await page.evaluate(() => {
    const found = new Set();
    for (const part of document.querySelectorAll("h1, h2, h3, th, label, legend, dt, .figure, .slab, .screen, .tag, .verdict, .row-title")) {
      if (!part.checkVisibility() || part.closest(".away")) continue;
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement.closest(".away, option") || getComputedStyle(text.parentElement).clipPath !== "none") continue;
        if (getComputedStyle(text.parentElement).hyphens === "auto") continue;
        for (const word of text.data.matchAll(/[\p{L}\p{N}]{3,}/gu)) {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
          if (lines.size > 1) found.add(`“${word[0]}” in ${part.localName}.${part.className}`);
        }
      }
    }
    return [...found].slice(0, 6);
  });
  if (broken.length > 0) assert.fail(`words are broken: ${broken.join("; ")}`);
}

// Uses the page for an hour as somebody in a hurry would: random edits, undo and redo, every screen, filters, languages and
// themes, in a real browser. By hand: `make soak` (MINUTES=60, SEED to repeat a run, FOLDER for another build than dist/).
//
// Held after each step: nothing on the console, no violation of the content security policy, no panel of a stopped program;
// the stored document can be read, is the one that the page shows, and undo and redo give the texts from before to the byte.
// Now and then the page saves a file, which must be what is stored. A tenth of the time goes first to a page that is
// loaded again and again; what is measured afterwards is one life of one page, for a new one would hide what is retained.
// Fails on any of these, or when the heap of scripts after a collection has grown by more than 5 MB, or when elements are
// kept. The memory of the module is told beside them: a browser never takes it back, and undo keeps documents there.

import assert from "node:assert/strict";
import { cpus, loadavg } from "node:os";
import { openHouse } from "../browser/harness.mjs";
import { act, eventually, goTo, openDocument, plain, saveFile, settled, stored } from "../browser/journeys.mjs";
import { STACK, dialog, outlineRow } from "../browser/composing.mjs";
import { DIST } from "./budget.mjs";

const MINUTES = Number(process.env.MINUTES || 60);
const SEED = Number(process.env.SEED || Date.now() % 1_000_000);
const GROWTH = 5_000_000;
/// Elements stay outside the heap of scripts: screens that are left behind show in their number.
const MORE_NODES = 40_000;
const MOST_SERVICES = 30;
/// How many edits the page can take back (app/src/history.rs).
const MOST_UNDONE = 200;
const MOST_FAULTS = 10;

// The same steps for the same seed (mulberry32); what the page takes its time for may still differ.
let state = SEED;
function chance() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const below = (n) => Math.floor(chance() * n);
const pick = (list) => list[below(list.length)];

const NAMES = ["Guichet", "Téléservice", "Nuage", "Grappes", "Plateforme", "Dépôt d’actes", "<b>gras</b>", "名前", "a & b", "L’« œuvre »", "x".repeat(60)];
const WORDS = ["clé", "journal", "a", "19.6", "sauvegarde", "zzz", "", "", ""];
const SCREENS = ["#/", "#/compose", "#/scope", "#/matrix", "#/present", "#/compare", "#/calendar", "#/report", "#/eucs", "#/help"];

const faults = [];
// How often each step was taken, and how often it changed the document.
const done = {};
const changed = {};
let steps = 0;
let edits = 0;
// What undo and redo must give, as texts.
let past = [];
let future = [];

const find = (page, selector) => page.locator(selector).filter({ visible: true });

/// One of what is there, or nothing.
async function some(locator) {
  const n = await locator.count();
  return n > 0 ? locator.nth(below(n)) : null;
}

async function toCompose(page) {
  await goTo(page, "#/compose");
  await page.locator("#outline").waitFor();
}

/// Selects a service, or anything else, in the outline.
async function selectOne(page, kind = "service") {
  await toCompose(page);
  const row = await some(find(page, `#outline [id^="o-${kind}"]`));
  if (!row) return false;
  await page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: "center" }), await row.getAttribute("id"));
  await row.click({ position: { x: 60, y: 8 } });
  return true;
}

async function key(page, name) {
  await page.locator("#outline").focus();
  await page.keyboard.press(name);
}

/// Takes one of the choices that a dialog offers.
async function choose(page) {
  await page.locator("#choose").waitFor();
  const option = await some(dialog(page).locator('[role="option"]'));
  if (option) await option.click();
  else await page.keyboard.press("Escape");
}

/// A step is one edit at most, so that each undo has its text.
const STEPS = [
  [6, "add", async (page, text) => {
    if (JSON.parse(text).services.length >= MOST_SERVICES) return;
    await selectOne(page);
    await key(page, "n");
    await choose(page);
  }],
  [10, "rename", async (page) => {
    if (!(await selectOne(page))) return;
    const name = page.locator("#field-name");
    await name.fill(`${pick(NAMES)} ${below(1000)}`);
    await name.blur();
  }],
  [7, "connect", async (page) => {
    if (!(await selectOne(page))) return;
    await key(page, "c");
    // Nothing to rest on: the page says so, and no choice comes.
    await settled(page);
    if (await page.locator("#choose").count()) await choose(page);
  }],
  [4, "delete", async (page, text) => {
    const services = JSON.parse(text).services.length;
    if (services < 3 || !(await selectOne(page, services > MOST_SERVICES / 2 ? "service" : pick(["service", "reliance", "third", "provider"])))) return;
    await key(page, "Delete");
  }],
  [2, "third party", async (page) => {
    if (!(await selectOne(page))) return;
    await key(page, "t");
  }],
  [14, "field", async (page) => {
    if (!(await selectOne(page, pick(["service", "service", "service", "reliance", "third", "provider", "document"])))) return;
    const at = await some(find(page, "#inspector input:not([readonly]):not([disabled]), #inspector select, #inspector textarea"));
    if (!at) return;
    const kind = await at.evaluate((e) => (e.localName === "input" ? e.type : e.localName));
    if (kind === "select") await at.selectOption({ index: below(await at.locator("option").count()) });
    else if (kind === "checkbox" || kind === "radio") await at.click({ force: true });
    else if (kind === "date") await at.fill(`202${5 + below(4)}-0${1 + below(9)}-1${below(9)}`);
    else if (kind === "number") await at.fill(String(below(60)));
    else if (kind === "text" || kind === "textarea" || kind === "search" || kind === "url") await at.fill(`${pick(NAMES)} ${below(100)}`);
    await page.evaluate(() => document.activeElement?.blur());
  }],
  [4, "list entry", async (page) => {
    if (!(await selectOne(page, pick(["service", "reliance"])))) return;
    const button = await some(find(page, '#inspector button[id$="-add"]'));
    if (button) await button.click();
  }],
  [2, "title", async (page) => {
    await page.locator("#title").fill(`${pick(NAMES)} ${below(1000)}`);
    await page.locator("#title").blur();
  }],
  [14, "undo", (page) => stepBack(page, "undo")],
  [8, "redo", (page) => stepBack(page, "redo")],
  [12, "screen", async (page) => {
    const tab = await some(page.locator("nav.screens button:not([disabled])"));
    await tab.click();
  }],
  [5, "filter", async (page) => {
    await goTo(page, "#/scope");
    await page.locator("#search").waitFor({ state: "attached" });
    if (chance() < 0.5) {
      if (await page.locator("#search").isVisible()) await page.locator("#search").fill(pick(WORDS));
    } else {
      const by = await some(find(page, 'select[id^="by-"]'));
      if (by) await by.selectOption({ index: chance() < 0.6 ? 0 : below(await by.locator("option").count()) });
    }
  }],
  [6, "requirement", async (page) => {
    await goTo(page, pick(["#/scope", "#/matrix"]));
    await settled(page);
    const row = await some(find(page, 'button.row, [id^="m-"] button'));
    if (!row) return;
    await row.click();
    await settled(page);
    if (chance() < 0.7) await page.keyboard.press("Escape");
  }],
  [2, "language", (page) => page.locator("#language").click()],
  [2, "theme", (page) => page.locator("#theme").click()],
];
const WEIGHT = STEPS.reduce((sum, [weight]) => sum + weight, 0);

async function stepBack(page, which) {
  const [from, to] = which === "undo" ? [past, future] : [future, past];
  const button = act(page, which);
  assert.equal(await button.isDisabled(), from.length === 0, `${which} is offered when there is something to ${which}, and then alone`);
  if (from.length === 0) return;
  const before = await stored(page);
  await button.click();
  const wanted = from.pop();
  to.push(before);
  await eventually(async () => assert.equal(await stored(page), wanted, `${which} gives the text from before`), 3_000);
}

/// The page and what is stored are one document.
async function agree(page) {
  await eventually(async () => {
    const seen = await page.evaluate(() => ({
      text: localStorage.getItem(`socle.document.${localStorage.getItem("socle.current")}`),
      title: document.getElementById("title").value,
      stopped: !(document.getElementById("stopped")?.hidden ?? true),
      outline: document.getElementById("outline") && Object.fromEntries([...document.querySelectorAll('#outline [id^="o-service:"]')].map((row) => [row.id.slice(10), row.textContent])),
    }));
    assert.ok(!seen.stopped, "the panel of a stopped program shows");
    const document = JSON.parse(seen.text);
    assert.equal(seen.title, document.title ?? "", "the title");
    if (!seen.outline) return;
    for (const { id, name } of document.services) {
      assert.ok(id in seen.outline, `the outline has no row of ${id}`);
      assert.ok(plain(seen.outline[id]).includes(plain(name ?? "")), `the outline shows “${seen.outline[id]}”, not “${name}”`);
    }
  }, 3_000);
}

async function oneStep(page, visit, name, run) {
  steps += 1;
  try {
    if (await dialog(page).count()) await page.keyboard.press("Escape");
    const before = await stored(page);
    await run(page, before);
    await settled(page);
    const after = await stored(page);
    if (after !== before) {
      edits += 1;
      changed[name] = (changed[name] ?? 0) + 1;
      if (name !== "undo" && name !== "redo") {
        past = [...past, before].slice(-MOST_UNDONE);
        future = [];
      }
    }
    done[name] = (done[name] ?? 0) + 1;
    await agree(page);
    if (steps % 40 === 0) {
      const { text } = await saveFile(page);
      assert.equal(text, await stored(page), "the file that is saved is what is stored");
    }
  } catch (error) {
    faults.push(`step ${steps} (${name}): ${error.message.split("\n").slice(0, 4).join(" ")}`);
    console.error(faults.at(-1));
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/soak-${steps}.png`, caret: "initial", animations: "allow" }).catch(() => {});
    // What the two stacks of texts hold is no longer known: the page is loaded anew.
    await again(page);
  }
  for (const problem of visit.problems.splice(0)) {
    faults.push(`step ${steps} (${name}): ${problem}`);
    console.error(faults.at(-1));
  }
}

/// Loads the page anew: the same document comes back, with nothing to undo.
async function again(page) {
  const before = await stored(page);
  await page.reload();
  await page.locator("main h1").first().waitFor();
  [past, future] = [[], []];
  assert.equal(await stored(page), before, "a new load changes nothing");
  await agree(page);
}

function next() {
  let at = below(WEIGHT);
  return STEPS.find(([weight]) => (at -= weight) < 0);
}

/// What is held after a collection, on the screen of the documents.
async function weigh(page, cdp) {
  await goTo(page, "#/");
  await settled(page);
  await page.waitForTimeout(300);
  for (let i = 0; i < 3; i += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
  const wasm = await page.evaluate(() => window.MEMORY?.buffer.byteLength ?? 0);
  return { heap: usedSize, wasm, nodes, listeners: jsEventListeners };
}

const mega = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/// The module's memory, which only grows, is taken when it is made.
function keepMemory() {
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await make.apply(WebAssembly, args);
      window.MEMORY ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }
}

const house = await openHouse(process.env.FOLDER || DIST);
const weights = [];
await house
  .visit({ lang: "fr", before: keepMemory }, async (page, visit) => {
    page.setDefaultTimeout(30_000);
    await openDocument(page, STACK, "#/compose");
    await page.locator("#outline").waitFor();
    await outlineRow(page, "service:teleservice").click();

    console.log(`seed ${SEED}, ${MINUTES} minutes; first with loads`);
    let end = Date.now() + MINUTES * 6_000;
    while (Date.now() < end && faults.length < MOST_FAULTS) {
      const [, name, run] = next();
      await oneStep(page, visit, name, run);
      if (steps % 25 === 0) {
        await again(page);
        done.reload = (done.reload ?? 0) + 1;
      }
    }

    // Every part is there before the first weight.
    await again(page);
    for (const lang of [0, 1]) {
      for (const hash of SCREENS) {
        await goTo(page, hash);
        await settled(page);
        await page.waitForTimeout(300);
      }
      await page.locator("#language").click();
    }
    const cdp = await page.context().newCDPSession(page);
    weights.push(await weigh(page, cdp));
    const [fromSteps, fromEdits] = [steps, edits];
    end = Date.now() + MINUTES * 60_000;
    let minute = Date.now() + 60_000;
    const tell = (at) => console.log(`${String(at).padStart(3)} min: ${steps - fromSteps} steps, ${edits - fromEdits} edits; heap ${mega(weights.at(-1).heap)}, module ${mega(weights.at(-1).wasm)}, ${weights.at(-1).nodes} nodes, ${weights.at(-1).listeners} listeners; ${faults.length} faults`);
    tell(0);
    while (Date.now() < end && faults.length < MOST_FAULTS) {
      const [, name, run] = next();
      await oneStep(page, visit, name, run);
      if (Date.now() >= minute) {
        minute += 60_000;
        weights.push(await weigh(page, cdp));
        tell(weights.length - 1);
      }
    }
    weights.push(await weigh(page, cdp));
    tell("end");
    if (process.env.KEEP) process.stdout.write(`${(await stored(page)).length} bytes in the document; ${past.length} texts before it\n`);
  })
  .catch((error) => faults.push(error.message))
  .finally(() => house.close());

const [first, last] = [weights[0], weights.at(-1)];
const grown = last ? last.heap - first.heap : 0;
const kept = last ? last.nodes - first.nodes : 0;
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(1)}, seed ${SEED}, ${MINUTES} minutes without a load`);
console.log(`${steps} steps (${Object.entries(done).map(([name, n]) => `${name} ${n}${changed[name] ? `, ${changed[name]} edits` : ""}`).join("; ")})`);
console.log(`${edits} changes of the document, ${faults.length} faults`);
if (last) {
  console.log(`heap of scripts ${mega(first.heap)} → ${mega(last.heap)}: ${grown < 0 ? "−" : "+"}${mega(Math.abs(grown))} (limit 5 MB)`);
  console.log(`memory of the module ${mega(first.wasm)} → ${mega(last.wasm)} (never given back by a browser), nodes ${first.nodes} → ${last.nodes}, listeners ${first.listeners} → ${last.listeners}`);
}
for (const fault of faults) console.log(`- ${fault}`);
if (!last || faults.length > 0 || grown > GROWTH || kept > MORE_NODES) {
  if (grown > GROWTH) console.error("The heap has grown.");
  if (kept > MORE_NODES) console.error(`${kept} elements are kept that no screen shows.`);
  if (!last || faults.length > 0) console.error("Not everything held.");
  process.exit(1);
}

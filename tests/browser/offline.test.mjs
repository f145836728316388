// Without a network, and with a new version: the folder is kept whole, a version is taken when the person asks for it, and
// neither a cut nor an update costs an edit. The server is truly stopped, not the page told so.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DIST } from "../tools/budget.mjs";
import { filesOf, isOnUse, writeWorker } from "../tools/offline.mjs";
import { TODAY, changes, compose, dialog } from "./composing.mjs";
import { atDeliverables, taken } from "./delivering.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, eventually, goTo, keptTexts, onEveryScreen, openSample, samples, standing, stored, titled } from "./journeys.mjs";

const house = await openHouse();
const scratch = mkdtempSync(join(tmpdir(), "socle-offline-"));
after(async () => {
  await house.close();
  rmSync(scratch, { recursive: true, force: true });
});

/// The folder of another build: the same with another description, and whatever else is done to it.
function another(name, change = () => {}) {
  const folder = join(scratch, name);
  cpSync(DIST, folder, { recursive: true });
  const page = join(folder, "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace('name="description" content="', `name="description" content="${name} · `));
  for (const file of ["index.html", "sw.js"]) for (const suffix of [".br", ".gz"]) rmSync(join(folder, file + suffix));
  writeWorker(folder);
  change(folder);
  return folder;
}

/// Everything is kept, and this page is answered from it.
const kept = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller?.state !== "activated") await new Promise((done) => setTimeout(done, 50));
  });
const description = (page) => page.locator('meta[name="description"]').getAttribute("content");
const look = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update()));
/// The names of what is kept, by version.
const versions = (page) =>
  page.evaluate(async () => {
    const out = {};
    for (const name of await caches.keys()) out[name] = (await (await caches.open(name)).keys()).map(({ url }) => url.slice(new URL("./", location.href).href.length)).sort();
    return out;
  });
const newer = (page) => page.locator(".banner", { hasText: /nouvelle version|new version/ });
const reload = (page) => newer(page).getByRole("button", { name: /^(Recharger|Reload)$/ });
const retitle = (page, title) =>
  changes(page, async () => {
    await page.locator("#title").fill(title);
    await page.locator("#title").blur();
  });
/// What a browser says of a server that does not answer; and of a part that a build lacks.
const GONE = /ERR_(?:CONNECTION_REFUSED|CONNECTION_RESET|FAILED|ABORTED|INTERNET_DISCONNECTED|EMPTY_RESPONSE|CONTENT_LENGTH_MISMATCH)|Failed to fetch|Fetch API cannot load|sw\.js/;

for (const lang of LANGS) {
  test(`everything works with the network cut (${lang})`, () =>
    house.visit({ lang, offline: true, today: TODAY }, async (page, visit) => {
      visit.allow(GONE);
      await kept(page);
      const files = filesOf(DIST).filter((name) => !isOnUse(name)).map((name) => (name === "index.html" ? "" : name));
      const [[name, names], ...others] = Object.entries(await versions(page));
      assert.deepEqual(others, []);
      assert.match(name, /^socle \/haut\/socle\/ [0-9a-f]{16}$/);
      assert.deepEqual(names, files.sort(), "exactly what the build names");
      // The spreadsheet module is kept once it has been used.
      await openSample(page, "S06");
      await atDeliverables(page);
      assert.equal((await taken(page, "scope-xlsx")).bytes.subarray(0, 2).toString(), "PK");
      await eventually(async () => assert.equal(Object.values(await versions(page))[0].length, files.length + 2));

      await house.cut();
      try {
        await page.reload();
        await atDeliverables(page);
        for (const format of ["csv", "md", "json", "xlsx"]) assert.ok((await taken(page, `scope-${format}`)).bytes.length > 1000, format);
        await goTo(page, "#/");
        await onEveryScreen(page);
        await goTo(page, "#/");
        await openSample(page, "S12");
        await goTo(page, "#/compose");
        await page.locator("#diagram").waitFor();
        await retitle(page, "Sans réseau");
        const text = await stored(page);
        // The page is closed, and another opened, as one does the next morning.
        const next = await visit.context.newPage();
        await page.close();
        await next.goto(`${visit.url}#/scope`);
        await standing(next);
        await titled(next, "Sans réseau");
        assert.equal(await stored(next), text);
        await next.goto(`${visit.url}index.html#/`);
        await next.locator(".start").waitFor();
        await openSample(next, "S09");
        await titled(next, samples.S09.document.title);
      } finally {
        await house.mend();
      }
    }));

  test(`a new version is told, and taken when the person says so, with the work (${lang})`, () =>
    house.visit({ lang, offline: true, today: TODAY }, async (page, visit) => {
      visit.allow(GONE);
      await kept(page);
      await compose(page);
      const [before] = Object.keys(await versions(page));
      const old = await description(page);
      await house.cut();
      await house.mend(another(`deux-${lang}`));
      try {
        await look(page);
        await newer(page).waitFor();
        await visit.axe();
        await visit.shot("newer");
        await new Promise((done) => setTimeout(done, 300));
        assert.equal(await description(page), old, "nothing is reloaded under the hands");
        // A reload by the person is the old version still: it is whole, the new one waits.
        await page.reload();
        await newer(page).waitFor();
        assert.equal(await description(page), old);
        // What is being typed is taken over, not lost.
        await page.locator("#title").fill("En cours de frappe");
        const loaded = page.waitForEvent("load");
        await reload(page).click();
        await loaded;
        await titled(page, "En cours de frappe");
        await eventually(async () => assert.match(await description(page), /^deux-/));
        assert.equal(JSON.parse(await stored(page)).title, "En cours de frappe");
        assert.equal(Object.keys(await keptTexts(page)).length, 1);
        await eventually(async () => {
          const now = Object.keys(await versions(page));
          assert.equal(now.length, 1, "the version before is dropped");
          assert.notEqual(now[0], before);
        });
        assert.equal(await newer(page).count(), 0);
      } finally {
        await house.cut();
        await house.mend();
      }
    }));
}

test("a cut during the update: the old version goes on, and the update comes later", () =>
  house.visit({ lang: "fr", offline: true }, async (page, visit) => {
    visit.allow(GONE);
    visit.allow(/answered 404|404 \(Not Found\)/);
    await kept(page);
    const old = await description(page);
    const [before] = Object.keys(await versions(page));
    await house.cut();
    // As if the network went before the prose had come.
    await house.mend(another("coupée", (folder) => ["", ".br", ".gz"].forEach((suffix) => rmSync(join(folder, `text/en.json${suffix}`)))));
    try {
      await look(page).catch(() => {});
      await eventually(async () => assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).installing), null));
      assert.equal(await newer(page).count(), 0);
      await house.cut();
      await page.reload();
      await page.locator(".start").waitFor();
      assert.equal(await description(page), old);
      await openSample(page, "S06");
      await house.mend(another("entière"));
      await look(page);
      await newer(page).waitFor();
      await reload(page).click();
      await eventually(async () => assert.match(await description(page), /^entière/));
      await eventually(async () => assert.ok(!Object.keys(await versions(page)).includes(before)));
    } finally {
      await house.cut();
      await house.mend();
    }
  }));

test("a cut while the folder is first kept: the page works, and the next visit goes on", () =>
  house.visit({ lang: "fr", ready: null, offline: true }, async (page, visit) => {
    visit.allow(GONE);
    visit.allow(/answered 404|404 \(Not Found\)/);
    await house.cut();
    await house.mend(another("première", (folder) => ["", ".br", ".gz"].forEach((suffix) => rmSync(join(folder, `text/en.json${suffix}`)))));
    try {
      await page.goto("about:blank");
      await page.goto(visit.url);
      await page.locator(".start").waitFor();
      await eventually(async () => assert.ok(Object.values(await versions(page)).flat().length > 5), 15_000);
      await eventually(async () => assert.equal((await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map((r) => r.active?.state))).filter(Boolean).length, 0));
      await openSample(page, "S06");
      await house.cut();
      await house.mend();
      await page.reload();
      await kept(page);
      await eventually(async () => assert.equal(Object.keys(await versions(page)).length, 1));
    } finally {
      await house.cut();
      await house.mend();
    }
  }));

test("what a browser has dropped is asked for again, even where the host has another version by now", () =>
  house.visit({ lang: "fr", offline: true }, async (page, visit) => {
    visit.allow(GONE);
    visit.allow(/integrity|digest/);
    await kept(page);
    const old = await description(page);
    // Some of it: what is of this version comes back, and is kept again.
    await page.evaluate(async () => {
      for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) if (/\/text\/|\/socle\/$/.test(request.url)) await (await caches.open(name)).delete(request);
    });
    await page.reload();
    await page.locator(".start").waitFor();
    assert.equal(await description(page), old);
    await eventually(async () => assert.ok(Object.values(await versions(page)).flat().includes("")));
    // All of it, and the host has moved on.
    await page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    await house.cut();
    await house.mend(another("suite"));
    try {
      await page.reload();
      await page.locator(".start").waitFor();
      await openSample(page, "S06");
      assert.match(await description(page), /^suite/);
    } finally {
      await house.cut();
      await house.mend();
    }
  }));

test("two windows: the one that did not ask is told, keeps its work, and finds its parts", () =>
  house.visit({ lang: "fr", offline: true }, async (page, visit) => {
    visit.allow(GONE);
    await kept(page);
    const other = await visit.context.newPage();
    await other.goto(visit.url);
    await openSample(other, "S09");
    await house.cut();
    await house.mend(another("fenêtres"));
    try {
      await look(page);
      await newer(page).waitFor();
      await newer(other).waitFor();
      await reload(page).click();
      await eventually(async () => assert.match(await description(page), /^fenêtres/));
      assert.doesNotMatch(await description(other), /^fenêtres/);
      assert.ok(await newer(other).isVisible());
      await goTo(other, "#/compose");
      await other.locator("#diagram").waitFor();
      await retitle(other, "Toujours là");
      await reload(other).click();
      await eventually(async () => assert.match(await description(other), /^fenêtres/));
      await titled(other, "Toujours là");
    } finally {
      await house.cut();
      await house.mend();
    }
  }));

test("while the work is in this page only, no reload is offered", () =>
  house.visit({ lang: "fr", offline: true }, async (page, visit) => {
    visit.allow(GONE);
    await kept(page);
    await openSample(page, "S06");
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await page.locator("#title").fill("Refusée");
    await page.locator("#title").blur();
    await page.locator(".banner", { hasText: "ne garde plus ce document" }).waitFor();
    await house.cut();
    await house.mend(another("refus"));
    try {
      await look(page);
      await eventually(async () => assert.ok(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting !== null)));
      await new Promise((done) => setTimeout(done, 300));
      assert.equal(await newer(page).count(), 0);
      await titled(page, "Refusée");
    } finally {
      await house.cut();
      await house.mend();
    }
  }));

for (const lang of LANGS) {
  test(`everything can be removed, after the files (${lang})`, () =>
    house.visit({ lang, offline: true }, async (page, visit) => {
      await kept(page);
      await openSample(page, "S06");
      await eventually(async () => assert.equal(Object.keys(await keptTexts(page)).length, 1));
      await page.locator("#theme").click();
      // Something of another application at the same origin stays.
      await page.evaluate(async () => {
        localStorage.setItem("autre", "1");
        await caches.open("autre");
      });
      await goTo(page, "#/help");
      await page.locator("#privacy").scrollIntoViewIfNeeded();
      assert.match(await page.locator("#privacy").innerText(), lang === "fr" ? /1 document, 0 copie/ : /1 document, 0 safety/);
      await page.locator("#wipe").click();
      await dialog(page).getByRole("heading").waitFor();
      await visit.axe();
      await visit.html();
      await visit.shot("wipe");
      const title = samples.S06.document.title;
      const [file] = await Promise.all([page.waitForEvent("download"), dialog(page).locator(".wipe-files button").click()]);
      assert.equal(JSON.parse(readFileSync(await file.path(), "utf8")).title, title);
      // A word of one's own first: nothing goes before it.
      await dialog(page).getByRole("button", { name: lang === "fr" ? "Garder" : "Keep" }).click();
      assert.equal(Object.keys(await keptTexts(page)).length, 1);
      await page.locator("#wipe").click();
      const loaded = page.waitForEvent("load");
      await page.locator("#wipe-all").click();
      await loaded;
      await page.locator(".start").waitFor();
      const left = () =>
        page.evaluate(async () => ({
          keys: Object.keys(localStorage),
          caches: await caches.keys(),
          workers: (await navigator.serviceWorker.getRegistrations()).length,
          databases: (await indexedDB.databases()).length,
          cookies: document.cookie,
        }));
      assert.deepEqual(await left(), { keys: ["autre"], caches: ["autre"], workers: 0, databases: 0, cookies: "" });
      // Nor does it come back by itself in this window.
      await new Promise((done) => setTimeout(done, 1_500));
      assert.deepEqual((await left()).workers, 0);
    }));
}

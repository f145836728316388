// What the browser keeps: every edit, several named documents, copies set aside. What it refuses to keep, and two tabs
// at one document: nothing is lost unseen.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { STACK, TODAY, changes, compose, documentOf, field, idOf, outlineRow } from "./composing.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, act, eventually, figures, focused, goTo, keptTexts, openSample, outcomes, plain, samples, saveFile, settled, standing, stored, titled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const documents = (page) => page.locator(".documents .kept");
const documentCalled = (page, title) => documents(page).filter({ has: page.locator(".sample-title", { hasText: new RegExp(`^${title.replace(/[()]/g, "\\$&")}$`) }) });
const toStart = async (page) => {
  await page.locator("nav .screen").first().click();
  await page.locator(".start .sample-id").first().waitFor();
};
const named = (lang, fr, en, title) => (lang === "fr" ? `${fr} « ${title} »` : `${en} “${title}”`);
const button = (page, name) => page.getByRole("button", { name, exact: true });

/// Renames the document in the header, as one edit.
const retitle = (page, title) =>
  changes(page, async () => {
    await page.locator("#title").fill(title);
    await page.locator("#title").blur();
  });

/// A page in the same browser profile.
async function secondTab(visit, hash = "#/compose") {
  const tab = await visit.context.newPage();
  tab.setDefaultTimeout(10_000);
  await tab.goto(visit.url + hash);
  await tab.locator("main h1").first().waitFor({ state: "attached" });
  return tab;
}

const banner = (page) => page.locator(".banner");

for (const lang of LANGS) {
  const W = WORDS[lang];
  const copyOf = (title) => `${title} ${lang === "fr" ? "(copie)" : "(copy)"}`;

  test(`every edit is kept at once, and a reload finds it (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      assert.match(plain(await page.locator(".saved").innerText()), lang === "fr" ? /^Enregistré localement à \d\d:\d\d$/ : /^Saved locally at \d\d:\d\d$/);
      await outlineRow(page, "service:plateforme").click();
      await changes(page, async () => {
        await field(page, "/name").fill("Plateforme neuve");
        await field(page, "/name").blur();
      });
      await retitle(page, "Pile renommée");
      const text = await stored(page);
      await page.reload();
      await page.locator("#diagram").waitFor();
      await titled(page, "Pile renommée");
      assert.equal(await stored(page), text, "a reload writes nothing else");
      assert.equal(await idOf(page, "Plateforme neuve"), "plateforme");
      assert.ok((await outlineRow(page, "service:plateforme").innerText()).includes("Plateforme neuve"));
      assert.equal(Object.keys(await keptTexts(page)).length, 1);
    }));

  test(`what an earlier version kept is taken over (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await page.evaluate((text) => {
        localStorage.clear();
        localStorage.setItem("socle.document", text);
      }, samples.S09.text);
      await goTo(page, "#/scope");
      await page.reload();
      await standing(page);
      await titled(page, samples.S09.document.title);
      assert.equal(await page.evaluate(() => localStorage.getItem("socle.document")), null);
      assert.equal(await stored(page), samples.S09.text);
      await toStart(page);
      assert.equal(await documents(page).count(), 1);
      assert.ok((await documents(page).innerText()).includes(samples.S09.document.title), "it has its name in the list");
    }));

  test(`several documents, each with its name: opened, copied, taken away, deleted (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      const titles = { S06: samples.S06.document.title, S09: samples.S09.document.title };
      await openSample(page, "S06");
      await toStart(page);
      await openSample(page, "S09");
      await titled(page, titles.S09);
      await toStart(page);
      await eventually(async () => assert.equal(await documents(page).count(), 2));
      // The last one first.
      const listed = () => documents(page).locator(".sample-title").allInnerTexts();
      assert.deepEqual(await listed(), [titles.S09, titles.S06]);
      const services = samples.S06.document.services.length;
      assert.match(await documentCalled(page, titles.S06).innerText(), new RegExp(`${services} service`));

      // A copy does not open, and does not touch what is open.
      const open = await stored(page);
      await button(page, named(lang, "Dupliquer", "Duplicate", titles.S06)).click();
      await eventually(async () => assert.equal(await documents(page).count(), 3));
      assert.equal(await stored(page), open);
      assert.equal(await documentCalled(page, copyOf(titles.S06)).count(), 1);
      await eventually(async () => assert.notEqual(await focused(page), "body", "the focus is not lost with the list drawn anew"));

      // A file of one that is not open.
      const file = await saveFile(page, button(page, named(lang, "Télécharger", "Download", titles.S06)));
      assert.ok(Object.values(await keptTexts(page)).includes(file.text));
      assert.equal(JSON.parse(file.text).title, titles.S06);

      // Another is opened by its name; each keeps its own edits.
      await documentCalled(page, titles.S06).locator("button.sample").click();
      await standing(page);
      await titled(page, titles.S06);
      await retitle(page, "Retouchée");
      await toStart(page);
      assert.deepEqual((await listed()).sort(), ["Retouchée", copyOf(titles.S06), titles.S09].sort());
      await documentCalled(page, titles.S09).locator("button.sample").click();
      await standing(page);
      await titled(page, titles.S09);
      assert.equal(await act(page, "undo").isDisabled(), true, "the history is the document’s own");

      // Deleting asks, with the name in the button; keeping is the first choice.
      await toStart(page);
      const gone = named(lang, "Supprimer", "Delete", "Retouchée");
      await button(page, gone).click();
      const dialog = page.locator("#dialog");
      await dialog.waitFor();
      await eventually(async () => assert.match(await focused(page), /^button/));
      assert.equal(await page.evaluate(() => document.activeElement.innerText), lang === "fr" ? "Garder" : "Keep");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.equal(await documents(page).count(), 3);
      await eventually(async () => assert.equal(plain(await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? "")), plain(gone), "the focus comes back"));
      await button(page, gone).click();
      await dialog.locator(".danger").waitFor();
      assert.equal(plain(await dialog.locator(".danger").innerText()), plain(gone));
      const text = Object.values(await keptTexts(page)).find((text) => JSON.parse(text).title === "Retouchée");
      await dialog.locator(".danger").click();
      await dialog.waitFor({ state: "detached" });
      await eventually(async () => assert.equal(await documents(page).count(), 2));
      await eventually(async () => assert.notEqual(await focused(page), "body"));

      // A copy is set aside; it opens again as a document of its own.
      assert.deepEqual(Object.values(await keptTexts(page, "copy")), [text]);
      await page.locator(".copies > summary").click();
      const copy = page.locator(".copies li");
      assert.match(plain(await copy.innerText()), new RegExp(`Retouchée.*${services} service`, "s"), "the copy tells how many services it has");
      await copy.locator(".link").click();
      await standing(page);
      await titled(page, "Retouchée");
      assert.equal(Object.keys(await keptTexts(page)).length, 3);
      assert.equal(await stored(page), text);
    }));

  test(`deleting the open document leaves none open, and no key behind (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      await openSample(page, "S06");
      const title = samples.S06.document.title;
      await toStart(page);
      await button(page, named(lang, "Supprimer", "Delete", title)).click();
      await page.locator("#dialog .danger").click();
      await eventually(async () => assert.equal(await documents(page).count(), 0));
      assert.equal(await page.locator("#title").isVisible(), false);
      assert.equal(await page.locator("nav .screen").nth(2).isDisabled(), true);
      await page.reload();
      await page.locator(".start .sample-id").first().waitFor();
      assert.equal(await stored(page), null);
      const keys = await page.evaluate(() => Object.keys(localStorage).filter((key) => /^socle\.(document|about|copy)\./.test(key)).map((key) => key.split(".")[1]));
      assert.deepEqual(keys.sort(), ["about", "copy"]);
    }));

  test(`only so many copies are set aside (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      for (let i = 0; i < 10; i += 1) {
        const document = { ...structuredClone(STACK), title: `Pile ${i}` };
        await page.locator("#open-file").setInputFiles({ name: "p.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(document)) });
        await titled(page, document.title);
        await toStart(page);
        await button(page, named(lang, "Supprimer", "Delete", document.title)).click();
        await page.locator("#dialog .danger").click();
        await page.locator("#dialog").waitFor({ state: "detached" });
      }
      const copies = Object.values(await keptTexts(page, "copy")).map((text) => JSON.parse(text).title).sort();
      assert.deepEqual(copies, [2, 3, 4, 5, 6, 7, 8, 9].map((i) => `Pile ${i}`));
    }));

  test(`a browser that refuses to keep says so, and the file can be saved (${lang})`, () =>
    house.visit({ lang, before: () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("refused", "QuotaExceededError");
      };
    } }, async (page) => {
      page.setDefaultTimeout(10_000);
      await openSample(page, "S06");
      await eventually(async () => assert.equal(await banner(page).count(), 1));
      assert.equal(await banner(page).getAttribute("role"), "alert");
      assert.equal(await stored(page), null);
      assert.ok(plain(await page.locator(".saved").innerText()).length > 10, "the header says so as well");
      const file = await saveFile(page, banner(page).locator("button").first());
      assert.equal(JSON.parse(file.text).title, samples.S06.document.title);
      // Work goes on, and the file has it.
      await retitleUnkept(page, "Sans mémoire");
      assert.equal(JSON.parse((await saveFile(page)).text).title, "Sans mémoire");
      await page.keyboard.press("Control+z");
      await titled(page, samples.S06.document.title);
      // Once there is room, one press keeps it.
      await page.evaluate(() => {
        const values = new Map();
        Storage.prototype.setItem = (key, value) => values.set(key, value);
        window.values = values;
      });
      await banner(page).locator("button").nth(1).click();
      await banner(page).waitFor({ state: "detached" });
      assert.ok(await page.evaluate(() => [...window.values.keys()].some((key) => key.startsWith("socle.document."))));
      await eventually(async () => assert.notEqual(await focused(page), "body", "the focus is not lost with the banner"));
    }));

  test(`when the browser is full, the oldest copies make room (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      await compose(page);
      await page.evaluate(() => {
        for (let i = 0; i < 3; i += 1) {
          localStorage.setItem(`socle.copy.old-${i}`, "{}");
          localStorage.setItem(`socle.about.old-${i}`, JSON.stringify(["Ancienne", i, 1]));
        }
        const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
          if (key.startsWith("socle.document.") && localStorage.getItem("socle.copy.old-1") !== null) throw new DOMException("full", "QuotaExceededError");
          set.call(this, key, value);
        };
      });
      await retitle(page, "Quand même");
      assert.deepEqual(Object.keys(await keptTexts(page, "copy")), ["old-2"]);
      assert.equal(await banner(page).count(), 0);
    }));

  test(`two tabs at one document: both are told, both versions are kept (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await compose(page);
      assert.equal(await banner(page).count(), 0);
      const other = await secondTab(visit);
      await titled(other, STACK.title);
      for (const tab of [page, other]) {
        await eventually(async () => assert.equal(await banner(tab).count(), 1));
        assert.equal(await banner(tab).getAttribute("role"), "status");
        assert.match(plain(await banner(tab).innerText()), lang === "fr" ? /aussi ouvert dans un autre onglet/ : /also open in another tab/);
      }
      // An edit there: here one is told before anything is written over.
      await retitle(other, "Version de là");
      await eventually(async () => assert.match(plain(await banner(page).innerText()), lang === "fr" ? /vient de modifier/ : /has just changed/));
      await titled(page, STACK.title);
      // An edit here goes on in a copy.
      await page.locator("#title").fill("Version d’ici");
      await page.locator("#title").blur();
      await eventually(async () => assert.equal(Object.keys(await keptTexts(page)).length, 2));
      const titles = Object.values(await keptTexts(page)).map((text) => JSON.parse(text).title);
      assert.deepEqual(titles.sort(), ["Version de là", "Version d’ici"].sort());
      await eventually(async () => assert.equal(await banner(page).count(), 0));
      await page.locator("#toast").waitFor();
      // Each goes on with its own.
      await other.locator("#title").fill("Version de là, encore");
      await other.locator("#title").blur();
      await eventually(async () => assert.deepEqual(Object.values(await keptTexts(page)).map((text) => JSON.parse(text).title).sort(), ["Version de là, encore", "Version d’ici"].sort()));
      await settled(page);
      assert.equal(await banner(page).count(), 0);
      await toStart(page);
      assert.deepEqual((await documents(page).locator(".sample-title").allInnerTexts()).sort(), ["Version de là, encore", "Version d’ici"].sort());
    }));

  test(`two tabs: the other version can be taken, and leaving is noticed (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await compose(page);
      const other = await secondTab(visit);
      await eventually(async () => assert.equal(await banner(page).count(), 1));
      await other.close({ runBeforeUnload: true });
      await eventually(async () => assert.equal(await banner(page).count(), 0, "the other tab has gone"));
      const third = await secondTab(visit);
      await eventually(async () => assert.equal(await banner(page).count(), 1));
      // Another document there: this one is open here alone.
      await third.locator("#open-file").setInputFiles({ name: "p.json", mimeType: "application/json", buffer: Buffer.from(samples.S06.text) });
      await titled(third, samples.S06.document.title);
      await eventually(async () => assert.equal(await banner(page).count(), 0, "the other tab has opened something else"));
      // Back to this one from the list, without an edit: open in both, changed in neither.
      await third.locator("nav .screen").first().click();
      await documentCalled(third, STACK.title).locator("button.sample").click();
      await titled(third, STACK.title);
      await eventually(async () => assert.equal(await banner(page).count(), 1));
      await settled(page);
      assert.doesNotMatch(plain(await banner(page).innerText()), lang === "fr" ? /modifi/ : /changed/, "opening is no change");
      // An edit there, taken here; what was here is set aside.
      const mine = await stored(page);
      await third.locator("#title").fill("La leur");
      await third.locator("#title").blur();
      await eventually(async () => assert.equal(await banner(page).locator("button").count(), 2));
      await banner(page).locator("button").first().click();
      await titled(page, "La leur");
      assert.deepEqual(Object.values(await keptTexts(page, "copy")), [mine]);
      await eventually(async () => assert.notEqual(await focused(page), "body"));
    }));

  test(`a kept document that no longer reads is opened for repair (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      await compose(page);
      const key = await page.evaluate(() => localStorage.getItem("socle.current"));
      const spoiled = (await stored(page)).replace('"paas"', '"daas"');
      await page.evaluate(([key, text]) => localStorage.setItem(`socle.document.${key}`, text), [key, spoiled]);
      for (const hash of ["#/", "#/scope", "#/compose"]) {
        await goTo(page, hash);
        await page.waitForLoadState("networkidle");
        await page.reload();
        await page.locator("#problems").waitFor();
        assert.equal(plain(await page.title()), plain(W.titles.repair));
      }
      assert.equal(await stored(page), spoiled, "nothing is written over it");
      const word = page.locator(".mend-card", { has: page.locator(".code", { hasText: "unknown-word" }) });
      await word.locator("input").fill('"paas"');
      await word.locator(".mend-row button").click();
      await page.locator("#problems .primary").click();
      await titled(page, STACK.title);
      assert.deepEqual((await documentOf(page)).services.find((s) => s.id === "plateforme").activities, ["paas"]);
      const kept = await keptTexts(page);
      assert.equal(Object.keys(kept).length, 1, "it stands in its own place");
      assert.deepEqual(Object.values(await keptTexts(page, "copy")), [spoiled], "what was there is set aside");
      await page.reload();
      await titled(page, STACK.title);

      // From the list as well, while another is open.
      await page.evaluate((text) => {
        localStorage.setItem("socle.document.spoiled", text);
        localStorage.setItem("socle.about.spoiled", JSON.stringify(["Abîmée", Date.now(), 5]));
      }, "{ not a document");
      await toStart(page);
      await page.waitForLoadState("networkidle");
      await page.reload();
      await documentCalled(page, "Abîmée").locator("button.sample").click();
      await page.locator("#problems").waitFor();
      assert.equal(await page.locator("#raw-text").inputValue(), "{ not a document");
      await button(page, W.giveUp).click();
      await page.locator(".start .sample-id").first().waitFor();
      assert.equal((await keptTexts(page)).spoiled, "{ not a document");
      await titled(page, STACK.title);
    }));

  test(`a document is saved to the same file again, where the browser has files (${lang})`, () =>
    house.visit({ lang, before: () => {
      window.written = [];
      window.asked = 0;
      window.fakePicker = async ({ suggestedName }) => {
        window.asked += 1;
        let text = "";
        return { createWritable: async () => ({ write: async (part) => (text = part), close: async () => window.written.push([suggestedName, text]) }) };
      };
    } }, async (page) => {
      page.setDefaultTimeout(10_000);
      await compose(page);
      await page.evaluate(() => (window.showSaveFilePicker = window.fakePicker));
      await page.keyboard.press("Control+s");
      await eventually(async () => assert.equal(await page.evaluate(() => window.written.length), 1));
      await retitle(page, "Encore");
      await act(page, "save").click();
      await eventually(async () => assert.equal(await page.evaluate(() => window.written.length), 2));
      assert.equal(await page.evaluate(() => window.asked), 1, "one is asked once for a place");
      assert.equal(await page.evaluate(() => window.written[1][1]), await stored(page));
      await page.keyboard.press("Control+Shift+S");
      await eventually(async () => assert.equal(await page.evaluate(() => window.asked), 2));
      await eventually(async () => assert.match(plain(await page.locator('[role="status"][aria-live="polite"]').textContent()), lang === "fr" ? /enregistré.*socle\.json/i : /saved.*socle\.json/i));
      // Giving up in the picker says nothing and writes nothing.
      await page.evaluate(() => (window.showSaveFilePicker = async () => {
        throw new DOMException("given up", "AbortError");
      }));
      await page.keyboard.press("Control+Shift+S");
      await settled(page);
      assert.equal(await page.evaluate(() => window.written.length), 3);
    }));

  test(`what is being typed is in the file that Ctrl and S save (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await outlineRow(page, "service:plateforme").click();
      await field(page, "/name").click({ clickCount: 3 });
      await page.keyboard.type("Encore en cours");
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+s")]);
      const { services } = JSON.parse(readFileSync(await download.path(), "utf8"));
      assert.equal(services.find((service) => service.id === "plateforme").name, "Encore en cours");
      assert.equal(await page.evaluate(() => document.activeElement.id), "field-name", "and one goes on typing there");
    }));

  test(`the panel of a stopped program gives the open document away (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      await openSample(page, "S09");
      await toStart(page);
      await openSample(page, "S06");
      await page.evaluate(() => (document.getElementById("stopped").hidden = false));
      const { text } = await saveFile(page, page.locator("#stopped-save"));
      assert.equal(text, await stored(page));
      assert.equal(JSON.parse(text).title, samples.S06.document.title);
    }));
}

/// Renames the document where nothing is kept.
async function retitleUnkept(page, title) {
  await page.locator("#title").fill(title);
  await page.locator("#title").blur();
  await titled(page, title);
  await settled(page);
}

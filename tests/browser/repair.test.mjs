// A broken file opens for repair: a summary that leads to each place, buttons that mend, values typed over. The document
// that was open stays as it is, and is still in the list afterwards.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, address, eventually, figures, focused, goTo, keptTexts, openSample, outcomes, plain, samples, saveFile, scopeOf, scratchFile, settled, socle, standing, stored, tabTo, titled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

/// Faults of several kinds: a word that is none, an activity that is none, a reference to nobody, a day that is none.
const broken = () => ({
  format: "socle/1",
  title: "Pile à reprendre",
  as_of: "2026-11-22",
  "x-kept": { deep: [1, "deux"] },
  providers: [{ id: "p", name: "P" }, { id: "q", name: "Q" }],
  services: [
    { id: "base", name: "Base", provider: "p", activities: ["iaas"], qualifications: [{ version: "3.2", granted: "2025-02-30", evidence: "decision" }] },
    { id: "top", name: "Dessus", provider: "personne", activities: ["paas", "daas"], relies_on: [{ service: "base" }, { service: "disparu" }] },
  ],
});

const problems = (page) => page.locator("#problems");
const cardAt = (page, at) => page.locator(".mend-card", { has: page.locator("code", { hasText: new RegExp(`^${at}$`) }) });
const writeSaas = (page) => cardAt(page, "/services/1/activities/1").locator(".repairs button", { hasText: "saas" });
const errorsOf = (text) => socle("check", scratchFile(text)).issues.filter((issue) => issue.severity === "error");

const choose = (page, text, name = "pile.socle.json") =>
  page.locator("#open-file").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });

/// The summary stands, has the focus, and counts what is left.
async function left(page, n) {
  await problems(page).waitFor();
  await eventually(async () => assert.equal(await page.locator(".mend-card").count(), n));
  await eventually(async () => assert.match(await focused(page), /^section#problems/));
  if (n > 0) assert.equal(Number(/^\d+/.exec(await page.locator("#problems-title").innerText())[0]), n);
}

const openMended = (page) => problems(page).locator("button.primary");

/// All that the page and the browser hold of the open document.
const whole = async (page) => ({ kept: await keptTexts(page), copies: await keptTexts(page, "copy"), current: await page.evaluate(() => localStorage.getItem("socle.current")), title: await page.locator("#title").inputValue() });

for (const lang of LANGS) {
  const W = WORDS[lang];

  test(`a broken file is mended by buttons and by typing, and opens with verdicts (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      await openSample(page, "S06");
      const before = await stored(page);
      const text = JSON.stringify(broken());
      const errors = errorsOf(text);
      assert.equal(errors.length, 4, JSON.stringify(errors));
      await choose(page, text);
      await left(page, errors.length);
      assert.match(await address(page), /#\/repair$/);
      assert.equal(plain(await page.title()), plain(W.titles.repair));
      assert.ok((await page.locator(".repair .lead").innerText()).includes("pile.socle.json"));
      assert.equal(await stored(page), before, "the open document stays as it is");

      // Each line of the summary leads to its card.
      const links = problems(page).locator("li button");
      for (const [i, issue] of errors.entries()) {
        assert.equal(plain(await links.nth(i).innerText()), plain(issue[lang]));
        await links.nth(i).click();
        await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), `mend-${i}`));
        assert.equal(await page.evaluate(() => document.activeElement.querySelector("code").textContent), issue.at);
      }

      // The activity that is none: a button for each word that it could be.
      await writeSaas(page).click();
      await left(page, 3);
      // The day: typed over, as a person types a day.
      const day = cardAt(page, "/services/0/qualifications/0/granted");
      assert.equal(await day.locator("input").inputValue(), '"2025-02-30"', "what stands there is shown");
      await day.locator("input").fill("2025-02-28");
      await day.locator(".mend-row button").click();
      await left(page, 2);
      // What is typed and is no day either is refused again, and can be taken back.
      const provider = cardAt(page, "/services/1/provider");
      await provider.locator("input").fill("encore personne");
      await provider.locator(".mend-row button").click();
      await left(page, 2);
      const back = page.getByRole("button", { name: lang === "fr" ? "Revenir d’un pas" : "One step back" });
      await back.click();
      await eventually(async () => assert.equal(await cardAt(page, "/services/1/provider").locator("input").inputValue(), '"personne"'));
      assert.notEqual(await focused(page), "body");
      await cardAt(page, "/services/1/provider").locator("input").fill("q");
      await cardAt(page, "/services/1/provider").locator(".mend-row button").click();
      await left(page, 1);
      assert.equal(await openMended(page).count(), 0, "nothing opens while an error is left");
      const offered = page.locator(".mend-card .repairs button");
      assert.ok((await offered.count()) > 0, "a reliance on nothing has a repair");
      await offered.first().click();
      await eventually(async () => assert.equal(await page.locator(".mended").count(), 1));
      await eventually(async () => assert.match(await focused(page), /^section#problems/));

      // What is left of the file opens: verdicts, what was unknown is kept, and both documents are in the list.
      await openMended(page).click();
      await standing(page);
      await titled(page, "Pile à reprendre");
      const now = await stored(page);
      assert.equal(errorsOf(now).length, 0);
      assert.deepEqual(JSON.parse(now)["x-kept"], broken()["x-kept"]);
      const { services } = JSON.parse(now);
      assert.deepEqual([services[0].qualifications[0].granted, services[1].provider, services[1].activities.sort()], ["2025-02-28", "q", ["paas", "saas"]]);
      assert.deepEqual(services[1].relies_on.map((r) => r.service), ["base"]);
      await eventually(async () => assert.deepEqual(await outcomes(page), scopeOf(now, "top").outcomes));
      assert.ok((await figures(page)).shared > 0);
      assert.ok(!plain(await page.title()).startsWith(W.error));
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      assert.equal(Object.values(await keptTexts(page)).filter((text) => text === before).length, 1, "the document before is still kept");
      await page.locator("nav .screen").first().click();
      await page.locator(".documents .kept").first().waitFor();
      const listed = await page.locator(".documents .kept .sample-title").allInnerTexts();
      assert.deepEqual(listed.sort(), ["Pile à reprendre", samples.S06.document.title].sort());
    }));

  test(`each repair that is offered leads on, to the end, whatever the faults (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      const base = broken();
      base.services[0].relies_on = [{ service: "top" }];
      base.services.push({ id: "base", name: "Encore", provider: "p", activities: [] });
      base.title = 7;
      await choose(page, JSON.stringify(base));
      await problems(page).waitFor();
      // The first button of the first card that has one, until nothing is left.
      for (let i = 0; i < 30 && (await page.locator(".mended").count()) === 0; i += 1) {
        const buttons = page.locator(".mend-card .repairs button");
        const before = await page.locator(".mend").innerText();
        assert.ok((await buttons.count()) > 0, `nothing is offered for:\n${before}`);
        await buttons.first().click();
        await eventually(async () => assert.notEqual((await page.locator(".mended").count()) === 0 ? await page.locator(".mend").innerText() : "", before, "the button does something"));
      }
      await openMended(page).click();
      await standing(page);
      assert.equal(errorsOf(await stored(page)).length, 0);
    }));

  test(`by keyboard alone: to a fault, mend it, open (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      const document = broken();
      document.services[1] = { ...document.services[1], provider: "q", activities: ["paas"], relies_on: [{ service: "base" }] };
      await choose(page, JSON.stringify(document));
      await left(page, 1);
      await tabTo(page, "#problems li button", { limit: 2 });
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), "mend-0"));
      await tabTo(page, ".mend-card input", { limit: 8 });
      await page.keyboard.press("Control+a");
      await page.keyboard.type("2025-02-28");
      await tabTo(page, ".mend-row button", { limit: 1 });
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await page.locator(".mended").count(), 1));
      await eventually(async () => assert.match(await focused(page), /^section#problems/));
      await tabTo(page, "#problems .primary", { limit: 2 });
      await page.keyboard.press("Enter");
      await standing(page);
      await eventually(async () => assert.equal(await focused(page), "main#main"));
    }));

  test(`a comma too many: a correction is proposed, and the content is not touched (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      const { text, document, service } = samples.S06;
      // As people break files by hand: a spare comma, a comment.
      const spoiled = text.replace(/\n\}\s*$/, ",\n}\n").replace("{\n", "{\n  // à relire\n");
      assert.throws(() => JSON.parse(spoiled));
      await choose(page, spoiled, "s06-relu.socle.json");
      await problems(page).waitFor();
      assert.match(plain(await problems(page).innerText()), lang === "fr" ? /ligne \d+/ : /line \d+/);
      assert.ok((await page.locator(".excerpt").innerText()).includes("▶"), "the line is shown");
      assert.equal(await page.locator("#raw-text").inputValue(), spoiled);
      await problems(page).locator("button.primary").click();
      await eventually(async () => assert.equal(await page.locator(".mended").count(), 1));
      await openMended(page).click();
      await standing(page);
      await titled(page, document.title);
      assert.deepEqual(await outcomes(page), scopeOf(samples.S06.path, service).outcomes);
      // The same, mended by hand in the text.
      await choose(page, text.replace(/\n\}\s*$/, ",\n}\n"));
      await page.locator("#raw-text").waitFor();
      await page.locator("#raw-text").fill(text);
      await page.locator("#raw-text ~ button, .repair > button").first().click();
      await eventually(async () => assert.equal(await page.locator(".mended").count(), 1));
    }));

  test(`giving up leaves everything as it was (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      await openSample(page, "S06");
      const before = await whole(page);
      const shown = await figures(page);
      for (const leave of [
        () => page.getByRole("button", { name: W.giveUp, exact: true }).click(),
        () => page.locator("nav .screen").first().click(),
        () => page.goBack(),
      ]) {
        await choose(page, JSON.stringify(broken()));
        await left(page, 4);
        // Half mended, then left.
        await writeSaas(page).click();
        await left(page, 3);
        await leave();
        await page.locator("main").waitFor();
        await goTo(page, "#/scope");
        await standing(page);
        assert.deepEqual(await whole(page), before);
        assert.deepEqual(await figures(page), shown);
      }
      // The file in its present state can be taken away.
      await choose(page, JSON.stringify(broken()));
      await left(page, 4);
      await writeSaas(page).click();
      await left(page, 3);
      const file = await saveFile(page, page.getByRole("button", { name: lang === "fr" ? "Télécharger dans cet état" : "Download as it is now" }));
      assert.equal(file.name, "pile.socle.json");
      assert.deepEqual(JSON.parse(file.text), { ...broken(), services: [broken().services[0], { ...broken().services[1], activities: ["paas", "saas"] }] });
      assert.deepEqual(await whole(page), before);
      await settled(page);
    }));

  test(`what should be checked in an open document is listed with its repairs (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      const id = Object.keys(samples).find((id) => socle("check", samples[id].path).issues.length > 0);
      assert.ok(id, "a sample has something to be checked");
      await openSample(page, id);
      await goTo(page, "#/compose");
      const rows = page.locator(".face-outline .warnings li");
      const { issues } = socle("check", samples[id].path);
      await eventually(async () => assert.equal(await rows.count(), issues.length));
      for (const [i, issue] of issues.entries()) {
        assert.ok(plain(await rows.nth(i).innerText()).includes(plain(issue[lang])));
        // To the field, or the nearest place above it.
        await rows.nth(i).locator(".link").first().click();
        await eventually(async () => assert.match(await page.evaluate(() => document.activeElement.id), /^(field-|inspector$)/));
        await rows.nth(i).locator(".link").nth(1).click();
        await eventually(async () => {
          assert.equal(await rows.nth(i).locator(".link").nth(1).getAttribute("aria-expanded"), "true");
          assert.ok((await rows.nth(i).locator(".repairs button, .hint").count()) > 0, "a repair, or what to do");
        });
      }
    }));
}

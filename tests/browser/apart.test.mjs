// What the first view does not carry: fetched when somebody goes there, once, and with a word where it cannot be.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, eventually, openDocument, openSample } from "./journeys.mjs";
import { stack } from "./measuring.mjs";

const house = await openHouse();
after(() => house.close());

const late = (visit) => visit.responses.map((response) => response.url()).filter((url) => /\/(?:split|chunks?|late)-[\w-]+\.(?:wasm|bin|css)$/.test(url));
const toCompose = (page) => page.locator("nav.screens button").nth(1);
const inMain = (page) => page.evaluate(() => document.activeElement?.id);
const WORDS = {
  fr: { failed: /n’a pas pu être chargée/, again: "Réessayer" },
  en: { failed: /could not be loaded/, again: "Try again" },
};

const named = (visit) => [...new Set(late(visit).map((url) => /split-(\w+?)-/.exec(url)?.[1]).filter(Boolean))].sort();

test("the first view fetches nothing that belongs to other screens", () =>
  house.visit({ lang: "fr" }, async (page, visit) => {
    await page.locator("main h1").waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(late(visit), []);
  }));

test("what remains fetches its own, and what 19.6 comes to where a provider names its legal person", () =>
  house.visit({ lang: "fr" }, async (page, visit) => {
    await openDocument(page, stack(3));
    await page.locator(".figure-number").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(named(visit), ["scope"]);
    await page.locator(".brand").click();
    await openSample(page, "S06");
    await page.locator(".slab-owner").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(named(visit), ["owners", "scope"]);
  }));

test("a screen is fetched once, drawn with the focus on it, and at once the next time", (t) =>
  house.visit({ lang: "fr" }, async (page, visit) => {
    await openSample(page, "S06");
    const times = [];
    for (let i = 0; i < 3; i += 1) {
      // From the click to the picture after the diagram has its cards.
      times.push(
        await page.evaluate(async () => {
          const start = performance.now();
          document.querySelectorAll("nav.screens button")[1].click();
          while (!document.querySelector('[id^="d-service:"]')) await new Promise((done) => requestAnimationFrame(done));
          return Math.round(performance.now() - start);
        }),
      );
      await eventually(async () => assert.equal(await inMain(page), "main"));
      await page.locator("nav.screens button").nth(2).click();
      await page.locator(".scope").waitFor();
    }
    t.diagnostic(`click to screen: ${times.join(", ")} ms`);
    const urls = late(visit);
    assert.ok(urls.some((url) => url.includes("split-compose")), "the screen was fetched");
    assert.equal(new Set(urls).size, urls.length, "nothing was fetched twice");
  }));

for (const lang of LANGS) {
  test(`a screen that cannot be fetched says so, and comes when it is asked for again (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      visit.allow(/split-compose|Failed to fetch|ERR_FAILED/);
      await page.route(/split-compose/, (route) => route.abort());
      await toCompose(page).click();
      const told = page.locator("main [role=alert]");
      await told.waitFor();
      assert.match(await told.innerText(), WORDS[lang].failed);
      await eventually(async () => assert.equal(await inMain(page), "main"));
      await visit.axe();
      // Nothing else is concerned.
      await page.locator("nav.screens button").nth(2).click();
      await page.locator(".scope").waitFor();
      await toCompose(page).click();
      await told.waitFor();
      await page.unroute(/split-compose/);
      await told.getByRole("button", { name: WORDS[lang].again }).click();
      await page.locator("#diagram").waitFor();
      assert.equal(await told.count(), 0);
      await eventually(async () => assert.equal(await inMain(page), "main"));
    }));

  test(`a slow screen is told of after a moment; a dialog opens with its field in focus (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      let pass;
      const held = new Promise((done) => (pass = done));
      await page.route(/split-compose/, async (route) => {
        await held;
        await route.continue();
      });
      await toCompose(page).click();
      await page.locator("main [role=status]", { hasText: lang === "fr" ? "Chargement…" : "Loading…" }).waitFor();
      pass();
      await page.locator("#diagram").waitFor();
      await page.keyboard.press("Control+k");
      await eventually(async () => assert.equal(await inMain(page), "choose"));
    }));
}

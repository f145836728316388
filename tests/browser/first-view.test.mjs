// The first view: it stands, in both languages, without a complaint from the browser and within its budget.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { judge, readBudget, weigh } from "../tools/budget.mjs";
import { openHouse } from "./harness.mjs";
import { eventually, plain } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

for (const lang of ["fr", "en"]) {
  test(`the page starts below a sub-folder (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      assert.equal(await page.locator("#boot").count(), 0, "what stands before the app has started is gone");
      await visit.html();
      await visit.axe();
      await visit.shot("first-view");
    }));
}

for (const lang of ["fr", "en"]) {
  test(`until the app stands, the page says the words that the app begins with (${lang})`, () =>
    house.visit({ lang, ready: null }, async (page, visit) => {
      visit.allow(/ERR_ABORTED/);
      await page.locator(".start .sample-id").first().waitFor();
      const begun = await page.locator(".hero h1, .hero .lead").allInnerTexts();
      let pass;
      const held = new Promise((done) => (pass = done));
      await page.route(/app-\w+\.wasm$/, async (route) => {
        await held;
        await route.continue();
      });
      await page.reload({ waitUntil: "commit" });
      // Before its style has come, the page is not painted, and both stand in it.
      await eventually(async () => assert.equal(await page.locator("#boot .lead:visible").count(), 1));
      assert.deepEqual((await page.locator("#boot .boot-title:visible, #boot .lead:visible").allInnerTexts()).map(plain), begun.map(plain));
      // Whoever comes for something else is not told.
      await page.goto("about:blank");
      await page.goto(`${house.url}#/help`, { waitUntil: "commit" });
      await page.locator(".boot-name").waitFor();
      await page.waitForFunction(() => document.getElementById("boot-words").hidden);
      pass();
      await page.locator(".help h1").waitFor();
    }));
}

test("the first view keeps within its budget", (t) =>
  house.visit({ lang: "fr" }, async (page, visit) => {
    await page.waitForLoadState("networkidle");
    const budget = readBudget().first_view;
    const names = visit.responses.map((response) => response.url().slice(house.url.length) || "index.html").filter((name) => !name.startsWith("data:"));
    const { fits, line } = judge("first view", names.reduce((total, name) => total + weigh(name), 0), budget);
    t.diagnostic(`${line}; ${names.length} requests: ${names.join(", ")}`);
    assert.ok(fits, line);
    assert.ok(names.length <= budget.requests, `${names.length} requests: ${names.join(", ")}`);
  }));

test("a page that cannot start says so in both languages", () =>
  house.visit({ lang: "fr", ready: null, serviceWorkers: "block" }, async (page, visit) => {
    visit.allow(/./);
    await page.route(/\.wasm$/, (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: "not WebAssembly" }));
    await page.reload();
    const told = page.locator("#boot-failed");
    await told.waitFor();
    assert.match(await told.innerText(), /n’a pas pu démarrer[^]*could not start/);
  }));

// Templates and services of the market: each opens, and its verdicts are those of the command; a known service is added
// under the one that is selected.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TODAY, changes, compose, counts, dialog, documentOf, outlineRow, selects } from "./composing.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, act, eventually, figures, focused, goTo, outcomes, plain, scopeOf, socle, scratchFile, standing, stored, titled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const shelf = (name) => JSON.parse(readFileSync(fileURLToPath(new URL(`../../public/library/${name}.json`, import.meta.url)), "utf8"));
const templates = shelf("templates");
const market = shelf("market");

const rows = (page) => page.locator(".shelf button.sample");

async function toTemplates(page) {
  await page.locator("nav .screen").first().click();
  await page.locator(".start .sample-id").first().waitFor();
  await page.locator(".shelf > summary").click();
  await rows(page).first().waitFor();
}

for (const lang of LANGS) {
  test(`every template opens with the verdicts of the command (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      page.setDefaultTimeout(10_000);
      await toTemplates(page);
      const titles = (await rows(page).locator(".sample-title").allInnerTexts()).map(plain);
      assert.deepEqual(titles.slice(0, templates.entries.length), templates.entries.map((entry) => plain(entry.title[lang] ?? entry.title)));
      for (const [i, entry] of templates.entries.entries()) {
        if (i > 0) await toTemplates(page);
        await rows(page).nth(i).click();
        await titled(page, plain(titles[i]));
        await page.locator("#diagram .card").first().waitFor();
        await counts(page);
        await goTo(page, "#/scope");
        await standing(page);
        const text = await stored(page);
        assert.equal(socle("check", scratchFile(text)).errors, 0, entry.id);
        const service = await page.locator("#service").inputValue();
        const scope = scopeOf(text, service, "--as-of", JSON.parse(text).as_of ?? TODAY);
        assert.deepEqual(await outcomes(page), scope.outcomes, plain(titles[i]));
        assert.deepEqual(await figures(page), { ...scope.counts.verified });
        // In the language of the page, all of it.
        assert.doesNotMatch(text, /"(fr|en)":/, `${titles[i]} is in one language`);
      }
    }));

  test(`a service of the market is added under the platform that is selected (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await outlineRow(page, "service:plateforme").click();
      const before = await counts(page);
      await act(page, "add").click();
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      // The first link is meant: as the activities say, the platform will rest on what is added.
      assert.ok((await dialog(page).locator(".choices label", { has: page.locator("input:checked") }).innerText()).includes("Plateforme"));
      const entry = market.entries.find((entry) => entry.document.services.some((s) => s.activities.includes("iaas")));
      const title = plain(entry.title[lang] ?? entry.title);
      await page.keyboard.type(title);
      const found = dialog(page).locator('[role="option"]').first();
      await eventually(async () => assert.equal(plain(await found.locator(".choice-label").innerText()), title));
      // What is known of it, and since when, stands beside it.
      assert.ok(plain(await found.locator(".choice-detail").innerText()).length > 10);
      await changes(page, () => found.click());
      const document = await documentOf(page);
      const added = document.services.filter((s) => !["nuage", "grappes", "plateforme", "teleservice", "second"].includes(s.id));
      assert.equal(added.length, entry.document.services.length);
      const bases = document.services.find((s) => s.id === "plateforme").relies_on.map((r) => r.service);
      assert.equal(bases.length, 2);
      const top = added.find((s) => bases.includes(s.id));
      assert.ok(top, "the platform rests on what was added");
      await selects(page, lang, [`service:${top.id}`]);
      assert.equal(socle("check", scratchFile(await stored(page))).errors, 0);
      await counts(page);
      // One undo takes all of it back.
      await changes(page, () => act(page, "undo").click());
      assert.equal((await documentOf(page)).services.length, 5);
      assert.deepEqual(await counts(page), before);
      // Above, and without a link, as well.
      for (const [link, check] of [
        [1, (document, ids) => document.services.some((s) => s.id === "plateforme" && s.relies_on.some((r) => ids.includes(r.service)))],
        [2, (document, ids) => document.services.some((s) => ids.includes(s.id) && (s.relies_on ?? []).some((r) => r.service === "plateforme"))],
        [3, (document, ids) => !document.services.some((s) => (s.relies_on ?? []).some((r) => ids.includes(r.service) !== ids.includes(s.id)))],
      ]) {
        await outlineRow(page, "service:plateforme").click();
        await act(page, "add").click();
        await dialog(page).locator(".choices label").nth(link).click();
        await dialog(page).locator("#choose").fill(title);
        await eventually(async () => assert.equal(plain(await found.locator(".choice-label").innerText()), title));
        await changes(page, () => found.click());
        const now = await documentOf(page);
        const ids = now.services.map((s) => s.id).filter((id) => !["nuage", "grappes", "plateforme", "teleservice", "second"].includes(id));
        assert.ok(check(now, ids), `link ${link}`);
        await changes(page, () => page.keyboard.press("Control+z"));
      }
    }));

  test(`the market says that it is no list of ANSSI’s (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await act(page, "add").click();
      await dialog(page).locator(".reminder > summary").click();
      assert.match(plain(await dialog(page).locator(".reminder").innerText()), /ANSSI/);
      await eventually(async () => assert.equal(plain(await dialog(page).locator(".reminder .hint").innerText()), plain(market.note[lang])));
      const count = await dialog(page).locator('[role="option"]').count();
      assert.ok(count >= 4 + templates.entries.length + market.entries.length, `${count} choices`);
    }));
}

// A document made under older rules opens with what the newer ones change, until a person says that they have seen it;
// one made under newer rules says so. The verdicts are the same either way.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, PAIR, act, catalogue, eventually, figures, goTo, openDocument, openRow, panel, plain, standing, stored } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const SAID = {
  fr: {
    older: (now) => `Ce document a été fait sous les règles 2026.05 ; voici ce que les règles ${now} changent`,
    first: "Première version publiée des règles.",
    noted: "J’ai vu",
    newer: [/règles plus récentes/, /règles 2031\.01, que cette version de Socle ne connaît pas encore/],
  },
  en: {
    older: (now) => `This document was made under the rules 2026.05; here is what the rules ${now} change`,
    first: "First published version of the rules.",
    noted: "Noted",
    newer: [/newer rules/, /rules 2031\.01, which this version of Socle does not know yet/],
  },
};

const AT = "#/scope?service=plateforme";
const under = (ruleset) => ({ ...structuredClone(PAIR), ruleset });
const news = (page) => page.locator(".rules-news");
const text = async (locator) => plain(await locator.innerText());
const ruleset = async (page) => JSON.parse(await stored(page)).ruleset;

for (const lang of LANGS) {
  const S = SAID[lang];

  test(`what newer rules change is told until it is noted, and undo brings it back (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const now = catalogue().ruleset;
      await openDocument(page, PAIR, AT);
      await standing(page);
      const counted = await figures(page);
      assert.equal(await news(page).count(), 0, "a document that names no rules is quiet under the first");

      await openDocument(page, under("2026.05"), AT);
      await standing(page);
      await news(page).waitFor();
      assert.equal(await text(news(page).locator("h2")), S.older(now));
      assert.ok((await text(news(page).locator("ul"))).includes(S.first));
      assert.deepEqual(await figures(page), counted, "no verdict hangs on it");
      // It stands wherever verdicts are shown, and not where none is.
      await goTo(page, "#/compose");
      await news(page).waitFor();
      await goTo(page, "#/help");
      await news(page).waitFor({ state: "detached" });
      await goTo(page, AT);
      await standing(page);

      await news(page).getByRole("button", { name: S.noted, exact: true }).click();
      await news(page).waitFor({ state: "detached" });
      await eventually(async () => assert.equal(await ruleset(page), now));
      await act(page, "undo").click();
      await news(page).waitFor();
      await eventually(async () => assert.equal(await ruleset(page), "2026.05"));
    }));

  test(`a document made under rules to come says so (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, under("2031.01"), AT);
      await standing(page);
      await news(page).waitFor();
      const said = await text(news(page));
      for (const pattern of S.newer) assert.match(said, pattern);
      assert.ok(said.includes(catalogue().ruleset), said);
      assert.equal(await news(page).locator("button").count(), 0);
      // A requirement opens below it as ever.
      await openRow(page, "12.11.a");
      await panel(page).waitFor();
      assert.equal(await ruleset(page), "2031.01");
    }));
}

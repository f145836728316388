// The main job by keyboard alone, and a walk over every stop of the Tab key: each is marked, in view and not covered.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { STACK, compose } from "./composing.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, address, eventually, figures, focused, goTo, openSample, panel, panelOf, plain, said, samples, scopeOf, settled, standing, stop, stored, tabTo, tabbable, visibleIds, walk } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

for (const lang of LANGS) {
  const W = WORDS[lang];
  const S06 = samples.S06;

  test(`the main job, by keyboard alone (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      page.setDefaultTimeout(10_000);
      // The skip link comes first, and leads to the content.
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.innerText), W.skip);
      await eventually(async () => assert.deepEqual((await stop(page)).faults, []));
      await page.keyboard.press("Enter");
      assert.equal(await focused(page), "main#main");

      // From there to the first sample, S06.
      await tabTo(page, ".samples button.sample");
      assert.ok((await page.evaluate(() => document.activeElement.innerText)).includes("S06"));
      await page.keyboard.press("Enter");
      await standing(page);
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      const first = await figures(page);

      // `/` goes to the search field; what is typed there is text, shortcuts included.
      await page.keyboard.press("/");
      await eventually(async () => assert.equal(await focused(page), "input#search"));
      await page.keyboard.type("10.4.a?/");
      assert.equal(await page.locator("#search").inputValue(), "10.4.a?/");
      await page.keyboard.press("Backspace");
      await page.keyboard.press("Backspace");
      await eventually(async () => assert.deepEqual(await visibleIds(page), ["10.4.a"]));
      await tabTo(page, "button.row");

      // The requirement: it takes the focus; its question is one of the next stops.
      await page.keyboard.press("Enter");
      await panelOf(page, "10.4.a");
      await eventually(async () => assert.equal(await focused(page), "aside#panel.panel"));
      await tabTo(page, "#panel input[type=radio]", { limit: 5 });
      assert.equal(await page.evaluate(() => document.activeElement.value), "unknown", "the stop of a group is its answer");
      await page.keyboard.press("ArrowUp");
      await eventually(async () => assert.equal(await panel(page).locator(".verdict").innerText(), W.outcome.not_applicable));
      const answered = scopeOf(await stored(page), S06.service);
      assert.equal(answered.outcomes["10.4.a"], "not_applicable");
      await eventually(async () => assert.deepEqual(await figures(page), { ...answered.counts.verified }));
      assert.match(plain(await said(page).textContent()), /\d/);

      // Back and forth.
      await page.keyboard.press("Control+z");
      await eventually(async () => assert.deepEqual(await figures(page), first));
      await page.keyboard.press("Control+Shift+Z");
      await eventually(async () => assert.deepEqual(await figures(page), { ...answered.counts.verified }));
      await page.keyboard.press("Control+z");
      await eventually(async () => assert.deepEqual(await figures(page), first));
      await page.keyboard.press("Control+y");
      await eventually(async () => assert.deepEqual(await figures(page), { ...answered.counts.verified }));

      // Escape closes the requirement.
      await page.keyboard.press("Escape");
      await panel(page).waitFor({ state: "detached" });

      // `?` is the help; the browser’s own way back leads to the verdicts.
      await page.keyboard.press("?");
      await page.locator(".help").waitFor();
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      assert.equal(await page.title(), W.titles.help);
      await page.goBack();
      await standing(page);
      assert.equal(await page.title(), W.titles.scope);
      assert.equal(await page.locator("#search").inputValue(), "10.4.a", "with the filters as they were");

      // Back to where one began.
      await page.keyboard.press("Shift+?");
      await page.locator(".help").waitFor();
      await tabTo(page, "nav .screen:first-child", { key: "Shift+Tab", limit: 20 });
      await page.keyboard.press("Space");
      await page.locator(".start .sample-id").first().waitFor();
      assert.equal(await page.title(), W.titles.start);
    }));

  test(`an answer by the arrow keys leaves the focus there, and Escape gives it back to the row (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.keyboard.press("/");
      await eventually(async () => assert.match(await focused(page), /#search/));
      await page.keyboard.type("10.4.a");
      // The list follows a keystroke at the next frame, and a slow machine is slower than the next key.
      await eventually(async () => assert.equal(await page.locator("button.row:visible").count(), 1));
      await tabTo(page, "button.row");
      await page.keyboard.press("Enter");
      await panelOf(page, "10.4.a");
      await eventually(async () => assert.equal(await focused(page), "aside#panel.panel"));
      await tabTo(page, "#panel input[type=radio]", { limit: 5 });
      for (const [key, value] of [["ArrowUp", "no"], ["ArrowUp", "yes"], ["ArrowDown", "no"]]) {
        await page.keyboard.press(key);
        await settled(page);
        assert.equal(await page.evaluate(() => document.activeElement.value), value);
        assert.equal(await page.evaluate(() => document.activeElement.checked), true);
      }
      await page.keyboard.press("Escape");
      await panel(page).waitFor({ state: "detached" });
      await settled(page);
      assert.match(await focused(page), /^button#row-10\.4\.a/);
    }));

  test(`figures, caveats, chapters and the service answer to the keyboard (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.keyboard.press("Escape");
      await tabTo(page, ".figure.shared", { limit: 40 });
      await page.keyboard.press("Space");
      await eventually(async () => assert.match(await address(page), /verdict=shared/));
      assert.match(await focused(page), /figure\.shared/, "the focus stays on the figure");
      await tabTo(page, ".caveat", { limit: 10 });
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(await address(page), /flag=/));
      await settled(page);
      assert.match(await focused(page), /caveat/, "the focus stays on the caveat");
      // The stack and what the verdicts assume stand between.
      await tabTo(page, ".chapters tbody button", { limit: 60 });
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(await address(page), /chapter=5/));
      await settled(page);
      assert.match(await focused(page), /button\.link/, "the focus stays on the chapter");
      await tabTo(page, "#service", { key: "Shift+Tab", limit: 80 });
      await page.keyboard.press("ArrowUp");
      await eventually(async () => assert.match(await address(page), /service=outscale-iaas/));
      await settled(page);
      assert.equal(await focused(page), "select#service");
    }));

  test(`every stop of the start screen and of help is marked and in view (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      assert.equal((await walk(page)).length, await tabbable(page));
      await goTo(page, "#/help");
      await page.locator(".help").waitFor();
      assert.equal((await walk(page)).length, await tabbable(page));
    }));

  test(`a date is typed digit by digit (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.keyboard.press("Escape");
      await tabTo(page, "#as-of", { limit: 30 });
      // Which part comes first is the browser’s choice; 08 is a day and a month.
      for (const key of "08") {
        await page.keyboard.press(key);
        await settled(page);
      }
      assert.match(await page.locator("#as-of").inputValue(), /^2026-(08-16|07-08)$/);
      assert.match(JSON.parse(await stored(page)).as_of, /^2026-(08-16|07-08)$/);
    }));

  // Wide, with the requirement beside the list; narrower, where it lies over the list; a telephone.
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    test(`every stop of the verdicts is marked, in view and not covered at ${width} px (${lang})`, () =>
      house.visit({ lang, viewport: { width, height } }, async (page) => {
        await openSample(page, "S06");
        await page.locator("#facts > summary").click();
        await page.locator("#readings > summary").click();
        await goTo(page, "#/scope?verdict=inherited");
        await eventually(async () => assert.equal((await visibleIds(page)).length, (await figures(page)).inherited));
        assert.equal((await walk(page)).length, await tabbable(page));
        // Again, with a requirement open.
        await page.locator("#facts > summary").click();
        await page.locator("#readings > summary").click();
        await goTo(page, "#/scope?requirement=11.3.a&verdict=inherited");
        await panelOf(page, "11.3.a");
        await walk(page);
      }));
  }

  for (const [width, height] of [[1440, 900], [390, 844]]) {
    test(`every stop of the compose screen is marked, in view and not covered at ${width} px (${lang})`, () =>
      house.visit({ lang, viewport: { width, height } }, async (page) => {
        await compose(page, STACK);
        const faces = await page.locator(".face").first().isVisible();
        for (const key of [null, "service:plateforme", "reliance:plateforme:grappes", "third:veille", "provider:nous"]) {
          if (key) await page.locator(`[id="o-${key}"]`).evaluate((row) => row.click());
          await settled(page);
          // On a narrow page one face at a time.
          for (const face of faces ? [0, 1, 2] : [0]) {
            if (faces) await page.locator(".face").nth(face).click();
            await settled(page);
            assert.equal((await walk(page)).length, await tabbable(page), `${key}, face ${face}`);
          }
        }
      }));
  }

  // The matrix of one chapter, and of all: the head of the table and the header of the page lie over what scrolls.
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    test(`every stop of the matrix, the one screen and the comparison is marked, in view and not covered at ${width} px (${lang})`, () =>
      house.visit({ lang, viewport: { width, height } }, async (page) => {
        await openSample(page, "S06");
        for (const [hash, ready] of [
          ["#/matrix?chapter=11", '[id="row-11.1.a"]'],
          ["#/present", ".present-said li:nth-child(5)"],
          ["#/compare?with=day%3D2026-07-17", ".compare-moves"],
        ]) {
          await goTo(page, hash);
          await page.locator(ready).first().waitFor();
          await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
          await settled(page);
          try {
            const names = await walk(page);
            assert.equal(names.length, await tabbable(page), "every stop is reached");
          } catch (error) {
            error.message = `${hash}: ${error.message}`;
            throw error;
          }
        }
      }));
  }

  test(`every stop of the dialogs is marked, and Tab stays in them (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await compose(page, STACK);
      await page.locator("#diagram").focus();
      await page.keyboard.press("Home");
      for (const keys of ["Control+k", "n", "Shift+F10"]) {
        await page.keyboard.press(keys);
        await page.locator("#dialog").waitFor();
        await eventually(async () => assert.ok(await page.evaluate(() => document.getElementById("dialog").contains(document.activeElement))));
        const names = new Set();
        for (let i = 0; i < 40; i += 1) {
          const at = await stop(page);
          if (at) {
            assert.deepEqual(at.faults, [], `${keys}: ${at.name} ${at.faults.join(", ")}`);
            assert.ok(await page.evaluate(() => document.getElementById("dialog").contains(document.activeElement)), `${keys}: the focus has left the dialog for ${at.name}`);
            if (names.has(at.index)) break;
            names.add(at.index);
          }
          await page.keyboard.press("Tab");
        }
        assert.ok(names.size >= 1);
        await page.keyboard.press("Escape");
        await page.locator("#dialog").waitFor({ state: "detached" });
        await eventually(async () => assert.match(await focused(page), /^svg#diagram/, `after ${keys}`));
      }
    }));

  test(`every stop of the repair screen is marked and in view (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const broken = structuredClone(STACK);
      broken.services[0].provider = "personne";
      broken.services[1].activities = ["caas", "daas"];
      for (const text of [JSON.stringify(broken), `${JSON.stringify(STACK).slice(0, -1)},}`]) {
        await page.locator("#open-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(text) });
        await eventually(async () => assert.match(await focused(page), /^section#problems/));
        assert.equal((await walk(page)).length, await tabbable(page));
      }
    }));

  test(`a file’s alert can be left by keyboard (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.locator("#open-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from([0x89, 0xff]) });
      await eventually(async () => assert.match(await focused(page), /^section#fault/));
      await tabTo(page, "#fault button", { limit: 1 });
      await page.keyboard.press("Enter");
      await page.locator("#fault").waitFor({ state: "detached" });
      assert.equal(await focused(page), "main#main");
    }));
}

// The main job by keyboard alone, and a walk over every stop of the Tab key: each is marked, in view and not covered.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, eventually, figures, focused, goTo, openSample, panel, panelOf, plain, said, samples, scopeOf, settled, standing, stored, visibleIds } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

/// What holds the focus, and what is wrong with how it shows.
const stop = (page) =>
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
async function tabTo(page, wanted, { key = "Tab", limit = 80 } = {}) {
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
async function walk(page, limit = 400) {
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
const tabbable = (page) =>
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
      await page.locator(".samples").waitFor();
      assert.equal(await page.title(), W.titles.start);
    }));

  test(`an answer by the arrow keys leaves the focus there, and Escape gives it back to the row (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.keyboard.press("/");
      await page.keyboard.type("10.4.a");
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
      await eventually(async () => assert.match(page.url(), /verdict=shared/));
      assert.match(await focused(page), /figure\.shared/, "the focus stays on the figure");
      await tabTo(page, ".caveat", { limit: 10 });
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(page.url(), /flag=/));
      await settled(page);
      assert.match(await focused(page), /caveat/, "the focus stays on the caveat");
      await tabTo(page, ".chapters tbody button", { limit: 10 });
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(page.url(), /chapter=5/));
      await settled(page);
      assert.match(await focused(page), /button\.link/, "the focus stays on the chapter");
      await tabTo(page, "#service", { key: "Shift+Tab", limit: 40 });
      await page.keyboard.press("ArrowUp");
      await eventually(async () => assert.match(page.url(), /service=outscale-iaas/));
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

  test(`a file’s alert can be left by keyboard (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.locator("#open-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{") });
      await eventually(async () => assert.match(await focused(page), /^section#fault/));
      await tabTo(page, "#fault button", { limit: 1 });
      await page.keyboard.press("Enter");
      await page.locator("#fault").waitFor({ state: "detached" });
      assert.equal(await focused(page), "main#main");
    }));
}

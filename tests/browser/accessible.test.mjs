// Every screen for everybody: axe finds nothing in either theme, nothing scrolls sideways on a narrow page or a zoomed
// one, targets are large enough, and forced colours and reduced motion are respected.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, eventually, fitsAcross, focused, onEveryScreen, openSample, panelOf, row, settled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

/// Buttons, fields and summaries below 24 × 24 CSS pixels. A label counts as part of its field; links in text are excepted.
const smallTargets = (page) =>
  page.evaluate(() => {
    const small = [];
    for (const target of document.querySelectorAll("button, input, select, summary, a[href]")) {
      if (!target.checkVisibility() || target.disabled || target.matches(".away, .skip, p a, li a")) continue;
      const boxes = [target, ...(target.labels ?? [])].map((e) => e.getBoundingClientRect());
      const fits = boxes.some((box) => box.width >= 23.95 && box.height >= 23.95);
      if (!fits) small.push(`${target.localName}.${target.className}#${target.id} “${target.innerText.slice(0, 30)}” ${boxes.map((b) => `${b.width.toFixed(0)}×${b.height.toFixed(0)}`).join(", ")}`);
    }
    return [...new Set(small)].slice(0, 8);
  });

for (const lang of LANGS) {
  test(`axe finds nothing on any screen, light or dark (${lang})`, () =>
    // Colours change at once: axe must not measure them half-way.
    house.visit({ lang, reducedMotion: "reduce" }, async (page, visit) => {
      await onEveryScreen(page, async () => {
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await settled(page);
          try {
            await visit.axe({ rules: { "target-size": { enabled: true } } });
          } catch (error) {
            error.message = `${colorScheme}: ${error.message}`;
            throw error;
          }
        }
      });
    }));

  // 320 px: 400 % zoom of 1280. 720 px at two device pixels each: 200 % zoom of 1440.
  for (const [width, height, deviceScaleFactor] of [[320, 640, 1], [720, 450, 2]]) {
    test(`nothing scrolls sideways and targets are large enough at ${width} px (${lang})`, () =>
      house.visit({ lang, viewport: { width, height }, deviceScaleFactor }, async (page) => {
        await onEveryScreen(page, () => fitsAcross(page, width), async () => assert.deepEqual(await smallTargets(page), []));
      }));
  }

  test(`text spacing as a reader may set it breaks nothing (${lang})`, () =>
    house.visit({ lang, viewport: { width: 390, height: 844 } }, async (page) => {
      await onEveryScreen(page, async () => {
        // By script: the content security policy refuses a style sheet of ours.
        await page.evaluate(() => {
          for (const e of document.querySelectorAll("body *")) {
            e.style.lineHeight = "1.5";
            e.style.letterSpacing = "0.12em";
            e.style.wordSpacing = "0.16em";
          }
        });
        await fitsAcross(page, 390);
      });
    }));

  test(`forced colours: everything is there, and the focus shows (${lang})`, () =>
    house.visit({ lang, forcedColors: "active" }, async (page) => {
      await onEveryScreen(page, async () => {
        assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
        await page.keyboard.press("Tab");
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.equal(outline, "solid");
        // Buttons are told from text by their border.
        const bare = await page.evaluate(() =>
          [...document.querySelectorAll("button.figure, button.row, button.sample, button.plain, button.primary, select")]
            .filter((e) => e.checkVisibility() && getComputedStyle(e).borderTopStyle === "none").length);
        assert.equal(bare, 0);
      });
    }));

  test(`reduced motion: nothing moves, and targets are at least 24 by 24 (${lang})`, () =>
    house.visit({ lang, reducedMotion: "reduce" }, async (page) => {
      await onEveryScreen(page, async () => {
        const moving = await page.evaluate(() => {
          const lasts = (text) => text.split(",").some((part) => parseFloat(part) > 0);
          return [...document.querySelectorAll("body *")]
            .filter((e) => {
              const style = getComputedStyle(e);
              return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
            })
            .slice(0, 5)
            .map((e) => e.outerHTML.slice(0, 80));
        });
        assert.deepEqual(moving, []);
        assert.deepEqual(await smallTargets(page), []);
      });
    }));

  test(`an alert is not hidden by an open requirement on a telephone (${lang})`, () =>
    house.visit({ lang, viewport: { width: 390, height: 844 } }, async (page) => {
      await openSample(page, "S06");
      await row(page, "11.3.a").click();
      await panelOf(page, "11.3.a");
      await page.locator("#open-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{") });
      await eventually(async () => assert.match(await focused(page), /^section#fault/));
      const inView = await page.locator("#fault-title").evaluate((title) => {
        const box = title.getBoundingClientRect();
        return title.contains(document.elementFromPoint(box.left + 8, box.top + box.height / 2));
      });
      assert.ok(inView, "the alert has the focus but cannot be seen");
    }));
}

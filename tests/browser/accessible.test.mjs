// Every screen for everybody: axe finds nothing in either theme, nothing scrolls sideways on a narrow page or a zoomed
// one, targets are large enough, and forced colours and reduced motion are respected.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, eventually, fitsAcross, focused, goTo, onEveryScreen, openSample, panelOf, row, settled } from "./journeys.mjs";

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

/// Texts of the diagram, which axe does not measure, below 4.5 to 1 against what is painted under them. What is dimmed
/// may go down to 3 to 1.
const weakTexts = (page) =>
  page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const rgb = (color) => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
    const light = (c) => {
      const [r, g, b] = c.slice(0, 3).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const page = rgb(getComputedStyle(document.getElementById("diagram-frame")).backgroundColor);
    const ground = page[3] === 0 ? rgb(getComputedStyle(document.body).backgroundColor) : page;
    const band = document.querySelectorAll("#diagram .band rect");
    const weak = new Set();
    for (const text of document.querySelectorAll("#diagram .card text")) {
      const card = text.closest(".card");
      const dimmed = (color) => [...color.slice(0, 3), color[3] * Number(getComputedStyle(card).fillOpacity)];
      const box = rgb(getComputedStyle(card.querySelector(".card-box")).fill);
      const y = text.getBoundingClientRect().top;
      const under = [...band].find((b) => b.getBoundingClientRect().top <= y && b.getBoundingClientRect().bottom > y);
      const behind = under ? over(rgb(getComputedStyle(under).fill), ground) : ground;
      const paper = over(dimmed(box), behind);
      const [a, b] = [light(over(dimmed(rgb(getComputedStyle(text).fill)), paper)), light(paper)];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < (card.classList.contains("dim") ? 3 : 4.5)) weak.add(`${text.getAttribute("class")} of ${card.getAttribute("class")}: ${ratio.toFixed(2)}`);
    }
    return [...weak];
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
            // Only colours differ in the dark.
            await visit.axe(colorScheme === "light" ? { rules: { "target-size": { enabled: true } } } : { only: ["color-contrast", "link-in-text-block"] });
          } catch (error) {
            error.message = `${colorScheme}: ${error.message}`;
            throw error;
          }
        }
      });
    }));

  test(`the page is valid HTML on every screen (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await onEveryScreen(page, () => visit.html());
    }));

  test(`on a telephone the cards of the matrix are sound, light or dark, and their HTML is valid (${lang})`, () =>
    house.visit({ lang, viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }, async (page, visit) => {
      await openSample(page, "S06");
      await goTo(page, "#/matrix");
      await eventually(async () => assert.equal(await page.locator(".m-card").count(), 278));
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        await visit.axe(colorScheme === "light" ? { rules: { "target-size": { enabled: true } } } : { only: ["color-contrast", "link-in-text-block"] });
      }
      await visit.html();
    }));

  test(`the diagram, the cards and the dialogs keep their contrast in both themes (${lang})`, () =>
    house.visit({ lang, reducedMotion: "reduce" }, async (page) => {
      await openSample(page, "S01");
      await goTo(page, "#/compose");
      await page.locator("#diagram .card").first().waitFor();
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        // What nothing is selected, and what lies away from the one that is.
        for (const key of [null, "Home"]) {
          await page.locator("#diagram").focus();
          if (key) await page.keyboard.press(key);
          await settled(page);
          assert.deepEqual(await weakTexts(page), [], `${colorScheme}, ${key ? "one selected" : "nothing selected"}`);
        }
        await page.keyboard.press("Escape");
      }
    }));

  // 320 px: 400 % zoom of 1280. 720 px at two device pixels each: 200 % zoom of 1440.
  for (const [width, height, deviceScaleFactor] of [[320, 640, 1], [390, 844, 3], [720, 450, 2], [1024, 768, 1]]) {
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
        // A screen that was fetched first takes the focus once it stands.
        await settled(page);
        await settled(page);
        // After the last stop of a dialog comes the browser’s own, where nothing of the page has the focus.
        for (let i = 0; i < 2; i += 1) {
          await page.keyboard.press("Tab");
          if ((await focused(page)) !== "body") break;
        }
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.equal(outline, "solid", await focused(page));
        // Buttons are told from text by their border; a slider by its track.
        const bare = await page.evaluate(() =>
          [...document.querySelectorAll("button.figure, button.row, button.sample, button.plain, button.primary, button.worded, input:not([type=checkbox], [type=radio], [type=file], [type=range], .document-title), textarea, select, dialog")]
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
      await page.locator("#open-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from([0x89, 0xff]) });
      await eventually(async () => assert.match(await focused(page), /^section#fault/));
      const inView = await page.locator("#fault-title").evaluate((title) => {
        const box = title.getBoundingClientRect();
        return title.contains(document.elementFromPoint(box.left + 8, box.top + box.height / 2));
      });
      assert.ok(inView, "the alert has the focus but cannot be seen");
    }));
}

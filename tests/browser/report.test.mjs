// The audit annex: shown beside the app's own style, printed, and saved as one file that opens anywhere without a script.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { openHouse } from "./harness.mjs";
import { LANGS, PAIR, WORDS, address, catalogue, eventually, goTo, openDocument, openSample, pagesOf, plain, samples, scopeOf, scratchFile, standing } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const S06 = samples.S06;

/// Names that would like to be more than names.
const HOSTILE = structuredClone(PAIR);
HOSTILE.title = `Titre <img src=x onerror="globalThis.owned=1"> & "guillemets" 'apostrophes'`;
HOSTILE.note = "</style></main><script>globalThis.owned=2</script>\u202Eeno elttil";
HOSTILE.services[0].name = `Nuage <img src=x onerror=globalThis.owned=3>`;
HOSTILE.services[2].name = `"><svg onload=globalThis.owned=4>`;
HOSTILE.services[3].name = "Gui\u202Etehc\u202C \u0007";
HOSTILE.providers[0].name = "{{nous}} <b>gras</b> content:\"\\\"}*{display:none}";
HOSTILE.sources = ["javascript:globalThis.owned=5", "https://example.org/\"onmouseover=globalThis.owned=6"];

const annexed = async (page) => {
  await goTo(page, page.url().includes("?") ? `#/report?${page.url().split("?")[1]}` : "#/report");
  await eventually(async () => assert.equal(await rows(page), 278), 10_000);
};

/// Requirements that the annex holds.
const rows = (page) => page.evaluate(() => document.getElementById("annex")?.shadowRoot?.querySelectorAll('tr[id^="r-"]').length ?? 0);

async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#get-annex-html").click()]);
  return { name: download.suggestedFilename(), path: await download.path() };
}

/// Opens a file from the disk where no script runs, and gives it to `look`; nothing else may be asked for.
async function fromDisk(html, look, options = {}) {
  const context = await house.browser.newContext({ javaScriptEnabled: false, offline: true, ...options });
  try {
    const asked = [];
    context.on("request", (request) => asked.push(request.url()));
    const page = await context.newPage();
    const url = pathToFileURL(scratchFile(html, `report-${Date.now()}.html`)).href;
    await page.goto(url);
    await look(page);
    assert.deepEqual(asked, [url], "nothing but the file is asked for");
  } finally {
    await context.close();
  }
}

for (const lang of LANGS) {
  test(`the annex holds every requirement, and its links stay inside (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const scope = scopeOf(S06.path, S06.service);
      await annexed(page);
      const told = await page.evaluate(() => Object.fromEntries([...document.getElementById("annex").shadowRoot.querySelectorAll('tr[id^="r-"]')].map((tr) => [tr.id.slice(2), [...tr.querySelector(".v").classList].find((name) => name !== "v")])));
      assert.deepEqual(told, scope.outcomes);
      assert.match(plain(await page.evaluate(() => document.getElementById("annex").shadowRoot.textContent)), WORDS[lang].notice);

      // Another language: another annex, in its words.
      await page.locator("#language").click();
      const other = lang === "fr" ? "en" : "fr";
      await eventually(async () => assert.match(plain(await page.evaluate(() => document.getElementById("annex")?.shadowRoot?.textContent ?? "")), WORDS[other].notice), 10_000);
      assert.equal(await rows(page), 278);
      await page.locator("#language").click();
      await eventually(async () => assert.match(plain(await page.evaluate(() => document.getElementById("annex")?.shadowRoot?.textContent ?? "")), WORDS[lang].notice), 10_000);

      const url = await address(page);
      for (const id of ["requirements", "r-12.11.a", "stack"]) {
        const link = page.locator(`#annex a[href="#${id}"]`).first();
        if ((await link.count()) === 0) continue;
        await link.scrollIntoViewIfNeeded();
        await link.click();
        await eventually(async () => {
          const top = await page.evaluate((id) => document.getElementById("annex")?.shadowRoot.getElementById(id).getBoundingClientRect().top, id);
          assert.ok(top > -5 && top < 900, `${id} stands at ${top}`);
        });
        assert.equal(await address(page), url, "the address is the app’s");
      }
      assert.equal(await page.locator("#annex a").evaluateAll((links) => links.filter((a) => !a.getAttribute("href")?.startsWith("#") && !/^https?:/.test(a.getAttribute("href"))).length), 0);
      assert.equal(await page.locator('#annex a[href="#requirements"]').count() > 0, true);
    }));

  test(`a link followed inside the annex by keyboard takes the reader there (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await annexed(page);
      await page.locator('#annex a[href="#requirements"]').first().focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      // What comes next is what stands below the place, not what followed the link.
      await eventually(async () => {
        const [place, at] = await page.evaluate(() => {
          const root = document.getElementById("annex")?.shadowRoot;
          if (!root) throw new Error(`the annex is gone: ${location.hash}`);
          return [root.getElementById("requirements").getBoundingClientRect().top, root.activeElement?.getBoundingClientRect().top ?? -1e9];
        });
        assert.ok(at >= place, `the focus is ${Math.round(place - at)} px above the place`);
      }, 1_500);
    }));

  test(`the report is one file that opens anywhere, without a script (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await annexed(page);
      const { name, path } = await saved(page);
      assert.match(name, new RegExp(`^[^/\\\\]+-${lang}\\.html$`));
      const html = readFileSync(path, "utf8");
      assert.match(html, /^<!DOCTYPE html>/);
      assert.match(html, new RegExp(`<html lang="${lang}">`));
      for (const bad of [/<script/i, /\son\w+\s*=/i, /<(?:link|iframe|img|object|embed|base)\b/i, /@import|url\(/i, /<meta[^>]*refresh/i]) assert.doesNotMatch(html, bad);
      await fromDisk(html, async (file) => {
        assert.equal(await file.locator('tr[id^="r-"]').count(), 278);
        assert.equal(await file.locator("script").count(), 0);
        assert.match(plain(await file.locator("main").innerText()), WORDS[lang].notice);
        for (const id of ["5.1.a", "12.11.a", "19.6.e"]) assert.ok(plain(await file.locator(`[id="r-${id}"]`).innerText()).length > 40, id);
        const own = catalogue().byId.get("12.11.a").own_part[lang];
        assert.ok(plain(await file.locator("main").innerText()).includes(plain(own)), "the prose is there, of this language");
      });
    }));

  test(`hostile names are shown as text, in the annex and in the file (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, HOSTILE, "#/scope?service=guichet");
      await standing(page);
      await annexed(page);
      const check = async (text, html) => {
        for (const said of ["<img src=x onerror=\"globalThis.owned=1\">", "</style></main><script>globalThis.owned=2</script>", "<img src=x onerror=globalThis.owned=3>", "\"><svg onload=globalThis.owned=4>", "<b>gras</b>"]) {
          assert.ok(text.includes(said), `${said} is shown as it is written`);
        }
        assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u0007]/, "nothing turns the direction of what follows");
        assert.doesNotMatch(html, /<(?:img|script|svg)\b/i);
        assert.doesNotMatch(html, /href="(?!#|https?:)/i);
      };
      const [text, html] = await page.evaluate(() => [document.getElementById("annex").shadowRoot.textContent, document.getElementById("annex").shadowRoot.innerHTML]);
      await check(plain(text), html);
      const { name, path } = await saved(page);
      assert.doesNotMatch(name, /[<>"/\\]/);
      const file = readFileSync(path, "utf8");
      await fromDisk(file, async (page) => check(plain(await page.locator("body").textContent()), file));
      // Where scripts run, nothing of it runs either.
      await fromDisk(file, async (page) => assert.equal(await page.evaluate(() => globalThis.owned), undefined), { javaScriptEnabled: true });
      assert.equal(await page.evaluate(() => globalThis.owned), undefined);
    }));

  test(`the annex prints on A4 landscape, page after page (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await annexed(page);
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      const n = pagesOf(pdf);
      assert.ok(n > 20, `${n} pages`);
      const boxes = [...pdf.toString("latin1").matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)].map(([, width, height]) => [Math.round(width), Math.round(height)].join("×"));
      assert.deepEqual([...new Set(boxes)], ["842×595"]);
      // Other screens keep their own paper.
      await goTo(page, "#/present");
      await page.locator(".present-said li").nth(4).waitFor();
      assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true })), 1);
    }));
}

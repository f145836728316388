// What leaves: every deliverable in either language, whole or as far as the list is narrowed, and the papers.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { atDeliverables, parseCsv, taken } from "./delivering.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, PAIR, address, eventually, fitsAcross, focused, goTo, openDocument, openSample, pagesOf, plain, samples, scopeOf, tabTo } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const S06 = samples.S06;
const OTHER = { fr: "en", en: "fr" };
const W = {
  fr: { title: "Livrables · Socle", whole: /sans filtre/, follows: /Suit le filtre/, narrowed: /Ne garder dans le tableau que ce que montre la liste : (\d+) sur 278 \(Verdict : Partagée/, head: "verdict" },
  en: { title: "Deliverables · Socle", whole: /unfiltered/, follows: /Keeps to the filter/, narrowed: /Keep in the table only what the list shows: (\d+) of 278 \(Verdict: Shared/, head: "verdict" },
};

for (const lang of LANGS) {
  for (const out of [lang, OTHER[lang]]) {
    // A visit each: the browser itself stops a page that offers more than ten files in a row.
    test(`the table and the picture are offered in either language (${lang}, ${out})`, () =>
      house.visit({ lang }, async (page, visit) => {
        await openSample(page, "S06");
        await atDeliverables(page, `?service=${S06.service}`);
        assert.equal(await page.title(), W[lang].title);
        await visit.axe();
        const scope = scopeOf(S06.path, S06.service);
        await page.locator("#out-lang").selectOption(out);
        await page.locator("#get-scope-csv:enabled").waitFor();
        const csv = await taken(page, "scope-csv");
        assert.match(csv.name, new RegExp(`-scope-${out}\\.csv$`));
        assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "spreadsheets read accents");
        const rows = parseCsv(csv.bytes.toString("utf8").slice(1));
        assert.equal(rows.length, 279);
        assert.deepEqual(rows[0].slice(0, 4), ["requirement", "section", "modality", "verdict"]);
        assert.deepEqual(Object.fromEntries(rows.slice(1).map((row) => [row[0], row[3]])), scope.outcomes);
        const json = JSON.parse((await taken(page, "scope-json")).bytes.toString("utf8"));
        assert.equal(json.verdicts.length, 278);
        assert.ok(!("filter" in json));
        const md = (await taken(page, "scope-md")).bytes.toString("utf8");
        assert.match(md, out === "fr" ? /Reste à ma charge/ : /Remains/);
        const svg = await taken(page, "diagram-svg");
        assert.match(svg.bytes.toString("utf8"), new RegExp(`^<svg [^>]*xml:lang="${out}"`));
        const png = await taken(page, "diagram-png");
        assert.equal(png.bytes.subarray(1, 4).toString("latin1"), "PNG");
        assert.ok(png.bytes.readUInt32BE(16) >= 1000, "wide enough for print");
        const kept = JSON.parse((await taken(page, "document-socle-json")).bytes.toString("utf8"));
        assert.equal(kept.format, "socle/1");
      }));

    test(`the annex and the papers are offered in either language (${lang}, ${out})`, () =>
      house.visit({ lang }, async (page) => {
        await openSample(page, "S06");
        await atDeliverables(page, `?service=${S06.service}`);
        await page.locator("#out-lang").selectOption(out);
        await page.locator("#get-scope-csv:enabled").waitFor();
        for (const paper of ["annex", "split", "position", "not-covered"]) {
          const html = (await taken(page, `${paper}-html`)).bytes.toString("utf8");
          assert.match(html, new RegExp(`<html lang="${out}">`));
          assert.doesNotMatch(html, /<script/i);
          const text = await taken(page, `${paper}-md`);
          assert.match(text.name, new RegExp(`-${paper}-${out}\\.md$`));
          assert.match(text.bytes.toString("utf8"), /^# /);
        }
      }));
  }

  test(`spreadsheets are written by a module that is fetched when it is first wanted (${lang})`, (t) =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      await atDeliverables(page, `?service=${S06.service}`);
      const fetched = () => visit.responses.map((r) => r.url()).filter((url) => /sheets[^/]*\.wasm$/.test(url)).length;
      assert.equal(fetched(), 0);
      const times = [];
      for (const id of ["scope", "split", "position", "not-covered"]) {
        const begun = Date.now();
        const { name, bytes } = await taken(page, `${id}-xlsx`);
        times.push(Date.now() - begun);
        assert.match(name, new RegExp(`-${id}-${lang}\\.xlsx$`));
        assert.equal(bytes.subarray(0, 4).toString("latin1"), "PK\u0003\u0004");
      }
      t.diagnostic(`first and following workbooks: ${times.join(", ")} ms`);
      assert.equal(fetched(), 1);
      const again = await taken(page, "scope-xlsx");
      assert.deepEqual((await taken(page, "scope-xlsx")).bytes, again.bytes, "the same bytes");
    }));

  test(`the table keeps to the filter of the list, and says so (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await goTo(page, `#/scope?service=${S06.service}&verdict=shared`);
      await page.locator(".list").waitFor();
      // By the tab: what narrows the list goes along.
      await page.locator("nav.screens button", { hasText: lang === "fr" ? "Livrables" : "Deliverables" }).click();
      await page.locator("#get-scope-csv:enabled").waitFor();
      assert.match(await address(page), /verdict=shared/);
      const label = plain(await page.locator('label[for="narrowed"]').innerText());
      const n = Number(W[lang].narrowed.exec(label)?.[1]);
      assert.ok(n > 0 && n < 278, label);
      const rows = async () => parseCsv((await taken(page, "scope-csv")).bytes.toString("utf8")).length - 1;
      assert.equal(await rows(), n);
      const json = JSON.parse((await taken(page, "scope-json")).bytes.toString("utf8"));
      assert.equal(json.verdicts.length, n);
      assert.ok(json.verdicts.every((v) => v.verdict === "shared"));
      assert.match(JSON.stringify(json.filter), /Partagée|Shared/);
      await page.locator("#narrowed").uncheck();
      assert.equal(await rows(), 278);
      // The annex stays whole.
      assert.match(plain(await page.locator(".piece", { has: page.locator("#get-annex-html") }).innerText()), W[lang].whole);
    }));

  test(`the papers are shown as on paper, have an address, and print (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      await atDeliverables(page, `?service=${S06.service}`);
      const text = () => page.evaluate(() => document.getElementById("annex")?.shadowRoot?.querySelector("h1")?.textContent ?? "");
      const titles = new Set();
      for (const id of ["split", "position", "not-covered", "annex"]) {
        await page.locator(`#show-${id}`).click();
        await eventually(async () => assert.equal(await page.locator(`#show-${id}`).getAttribute("aria-pressed"), "true"));
        await eventually(async () => assert.ok(!titles.has(await text()) && (await text()) !== ""));
        titles.add(await text());
        if (id === "annex") assert.doesNotMatch(await address(page), /paper=/);
        else assert.match(await address(page), new RegExp(`paper=${id}`));
        const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
        assert.ok(pagesOf(pdf) >= 1);
      }
      await atDeliverables(page, `?service=${S06.service}&paper=position`);
      await eventually(async () => assert.equal(await page.locator("#show-position").getAttribute("aria-pressed"), "true"));
      await visit.axe();
      // In the other language the paper says that it is another.
      await page.locator("#out-lang").selectOption(OTHER[lang]);
      await eventually(async () => assert.ok(!titles.has(await text())));
      assert.equal(await page.locator("#annex").getAttribute("lang"), OTHER[lang]);
    }));

  test(`by keyboard, and on a telephone (${lang})`, () =>
    house.visit({ lang, viewport: { width: 390, height: 844 } }, async (page, visit) => {
      await openDocument(page, PAIR, "#/report?service=guichet");
      await page.locator("#get-scope-csv:enabled").waitFor();
      await fitsAcross(page, 390);
      await visit.axe();
      await page.locator("#main").focus();
      await tabTo(page, "#get-scope-csv");
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      assert.match(download.suggestedFilename(), /\.csv$/);
      assert.match(await focused(page), /#get-scope-csv/, "the focus stays");
    }));
}

test("a stack of thirty services is taken away within two seconds once the module is there", (t) =>
  house.visit({ lang: "en" }, async (page) => {
    const services = Array.from({ length: 30 }, (_, i) => ({
      id: `s${i}`,
      name: `Service ${i}`,
      provider: i % 2 ? "a" : "b",
      activities: [["iaas"], ["caas"], ["paas"], ["saas"]][Math.min(3, Math.floor(i / 8))],
      ...(i >= 8 ? { relies_on: [{ service: `s${i - 8}` }, ...(i >= 9 ? [{ service: `s${i - 9}` }] : [])] } : { qualifications: [{ version: "3.2", granted: "2025-01-10" }] }),
    }));
    await openDocument(page, { format: "socle/1", title: "Thirty", as_of: "2026-11-22", providers: [{ id: "a", name: "A" }, { id: "b", name: "B" }], services }, "#/report?service=s29");
    await page.locator("#get-scope-xlsx:enabled").waitFor();
    await taken(page, "scope-xlsx");
    const times = [];
    for (let i = 0; i < 3; i += 1) {
      const begun = Date.now();
      await taken(page, "scope-xlsx");
      times.push(Date.now() - begun);
    }
    times.sort((a, b) => a - b);
    t.diagnostic(`workbook of thirty services: ${times.join(", ")} ms`);
    assert.ok(times[1] < 2_000, `${times[1]} ms`);
  }));

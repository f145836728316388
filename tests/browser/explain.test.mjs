// What explains a scope: every filter of the list, the stack drawn at a requirement, the matrix, the one screen and its
// one page of print, the open questions, what to obtain. The command is the second opinion throughout.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, LAYERS, OUTCOMES, PAIR, WORDS, catalogue, eventually, figures, focused, fold, goTo, openDocument, openRow, openSample, pagesOf, panel, panelOf, plain, row, samples, scopeOf, socle, standing, stored, visibleIds } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const { byId, isVerified } = catalogue();
const S06 = samples.S06;
const scope = scopeOf(S06.path, S06.service);

/// Words of the new screens that no data file holds.
const SAID = {
  fr: {
    brief: { own: "propre", covered: "socle", exposed: "exposée", missing: "manque", retained: "laissée" },
    void: "n’y porte pas",
    dates: { "2026-07-16": "16 juillet 2026", "2028-03-03": "3 mars 2028" },
    held: { until: (name, day) => `${name}, jusqu’au ${day}`, attested: (name, day) => `${name}, attesté au ${day}` },
    cut: (n) => `${n} ${n > 1 ? "filtres actifs : les effacer" : "filtre actif : l’effacer"}`,
  },
  en: {
    brief: { own: "own", covered: "base", exposed: "exposed", missing: "missing", retained: "left" },
    void: "does not bear here",
    dates: { "2026-07-16": "16 July 2026", "2028-03-03": "3 March 2028" },
    held: { until: (name, day) => `${name}, until ${day}`, attested: (name, day) => `${name}, attested on ${day}` },
    cut: (n) => `${n} active ${n === 1 ? "filter: clear it" : "filters: clear them"}`,
  },
};

/// The fields that narrow, by their keys in the address.
const FIELDS = { verdict: "by-verdict", chapter: "by-chapter", on: "by-layer", flag: "by-flag", confidence: "by-confidence", modality: "by-modality", reading: "by-reading" };

/// What each key of the address lets through, by what the command and the catalogue say.
const PASSES = {
  verdict: (value) => (v) => v.verdict === value,
  chapter: (value) => (_, r) => r.chapter === value,
  on: (value) => (_, r) => (value === "provider" ? r.bears_on.provider || r.readings.includes("own-premises") : r.bears_on.layers.includes(value)),
  flag: (value) => (v) => v.flags.includes(value),
  confidence: (value) => (v) => v.confidence === value,
  modality: (value) => (_, r) => r.modality === value,
  reading: (value) => (v, r) => v.readings.includes(value) || r.readings.includes(value),
  q: (value, lang) => (_, r) => {
    const text = fold([r.id, r.title[lang], r.summary[lang], r.own_part?.[lang] ?? "", r.interlock?.[lang] ?? ""].join(" "));
    return value.split(" ").every((word) => text.includes(fold(word)));
  },
};

/// The requirements that some filters should let through, in the order of the text.
function narrowed(lang, filters, of = scope) {
  const all = filters.all === "1" || filters.modality === "recommendation" || filters.flag === "not_attested";
  const checks = Object.entries(filters).filter(([key]) => key !== "all").map(([key, value]) => PASSES[key](value, lang));
  return of.verdicts.filter((v) => (all || isVerified(v.requirement)) && checks.every((passes) => passes(v, byId.get(v.requirement)))).map((v) => v.requirement);
}

const query = (page) => Object.fromEntries(new URLSearchParams(page.url().split("?")[1] ?? ""));
const filtersOf = (page) => Object.fromEntries(Object.entries(query(page)).filter(([key]) => key === "all" || key in PASSES));

/// The list and the address show these filters; gives how many requirements there are.
const shows = (page, lang, filters, of) =>
  eventually(async () => {
    const ids = narrowed(lang, filters, of);
    assert.deepEqual((await visibleIds(page)).sort(), [...ids].sort(), JSON.stringify(filters));
    assert.deepEqual(filtersOf(page), filters);
    assert.ok(plain(await page.locator(".found").innerText()).startsWith(WORDS[lang].shown(ids.length)));
    assert.equal(await page.locator(".empty:visible").count(), ids.length === 0 ? 1 : 0);
    return ids.length;
  });

const clear = (page) => page.locator(".found button").click();

/// The matrix stands, with every row.
const matrixed = (page) => eventually(async () => assert.equal(await page.locator('[id^="m-"]').count(), 278));

/// Rows of the matrix that are seen, and the chapters whose heads are.
const matrixIds = (page) =>
  page.evaluate(() => {
    const seen = (prefix) => [...document.querySelectorAll(`[id^="${prefix}"]`)].filter((e) => e.checkVisibility()).map((e) => e.id.slice(prefix.length));
    return [seen("m-"), seen("mc-")];
  });

const matrixShows = (page, ids) =>
  eventually(async () => {
    const [rows, heads] = await matrixIds(page);
    assert.deepEqual(rows, ids);
    assert.deepEqual(heads, [...new Set(ids.map((id) => byId.get(id).chapter))]);
  });

/// What a cell holds for a place, by the parts of the scope: of several, the one that leaves most open.
function cellOf(verdict, on, target) {
  const weights = ["covered", "retained", "own", "exposed", "missing"];
  const parts = verdict.verdict === "not_applicable" ? [] : verdict.parts.filter((part) => part.on === on);
  if (parts.length === 0) return null;
  const states = [...new Set(parts.map((part) => part.state))];
  return {
    state: states.sort((a, b) => weights.indexOf(b) - weights.indexOf(a))[0],
    mixed: states.length > 1,
    who: [...new Set(parts.map((part) => part.covered_by ?? part.operator).filter((id) => id && id !== target))],
  };
}

for (const lang of LANGS) {
  const [W, T] = [WORDS[lang], SAID[lang]];

  test(`every value of every filter narrows the list and stands in the address (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await shows(page, lang, {});
      let narrowing = 0;
      for (const [key, id] of Object.entries(FIELDS)) {
        const field = page.locator(`#${id}`);
        const values = await field.locator("option").evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
        assert.ok(values.length >= 3, `${key} has values`);
        for (const value of values) {
          await field.selectOption(value);
          const n = await shows(page, lang, { [key]: value });
          if (n > 0 && n < 261) narrowing += 1;
        }
        await clear(page);
        await shows(page, lang, {});
        assert.equal(await field.inputValue(), "", `${id} is cleared`);
        assert.equal(await focused(page), "input#search");
      }
      assert.ok(narrowing > 40, `${narrowing} values narrow something`);
      await page.locator("#search").fill(lang === "fr" ? "clés chiffrement" : "keys encryption");
      assert.ok((await shows(page, lang, { q: lang === "fr" ? "clés chiffrement" : "keys encryption" })) > 0);
      await clear(page);
      await page.locator("#recommendations").check();
      assert.equal(await shows(page, lang, { all: "1" }), 278);
    }));

  test(`filters narrow together, survive a reload, and one button clears them (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const filters = { q: lang === "fr" ? "accès" : "access", verdict: "shared", chapter: "9", on: "sdn", flag: "scope_assumed", confidence: "high", modality: "obligation" };
      for (const [key, id] of Object.entries(FIELDS)) if (filters[key]) await page.locator(`#${id}`).selectOption(filters[key]);
      await page.locator("#search").fill(filters.q);
      const n = await shows(page, lang, filters);
      assert.ok(n > 0 && n < 10, `${n} are left`);
      await page.reload();
      await standing(page);
      await shows(page, lang, filters);
      for (const [key, id] of Object.entries(FIELDS)) assert.equal(await page.locator(`#${id}`).inputValue(), filters[key] ?? "", id);
      assert.equal(await page.locator("#search").inputValue(), filters.q);
      assert.equal(plain(await page.locator(".found button").innerText()), T.cut(7));
      await clear(page);
      await shows(page, lang, {});
      assert.equal(await page.locator(".found button").count(), 0);
      // A reading, with the recommendations: these widen and are not cleared.
      await page.locator("#recommendations").check();
      await page.locator("#by-reading").selectOption("own-premises");
      assert.ok((await shows(page, lang, { reading: "own-premises", all: "1" })) > 0);
      await clear(page);
      await shows(page, lang, { all: "1" });
    }));

  test(`candidates taken as qualified stand in the address and survive a reload (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, PAIR, "#/scope?service=bureau");
      await standing(page);
      const [without, assumed] = [[], ["--assume-candidates"]].map((options) => scopeOf(JSON.stringify(PAIR), "bureau", ...options));
      assert.notDeepEqual(without.counts, assumed.counts);
      await eventually(async () => assert.deepEqual(await figures(page), { ...without.counts.verified }));
      await page.locator("#assume").check();
      await eventually(async () => assert.deepEqual(await figures(page), { ...assumed.counts.verified }));
      assert.equal(query(page).assume, "1");
      await shows(page, lang, {}, assumed);
      await page.reload();
      await standing(page);
      assert.equal(await page.locator("#assume").isChecked(), true);
      await eventually(async () => assert.deepEqual(await figures(page), { ...assumed.counts.verified }));
      await page.locator("#by-flag").selectOption("hypothetical");
      assert.ok((await shows(page, lang, { flag: "hypothetical" }, assumed)) > 100);
      await clear(page);
      await page.locator("#assume").uncheck();
      await eventually(async () => assert.deepEqual(await figures(page), { ...without.counts.verified }));
      assert.equal(query(page).assume, undefined);
    }));

  test(`rows say from whom they are held and until when, or why they do not apply (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const held = () => page.evaluate(() => Object.fromEntries([...document.querySelectorAll("button.row")].map((row) => [row.id.slice(4), row.querySelector(".row-held")?.textContent ?? ""])));
      const check = (of, line) =>
        eventually(async () => {
          const said = await held();
          for (const v of of.verdicts) {
            const text = plain(said[v.requirement]);
            if (v.verdict === "not_applicable") assert.ok(v.trace.some((step) => plain(step[lang]) === text), `${v.requirement}: ${text}`);
            else assert.equal(text, v.parts.some((part) => part.state === "covered") ? line : "", v.requirement);
          }
        });
      await openSample(page, "S06");
      await check(scope, T.held.attested(S06.document.services[0].name, T.dates["2026-07-16"]));
      // A decision has a day on which it ends.
      await openDocument(page, PAIR, "#/scope?service=guichet");
      await standing(page);
      await check(scopeOf(JSON.stringify(PAIR), "guichet"), T.held.until("Nuage Est", T.dates["2028-03-03"]));
    }));

  test(`a requirement draws every layer of the stack, and marks those that it does not bear on (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const needed = [...LAYERS].reverse().filter((layer) => scope.verdicts.some((v) => v.parts.some((part) => part.on === layer)));
      assert.equal(needed.length, 9, "a platform has every layer but the application");
      const names = [...needed.map((layer) => W.layers[LAYERS.indexOf(layer)]), W.on.provider.toLowerCase()];
      for (const id of ["12.11.a", "11.3.a", "9.7.a", "18.1.a"]) {
        await openRow(page, id);
        const parts = scope.byId.get(id).parts;
        const expected = [...needed, "provider"].flatMap((on, at) => {
          const here = parts.filter((part) => part.on === on);
          return here.length > 0 ? here.map((part) => [names[at], part.state]) : [[names[at], "void"]];
        });
        const drawn = () => page.locator("#panel table.parts tbody tr").evaluateAll((rows) => rows.map((tr) => [tr.querySelector("th").textContent.trim().toLowerCase(), tr.className]));
        await eventually(async () => assert.deepEqual(await drawn(), expected, id));
        const empty = expected.filter(([, state]) => state === "void").length;
        if (id !== "12.11.a") assert.ok(empty > 0, `${id} leaves some layers alone`);
        for (const said of await panel(page).locator("tr.void td").allInnerTexts()) assert.equal(plain(said), T.void);
      }
    }));

  test(`the matrix holds each requirement, each place and each service beneath, as the command does (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S27");
      for (const [id, sample] of [["S27", samples.S27], ["S06", S06]]) {
        if (id === "S06") {
          await goTo(page, "#/");
          await openSample(page, "S06");
        }
        await goTo(page, "#/matrix");
        await matrixed(page);
        const of = scopeOf(sample.path, sample.service);
        const beneath = sample.document.services.filter((s) => s.id !== sample.service).map((s) => s.id);
        const below = beneath.map((service) => scopeOf(sample.path, service).outcomes);
        const nameOf = (service) => sample.document.services.find((s) => s.id === service).name;
        const places = [...[...LAYERS].reverse().filter((layer) => of.verdicts.some((v) => v.parts.some((part) => part.on === layer))), "provider"];
        const heads = await page.locator("#matrix-body thead tr").last().locator("th").allTextContents();
        assert.deepEqual(heads.slice(2).map((text) => plain(text).toLowerCase()), [...places.map((on) => (on === "provider" ? W.on.provider : W.layers[LAYERS.indexOf(on)])), ...beneath.map(nameOf)].map((text) => plain(text).toLowerCase()));
        const seen = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('tr[id^="m-"]')].map((tr) => [tr.id.slice(2), [...tr.querySelectorAll("td")].map((td) => [td.className, td.textContent])])));
        assert.deepEqual(Object.keys(seen), of.verdicts.map((v) => v.requirement));
        for (const v of of.verdicts) {
          const [verdict, ...cells] = seen[v.requirement];
          assert.deepEqual(verdict, [`m-${v.verdict}`, W.outcome[v.verdict]], v.requirement);
          places.forEach((on, at) => {
            const cell = cellOf(v, on, sample.service);
            const expected = cell ? [cell.state, `${T.brief[cell.state]}${cell.mixed ? " +" : ""}${cell.who.map(nameOf).join(", ")}`] : ["", "–"];
            assert.deepEqual(cells[at], expected, `${id} ${v.requirement} on ${on}`);
          });
          assert.deepEqual(cells.slice(places.length), below.map((outcomes) => [`m-${outcomes[v.requirement]}`, W.outcome[outcomes[v.requirement]]]), v.requirement);
        }
      }
    }));

  test(`the matrix is a table that says what it is, and keeps its density (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await goTo(page, "#/matrix");
      await matrixed(page);
      const table = page.locator("table#matrix-body");
      const shape = await table.evaluate((table) => ({
        caption: table.caption?.textContent.trim().length ?? 0,
        bodies: table.tBodies.length,
        heads: [...table.tBodies].map((body) => body.rows[0].id),
        scopes: [...new Set([...table.querySelectorAll("th")].map((th) => `${th.closest("thead") ? "head" : th.parentElement.className || "row"} ${th.getAttribute("scope")}`))].sort(),
        rows: [...table.querySelectorAll('tr[id^="m-"]')].filter((tr) => tr.querySelectorAll('th[scope="row"]').length === 1).length,
        wide: [...table.rows].map((tr) => [...tr.cells].reduce((n, cell) => n + cell.colSpan, 0)),
      }));
      assert.ok(shape.caption > 40);
      assert.equal(shape.bodies, 15, "one body a chapter");
      assert.deepEqual(shape.heads, Array.from({ length: 15 }, (_, i) => `mc-${i + 5}`));
      assert.deepEqual(shape.scopes, ["head col", "head colgroup", "m-chapter rowgroup", "row row"]);
      assert.equal(shape.rows, 278);
      assert.equal(new Set(shape.wide).size, 1, "every row has as many columns");

      const density = page.locator(".densities button");
      assert.equal(await density.count(), 3);
      for (const [at, name] of ["compact", "normal", "text"].entries()) {
        await density.nth(at).click();
        const look = async () => [await table.getAttribute("class"), await density.evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-pressed")))];
        const wanted = [`matrix m-${name}`, [0, 1, 2].map((i) => String(i === at))];
        await eventually(async () => assert.deepEqual(await look(), wanted));
        await page.reload();
        await matrixed(page);
        await eventually(async () => assert.deepEqual(await look(), wanted, `${name} is kept`));
      }
      assert.equal(await page.locator("tr#m-12\\.11\\.a td.covered i").first().isVisible(), true, "names are seen in the last");
    }));

  test(`filters narrow the matrix, chapters fold by keyboard, a requirement opens beside (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await goTo(page, "#/matrix");
      await matrixed(page);
      await matrixShows(page, narrowed(lang, {}));
      await page.locator(".m-filters > summary").click();
      await page.locator("#by-verdict").selectOption("inherited");
      await matrixShows(page, narrowed(lang, { verdict: "inherited" }));
      await page.locator("#by-layer").selectOption("facility");
      await matrixShows(page, narrowed(lang, { verdict: "inherited", on: "facility" }));
      assert.deepEqual(filtersOf(page), { verdict: "inherited", on: "facility" });
      await page.reload();
      await matrixed(page);
      await matrixShows(page, narrowed(lang, { verdict: "inherited", on: "facility" }));
      // The list has the same filters, and gives them back.
      await goTo(page, page.url().split("#")[1].replace("/matrix", "#/scope"));
      await shows(page, lang, { verdict: "inherited", on: "facility" });
      await page.goBack();
      await matrixed(page);
      await clear(page);
      await matrixShows(page, narrowed(lang, {}));

      // A chapter folds and unfolds; its head stays, and the focus on it.
      const head = page.locator("#mb-6");
      const rest = narrowed(lang, {}).filter((id) => byId.get(id).chapter !== "6");
      await head.focus();
      for (const [key, isOpen] of [["Enter", false], ["Space", true], ["Space", false], ["Enter", true]]) {
        await page.keyboard.press(key);
        await eventually(async () => {
          assert.equal(await head.getAttribute("aria-expanded"), String(isOpen));
          assert.deepEqual((await matrixIds(page))[0], isOpen ? narrowed(lang, {}) : rest);
        });
        assert.equal(await focused(page), "button#mb-6.link");
        assert.ok((await matrixIds(page))[1].includes("6"), "its head stays");
      }

      // A requirement: beside, with the focus; Escape gives it back.
      for (const id of ["5.1.a", "12.11.a"]) {
        await row(page, id).focus();
        await page.keyboard.press("Enter");
        await panelOf(page, id);
        await eventually(async () => assert.equal(await focused(page), "aside#panel.panel"));
        assert.equal(query(page).requirement, id);
        assert.equal(await panel(page).locator(".verdict").innerText(), W.outcome[scope.outcomes[id]]);
        await page.keyboard.press("Escape");
        await panel(page).waitFor({ state: "detached" });
        await eventually(async () => assert.equal(await focused(page), `button#row-${id}.link`));
      }
    }));

  test(`on a telephone the matrix is cards (${lang})`, () =>
    house.visit({ lang, viewport: { width: 390, height: 844 } }, async (page) => {
      await openSample(page, "S06");
      await goTo(page, "#/matrix");
      await matrixed(page);
      assert.equal(await page.locator("main table.matrix").count(), 0);
      assert.equal(await page.locator("ul.m-cards > li.m-card").count(), 278);
      await matrixShows(page, narrowed(lang, {}));
      const card = page.locator('[id="m-12.11.a"]');
      const said = await card.locator("dl > div").evaluateAll((rows) => rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").className]));
      const parts = scope.byId.get("12.11.a").parts;
      assert.deepEqual(said.map(([, state]) => state), [...LAYERS].reverse().concat("provider").flatMap((on) => cellOf(scope.byId.get("12.11.a"), on, S06.service)?.state ?? []));
      assert.equal(said.length, new Set(parts.map((part) => part.on)).size);
      assert.equal(await card.locator("p.m-shared").innerText(), W.outcome.shared);
      await page.locator("#mb-5").click();
      await eventually(async () => assert.equal(await page.locator('[id="m-5.1.a"]').isVisible(), false));
      await row(page, "12.11.a").click();
      await panelOf(page, "12.11.a");
      await page.keyboard.press("Escape");
      await panel(page).waitFor({ state: "detached" });
      await eventually(async () => assert.equal(await focused(page), "button#row-12.11.a.link"));
    }));

  test(`one screen tells it: three numbers, fifteen bars, five sentences, what may be said (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.locator("nav.screens button").nth(4).click();
      await page.locator(".present-said li").nth(4).waitFor();
      const numbers = await page.locator(".present .figure").evaluateAll((items) => items.map((item) => [item.className.split(" ").at(-1), Number(item.querySelector(".figure-number").textContent)]));
      assert.deepEqual(numbers, ["remains", "shared", "inherited"].map((outcome) => [outcome, scope.counts.verified[outcome]]));
      assert.match(plain(await page.locator(".present .figures .quiet").innerText()), new RegExp(`${scope.counts.verified.not_applicable} ${W.of} 261`));

      const bars = await page.locator(".chart-rows li").evaluateAll((items) => items.map((item) => [item.querySelector("strong").textContent, item.querySelector(".chart-numbers").textContent, item.querySelector('[role="img"]').getAttribute("aria-label").length > 10]));
      const counted = (chapter) => ["remains", "shared", "inherited"].map((outcome) => scope.verdicts.filter((v) => isVerified(v.requirement) && byId.get(v.requirement).chapter === chapter && v.verdict === outcome).length);
      assert.deepEqual(bars, Array.from({ length: 15 }, (_, i) => [String(i + 5), counted(String(i + 5)).join(" · "), true]));

      const sentences = (await page.locator(".present-said li").allInnerTexts()).map(plain);
      assert.equal(sentences.length, 5);
      for (const sentence of sentences) assert.ok(sentence.length > 20 && /[.!]$/.test(sentence), sentence);

      const claims = socle("claims", S06.path, "--service", S06.service, "--format", "json");
      for (const [side, told] of [["may", claims.may], ["may-not", claims.may_not]]) {
        const said = (await page.locator(`.claims .${side} li`).allInnerTexts()).map(plain);
        assert.deepEqual(said, told.map((claim) => plain(`${claim[lang]} (${claim.basis})`)));
      }
      const caveats = await page.locator(".present .caveat").evaluateAll((items) => items.map((item) => [/flag-(\w+)/.exec(item.querySelector(".tag").className)[1], Number(item.querySelector(".caveat-count").textContent)]));
      assert.ok(caveats.length > 0);
      for (const [flag, n] of caveats) assert.equal(n, narrowed(lang, {}).filter((id) => scope.byId.get(id).flags.includes(flag)).length, flag);
      assert.match(plain(await page.locator(".present .notice").innerText()), W.notice);
    }));

  test(`the one screen prints on one page, whatever the sample (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const pages = {};
      for (const id of Object.keys(samples)) {
        await goTo(page, "#/");
        await openSample(page, id);
        await goTo(page, "#/present");
        await page.locator(".present-said li").nth(4).waitFor();
        pages[id] = pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
      }
      assert.deepEqual(pages, Object.fromEntries(Object.keys(samples).map((id) => [id, 1])));
    }));

  test(`an open question is answered on the spot, and undone (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const before = await stored(page);
      await page.locator("#questions > summary").click();
      const asked = () => page.locator("#questions .ask-question").allInnerTexts().then((all) => all.map(plain));
      const told = (text) => socle("questions", text.startsWith("{") ? undefined : text, "--service", S06.service, "--format", "json").questions;
      const first = told(S06.path);
      await eventually(async () => assert.deepEqual(await asked(), first.map((q) => plain(q.ask[lang])).slice(0, 5)));

      const at = first.findIndex((q) => q.fact === "service_equipment_in_own_premises");
      const ask = page.locator("#questions .ask").nth(at);
      const moves = first[at].answers.map((answer) => answer.moves);
      assert.deepEqual((await ask.locator("button .quiet").allInnerTexts()).map((text) => Number(/\d+/.exec(text)[0])), moves);
      await ask.locator("button").nth(first[at].answers.findIndex((answer) => answer.value === "no")).click();
      await eventually(async () => assert.equal(JSON.parse(await stored(page)).services.find((s) => s.id === S06.service).facts?.service_equipment_in_own_premises, "no"));
      const after = scopeOf(await stored(page), S06.service);
      assert.deepEqual({ ...after.counts.verified }, first[at].answers.find((answer) => answer.value === "no").after);
      await eventually(async () => assert.deepEqual(await figures(page), { ...after.counts.verified }));
      await eventually(async () => assert.ok(!(await asked()).includes(plain(first[at].ask[lang])), "the question is gone"));
      assert.equal(await page.locator("#questions").evaluate((details) => details.open), true);

      await page.keyboard.press("Control+z");
      await eventually(async () => assert.deepEqual(JSON.parse(await stored(page)), JSON.parse(before)));
      await eventually(async () => assert.deepEqual(await asked(), first.map((q) => plain(q.ask[lang])).slice(0, 5)));
      await eventually(async () => assert.deepEqual(await figures(page), { ...scope.counts.verified }));

      // A day is typed, and settles what hung on it.
      const day = first.findIndex((q) => q.kind === "grant_date");
      await page.locator("#questions .ask").nth(day).locator('input[type="date"]').fill("2024-01-08");
      await eventually(async () => assert.equal(JSON.parse(await stored(page)).services[0].qualifications[0].granted, "2024-01-08"));
      await eventually(async () => assert.ok(!(await asked()).includes(plain(first[day].ask[lang]))));
    }));

  test(`the focus stays among the questions after an answer (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.locator("#questions > summary").click();
      await page.locator("#questions .ask-answers button").first().focus();
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await page.locator('[data-act="undo"]:visible').first().isDisabled(), false));
      await eventually(async () => assert.notEqual(await focused(page), "body"), 1_500);
    }));

  test(`what to obtain is what each requirement says, base by base (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      for (const id of ["S06", "S27"]) {
        const sample = samples[id];
        const of = scopeOf(sample.path, sample.service);
        await goTo(page, "#/");
        await openSample(page, id);
        await page.locator("#obtain > summary").click();
        const covers = (v, base) => v.parts.some((part) => part.covered_by === base && part.on !== "provider");
        const isAsked = (v, base) => {
          const r = byId.get(v.requirement);
          if (!r.interlock || v.verdict === "not_applicable") return false;
          if (r.bears_on.layers.length > 0) return covers(v, base.id);
          return !r.when?.base || base.activities.includes(r.when.base);
        };
        const lists = sample.document.services
          .filter((base) => of.verdicts.some((v) => covers(v, base.id)))
          .map((base) => [base.name, of.verdicts.filter((v) => isAsked(v, base)).map((v) => [v.requirement, plain(byId.get(v.requirement).interlock[lang])])]);
        assert.ok(lists.length > 0 && lists[0][1].length > 20, id);
        const shown = () =>
          page.locator("#obtain .obtain > details").evaluateAll((bases) =>
            bases.map((base) => [
              base.querySelector("h3").textContent,
              [...base.querySelectorAll("li")].map((li) => [li.querySelector("button").textContent, [...li.children[1].childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("")]),
            ]),
          );
        await eventually(async () => assert.deepEqual((await shown()).map(([name, rows]) => [plain(name), rows.map(([id, text]) => [id, plain(text)])]), lists));
        for (const [at, [, entries]] of lists.entries()) assert.equal(Number(/\d+/.exec(await page.locator("#obtain .obtain > details > summary .quiet").nth(at).innerText())[0]), entries.length);
        if (id !== "S06") continue;

        // The link opens the requirement, which says the same.
        await page.locator("#obtain .obtain > details > summary").first().click();
        const [wanted, text] = lists[0][1][3];
        await page.locator("#obtain li button", { hasText: new RegExp(`^${wanted.replaceAll(".", "\\.")}$`) }).click();
        await panelOf(page, wanted);
        await eventually(async () => assert.equal(await focused(page), "aside#panel.panel"));
        const section = panel(page).locator("section", { has: page.getByRole("heading", { name: W.interlock, exact: true }) });
        await eventually(async () => assert.equal(plain(await section.locator("p").innerText()), text));
        await page.keyboard.press("Escape");
        await panel(page).waitFor({ state: "detached" });
      }
    }));
}

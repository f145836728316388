// The samples that the start screen offers: what the page draws and counts is what the command says.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, LAYERS, OUTCOMES, WORDS, address, catalogue, eventually, figures, goTo, openSample, outcomes, panel, panelOf, plain, samples, scopeOf, socle, titled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

// Ten requirements of every kind: provider alone, layers alone, conditions, readings, recommendations.
const TEN = ["5.1.a", "7.1.a", "9.6.i", "9.6.j", "10.4.a", "11.2.2.a", "11.3.a", "12.11.a", "17.2.a", "19.6.d"];

/// What the command says of a sample's service.
const expected = Object.fromEntries(Object.values(samples).map((sample) => [sample.id, scopeOf(sample.path, sample.service)]));

/// The numbers of the figures and of the chapters, against the command.
async function checkNumbers(page, lang, scope) {
  const counted = await figures(page);
  assert.equal(Object.values(counted).reduce((a, b) => a + b), 261, "the four figures are the verified requirements");
  assert.deepEqual(counted, { ...scope.counts.verified });
  for (const outcome of OUTCOMES) {
    const told = plain(await page.locator(`.figure.${outcome} .figure-of`).innerText());
    assert.equal(told, `${scope.counts.verified[outcome]} ${WORDS[lang].of} 261`);
  }

  const all = plain(await page.locator(".figures > p.quiet").innerText());
  assert.equal(Object.values(scope.counts.all).reduce((a, b) => a + b), 278);
  for (const outcome of OUTCOMES) {
    assert.ok(all.includes(`${WORDS[lang].outcome[outcome].toLowerCase()} ${scope.counts.all[outcome]}`), `${all}\n lacks ${outcome} ${scope.counts.all[outcome]}`);
  }

  // By chapter: each cell from the command's verdicts, the columns add up to the figures.
  const { byId, isVerified } = catalogue();
  const table = await page.evaluate((outcomes) =>
    [...document.querySelectorAll(".chapters tbody tr")].map((tr) => [
      tr.querySelector(".chapter-number").textContent,
      Object.fromEntries(outcomes.map((outcome) => [outcome, Number(tr.querySelector(`td.${outcome}`).textContent)])),
    ]), OUTCOMES);
  const chapters = new Map();
  for (const { requirement, verdict } of scope.verdicts) {
    if (!isVerified(requirement)) continue;
    const { chapter } = byId.get(requirement);
    if (!chapters.has(chapter)) chapters.set(chapter, Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])));
    chapters.get(chapter)[verdict] += 1;
  }
  const inOrder = [...chapters].sort(([a], [b]) => a - b);
  assert.deepEqual(table, inOrder);
  for (const outcome of OUTCOMES) {
    assert.equal(table.reduce((sum, [, row]) => sum + row[outcome], 0), counted[outcome], `the column of ${outcome}`);
  }
}

/// What the reader finds odd in a sample stands on the page, in its language.
async function checkWarnings(page, lang, sample) {
  const { issues } = socle("check", sample.path);
  const told = await page.locator(".warnings").evaluateAll((parts) => parts.map((part) => part.checkVisibility() && part.textContent).join(" "));
  for (const issue of issues) assert.ok(plain(told).includes(plain(issue[lang])), `${sample.id}: ${issue[lang]}`);
  if (issues.length === 0) assert.equal(await page.locator(".warnings li:visible").count(), 0, sample.id);
}

/// The stack: a slab for each layer that a requirement bears on, with the operators that the command names.
async function checkStack(page, lang, sample, scope) {
  const drawn = await page.evaluate(() =>
    [...document.querySelectorAll(".slabs > .slab")].map((slab) => ({
      layers: [...slab.querySelectorAll(".slab-layers li")].map((li) => li.textContent),
      names: [...slab.querySelectorAll(".slab-part .slab-name")].map((name) => name.innerText),
      said: [...slab.querySelectorAll(".slab-said")].map((text) => text.innerText),
    })));
  assert.ok(drawn.length > 0, "the stack is drawn");
  // A share that is left for some requirements only is no layer's answer, and is not drawn.
  const parts = scope.verdicts.flatMap((v) => v.parts).filter((part) => part.on !== "provider" && part.state !== "retained");
  const nameOf = (id) => (id === null ? WORDS[lang].nobody : sample.document.services.find((s) => s.id === id).name);
  for (const slab of drawn) {
    assert.ok(slab.layers.length > 0 && slab.names.length > 0, JSON.stringify(slab));
    for (const text of slab.said) assert.match(text, /\S/);
    for (const layer of slab.layers) {
      const id = LAYERS[WORDS[lang].layers.indexOf(layer.toLowerCase())];
      const operators = new Set(parts.filter((part) => part.on === id).map((part) => nameOf(part.operator)));
      assert.deepEqual([...new Set(slab.names.map(plain))].sort(), [...operators].map(plain).sort(), `${layer} is operated by`);
    }
  }
  const layers = drawn.flatMap((slab) => slab.layers);
  assert.deepEqual(new Set(layers), new Set(LAYERS.filter((id) => parts.some((part) => part.on === id)).map((id) => WORDS[lang].layers[LAYERS.indexOf(id)])));
  assert.equal(new Set(layers).size, layers.length, "no layer is drawn twice");
}

async function checkPage(page, lang) {
  assert.equal(await page.title(), WORDS[lang].titles.scope);
  assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
  assert.match(plain(await page.locator(".notice").innerText()), WORDS[lang].notice);
}

/// The panel draws a row for each part, and one for each other place of the stack, on which the requirement does not bear.
async function checkParts(page, scope, verdict) {
  const places = new Set([...scope.verdicts.flatMap((v) => v.parts.map((part) => part.on)), "provider"]);
  const borne = new Set(verdict.parts.map((part) => part.on));
  const states = await page.locator("#panel .parts tbody tr").evaluateAll((rows) => rows.map((tr) => tr.className));
  const voids = Array(verdict.parts.length > 0 ? places.size - borne.size : 0).fill("void");
  assert.deepEqual(states.sort(), [...verdict.parts.map((part) => part.state), ...voids].sort(), verdict.requirement);
}

for (const lang of LANGS) {
  for (const id of ["S06", "S09", "S20"]) {
    test(`${id} says what the command says (${lang})`, () =>
      house.visit({ lang }, async (page) => {
        const [sample, scope] = [samples[id], expected[id]];
        assert.equal(await page.title(), WORDS[lang].titles.start);
        await openSample(page, id);
        await checkPage(page, lang);
        await titled(page, sample.document.title);
        assert.equal(await page.locator("#service").inputValue(), sample.service);
        await checkNumbers(page, lang, scope);
        await checkStack(page, lang, sample, scope);
        await checkWarnings(page, lang, sample);
        assert.deepEqual(await outcomes(page), scope.outcomes, "every verdict of the list");

        for (const requirement of TEN) {
          await goTo(page, `#/scope?requirement=${requirement}`);
          await panelOf(page, requirement);
          const verdict = scope.byId.get(requirement);
          await eventually(async () => assert.equal(await page.locator("#panel .verdict").innerText(), WORDS[lang].outcome[verdict.verdict], requirement));
          const steps = (await page.locator("#panel .trace li").allInnerTexts()).map(plain);
          assert.deepEqual(steps, verdict.trace.map((step) => plain(step[lang])), requirement);
          await checkParts(page, scope, verdict);
          const { summary } = catalogue().byId.get(requirement);
          assert.equal(plain(await panel(page).locator(".summary").innerText()), plain(summary[lang]));
        }
      }));
  }

  test(`the other samples say what the command says (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const others = Object.keys(samples).filter((id) => !["S06", "S09", "S20"].includes(id));
      assert.equal(others.length, 5);
      for (const id of others) {
        await openSample(page, id);
        await titled(page, samples[id].document.title);
        await checkPage(page, lang);
        await checkNumbers(page, lang, expected[id]);
        await checkStack(page, lang, samples[id], expected[id]);
        await checkWarnings(page, lang, samples[id]);
        assert.deepEqual(await outcomes(page), expected[id].outcomes, id);
        await page.locator("nav .screen").first().click();
        await page.locator(".start .sample-id").first().waitFor();
      }
    }));

  test(`a supporting service stands beside the stack (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S27");
      const support = samples.S27.document.services.find((service) => service.id === "appliance");
      assert.ok((await page.locator(".stack").textContent()).includes(support.name), `“${support.name}” is relied on and not drawn`);
    }));

  test(`every service of a sample can be looked at (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const base = samples.S06.document.services.find((service) => service.id === "outscale-iaas");
      await page.locator(".slab-name button", { hasText: base.name }).click();
      await eventually(async () => assert.equal(await page.locator("#service").inputValue(), base.id));
      assert.match(await address(page), /service=outscale-iaas/);
      await checkNumbers(page, lang, scopeOf(samples.S06.path, base.id));
      await page.goBack();
      await eventually(async () => assert.equal(await page.locator("#service").inputValue(), samples.S06.service));
      await page.locator("#service").selectOption(base.id);
      await eventually(async () => assert.match(await address(page), /service=outscale-iaas/));
    }));
}

for (const lang of LANGS) {
  test(`an address that needs a document leads to the start screen without one (${lang})`, () =>
    house.visit({ lang, path: "#/scope?requirement=12.11.a" }, async (page) => {
      await page.locator(".start .sample-id").first().waitFor();
      assert.equal(await page.title(), WORDS[lang].titles.start);
      assert.equal(await page.locator('nav [aria-current="page"]').innerText(), "Documents");
    }));
}

test("the command and the page know the same catalogue", () =>
  house.visit({ lang: "en", path: "#/help" }, async (page) => {
    const told = await page.locator(".help").innerText();
    assert.ok(told.includes(catalogue().catalogue_hash), `the page was built from another catalogue than target/release/socle (${catalogue().catalogue_hash})`);
    assert.ok(told.includes(catalogue().ruleset));
  }));

// Who owns a provider: what the page says is what the command says, the drawing and the outline hold the same, a slider
// shows where the result tips and is one edit when it is let go of, and everything can be entered, by keyboard alone too.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, address, cases, eventually, fitsAcross, focused, goTo, openDocument, openSample, pagesOf, panelOf, plain, scratchFile, socle, stored, tabTo, titled, wordsWhole } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const RESULTS = { "o-pass": "pass", "o-fail": "fail", "o-open": "unknown" };
const WORD = {
  fr: { pass: "respecté", fail: "non respecté", unknown: "impossible de conclure" },
  en: { pass: "passes", fail: "fails", unknown: "cannot conclude" },
};

/// A provider held by a company in the Union and, through another, by one outside it: 60 × 30 = 18 by the product.
const CHAIN = {
  format: "socle/1",
  title: "Chaîne",
  as_of: "2026-07-16",
  providers: [{ id: "nous", name: "Nous", entity: "nous" }, { id: "eux", name: "Eux" }],
  services: [
    { id: "nuage", name: "Nuage", provider: "nous", activities: ["iaas"], locations: { storage: ["FR"], processing: ["FR"], administration: ["FR"], supervision: ["MA"] } },
    { id: "autre", name: "Autre", provider: "eux", activities: ["saas"], relies_on: [{ service: "nuage" }] },
  ],
  third_parties: [{ id: "editeur", name: "Éditeur", entity: "inc", roles: ["vendor"], serves: ["nuage"] }],
  entities: [
    { id: "nous", name: "Nous SAS", kind: "company", seat: "FR", administration: "FR", establishment: "FR", holders_complete: true },
    { id: "fondateurs", name: "Fondateurs", kind: "person", seat: "FR" },
    { id: "holding", name: "Holding", kind: "company", seat: "LU", administration: "LU", establishment: "LU", holders_complete: true },
    { id: "banque", name: "Banque", kind: "company", seat: "DE", administration: "DE", establishment: "DE", holders_complete: true },
    { id: "caisse", name: "Caisse", kind: "public", seat: "DE" },
    { id: "inc", name: "Inc", kind: "company", seat: "US", administration: "US", establishment: "US", holders_complete: true },
    { id: "actionnaire", name: "Actionnaire", kind: "person", seat: "US" },
  ],
  holdings: [
    { holder: "fondateurs", held: "nous", capital: 70, votes: 70 },
    { holder: "holding", held: "nous", capital: 30, votes: 30 },
    { holder: "inc", held: "holding", capital: 60, votes: 60 },
    { holder: "banque", held: "holding", capital: 40, votes: 40 },
    { holder: "caisse", held: "banque", capital: 100, votes: 100 },
    { holder: "actionnaire", held: "inc", capital: 100, votes: 100 },
  ],
};

const told = (document, provider, ...options) => socle("ownership", scratchFile(JSON.stringify(document)), "--provider", provider, ...options, "--format", "json");
const asked = async (page) => Object.fromEntries(new URLSearchParams((await address(page)).split("?")[1] ?? ""));
const documentOf = async (page) => JSON.parse(await stored(page));
const resultOf = (locator) => locator.evaluate((e, results) => Object.entries(results).find(([name]) => e.classList.contains(name))[1], RESULTS);

async function atOwnership(page, query = "") {
  await goTo(page, `#/ownership${query}`);
  await page.locator(".o-answer").waitFor();
}

/// What the page says is what the command says of the stored document.
const saysTheSame = (page, lang, provider, ...options) =>
  eventually(async () => {
    const expected = told(await documentOf(page), provider, ...options);
    assert.equal(await resultOf(page.locator(".o-answer")), expected.result);
    assert.ok(plain(await page.locator("#o-answer-title").innerText()).endsWith(WORD[lang][expected.result]));
    const tests = page.locator(".o-answer .o-tests li");
    const results = await tests.evaluateAll((rows, results) => rows.map((row) => results[row.className]), RESULTS);
    assert.deepEqual(results, [expected.seat, expected.capital.result, expected.votes.result, expected.rights]);
    const rows = await page.locator(".o-row").evaluateAll((rows, results) => rows.map((row) => [[...row.classList].map((name) => results[name]).find(Boolean), row.classList.contains("decides")]), RESULTS);
    const findings = ["capital", "votes"].flatMap((measure) => ["individual", "collective"].flatMap((which) => {
      const limit = expected[measure][which];
      return ["product", "control"].map((method) => [limit[method].result, limit.decides === method]);
    }));
    assert.deepEqual(rows, findings);
    const open = await page.locator(".o-tips > .o-open-list li").evaluateAll((rows) => rows.map((row) => row.firstChild.textContent));
    assert.equal(open.length, Math.min(expected.open.length, 6));
  });

for (const lang of LANGS) {
  test(`every public case says what the command says, and where it comes from (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      for (const sample of Object.values(cases)) {
        await goTo(page, "#/");
        await page.locator(".samples button.sample", { has: page.locator(".sample-id", { hasText: new RegExp(`^${sample.id}$`) }) }).click();
        await titled(page, sample.document.title);
        await page.locator(".o-answer").waitFor();
        const [provider] = sample.document.providers;
        await saysTheSame(page, lang, provider.id);
        assert.match(sample.document.note, /presse.*pas d’un registre.*ANSSI/);
        assert.ok(sample.document.sources.length > 0);
        for (const holding of sample.document.holdings) assert.ok(holding.source, `${sample.id}: a holding without a source`);
      }
      // What nobody has read is never taken for a pass.
      assert.equal(told(cases.O09.document, "cloud-temple").result, "unknown");
      assert.equal(told(cases.O01.document, "s3ns").capital.result, "pass");
      assert.equal(told(cases.O01b.document, "s3ns").capital.individual.margin, 4);
    }));

  test(`the address says what is shown, and G then O leads there (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openDocument(page, CHAIN);
      await page.locator(".figure-number").first().waitFor();
      assert.deepEqual(visit.responses.filter((r) => /split-ownership/.test(r.url())), []);
      await page.keyboard.press("g");
      await page.keyboard.press("o");
      await page.locator(".o-answer").waitFor();
      assert.equal(await page.title(), lang === "fr" ? "Actionnariat · Socle" : "Ownership · Socle");
      // The service in question is the last of the stack, of a provider without a legal person.
      await saysTheSame(page, lang, "eux");
      assert.deepEqual(await page.locator("#provider option").evaluateAll((options) => options.map((o) => o.value)), ["eux", "nous"]);
      await page.locator("#provider").selectOption("nous");
      await saysTheSame(page, lang, "nous");
      await page.locator(".o-drawing .segments button").nth(1).click();
      await page.locator(".o-gauges .segments button").nth(1).click();
      assert.deepEqual(await asked(page), { provider: "nous", measure: "votes", reading: "product" });
      assert.equal(await page.locator(".o-row").count(), 4);
      await page.reload();
      await page.locator(".o-answer").waitFor();
      assert.equal(await page.locator(".o-row").count(), 4);
      assert.equal(await page.locator(".o-drawing .segments button").nth(1).getAttribute("aria-pressed"), "true");
      await atOwnership(page, "?provider=nobody&measure=nonsense&reading=nonsense");
      await saysTheSame(page, lang, "eux");
      await visit.html();
    }));

  test(`the stack of a service says what 19.6 comes to for each provider, and leads there (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/scope?service=autre");
      const owner = page.locator(".stack .slab-owner a");
      await owner.first().waitFor();
      // The provider of the service in question names no legal person: nothing is said of it.
      const result = told(CHAIN, "nous").result;
      for (const text of await owner.allInnerTexts()) assert.ok(plain(text).startsWith(`19.6.a, 19.6.b${lang === "fr" ? " : " : ": "}${WORD[lang][result]}`), text);
      assert.equal(await page.locator(".slab-part.own .slab-owner").count(), 0);
      assert.equal(await resultOf(owner.first().locator(".o-verdict")), result);
      await owner.first().click();
      await page.locator(".o-answer").waitFor();
      assert.equal((await asked(page)).provider, "nous");
      await saysTheSame(page, lang, "nous");
    }));

  test(`the drawing and the outline hold the same, and share one selection (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/ownership?provider=nous");
      await page.locator("#holdings .o-card").first().waitFor();
      assert.equal(await page.locator("#holdings .o-card").count(), 7);
      assert.equal(await page.locator("#holdings .o-wire").count(), 6);
      assert.equal(await page.locator("#holdings .o-card.outside").count(), 2);
      const outlined = (await page.locator("#o-outline li > button:first-child").allInnerTexts()).map(plain);
      assert.deepEqual(outlined.sort(), CHAIN.entities.map((e) => e.name).sort());
      // Holders stand above what they hold.
      const top = (id) => page.locator(`[id="h-entity:${id}"]`).evaluate((e) => e.getBoundingClientRect().top);
      for (const { holder, held } of CHAIN.holdings) assert.ok((await top(holder)) < (await top(held)), `${holder} above ${held}`);
      await page.locator('[id="h-entity:inc"]').click();
      await eventually(async () => assert.equal(plain(await page.locator("#o-outline [aria-current]").innerText()), "Inc"));
      assert.equal(await page.locator("#holdings").getAttribute("aria-activedescendant"), "h-entity:inc");
      assert.match(plain(await page.locator("#inspector-title").innerText()), /Inc$/);
      await page.locator("#o-outline button", { hasText: "60" }).click();
      await eventually(async () => assert.equal(await page.locator("#holdings").getAttribute("aria-activedescendant"), "h-holding:2"));
      assert.equal(await page.locator("#holdings .selected").count(), 1);
    }));

  test(`by keyboard alone: from holder to holder, along a holding, into its fields and back (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/ownership?provider=nous");
      await page.locator("#holdings .o-card").first().waitFor();
      const at = (id) => eventually(async () => assert.equal(await page.locator("#holdings").getAttribute("aria-activedescendant"), `h-${id}`));
      await page.locator("#main").focus();
      await tabTo(page, "#holdings");
      await page.keyboard.press("End");
      await at("entity:nous");
      await page.keyboard.press("Control+ArrowUp");
      await at("holding:0");
      await page.keyboard.press("ArrowRight");
      await at("holding:1");
      await page.keyboard.press("ArrowUp");
      await at("entity:holding");
      await page.keyboard.press("ArrowDown");
      await at("entity:nous");
      await page.keyboard.press("Home");
      await page.keyboard.press("End");
      await page.keyboard.press("Control+ArrowUp");
      await at("holding:0");
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(await focused(page), /^div#inspector/));
      await tabTo(page, "#o-slider");
      const before = await stored(page);
      // Half a point a key: five of them, and the tipping is told before anything is changed.
      await page.keyboard.press("ArrowRight");
      await eventually(async () => assert.notEqual(await stored(page), before));
      const { holdings } = await documentOf(page);
      assert.equal(holdings[0].capital, 70.5);
      assert.equal(holdings[1].capital, 29.5);
      await page.keyboard.press("Control+z");
      await eventually(async () => assert.equal(await stored(page), before));
      // The outline by its arrows.
      await page.locator("#o-outline button").first().focus();
      await page.keyboard.press("End");
      assert.equal(await page.evaluate(() => document.activeElement === [...document.querySelectorAll("#o-outline button")].at(-1)), true);
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await page.locator("#o-outline [aria-current]").count(), 1));
    }));

  test(`a slider shows where it tips before anything is changed, and is one edit (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/ownership?provider=nous");
      await page.locator('[id="h-holding:1"] .wire-hit').click({ force: true });
      await page.locator("#o-slider").waitFor();
      const before = await stored(page);
      const stretches = (await page.locator(".o-stretch-list li").evaluateAll((rows, results) => rows.map((row) => [results[row.className], row.textContent]), RESULTS));
      // By control Inc holds the whole of what Holding holds: it tips at 24.
      assert.deepEqual(stretches.map(([result]) => result), ["pass", "fail"]);
      assert.match(stretches[0][1], /24/);
      const set = (value, type) => page.locator("#o-slider").evaluate((input, [value, type]) => {
        input.value = value;
        input.dispatchEvent(new Event(type, { bubbles: true }));
      }, [value, type]);
      assert.equal(await resultOf(page.locator(".o-answer")), "fail");
      await set("20", "input");
      await eventually(async () => assert.equal(await resultOf(page.locator(".o-slider .o-verdict")), "pass"));
      await page.locator(".o-trial").waitFor();
      assert.equal(await stored(page), before, "nothing is changed while it is tried");
      await eventually(async () => assert.equal(await resultOf(page.locator('.o-tests li:nth-child(2)')), "pass"));
      await set("20", "change");
      await page.locator(".o-trial").waitFor({ state: "detached" });
      await eventually(async () => assert.equal((await documentOf(page)).holdings[1].capital, 20));
      assert.equal((await documentOf(page)).holdings[0].capital, 80);
      await saysTheSame(page, lang, "nous");
      await page.keyboard.press("Control+z");
      await eventually(async () => assert.equal(await stored(page), before, "one step back"));
      // An exact number, in the field beside.
      await page.locator("#o-slider-number").fill("24.01");
      await eventually(async () => assert.equal(await resultOf(page.locator(".o-slider .o-verdict")), "fail"));
      await page.locator("#o-slider-number").press("Tab");
      await eventually(async () => assert.equal((await documentOf(page)).holdings[1].capital, 24.01));
    }));

  test(`entities and holdings are entered here, and gone again (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/ownership?provider=nous");
      await page.locator("#o-outline button").first().click();
      await page.locator("#o-add").selectOption("*");
      await eventually(async () => assert.match(await focused(page), /input#field-name/));
      await page.keyboard.type("Nouvel Inc");
      await page.keyboard.press("Tab");
      await page.locator("#field-seat").selectOption("CH");
      await eventually(async () => {
        const { entities, holdings } = await documentOf(page);
        const added = entities.at(-1);
        assert.equal(added.name, "Nouvel Inc");
        assert.equal(added.seat, "CH");
        assert.deepEqual(holdings.at(-1), { holder: added.id, held: "nous" });
      });
      assert.match(plain(await page.locator("#field-seat option:checked").innerText()), lang === "fr" ? /^Suisse \(hors de l’Union\)$/ : /^Switzerland \(outside the Union\)$/);
      await saysTheSame(page, lang, "nous");
      await page.locator("#o-outline button", { hasText: "?" }).first().click();
      await page.locator("#field-capital").fill("20-30");
      await page.locator("#field-capital").press("Tab");
      await page.locator("#field-veto").check();
      await eventually(async () => {
        const { holder, held, ...rest } = (await documentOf(page)).holdings.at(-1);
        assert.deepEqual(rest, { capital: [20, 30], veto: true });
      });
      await saysTheSame(page, lang, "nous");
      await page.locator("#inspector > .danger").click();
      await eventually(async () => assert.equal((await documentOf(page)).holdings.length, CHAIN.holdings.length));
      await page.keyboard.press("Control+z");
      await eventually(async () => assert.equal((await documentOf(page)).holdings.length, CHAIN.holdings.length + 1));
    }));

  test(`a reading is switched on the spot, and what is open is said where it is asked (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/ownership?provider=nous");
      await saysTheSame(page, lang, "nous");
      assert.equal(await resultOf(page.locator(".o-answer")), "fail");
      await page.locator("#o-readings > summary").click();
      await page.locator('input[name="reading-indirect-holding"][value="product"]').check();
      await saysTheSame(page, lang, "nous");
      assert.equal((await documentOf(page)).readings["indirect-holding"], "product");
      assert.equal(await resultOf(page.locator(".o-tests li:nth-child(2)")), "pass");
      await openDocument(page, cases.O09.document, "#/ownership");
      await saysTheSame(page, lang, "cloud-temple");
      await page.locator(".o-tips > .o-open-list .link").first().click();
      await eventually(async () => assert.match(await focused(page), /#(field-|inspector)/));
    }));

  test(`third parties and places: asked, answered, and led to the requirement (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/ownership?provider=nous");
      const expected = told(CHAIN, "nous");
      await eventually(async () => assert.equal(await page.locator(".o-party").count(), expected.third_parties.filter((p) => p.concerned !== "no").length));
      const places = await page.locator(".o-around .o-tests li").evaluateAll((rows) => rows.map((row) => row.querySelector("a").textContent));
      assert.deepEqual(places, expected.locations.map((p) => p.requirement));
      assert.ok(places.includes("19.2.c"), "supervised from outside the Union");
      await page.locator("#party-1-data_access").selectOption("none");
      await page.locator("#party-1-autonomy").selectOption("own_skills");
      await eventually(async () => {
        const [third] = (await documentOf(page)).third_parties;
        assert.deepEqual([third.data_access, third.autonomy], ["none", "own_skills"]);
        assert.equal(await resultOf(page.locator(".o-party")), "pass");
      });
      await page.locator(".o-party a", { hasText: "19.6.c" }).click();
      await panelOf(page, "19.6.c");
      await page.goBack();
      await page.locator(".o-answer").waitFor();
    }));

  test(`a provider without a legal person is asked for it (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, CHAIN, "#/ownership?provider=eux");
      await saysTheSame(page, lang, "eux");
      await page.locator("#person-entity").selectOption("banque");
      await eventually(async () => assert.equal((await documentOf(page)).providers[1].entity, "banque"));
      await saysTheSame(page, lang, "eux");
      await page.locator("#holdings .o-card").first().waitFor();
    }));

  for (const width of [1440, 390, 320]) {
    test(`for everybody: axe, nothing sideways, ${width} px wide (${lang})`, () =>
      house.visit({ lang, viewport: { width, height: 900 }, reducedMotion: "reduce" }, async (page, visit) => {
        await openDocument(page, CHAIN, "#/ownership?provider=nous");
        await page.locator("#o-readings > summary").click();
        await page.locator("#o-outline button", { hasText: "60" }).click();
        await page.locator("#o-slider").waitFor();
        for (const theme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: theme });
          await visit.axe({ rules: { "target-size": { enabled: true } } });
        }
        await fitsAcross(page, width);
        await wordsWhole(page);
        await visit.shot(`ownership-${width}`, { fullPage: true });
      }));
  }

  test(`it prints on one page (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S12");
      await atOwnership(page);
      assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true })), 1);
    }));
}

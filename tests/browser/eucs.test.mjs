// A service beside EUCS: the counts are those of the command, what narrows the list stands in the address, a requirement
// of SecNumCloud leads there and back, and nothing of it is fetched before somebody goes there.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parseCsv, taken } from "./delivering.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, PAIR, WORDS, address, catalogue, eventually, fitsAcross, focused, goTo, openDocument, openRow, openSample, panelOf, plain, samples, scratchFile, socle, tabTo, wordsWhole } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const S06 = samples.S06;
const METS = ["met_by_base", "met_by_own", "met_by_both", "partly_met", "beyond", "not_assessed"];
const LEVELS = ["basic", "substantial", "high"];
const beside = Object.fromEntries(LEVELS.map((level) => [level, socle("eucs", S06.path, "--service", S06.service, "--level", level, "--format", "json")]));
const draft = socle("catalog", "--scheme", "eucs");
const drafted = new Map(draft.requirements.map((r) => [r.id, r]));
const { byId } = catalogue();

/// Texts that would say more than a draft can carry.
const OVERSAID = /\b(?:conformes?|compliant|compliance|couvertes?|covered|certifiée?s? EUCS|EUCS[- ]certified)\b|[✓✔]|\d\s*%/iu;

const asked = async (page) => new URLSearchParams((await address(page)).split("?")[1] ?? "");
const files = (visit) => visit.responses.map((response) => new URL(response.url()).pathname).filter((path) => /eucs/.test(path));

/// To the screen of a sample; its list stands in full.
async function atEucs(page, query = "") {
  await goTo(page, `#/eucs${query}`);
  const level = (await asked(page)).get("level");
  await standing(page, LEVELS.includes(level) ? level : "high");
}

const standing = (page, level) => eventually(async () => assert.equal(await page.locator(".e-row").count(), beside[level].requirements.length), 10_000);

/// The requirements that a person sees in the list.
const visible = (page) => page.evaluate(() => [...document.querySelectorAll(".e-row")].filter((row) => !row.closest("[hidden]")).map((row) => row.id.slice("e-".length)));

/// The list shows those of a level that `keep` lets through, and says how many of how many.
const shows = (page, lang, level, keep) =>
  eventually(async () => {
    const expected = beside[level].requirements.filter((r) => keep(r, drafted.get(r.id))).map((r) => r.id);
    assert.deepEqual(await visible(page), expected);
    assert.ok(plain(await page.locator(".found").innerText()).startsWith(`${expected.length} ${WORDS[lang].of} ${beside[level].requirements.length} `));
  });

for (const lang of LANGS) {
  test(`nothing of EUCS is fetched before its screen is opened, and each file once (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      await openRow(page, "12.11.a");
      await page.locator("#to-eucs").waitFor();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(files(visit), []);
      await atEucs(page);
      await goTo(page, "#/scope");
      await atEucs(page);
      await page.waitForLoadState("networkidle");
      const fetched = files(visit);
      assert.equal(fetched.filter((path) => path.endsWith(`/text/eucs-${lang}.json`)).length, 1);
      assert.equal(new Set(fetched).size, fetched.length, String(fetched));
      assert.ok(fetched.some((path) => /split-eucs/.test(path)), "the screen is a part of its own");
    }));

  test(`three levels side by side, with the counts of the command, and never a word too much (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      await page.keyboard.press("g");
      await page.keyboard.press("e");
      await standing(page, "high");
      assert.equal(await page.title(), lang === "fr" ? "Devant EUCS · Socle" : "Beside EUCS · Socle");
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      const caution = plain(await page.locator(".caution").innerText());
      assert.match(caution, lang === "fr" ? /décembre 2020.*aucune version adoptée.*aucun certificat.*le nôtre/i : /December 2020.*no version adopted.*no certificate.*ours/i);
      for (const level of LEVELS) {
        const { counts, requirements } = beside[level];
        assert.equal(METS.reduce((sum, met) => sum + counts[met], 0), requirements.length);
        for (const met of METS) {
          const told = plain(await page.locator(`#count-${level}-${met} strong`).innerText());
          assert.equal(told, `${counts[met]} ${WORDS[lang].of} ${requirements.length}`, `${level} ${met}`);
        }
        await page.locator(`#level-${level}`).click();
        await standing(page, level);
        assert.equal((await asked(page)).get("level"), level);
        const rows = await page.locator(".e-row").evaluateAll((rows) => rows.map((row) => [row.id.slice(2), [...row.classList].at(-1)]));
        const classes = { met_by_base: "e-base", met_by_own: "e-own", met_by_both: "e-both", partly_met: "e-partly", beyond: "e-beyond", not_assessed: "e-unread" };
        assert.deepEqual(rows, requirements.map((r) => [r.id, classes[r.verdict]]));
        const categories = await page.locator(".e-categories tbody tr").evaluateAll((rows) => rows.map((tr) => [...tr.querySelectorAll("td.number")].map((td) => Number(td.textContent))));
        assert.deepEqual(METS.map((_, at) => categories.reduce((sum, numbers) => sum + numbers[at], 0)), METS.map((met) => counts[met]));
        assert.ok(categories.every((numbers) => numbers.at(-1) === numbers.slice(0, -1).reduce((a, b) => a + b)));
        const beyond = await page.locator("#e-surplus a").evaluateAll((links) => links.map((a) => a.textContent));
        assert.deepEqual(beyond, beside[level].secnumcloud_beyond);
        assert.ok(beyond[0].startsWith("19.6."));
        assert.deepEqual((await page.locator(".e-rules li").allInnerTexts()).map(plain), beside[level].composition.map((rule) => plain(`${rule[lang]} (${rule.source})`)));
      }
      // Titles and gists tell what a text asks, the heading what a person wrote; all else is what the page says.
      const words = plain(
        await page.locator(".eucs").evaluate((main) => {
          const ours = main.cloneNode(true);
          for (const part of ours.querySelectorAll(".heading, .e-categories th, #e-by-category, #e-list, #e-surplus")) part.remove();
          return ours.textContent;
        }),
      );
      assert.deepEqual(words.match(OVERSAID), null);
      await visit.html();
    }));

  test(`what narrows the list stands in the address, and survives a reload (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await atEucs(page, "?level=substantial");
      await shows(page, lang, "substantial", () => true);
      await page.locator("#e-differences").check();
      await shows(page, lang, "substantial", (_, r) => r.relation !== "equal");
      assert.ok(draft.requirements.some((r) => r.relation === "equal"), "there is something to leave out");
      await page.locator("#e-by-verdict").selectOption("partly_met");
      await shows(page, lang, "substantial", (r, d) => d.relation !== "equal" && r.verdict === "partly_met");
      await page.locator("#cat-OPS").click();
      const keep = (r, d) => d.relation !== "equal" && r.verdict === "partly_met" && d.category === "OPS";
      await shows(page, lang, "substantial", keep);
      assert.equal(await page.locator("#e-by-category").inputValue(), "OPS");
      assert.equal(await focused(page), "button#cat-OPS.link");
      assert.deepEqual(Object.fromEntries(await asked(page)), { level: "substantial", verdict: "partly_met", category: "OPS", differences: "1" });
      await page.reload();
      await standing(page, "substantial");
      await shows(page, lang, "substantial", keep);
      await page.locator(".found button").click();
      await shows(page, lang, "substantial", () => true);
      assert.deepEqual(Object.fromEntries(await asked(page)), { level: "substantial" });
      // A count narrows to itself, at its level.
      await page.locator("#count-high-beyond").click();
      await standing(page, "high");
      await shows(page, lang, "high", (r) => r.verdict === "beyond");
      // Words of the gist, and what makes no sense.
      await atEucs(page, "?q=OIS-01.3");
      await shows(page, lang, "high", (r) => r.id === "OIS-01.3");
      await atEucs(page, "?level=nonsense&verdict=nonsense");
      await shows(page, lang, "high", () => false);
      await page.locator(".eucs .empty").waitFor();
    }));

  test(`from a requirement to EUCS and back; a row opens to its reasons (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await openRow(page, "12.1.a");
      await page.locator("#to-eucs").click();
      await standing(page, "high");
      assert.equal((await asked(page)).get("q"), "12.1.a");
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      const mapped = (_, r) => r.secnumcloud.includes("12.1.a");
      await shows(page, lang, "high", mapped);
      assert.ok(plain(await page.locator(".e-back").innerText()).startsWith(`12.1.a ${plain(byId.get("12.1.a").title[lang])}`));

      const first = beside.high.requirements.find((r) => mapped(r, drafted.get(r.id)));
      const row = page.locator(`[id="e-${first.id}"]`);
      await row.locator("summary").click();
      assert.deepEqual((await row.locator(".trace li").allInnerTexts()).map(plain), first.trace.map((step) => plain(step[lang])));
      const { secnumcloud, left } = drafted.get(first.id);
      assert.deepEqual(await row.locator("a").evaluateAll((links) => links.map((a) => a.textContent)), secnumcloud);
      if (left) assert.ok(plain(await row.locator(".e-left").innerText()).includes(plain(left[lang])));

      await row.locator('a[data-requirement="12.1.a"]').click();
      await panelOf(page, "12.1.a");
      assert.equal((await asked(page)).get("requirement"), "12.1.a");
      await page.goBack();
      await standing(page, "high");
      await shows(page, lang, "high", mapped);
      await page.goBack();
      await panelOf(page, "12.1.a");
    }));

  test(`the level leaves as CSV, Markdown and JSON, in the language of the page (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await atEucs(page, "?level=basic&category=INQ");
      const json = await taken(page, "eucs-json");
      assert.deepEqual(JSON.parse(json.bytes), beside.basic);
      assert.match(json.name, new RegExp(`-eucs-basic-${lang}\\.json$`));
      const rows = parseCsv((await taken(page, "eucs-csv")).bytes.toString().replace(/^\ufeff/, ""));
      assert.deepEqual(rows.slice(1).map((row) => row[0]), beside.basic.requirements.map((r) => r.id), "in full, unfiltered");
      const gist = rows[0].indexOf("summary");
      assert.equal(plain(rows[1][gist]), plain(drafted.get(rows[1][0]).summary[lang]));
      const markdown = (await taken(page, "eucs-md")).bytes.toString();
      assert.match(plain(markdown.split("\n")[0]), lang === "fr" ? /^# .* devant EUCS, niveau élémentaire$/ : /^# .* beside EUCS, level basic$/);
    }));

  for (const width of [1440, 390]) {
    test(`for everybody: axe, nothing sideways, by keyboard, ${width} px wide (${lang})`, () =>
      house.visit({ lang, viewport: { width, height: 900 } }, async (page, visit) => {
        await openSample(page, "S06");
        await atEucs(page, "?category=INQ");
        await page.locator("#e-timeline > summary").click();
        await page.evaluate(() => document.querySelectorAll(".e-row:not([hidden])").forEach((row) => (row.open = true)));
        for (const theme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: theme });
          await visit.axe();
        }
        await fitsAcross(page, width);
        await wordsWhole(page);
        await visit.shot(`eucs-${width}`, { fullPage: true });
        if (width < 1000) return;
        await page.evaluate(() => document.querySelectorAll(".e-row").forEach((row) => (row.open = false)));
        await page.locator("#main").focus();
        await tabTo(page, "#level-basic");
        await page.keyboard.press("Enter");
        await standing(page, "basic");
        await eventually(async () => assert.equal(await focused(page), "button#level-basic"));
        await tabTo(page, "#e-differences");
        await page.keyboard.press("Space");
        assert.equal((await asked(page)).get("differences"), "1");
        await tabTo(page, ".e-row > summary");
        await page.keyboard.press("Enter");
        assert.equal(await page.locator(".e-row[open]").count(), 1);
        await tabTo(page, ".e-row a, .e-row > summary, #e-surplus a");
      }));
  }

  test(`a base that is a candidate is no evidence, whatever is assumed of it (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, PAIR);
      const file = scratchFile(JSON.stringify(PAIR));
      const told = (...options) => socle("eucs", file, "--service", "bureau", "--level", "high", ...options, "--format", "json");
      const [without, assumed] = [told(), told("--assume-candidates")];
      assert.notDeepEqual(without.counts, assumed.counts, "the candidate matters");
      await goTo(page, "#/eucs?service=bureau&assume=1");
      const rules = page.locator(".e-rules li");
      await rules.first().waitFor();
      assert.deepEqual((await rules.allInnerTexts()).map(plain), assumed.composition.map((rule) => plain(`${rule[lang]} (${rule.source})`)));
      assert.deepEqual(assumed.composition, without.composition);
    }));

  test(`a draft that cannot be fetched is told of, and asked for again (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      visit.allow(/eucs-|Failed to (?:fetch|load)|ERR_FAILED/);
      await page.route(/eucs-\w\w\.json/, (route) => route.abort());
      await goTo(page, "#/eucs");
      const told = page.locator(".eucs .fault");
      await told.waitFor();
      assert.equal(await page.locator(".caution").isVisible(), true);
      await page.unroute(/eucs-\w\w\.json/);
      await told.getByRole("button").click();
      await standing(page, "high");
      assert.equal(await told.count(), 0);
    }));
}

test("every event of the timeline says from where it is known, alike in both languages", async () => {
  const told = {};
  for (const lang of LANGS) {
    await house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await goTo(page, "#/eucs");
      await page.locator("#e-timeline > summary").click();
      const sources = (await page.locator(".e-events .quiet").allInnerTexts()).map(plain);
      const how = lang === "fr" ? /^(.+) \((lu à la source|de seconde main)\)$/ : /^(.+) \((read at the source|second hand)\)$/;
      told[lang] = sources.map((text) => {
        const [, source, read] = how.exec(text) ?? assert.fail(text);
        return [source, /source/.test(read)];
      });
      assert.ok(told[lang].length >= 15);
      assert.ok(told[lang].some(([, read]) => read) && told[lang].some(([, read]) => !read));
    });
  }
  assert.deepEqual(told.fr, told.en);
});

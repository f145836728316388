// Two stacks side by side: another day, another base, a reading, candidates, another service, another kept document. The
// command compares the same and is the second opinion; the address keeps what was chosen.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, OUTCOMES, PAIR, WORDS, address, eventually, goTo, keptTexts, openDocument, openSample, plain, samples, scopeOf, scratchFile, settled, socle, standing, stored } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const S06 = samples.S06;
const PAIR_TEXT = JSON.stringify(PAIR);
const ORDER = ["remains", "shared", "inherited", "not_applicable"];
const TITLES = {
  fr: { gained: "Gagnées", lost: "Perdues", now_applies: "S’appliquent désormais", no_longer_applies: "Ne s’appliquent plus" },
  en: { gained: "Gained", lost: "Lost", now_applies: "Now apply", no_longer_applies: "No longer apply" },
};

/// A document as a file, for the command.
const file = (text) => scratchFile(typeof text === "string" ? text : JSON.stringify(text));

/// To the comparison of a sample or of a document.
async function comparing(page, lang, { sample, document, service }) {
  if (sample) {
    await openSample(page, sample);
    await goTo(page, "#/compare");
  } else {
    await openDocument(page, document, `#/compare?service=${service}`);
  }
  await page.locator(".compare-form #with-day").waitFor();
}

/// The numbers of both sides, as the table shows them.
const numbers = async (page) => {
  const rows = await page.locator(".compare-figures tbody tr").evaluateAll((rows) => rows.map((tr) => [tr.className.slice(2), ...[...tr.querySelectorAll("td")].map((td) => td.textContent)]));
  return rows.map(([outcome, before, after, delta]) => [outcome, Number.parseInt(before, 10), Number.parseInt(after, 10), delta]);
};

const expectedNumbers = (before, after) =>
  ORDER.map((outcome) => {
    const [was, is] = [before, after].map((counts) => counts.verified[outcome]);
    return [outcome, was, is, is > was ? `+${is - was}` : is < was ? `−${was - is}` : "="];
  });

/// Every move that the page tells, whatever is folded: those of one reason stand in one bundle.
const moves = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".compare-moves")].flatMap((group) => {
      const title = group.querySelector("h2").textContent;
      return [...group.querySelectorAll(".move-bundle")].flatMap((bundle, at) =>
        [...bundle.querySelectorAll(".move")].map((li) => ({
          title,
          at,
          id: li.querySelector(".row-number").textContent,
          verdicts: [...bundle.querySelectorAll(".move-verdicts .verdict")].map((e) => [...e.classList].at(-1)),
          reason: bundle.querySelector(".move-reason").textContent,
        })),
      );
    }),
  );

/// The page tells what the command tells: numbers, sentences, and each move with its reason, under its direction.
const tells = (page, lang, diff) =>
  eventually(async () => {
    assert.deepEqual(await numbers(page), expectedNumbers(diff.before.counts, diff.after.counts));
    assert.deepEqual((await page.locator(".compare-summary li").allInnerTexts()).map(plain), diff.summary[lang].map(plain));
    const shown = await moves(page);
    const place = new Map(diff.moves.map((move, at) => [move.requirement, at]));
    for (const [at, move] of shown.entries()) {
      const next = shown[at + 1];
      const together = next && next.title === move.title && next.at === move.at;
      assert.ok(!together || place.get(move.id) < place.get(next.id), `${move.id} stands in the order of the text`);
      assert.ok(move.reason.length > 10, `${move.id} has a reason`);
    }
    assert.deepEqual(
      [...shown].sort((a, b) => place.get(a.id) - place.get(b.id)).map((move) => [move.id, ...move.verdicts, plain(move.reason)]),
      diff.moves.map((move) => [move.requirement, move.before, move.after, plain(move.reason[lang])]),
    );
    for (const move of shown) assert.ok(plain(move.title).startsWith(TITLES[lang][diff.moves[place.get(move.id)].direction]), move.title);
    // No two bundles say the same.
    const said = new Set(shown.map((move) => [move.title, ...move.verdicts, move.reason, diff.moves[place.get(move.id)].causes].join("\n")));
    assert.equal(new Set(shown.map((move) => `${move.title}\n${move.at}`)).size, said.size);
  });

/// The comparison survives a reload.
async function survives(page, lang, diff) {
  const url = await address(page);
  await page.reload();
  await page.locator(".compare-figures").waitFor();
  assert.equal(await address(page), url);
  await tells(page, lang, diff);
}

const asked = async (page) => new URLSearchParams((await address(page)).split("?")[1] ?? "").get("with");

for (const lang of LANGS) {
  test(`nothing chosen, nothing differs; another day (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await comparing(page, lang, { sample: "S06" });
      const empty = page.locator(".compare-result .empty");
      await empty.waitFor();
      assert.match(plain(await empty.innerText()), lang === "fr" ? /^Rien ne diffère encore/ : /^Nothing differs yet/);
      assert.equal(await page.locator(".compare-figures").count(), 0);

      await page.locator("#with-day").fill("2026-07-17");
      const diff = socle("diff", S06.path, S06.path, "--service", S06.service, "--as-of-b", "2026-07-17", "--format", "json");
      await tells(page, lang, diff);
      const [before, later] = [scopeOf(S06.path, S06.service), scopeOf(S06.path, S06.service, "--as-of", "2026-07-17")];
      assert.deepEqual(await numbers(page), expectedNumbers(before.counts, later.counts), "as two scopes");
      const moved = before.verdicts.filter((v) => later.outcomes[v.requirement] !== v.verdict).map((v) => v.requirement);
      assert.deepEqual((await moves(page)).map((move) => move.id).sort(), [...moved].sort());
      assert.equal(await asked(page), "day=2026-07-17");
      await survives(page, lang, diff);
      assert.equal(await page.locator("#with-day").inputValue(), "2026-07-17");
      assert.equal(JSON.parse(await stored(page)).as_of, "2026-07-16", "the document is as it was");

      await page.locator("#with-day").fill("");
      await empty.waitFor();
      assert.equal(await asked(page), null);
    }));

  test(`a reading on the right alone (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await comparing(page, lang, { sample: "S06" });
      await page.locator(".compare-readings > summary").click();
      await page.locator("#with-personnel").selectOption("shared");
      const diff = socle("diff", S06.path, S06.path, "--service", S06.service, "--reading-b", "personnel=shared", "--format", "json");
      await tells(page, lang, diff);
      assert.ok(diff.moves.length > 0);
      assert.equal(await asked(page), "personnel=shared");
      await survives(page, lang, diff);
      assert.equal(await page.locator("#with-personnel").inputValue(), "shared");
      // With another day as well.
      await page.locator("#with-day").fill("2026-07-17");
      await tells(page, lang, socle("diff", S06.path, S06.path, "--service", S06.service, "--reading-b", "personnel=shared", "--as-of-b", "2026-07-17", "--format", "json"));
    }));

  test(`another base is swapped in, and the stack says so (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const document = structuredClone(PAIR);
      document.services.find((s) => s.id === "plateforme").relies_on[0].retained = [{ layer: "compute" }];
      await comparing(page, lang, { document, service: "plateforme" });
      const options = await page.locator("#with-base option").evaluateAll((options) => options.map((option) => option.value));
      assert.ok(options.includes("") && options.includes("est>ouest"), String(options));
      assert.ok(!options.includes("est>guichet"), "nothing that would rest on itself is offered");
      await page.locator("#with-base").selectOption("est>ouest");
      const swapped = structuredClone(document);
      swapped.services.find((s) => s.id === "plateforme").relies_on = [{ service: "ouest" }];
      const diff = socle("diff", file(document), file(swapped), "--service", "plateforme", "--format", "json");
      assert.ok(diff.moves.length > 0);
      await tells(page, lang, diff);
      assert.match(await page.locator(".compare-summary .beside").innerText(), /1/, "the share that the former contract left is told of");
      assert.equal(await asked(page), "base=est>ouest");
      await survives(page, lang, diff);
      assert.equal(await page.locator("#with-base").inputValue(), "est>ouest");
      assert.deepEqual(JSON.parse(await stored(page)).services.find((s) => s.id === "plateforme").relies_on[0].service, "est", "the document is as it was");
      assert.ok((await page.locator(".compare-stacks").innerText()).includes("Nuage Ouest"), "bases are called by their names");
    }));

  test(`candidates taken as qualified on the right alone, and another service (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await comparing(page, lang, { document: PAIR, service: "bureau" });
      await page.locator("#with-candidates").selectOption("1");
      const path = file(PAIR_TEXT);
      const diff = socle("diff", path, path, "--service", "bureau", "--assume-candidates-b", "--format", "json");
      assert.ok(diff.moves.length > 100);
      await tells(page, lang, diff);
      await survives(page, lang, diff);
      await page.locator("#with-candidates").selectOption("");
      await page.locator("#with-service").selectOption("guichet");
      await tells(page, lang, socle("diff", path, path, "--service", "bureau", "--service-b", "guichet", "--format", "json"));
      assert.equal(await asked(page), "service=guichet");
    }));

  test(`another kept document, with its own day, service and readings (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, { ...PAIR, readings: { personnel: "shared" }, as_of: "2027-01-04" }, "#/scope");
      await standing(page);
      const [key] = Object.keys(await keptTexts(page));
      await goTo(page, "#/");
      await openSample(page, "S06");
      await goTo(page, "#/compare");
      await page.locator("#with-doc").selectOption(key);
      const other = (await keptTexts(page))[key];
      await page.locator("#with-service").selectOption("guichet");
      const diff = socle("diff", S06.path, file(other), "--service", S06.service, "--service-b", "guichet", "--format", "json");
      await tells(page, lang, diff);
      await survives(page, lang, diff);
      assert.ok((await page.locator(".compare-stacks").innerText()).includes("Nuage Est"));
      // The readings and the day are the other document’s own.
      const right = scopeOf(other, "guichet");
      assert.deepEqual((await numbers(page)).map(([outcome, , after]) => [outcome, after]), ORDER.map((outcome) => [outcome, right.counts.verified[outcome]]));
      // What belonged to one document means nothing in another.
      await page.locator("#with-doc").selectOption("");
      await page.locator(".compare-result .empty").waitFor();
      assert.equal(await asked(page), null);
    }));

  test(`an address that asks for what is gone, or makes no sense, says so or leaves it out (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const before = await stored(page);
      for (const [hash, selector] of [
        ["#/compare?with=doc%3Dgone", ".compare-result .fault"],
        ["#/compare?with=base%3Dghost%3Eouest", ".compare-result .fault"],
        ["#/compare?with=day%3D2026-02-31~personnel%3Dnonsense~~%3D~x", ".compare-result .empty"],
        ["#/compare?with=service%3Dghost", ".compare-result .empty"],
      ]) {
        await goTo(page, hash);
        await page.locator(selector).waitFor();
        await settled(page);
        assert.ok((await page.locator(selector).innerText()).length > 20, hash);
        assert.equal(await page.locator("#with-day").isVisible(), true, "the form stays, to choose again");
      }
      assert.equal(await stored(page), before);
    }));

  test(`every move folds under its direction, and counts what it holds (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await comparing(page, lang, { sample: "S06" });
      await page.locator("#with-day").fill("2026-07-17");
      await page.locator(".compare-moves").first().waitFor();
      const groups = await page.locator(".compare-moves").evaluateAll((groups) => groups.map((group) => [Number(group.querySelector(".group-count").textContent), group.querySelectorAll(".move").length, group.open]));
      for (const [told, held, isOpen] of groups) {
        assert.equal(told, held);
        assert.equal(isOpen, true);
      }
      await page.locator(".compare-moves > summary").first().focus();
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await page.locator(".compare-moves .move").first().isVisible(), false));
      assert.match(plain(await page.locator(".compare .notice").innerText()), WORDS[lang].notice);
      assert.equal(OUTCOMES.length, (await numbers(page)).length);
    }));
}

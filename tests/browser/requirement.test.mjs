// The list and one requirement: filters and their address, what the panel tells, facts and readings answered on the
// spot, undo, dates, and that nothing is lost on a reload. The command is the second opinion throughout.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, act, address, catalogue, eventually, figure, figures, focused, fold, goTo, moves, openRow, openSample, outcomes, panel, panelOf, plain, row, said, samples, scopeOf, settled, standing, stored, titled, visibleIds } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const S06 = samples.S06;
const scope = scopeOf(S06.path, S06.service);
const { byId, isVerified } = catalogue();

/// The verified requirements that the command says this of, in the order of the page.
const expect = (keep) => scope.verdicts.filter((v) => isVerified(v.requirement) && keep(v, byId.get(v.requirement))).map((v) => v.requirement).sort();

const searched = (lang) => (requirement) =>
  fold([requirement.id, requirement.title[lang], requirement.summary[lang], requirement.own_part?.[lang] ?? "", requirement.interlock?.[lang] ?? ""].join(" "));

/// The page shows these requirements and says how many they are.
const shows = (page, lang, ids) =>
  eventually(async () => {
    assert.deepEqual((await visibleIds(page)).sort(), ids);
    assert.ok(plain(await page.locator(".found").innerText()).startsWith(WORDS[lang].shown(ids.length)), await page.locator(".found").innerText());
  });

const clearFilters = (page) => page.locator(".found button").click();

/// What the command says of the document that the page has stored.
const again = async (page, ...options) => scopeOf(await stored(page), S06.service, ...options);

/// Does something and checks what moved: the list, the figures and the live region, all as the command says. `step` is
/// what the live region says first of an edit that was undone or made again.
async function moving(page, lang, change, check = () => again(page), step = "") {
  const before = await outcomes(page);
  await change();
  await eventually(async () => {
    const now = await check();
    assert.deepEqual(await outcomes(page), now.outcomes);
    assert.deepEqual(await figures(page), { ...now.counts.verified });
    const told = WORDS[lang].moved(moves(before, now.outcomes), now.counts.verified.remains);
    assert.equal(plain(await said(page).textContent()), plain(`${step} ${told}`));
  });
}

const answer = (page, fact, value) => panel(page).locator(`input[name="fact-panel-${fact}"][value="${value}"]`);

for (const lang of LANGS) {
  const W = WORDS[lang];

  test(`the list narrows by verdict, chapter, flag and confidence (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await shows(page, lang, expect(() => true));

      for (const outcome of Object.keys(W.outcome)) {
        await figure(page, outcome).click();
        await shows(page, lang, expect((v) => v.verdict === outcome));
        assert.equal(await figure(page, outcome).getAttribute("aria-pressed"), "true");
        assert.equal(await page.locator('.figure[aria-pressed="true"]').count(), 1);
      }
      await figure(page, "not_applicable").click();
      await shows(page, lang, expect(() => true));

      await page.locator("#by-chapter").selectOption("12");
      await shows(page, lang, expect((_, r) => r.chapter === "12"));
      await page.locator(".chapters tbody tr", { has: page.locator(".chapter-number", { hasText: /^7$/ }) }).locator("button").click();
      await shows(page, lang, expect((_, r) => r.chapter === "7"));
      assert.equal(await page.locator("#by-chapter").inputValue(), "7", "the field follows the table");
      await clearFilters(page);
      await shows(page, lang, expect(() => true));
      assert.equal(await page.locator("#by-chapter").inputValue(), "", "the field is cleared too");
      assert.equal(await focused(page), "input#search");

      await page.locator("#by-flag").selectOption("unknown_fact");
      await shows(page, lang, expect((v) => v.flags.includes("unknown_fact")));
      await clearFilters(page);
      for (const caveat of await page.locator(".caveat").all()) {
        const flag = /flag-(\w+)/.exec(await caveat.locator(".tag").getAttribute("class"))[1];
        await caveat.click();
        const ids = expect((v) => v.flags.includes(flag));
        await shows(page, lang, ids);
        assert.equal(Number(await page.locator(".caveat", { has: page.locator(`.flag-${flag}`) }).locator(".caveat-count").textContent()), ids.length, flag);
        await page.locator(".caveat", { has: page.locator(`.flag-${flag}`) }).click();
      }

      for (const confidence of ["high", "medium", "low"]) {
        await page.locator("#by-confidence").selectOption(confidence);
        await shows(page, lang, expect((v) => v.confidence === confidence));
      }
      await clearFilters(page);

      await page.locator("#recommendations").check();
      await eventually(async () => assert.equal((await visibleIds(page)).length, 278));
    }));

  test(`the list narrows by words, all of them, whatever their accents (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const matching = (...words) => expect((_, r) => words.every((word) => searched(lang)(r).includes(fold(word))));
      const cases = {
        fr: [["vulnerabilites"], ["VULNÉRABILITÉS", "gestion"], ["mise", "oeuvre"], ["12.11"], ["chiffrement", "clés", "clients"]],
        en: [["vulnerabilities"], ["MANAGEMENT", "vulnerabilities"], ["base's"], ["12.11"], ["encryption", "keys"]],
      }[lang];
      for (const words of cases) {
        const ids = matching(...words);
        assert.ok(ids.length > 0 && ids.length < 261, `${words} finds something, not everything: ${ids.length}`);
        await page.locator("#search").fill(words.join("  "));
        await shows(page, lang, ids);
      }
      await page.locator("#search").fill("zzz");
      await shows(page, lang, []);
      assert.equal(await page.locator(".empty").count(), 1);
      await clearFilters(page);
      await shows(page, lang, expect(() => true));
      assert.equal(await page.locator("#search").inputValue(), "");
    }));

  test(`the address carries the filters (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      const word = lang === "fr" ? "clés & 100 %" : "keys";
      await figure(page, "shared").click();
      await page.locator("#by-chapter").selectOption("10");
      await page.locator("#by-flag").selectOption("scope_assumed");
      await page.locator("#by-confidence").selectOption("medium");
      await page.locator("#recommendations").check();
      await page.locator("#search").fill(word);
      await eventually(async () => assert.ok(/[?&]q=/.test(await address(page))));
      const asked = new URLSearchParams((await address(page)).split("?")[1]);
      assert.deepEqual(Object.fromEntries(asked), { q: word, verdict: "shared", chapter: "10", flag: "scope_assumed", confidence: "medium", all: "1" });

      await page.locator("#search").fill(lang === "fr" ? "clés" : "keys");
      const ids = await eventually(async () => {
        const ids = await visibleIds(page);
        assert.ok(ids.length > 0 && ids.length < 20, `${ids.length} shown`);
        return ids;
      });
      const look = async (page) => ({
        ids: await visibleIds(page),
        fields: await page.evaluate(() => ["search", "by-chapter", "by-flag", "by-confidence"].map((id) => document.getElementById(id).value)),
        all: await page.locator("#recommendations").isChecked(),
        pressed: await page.locator(".figure.shared").getAttribute("aria-pressed"),
      });
      const wanted = { ids, fields: [lang === "fr" ? "clés" : "keys", "10", "scope_assumed", "medium"], all: true, pressed: "true" };
      await eventually(async () => assert.deepEqual(await look(page), wanted));
      await page.reload();
      await standing(page);
      await eventually(async () => assert.deepEqual(await look(page), wanted));
      const other = await visit.context.newPage();
      await other.goto(page.url());
      await standing(other);
      await eventually(async () => assert.deepEqual(await look(other), wanted));
      await other.close();
    }));

  test(`a requirement tells its split, parts, evidence, interlock and trace (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await openRow(page, "12.11.a");
      const [verdict, prose] = [scope.byId.get("12.11.a"), byId.get("12.11.a")];
      const section = (title) => panel(page).locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });
      const text = async (title, part = "p") => plain(await section(title).locator(part).first().innerText());
      assert.equal(await panel(page).locator(".verdict").innerText(), W.outcome.shared);
      assert.ok(plain(await panel(page).locator("h2").innerText()).endsWith(prose.title[lang]));
      assert.equal(await text(W.own), plain(prose.own_part[lang]));
      assert.equal(await text(W.base), plain(prose.base_part[lang]));
      assert.equal(await text(W.interlock), plain(prose.interlock[lang]));
      assert.equal(await text(W.evidence), plain(prose.evidence[lang]));
      assert.deepEqual((await section(W.trace).locator("li").allInnerTexts()).map(plain), verdict.trace.map((step) => plain(step[lang])));

      const places = new Set(scope.verdicts.flatMap((v) => v.parts.map((part) => part.on)));
      const borne = new Set(verdict.parts.map((part) => part.on));
      assert.equal(await section(W.parts).locator("tbody tr.void").count(), places.size - borne.size, "the places that it does not bear on");
      const parts = await section(W.parts).locator("tbody tr:not(.void)").evaluateAll((rows) => rows.map((tr) => [...tr.children].map((cell) => cell.innerText.trim())));
      assert.equal(parts.length, verdict.parts.length);
      assert.equal(parts.at(-1)[0].toLowerCase(), W.on.provider.toLowerCase(), "the stack from the top down, then the provider");
      const nameOf = (id) => S06.document.services.find((service) => service.id === id).name;
      assert.deepEqual(parts.map((cells) => plain(cells[2])).sort(), verdict.parts.map((part) => nameOf(part.operator)).sort());
      assert.match(await address(page), /requirement=12\.11\.a/);

      // Another language, the same requirement.
      const other = lang === "fr" ? "en" : "fr";
      await page.locator("#language").click();
      await eventually(async () => assert.equal(plain(await panel(page).locator(".summary").innerText()), plain(prose.summary[other])));
      assert.equal(await page.evaluate(() => document.documentElement.lang), other);
      assert.equal(await page.title(), WORDS[other].titles.scope);
      assert.equal(await focused(page), "button#language.tool.language");
    }));

  test(`a requirement takes the focus and gives it back (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      for (const leave of [() => page.keyboard.press("Escape"), () => panel(page).getByRole("button", { name: W.close }).click()]) {
        await openRow(page, "12.11.a");
        await eventually(async () => assert.equal(await focused(page), "aside#panel.panel"));
        await leave();
        await panel(page).waitFor({ state: "detached" });
        await eventually(async () => assert.match(await focused(page), /^button#row-12\.11\.a\.row/), 1_500);
        // It stays there: what is drawn after it must not take the focus away.
        await settled(page);
        assert.match(await focused(page), /^button#row-12\.11\.a\.row/);
        assert.equal(await row(page, "12.11.a").getAttribute("aria-expanded"), "false");
      }
    }));

  test(`cross-references lead there and back (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await openRow(page, "5.3.c");
      assert.deepEqual(byId.get("5.3.c").refers_to, ["6.2.a", "14.4.b"]);
      await panel(page).getByRole("button", { name: W.see("6.2.a") }).click();
      await panelOf(page, "6.2.a");
      assert.equal(plain(await panel(page).locator(".summary").innerText()), plain(byId.get("6.2.a").summary[lang]));
      await panel(page).getByRole("button", { name: W.see("5.3.c") }).click();
      await panelOf(page, "5.3.c");
    }));

  test(`following a cross-reference keeps the focus in the panel (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await openRow(page, "5.3.c");
      await panel(page).getByRole("button", { name: W.see("6.2.a") }).click();
      await panelOf(page, "6.2.a");
      await eventually(async () => assert.ok(await page.evaluate(() => document.getElementById("panel").contains(document.activeElement)), await focused(page)), 1_500);
    }));

  test(`an answer in the panel moves the verdict, is told, undone and redone (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await openRow(page, "10.4.a");
      const verdict = panel(page).locator(".verdict");
      assert.equal(await verdict.innerText(), W.outcome.remains);
      assert.equal(await act(page, "undo").isDisabled(), true);

      await moving(page, lang, () => answer(page, "electronic_signature", "no").check());
      assert.equal(await verdict.innerText(), W.outcome.not_applicable);
      assert.equal((await outcomes(page))["10.4.a"], "not_applicable");
      assert.equal(JSON.parse(await stored(page)).services.find((s) => s.id === S06.service).facts.electronic_signature, "no");

      // What the next undo takes back stands in its title, and is said when it was taken back.
      const name = /^[^(]*/.exec(await act(page, "undo").getAttribute("title"))[0];
      const label = plain(name).replace(new RegExp(`^${W.act.undo} ?: `), "");
      assert.ok(label.length > 3 && label !== W.act.undo, `undo is called “${name}”`);
      const step = (which) => [() => again(page), W.step[which](label)];
      await moving(page, lang, () => act(page, "undo").click(), ...step("undo"));
      assert.equal(await verdict.innerText(), W.outcome.remains);
      assert.equal(await answer(page, "electronic_signature", "unknown").isChecked(), true);
      assert.ok(plain(await act(page, "redo").getAttribute("title")).includes(label), "redo names the same edit");
      await moving(page, lang, () => act(page, "redo").click(), ...step("redo"));
      assert.equal(await verdict.innerText(), W.outcome.not_applicable);
      assert.equal(await answer(page, "electronic_signature", "no").isChecked(), true);
      await moving(page, lang, () => page.keyboard.press("Control+z"), ...step("undo"));
      await moving(page, lang, () => page.keyboard.press("Control+Shift+z"), ...step("redo"));
      assert.equal(await act(page, "redo").isDisabled(), true);

      // The same question stands among the facts, with the same answer.
      await page.locator("#facts > summary").click();
      assert.equal(await page.locator('input[name="fact-list-electronic_signature"][value="no"]').isChecked(), true);
    }));

  test(`answering keeps the focus on the answer (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await openRow(page, "10.4.a");
      await answer(page, "electronic_signature", "no").focus();
      await page.keyboard.press("Space");
      await eventually(async () => assert.equal(await panel(page).locator(".verdict").innerText(), W.outcome.not_applicable));
      await settled(page);
      assert.equal(await page.evaluate(() => `${document.activeElement.name}=${document.activeElement.value}`), "fact-panel-electronic_signature=no");
    }));

  test(`the focus is not lost when the row that was open is no longer shown (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await figure(page, "remains").click();
      await openRow(page, "10.4.a");
      await answer(page, "electronic_signature", "no").check();
      await eventually(async () => assert.equal(await row(page, "10.4.a").isVisible(), false));
      await page.keyboard.press("Escape");
      await panel(page).waitFor({ state: "detached" });
      await settled(page);
      assert.notEqual(await focused(page), "body");
    }));

  test(`what stands open stays open while one filters and answers (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.locator("#facts > summary").click();
      await page.locator("#readings > summary").click();
      await page.locator(".chapters > summary").click();
      const open = () => page.evaluate(() => ["#facts", "#readings", ".chapters"].map((place) => document.querySelector(place).open));
      assert.deepEqual(await open(), [true, true, false]);
      await page.locator("#search").fill("12.11");
      await openRow(page, "12.11.a");
      assert.deepEqual(await open(), [true, true, false]);
    }));

  test(`no equipment in own premises makes 11.3.a inherited (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await openRow(page, "11.3.a");
      assert.equal(await panel(page).locator(".verdict").innerText(), W.outcome.shared);
      await moving(page, lang, () => answer(page, "service_equipment_in_own_premises", "no").check());
      assert.equal(await panel(page).locator(".verdict").innerText(), W.outcome.inherited);
      assert.equal((await outcomes(page))["11.3.a"], "inherited");
    }));

  test(`the reading of the base’s staff moves chapter 7, and says so (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const chapter = Object.keys(scope.outcomes).filter((id) => id.startsWith("7."));
      const of = async () => Object.entries(await outcomes(page)).filter(([id]) => chapter.includes(id)).map(([, outcome]) => outcome);
      assert.ok((await of()).every((outcome) => outcome === "remains"));
      await page.locator("#readings > summary").click();
      const switched = scopeOf(S06.path, S06.service, "--reading", "personnel=shared");
      await moving(page, lang, () => page.locator('input[name="reading-personnel"][value="shared"]').check(), () => switched);
      assert.ok((await of()).every((outcome) => outcome === "shared"), String(await of()));
      const tags = await row(page, "7.1.a").locator(".tag.flag-reading").allInnerTexts();
      assert.deepEqual(tags, [W.switched]);
      assert.equal(Number(await page.locator(".caveat", { has: page.locator(".flag-reading") }).locator(".caveat-count").textContent()), chapter.filter(isVerified).length);
      assert.deepEqual((await again(page)).outcomes, switched.outcomes, "the reading is kept in the document");
    }));

  test(`after the day of the attestation nothing is inherited, and a reload keeps it (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      assert.ok((await figures(page)).inherited > 0);
      await moving(page, lang, () => page.locator("#as-of").fill("2026-07-17"));
      const late = await figures(page);
      assert.deepEqual([late.inherited, late.shared], [0, 0]);
      assert.equal(await page.locator(".slab.covered").count(), 0);
      const before = await outcomes(page);
      const text = await stored(page);
      assert.equal(JSON.parse(text).as_of, "2026-07-17");
      await page.reload();
      await standing(page);
      assert.equal(await stored(page), text);
      assert.equal(await page.locator("#as-of").inputValue(), "2026-07-17");
      await titled(page, S06.document.title);
      assert.deepEqual(await figures(page), late);
      assert.deepEqual(await outcomes(page), before);
    }));

  test(`a day that the format does not know is refused where it stands (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.locator("#as-of").fill("1850-01-01");
      await page.locator("#as-of").blur();
      await settled(page);
      assert.equal(JSON.parse(await stored(page)).as_of, "2026-07-16");
      const shows = await page.locator("#as-of").inputValue();
      const told = await page.locator("#as-of").getAttribute("aria-invalid");
      assert.ok(shows === "2026-07-16" || told === "true", `the field shows ${shows}, the verdicts are of another day, and nothing says so`);
    }));

  test(`without a day in the document, today counts (${lang})`, () =>
    house.visit({ lang, today: "2026-07-16" }, async (page) => {
      await openSample(page, "S06");
      await page.locator("#as-of").fill("2026-07-17");
      await eventually(async () => assert.equal((await figures(page)).inherited, 0));
      await moving(page, lang, () => page.locator("#as-of").fill(""), () => again(page, "--as-of", "2026-07-16"));
      assert.ok((await figures(page)).inherited > 0);
    }));

  test(`a requirement that does not exist opens nothing (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await goTo(page, "#/scope?requirement=99.9.z&chapter=12");
      await shows(page, lang, expect((_, r) => r.chapter === "12"));
      assert.equal(await panel(page).count(), 0);
      assert.equal(await page.locator(".scope.with-panel").count(), 0, "no room is kept for a panel that is not there");
    }));

  test(`a keystroke in the search field is answered at once (${lang})`, (t) =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await page.locator("#search").focus();
      const times = [];
      for (const key of "gestion des incidents") {
        // From the event to the first task after the frame that shows its effect.
        await page.evaluate(() => {
          window.answered = new Promise((done) => {
            window.addEventListener("input", () => {
              const start = performance.now();
              requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => done(performance.now() - start);
                channel.port2.postMessage(null);
              });
            }, { capture: true, once: true });
          });
        });
        await page.keyboard.press(key === " " ? "Space" : key);
        times.push(await page.evaluate(() => window.answered));
      }
      const sorted = times.slice(1).sort((a, b) => a - b);
      assert.equal(sorted.length, 20);
      const median = (sorted[9] + sorted[10]) / 2;
      t.diagnostic(`keystroke to frame: median ${median.toFixed(0)} ms, slowest ${sorted.at(-1).toFixed(0)} ms of 20`);
      assert.ok(median <= 100, `the median of 20 keystrokes is ${median.toFixed(0)} ms`);
    }));
}

// The calendar: what it shows of flips, counts, warnings and the plan is what the command tells; the day of the document
// is placed by a field, a slider or the keyboard, each time as one edit; suppositions stay in the address.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { taken } from "./delivering.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, OUTCOMES, PAIR, WORDS, act, address, eventually, figures, fitsAcross, focused, goTo, openDocument, pagesOf, panelOf, plain, said, scopeOf, scratchFile, settled, socle, stored, tabTo, wordsWhole } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

/// The pair of clouds, with a suspension, a candidate that is expected, and a plan whose decision comes after the base's end.
const DATED = structuredClone(PAIR);
DATED.services[0].qualifications[0].events = [
  { date: "2026-09-01", kind: "suspended" },
  { date: "2026-10-01", kind: "reinstated" },
];
DATED.services[1].candidacy.expected = "2027-05-04";
DATED.services[3].plan = { j0: { date: "2026-10-15" }, j1: { months: 6 }, j2: { months: 8 }, j3: { months: 6 } };
const TODAY = "2026-07-16";
const SPAN = { from: "2025-01-01", to: "2031-12-31" };
const QUERY = `from=${SPAN.from}&to=${SPAN.to}`;

const file = scratchFile(JSON.stringify(DATED));
const told = (service, ...options) => socle("calendar", file, "--service", service, "--from", SPAN.from, "--to", SPAN.to, ...options, "--format", "json");
const guichet = told("guichet");

const asked = async (page) => new URLSearchParams((await address(page)).split("?")[1] ?? "");

async function atCalendar(page, service = "guichet", more = "") {
  await openDocument(page, DATED, `#/calendar?service=${service}&${QUERY}${more}`);
  await page.locator(".k-dates tbody tr").first().waitFor();
  await page.locator(".k-checks .question").first().waitFor();
}

const asOf = async (page) => JSON.parse(await stored(page)).as_of;

/// The counts that the screen shows for the day.
const counts = (page) =>
  page.evaluate((outcomes) => Object.fromEntries(outcomes.map((o) => [o, Number.parseInt(document.querySelector(`.k-count.${o} strong`).textContent, 10)])), OUTCOMES);

/// The counts of the command, on a day.
function countsOn(service, day, ...options) {
  const { counts } = scopeOf(JSON.stringify(DATED), service, "--as-of", day, ...options);
  return counts.verified;
}

const days = (page) => page.locator(".k-turn").evaluateAll((turns) => turns.map((turn) => turn.id.slice("k-on-".length)));

for (const lang of LANGS) {
  test(`flips, causes, warnings and the plan are those of the command (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page, visit) => {
      await openDocument(page, DATED);
      await page.keyboard.press("g");
      await page.keyboard.press("t");
      await page.locator(".k-dates tbody tr").first().waitFor();
      assert.equal(await page.title(), lang === "fr" ? "Calendrier · Socle" : "Calendar · Socle");
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      await atCalendar(page);
      assert.ok(guichet.flips.length >= 3, "there is something to tell");
      await eventually(async () => assert.deepEqual(await days(page), guichet.flips.map((f) => f.day)));
      for (const flip of guichet.flips) {
        const turn = page.locator(`#k-on-${flip.day}`);
        assert.deepEqual((await turn.locator(".k-why li").allInnerTexts()).map(plain), flip.causes.map((c) => plain(c[lang])));
        assert.ok(plain(await turn.locator(".k-turn-head span").first().innerText()).startsWith(String(flip.verified)));
        await turn.locator("summary").click();
        const ids = await turn.locator(".k-which a").evaluateAll((links) => links.map((a) => a.dataset.requirement));
        assert.deepEqual([...ids].sort(), flip.changes.map((c) => c.requirement).sort());
      }
      assert.deepEqual((await page.locator(".k-alerts li > span").allInnerTexts()).map((text) => plain(text).replace(/ (?:Lire au|Read as of) [^.]*$/, "")), guichet.warnings.map((w) => plain(w[lang])));
      assert.ok(guichet.warnings.some((w) => w.code === "base-ends-before-decision"));
      // The suspension is to be lifted: it is told as one, and not as an end.
      const [suspended] = guichet.warnings.filter((w) => w.code === "base-suspended-meanwhile");
      assert.deepEqual([suspended.day, guichet.warnings.filter((w) => w.day === "2026-08-31")], ["2026-09-01", []]);
      const legends = (await page.locator(".k-steps-list legend").allInnerTexts()).map((text) => plain(text).toLowerCase());
      assert.deepEqual(legends, guichet.plan.steps.map((s) => plain(s[lang]).toLowerCase()));
      assert.ok(plain(await page.locator(".k-range").innerText()).startsWith(plain(guichet.plan.range[lang])));
      const audits = (await page.locator(".k-audits li").allInnerTexts()).map(plain);
      for (const audit of [...guichet.audits, ...guichet.duties]) {
        assert.ok(audits.some((text) => text.startsWith(plain(audit[lang])) && text.endsWith(audit.requirement)), audit.id);
      }
      await visit.html();
    }));

  test(`the counts follow the thumb without an edit, and letting go is one (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page);
      assert.deepEqual(await counts(page), countsOn("guichet", DATED.as_of));
      const slider = page.locator("#k-slider");
      // Before, between and after the flips, as the thumb passes.
      const put = (day, type) =>
        slider.evaluate((input, { days, type }) => {
          input.value = String(days);
          input.dispatchEvent(new Event(type, { bubbles: true }));
        }, { days: (Date.parse(day) - Date.parse(SPAN.from)) / 86_400_000, type });
      for (const day of ["2025-01-15", "2025-03-03", "2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01", "2028-03-03", "2028-03-04"]) {
        await put(day, "input");
        await eventually(async () => assert.deepEqual(await counts(page), countsOn("guichet", day), day));
        assert.equal(await asOf(page), DATED.as_of);
      }
      // A press at some place of the track, and letting go there.
      const box = await slider.boundingBox();
      await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 5 });
      assert.equal(await asOf(page), DATED.as_of, "nothing is edited while the thumb moves");
      await page.mouse.up();
      await eventually(async () => assert.notEqual(await asOf(page), DATED.as_of));
      const placed = await asOf(page);
      assert.deepEqual(await counts(page), countsOn("guichet", placed));
      assert.equal(await page.locator("#k-day").inputValue(), placed);
      await act(page, "undo").click();
      await eventually(async () => assert.equal(await asOf(page), DATED.as_of));
      assert.equal(await act(page, "undo").isDisabled(), true, "it was one edit");
    }));

  test(`by keyboard: the slider, from flip to flip, the field, the table (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page);
      await page.locator("#main").focus();
      await tabTo(page, "#k-next");
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await asOf(page), "2026-09-01"));
      await eventually(async () => assert.equal(await focused(page), "button#k-next.plain"));
      await eventually(async () => assert.match(plain(await said(page).innerText()), /\d/));
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await asOf(page), "2026-10-01"));
      await tabTo(page, "#k-slider");
      for (let i = 0; i < 3; i += 1) await page.keyboard.press("ArrowRight");
      assert.match(plain(await page.locator("#k-slider").getAttribute("aria-valuetext")), lang === "fr" ? /^4 octobre 2026 : Reste à ma charge \d+/ : /^4 October 2026: Remains \d+/);
      await eventually(async () => assert.equal(await asOf(page), "2026-10-04"));
      // Steps that follow one another are one edit, and undo works from the slider.
      await page.keyboard.press("Control+z");
      await eventually(async () => assert.equal(await asOf(page), "2026-10-01"));
      await page.locator("#k-day").fill("2028-03-04");
      await page.keyboard.press("Tab");
      await eventually(async () => assert.equal(await asOf(page), "2028-03-04"));
      await page.locator("#k-day").fill("");
      await page.keyboard.press("Tab");
      await eventually(async () => assert.equal(await asOf(page), undefined));
      await page.locator(".k-flips button").first().focus();
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal(await asOf(page), guichet.flips[0].day));
    }));

  test(`what is supposed stays in the address, and is told as a hypothesis (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page, "bureau");
      const before = await stored(page);
      assert.deepEqual(await days(page), []);
      assert.equal(await page.locator(".flag-hypothetical").count(), 0);
      await page.locator("#k-if-ouest").check();
      const supposed = told("bureau", "--assume-candidates");
      assert.ok(supposed.flips.length > 0);
      await eventually(async () => assert.deepEqual(await days(page), supposed.flips.map((f) => f.day)));
      assert.equal((await asked(page)).get("if"), "ouest");
      assert.ok((await page.locator(".flag-hypothetical").count()) > 0);
      assert.ok((await page.locator(".k-chart .k-hypothesis").count()) > 0);
      assert.equal(await stored(page), before, "the document has not changed");
      await page.reload();
      await page.locator(".k-dates tbody tr").first().waitFor();
      await eventually(async () => assert.deepEqual(await days(page), supposed.flips.map((f) => f.day)));
      await page.locator("#k-if-ouest").uncheck();
      await eventually(async () => assert.deepEqual(await days(page), []));
      // A renewal keeps the cover of the guichet past the end of its base.
      await goTo(page, `#/calendar?service=guichet&${QUERY}&if=est.0`);
      const without = guichet.flips.filter((f) => f.day > "2028-01-01").map((f) => f.day);
      assert.deepEqual(without, ["2028-03-04"]);
      await eventually(async () => assert.deepEqual((await days(page)).filter((d) => d > "2028-01-01"), ["2031-03-05"]));
      // The address of what remains to me knows all candidates or none: of this renewal a link carries nothing, and says so.
      await page.locator("#k-lost").waitFor();
      await page.locator("#k-on-2031-03-05 summary").click();
      const link = page.locator("#k-on-2031-03-05 .k-which a").first();
      assert.ok(plain(await link.innerText()).endsWith(lang === "fr" ? "(sans rien supposer)" : "(nothing supposed)"));
      assert.ok(!(await link.getAttribute("href")).includes("assume"));
      await goTo(page, `#/calendar?service=bureau&${QUERY}&if=ouest`);
      await eventually(async () => assert.equal(await page.locator("#k-lost").count(), 0));
      await page.locator(".k-turn summary").first().click();
      assert.match(await page.locator(".k-which a").first().getAttribute("href"), /assume=1/);
    }));

  test(`a base of which nothing is stated has a row on the axis and in the table (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      const bare = structuredClone(DATED);
      delete bare.services[0].qualifications;
      await openDocument(page, bare, `#/calendar?service=guichet&${QUERY}`);
      const word = lang === "fr" ? "ni qualification ni candidature indiquée" : "no qualification or candidacy stated";
      const row = page.locator(".k-rows .k-row", { hasText: bare.services[0].name });
      await row.first().waitFor();
      assert.equal(plain(await row.locator(".k-track").first().getAttribute("aria-label")), word);
      const line = plain(await page.locator(".k-dates tbody tr").last().innerText());
      assert.ok(line.includes(word) && line.includes(lang === "fr" ? "sans date" : "no date"), line);
    }));

  test(`a requirement of a flip is read on that day, and its panel says until when (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page);
      const lost = guichet.flips.find((f) => f.day === "2026-09-01");
      const change = lost.changes.find((c) => c.from === "inherited" && c.to === "remains") ?? lost.changes[0];
      await page.locator("#k-on-2026-09-01 summary").click();
      await page.locator(`#k-on-2026-09-01 a[data-requirement="${change.requirement}"]`).click();
      await panelOf(page, change.requirement);
      await eventually(async () => assert.equal(await asOf(page), "2026-09-01"));
      assert.deepEqual(await figures(page), countsOn("guichet", "2026-09-01"));
      await eventually(async () => assert.ok((await page.locator("#panel > .panel-top .verdict").getAttribute("class")).includes(change.to)));
      assert.equal(await page.locator("#until").count(), 0, "what remains is not lost");
      await act(page, "undo").click();
      const line = page.locator("#until");
      await line.waitFor();
      const text = plain(await line.innerText());
      assert.ok(text.includes(lang === "fr" ? "31 août 2026" : "31 August 2026"), text);
      assert.ok(text.includes(WORDS[lang].outcome[change.to]), text);
      assert.ok(text.includes(plain(lost.causes[change.causes[0]][lang])), text);
    }));

  test(`the plan is typed in, derived and undone; what makes no sense is refused beside its field (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page);
      const derived = (at) => page.locator(".k-steps-list li").nth(at).locator(".k-derived");
      assert.match(plain(await derived(5).innerText()), lang === "fr" ? /^15 juin 2028 6 mois après/ : /^15 June 2028 6 months after/);
      await page.locator("#k-plan-plan-j3-months").fill("2");
      await page.keyboard.press("Tab");
      await eventually(async () => assert.equal(JSON.parse(await stored(page)).services[3].plan.j3.months, 2));
      await eventually(async () => assert.match(plain(await derived(5).innerText()), lang === "fr" ? /^15 février 2028/ : /^15 February 2028/));
      // The warning goes with the decision.
      const alert = page.locator(".k-alerts .k-base-ends-within-validity");
      await eventually(async () => assert.ok(plain(await alert.innerText()).includes(lang === "fr" ? "15 février 2028" : "15 February 2028")));
      await page.locator("#k-plan-plan-j2-label").fill("Remise du rapport");
      await page.keyboard.press("Tab");
      await eventually(async () => assert.equal(plain(await page.locator(".k-steps-list legend").nth(4).innerText()), "J2, Remise du rapport"));
      await page.locator("#k-plan-plan-j1-months").fill("bientôt");
      await page.keyboard.press("Tab");
      await page.locator("#k-plan-plan-j1-months-error").waitFor();
      assert.equal(JSON.parse(await stored(page)).services[3].plan.j1.months, 6);
      await act(page, "undo").click();
      await act(page, "undo").click();
      await eventually(async () => assert.equal(JSON.parse(await stored(page)).services[3].plan.j3.months, 6));
    }));

  test(`checklists are answered in place and counted, n of m (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page);
      const list = page.locator(".k-check").first();
      const all = guichet.prerequisites.length;
      await eventually(async () => assert.ok(plain(await list.locator("h3").innerText()).includes(`0 ${WORDS[lang].of} ${all} `)));
      await page.locator('[name="k-before-seat"][value="yes"]').check();
      await eventually(async () => assert.ok(plain(await list.locator("h3").innerText()).includes(`1 ${WORDS[lang].of} ${all} `)));
      assert.deepEqual(JSON.parse(await stored(page)).services[3].prerequisites, { seat: "yes" });
      await page.locator('[name="k-before-seat"][value="unknown"]').check();
      await eventually(async () => assert.equal(JSON.parse(await stored(page)).services[3].prerequisites, undefined));
      await page.locator('[name="k-base-1-attestation"][value="no"]').check();
      await eventually(async () => assert.deepEqual(JSON.parse(await stored(page)).services[3].relies_on[0].collected, { attestation: "no" }));
    }));

  test(`the dates leave as iCalendar and Markdown (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page);
      const { name, bytes } = await taken(page, "ics");
      assert.match(name, /^deux-nuages-guichet-(calendrier|calendar)-(fr|en)\.ics$/);
      const lines = bytes.toString().split("\r\n");
      assert.equal(lines[0], "BEGIN:VCALENDAR");
      assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
      const unfolded = bytes.toString().replaceAll("\r\n ", "");
      for (const flip of guichet.flips) assert.ok(unfolded.includes(`DTSTART;VALUE=DATE:${flip.day.replaceAll("-", "")}`), flip.day);
      assert.equal(unfolded.match(/UID:/g).length, new Set(unfolded.match(/UID:.*/g)).size);
      const markdown = (await taken(page, "calendar-md")).bytes.toString();
      assert.match(plain(markdown.split("\n")[0]), lang === "fr" ? /^# Calendrier/ : /^# Calendar/);
    }));

  for (const width of [1440, 390, 320]) {
    test(`for everybody: axe, nothing sideways, ${width} px wide (${lang})`, () =>
      house.visit({ lang, today: TODAY, viewport: { width, height: 900 } }, async (page, visit) => {
        await atCalendar(page, "guichet", "&if=est.0");
        await page.locator(".k-turn summary").first().click();
        for (const theme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: theme });
          await visit.axe();
        }
        await fitsAcross(page, width);
        await wordsWhole(page);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll(".calendar :is(button, select, input, a.link, summary)")]
            .filter((e) => e.checkVisibility() && !e.closest("label"))
            .map((e) => [e.id || e.textContent.slice(0, 20), e.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && box.height < 23.5)
            .map(([name, box]) => `${name} ${Math.round(box.height)}`),
        );
        assert.deepEqual(small, []);
        await settled(page);
        await visit.shot(`calendar-${width}`, { fullPage: true });
      }));
  }

  test(`the axis is printed with its table, on landscape paper, and nothing else (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await atCalendar(page);
      await page.emulateMedia({ media: "print" });
      const hidden = await page.locator("#k-slider, .k-plan, .k-turns, .k-checks").evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
      assert.equal(hidden, 0);
      assert.equal(await page.locator(".k-chart .k-row").first().isVisible(), false, "the slider's row goes");
      assert.equal(await page.locator(".k-dates table").isVisible(), true);
      // A long table goes on on a second one.
      assert.ok(pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true })) <= 2);
    }));
}

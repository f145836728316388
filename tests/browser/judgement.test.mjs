// What a person says beside the verdicts: written, put beside, undone, filtered by, given to many at once, counted, and
// listed where it matches nothing any more. The computed verdicts never move.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, PAIR, WORDS, act, address, catalogue, eventually, figures, fitsAcross, focused, goTo, openDocument, openRow, outcomes, panel, panelOf, plain, row, said, saveFile, scopeOf, settled, standing, stored, tabTo, visibleIds, wordsWhole } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const SAID = {
  fr: {
    you: { inherited: "vous : Héritée", remains: "vous : Reste à ma charge" },
    status: { done: "fait", todo: "à faire" },
    undo: "12.11.a, responsable",
    wants: [/Choisir un verdict/, /demande un motif/, /demande un auteur/, /demande un jour/],
    selected: (n, m) => `${n} ${n > 1 ? "exigences sélectionnées" : "exigence sélectionnée"} sur ${m} affichées`,
    nobody: /au moins une exigence/,
    nothing: /au moins une chose/,
    bulk: (n) => `${n} exigences, à faire, responsable Ana`,
    otherwise: /^1 verdict est vu autrement par une personne/,
    total: (n, m) => new RegExp(`^Avancement : ${n} sur ${m} exigences`),
    chapter: (n, m) => `${n} sur ${m}`,
    orphan: { same: /maintenant le même : « Reste à ma charge »/, gone: /sans objet maintenant/ },
    drop: "Le retirer",
  },
  en: {
    you: { inherited: "you: Inherited", remains: "you: Remains" },
    status: { done: "done", todo: "to do" },
    undo: "12.11.a, owner",
    wants: [/Choose a verdict/, /needs a justification/, /needs an author/, /needs a day/],
    selected: (n, m) => `${n} ${n === 1 ? "requirement" : "requirements"} selected of ${m} shown`,
    nobody: /at least one requirement/,
    nothing: /at least one thing/,
    bulk: (n) => `${n} requirements, to do, owner Ana`,
    otherwise: /^1 verdict is seen otherwise by a person/,
    total: (n, m) => new RegExp(`^Progress: ${n} of ${m} verified requirements`),
    chapter: (n, m) => `${n} of ${m}`,
    orphan: { same: /the same now: “Remains”/, gone: /does not apply now/ },
    drop: "Take it away",
  },
};

const SERVICE = "plateforme";
const AT = `#/scope?service=${SERVICE}`;
const before = scopeOf(JSON.stringify(PAIR), SERVICE);

/// The document with judgements on the platform.
const judged = (judgements) => {
  const document = structuredClone(PAIR);
  document.services.find((s) => s.id === SERVICE).judgements = judgements;
  return document;
};

const judgements = async (page) => JSON.parse(await stored(page)).services.find((s) => s.id === SERVICE).judgements ?? {};

/// A field of the open requirement.
const field = (page, name, id = "12.11.a") => page.locator(`[id="j-judgements-${id}-${name}"]`);

/// Types into a field and leaves it.
async function put(page, name, text, id) {
  await field(page, name, id).fill(text);
  await field(page, name, id).blur();
}

const open = async (page, document, hash = AT) => {
  await openDocument(page, document, hash);
  await standing(page);
};

const mark = async (page, id) => plain((await row(page, id).locator(".row-judged").allInnerTexts()).join(" "));

/// The fields of a verdict put beside.
const BESIDE = ["#seen-verdict", "#seen-why", "#seen-author", "#seen-date"];

const fold = (page) => page.locator("#seen-fold");
const submit = (page) => page.locator(".beside-fold .primary");

for (const lang of LANGS) {
  const [W, S] = [WORDS[lang], SAID[lang]];

  test(`what a person says is kept, marked in the list, undone and made again (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await open(page, PAIR);
      const counted = await figures(page);
      const fell = await outcomes(page);
      assert.equal(await page.locator("#by-status, .progress:visible, .work p, .row-judged").count(), 0, "a fresh document is quiet");
      await openRow(page, "12.11.a");
      await field(page, "status").selectOption("done");
      await put(page, "owner", "Ana Martin");
      await put(page, "evidence", "https://exemple.fr/a?b=1&c=<d>\n\n javascript:alert(1) \nClasseur 3");
      await put(page, "note", "Revue\nen mars");
      const evidence = ["https://exemple.fr/a?b=1&c=<d>", "javascript:alert(1)", "Classeur 3"];
      await eventually(async () =>
        assert.deepEqual(await judgements(page), { "12.11.a": { status: "done", owner: "Ana Martin", evidence, note: "Revue\nen mars" } }),
      );
      const links = await panel(page).locator(".judgement a").evaluateAll((all) => all.map((a) => [a.href, a.rel]));
      assert.deepEqual(links, [["https://exemple.fr/a?b=1&c=%3Cd%3E", "noopener noreferrer"]], "only addresses of the web are links");
      assert.equal(await mark(page, "12.11.a"), `${S.status.done} · Ana Martin`);
      assert.deepEqual(await figures(page), counted);
      assert.deepEqual(await outcomes(page), fell);
      assert.equal(await panel(page).locator(".verdict").innerText(), W.outcome.shared);

      // One step each, and each is named.
      for (const gone of ["note", "evidence"]) {
        await act(page, "undo").click();
        await eventually(async () => assert.ok(!(gone in (await judgements(page))["12.11.a"])));
      }
      assert.ok(plain(await act(page, "undo").getAttribute("title")).includes(S.undo), await act(page, "undo").getAttribute("title"));
      await act(page, "undo").click();
      await eventually(async () => assert.equal(await field(page, "owner").inputValue(), ""));
      assert.ok(plain(await said(page).innerText()).startsWith(plain(W.step.undo(S.undo))), await said(page).innerText());
      assert.equal(await mark(page, "12.11.a"), S.status.done);
      await act(page, "redo").click();
      await eventually(async () => assert.equal(await field(page, "owner").inputValue(), "Ana Martin"));

      // An emptied field says nothing any more.
      await put(page, "owner", " ");
      await field(page, "status").selectOption("");
      await eventually(async () => assert.deepEqual(await judgements(page), {}));
    }));

  test(`a verdict put beside asks for all it needs, and stands beside the computed one (${lang})`, () =>
    house.visit({ lang, today: "2026-07-16" }, async (page, visit) => {
      await open(page, PAIR);
      const counted = await figures(page);
      await openRow(page, "12.11.a");
      await fold(page).click();
      assert.equal(await page.locator("#seen-date").inputValue(), "2026-07-16", "today, unless one says otherwise");
      await page.locator("#seen-date").fill("");
      await submit(page).click();
      // All that is missing is said where it is missing; the focus is on the first.
      for (const [at, place] of BESIDE.entries()) {
        const there = page.locator(place);
        assert.equal(await there.getAttribute("aria-invalid"), "true", place);
        assert.match(plain(await page.locator(`#${await there.getAttribute("aria-describedby")}`).innerText()), S.wants[at]);
      }
      assert.match(await focused(page), /#seen-verdict/);
      assert.match(plain(await said(page).innerText()), S.wants[0]);
      assert.deepEqual(await judgements(page), {});
      await visit.axe();
      await page.locator("#seen-verdict").selectOption("inherited");
      await page.locator("#seen-date").fill("2026-07-01");
      await submit(page).click();
      assert.match(await focused(page), /#seen-why/);
      assert.equal(await page.locator("#seen-verdict").getAttribute("aria-invalid"), null);
      await page.locator("#seen-why").fill("Le contrat le dit.\n<b>Article 12</b>");
      await page.locator("#seen-author").fill("Ana");
      await page.locator("#seen-author").press("Enter");
      await eventually(async () => assert.match(await focused(page), /#seen-fold/));
      const beside = { override: "inherited", justification: "Le contrat le dit.\n<b>Article 12</b>", author: "Ana", date: "2026-07-01" };
      await eventually(async () => assert.deepEqual(await judgements(page), { "12.11.a": beside }));

      // The computed verdict first, then the person's with who, when and why; no figure moves.
      const top = plain(await panel(page).innerText());
      assert.ok(top.startsWith(W.outcome.shared), top.slice(0, 60));
      const seen = plain(await panel(page).locator(".seen-by").innerText());
      assert.ok(seen.startsWith(S.you.inherited) && seen.includes("Ana") && seen.includes("2026") && seen.includes("<b>Article 12</b>"), seen);
      assert.equal(await mark(page, "12.11.a"), S.you.inherited);
      assert.deepEqual(await figures(page), counted);
      await eventually(async () => assert.match(plain(await page.locator(".otherwise").innerText()), S.otherwise));

      await act(page, "undo").click();
      await eventually(async () => assert.deepEqual(await judgements(page), {}));
      assert.equal(await panel(page).locator(".seen-by").count(), 0);
      await act(page, "redo").click();
      await eventually(async () => assert.deepEqual(await judgements(page), { "12.11.a": beside }));

      // Who judged last judges again; what one typed elsewhere does not.
      await openRow(page, "5.3.c");
      await fold(page).click();
      assert.deepEqual(await Promise.all(BESIDE.map((place) => page.locator(place).inputValue())), ["", "", "Ana", "2026-07-16"]);

      // In the matrix, where rows out of the window are there and not laid out, and on the one screen as well.
      await goTo(page, `#/matrix?service=${SERVICE}`);
      await eventually(async () => assert.equal(plain(await page.locator('[id="m-12.11.a"] .m-seen').textContent()), S.you.inherited));
      assert.equal(await page.locator(".m-seen").count(), 1);
      await goTo(page, `#/present?service=${SERVICE}`);
      await eventually(async () => assert.match(plain(await page.locator(".present .otherwise").innerText()), S.otherwise));

      await goTo(page, `${AT}&requirement=12.11.a`);
      await panelOf(page, "12.11.a");
      await fold(page).click();
      await page.locator(".beside-fold .plain").click();
      await eventually(async () => assert.deepEqual(await judgements(page), {}));
      assert.match(await focused(page), /#seen-fold/);
      assert.equal(await page.locator(".otherwise").count(), 0);
    }));

  test(`what is being typed is not lost: Ctrl+S, the language, the panel (${lang})`, () =>
    house.visit({ lang, today: "2026-07-16" }, async (page) => {
      await open(page, PAIR);
      await openRow(page, "12.11.a");
      await field(page, "note").fill("À moitié");
      const pressed = { click: () => page.keyboard.press("Control+s") };
      const noted = await saveFile(page, pressed);
      assert.equal(JSON.parse(noted.text).services.find((s) => s.id === SERVICE).judgements["12.11.a"].note, "À moitié");
      assert.match(await focused(page), /note/);

      await fold(page).click();
      await page.locator("#seen-why").fill("Parce que");
      const half = await saveFile(page, pressed);
      assert.equal(JSON.parse(half.text).services.find((s) => s.id === SERVICE).judgements["12.11.a"].override, undefined);
      assert.equal(await page.locator("#seen-why").inputValue(), "Parce que");
      assert.match(await focused(page), /#seen-why/);
      await page.locator("#language").click();
      await eventually(async () => assert.equal(await page.locator("#seen-why").inputValue(), "Parce que"));
      await panel(page).getByRole("button", { name: WORDS[lang === "fr" ? "en" : "fr"].close }).click();
      await panel(page).waitFor({ state: "detached" });
      await openRow(page, "12.11.a");
      assert.equal(await page.locator("#seen-why").inputValue(), "Parce que");
      await page.locator("#seen-verdict").selectOption("remains");
      await page.locator("#seen-author").fill("Ana");
      const whole = await saveFile(page, pressed);
      const kept = JSON.parse(whole.text).services.find((s) => s.id === SERVICE).judgements["12.11.a"];
      assert.deepEqual(kept, { override: "remains", justification: "Parce que", author: "Ana", date: "2026-07-16", note: "À moitié" });
    }));

  test(`what people said narrows the list, and stands in the address (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      const beside = { override: "inherited", justification: "x", author: "A", date: "2026-06-01" };
      await open(page, judged({ "5.1.a": { status: "done", owner: "Ana & Bo" }, "5.3.c": { status: "todo", owner: "Zoé" }, "12.11.a": { ...beside, status: "done" } }));
      const shows = (ids) => eventually(async () => assert.deepEqual((await visibleIds(page)).sort(), [...ids].sort()));
      await page.locator("#by-status").selectOption("done");
      const done = ["5.1.a", "12.11.a"].filter((id) => catalogue().isVerified(id));
      await shows(done);
      assert.match(await address(page), /status=done/);
      await page.locator("#by-owner").selectOption("Ana & Bo");
      await shows(done.filter((id) => id === "5.1.a"));
      await page.locator("#by-status").selectOption("");
      await page.locator("#by-owner").selectOption("");
      await page.locator("#by-overridden").selectOption("1");
      await shows(["12.11.a"]);
      // Another page shows the same.
      const other = await visit.context.newPage();
      await other.goto(page.url());
      await standing(other);
      await eventually(async () => assert.deepEqual(await visibleIds(other), ["12.11.a"]));
      assert.equal(await other.locator("#by-overridden").inputValue(), "1");
      await other.close();
      await page.locator(".found button").click();
      await page.locator("#by-status").selectOption("none");
      const all = Object.keys(before.outcomes).filter(catalogue().isVerified);
      await shows(all.filter((id) => !["5.1.a", "5.3.c", "12.11.a"].includes(id)));
      // One that nobody has is offered all the same, and shows nothing.
      await goTo(page, `${AT}&owner=Personne`);
      await shows([]);
      assert.equal(await page.locator("#by-owner").inputValue(), "Personne");
    }));

  test(`many requirements take the same at once, as one step (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      const document = judged({ "12.11.a": { override: "inherited", justification: "x", author: "A", date: "2026-06-01" } });
      await open(page, document, `${AT}&chapter=12`);
      assert.equal(await page.locator(".pick, .many").count(), 0, "nothing of it is there before one asks");
      await page.locator("#pick").click();
      await eventually(async () => assert.match(await focused(page), /#many-all/));
      const ids = await visibleIds(page);
      const told = () => page.locator("#many-title").innerText().then(plain);
      assert.equal(await told(), S.selected(0, ids.length));
      const apply = page.locator(".many .primary");
      await apply.click();
      assert.match(plain(await page.locator("#many-fault").innerText()), S.nobody);
      assert.match(await focused(page), /#many-all/);
      await page.locator(`[id="pick-${ids[0]}"]`).check();
      assert.equal(await told(), S.selected(1, ids.length));
      await apply.click();
      assert.match(plain(await page.locator("#many-fault").innerText()), S.nothing);
      await page.locator("#many-all").click();
      assert.equal(await told(), S.selected(ids.length, ids.length));
      await page.locator(`[id="pick-${ids[1]}"]`).uncheck();
      await visit.axe({ rules: { "target-size": { enabled: true } } });
      // What a filter hides is not changed.
      await page.locator("#search").fill(ids[2]);
      const few = await visibleIds(page);
      await eventually(async () => assert.equal(await told(), S.selected(few.length, few.length)));
      await page.locator("#search").fill("");
      await eventually(async () => assert.equal(await told(), S.selected(ids.length - 1, ids.length)));
      await page.locator("#many-status").selectOption("todo");
      await page.locator("#many-owner").fill("Ana");
      await page.locator("#many-evidence").fill("https://exemple.fr/plan");
      await apply.click();
      const changed = ids.filter((id) => id !== ids[1]);
      await eventually(async () => assert.equal(Object.keys(await judgements(page)).length, new Set([...changed, "12.11.a"]).size));
      assert.ok(plain(await said(page).innerText()).includes(plain(S.bulk(changed.length))), await said(page).innerText());
      const now = await judgements(page);
      for (const id of changed) {
        assert.deepEqual([now[id].status, now[id].owner, now[id].evidence], ["todo", "Ana", ["https://exemple.fr/plan"]], id);
      }
      assert.equal(now["12.11.a"].override, "inherited", "a verdict put beside does not move");
      assert.equal(now[ids[1]]?.status, undefined);
      assert.equal(await mark(page, ids[0]), `${S.status.todo} · Ana`);
      await page.keyboard.press("Control+z");
      await eventually(async () => assert.deepEqual(await judgements(page), document.services.find((s) => s.id === SERVICE).judgements));
      await page.keyboard.press("Control+y");
      await eventually(async () => assert.deepEqual(await judgements(page), now));
      // The selection belongs to one service.
      await page.locator("#service").selectOption("guichet");
      await page.locator(".many").waitFor({ state: "detached" });
      assert.equal(await page.locator(".pick").count(), 0);
      await page.locator("#service").selectOption(SERVICE);
      await settled(page);
    }));

  test(`chapters tell how far the work has come, and the total stands above (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const due = (id) => ["remains", "shared"].includes(before.outcomes[id]) && catalogue().isVerified(id);
      const chapter = Object.keys(before.outcomes).filter((id) => id.startsWith("12.") && due(id));
      const all = Object.keys(before.outcomes).filter(due);
      const [a, b, c] = chapter;
      await open(page, judged({ [a]: { status: "done" }, [b]: { status: "todo" }, [c]: { note: "sans avancement" } }));
      const cell = (n) => page.locator(".chapters tbody tr", { has: page.locator(`.chapter-number:text-is("${n}")`) }).locator(".progress");
      assert.equal(plain(await cell(12).innerText()), `${S.chapter(2, chapter.length)} · ${S.status.done} 1`);
      const seventh = all.filter((id) => id.startsWith("7.")).length;
      assert.equal(plain(await cell(7).innerText()), S.chapter(0, seventh));
      assert.match(plain(await page.locator(".progress-total").innerText()), S.total(2, all.length));
      assert.ok(!(await page.locator(".chapters, .work").allInnerTexts()).some((text) => text.includes("%")), "never a bare percentage");
    }));

  test(`what matches nothing any more is listed and kept until a person takes it away (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const beside = { override: "remains", justification: "Le socle ne le fait pas.", author: "A", date: "2026-06-01", note: "vu" };
      await open(page, judged({ "12.11.a": beside, "10.4.a": { status: "todo" } }));
      assert.equal(before.outcomes["12.11.a"], "shared");
      assert.equal(await page.locator(".orphans").count(), 0);
      // The base goes: nothing is shared any more. Then a fact goes.
      await goTo(page, "#/compose");
      await page.locator('[id="o-service:est"]').click();
      await page.keyboard.press("Delete");
      await eventually(async () => assert.ok(!JSON.parse(await stored(page)).services.some((s) => s.id === "est")));
      await goTo(page, `${AT}&requirement=10.4.a`);
      await panelOf(page, "10.4.a");
      await panel(page).locator('input[name="fact-panel-electronic_signature"][value="no"]').check();
      const items = page.locator(".orphans li");
      await eventually(async () => assert.equal(await items.count(), 2));
      assert.match(plain(await items.nth(0).innerText()), S.orphan.gone);
      assert.match(plain(await items.nth(1).innerText()), S.orphan.same);
      assert.deepEqual(await judgements(page), { "12.11.a": beside, "10.4.a": { status: "todo" } }, "nothing is dropped");

      await page.keyboard.press("Escape");
      const drop = (at) => items.nth(at).getByRole("button", { name: S.drop }).click();
      await drop(1);
      await eventually(async () => assert.deepEqual(await judgements(page), { "12.11.a": { note: "vu" }, "10.4.a": { status: "todo" } }));
      assert.equal(await items.count(), 1);
      await drop(0);
      await eventually(async () => assert.deepEqual(await judgements(page), { "12.11.a": { note: "vu" } }));
      await eventually(async () => assert.equal(await page.locator(".orphans").count(), 0));
      await settled(page);
      assert.notEqual(await focused(page), "body");
      // Undone from the note, then the rest: the stack of before, and nothing to look at again.
      await page.locator("#toast .link").click();
      await eventually(async () => assert.equal(await items.count(), 1));
      for (let i = 0; i < 3; i += 1) await act(page, "undo").click();
      await eventually(async () => assert.equal(await page.locator(".orphans").count(), 0));
      assert.deepEqual(await judgements(page), { "12.11.a": beside, "10.4.a": { status: "todo" } });
    }));

  test(`by keyboard alone: a status, a verdict beside, many at once (${lang})`, () =>
    house.visit({ lang, today: "2026-07-16" }, async (page) => {
      await open(page, PAIR, `${AT}&chapter=12`);
      await row(page, "12.11.a").focus();
      await page.keyboard.press("Enter");
      await panelOf(page, "12.11.a");
      await eventually(async () => assert.match(await focused(page), /#panel/));
      await tabTo(page, '[id="j-judgements-12.11.a-status"]');
      await page.keyboard.press("ArrowDown");
      await eventually(async () => assert.equal((await judgements(page))["12.11.a"].status, "todo"));
      assert.match(await focused(page), /status/, "the focus stays on the field");
      await tabTo(page, '[id="j-judgements-12.11.a-owner"]');
      await page.keyboard.type("Ana");
      await tabTo(page, "#seen-fold");
      await page.keyboard.press("Enter");
      await tabTo(page, "#seen-verdict");
      await page.keyboard.press("ArrowDown");
      await tabTo(page, "#seen-why");
      await page.keyboard.type("Parce que");
      await tabTo(page, "#seen-author");
      await page.keyboard.type("Bo");
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal((await judgements(page))["12.11.a"].override, "remains"));
      await eventually(async () => assert.match(await focused(page), /#seen-fold/));
      await page.keyboard.press("Escape");
      await panel(page).waitFor({ state: "detached" });
      await page.locator("#pick").focus();
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(await focused(page), /#many-all/));
      await tabTo(page, "#many-status");
      await page.keyboard.press("End");
      await tabTo(page, ".pick");
      await page.keyboard.press("Space");
      const first = (await page.evaluate(() => document.activeElement.id)).slice("pick-".length);
      await tabTo(page, ".many .primary", { key: "Shift+Tab" });
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal((await judgements(page))[first].status, "blocked"));
      await page.keyboard.press("Escape");
      await page.locator(".many").waitFor({ state: "detached" });
      assert.match(await focused(page), /#pick/);
    }));

  for (const [width, height] of [[1440, 900], [390, 844]]) {
    test(`judgements are sound for everybody at ${width} px (${lang})`, () =>
      house.visit({ lang, viewport: { width, height }, reducedMotion: "reduce" }, async (page, visit) => {
        const beside = { override: "inherited", justification: "Le nuage Est horodate tous les journaux.", author: "Ana Martin", date: "2026-06-01" };
        await open(page, judged({
          "12.11.a": { ...beside, status: "done", owner: "Une équipe au nom vraiment très long, sans aucune abréviation", evidence: ["https://exemple.fr/politique/securite-de-l-information/version-12.pdf"] },
          "10.4.a": { ...beside, override: "remains" },
          "99.1.a": { note: "ancienne" },
        }));
        const sound = async (name) => {
          await settled(page);
          await fitsAcross(page, width);
          await wordsWhole(page);
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            await settled(page);
            await visit.axe(colorScheme === "light" ? { rules: { "target-size": { enabled: true } } } : { only: ["color-contrast", "link-in-text-block"] });
            await visit.shot(`judgement-${name}-${width}-${colorScheme}`);
          }
        };
        await page.locator(".orphans").waitFor();
        await sound("scope");
        await page.locator("#pick").click();
        await page.locator(".many").waitFor();
        await sound("many");
        await visit.html();
        await page.locator("#pick").click();
        await openRow(page, "12.11.a");
        await fold(page).click();
        await page.locator("#seen-why").fill("");
        await submit(page).click();
        await sound("panel");
        await visit.html();
        await goTo(page, `#/matrix?service=${SERVICE}`);
        await page.locator(".m-seen").first().waitFor();
        await page.locator('[id="m-12.11.a"]').evaluate((e) => e.scrollIntoView({ block: "center" }));
        await sound("matrix");
      }));
  }
}

// What comes back: a filled table is shown before it changes anything, conflicts are left to a person, one undo takes it
// back; the responsibility matrix of a base leads to shares that a person chooses.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { documentOf } from "./composing.mjs";
import { atDeliverables, bring, parseCsv, taken, writeCsv } from "./delivering.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, act, eventually, fitsAcross, focused, openDocument, openSample, plain, samples, tabTo } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const S06 = samples.S06;
const W = {
  fr: { proposed: (n) => `${n} changements proposés`, done: /rapporté/, refused: /n’a pas été lu/, nothing: "rien", old: /ancien|Excel|\.xls/, share: /part choisie|parts choisies/ },
  en: { proposed: (n) => `${n} changes proposed`, done: /brought back/, refused: /was not read/, nothing: "nothing", old: /older|old|Excel|\.xls/, share: /shares? chosen/ },
};

/// The table as it leaves, as rows, and a way to say something in it.
async function table(page) {
  const rows = parseCsv((await taken(page, "scope-csv")).bytes.toString("utf8").slice(1));
  const column = (head) => rows[0].indexOf(head);
  const say = (id, said) => {
    const row = rows.find((r) => r[0] === id);
    for (const [head, value] of Object.entries(said)) row[column(head)] = value;
  };
  return { rows, say };
}

const judgements = async (page) => (await documentOf(page)).services.find((s) => s.id === S06.service).judgements ?? {};

for (const lang of LANGS) {
  test(`a filled CSV is shown, taken in one step, and taken back by one undo (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      await atDeliverables(page, `?service=${S06.service}`);
      const before = await judgements(page);
      const { rows, say } = await table(page);
      say("12.11.a", { status: "in_progress", owner: "Équipe socle", note: "=2+2, « à voir »" });
      say("5.1.a", { override: "shared", justification: "Vu avec le centre", author: "A. Martin", date: "2026-11-20", links: "https://example.org/preuve" });
      say("7.1.a", { override: "inherited" });
      rows.push(["99.9.z", ...rows[1].slice(1)]);
      await bring(page, "rempli.csv", `\ufeff${writeCsv(rows)}`);
      await page.locator("#plan").waitFor();
      await eventually(async () => assert.match(await focused(page), /#plan-title/));
      await page.evaluate(() => scrollTo(0, 0));
      await visit.axe();
      const text = plain(await page.locator("#plan").innerText());
      assert.ok(text.includes(W[lang].proposed(8)), text.slice(0, 300));
      assert.match(text, /7\.1\.a/, "an override without a justification is told");
      assert.match(text, /99\.9\.z/, "an unknown requirement is told");
      assert.deepEqual(await judgements(page), before, "nothing has changed yet");
      // One of them is left out by hand.
      await page.locator("#plan tr", { hasText: "12.11.a" }).filter({ hasText: "Équipe socle" }).locator("input").uncheck();
      await page.locator("#plan-apply").click();
      await page.locator("#plan").waitFor({ state: "detached" });
      await eventually(async () => {
        const now = await judgements(page);
        assert.deepEqual(now["12.11.a"], { status: "in_progress", note: "=2+2, « à voir »" });
        assert.deepEqual(now["5.1.a"], { override: "shared", justification: "Vu avec le centre", author: "A. Martin", date: "2026-11-20", evidence: ["https://example.org/preuve"] });
        assert.equal(now["7.1.a"], undefined);
      });
      await act(page, "undo").click();
      await eventually(async () => assert.deepEqual(await judgements(page), before));
    }));

  test(`a workbook knows what stood in it: what changed here since is kept, what changed on both sides is asked (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await atDeliverables(page, `?service=${S06.service}`);
      const book = (await taken(page, "scope-xlsx")).bytes;
      await bring(page, "tel-quel.xlsx", book);
      await page.locator("#plan").waitFor();
      assert.ok(await page.locator("#plan-apply").isDisabled(), "nothing was filled in: nothing to take");
      await page.locator("#plan-close").click();
      await eventually(async () => assert.match(await focused(page), /#bring/));
      // Meanwhile something is said here.
      const { rows, say } = await table(page);
      say("12.11.a", { owner: "Ici" });
      await bring(page, "rempli.csv", writeCsv(rows));
      await page.locator("#plan-apply").click();
      await eventually(async () => assert.equal((await judgements(page))["12.11.a"]?.owner, "Ici"));
      await bring(page, "tel-quel.xlsx", book);
      await page.locator("#plan").waitFor();
      assert.ok(await page.locator("#plan-apply").isDisabled(), "an old workbook takes nothing back");
    }));

  test(`what is no table is refused in plain words (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      await atDeliverables(page, `?service=${S06.service}`);
      const before = await judgements(page);
      for (const [name, bytes] of [
        ["vieux.xls", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array(600).fill(0)])],
        ["coupé.xlsx", (await taken(page, "scope-xlsx")).bytes.subarray(0, 900)],
      ]) {
        await bring(page, name, bytes);
        await page.locator("#back-fault").waitFor();
        assert.match(plain(await page.locator("#back-fault").innerText()), W[lang].refused);
      }
      await bring(page, "autre.csv", "a,b\r\n1,2\r\n");
      await page.locator(".back .fault h3").waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      await visit.axe();
      assert.deepEqual(await judgements(page), before);
    }));

  test(`the shares that a published matrix leaves are proposed, chosen, added, and taken back (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      const S01 = samples.S01;
      await openSample(page, "S01");
      const bare = structuredClone(S01.document);
      for (const service of bare.services) for (const reliance of service.relies_on ?? []) delete reliance.retained;
      await openDocument(page, bare, `#/report?service=${S01.service}`);
      await page.locator("#get-scope-csv:enabled").waitFor();
      await page.locator(".shares summary").click();
      await page.locator("#shares-published:enabled").waitFor();
      const options = await page.locator("#shares-published option").evaluateAll((all) => all.map((o) => o.value));
      await page.locator("#shares-published").selectOption(options.find((o) => /iaas/.test(o)));
      await page.locator("#shares-apply").waitFor();
      await page.evaluate(() => scrollTo(0, 0));
      await visit.axe();
      const retained = async () => (await documentOf(page)).services.find((s) => s.id === S01.service).relies_on.flatMap((r) => r.retained ?? []);
      assert.deepEqual(await retained(), []);
      const n = await page.locator(".shares .changes input:checked").count();
      assert.ok(n > 0, "something is proposed");
      await page.locator("#shares-apply").click();
      await eventually(async () => assert.ok((await retained()).length > 0));
      for (const share of await retained()) assert.match(share.reason, /Cloud Temple/);
      await act(page, "undo").click();
      await eventually(async () => assert.deepEqual(await retained(), []));
    }));

  test(`one’s own matrix is read, its defects are told, and nothing doubtful is chosen (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      await atDeliverables(page, `?service=${S06.service}`);
      await page.locator(".shares summary").click();
      await page.locator("#shares-open:enabled").waitFor();
      const md = "## Exploitation\n\n| Activité | Client | Prestataire |\n| --- | --- | --- |\n| Appliquer les correctifs de l’hyperviseur | A R | C |\n| Sauvegarder <img src=x onerror=globalThis.owned=1> | A | A R |\n| Surveiller | R | I |\n";
      await page.locator("#shares-file").setInputFiles({ name: "matrice.md", mimeType: "text/markdown", buffer: Buffer.from(md) });
      await page.locator("#shares-title").waitFor();
      const text = plain(await page.locator(".shares .plan").innerText());
      assert.match(text, /Sauvegarder <img src=x/, "hostile text is text");
      assert.equal(await page.locator(".shares .changes input:checked, .shares .notes input:checked").count(), 0);
      assert.ok(await page.locator("#shares-apply").isDisabled());
      assert.equal(await page.evaluate(() => globalThis.owned), undefined);
    }));

  test(`bringing back by keyboard, on a telephone (${lang})`, () =>
    house.visit({ lang, viewport: { width: 390, height: 844 } }, async (page) => {
      await openSample(page, "S06");
      await atDeliverables(page, `?service=${S06.service}`);
      const { rows, say } = await table(page);
      say("12.11.a", { status: "done" });
      // Listened for well before: the browser is told to hand its dialog over, and that takes a moment.
      const asked = page.waitForEvent("filechooser");
      await page.locator("#main").focus();
      await tabTo(page, "#bring", { limit: 120 });
      await page.keyboard.press("Enter");
      const chooser = await asked;
      await chooser.setFiles({ name: "rempli.csv", mimeType: "text/csv", buffer: Buffer.from(writeCsv(rows)) });
      await page.locator("#plan").waitFor();
      await fitsAcross(page, 390);
      await tabTo(page, "#plan-apply");
      await page.keyboard.press("Enter");
      await eventually(async () => assert.equal((await judgements(page))["12.11.a"]?.status, "done"));
    }));
}

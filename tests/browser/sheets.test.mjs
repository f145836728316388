// The spreadsheet module in its worker, below a sub-folder and under the content security policy: not fetched before
// somebody asks, told how far it is, asked again after a failure, and never the end of the page.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";

const house = await openHouse();
after(() => house.close());

const BOOK = JSON.stringify({
  lang: "fr",
  title: "Essai",
  day: "2026-01-31",
  sheets: [
    {
      name: "Périmètre",
      use: "table",
      frozen: 1,
      columns: [
        { head: "Exigence", kind: "short", width: 12, open: false, choices: [] },
        { head: "Verdict", kind: "verdict", width: 20, open: false, choices: [] },
      ],
      rows: [["5.1.a", { verdict: "inherited" }], ["=1+1", { day: "2027-03-09" }]],
    },
  ],
});

/// Asks the worker that the page names some things, one after the other, as app/src/sheets.rs does.
const ask = (page, questions) =>
  page.evaluate(async (questions) => {
    const [script, url, integrity, size] = document.querySelector("meta[name=sheets]").content.split(" ");
    globalThis.desk ??= new Worker(script);
    const answers = [];
    for (let question of questions) {
      if (question.bytes === "written") question = { bytes: answers.findLast((a) => a.step === "written").raw };
      if (question.base64) question = { bytes: Uint8Array.from(atob(question.base64), (c) => c.charCodeAt(0)) };
      answers.push(
        await new Promise((done, fail) => {
          const steps = [];
          globalThis.desk.onerror = fail;
          globalThis.desk.onmessage = ({ data }) => {
            steps.push(data.got ?? data.step);
            if (data.step === "fetching" || data.step === "working") return;
            done({ step: data.step, steps, text: data.text, words: data.words, raw: data.bytes, begin: data.bytes && [...data.bytes.slice(0, 4)] });
          };
          globalThis.desk.postMessage({ id: answers.length, code: { url, integrity }, ...question });
        }),
      );
    }
    return { size: Number(size), answers: answers.map(({ raw, ...rest }) => rest) };
  }, questions);

const fetched = (visit) => visit.responses.map((response) => response.url()).filter((url) => /\/sheets-/.test(url));

test("a workbook is written and read back, and only then is the module fetched", () =>
  house.visit({ lang: "fr" }, async (page, visit) => {
    await page.waitForLoadState("networkidle");
    assert.deepEqual(fetched(visit), []);
    const { size, answers } = await ask(page, [{ text: BOOK }, { bytes: "written" }, { base64: btoa("Exigence;Note\n5.1.a;là") }]);
    const [written, read, csv] = answers;
    assert.equal(written.step, "written", written.words);
    assert.deepEqual(written.begin, [0x50, 0x4b, 3, 4]);
    assert.equal(written.steps.filter(Number.isFinite).at(-1), size, "as many bytes come as the page was told");
    assert.deepEqual(JSON.parse(read.text).grids[0].rows, [["Exigence", "Verdict"], ["5.1.a", "Héritée"], ["=1+1", "2027-03-09"]]);
    assert.deepEqual(read.steps, ["working", "read"]);
    assert.deepEqual(JSON.parse(csv.text).grids[0].rows[1], ["5.1.a", "là"]);
    assert.equal(new Set(fetched(visit)).size, 2, "the script and the module, once each");
    assert.equal(fetched(visit).length, 2);
  }));

test("a file that is none is refused, and the next one is read", () =>
  house.visit({ lang: "en" }, async (page) => {
    const { answers } = await ask(page, [{ base64: btoa("\x89PNG\r\n\x1a\n\0\0") }, { text: "{}" }, { base64: btoa("a,b\nc,d") }]);
    assert.equal(JSON.parse(answers[0].text).refusal, "not_a_spreadsheet");
    assert.equal(answers[1].step, "refused");
    assert.equal(JSON.parse(answers[1].text).refusal, "unwritable");
    assert.deepEqual(JSON.parse(answers[2].text).grids[0].rows, [["a", "b"], ["c", "d"]]);
  }));

test("a module that cannot be fetched, or is another, is told, and comes when it is asked for again", () =>
  house.visit({ lang: "fr" }, async (page, visit) => {
    visit.allow(/sheets-|Failed to load|ERR_FAILED|integrity/);
    for (const answer of [(route) => route.abort(), (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: "other" })]) {
      await visit.context.route(/sheets-\w+\.wasm$/, answer);
      const { answers } = await ask(page, [{ text: BOOK }]);
      assert.equal(answers[0].step, "unfetched", answers[0].words);
      await visit.context.unroute(/sheets-\w+\.wasm$/);
    }
    const { answers } = await ask(page, [{ text: BOOK }]);
    assert.equal(answers[0].step, "written", answers[0].words);
  }));

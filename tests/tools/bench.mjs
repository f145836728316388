// Measures what the budgets of time ask for, on `dist/` in a real browser, and prints a table for the README: medians of at
// least nine. Run it on a machine that does nothing else: `make bench`.
//
// What it deliberately leaves out: an hour of use (soak.mjs), and verdicts outside the browser (`cargo bench -p checks`).

import { cpus } from "node:os";
import { openHouse } from "../browser/harness.mjs";
import { act, openDocument, openSample, settled } from "../browser/journeys.mjs";
import { editing, matrix, median, stack } from "../browser/measuring.mjs";

const RUNS = 9;
// Slow 4G as Lighthouse has it.
const SLOW = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };

const house = await openHouse();
const rows = [];
const row = (what, value, limit, unit = "ms") => rows.push([what, `${typeof value === "number" ? value.toFixed(unit === "s" ? 2 : value < 10 ? 1 : 0) : value} ${unit}`.trim(), limit === "–" ? "" : `${limit} ${unit}`.trim()]);

/// Loads the page in a profile that has nothing, and gives when something was painted and when it answered, in seconds.
async function load(slow) {
  const context = await house.browser.newContext({ locale: "fr-FR", serviceWorkers: "block" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  if (slow) {
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", SLOW);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  }
  // It answers once what it shows can be pressed and no long task stands in the way.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector("main h1")) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => (window.ANSWERS = performance.now())));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(house.url);
  await page.waitForFunction(() => window.ANSWERS > 0 && performance.getEntriesByName("first-contentful-paint").length > 0);
  const times = await page.evaluate(() => [performance.getEntriesByName("first-contentful-paint")[0].startTime, window.ANSWERS]);
  await context.close();
  return times.map((time) => time / 1000);
}

async function loads(slow) {
  const found = [];
  for (let i = 0; i < RUNS; i += 1) found.push(await load(slow));
  return [0, 1].map((at) => median(found.map((times) => times[at])));
}

const [paint, answers] = await loads(true);
row("first paint, slow 4G, processor four times slower", paint, "1.0", "s");
row("answers to a press, slow 4G, processor four times slower", answers, "2.2", "s");
const [near, nearAnswers] = await loads(false);
row("first paint, local network", near, "0.2", "s");
row("answers to a press, local network", nearAnswers, "0.3", "s");

for (const [n, limit] of [[50, 8], [300, 25]]) {
  await house.visit({ lang: "fr" }, async (page) => {
    for (const [what, { times, followed, spent }] of Object.entries(await editing(page, n, RUNS))) {
      row(`an edit, until every view has it, ${n} services (${what})`, median(followed), limit);
      row(`… until all of them are painted`, median(times), "–");
      console.error(`${n} services, ${what}: ${spent}`);
    }
  });
}

// The first time: the code of the matrix is on its way as well.
const firsts = [];
for (let i = 0; i < RUNS; i += 1) {
  await house.visit({ lang: "fr" }, async (page) => {
    await openSample(page, "S27");
    await settled(page);
    firsts.push(
      await page.evaluate(
        () =>
          new Promise((done) => {
            const start = performance.now();
            new MutationObserver((_, observer) => {
              if (!document.querySelector('[id^="m-"]')) return;
              observer.disconnect();
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
            }).observe(document, { childList: true, subtree: true });
            document.querySelectorAll("nav.screens button")[3].click();
          }),
      ),
    );
  });
}
row("opening the matrix, the first time", median(firsts), 120);
await house.visit({ lang: "fr" }, async (page) => {
  await openSample(page, "S27");
  const { opened, typed, spent } = await matrix(page, RUNS);
  row("opening the matrix again", median(opened), 50);
  row("a letter typed above the matrix", median(typed), 30);
  console.error(spent);
});

await house.visit({ lang: "fr" }, async (page) => {
  await openDocument(page, stack(30));
  await act(page, "share").click();
  const link = page.locator("#share-link");
  await link.waitFor();
  row("a link to a stack of 30 services", String((await link.inputValue()).length), "1500", "characters");
});

await house.close();
const day = new Date().toISOString().slice(0, 10);
console.log(`Medians of ${RUNS}, ${day}, ${cpus().length} × ${cpus()[0].model.trim()}.\n`);
console.log("| what | median | limit |\n| --- | ---: | ---: |");
for (const [what, value, limit] of rows) console.log(`| ${what} | ${value} | ${limit} |`);

// Lighthouse on the served folder: five runs, the median of each category, at least 97 in each. By hand (`make lighthouse`): it
// fetches the npm package, which is large, and its figures for speed want a machine that does nothing else.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIST } from "./budget.mjs";
import { serve } from "./serve.mjs";

const VERSION = "12.8.2";
const RUNS = 5;
const LEAST = 97;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const command = process.env.LIGHTHOUSE ? [process.env.LIGHTHOUSE] : ["npx", "--yes", `lighthouse@${VERSION}`];

const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const browser = process.env.CHROMIUM ?? execFileSync("sh", ["-c", "command -v chromium || command -v google-chrome"], { encoding: "utf8" }).trim();

const scratch = mkdtempSync(join(tmpdir(), "socle-lighthouse-"));
const site = await serve({ folder: DIST, base: "/haut/socle/" });
const scores = Object.fromEntries(CATEGORIES.map((name) => [name, []]));
const measures = { "first-contentful-paint": [], "largest-contentful-paint": [], "total-blocking-time": [], "cumulative-layout-shift": [], interactive: [] };
const told = new Map();
try {
  for (let run = 1; run <= RUNS; run += 1) {
    const out = join(scratch, `${run}.json`);
    // Not in step with the server, which is in this process.
    const { status, stderr } = await new Promise((done) => {
      const child = spawn(command[0], [...command.slice(1), site.url, "--quiet", "--output=json", `--output-path=${out}`, `--only-categories=${CATEGORIES}`, `--chrome-flags=${FLAGS}`], {
        env: { CHROME_PATH: browser, ...process.env },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let stderr = "";
      child.stderr.on("data", (text) => (stderr += text));
      child.on("exit", (status) => done({ status, stderr }));
    });
    if (status !== 0) throw new Error(stderr);
    const report = JSON.parse(readFileSync(out, "utf8"));
    for (const name of CATEGORIES) scores[name].push(Math.round(report.categories[name].score * 100));
    for (const name of Object.keys(measures)) measures[name].push(report.audits[name].numericValue);
    for (const name of CATEGORIES) {
      for (const { id, weight } of report.categories[name].auditRefs) {
        const { score, title } = report.audits[id];
        if (weight > 0 && score !== null && score < 0.9) told.set(id, `${name}: ${title} (${score})${/accessib|best|seo/.test(name) ? ` ${JSON.stringify(report.audits[id].details?.items ?? []).slice(0, 400)}` : ""}`);
      }
    }
  }
} finally {
  await site.close();
  rmSync(scratch, { recursive: true, force: true });
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
let low = false;
for (const [name, list] of Object.entries(scores)) {
  low ||= median(list) < LEAST;
  console.log(`${name.padEnd(15)} ${median(list)}  (${list.join(", ")})`);
}
for (const [name, list] of Object.entries(measures)) console.log(`${name.padEnd(25)} ${name.includes("shift") ? median(list).toFixed(3) : `${Math.round(median(list))} ms`}`);
for (const line of told.values()) console.log(`- ${line}`);
if (low) {
  console.error(`A category is below ${LEAST}.`);
  process.exit(1);
}

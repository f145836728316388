// Runs the browser journeys: `node tests/browser/run.mjs [part of a file name]…`. Prints every test, then
// `N passed, N failed`. One file after another: they share two cores with a browser.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith(".test.mjs") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .sort()
  .map((name) => join(here, name));
if (files.length === 0) {
  console.error("No journey has such a name.");
  process.exit(2);
}

let passed = 0;
let failed = 0;
const stream = run({ files, concurrency: 1, timeout: 900_000 });
stream.on("test:pass", ({ details, skip, todo }) => {
  if (details.type !== "suite" && !skip && !todo) passed += 1;
});
stream.on("test:fail", ({ details, todo }) => {
  if (details.type !== "suite" && !todo) failed += 1;
});
const report = stream.compose(new spec());
report.on("end", () => {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
});
report.pipe(process.stdout, { end: false });

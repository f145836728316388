// Runs the browser journeys: `node tests/browser/run.mjs [part of a file name]…`. Prints every test, then
// `N passed, N failed`. Two files at a time, for a browser waits more than it works; those that measure time or share
// something with other tabs of the same browser go one by one, before the others.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
/// Journeys that a busy machine would mislead.
const ALONE = ["first-view", "offline", "speed", "storage"];

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

/// Runs some files, so many at a time, and prints each test.
function visit(files, concurrency) {
  if (files.length === 0) return Promise.resolve();
  const stream = run({ files, concurrency, timeout: 900_000 });
  stream.on("test:pass", ({ details, skip, todo }) => {
    if (details.type !== "suite" && !skip && !todo) passed += 1;
  });
  stream.on("test:fail", ({ details, todo }) => {
    if (details.type !== "suite" && !todo) failed += 1;
  });
  const report = stream.compose(new spec());
  report.pipe(process.stdout, { end: false });
  return new Promise((done) => report.on("end", done));
}

const isAlone = (file) => ALONE.some((name) => file.endsWith(`${name}.test.mjs`));
await visit(files.filter(isAlone), 1);
await visit(files.filter((file) => !isAlone(file)), 2);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

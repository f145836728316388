// Weighs `dist/` against tests/budget.toml: what index.html names, after brotli. The first view as a browser fetches it
// is weighed by tests/browser/first-view.test.mjs with the same figures.

import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { filesOf, isOnUse } from "./offline.mjs";

export const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

/// The budget: tables of whole numbers, which is all the TOML that the file uses.
export function readBudget() {
  const budget = {};
  let table = budget;
  for (const raw of readFileSync(new URL("../budget.toml", import.meta.url), "utf8").split("\n")) {
    const line = raw.replace(/#.*/, "").trim();
    const head = /^\[(\w+)\]$/.exec(line);
    const entry = /^(\w+) *= *(\d+)$/.exec(line);
    if (head) table = budget[head[1]] = {};
    else if (entry) table[entry[1]] = Number(entry[2]);
    else if (line) throw new Error(`tests/budget.toml: not understood: ${raw}`);
  }
  return budget;
}

/// Bytes of a file of `dist/` after brotli.
export function weigh(name) {
  const path = join(DIST, name);
  return existsSync(`${path}.br`) ? readFileSync(`${path}.br`).length : brotliCompressSync(readFileSync(path)).length;
}

/// The parts that the glue fetches later, each with what it says of its integrity.
export function lateParts() {
  const page = readFileSync(join(DIST, "index.html"), "utf8");
  const glue = /href="?\.\/(app-[^"\s>]+\.js)/.exec(page)?.[1];
  const text = glue ? readFileSync(join(DIST, glue), "utf8") : "";
  const parts = [...text.matchAll(/"((?:split|chunks?|late)-(?:\w+-)*)","([\w+/]{43})"/g)].map(([, stem, hash]) => ({
    name: `${stem}${hash.slice(0, 16).replace(/[+/]/g, "_")}.${stem.startsWith("chunks-") ? "bin" : stem === "late-" ? "css" : "wasm"}`,
    integrity: `sha256-${hash}=`,
  }));
  if (parts.length === 0) throw new Error("the script names no part that is fetched later");
  return parts;
}

/// The script of the spreadsheet worker and its module, with what the page says of the integrity of the latter.
export function sheetParts() {
  const page = readFileSync(join(DIST, "index.html"), "utf8");
  const [, script, code, integrity] = /<meta name="?sheets"? content="\.\/(\S+) \.\/(\S+) (\S+) /.exec(page) ?? [];
  if (!script) throw new Error("index.html names no spreadsheet module");
  return { script, code, integrity };
}

/// Says how `bytes` stand against a budget, and whether they keep within its limit.
export function judge(name, bytes, { target, limit }) {
  const kilobytes = bytes / 1000;
  const state = kilobytes > limit ? "OVER ITS LIMIT" : kilobytes > target ? "over its target" : "within its target";
  return { fits: kilobytes <= limit, line: `${name.padEnd(11)} ${kilobytes.toFixed(1).padStart(7)} kB  target ${target}, limit ${limit}: ${state}` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const budget = readBudget();
  const page = readFileSync(join(DIST, "index.html"), "utf8");
  const names = [...new Set([...page.matchAll(/(?:href|src)="?\.\/([^"\s>]+)/g)].map((match) => match[1]))];
  const sum = (extension) => names.filter((name) => extname(name) === extension).reduce((total, name) => total + weigh(name), 0);
  const parts = [["wasm", sum(".wasm")], ["script", sum(".js")], ["style", sum(".css")]];
  parts.push(["first_view", parts.reduce((total, [, bytes]) => total + bytes, weigh("index.html"))]);

  for (const { name } of lateParts()) parts.push(["later", weigh(name), name.replace(/-\w{16}\.\w+$/, "")]);

  const { script, code } = sheetParts();
  parts.push(["sheets", weigh(script) + weigh(code)]);

  parts.push(["offline", [...filesOf(DIST), "sw.js"].filter((name) => !isOnUse(name)).reduce((total, name) => total + weigh(name), 0)]);

  const verdicts = parts.map(([name, bytes, label = name]) => judge(label, bytes, budget[name]));
  for (const { line } of verdicts) console.log(line);
  if (!verdicts.every(({ fits }) => fits)) process.exit(1);
}

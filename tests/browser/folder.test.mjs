// The built folder itself, without a browser: what index.html names is there, unchanged, and nothing is inline.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, lateParts, sheetParts } from "../tools/budget.mjs";

const page = readFileSync(join(DIST, "index.html"), "utf8");
const attribute = (tag, name) => new RegExp(`\\s${name}=(?:"([^"]*)"|([^\\s>]+))`).exec(tag)?.slice(1).find(Boolean);
const tags = [...page.matchAll(/<(?:link|script)\b[^>]*>/g)].map(([tag]) => ({
  tag,
  address: attribute(tag, "href") ?? attribute(tag, "src"),
  integrity: attribute(tag, "integrity") ?? attribute(tag, "data-integrity"),
}));
const files = tags.filter(({ address }) => address?.startsWith("./"));

test("every address is relative, so that the folder works wherever it is put", () => {
  for (const { tag, address } of tags) assert.match(address ?? "", /^(?:\.\/|data:)/, tag);
});

test("the page names a style sheet, the loader, the glue and the app", () => {
  for (const pattern of [/style-.*\.css/, /boot-.*\.js/, /app-.*\.js/, /app-.*\.wasm/]) {
    assert.ok(files.some(({ address }) => pattern.test(address)), String(pattern));
  }
});

test("what the page names is there, under the name and integrity of its content", () => {
  for (const { address, integrity } of files) {
    const bytes = readFileSync(join(DIST, address));
    if (/\.(?:js|css|wasm)$/.test(address)) {
      assert.equal(integrity, `sha384-${createHash("sha384").update(bytes).digest("base64")}`, address);
    }
    if (/^\.\/[^/]+\.(?:js|css|wasm)$/.test(address)) {
      assert.ok(address.includes(createHash("sha256").update(bytes).digest("hex").slice(0, 16)), address);
    }
  }
});

test("what is fetched later is there, under the name and integrity of its content, and kept for good", () => {
  const sheets = sheetParts();
  const late = [...lateParts(), { name: sheets.code, integrity: sheets.integrity }];
  assert.ok(existsSync(join(DIST, sheets.script)), "the script of the spreadsheet worker");
  for (const part of ["split-aside", "split-compose", "split-repair"]) {
    assert.ok(late.some(({ name }) => name.startsWith(part)), part);
  }
  const headers = readFileSync(join(DIST, "_headers"), "utf8");
  for (const { name, integrity } of late) {
    const bytes = readFileSync(join(DIST, name));
    const algorithm = /^sha\d+/.exec(integrity)[0];
    assert.equal(integrity, `${algorithm}-${createHash(algorithm).update(bytes).digest("base64")}`, name);
    // Named by the beginning of its hash: in hexadecimal, or, for what the script fetches, in the letters of its integrity.
    const digest = createHash("sha256").update(bytes).digest();
    const names = [digest.toString("hex"), digest.toString("base64").replace(/[+/]/g, "_")].map((text) => text.slice(0, 16));
    assert.ok(names.some((text) => name.endsWith(`-${text}.wasm`)), name);
    assert.ok(headers.includes(`/${name}\n  Cache-Control: public, max-age=31536000, immutable`), name);
  }
});

test("no script and no style is inline", () => {
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(page, /<style\b|\sstyle=|\son[a-z]+=|javascript:/);
});

test("the content security policy is the strict one, in the page and in the headers", () => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";
  assert.ok(page.includes(`"${policy}"`));
  assert.ok(readFileSync(join(DIST, "_headers"), "utf8").includes(`Content-Security-Policy: ${policy}; frame-ancestors 'none'\n`));
});

test("the prose of both languages and the samples are beside the page", () => {
  for (const name of ["text/fr.json", "text/en.json", "samples/index.json"]) {
    assert.ok(existsSync(join(DIST, name)), name);
    JSON.parse(readFileSync(join(DIST, name), "utf8"));
  }
});

test("no file tells where it was built", () => {
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(?:br|gz|png)$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), "latin1");
    assert.doesNotMatch(text, /\/(?:home|root|Users)\/|\.cargo\/registry/, entry.name);
  }
});

// The built folder itself, without a browser: what index.html names is there, unchanged, and nothing is inline.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, lateParts, sheetParts } from "../tools/budget.mjs";
import { BY_CONTENT, beside, headersOf } from "../tools/hosting.mjs";
import { filesOf } from "../tools/offline.mjs";
import { sbom } from "../tools/sbom.mjs";
import { serve } from "../tools/serve.mjs";

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
  for (const part of ["chunks-", "chunks-first-", "late-", "split-aside", "split-compose", "split-repair", "split-scope"]) {
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
    assert.ok(names.some((text) => name.slice(0, name.lastIndexOf(".")).endsWith(`-${text}`)), name);
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

test("the page can be installed: a manifest with relative addresses, and icons as large as it says", () => {
  const address = attribute(tags.find(({ tag }) => /rel="?manifest/.test(tag)).tag, "href");
  const manifest = JSON.parse(readFileSync(join(DIST, address), "utf8"));
  for (const place of [manifest.start_url, manifest.scope]) assert.equal(place, "./");
  assert.equal(manifest.lang, "fr");
  for (const { src, sizes, type } of manifest.icons) {
    assert.doesNotMatch(src, /^\/|:/);
    const bytes = readFileSync(join(DIST, src));
    if (type === "image/png") assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src);
    else assert.match(bytes.toString(), /^<svg /);
  }
  for (const size of ["192x192", "512x512"]) assert.ok(manifest.icons.some(({ sizes, purpose }) => sizes === size && !purpose), size);
  assert.ok(manifest.icons.some(({ purpose }) => purpose === "maskable"));
});

test("the service worker names every file of the folder, with its hash, and no other", () => {
  const worker = readFileSync(join(DIST, "sw.js"), "utf8");
  const listed = new Map([...worker.matchAll(/\["([^"]*)","([\w+/]{43}=)"\]/g)].map(([, name, hash]) => [name || "index.html", hash]));
  assert.deepEqual([...listed.keys()].sort(), filesOf(DIST));
  for (const [name, hash] of listed) assert.equal(hash, createHash("sha256").update(readFileSync(join(DIST, name))).digest("base64"), name);
  assert.doesNotMatch(worker, /import\(|importScripts|eval\(|https?:/);
});

test("only what is named by its content is kept for good, and what hosts are told says the same", async () => {
  const kept = new RegExp(BY_CONTENT);
  const site = await serve({ folder: DIST, base: "/unter/" });
  try {
    for (const name of [...filesOf(DIST), "sw.js"]) {
      const { headers, status } = await fetch(site.url + name);
      assert.equal(status, 200, name);
      assert.equal(headers.get("cache-control"), kept.test(name) ? "public, max-age=31536000, immutable" : "no-cache", name);
      for (const [header, value] of headersOf(DIST).slice(0, -1)) assert.equal(headers.get(header), value, `${header} of ${name}`);
      if (kept.test(name)) {
        const digest = createHash("sha256").update(readFileSync(join(DIST, name))).digest();
        assert.ok([digest.toString("hex"), digest.toString("base64").replace(/[+/]/g, "_")].some((text) => name.includes(`-${text.slice(0, 16)}.`)), name);
      }
    }
  } finally {
    await site.close();
  }
});

test("the configurations for nginx, Caddy, Apache and object stores name the same headers, and every kind of file", () => {
  const files = beside(DIST);
  const headers = headersOf(DIST);
  assert.deepEqual(
    headers.map(([name]) => name),
    ["Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options", "Cache-Control"],
  );
  for (const name of ["nginx.conf", "Caddyfile", "apache.htaccess", "object-store.tsv"]) {
    for (const [header, value] of headers.slice(0, -1)) {
      assert.ok(files[name].split("\n").some((line) => line.includes(header) && line.includes(value)), `${header} in ${name}`);
    }
    assert.ok(files[name].includes("public, max-age=31536000, immutable") && files[name].includes("no-cache"), name);
    for (const type of ["application/wasm", "text/javascript", "application/manifest+json", "image/svg+xml"]) assert.ok(files[name].includes(type), `${type} in ${name}`);
  }
  const rows = files["object-store.tsv"].split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));
  assert.deepEqual(rows.map(([name]) => name), [...filesOf(DIST), "sw.js"].sort());
});

test("the checksums are those of the folder, and the SBOM names what is compiled into the page", () => {
  for (const line of beside(DIST).SHA256SUMS.trim().split("\n")) {
    const [sum, name] = line.split("  ");
    assert.equal(createHash("sha256").update(readFileSync(join(DIST, name))).digest("hex"), sum, name);
  }
  const text = sbom();
  assert.equal(sbom(), text, "the same twice");
  const { bomFormat, specVersion, serialNumber, components, dependencies, metadata } = JSON.parse(text);
  assert.equal(`${bomFormat} ${specVersion}`, "CycloneDX 1.6");
  assert.match(serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  const refs = new Set([metadata.component["bom-ref"], ...components.map((component) => component["bom-ref"])]);
  assert.equal(refs.size, components.length + 1);
  for (const { ref, dependsOn } of dependencies) for (const other of [ref, ...dependsOn]) assert.ok(refs.has(other), other);
  for (const name of ["model", "catalog", "leptos", "wasm-bindgen", "rust_xlsxwriter", "calamine"]) assert.ok(components.some((component) => component.name === name), name);
  for (const { name, licenses, hashes } of components) assert.ok(licenses && (hashes || ["app", "catalog", "model", "sheets", "view"].includes(name)), name);
  assert.doesNotMatch(text, /\/(?:home|root|Users|tmp)\//);
});

test("no file tells where it was built", () => {
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(?:br|gz|png)$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), "latin1");
    assert.doesNotMatch(text, /\/(?:home|root|Users)\/|\.cargo\/registry/, entry.name);
  }
});

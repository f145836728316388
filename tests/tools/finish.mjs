// Trunk's last step: turns its staged output into the folder that is served. Trunk calls it (see Trunk.toml) with
// TRUNK_STAGING_DIR; nothing is in `dist/` yet, so a failure here leaves the former `dist/` as it was.
//
//   1. the prose, one pack a language, in text/
//   2. everything in public/ that Trunk does not process itself
//   3. the parts that were cut off the module (cut/wasm-bindgen): what fetches them goes into the glue, by their names
//   4. scripts and styles made small (Trunk's own minifier gives up on the glue of wasm-bindgen), then every file named
//      by its content with its integrity: Trunk names the WebAssembly file before wasm-opt has run, so another wasm-opt
//      would leave another file under the same name, and a cache would serve what the integrity no longer allows
//   5. the spreadsheet module and the script of its worker; index.html is told their names, and fetches neither
//   6. _headers: the content security policy and the lifetimes, for hosts that read it, and for serve.mjs
//   7. compressed copies (.br, .gz) for hosts that serve them
//
// A list of files for a service worker belongs between 5 and 6, from `named` and the contents of text/ and samples/.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { transformSync } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) {
  console.error("finish.mjs is called by Trunk: run `make dist`.");
  process.exit(2);
}

// 1
const packs = spawnSync(
  "cargo",
  ["run", "--quiet", "--locked", "--offline", "-p", "catalog", "--features", "texts", "--bin", "text-packs", "--", join(staging, "text")],
  { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
);
if (packs.status !== 0) {
  console.error("The text packs could not be written.");
  process.exit(1);
}

// 2
for (const name of readdirSync(join(root, "public"))) {
  if (extname(name) !== ".css" && name !== "boot.js") cpSync(join(root, "public", name), join(staging, name), { recursive: true });
}

const digest = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);
let page = readFileSync(join(staging, "index.html"), "utf8");
const named = [];

// 3
const parts = process.env.SOCLE_PARTS;
const link = parts && existsSync(join(parts, "__wasm_split.js")) ? readFileSync(join(parts, "__wasm_split.js"), "utf8") : undefined;

/// Replaces each occurrence, of which there must be some.
function swap(text, pattern, by) {
  let found = 0;
  const out = text.replaceAll(pattern, (...match) => ((found += 1), by(...match)));
  if (found > 0) return out;
  console.error(`Nothing like ${pattern} in what cuts the module, or in the glue: another version of a tool?`);
  process.exit(1);
}

/// The glue with what fetches the parts. As two modules they would name each other, and neither could be named by its
/// content. The parts are fetched with their integrity, and whatever type the host gives WebAssembly.
function joinParts(glue) {
  if (link === undefined) return glue;
  let code = swap(link, /^import .*$/gm, () => "");
  code = swap(code, /fetch\(new URL\("\.\/([\w.]+)", import\.meta\.url\)\)/g, (_, old) => {
    const bytes = readFileSync(join(parts, old));
    // The name begins the integrity, so that the script carries it once.
    const stem = old.replace(/\.wasm$/, "").replaceAll("_", "-");
    const hash = digest("sha256", bytes, "base64").replace(/=+$/, "");
    const name = `${stem}-${hash.slice(0, 16).replace(/[+/]/g, "_")}.wasm`;
    writeFileSync(join(staging, name), bytes);
    named.push(name);
    return `part("${stem}-", "${hash}")`;
  });
  code = swap(code, /WebAssembly\.instantiateStreaming\(src, imports\)/g, () => "WebAssembly.instantiate(await src, imports)");
  const loads = [];
  code = swap(code, /^export const (\w+)/gm, (_, name) => (loads.push(name), `const ${name}`));
  const stars = [];
  glue = swap(glue, /^import \* as (\w+) from ["']\.\/__wasm_split\.js["'];?$/gm, (_, star) => (stars.push(star), ""));
  const fetcher = `async function part(stem, hash) {
    const url = new URL(stem + hash.slice(0, 16).replace(/[+/]/g, "_") + ".wasm", import.meta.url);
    const response = await fetch(url, { integrity: "sha256-" + hash + "=", credentials: "same-origin" });
    if (!response.ok) throw new Error(url + ": " + response.status);
    return response.arrayBuffer();
  }`;
  return `${glue}\n${fetcher}\n${code}\n${stars.map((star) => `const ${star} = { ${loads.join(", ")} };`).join("\n")}\n`;
}

// 4
for (const old of readdirSync(staging).sort()) {
  const pieces = /^(.+?)-[0-9a-f]{8,16}(?:_bg)?\.(js|css|wasm)$/.exec(old);
  if (!pieces || !page.includes(old)) continue;
  const before = readFileSync(join(staging, old));
  const [, stem, kind] = pieces;
  let after = before;
  if (kind !== "wasm") {
    const text = stem === "app" && kind === "js" ? joinParts(before.toString()) : before.toString();
    after = Buffer.from(transformSync(text, { loader: kind, minify: true, target: "esnext" }).code);
  }
  const name = `${stem}-${digest("sha256", after, "hex").slice(0, 16)}.${kind}`;
  rmSync(join(staging, old));
  writeFileSync(join(staging, name), after);
  page = page.replaceAll(old, name).replaceAll(digest("sha384", before, "base64"), digest("sha384", after, "base64"));
  named.push(name);
}
// Browsers do not check the integrity of such a preload, and say so in the console. boot.js checks it.
page = page.replace(/(<link rel="preload"[^>]*) integrity=/g, "$1 data-integrity=");

// 5
const sheets = process.env.SOCLE_SHEETS;
if (sheets && existsSync(join(sheets, "sheets_bg.wasm"))) {
  const code = readFileSync(join(sheets, "sheets_bg.wasm"));
  // One file: a worker that fetched a second one would name it, and could not be named by its content.
  const script = ["sheets.js", "worker.js"].map((name) => readFileSync(join(name === "worker.js" ? join(root, "app/sheets") : sheets, name), "utf8"));
  const worker = Buffer.from(transformSync(script.join("\n"), { loader: "js", minify: true, target: "esnext" }).code);
  const names = [["js", worker], ["wasm", code]].map(([kind, bytes]) => {
    const name = `sheets-${digest("sha256", bytes, "hex").slice(0, 16)}.${kind}`;
    writeFileSync(join(staging, name), bytes);
    named.push(name);
    return `./${name}`;
  });
  const content = [...names, `sha384-${digest("sha384", code, "base64")}`, code.length].join(" ");
  page = swap(page, /(<meta name="?sheets"? content=)(?:""|(?=>))/g, (_, tag) => `${tag}"${content}"`);
} else {
  console.error("The spreadsheet module was not built: dist.sh does.");
  process.exit(1);
}
writeFileSync(join(staging, "index.html"), page);

// 6
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
if (!policy) {
  console.error("index.html carries no content security policy.");
  process.exit(1);
}
const headers = [
  "/*",
  `  Content-Security-Policy: ${policy}; frame-ancestors 'none'`,
  "  Cross-Origin-Opener-Policy: same-origin",
  "  Permissions-Policy: camera=(), geolocation=(), microphone=()",
  "  Referrer-Policy: no-referrer",
  "  X-Content-Type-Options: nosniff",
  "  Cache-Control: no-cache",
  ...named.flatMap((name) => [`/${name}`, "  Cache-Control: public, max-age=31536000, immutable"]),
];
writeFileSync(join(staging, "_headers"), `${headers.join("\n")}\n`);

// 7
const compressible = new Set([".html", ".js", ".css", ".wasm", ".json", ".svg", ".webmanifest"]);
for (const entry of readdirSync(staging, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.has(extname(entry.name))) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(path);
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  );
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

console.log(named.join(", "));

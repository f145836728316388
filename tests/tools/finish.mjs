// Trunk's last step: turns its staged output into the folder that is served. Trunk calls it (see Trunk.toml) with
// TRUNK_STAGING_DIR; nothing is in `dist/` yet, so a failure here leaves the former `dist/` as it was.
//
//   1. the prose, one pack a language, in text/
//   2. everything in public/ that Trunk does not process itself
//   3. the parts that were cut off the module (cut/wasm-bindgen): what fetches them goes into the glue, by their names.
//      The many small ones that parts share come as one file, and the styles of all of them as another
//   4. scripts and styles made small (Trunk's own minifier gives up on the glue of wasm-bindgen), the names between the glue
//      and the module made short, then every file named
//      by its content with its integrity: Trunk names the WebAssembly file before wasm-opt has run, so another wasm-opt
//      would leave another file under the same name, and a cache would serve what the integrity no longer allows
//   5. the spreadsheet module and the script of its worker; index.html is told their names, and fetches neither
//   6. sw.js, which keeps the folder for use without a network, is told what is in it (offline.mjs)
//   7. _headers: the content security policy and the lifetimes, for hosts that read it, and for serve.mjs
//   8. compressed copies (.br, .gz) for hosts that serve them

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { transformSync } from "esbuild";
import { headersFile } from "./hosting.mjs";
import { writeWorker } from "./offline.mjs";
import { rename, shorten } from "./short.mjs";

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
  if (extname(name) !== ".css" && name !== "boot.js" && name !== "sw.js") cpSync(join(root, "public", name), join(staging, name), { recursive: true });
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

/// Puts bytes beside the page under a name that begins their integrity, so that the script carries it once. Gives what the
/// script says of them.
function leave(stem, kind, bytes) {
  const hash = digest("sha256", bytes, "base64").replace(/=+$/, "");
  const name = `${stem}${hash.slice(0, 16).replace(/[+/]/g, "_")}.${kind}`;
  writeFileSync(join(staging, name), bytes);
  named.push(name);
  return `"${stem}", "${hash}"`;
}

/// Shared parts of fewer bytes than this come together.
const SMALL = 10_000;
/// The part that nearly everybody goes to first: all that it shares with others comes together too.
const FIRST = "split_scope.wasm";

/// The glue with what fetches the parts. As two modules they would name each other, and neither could be named by its
/// content. Parts are fetched with their integrity, and whatever type the host gives WebAssembly.
function joinParts(glue) {
  if (link === undefined) return glue;
  // What wasm-split wrote: one of these for each part, with the shared ones that it needs.
  const found = [
    ...link.matchAll(
      /(?:const (__chunk_(\d+)) = |export const (__wasm_split_load_\w+) = wrapAsyncCb\()makeLoad\(\(\) => \{\s*const src = fetch\(new URL\("\.\/([\w.]+)", import\.meta\.url\)\);[^[\]]*, \[([^\]]*)\]\)/g,
    ),
  ].map(([, shared, number, load, file, needs]) => ({ shared, number, load, bytes: readFileSync(join(parts, file)), file, needs: [...needs.matchAll(/\d+/g)].map(Number) }));
  const imports = /const (\{[\s\w,]+\}) = initSync\(undefined, undefined\);\s*Object\.assign\(sharedImports\.(\w+),/.exec(link);
  const fetches = link.match(/\bfetch\(/g)?.length;
  if (!imports || found.length === 0 || found.length !== fetches || found.some(({ shared, needs }) => shared && needs.length > 0)) {
    console.error("The parts are not linked as they were: another version of wasm-split?");
    process.exit(1);
  }
  const shared = found.filter((part) => part.shared);
  const wanted = found.find(({ file }) => file === FIRST)?.needs ?? [];
  const first = shared.filter(({ number }) => wanted.includes(Number(number)));
  const small = shared.filter((part) => !first.includes(part) && part.bytes.length < SMALL);
  // How many there are, how long each is, then the parts themselves.
  const packed = (stem, list) => {
    const lengths = Buffer.alloc(4 * (list.length + 1));
    [list.length, ...list.map(({ bytes }) => bytes.length)].forEach((length, i) => lengths.writeUInt32LE(length, 4 * i));
    return leave(stem, "bin", Buffer.concat([lengths, ...list.map(({ bytes }) => bytes)]));
  };
  const packs = [`pack(${first.length}, ${packed("chunks-first-", first)})`, `pack(${small.length}, ${packed("chunks-", small)})`];
  const late = leave("late-", "css", lateStyle());
  // A shared part is known by its place: those that come together first, as they stand in their files.
  const large = shared.filter((part) => !first.includes(part) && !small.includes(part));
  const place = new Map([...first, ...small, ...large].map(({ number }, i) => [Number(number), i]));
  const stem = ({ file }) => `${file.replace(/\.wasm$/, "").replaceAll("_", "-")}-`;
  const loads = found.filter(({ load }) => load).map((part) => {
    const needs = part.needs.map((number) => place.get(number)).sort((a, b) => a - b);
    return `${part.load}: load(() => part(${leave(stem(part), "wasm", part.bytes)}), [${needs}])`;
  });
  const stars = [];
  glue = swap(glue, /^import \* as (\w+) from ["']\.\/__wasm_split\.js["'];?$/gm, (_, star) => (stars.push(star), ""));
  return `${glue}
  const once = (act) => {
    let going;
    // What failed is tried again when it is asked for again.
    return () => (going ??= act().catch((error) => { going = undefined; throw error; }));
  };
  const place = (stem, hash, kind) => new URL(stem + hash.slice(0, 16).replace(/[+/]/g, "_") + "." + kind, import.meta.url);
  const dressed = once(() => new Promise((done, fail) => {
    const style = document.createElement("link");
    const [stem, hash] = [${late}];
    style.rel = "stylesheet";
    style.integrity = "sha256-" + hash + "=";
    style.onload = done;
    style.onerror = () => { style.remove(); fail(new Error(style.href)); };
    style.href = place(stem, hash, "css");
    document.head.append(style);
  }));
  async function part(stem, hash, kind = "wasm") {
    const url = place(stem, hash, kind);
    const [response] = await Promise.all([fetch(url, { integrity: "sha256-" + hash + "=", credentials: "same-origin" }), dressed()]);
    if (!response.ok) throw new Error(url + ": " + response.status);
    return response.arrayBuffer();
  }
  let imports;
  const instantiate = async (bytes) => {
    if (!imports) {
      const ${imports[1]} = initSync();
      imports = { ${imports[2]}: ${imports[1]} };
    }
    await WebAssembly.instantiate(await bytes, imports);
  };
  const pack = (count, stem, hash) => {
    const bring = once(() => part(stem, hash, "bin"));
    return Array.from({ length: count }, (_, i) => once(async () => {
      const bytes = await bring();
      const lengths = new Uint32Array(bytes, 4, count);
      const from = lengths.subarray(0, i).reduce((sum, length) => sum + length, 4 + lengths.byteLength);
      await instantiate(bytes.slice(from, from + lengths[i]));
    }));
  };
  const chunks = [${packs.map((pack) => `...${pack}`)}].concat([${large.map((part) => `() => part(${leave(stem(part), "wasm", part.bytes)})`)}].map((bring) => once(() => instantiate(bring()))));
  const load = (bring, needs) => {
    const all = once(async () => {
      const bytes = bring();
      // Told below, with what else failed.
      bytes.catch(() => {});
      await Promise.all(needs.map((i) => chunks[i]()));
      await instantiate(bytes);
    });
    return async (callback, data) => {
      let came = true;
      await all().catch((error) => { came = false; console.error(error); });
      initSync().__indirect_function_table.get(callback)(data, came);
    };
  };
  const loads = { ${loads.join(", ")} };
  ${stars.map((star) => `const ${star} = loads;`).join("\n")}
`;
}

/// The styles of what comes later.
function lateStyle() {
  return Buffer.from(transformSync(readFileSync(join(root, "public/late.css"), "utf8"), { loader: "css", minify: true, target: "esnext" }).code);
}

// 4
const compiled = readdirSync(staging).find((name) => /^app-.*\.wasm$/.test(name));
const short = shorten(readFileSync(join(staging, compiled)), (module) => module.endsWith("_bg.js"));
for (const old of readdirSync(staging).sort()) {
  const pieces = /^(.+?)-[0-9a-f]{8,16}(?:_bg)?\.(js|css|wasm)$/.exec(old);
  if (!pieces || !page.includes(old)) continue;
  const before = readFileSync(join(staging, old));
  const [, stem, kind] = pieces;
  let after = kind === "wasm" ? short.bytes : before;
  if (kind !== "wasm") {
    let text = before.toString();
    if (stem === "app" && kind === "js") text = joinParts(rename(text, short.names));
    // Where the module is not cut nothing comes later, styles neither.
    if (stem === "style" && link === undefined) text += lateStyle();
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
writeWorker(staging);

// 7
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
if (!policy) {
  console.error("index.html carries no content security policy.");
  process.exit(1);
}
writeFileSync(join(staging, "_headers"), headersFile(policy, staging));

// 8
const compressible = new Set([".html", ".js", ".css", ".wasm", ".bin", ".json", ".svg", ".webmanifest"]);
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

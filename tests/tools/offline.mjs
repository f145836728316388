// Tells the service worker what is in the folder: called when `dist/` is built, and by the journeys for the versions that
// they make up.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const TEMPLATE = fileURLToPath(new URL("../../public/sw.js", import.meta.url));

/// What a folder holds that a page may ask for: names, sorted. Compressed copies are the same files.
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .filter((name) => !/\.(?:br|gz)$|^_headers$|^sw\.js$|^\./.test(name))
    .sort();
}

/// Files that are kept once they have been used: the spreadsheet module, which is as large as half of the rest.
export const isOnUse = (name) => name.startsWith("sheets-");

/// Writes sw.js into a folder, with the list of everything else in it. Gives the version.
export function writeWorker(folder) {
  const hash = (name) => createHash("sha256").update(readFileSync(join(folder, name))).digest("base64");
  const pairs = filesOf(folder).map((name) => [name === "index.html" ? "" : name, hash(name)]);
  const version = createHash("sha256").update(JSON.stringify(pairs)).digest("hex").slice(0, 16);
  let text = readFileSync(TEMPLATE, "utf8");
  const put = (place, value) => {
    if (!text.includes(place)) throw new Error(`public/sw.js has no place like “${place}”`);
    text = text.replace(place, () => place.replace(/""|\[\]/, () => JSON.stringify(value)));
  };
  put('const VERSION = "";', version);
  put("const FILES = [];", pairs.filter(([name]) => !isOnUse(name)));
  put("const ON_USE = [];", pairs.filter(([name]) => isOnUse(name)));
  writeFileSync(join(folder, "sw.js"), transformSync(text, { loader: "js", minify: true, target: "esnext" }).code);
  return version;
}

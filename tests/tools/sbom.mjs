// What is compiled into the page, as CycloneDX 1.6 (JSON): the crates that `cargo tree` finds below the app and below the
// spreadsheet module for WebAssembly, without what runs only while building. The same Cargo.lock gives the same bytes: no
// date, and a serial number that comes from the content.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const cargo = (...args) => execFileSync("cargo", [...args, "--offline", "--locked"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });

/// Name and version of each crate below one of ours, with those it uses itself.
function below(crate, ...features) {
  const tree = cargo("tree", "-p", crate, ...features, "--target", "wasm32-unknown-unknown", "-e", "normal,no-proc-macro", "--prefix", "depth", "--format", " {p}");
  const uses = new Map();
  const path = [];
  for (const line of tree.trim().split("\n")) {
    const [, depth, name, version] = /^(\d+) (\S+) v(\S+)/.exec(line);
    const key = `${name}@${version}`;
    path.length = Number(depth);
    if (path.length > 0) uses.get(path.at(-1)).add(key);
    path.push(key);
    if (!uses.has(key)) uses.set(key, new Set());
  }
  return uses;
}

/// SHA-256 of each crate as the registry gave it.
function sums() {
  const found = new Map();
  for (const [, name, version, sum] of readFileSync(`${ROOT}Cargo.lock`, "utf8").matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g)) {
    found.set(`${name}@${version}`, sum);
  }
  return found;
}

/// The text of the SBOM.
export function sbom() {
  const uses = new Map();
  for (const part of [below("app", "--features", "split"), below("sheets")]) {
    for (const [key, others] of part) uses.set(key, new Set([...(uses.get(key) ?? []), ...others]));
  }
  const about = new Map(JSON.parse(cargo("metadata", "--format-version", "1")).packages.map((p) => [`${p.name}@${p.version}`, p]));
  const checksums = sums();
  const keys = [...uses.keys()].sort();
  const ours = (key) => !about.get(key).source;
  const ref = (key) => `pkg:cargo/${key.replaceAll("+", "%2B")}`;
  const components = keys.map((key) => {
    const { name, version, license, description, repository } = about.get(key);
    return {
      type: "library",
      "bom-ref": ref(key),
      name,
      version,
      ...(description && { description: description.trim().replace(/\s+/g, " ") }),
      scope: "required",
      ...(checksums.has(key) && { hashes: [{ alg: "SHA-256", content: checksums.get(key) }] }),
      // Some still write alternatives with a slash.
      ...(license && { licenses: [{ expression: license.replaceAll("/", " OR ") }] }),
      purl: ref(key),
      ...(repository && { externalReferences: [{ type: "vcs", url: repository }] }),
    };
  });
  const { version, license } = about.get(keys.find((key) => key.startsWith("app@")));
  const root = `socle@${version}`;
  const content = {
    metadata: {
      component: { type: "application", "bom-ref": root, name: "socle", version, description: "Socle, the page with its spreadsheet module", licenses: [{ expression: license }] },
    },
    components,
    dependencies: [
      { ref: root, dependsOn: ["app", "sheets"].map((name) => ref(keys.find((key) => key.startsWith(`${name}@`) && ours(key)))) },
      ...keys.map((key) => ({ ref: ref(key), dependsOn: [...uses.get(key)].sort().map(ref) })),
    ],
  };
  const hex = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  // Version 8 of RFC 9562: of one's own making.
  const serialNumber = `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return `${JSON.stringify({ $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", bomFormat: "CycloneDX", specVersion: "1.6", serialNumber, version: 1, ...content }, null, 2)}\n`;
}

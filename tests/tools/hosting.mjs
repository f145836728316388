// What a host is to send with the folder, in one place: the headers, the lifetimes, the kinds of files. `finish.mjs` takes
// the file `_headers` of `dist/` from here; run by itself, this writes what stands beside the folder, into `dist-hosting/`:
// configurations for nginx, Caddy, Apache and object stores, all from that same `_headers`, the checksums and the SBOM.
//
//   node tests/tools/hosting.mjs [FOLDER] [--into FOLDER]

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { sbom } from "./sbom.mjs";
import { TYPES } from "./serve.mjs";

const FOREVER = "public, max-age=31536000, immutable";
const ASK = "no-cache";
/// What is named by its content: nothing else in the folder has such a name, and everything that has is kept for good.
export const BY_CONTENT = "-[0-9A-Za-z_-]{16}\\.(css|js|wasm|bin)$";

const lines = (...parts) => `${parts.flat().join("\n")}\n`;

/// The headers of every file. A page cannot set the last part of the policy, nor the others, by itself.
const everywhere = (policy) => [
  ["Content-Security-Policy", `${policy}; frame-ancestors 'none'`],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ["Referrer-Policy", "no-referrer"],
  ["X-Content-Type-Options", "nosniff"],
];

/// The file `_headers`, which Pages services read. They know no patterns, and some join what two rules say of one header:
/// so each file kept for good is named, and no rule on lifetimes meets another.
export function headersFile(policy, folder) {
  const kept = new RegExp(BY_CONTENT);
  const tops = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lifetimes = tops
    .filter(({ name }) => name !== "_headers" && !/\.(?:br|gz)$/.test(name))
    .map((entry) => [entry.isDirectory() ? `${entry.name}/*` : entry.name, kept.test(entry.name) ? FOREVER : ASK]);
  const rules = [["", ASK], ...lifetimes].flatMap(([path, lifetime]) => [`/${path}`, `  Cache-Control: ${lifetime}`]);
  return lines("/*", everywhere(policy).map(([name, value]) => `  ${name}: ${value}`), rules);
}

/// What `_headers` says of every file, and, as the last, how long it is kept.
export function headersOf(folder) {
  const [, all] = /^\/\*\n((?: {2}.+\n)+)/.exec(readFileSync(join(folder, "_headers"), "utf8")) ?? [];
  return [...all.trim().split("\n").map((line) => /^\s*([\w-]+): (.+)$/.exec(line).slice(1)), ["Cache-Control", ASK]];
}

const note = (what) => [`# ${what}`, "# Written by `make dist` from the same list as dist/_headers: change nothing in the values, they belong to this build."];

function nginx(headers, types) {
  return lines(
    note("Socle on nginx, 1.18 or later. Put this file where `http` includes it (/etc/nginx/conf.d/), and change the three marked lines."),
    "map $uri $socle_lifetime {",
    `    default "${ASK}";`,
    `    "~${BY_CONTENT}" "${FOREVER}";`,
    "}",
    "server {",
    "    listen 80;                                # change: 443 with your certificate",
    "    server_name socle.example.org;            # change: your name",
    "    server_tokens off;",
    "    # At the root of the name. In a sub-folder: `location /socle/` and `alias /srv/socle/;` in place of `root`, for this",
    "    # and nothing else to change, and `location = /socle { return 308 /socle/; }` beside it.",
    "    location / {",
    "        root /srv/socle;                      # change: where the folder is",
    "        index index.html;",
    "        limit_except GET HEAD { deny all; }",
    "        gzip_static on;",
    "        # With the brotli module: brotli_static on;",
    "        default_type application/octet-stream;",
    "        charset utf-8;",
    "        charset_types text/css text/html text/javascript text/markdown text/plain application/json application/manifest+json;",
    "        types {",
    types.map(([extension, type]) => `            ${type} ${extension};`),
    "        }",
    headers.map(([name, value]) => `        add_header ${name} ${name === "Cache-Control" ? "$socle_lifetime" : `"${value}"`} always;`),
    "        add_header Vary Accept-Encoding always;",
    "        location ~ /_headers$ { return 404; }",
    "    }",
    "}",
  );
}

function caddy(headers, types) {
  return lines(
    note("Socle on Caddy 2. Change the first two lines. In a sub-folder: put the inside into `handle_path /socle/* { … }`, and `redir /socle /socle/` beside it."),
    "socle.example.org {",
    "    root * /srv/socle",
    "    @other not method GET HEAD",
    "    respond @other 405",
    "    @hidden path /_headers *.br *.gz",
    "    respond @hidden 404",
    "    header {",
    headers.slice(0, -1).map(([name, value]) => `        ${name} "${value}"`),
    "        -Server",
    "    }",
    `    @kept path_regexp ${BY_CONTENT}`,
    `    @fresh not path_regexp ${BY_CONTENT}`,
    `    header @kept Cache-Control "${FOREVER}"`,
    `    header @fresh Cache-Control "${ASK}"`,
    types.map(([extension, type]) => [`    @${extension} path *.${extension}`, `    header @${extension} Content-Type "${type}"`]).flat(),
    "    file_server {",
    "        precompressed br gzip",
    "    }",
    "}",
  );
}

function apache(headers, types) {
  const kinds = types.map(([extension]) => extension).join("|");
  return lines(
    note("Socle on Apache 2.4: put this into the folder itself as `.htaccess` (`AllowOverride All`), or inside its <Directory>."),
    "# Needs the modules headers, mime and rewrite. Works in any sub-folder.",
    "Options -Indexes",
    "DirectoryIndex index.html",
    "FileETag MTime Size",
    "<IfModule mod_mime.c>",
    "    AddDefaultCharset Off",
    // An answer that is compressed keeps the type of what it is a copy of.
    "    RemoveType .gz .br",
    types.map(([extension, type]) => `    AddType "${type}" .${extension}`),
    "    AddEncoding br .br",
    "    AddEncoding gzip .gz",
    "</IfModule>",
    headers.map(([name, value]) => `Header always set ${name} "${value}"`),
    `<FilesMatch "${BY_CONTENT.replace("$", "(\\.(br|gz))?$")}">`,
    `    Header always set Cache-Control "${FOREVER}"`,
    "</FilesMatch>",
    "<Files \"_headers\">",
    "    Require all denied",
    "</Files>",
    "RewriteEngine On",
    "RewriteCond %{REQUEST_METHOD} !^(GET|HEAD)$",
    "RewriteRule ^ - [R=405,L]",
    "Header append Vary Accept-Encoding",
    [["br", "br"], ["gzip", "gz"]].flatMap(([word, suffix]) => [
      `RewriteCond %{HTTP:Accept-Encoding} \\b${word}\\b`,
      `RewriteCond %{REQUEST_FILENAME}.${suffix} -f`,
      `RewriteRule ^(.+\\.(${kinds}))$ $1.${suffix} [END,E=no-gzip:1,E=no-brotli:1]`,
    ]),
  );
}

/// One line a file, for what uploads to an object store: S3 and its like keep these with each object. The headers that
/// every file has are set where the store is published.
function store(folder, headers, types) {
  const always = headers.filter(([name]) => name !== "Cache-Control");
  const kept = new RegExp(BY_CONTENT);
  const kinds = new Map(types.map(([extension, type]) => [`.${extension}`, type]));
  const rows = names(folder).filter((name) => name !== "_headers" && !/\.(?:br|gz)$/.test(name)).map((name) => {
    const charset = /^text\/|json$/.test(kinds.get(extname(name)) ?? "") ? "; charset=utf-8" : "";
    return [name, `${kinds.get(extname(name)) ?? "application/octet-stream"}${charset}`, kept.test(name) ? FOREVER : ASK].join("\t");
  });
  return lines(
    note("Socle in an object store: upload each file with its type and its lifetime (tabs between). To save traffic, upload FILE.br as"),
    "# FILE with `Content-Encoding: br`, where every visitor's browser knows it. All but index.html and sw.js first, these two last.",
    "# Where the bucket is published (its CDN, its gateway), answer every request with:",
    always.map(([name, value]) => `#   ${name}: ${value}`),
    "# and `/` with index.html. A page in a plain bucket without these headers still has its policy, except frame-ancestors.",
    rows,
  );
}

function names(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

/// The lines that `sha256sum -c` reads, run inside the folder.
export const checksums = (folder) =>
  lines(names(folder).map((name) => `${createHash("sha256").update(readFileSync(join(folder, name))).digest("hex")}  ${name}`));

/// Everything that stands beside the folder, by name.
export function beside(folder) {
  const headers = headersOf(folder);
  const used = new Set(names(folder).map((name) => extname(name)));
  // The character set is said apart, where a host wants it so.
  const types = Object.entries(TYPES)
    .filter(([extension]) => used.has(extension))
    .map(([extension, type]) => [extension.slice(1), type.replace(/;.*/, "")]);
  const full = types.map(([extension]) => [extension, TYPES[`.${extension}`]]);
  return {
    "nginx.conf": nginx(headers, types),
    Caddyfile: caddy(headers, full),
    "apache.htaccess": apache(headers, full),
    "object-store.tsv": store(folder, headers, types),
    SHA256SUMS: checksums(folder),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { into: { type: "string" } } });
  const folder = positionals[0] ?? fileURLToPath(new URL("../../dist", import.meta.url));
  const into = values.into ?? `${folder.replace(/\/$/, "")}-hosting`;
  const files = { ...beside(folder), "socle.cdx.json": sbom() };
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(into, name), text);
  console.log(`${relative(process.cwd(), into) || "."}: ${Object.keys(files).join(", ")}`);
}

// A small static server for `dist/`, without dependencies, for `make serve` and the browser journeys.
//
//   node tests/tools/serve.mjs [FOLDER] [--base /some/folder/] [--port N] [--host ADDRESS]
//
// It sends the headers of the folder's `_headers` file, and the compressed copies where the browser takes them.
// Deliberately not for production: no TLS, no ranges, one folder.

import { createReadStream, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/// What each kind of file is called. The configurations for hosts say the same (hosting.mjs).
export const TYPES = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};

// `_headers`: a path on a line of its own, then indented `Name: value` lines. `/*` is for every path, `/x/*` for a folder.
function readHeaders(folder) {
  const rules = new Map();
  let current;
  const text = existsSync(join(folder, "_headers")) ? readFileSync(join(folder, "_headers"), "utf8") : "";
  for (const line of text.split("\n")) {
    if (/^\//.test(line)) rules.set(line.trim(), (current = []));
    else if (current && line.includes(":")) {
      const colon = line.indexOf(":");
      current.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    }
  }
  const folderOf = (path) => path.replace(/^(\/[^/]+\/).*/, "$1*");
  return (path) => [...(rules.get("/*") ?? []), ...(path.indexOf("/", 1) > 0 ? (rules.get(folderOf(path)) ?? []) : []), ...(rules.get(path) ?? [])];
}

function listen(server, port, host) {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      done(server.address().port);
    });
  });
}

/// Serves `folder` below `base`. `port` 0 takes any free one; `next` tries the ones after a taken port.
/// Gives `{ url, close }`.
export async function serve({ folder, base = "/", port = 0, host = "127.0.0.1", next = false }) {
  const top = realpathSync(resolve(folder));
  const prefix = `/${base}/`.replace(/\/+/g, "/");
  const headersFor = readHeaders(top);

  const server = createServer((request, response) => {
    const end = (status, text, headers = {}) => {
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers });
      response.end(request.method === "HEAD" ? undefined : text);
    };
    if (request.method !== "GET" && request.method !== "HEAD") return end(405, "Only GET and HEAD.\n", { Allow: "GET, HEAD" });

    let path;
    try {
      path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    } catch {
      return end(400, "Not an address.\n");
    }
    if (`${path}/` === prefix) return end(308, "", { Location: prefix });
    if (!path.startsWith(prefix)) return end(404, `Nothing outside ${prefix}\n`);

    const inside = `/${path.slice(prefix.length) || "index.html"}`;
    const file = resolve(join(top, inside));
    if (!file.startsWith(top + sep) || inside === "/_headers" || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      return end(404, `Nothing at ${path}\n`);
    }

    const accepted = request.headers["accept-encoding"] ?? "";
    const [suffix, encoding] =
      [[".br", "br"], [".gz", "gzip"]].find(([s, e]) => accepted.includes(e) && existsSync(file + s)) ?? ["", undefined];
    for (const [name, value] of headersFor(inside)) response.setHeader(name, value);
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Length", statSync(file + suffix).size);
    response.setHeader("Vary", "Accept-Encoding");
    if (encoding) response.setHeader("Content-Encoding", encoding);
    response.writeHead(200);
    if (request.method === "HEAD") response.end();
    else createReadStream(file + suffix).on("error", () => response.destroy()).pipe(response);
  });

  let taken = port;
  for (;;) {
    try {
      taken = await listen(server, taken, host);
      break;
    } catch (error) {
      if (!next || error.code !== "EADDRINUSE" || taken - port >= 100) throw error;
      taken += 1;
    }
  }
  return {
    url: `http://${host}:${taken}${prefix}`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { base: { type: "string", default: "/" }, port: { type: "string" }, host: { type: "string", default: "127.0.0.1" } },
  });
  const folder = positionals[0] ?? fileURLToPath(new URL("../../dist", import.meta.url));
  if (!existsSync(join(folder, "index.html"))) {
    console.error(`${folder} holds no index.html: run \`make dist\` first.`);
    process.exit(1);
  }
  const { url } = await serve({
    folder,
    base: values.base,
    host: values.host,
    port: Number(values.port ?? 8080),
    next: values.port === undefined,
  });
  console.log(`Socle is served at ${url} (Ctrl+C stops it)`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
}

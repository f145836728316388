// Serves `dist/` from the real servers that are on this machine, with the configurations of `dist-hosting/`, at the root and in
// a sub-folder, and holds every answer to what the folder promises. By hand: `node tests/tools/hosts.mjs`, after
// `apt-get install nginx-light libnginx-mod-http-brotli-static caddy apache2` or the like.

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get, request } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { DIST } from "./budget.mjs";
import { BY_CONTENT, headersOf } from "./hosting.mjs";
import { filesOf } from "./offline.mjs";
import { TYPES } from "./serve.mjs";

const BESIDE = `${DIST}-hosting`;
const PORT = 8391;
const scratch = mkdtempSync(join(tmpdir(), "socle-hosts-"));
chmodSync(scratch, 0o755);
const srv = join(scratch, "srv");
cpSync(DIST, join(srv, "socle"), { recursive: true });
const config = (name) => readFileSync(join(BESIDE, name), "utf8");
const here = (text) => text.replaceAll("/srv/socle", join(srv, "socle"));
const within = (text, inside) => text.replace(/^.*\{\n/, "").replace(/\}\s*$/, inside);
const found = (name) => ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin"].map((folder) => join(folder, name)).find(existsSync);

/// How each server is started with what we wrote, at the root or in a sub-folder, as its first lines say.
const SERVERS = {
  nginx(command, below) {
    let text = here(config("nginx.conf")).replace(/listen 80;/, `listen 127.0.0.1:${PORT};`);
    if (below) {
      text = text.replace("location / {", "location = /socle { return 308 /socle/; }\n    location /socle/ {").replace(/root (\S+);/, "alias $1/;");
    }
    const brotli = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
    if (existsSync(brotli)) text = text.replace("# With the brotli module: brotli_static on;", "brotli_static on;");
    const main = `${existsSync(brotli) ? `load_module ${brotli};\n` : ""}user root;\ndaemon off;\nerror_log stderr;\npid ${scratch}/nginx.pid;\nevents {}\nhttp {\naccess_log off;\n${text}\n}\n`;
    writeFileSync(join(scratch, "nginx.conf"), main);
    return { args: ["-c", join(scratch, "nginx.conf"), "-p", scratch], brotli: existsSync(brotli) };
  },
  caddy(command, below) {
    const whole = here(config("Caddyfile"));
    let text = whole.replace("socle.example.org {", `http://127.0.0.1:${PORT} {`);
    if (below) {
      const inside = whole.slice(whole.indexOf("{\n", whole.indexOf("socle.example.org")) + 2, whole.lastIndexOf("}"));
      text = `http://127.0.0.1:${PORT} {\nredir /socle /socle/\nhandle_path /socle/* {\n${inside}}\n}\n`;
    }
    writeFileSync(join(scratch, "Caddyfile"), `{\nadmin off\n}\n${text}`);
    return { args: ["run", "--config", join(scratch, "Caddyfile"), "--adapter", "caddyfile"], brotli: true };
  },
  apache2(command, below) {
    writeFileSync(join(srv, "socle", ".htaccess"), config("apache.htaccess"));
    const modules = "/usr/lib/apache2/modules";
    const load = ["mpm_event", "authz_core", "dir", "mime", "headers", "rewrite"].map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`);
    const text = [
      `ServerRoot ${scratch}`, `PidFile ${scratch}/apache.pid`, "ServerName localhost", `Listen 127.0.0.1:${PORT}`, `ErrorLog ${scratch}/apache.log`,
      ...load, "TypesConfig /dev/null", `Mutex file:${scratch}`, `DocumentRoot ${below ? srv : join(srv, "socle")}`, `<Directory ${srv}>`, "AllowOverride All", "Require all granted", "</Directory>",
    ];
    mkdirSync(join(scratch, "logs"), { recursive: true });
    writeFileSync(join(scratch, "apache.conf"), `${text.join("\n")}\n`);
    return { args: ["-DFOREGROUND", "-f", join(scratch, "apache.conf")], brotli: true };
  },
};

/// One answer as it is sent: nothing is unpacked on the way.
const ask = (path, encoding, method = "GET") =>
  new Promise((done, fail) => {
    const question = (method === "GET" ? get : request)({ host: "127.0.0.1", port: PORT, path, method, headers: { "accept-encoding": encoding } }, (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(pieces) }));
    });
    question.on("error", fail);
    if (method !== "GET") question.end();
  });

async function check(base, { brotli }) {
  const faults = [];
  const hold = (what, is, wanted) => is === wanted || faults.push(`${what}: ${is}, not ${wanted}`);
  const always = headersOf(DIST).slice(0, -1);
  const names = ["", ...filesOf(DIST), "sw.js"];
  let saved = 0;
  for (const name of names) {
    const bytes = readFileSync(join(DIST, name || "index.html"));
    for (const [encoding, unpack] of [["identity", (b) => b], ["gzip", gunzipSync], ...(brotli ? [["br, gzip", brotliDecompressSync]] : [])]) {
      const { status, headers, bytes: sent } = await ask(base + name, encoding);
      const told = `${name || "/"} (${encoding})`;
      hold(`${told} status`, status, 200);
      const packed = existsSync(join(DIST, `${name || "index.html"}.br`)) && encoding !== "identity";
      hold(`${told} encoding`, headers["content-encoding"], packed ? encoding.split(",")[0] : undefined);
      const plain = packed && headers["content-encoding"] ? unpack(sent) : sent;
      hold(`${told} content`, createHash("sha256").update(plain).digest("hex"), createHash("sha256").update(bytes).digest("hex"));
      if (packed) saved += bytes.length - sent.length;
      for (const [header, value] of always) hold(`${told} ${header}`, headers[header.toLowerCase()], value);
      hold(`${told} lifetime`, headers["cache-control"], new RegExp(BY_CONTENT).test(name) ? "public, max-age=31536000, immutable" : "no-cache");
      const type = TYPES[extname(name) || ".html"];
      hold(`${told} type`, headers["content-type"]?.replace(/; ?charset=utf-8/i, ""), type.replace(/;.*/, ""));
      if (packed && !/\bAccept-Encoding\b/i.test(headers.vary ?? "")) faults.push(`${told} does not vary by encoding`);
    }
  }
  const page = await ask(base, "identity");
  const again = await ask(`${base}index.html`, "identity");
  hold("index.html", again.bytes.length, page.bytes.length);
  for (const hidden of ["_headers", "nothing.html"]) {
    const { status } = await ask(base + hidden, "identity");
    if (status !== 404 && status !== 403) faults.push(`${hidden} is answered with ${status}`);
  }
  const { status } = await ask(base, "identity", "POST");
  if (status < 400) faults.push(`POST is answered with ${status}`);
  return { faults, answers: names.length };
}

let failed = false;
for (const [name, start] of Object.entries(SERVERS)) {
  const command = found(name);
  if (!command) {
    console.log(`${name.padEnd(8)} not on this machine`);
    continue;
  }
  for (const below of [false, true]) {
    const { args, brotli } = start(command, below);
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: scratch } });
    let words = "";
    child.stderr.on("data", (text) => (words += text));
    try {
      const base = below ? "/socle/" : "/";
      for (let i = 0; ; i += 1) {
        try {
          await ask(base, "identity");
          break;
        } catch (error) {
          if (i > 50 || child.exitCode !== null) throw new Error(`${name} does not answer: ${words || error}`);
          await new Promise((done) => setTimeout(done, 100));
        }
      }
      const { faults, answers } = await check(base, { brotli });
      const version = `${spawnSync(command, [name === "caddy" ? "version" : "-v"], { encoding: "utf8" }).stdout}${spawnSync(command, ["-v"], { encoding: "utf8" }).stderr}`.match(/\d+\.\d+\.\d+/)?.[0];
      console.log(`${name.padEnd(8)} ${version} at ${base.padEnd(8)} ${faults.length === 0 ? `${answers} addresses as promised` : `${faults.length} faults:\n  ${faults.slice(0, 12).join("\n  ")}`}`);
      failed ||= faults.length > 0;
    } catch (error) {
      console.log(`${name.padEnd(8)} ${below ? "/socle/" : "/"}: ${error.message.slice(0, 1500)}`);
      failed = true;
    } finally {
      child.kill("SIGTERM");
      await new Promise((done) => (child.exitCode !== null || child.signalCode !== null ? done() : child.once("exit", done)));
    }
  }
}
rmSync(scratch, { recursive: true, force: true });
process.exit(failed ? 1 : 0);

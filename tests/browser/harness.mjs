// What every browser journey needs: the built folder served below a sub-folder, a real Chromium, and a watch over the
// page. A journey fails on any console error, uncaught error, violation of the content security policy, failed request or
// request to another origin, even when what it looked for was there.
//
//   const house = await openHouse();
//   after(() => house.close());
//   test("opens a sample", () => house.visit({ lang: "fr" }, async (page, visit) => {
//     await page.getByRole("button", { name: "…" }).click();
//     await visit.axe();
//     await visit.shot("sample");
//   }));

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { DIST } from "../tools/budget.mjs";
import { serve } from "../tools/serve.mjs";

const OUT = fileURLToPath(new URL("out/", import.meta.url));
const BASE = "/haut/socle/";
const LOCALES = { fr: "fr-FR", en: "en-GB" };

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function findChromium() {
  const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
  for (const name of names.filter(Boolean)) {
    const places = name.includes("/") ? [name] : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
    const found = places.find((place) => existsSync(place));
    if (found) return found;
  }
  throw new Error("No Chromium or Chrome on PATH: run `make tools`, or set CHROMIUM to the path of one.");
}

/// Serves `dist/`, or another build, and starts a browser. One a test file is enough.
export async function openHouse(folder = DIST) {
  assert.ok(existsSync(join(folder, "index.html")), "dist/ is empty: run `make dist` first");
  let site = await serve({ folder, base: BASE });
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });

  return {
    url: site.url,
    browser,

    /// The network goes: nobody answers any more.
    cut: () => site.close(),

    /// It comes back, at the same address, with what a folder holds then.
    async mend(folder = DIST) {
      site = await serve({ folder, base: BASE, port: Number(new URL(site.url).port) });
    },

    /// Opens the page in a profile of its own, hands it to `journey`, and afterwards fails on what went wrong unseen.
    ///
    /// `lang` fr or en; `path` what follows the folder, such as "#/help"; `ready` what must be visible before the journey
    /// starts (null: nothing); `today` a date that the page believes; `before` runs in each page before its own scripts;
    /// `offline` lets the page keep itself for use without a network, which other journeys do without;
    /// the rest goes to the browser context (`viewport`, `colorScheme`, `forcedColors`, `reducedMotion`, …).
    async visit({ lang = "fr", path = "", ready = "main", today, before, offline = false, ...options }, journey) {
      const context = await browser.newContext({
        locale: LOCALES[lang],
        timezoneId: "Europe/Paris",
        viewport: { width: 1440, height: 900 },
        ...options,
      });
      const problems = [];
      const allowed = [];
      const responses = [];
      const origin = new URL(site.url).origin;

      // Violations are told by the page itself: some of them never reach the console.
      await context.exposeBinding("__violation", (_, text) => problems.push(`content security policy: ${text}`));
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
          window.__violation(`${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`),
        );
      });
      // A browser without a window cannot ask where to save: files are downloads, as in browsers that do not ask.
      await context.addInitScript(() => delete window.showSaveFilePicker);
      if (!offline) await context.addInitScript(() => delete Navigator.prototype.serviceWorker);
      if (before) await context.addInitScript(before);
      context.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") {
          problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on("weberror", (error) => problems.push(`uncaught: ${error.error().stack ?? error.error()}`));
      context.on("request", (request) => {
        const { protocol, origin: to } = new URL(request.url());
        if (to !== origin && protocol !== "data:" && protocol !== "blob:") problems.push(`another origin was asked: ${request.url()}`);
      });
      context.on("requestfailed", (request) => problems.push(`request failed: ${request.url()}: ${request.failure()?.errorText}`));
      context.on("response", (response) => {
        responses.push(response);
        if (response.status() >= 400) problems.push(`answered ${response.status()}: ${response.url()}`);
      });

      const page = await context.newPage();
      const visit = {
        house: this,
        lang,
        context,
        url: site.url,
        responses,
        problems,

        /// From here on, a problem that matches is expected (a panic that the journey provokes, say).
        allow(pattern) {
          allowed.push(pattern);
        },

        /// Writes a picture to tests/browser/out/. Reading it is a person's work; nothing is compared.
        async shot(name, { fullPage = false } = {}) {
          mkdirSync(OUT, { recursive: true });
          // The defaults inject a style sheet, which the content security policy would refuse.
          await page.screenshot({ path: join(OUT, `${name}-${lang}.png`), fullPage, caret: "initial", animations: "allow" });
        },

        /// Fails on any accessibility fault that axe finds on the page as it is now; of some rules alone, when they are named.
        async axe({ include, exclude = [], rules = {}, only } = {}) {
          if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
          const violations = await page.evaluate(
            async ({ include, exclude, rules, tags, only }) => {
              const context = { exclude };
              if (include) context.include = include;
              const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: tags };
              const result = await window.axe.run(context, { runOnly, rules, resultTypes: ["violations"] });
              return result.violations.map((violation) => ({
                id: violation.id,
                help: violation.help,
                nodes: violation.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
              }));
            },
            { include, exclude, rules, only, tags: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
          );
          const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 5).join("\n    ")}`);
          assert.equal(violations.length, 0, `axe (${lang}) found:\n  ${told.join("\n  ")}`);
        },

        /// Fails on invalid HTML in the page as it is now.
        async html() {
          const text = await page.evaluate(() => `<!DOCTYPE html>${document.documentElement.outerHTML}`);
          const { validateText } = await import("../tools/html.mjs");
          assert.deepEqual(await validateText(text), [], "the rendered page is not valid HTML");
        },
      };

      try {
        if (today) await page.clock.setFixedTime(new Date(`${today}T10:00:00Z`));
        await page.goto(site.url + path);
        if (ready) await page.locator(ready).first().waitFor();
        await journey(page, visit);
        if (!page.isClosed()) await page.waitForLoadState("networkidle");
      } catch (error) {
        mkdirSync(OUT, { recursive: true });
        await page.screenshot({ path: join(OUT, `failed-${lang}-${Date.now()}.png`), caret: "initial", animations: "allow" }).catch(() => {});
        if (problems.length > 0) error.message += `\nand the page told:\n  ${problems.join("\n  ")}`;
        throw error;
      } finally {
        await context.close();
      }
      const unexpected = problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
      assert.deepEqual(unexpected, [], `the page had problems (${lang})`);
    },

    async close() {
      await browser.close();
      await site.close();
    },
  };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

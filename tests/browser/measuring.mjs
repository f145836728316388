// How long the page takes: what the journey on speed and `make bench` measure alike.

import assert from "node:assert/strict";
import { TODAY, compose, documentOf, field, outlineRow } from "./composing.mjs";
import { eventually, goTo, settled, stored } from "./journeys.mjs";

/// Fans of applications on platforms on containers on clouds, one cloud in three qualified.
export function stack(n) {
  const services = [];
  for (let i = 0; services.length < n; i += 1) {
    const base = `nuage-${i}`;
    services.push({ id: base, name: `Nuage ${i}`, provider: "eux", activities: ["iaas"], qualifications: i % 3 === 0 ? [{ version: "3.2", granted: "2025-03-03", evidence: "decision" }] : [] });
    const chain = [["caas", "Grappes"], ["paas", "Plateforme"], ["saas", "Téléservice"]];
    let below = base;
    for (const [activity, name] of chain) {
      services.push({ id: `${activity}-${i}`, name: `${name} ${i}`, provider: "nous", activities: [activity], relies_on: [{ service: below }] });
      below = `${activity}-${i}`;
    }
    // A fan: more applications on the same platform, the last also on the cloud before.
    for (let j = 0; j < 6; j += 1) {
      const bases = [{ service: `paas-${i}` }, ...(j === 5 && i > 0 ? [{ service: `nuage-${i - 1}` }] : [])];
      services.push({ id: `saas-${i}-${j}`, name: `Téléservice ${i}.${j}`, provider: "nous", activities: ["saas"], relies_on: bases });
    }
  }
  return { format: "socle/1", title: `${n} services`, as_of: TODAY, providers: [{ id: "nous", name: "Nous" }, { id: "eux", name: "Eux" }], services: services.slice(0, n) };
}

/// Makes an edit in a field, at the beginning of a frame as a browser does with what a person types. Gives, in
/// milliseconds from the event, when both the outline and the diagram said what they are to say, and when that was painted;
/// nothing for the first where they did not before the frame was painted.
const edit = (page, id, value, shown) =>
  page.evaluate(
    ([id, value, shown]) =>
      new Promise((done) => {
        const input = document.getElementById(id);
        input.focus();
        input.value = value;
        const plain = (text) => (text ?? "").replace(/\s/g, " ");
        const follows = () =>
          plain(document.getElementById("o-service:nuage-0")?.textContent).includes(shown) &&
          plain(document.getElementById("d-service:nuage-0")?.getAttribute("aria-label")).includes(shown);
        requestAnimationFrame(() => {
          const start = performance.now();
          let followed;
          let isOver = false;
          input.dispatchEvent(new Event("change", { bubbles: true }));
          // What follows an edit runs before anything else can: between its steps the views are asked.
          const ask = () => {
            if (follows()) followed = performance.now() - start;
            else if (!isOver && performance.now() - start < 1000) queueMicrotask(ask);
          };
          queueMicrotask(ask);
          // The task after the rendering of this frame.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            isOver = true;
            done([followed, performance.now() - start]);
          };
          channel.port2.postMessage(null);
        });
      }),
    [id, value, shown],
  );

export const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

/// What the page has spent so far on scripts, styles and layout, and altogether, in milliseconds.
async function spending(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  return async () => Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value * 1000]));
}

const SPENT = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration"];

/// The edits that are measured: what is done to which field, and what every view says then.
const EXPIRIES = (i) => `202${7 + (i % 2)}-0${1 + (i % 9)}-15`;
const EDITS = [
  ["rename", "field-name", (i) => `Nuage neuf ${i}`, (i) => `Nuage neuf ${i}`],
  [
    "expiry",
    "field-qualifications-0-expires",
    EXPIRIES,
    (i) => new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" }).format(new Date(EXPIRIES(i))).replace(/\s/g, " "),
  ],
];

/// How long edits take where everything is shown, in a document of `n` services: for each, in milliseconds from the event,
/// when every view had followed, when the picture of them was painted, and what the page spent.
export async function editing(page, n, runs = 9) {
  await compose(page, stack(n));
  assert.equal((await documentOf(page)).services.length, n);
  assert.equal(await page.locator("#diagram .card").count(), n);
  await outlineRow(page, "service:nuage-0").click();
  await field(page, "/qualifications/0/expires").waitFor({ state: "attached" });
  await settled(page);
  const spent = await spending(page);
  const found = {};
  for (const [what, id, value, shown] of EDITS) {
    const times = [];
    const followed = [];
    const parts = [];
    // The first is a rehearsal.
    for (let i = 0; i <= runs; i += 1) {
      const [before, from] = [await stored(page), await spent()];
      const [views, time] = await edit(page, id, value(i), shown(i));
      await settled(page);
      const to = await spent();
      assert.notEqual(await stored(page), before, "each is an edit, and is kept");
      assert.ok(views > 0, "every view had followed when the frame was painted");
      if (i === 0) continue;
      times.push(time);
      followed.push(views);
      parts.push(SPENT.map((name) => to[name] - from[name]));
    }
    const [script, style, layout, all] = SPENT.map((_, i) => median(parts.map((part) => part[i])).toFixed(1));
    found[what] = { times, followed, spent: `the page was busy ${all} ms: script ${script}, style ${style}, layout ${layout}` };
  }
  return found;
}

/// Does something at the beginning of a frame, and gives how long after that the frame was painted, in milliseconds, and
/// how many rows of the matrix it showed and whether they went down to the end of the window.
const painted = (page, act, ...values) =>
  page.evaluate(
    ([act, values]) =>
      new Promise((done) => {
        requestAnimationFrame(() => {
          const start = performance.now();
          ACTS[act](...values);
          // The task after the rendering of this frame.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            const time = performance.now() - start;
            const rows = [...document.querySelectorAll('[id^="m-"]')].filter((row) => row.checkVisibility());
            done([time, rows.length, rows.some((row) => row.getBoundingClientRect().bottom >= innerHeight)]);
          };
          channel.port2.postMessage(null);
        });
      }),
    [act, values],
  );

/// How long the matrix of the open document takes to show, the first time and again, and to follow what is typed, in
/// milliseconds. Its code has come before.
export async function matrix(page, runs = 9) {
  await page.evaluate(() => {
    window.ACTS = {
      open: () => document.querySelectorAll("nav.screens button")[3].click(),
      type: (value) => {
        const input = document.getElementById("search");
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      },
    };
  });
  const whole = () => eventually(async () => assert.equal(await page.locator('[id^="m-"]').count(), 278));
  await goTo(page, "#/matrix");
  await whole();
  const opened = [];
  for (let i = 0; i < runs; i += 1) {
    await goTo(page, "#/scope");
    await page.locator(".figure-number").first().waitFor();
    await settled(page);
    const [time, seen, fills] = await painted(page, "open");
    assert.ok(fills, `the frame is full of rows: ${seen}`);
    opened.push(time);
    await whole();
    await settled(page);
  }
  await page.locator(".m-filters > summary").click();
  const spent = await spending(page);
  const from = await spent();
  const typed = [];
  const values = ["c", "cl", "clé", "clés", "", "j", "jo", "jour", ""];
  let before = 261;
  for (const value of values) {
    const [time, seen] = await painted(page, "type", value);
    if (value.length !== 1) assert.notEqual(seen, before, `“${value}” is followed in that frame`);
    before = seen;
    typed.push(time);
    await settled(page);
  }
  const to = await spent();
  const [script, style, layout] = SPENT.map((name) => ((to[name] - from[name]) / values.length).toFixed(1));
  return { opened, typed, spent: `of a keystroke: script ${script}, style ${style}, layout ${layout} ms` };
}

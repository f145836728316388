// How long an edit takes, from the event to the picture: on the compose screen, where everything is shown, with
// documents of 50 and of 300 services. Then how long the matrix takes to open, and to follow a filter.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { TODAY, compose, documentOf, field, outlineRow } from "./composing.mjs";
import { openHouse } from "./harness.mjs";
import { eventually, goTo, openSample, settled, stored } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

/// Fans of applications on platforms on containers on clouds, one cloud in three qualified.
function stack(n) {
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
/// milliseconds from the event, when that frame was painted, and whether both the outline and the diagram showed the edit
/// then.
const edit = (page, id, value, shown) =>
  page.evaluate(
    ([id, value, shown]) =>
      new Promise((done) => {
        const input = document.getElementById(id);
        input.focus();
        input.value = value;
        requestAnimationFrame(() => {
          const start = performance.now();
          input.dispatchEvent(new Event("change", { bubbles: true }));
          // The task after the rendering of this frame.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            const painted = performance.now() - start;
            const views = ["o-service:nuage-0", "d-service:nuage-0"].map((id) => document.getElementById(id).textContent);
            done([painted, views.every((text) => text.includes(shown))]);
          };
          channel.port2.postMessage(null);
        });
      }),
    [id, value, shown],
  );

const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

// What is meant is 16 and 50 ms on a desktop; what is refused is more than these: six times as much, for busy machines.
const BUSY = 6;
for (const [n, limit] of [[50, 100], [300, 300]]) {
  test(`an edit among ${n} services is painted within ${limit} ms`, (t) =>
    house.visit({ lang: "fr" }, async (page) => {
      await compose(page, stack(n));
      assert.equal((await documentOf(page)).services.length, n);
      assert.equal(await page.locator("#diagram .card").count(), n);
      await outlineRow(page, "service:nuage-0").click();
      await field(page, "/qualifications/0/expires").waitFor({ state: "attached" });
      await settled(page);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("Performance.enable");
      const spent = async () => Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value * 1000]));
      const medians = {};
      for (const [what, id, value, shown] of [
        ["rename", "field-name", (i) => `Nuage neuf ${i}`, (i) => `Nuage neuf ${i}`],
        ["expiry", "field-qualifications-0-expires", (i) => `202${6 + (i % 2)}-0${1 + (i % 9)}-15`, () => "Nuage"],
      ]) {
        const times = [];
        const parts = [];
        for (let i = 0; i < 10; i += 1) {
          const [before, from] = [await stored(page), await spent()];
          const [time, isShown] = await edit(page, id, value(i), shown(i));
          await settled(page);
          const to = await spent();
          assert.notEqual(await stored(page), before, "each is an edit, and is kept");
          assert.ok(isShown, "every view had followed when the frame was painted");
          // The first is a rehearsal.
          if (i === 0) continue;
          times.push(time);
          parts.push(["ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration"].map((name) => to[name] - from[name]));
        }
        medians[what] = median(times);
        const [script, style, layout, all] = [0, 1, 2, 3].map((i) => median(parts.map((part) => part[i])).toFixed(1));
        t.diagnostic(`${n} services, ${what}: median ${median(times).toFixed(1)} ms of 9 (${times.map((time) => time.toFixed(0)).join(" ")}); the page was busy ${all} ms: script ${script}, style ${style}, layout ${layout}`);
      }
      for (const [what, time] of Object.entries(medians)) assert.ok(time <= limit, `${what} among ${n} services takes ${time.toFixed(1)} ms`);
    }));
}

/// Does something at the beginning of a frame, and gives how long after that the frame was painted, in milliseconds, and
/// how many rows of the matrix it showed.
const painted = (page, act, ...values) =>
  page.evaluate(
    ([act, values]) =>
      new Promise((done) => {
        requestAnimationFrame(() => {
          const start = performance.now();
          ACTS[act](...values);
          // The task after the rendering of this frame.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done([performance.now() - start, [...document.querySelectorAll('[id^="m-"]')].filter((row) => row.checkVisibility()).length]);
          channel.port2.postMessage(null);
        });
      }),
    [act, values],
  );

// Meant are 120 ms for opening and 30 for a keystroke, which the table does not keep yet. Refused is three times as much for
// opening, which is mostly one long task, and six times for a keystroke: machines are busy.
test("the matrix opens at once, and what a filter costs there is told", (t) =>
  house.visit({ lang: "fr" }, async (page) => {
    await openSample(page, "S27");
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
    const rows = () => page.locator('[id^="m-"]').count();
    const whole = () => eventually(async () => assert.equal(await rows(), 278));
    // Once, so that its code has come.
    await goTo(page, "#/matrix");
    await whole();
    const opened = [];
    for (let i = 0; i < 5; i += 1) {
      await goTo(page, "#/scope");
      await page.locator(".figure-number").first().waitFor();
      await settled(page);
      const [time, seen] = await painted(page, "open");
      assert.ok(seen > 30, `the frame shows the first chapters: ${seen} rows`);
      opened.push(time);
      await whole();
      await settled(page);
    }
    await page.locator(".m-filters > summary").click();
    const typed = [];
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    const spent = async () => Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value * 1000]));
    const from = await spent();
    let before = 261;
    for (const value of ["c", "cl", "clé", "clés", ""]) {
      const [time, seen] = await painted(page, "type", value);
      if (value.length !== 1) assert.notEqual(seen, before, `“${value}” is followed in that frame`);
      before = seen;
      typed.push(time);
      await settled(page);
    }
    const to = await spent();
    const [script, style, layout] = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"].map((name) => ((to[name] - from[name]) / 5).toFixed(1));
    t.diagnostic(`of a keystroke: script ${script}, style ${style}, layout ${layout} ms`);
    t.diagnostic(`the matrix: median ${median(opened).toFixed(1)} ms of 5 (${opened.map((time) => time.toFixed(0)).join(" ")}); a keystroke: median ${median(typed).toFixed(1)} ms of 5 (${typed.map((time) => time.toFixed(0)).join(" ")})`);
    assert.ok(median(opened) <= 120 * 3, `opening the matrix takes ${median(opened).toFixed(1)} ms`);
    assert.ok(median(typed) <= 30 * BUSY, `a keystroke takes ${median(typed).toFixed(1)} ms`);
  }));

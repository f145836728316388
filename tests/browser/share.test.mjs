// A link that carries the whole document: what opens from it, what stays, what is refused, and that none of it ever
// leaves the browser.

import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, PAIR, act, address, eventually, figures, focused, goTo, keptTexts, openDocument, openSample, panelOf, plain, samples, scopeOf, settled, standing, stored, titled, visibleIds } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const WORDS = {
  fr: {
    broken: /abîmé/,
    version: /plus récente \(9\)/,
    large: /trop grand pour un lien/,
    reveals: /document entier.*Qui a le lien peut tout lire/,
    kept: /gardé dans ce navigateur, et là seulement/,
  },
  en: {
    broken: /damaged/,
    version: /newer form \(9\)/,
    large: /too large for a link/,
    reveals: /whole document.*Whoever has the link can read it all/,
    kept: /kept in this browser, and only there/,
  },
};

/// The form of a link, made by other means than the page’s.
const packed = (text) => `1.${deflateRawSync(Buffer.from(text)).toString("base64url")}`;
const fragment = (text, hash = "#/scope") => `${hash}${hash.includes("?") ? "&" : "?"}d=${packed(text)}`;

/// Makes the link of what is open; gives it.
async function linkOf(page) {
  await act(page, "share").click();
  await page.locator("#share-link").waitFor();
  const link = await page.locator("#share-link").inputValue();
  await page.keyboard.press("Escape");
  await page.locator("#dialog").waitFor({ state: "detached" });
  return link;
}

/// The document has left the address.
const isShort = (page) => eventually(async () => assert.ok(!/[?&]d=/.test(page.url()) && page.url().length < 300, page.url().slice(0, 200)));

const kept = async (page) => Object.values(await keptTexts(page));

/// Fails when what stands behind the # ever goes into a request.
function watch(page) {
  const asked = [];
  page.context().on("request", (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`));
  return (link) => {
    assert.ok(asked.length > 3);
    const secret = link.split("d=")[1].slice(0, 60);
    for (const request of asked) assert.ok(!request.includes(secret) && !request.includes("#"), request.slice(0, 200));
  };
}

for (const lang of LANGS) {
  const W = WORDS[lang];

  test(`a link opens the same document on the same screen, once, beside one’s own (${lang})`, () =>
    house.visit({ lang }, async (page, visit) => {
      await openSample(page, "S06");
      await goTo(page, "#/scope?verdict=shared&chapter=12&q=12&requirement=12.11.a&service=scalingo-paas");
      await panelOf(page, "12.11.a");
      const ids = await eventually(async () => {
        const ids = await visibleIds(page);
        assert.ok(ids.length > 2 && ids.length < 60, `${ids.length} are shown`);
        return ids;
      });
      const text = await stored(page);
      await act(page, "share").click();
      await page.locator("#share-link").waitFor();
      assert.match(plain(await page.locator("#dialog").innerText()), W.reveals);
      await eventually(async () => assert.equal(await focused(page), "button#share-copy.primary"));
      const link = await page.locator("#share-link").inputValue();
      assert.ok(link.startsWith(`${visit.url}#/scope?`) && link.length < 49_000);
      assert.equal(Number(/\d[\d\s\u202f\u00a0]*/.exec(await page.locator("#dialog .hint").last().innerText())[0].replace(/\D/g, "")), link.length);
      await page.keyboard.press("Escape");
      await page.locator("#dialog").waitFor({ state: "detached" });
      assert.equal(await stored(page), text);

      await house.visit({ lang, path: link.slice(visit.url.length), ready: ".figure-number" }, async (other) => {
        const check = watch(other);
        await standing(other);
        await titled(other, samples.S06.document.title);
        await isShort(other);
        await eventually(async () => assert.deepEqual(JSON.parse(await stored(other)), JSON.parse(text)));
        await panelOf(other, "12.11.a");
        await eventually(async () => assert.deepEqual(await visibleIds(other), ids));
        assert.deepEqual(Object.fromEntries(new URLSearchParams(other.url().split("?")[1])), { service: "scalingo-paas", requirement: "12.11.a", q: "12", verdict: "shared", chapter: "12" });
        assert.match(plain(await other.locator("#toast").innerText()), W.kept);
        // The same link again, from the start and while the document is open: still one document.
        await goTo(other, link.split("#")[1]);
        await isShort(other);
        await other.reload();
        await standing(other);
        await goTo(other, link.split("#")[1]);
        await isShort(other);
        await settled(other);
        assert.equal((await kept(other)).length, 1);
        check(link);
      });
    }));

  test(`one’s own documents stay, and every screen can be shared (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openDocument(page, PAIR, "#/scope?service=bureau&assume=1");
      await standing(page);
      const own = await stored(page);
      const check = watch(page);
      const links = {};
      for (const hash of ["#/matrix?service=bureau&assume=1&chapter=12", "#/present?service=bureau", "#/compare?service=bureau&with=candidates%3D1", "#/report?service=bureau", "#/compose"]) {
        await goTo(page, hash);
        await settled(page);
        links[hash] = await linkOf(page);
        assert.ok(links[hash].includes(`#/${/#\/(\w+)/.exec(hash)[1]}?`), links[hash].slice(0, 90));
      }
      assert.equal(new Set(Object.values(links).map((link) => link.split("d=")[1])).size, 1, "the document is the same in all");

      await goTo(page, "#/");
      await openSample(page, "S06");
      const sample = await stored(page);
      const link = Object.values(links)[0];
      await goTo(page, link.split("#")[1]);
      await titled(page, PAIR.title);
      await isShort(page);
      await page.locator("#matrix-body").waitFor();
      assert.match(await address(page), /#\/matrix\?service=bureau&assume=1&chapter=12$/);
      await eventually(async () => assert.deepEqual(JSON.parse(await stored(page)), JSON.parse(own)));
      for (const text of [own, sample]) assert.ok((await kept(page)).includes(text), "one’s own stays as it was");
      await eventually(async () => assert.match(await focused(page), /^main/));
      check(link);
    }));

  test(`a link made elsewhere opens, from the start screen too (${lang})`, () =>
    house.visit({ lang, path: fragment(JSON.stringify(PAIR), "#/scope?service=guichet"), ready: ".figure-number" }, async (page) => {
      await standing(page);
      await isShort(page);
      await eventually(async () => assert.deepEqual(await figures(page), { ...scopeOf(JSON.stringify(PAIR), "guichet").counts.verified }));
      // Without a screen that shows a document, it is what remains.
      await goTo(page, fragment(samples.S06.text, "#/"));
      await titled(page, samples.S06.document.title);
      await isShort(page);
      await eventually(async () => assert.match(await address(page), /#\/scope/));
    }));

  test(`what is no link of this form is refused in plain words, and nothing else changes (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const before = await keptTexts(page);
      const good = packed(samples.S06.text);
      const bomb = `1.${deflateRawSync(Buffer.alloc(5_000_000), { level: 9 }).toString("base64url")}`;
      assert.ok(bomb.length < 48_000, "the bomb is a short link");
      const cases = {
        "cut in the middle": [good.slice(0, good.length / 2 - (good.length / 2) % 4 + 2), W.broken],
        "another alphabet": ["1.abc*def!", W.broken],
        "no version": [good.slice(2), W.broken],
        "empty but for a version": ["1.", W.broken],
        "not compressed": [`1.${Buffer.from('{"format":"socle/1"}').toString("base64url")}`, W.broken],
        "another version": [`9.${good.slice(2)}`, W.version],
        "too long": [`1.${"A".repeat(48_000)}`, W.large],
        bomb: [bomb, W.large],
      };
      for (const [name, [text, said]] of Object.entries(cases)) {
        await goTo(page, `#/scope?d=${encodeURIComponent(text)}`);
        const fault = page.locator("#fault");
        await eventually(async () => assert.match(plain(await fault.innerText({ timeout: 5_000 })), said, name));
        await eventually(async () => assert.match(await focused(page), /^section#fault/, name));
        await isShort(page);
        await settled(page);
        assert.deepEqual(await keptTexts(page), before, `${name}: nothing was stored`);
        await fault.getByRole("button").click();
        await fault.waitFor({ state: "detached" });
      }
      await goTo(page, "#/scope");
      await standing(page);
      await titled(page, samples.S06.document.title);
    }));

  test(`a link whose document has errors opens for repair (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const before = await keptTexts(page);
      const broken = structuredClone(PAIR);
      broken.services[0].provider = "personne";
      for (const text of [JSON.stringify(broken), "{\"format\": \"socle/1\",", "[]"]) {
        await goTo(page, fragment(text));
        await page.locator("#problems").waitFor();
        await isShort(page);
        await settled(page);
        assert.deepEqual(await keptTexts(page), before, "nothing is stored before it is mended");
        await goTo(page, "#/scope");
        await standing(page);
      }
      // Mended, it opens beside the others.
      await goTo(page, fragment(JSON.stringify(broken)));
      await page.locator("#problems .primary, .mend-card button").first().waitFor();
    }));

  test(`a document that is too large for a link says so, and how to send it (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const large = structuredClone(PAIR);
      // Words that do not repeat, so that they do not compress.
      let seed = 7;
      const word = () => Array.from({ length: 40 }, () => ((seed = (seed * 48271) % 2147483647), (seed % 36).toString(36))).join("");
      while (packed(JSON.stringify(large)).length < 60_000) {
        for (let i = 0; i < 20; i += 1) large.services.push({ id: `s-${large.services.length}`, name: `Service ${large.services.length}`, provider: "nous", activities: ["saas"], note: Array.from({ length: 8 }, word).join(" "), relies_on: [{ service: "plateforme" }] });
      }
      await openDocument(page, large, "#/scope?service=guichet");
      await act(page, "share").click();
      const said = page.locator("#dialog .problem");
      await said.waitFor();
      assert.match(plain(await said.innerText()), W.large);
      assert.equal(await page.locator("#share-link").count(), 0);
      await page.keyboard.press("Escape");
      await page.locator("#dialog").waitFor({ state: "detached" });
    }));

  test(`a link is copied, or chosen where the browser gives no clipboard (${lang})`, () =>
    house.visit({ lang, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await openSample(page, "S06");
      await act(page, "share").click();
      await page.locator("#share-copy").click();
      await eventually(async () => assert.ok((await page.locator("#share-said").innerText()).length > 5));
      const link = await page.locator("#share-link").inputValue();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
      await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }));
      await page.locator("#share-copy").click();
      await eventually(async () => assert.match(await focused(page), /^input#share-link/));
      assert.equal(await page.evaluate(() => document.activeElement.selectionEnd - document.activeElement.selectionStart), link.length);
    }));
}

// A stack built by pointer alone, from nothing: once with single clicks only, once with drags. Names and days are typed
// into their fields; everything else is pressed. The three faces always show the same selection, and the counts are the
// command's.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { STACK, TODAY, card, changes, choice, compose, counts, dialog, documentOf, drawn, field, idOf, menuNow, offered, outlineRow, selects } from "./composing.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, act, eventually, plain, said, settled, stored, titled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

/// Types over what a field holds; what is pressed next makes the edit.
async function type(page, path, text) {
  const input = field(page, path);
  await input.click({ clickCount: 3 });
  await page.keyboard.type(text);
}

/// Presses a part of the diagram that is empty.
const pressNothing = async (page) => {
  const box = await page.locator("#diagram-frame").boundingBox();
  await page.mouse.click(box.x + box.width - 24, box.y + 12);
};

/// The middle of something, in the window.
async function middle(locator) {
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/// Presses a service or a third party of the diagram in its middle.
async function press(page, key, options = {}) {
  const part = drawn(page, key).locator(".card-box");
  await part.scrollIntoViewIfNeeded();
  await page.mouse.click(...(await middle(part)), options);
}

/// Drags from a place to another, in steps as a hand does.
async function drag(page, [x1, y1], [x2, y2], { drop = true } = {}) {
  await page.mouse.move(x1, y1);
  await page.mouse.down();
  await page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, { steps: 3 });
  await page.mouse.move(x2, y2, { steps: 3 });
  if (drop) await page.mouse.up();
}

/// Adds a service from the toolbar, by clicks.
async function add(page, activity, name, { alone = false } = {}) {
  await act(page, "add").click();
  if (alone) await dialog(page).locator(".choices label").last().click();
  await changes(page, () => choice(page, activity).first().click());
  await dialog(page).waitFor({ state: "detached" });
  await changes(page, async () => {
    await type(page, "/name", name);
    await page.locator("#inspector-title").click();
  });
  return `service:${await idOf(page, name)}`;
}

const rests = async (page) => Object.fromEntries((await documentOf(page)).services.map((s) => [s.id, (s.relies_on ?? []).map((r) => r.service)]));
const id = (key) => key.split(":")[1];

for (const lang of LANGS) {
  const W = WORDS[lang];

  test(`five services from nothing, with single clicks; undone five times and made again (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      page.setDefaultTimeout(10_000);
      await page.locator("main .hero-actions .primary").click();
      await page.locator("#diagram").waitFor();
      assert.equal(await page.title(), W.titles.compose);
      // An empty diagram says how to begin.
      await page.locator(".diagram-empty button").click();
      await changes(page, () => choice(page, "SaaS").first().click());
      await changes(page, async () => {
        await type(page, "/name", "Téléservice");
        await page.locator("#inspector-title").click();
      });
      const saas = `service:${await idOf(page, "Téléservice")}`;
      await selects(page, lang, [saas]);
      const alone = await counts(page);
      const paas = await add(page, "PaaS", "Plateforme");
      const caas = await add(page, "CaaS", "Grappes");
      const iaas = await add(page, "IaaS", "Nuage Est");
      await selects(page, lang, [iaas]);
      assert.deepEqual(await rests(page), { [id(saas)]: [id(paas)], [id(paas)]: [id(caas)], [id(caas)]: [id(iaas)], [id(iaas)]: [] });

      await changes(page, () => field(page, "/qualifications/add").click());
      await changes(page, () => field(page, "/qualifications/0/granted").fill("2025-03-03"));
      const qualified = await counts(page);
      assert.ok(qualified.inherited > 0 && qualified.remains < alone.remains);
      const second = await add(page, "IaaS", "Nuage Ouest", { alone: true });
      assert.match(plain(await page.locator(".told").innerText()), /\S ?: \S/, "what the last edit moved is told");

      // Five steps, of every kind; each is one edit.
      const steps = [];
      const step = async (...done) => steps.push(await changes(page, ...done));

      // An arrow is pressed; its contract leaves a share.
      const reliance = `reliance:${id(caas)}:${id(iaas)}`;
      await pressArrow(page, reliance);
      await selects(page, lang, [reliance]);
      const inherited = await counts(page);
      await changes(page, () => field(page, "/retained/add").click());
      await step(() => field(page, "/retained/0/layer").selectOption("facility"));
      const left = await counts(page);
      assert.ok(left.inherited < inherited.inherited, "a share that is left moves verdicts");
      assert.deepEqual((await documentOf(page)).services.find((s) => s.id === id(caas)).relies_on[0].retained, [{ layer: "facility" }]);

      // A press on the handle and a press on the base: no drag is needed.
      await press(page, `service:${id(paas)}`);
      await selects(page, lang, [paas]);
      await card(page, id(paas)).locator("[data-handle]").click();
      await page.locator("#diagram[data-mode=connecting]").waitFor();
      // What can be pressed is marked a moment after the mode has changed.
      await eventually(async () => assert.deepEqual(await page.locator("#diagram .card.open").evaluateAll((cards) => cards.map((card) => card.dataset.item).sort()), [iaas, second].sort()));
      await step(() => press(page, `service:${id(second)}`));
      assert.deepEqual((await rests(page))[id(paas)], [id(caas), id(second)]);
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "idle");
      await selects(page, lang, [paas]);

      // A third party, added under the application from the outline.
      await outlineRow(page, saas).click();
      await selects(page, lang, [saas]);
      await step(() => act(page, "third").click());
      const third = `third:${(await documentOf(page)).third_parties[0].id}`;
      await selects(page, lang, [third]);
      await step(() => page.locator('[id="field-roles"] label', { hasText: "SOC" }).click());
      assert.deepEqual([(await documentOf(page)).third_parties[0].roles, (await documentOf(page)).third_parties[0].serves], [["soc"], [id(saas)]]);
      await counts(page);

      // The qualification ends before today.
      await press(page, `service:${id(iaas)}`);
      await selects(page, lang, [iaas]);
      await step(() => field(page, "/qualifications/0/expires").fill("2026-06-06"));
      const expired = await counts(page);
      assert.deepEqual([expired.inherited, expired.shared], [0, 0]);

      const texts = [...steps, await stored(page)];
      assert.equal(texts.length, 6);
      for (let i = 4; i >= 0; i -= 1) {
        const label = /^[^(]*/.exec(await act(page, "undo").getAttribute("title"))[0];
        assert.ok(plain(label).length > W.act.undo.length + 3, `the button names the edit: ${label}`);
        await act(page, "undo").click();
        await eventually(async () => assert.equal(await stored(page), texts[i], `undone, the document is as before step ${i + 1}`));
        await counts(page);
      }
      for (let i = 1; i <= 5; i += 1) {
        await act(page, "redo").click();
        await eventually(async () => assert.equal(await stored(page), texts[i], `made again, the document is as after step ${i}`));
      }
      assert.deepEqual(await counts(page), expired);
      assert.equal(await act(page, "redo").isDisabled(), true);

      // The list of verdicts is about the same service and says the same.
      await page.locator("nav .screen").nth(2).click();
      await page.locator(".figure-number").first().waitFor();
      assert.equal(Number(await page.locator(".figure.remains .figure-number").textContent()), expired.remains);
    }));

  test(`the same with drags: connect, pin, change band, surround (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      const loose = structuredClone(STACK);
      for (const service of loose.services) delete service.relies_on;
      delete loose.third_parties;
      await compose(page, loose);
      await settled(page);
      const texts = [await stored(page)];
      const step = async (...done) => {
        await changes(page, ...done);
        texts.push(await stored(page));
      };
      const connect = async (from, to) => {
        await settled(page);
        await drag(page, await middle(card(page, from).locator("[data-handle]")), await middle(card(page, to).locator(".card-box")));
      };

      // From handle to box, four times: the whole stack.
      for (const [from, to] of [["teleservice", "plateforme"], ["plateforme", "grappes"], ["grappes", "nuage"], ["plateforme", "second"]]) {
        await step(() => connect(from, to));
        await counts(page);
        await selects(page, lang, [`service:${from}`]);
        await drawn(page, `reliance:${from}:${to}`).waitFor({ state: "attached" });
      }
      assert.deepEqual(await rests(page), { nuage: [], grappes: ["nuage"], plateforme: ["grappes", "second"], teleservice: ["plateforme"], second: [] });

      // A circle is refused, in words; a drop on nothing and Escape in mid-drag change nothing.
      const before = await stored(page);
      await connect("nuage", "teleservice");
      await page.locator("#toast").waitFor();
      assert.match(plain(await page.locator("#toast").innerText()), lang === "fr" ? /cercle/ : /circle/);
      await page.locator("#toast .tool").click();
      await settled(page);
      const handle = await middle(card(page, "second").locator("[data-handle]"));
      await drag(page, handle, [handle[0] + 60, handle[1] + 30]);
      await drag(page, await middle(card(page, "grappes").locator(".card-who")), handle, { drop: false });
      await page.keyboard.press("Escape");
      await page.mouse.up();
      await settled(page);
      assert.equal(await stored(page), before);
      assert.equal(await page.locator("#diagram .sketch").count(), 0);

      // Sideways pins; down a band changes what the service is.
      await settled(page);
      const at = await middle(card(page, "second").locator(".card-box"));
      await step(() => drag(page, [at[0], at[1] - 20], [at[0] + 220, at[1] - 14]));
      assert.ok(Number.isInteger((await documentOf(page)).services.find((s) => s.id === "second").column));
      await selects(page, lang, ["service:second"]);
      await eventually(async () => assert.ok((await middle(card(page, "second").locator(".card-box")))[0] > at[0] + 60, "it stays where it was put"));
      assert.equal(await card(page, "second").locator(".pin").count(), 1);
      const from = await middle(card(page, "grappes").locator(".card-box"));
      const to = await middle(card(page, "plateforme").locator(".card-box"));
      await step(() => drag(page, [from[0], from[1] - 20], [from[0], to[1] - 20]));
      assert.deepEqual((await documentOf(page)).services.find((s) => s.id === "grappes").activities, ["paas"]);
      await counts(page);

      // Undo and redo, five times.
      const end = texts.length - 1;
      for (let i = end - 1; i >= end - 5; i -= 1) {
        await act(page, "undo").click();
        await eventually(async () => assert.equal(await stored(page), texts[i]));
      }
      for (let i = end - 4; i <= end; i += 1) {
        await act(page, "redo").click();
        await eventually(async () => assert.equal(await stored(page), texts[i]));
      }

      // One button lets go of all places.
      await changes(page, () => act(page, "arrange").click());
      assert.ok((await documentOf(page)).services.every((s) => s.column === undefined));
      assert.equal(await act(page, "arrange").isDisabled(), true);

      // A rectangle around both clouds; with Shift, one more.
      await act(page, "fit").click();
      await settled(page);
      const [a, b] = [await card(page, "nuage").locator(".card-box").boundingBox(), await card(page, "second").locator(".card-box").boundingBox()];
      const [left, right] = [Math.min(a.x, b.x), Math.max(a.x + a.width, b.x + b.width)];
      await drag(page, [left - 14, a.y - 8], [right + 14, a.y + a.height - 4]);
      const inside = ["service:nuage", "service:second"];
      await eventually(async () => {
        const now = await page.locator("#diagram .card.selected").evaluateAll((cards) => cards.map((c) => c.dataset.item).sort());
        assert.deepEqual(now, [...inside].sort());
      });
      await page.keyboard.down("Shift");
      await press(page, "service:teleservice");
      await page.keyboard.up("Shift");
      await selects(page, lang, [...inside, "service:teleservice"]);
      await changes(page, () => act(page, "delete").click());
      assert.deepEqual((await documentOf(page)).services.map((s) => s.id).sort(), ["grappes", "plateforme"]);
      await selects(page, lang, []);
      await changes(page, () => page.locator("#toast .link").click());
      assert.equal((await documentOf(page)).services.length, 5);
    }));

  test(`a press selects the same thing in the diagram, the outline and the inspector (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await settled(page);
      for (const service of STACK.services) {
        await press(page, `service:${service.id}`);
        await selects(page, lang, [`service:${service.id}`]);
      }
      for (const reliance of ["reliance:teleservice:plateforme", "reliance:plateforme:grappes", "reliance:grappes:nuage"]) {
        await pressArrow(page, reliance);
        await selects(page, lang, [reliance]);
      }
      await press(page, "third:veille");
      await selects(page, lang, ["third:veille"]);
      for (const key of ["service:plateforme", "reliance:plateforme:grappes", "third:veille", "provider:eux", "document"]) {
        await outlineRow(page, key).click();
        if (key === "document") await eventually(async () => assert.equal(await page.locator("#inspector-title").innerText().then(plain), plain(`Document ${STACK.title}`)));
        else await selects(page, lang, [key]);
      }
      // From the inspector to another thing, and back out.
      await outlineRow(page, "reliance:plateforme:grappes").click();
      await page.locator("#inspector .buttons .link", { hasText: "Grappes" }).click();
      await selects(page, lang, ["service:grappes"]);
      await pressNothing(page);
      await selects(page, lang, []);
      // A double press renames.
      await press(page, "service:grappes", { clickCount: 2 });
      await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), "field-name"));
      await selects(page, lang, ["service:grappes"]);
      // What the selected one rests on and what rests on it are told apart from the rest.
      const classes = async (id) => (await card(page, id).getAttribute("class")).split(" ").filter((c) => c !== "card").join();
      assert.deepEqual(await Promise.all(["teleservice", "plateforme", "grappes", "nuage", "second"].map(classes)), ["client", "client", "selected", "base", "dim"]);
    }));

  test(`another selection is shown from the top of the details, and outlives a change of language (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await settled(page);
      await press(page, "service:plateforme");
      await selects(page, lang, ["service:plateforme"]);
      await page.locator("#part-about > summary").scrollIntoViewIfNeeded();
      const inView = () =>
        page.locator("#inspector-title").evaluate((title) => {
          const box = title.getBoundingClientRect();
          return title.contains(document.elementFromPoint(box.left + 4, box.top + 4));
        });
      assert.equal(await inView(), false, "the title has been scrolled away");
      await press(page, "service:grappes");
      await selects(page, lang, ["service:grappes"]);
      await eventually(async () => assert.ok(await inView(), "the title of what is shown now is in view"));
      // In the other language the same is selected, in all three.
      await page.locator("#language").click();
      await selects(page, lang === "fr" ? "en" : "fr", ["service:grappes"]);
      assert.equal(await page.evaluate(() => document.activeElement.id), "language");
    }));

  test(`the menu offers the same from the diagram, the outline and the button (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await settled(page);
      const inDiagram = {
        "service:plateforme": () => press(page, "service:plateforme", { button: "right" }),
        "service:second": () => press(page, "service:second", { button: "right" }),
        "third:veille": () => press(page, "third:veille", { button: "right" }),
        "reliance:plateforme:grappes": () => pressArrow(page, "reliance:plateforme:grappes", { button: "right" }),
      };
      for (const [key, open] of Object.entries(inDiagram)) {
        const menu = await menuNow(page, open);
        await selects(page, lang, [key]);
        assert.ok(menu.items.length >= 3, key);
        assert.deepEqual(await menuNow(page, () => outlineRow(page, key).click({ button: "right" })), menu, `${key} in the outline`);
        await outlineRow(page, key).click();
        assert.deepEqual(await menuNow(page, () => act(page, "menu").click()), menu, `${key} by the button`);
        // What the toolbar does with it, the menu does as well.
        const words = await page.locator(".toolbar .worded:not(:disabled) .tool-label").allTextContents();
        assert.ok(words.length >= 3);
        for (const word of words) assert.ok(menu.items.includes(word), `“${word}” is in the menu of ${key}`);
      }
      // With several selected, the menu keeps them.
      await page.keyboard.down("Shift");
      await press(page, "service:plateforme");
      await page.keyboard.up("Shift");
      await selects(page, lang, ["reliance:plateforme:grappes", "service:plateforme"]);
      await pressNothing(page);

      // An entry is done, and the menu is gone; a press beside it closes it and does nothing.
      const before = await stored(page);
      await press(page, "service:second", { button: "right" });
      await dialog(page).locator(".menu-item").first().waitFor();
      assert.ok((await offered(page)).length > 6);
      await page.mouse.click(4, 400);
      await dialog(page).waitFor({ state: "detached" });
      assert.equal(await stored(page), before);
      await press(page, "service:second", { button: "right" });
      await changes(page, () => dialog(page).locator(".menu-item", { hasText: lang === "fr" ? "Supprimer" : "Delete" }).click());
      await dialog(page).waitFor({ state: "detached" });
      assert.equal((await documentOf(page)).services.length, 4);
    }));

  test(`bands are changed, reliances made and removed without a drag (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await settled(page);
      await press(page, "service:second");
      await act(page, "menu").click();
      await changes(page, () => dialog(page).locator(".menu-item", { hasText: lang === "fr" ? "bande au-dessus" : "band above" }).click());
      assert.deepEqual((await documentOf(page)).services.find((s) => s.id === "second").activities, ["caas"]);
      await counts(page);
      // From the list of the inspector.
      await outlineRow(page, "service:plateforme").click();
      await changes(page, () => page.locator("#add-base").selectOption("second"));
      assert.deepEqual((await rests(page)).plateforme, ["grappes", "second"]);
      await eventually(async () => assert.equal(await page.locator("#add-base").inputValue(), ""));
      await changes(page, () => page.locator("#part-bases .links li", { hasText: "Nuage Ouest" }).locator(".tool").click());
      assert.deepEqual((await rests(page)).plateforme, ["grappes"]);
      // From the toolbar: a list to choose from.
      await act(page, "connect").click();
      const open = await dialog(page).locator(".choice-label").allInnerTexts();
      assert.deepEqual(open.sort(), ["Nuage Est", "Nuage Ouest"]);
      await changes(page, () => choice(page, "Nuage Ouest").click());
      assert.deepEqual((await rests(page)).plateforme, ["grappes", "second"]);
      await counts(page);
      // A new base from there as well.
      await page.locator("#add-base").selectOption("*");
      await changes(page, () => choice(page, "IaaS").first().click());
      assert.equal((await documentOf(page)).services.length, 6);
    }));

  test(`the view zooms, scrolls and fits, and edits nothing by that (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await settled(page);
      const before = await stored(page);
      const width = () => page.locator("#diagram").evaluate((svg) => Number(svg.getAttribute("width")));
      const fitted = await width();
      for (let i = 0; i < 4; i += 1) await act(page, "zoom_in").click();
      assert.ok((await width()) > fitted * 2);
      const frame = page.locator("#diagram-frame");
      const scroll = () => frame.evaluate((f) => [f.scrollLeft, f.scrollTop]);
      const start = await scroll();
      const [x, y] = await middle(frame);
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, 120);
      await eventually(async () => assert.notDeepEqual(await scroll(), start));
      const wheeled = await scroll();
      await page.mouse.down({ button: "middle" });
      await page.mouse.move(x + 40, y + 60, { steps: 3 });
      await page.mouse.up({ button: "middle" });
      await eventually(async () => assert.notDeepEqual(await scroll(), wheeled));
      // The wheel with Ctrl zooms at the pointer: what is under it stays there.
      await press(page, "service:grappes");
      await settled(page);
      const now = await width();
      const at = await middle(card(page, "grappes").locator(".card-box"));
      await page.mouse.move(...at);
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -100);
      await page.keyboard.up("Control");
      await settled(page);
      assert.ok((await width()) > now * 1.1);
      const there = await middle(card(page, "grappes").locator(".card-box"));
      assert.ok(Math.hypot(there[0] - at[0], there[1] - at[1]) < 6, `it has moved from ${at} to ${there}`);
      await act(page, "fit").click();
      await settled(page);
      const out = await page.evaluate(() => {
        const frame = document.getElementById("diagram-frame").getBoundingClientRect();
        return [...document.querySelectorAll("#diagram .card-box")].filter((e) => {
          const box = e.getBoundingClientRect();
          return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
        }).length;
      });
      assert.equal(out, 0, "everything is in view");
      assert.equal(await stored(page), before);
    }));

  test(`a press on a service that is half out of view moves nothing but the view (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      await settled(page);
      const before = await stored(page);
      for (let i = 0; i < 4; i += 1) await act(page, "zoom_in").click();
      await settled(page);
      // So far down that only the upper part of a card is seen.
      const frame = await page.locator("#diagram-frame").boundingBox();
      const box = await card(page, "grappes").locator(".card-box").boundingBox();
      await page.locator("#diagram-frame").evaluate((f, by) => f.scrollBy(0, by), box.y - (frame.y + frame.height) + 40);
      await settled(page);
      const at = await card(page, "grappes").locator(".card-box").boundingBox();
      const [x, y] = [Math.max(at.x, frame.x) + 30, frame.y + frame.height - 20];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await settled(page);
      // A hand is never quite still.
      await page.mouse.move(x + 1, y + 1);
      await page.mouse.up();
      await settled(page);
      await selects(page, lang, ["service:grappes"]);
      assert.equal(await stored(page), before);
    }));

  test(`a finger taps: connect and select without a drag, on a telephone (${lang})`, () =>
    house.visit({ lang, today: TODAY, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async (page) => {
      await compose(page);
      await settled(page);
      await card(page, "plateforme").locator(".card-box").tap();
      await eventually(async () => assert.match(await card(page, "plateforme").getAttribute("class"), /selected/));
      await card(page, "plateforme").locator("[data-handle]").tap();
      await page.locator("#diagram[data-mode=connecting]").waitFor();
      await changes(page, () => card(page, "second").locator(".card-box").tap());
      assert.deepEqual((await rests(page)).plateforme, ["grappes", "second"]);
      // One face at a time; the details are those of what was tapped.
      await page.locator(".face").nth(2).tap();
      assert.ok(plain(await page.locator("#inspector-title").innerText()).includes("Plateforme"));
      assert.equal(await page.locator("#diagram").isVisible(), false);
      await page.locator(".face").nth(0).tap();
      await outlineRow(page, "service:grappes").tap();
      // Renaming from the menu leads to the name, whatever face was shown.
      await page.locator(".face").nth(1).tap();
      await eventually(async () => assert.match(await card(page, "grappes").getAttribute("class"), /selected/));
      await act(page, "menu").tap();
      await dialog(page).locator(".menu-item", { hasText: lang === "fr" ? "Renommer" : "Rename" }).tap();
      await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), "field-name"));
    }));
}

/// Presses an arrow somewhere on its way.
async function pressArrow(page, key, options = {}) {
  const at = await drawn(page, key).locator(".wire-line").evaluate((path) => {
    const matrix = path.getScreenCTM();
    for (const part of [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2]) {
      const point = path.getPointAtLength(path.getTotalLength() * part).matrixTransform(matrix);
      if (document.elementFromPoint(point.x, point.y)?.closest("[data-item]") === path.parentElement) return [point.x, point.y];
    }
    return null;
  });
  assert.ok(at, `${key} can be pressed nowhere`);
  await page.mouse.click(...at, options);
}

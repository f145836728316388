// A stack built by keyboard alone, from nothing: in the diagram, in the outline, in the menu and in the palette. The
// three faces always show the same selection, and the counts are the command's.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { STACK, TODAY, changes, choice, compose, counts, dialog, documentOf, drawn, field, idOf, menuNow, outlineRow, selects } from "./composing.mjs";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, act, eventually, focused, plain, said, settled, stored, tabTo, titled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

const keyboard = (page) => ({
  press: async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  },
  /// Back from a field to the diagram, by the Tab key alone.
  toDiagram: () => tabTo(page, "#diagram", { key: "Shift+Tab", limit: 60 }),
  /// From the diagram to a field of the inspector.
  toField: (path) => tabTo(page, `[id="field${path.replaceAll("/", "-")}"]`, { limit: 60 }),
  /// What was just added has its name to be typed over.
  name: async (text) => {
    await eventually(async () => assert.match(await focused(page), /^input#field-name/));
    await page.keyboard.type(text);
  },
});

/// From the diagram: a new service, found by typing.
async function add(page, activity, name, { alone = false } = {}) {
  const keys = keyboard(page);
  await keys.press("n");
  await eventually(async () => assert.match(await focused(page), /^input#choose/));
  if (alone) {
    await tabTo(page, '#dialog input[type="radio"]', { key: "Shift+Tab", limit: 4 });
    await keys.press("ArrowUp");
    await tabTo(page, "#choose", { limit: 6 });
  }
  await page.keyboard.type(activity.toLowerCase());
  await eventually(async () => assert.equal(await choice(page, activity).getAttribute("aria-selected"), "true"));
  await changes(page, () => keys.press("Enter"));
  await dialog(page).waitFor({ state: "detached" });
  await changes(page, async () => {
    await keys.name(name);
    await keys.toDiagram();
  });
  return `service:${await idOf(page, name)}`;
}

for (const lang of LANGS) {
  const W = WORDS[lang];

  test(`five services from nothing, by keyboard alone; undone five times and made again (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      page.setDefaultTimeout(10_000);
      const keys = keyboard(page);
      await tabTo(page, "main .hero-actions .primary");
      await keys.press("Enter");
      await page.locator("#diagram").waitFor();
      assert.equal(await page.title(), W.titles.compose);
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      await tabTo(page, "#diagram", { limit: 40 });

      // Each new service carries the one that was selected.
      const saas = await add(page, "SaaS", "Téléservice");
      await selects(page, lang, [saas]);
      const alone = await counts(page);
      assert.equal(alone.inherited + alone.shared, 0);
      const paas = await add(page, "PaaS", "Plateforme");
      const caas = await add(page, "CaaS", "Grappes");
      const iaas = await add(page, "IaaS", "Nuage Est");
      await selects(page, lang, [iaas]);
      const id = (key) => key.split(":")[1];
      const rests = async () => Object.fromEntries((await documentOf(page)).services.map((s) => [s.id, (s.relies_on ?? []).map((r) => r.service)]));
      assert.deepEqual(await rests(), { [id(saas)]: [id(paas)], [id(paas)]: [id(caas)], [id(caas)]: [id(iaas)], [id(iaas)]: [] });
      assert.equal(await page.locator("#strip-service").inputValue(), id(saas), "the counts are the top service’s");
      assert.equal((await counts(page)).inherited, 0, "nothing is qualified yet");

      // A qualification, granted on a day.
      await tabTo(page, '[id="field-qualifications-add"]', { limit: 60 });
      await changes(page, () => keys.press("Enter"));
      await eventually(async () => assert.match(await focused(page), /^input#field-qualifications-0-version/));
      await tabTo(page, '[id="field-qualifications-0-granted"]', { limit: 3 });
      // The day and the month are the same: which comes first is the browser’s choice.
      await changes(page, async () => {
        await page.keyboard.type("03032025");
        await keys.toDiagram();
      });
      assert.equal((await documentOf(page)).services.find((s) => s.id === id(iaas)).qualifications[0].granted, "2025-03-03");
      const qualified = await counts(page);
      assert.ok(qualified.inherited > 0, "the qualified base brings something");
      assert.ok(qualified.remains < alone.remains);

      // From here on each step is one edit: the last five are undone below.
      const steps = [];
      const step = async (...done) => steps.push(await changes(page, ...done));

      // Down the reliances: arrow, service, arrow; a share that the contract leaves.
      const reliance = `reliance:${id(caas)}:${id(iaas)}`;
      await keys.press("Home");
      for (const key of [`reliance:${id(saas)}:${id(paas)}`, paas, `reliance:${id(paas)}:${id(caas)}`, caas, reliance]) {
        await keys.press("Control+ArrowDown");
        await selects(page, lang, [key]);
      }
      await keys.press("Enter");
      await eventually(async () => assert.ok(await page.evaluate(() => document.getElementById("inspector").contains(document.activeElement)), `Enter opens the inspector, the focus is on ${await focused(page)}`));
      await tabTo(page, '[id="field-retained-add"]', { limit: 40 });
      await changes(page, () => keys.press("Enter"));
      await eventually(async () => assert.match(await focused(page), /^select#field-retained-0-layer/));
      await step(() => keys.press("End"));
      assert.deepEqual((await documentOf(page)).services.find((s) => s.id === id(caas)).relies_on[0].retained, [{ layer: "facility" }]);
      assert.ok((await counts(page)).inherited < qualified.inherited, "a share that is left moves verdicts");
      await keys.toDiagram();

      // A second base, added without a link and then connected: only what can be a base is aimed at.
      await keys.press("Home");
      const second = await add(page, "IaaS", "Nuage Ouest", { alone: true });
      assert.deepEqual((await rests())[id(iaas)], []);
      await keys.press("Home");
      await selects(page, lang, [saas]);
      await keys.press("PageDown");
      await selects(page, lang, [paas]);
      await keys.press("c");
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "connecting");
      const open = () => page.locator("#diagram .card.open, #diagram .card.aimed").evaluateAll((cards) => cards.map((card) => card.dataset.item).sort());
      await eventually(async () => assert.deepEqual(await open(), [iaas, second].sort()));
      assert.match(await said(page).textContent(), /2/);
      const before = await stored(page);
      await keys.press("Escape");
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "idle");
      assert.equal(await stored(page), before, "given up");
      await keys.press("c", "ArrowDown");
      await settled(page);
      for (let i = 0; i < 2 && !(await drawn(page, second).evaluate((card) => card.classList.contains("aimed"))); i += 1) {
        await keys.press("ArrowRight");
        await settled(page);
      }
      assert.ok(plain(await said(page).textContent()).includes("Nuage Ouest"), "what is aimed at is said");

      await step(() => keys.press("Enter"));
      assert.deepEqual((await rests())[id(paas)], [id(caas), id(second)]);
      await counts(page);
      assert.equal(await focused(page), "svg#diagram.stage.diagram", "the focus stays in the diagram");

      // A third party that watches the application.
      await keys.press("Home");
      await selects(page, lang, [saas]);
      await step(() => keys.press("t"));
      await keys.name("Veille");
      await step(() => tabTo(page, '[id="field-roles"] input', { limit: 4 }));
      const third = `third:${(await documentOf(page)).third_parties[0].id}`;
      await selects(page, lang, [third]);
      await tabTo(page, '[id="field-roles"] label:nth-of-type(6) input', { limit: 8 });
      await step(() => keys.press("Space"));
      const kept = (await documentOf(page)).third_parties[0];
      assert.deepEqual([kept.name, kept.roles, kept.serves], ["Veille", ["soc"], [id(saas)]]);
      await counts(page);
      await selects(page, lang, [third]);

      // The qualification ends before today: what was inherited remains again.
      await keys.toDiagram();
      await keys.press("End");
      if (!(await drawn(page, iaas).evaluate((card) => card.classList.contains("selected")))) await keys.press("ArrowLeft");
      await selects(page, lang, [iaas]);
      await keys.press("F2");
      await eventually(async () => assert.match(await focused(page), /^input#field-name/));
      await keys.toField("/qualifications/0/expires");
      await step(async () => {
        await page.keyboard.type("06062026");
        await keys.toDiagram();
      });
      const expired = await counts(page);
      assert.deepEqual([expired.inherited, expired.shared], [0, 0]);

      // Five steps back, each to the byte, and five forth.
      const end = await stored(page);
      const texts = [...steps, end];
      for (let i = texts.length - 2; i >= texts.length - 6; i -= 1) {
        await keys.press("Control+z");
        await eventually(async () => assert.equal(await stored(page), texts[i], `undone, the document is as before step ${i + 1}`));
        await counts(page);
      }
      assert.match(plain(await said(page).textContent()), new RegExp(`^${W.step.undo("").split(":")[0].trim()}`));
      for (let i = texts.length - 5; i < texts.length; i += 1) {
        await keys.press(i % 2 === 0 ? "Control+Shift+Z" : "Control+y");
        await eventually(async () => assert.equal(await stored(page), texts[i], `made again, the document is as after step ${i}`));
      }
      assert.deepEqual(await counts(page), expired);
      assert.equal(await act(page, "redo").isDisabled(), true);
      assert.equal(await focused(page), "svg#diagram.stage.diagram", "the focus stays in the diagram");
    }));

  test(`arrows walk the diagram, and the other faces follow (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      await selects(page, lang, []);
      await page.locator("#diagram").focus();
      await keys.press("Home");
      await selects(page, lang, ["service:teleservice"]);
      for (const id of ["plateforme", "grappes"]) {
        await keys.press("ArrowDown");
        await selects(page, lang, [`service:${id}`]);
      }
      await keys.press("ArrowUp");
      await selects(page, lang, ["service:plateforme"]);
      await keys.press("End");
      const last = await page.locator("#diagram").getAttribute("aria-activedescendant");
      assert.match(last, /^d-service:(nuage|second)$/);
      await keys.press("PageUp");
      await selects(page, lang, ["service:grappes"]);
      await keys.press("PageDown", "Control+ArrowUp");
      await page.keyboard.press("Escape");
      await selects(page, lang, []);

      // A reliance and its two ends.
      await keys.press("Home", "Control+ArrowDown");
      await selects(page, lang, ["reliance:teleservice:plateforme"]);
      await keys.press("Control+ArrowDown");
      await selects(page, lang, ["service:plateforme"]);
      await keys.press("Control+ArrowUp", "Control+ArrowUp");
      await selects(page, lang, ["service:teleservice"]);

      // Several at once; the inspector shows the last.
      await keys.press("Shift+ArrowDown");
      await selects(page, lang, ["service:teleservice", "service:plateforme"]);
      await keys.press("Control+a");
      await selects(page, lang, STACK.services.map((service) => `service:${service.id}`));
      await keys.press("Escape");
      await selects(page, lang, []);
      assert.equal(await focused(page), "svg#diagram.stage.diagram");

      // The diagram is no trap.
      const stops = await tabTo(page, "#field-title", { limit: 8 });
      assert.ok(stops.length < 8);
      await keys.toDiagram();
      await tabTo(page, "#outline", { key: "Shift+Tab", limit: 8 });
    }));

  test(`space carries a service; Escape takes it back (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      await page.locator("#diagram").focus();
      await keys.press("Home", "PageDown", "PageDown");
      await selects(page, lang, ["service:grappes"]);
      const before = await stored(page);
      await keys.press("Space");
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "grabbing");
      await changes(page, () => keys.press("ArrowRight"));
      await keys.press("ArrowRight", "Escape");
      await eventually(async () => assert.equal(await stored(page), before, "taken back"));
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "idle");
      await selects(page, lang, ["service:grappes"]);

      const of = async () => (await documentOf(page)).services.find((service) => service.id === "grappes");
      await keys.press("Space");
      await changes(page, () => keys.press("ArrowRight"));
      await keys.press("Space");
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "idle");
      const { column } = await of();
      assert.ok(Number.isInteger(column), "its place is kept");
      await counts(page);

      // Up and down change what it is, and this is said.
      await keys.press("Space");
      await changes(page, () => keys.press("ArrowUp"));
      assert.deepEqual((await of()).activities, ["paas"]);
      await keys.press("Enter");
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "idle");
      await counts(page);
      await changes(page, () => keys.press("Control+z"));
      assert.deepEqual((await of()).activities, ["caas"]);

      // P lets go of its place.
      await changes(page, () => keys.press("p"));
      assert.equal((await of()).column, undefined);
      assert.equal(await focused(page), "svg#diagram.stage.diagram");
    }));

  test(`what is under way ends when one leaves, and other keys do nothing by accident (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      const mode = () => page.locator("#diagram").getAttribute("data-mode");
      const before = await stored(page);
      await page.locator("#diagram").focus();
      await keys.press("Home");
      // Enter before anything is aimed at neither connects nor renames.
      await keys.press("c", "Enter");
      await settled(page);
      assert.equal(await focused(page), "svg#diagram.stage.diagram");
      assert.equal(await stored(page), before);
      if ((await mode()) === "idle") await keys.press("c");
      // Only what can be a base is reached, round and round.
      const seen = new Set();
      for (let i = 0; i < 8; i += 1) {
        await keys.press("ArrowDown");
        // What is aimed at is marked a moment after the key.
        await settled(page);
        seen.add(await page.locator("#diagram .card.aimed").getAttribute("data-item"));
      }
      assert.deepEqual([...seen].sort(), ["service:grappes", "service:nuage", "service:second"]);
      await keys.press("Tab");
      await eventually(async () => assert.equal(await mode(), "idle", "leaving the diagram gives up"));
      await keys.toDiagram();
      await keys.press("Home", "Space");
      assert.equal(await mode(), "grabbing");
      await keys.press("Tab");
      await eventually(async () => assert.equal(await mode(), "idle", "leaving the diagram lets go"));
      assert.equal(await stored(page), before);
      // A service that can rest on nothing says so.
      await keys.toDiagram();
      await keys.press("Home");
      await selects(page, lang, ["service:teleservice"]);
    }));

  test(`delete says who rested on it, and can be undone from the note (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      await page.locator("#diagram").focus();
      await keys.press("Home", "PageDown", "PageDown");
      await selects(page, lang, ["service:grappes"]);
      const before = await changes(page, () => keys.press("Delete"));
      const note = page.locator("#toast");
      assert.ok((await note.innerText()).includes("Grappes"));
      assert.ok((await note.innerText()).includes("Plateforme"), "who rested on it is said");
      assert.ok(plain(await said(page).textContent()).includes("Plateforme"), "and announced");
      await selects(page, lang, []);
      assert.equal(await focused(page), "svg#diagram.stage.diagram", "the focus stays in the diagram");
      await counts(page);
      await tabTo(page, "#toast .link", { key: "Shift+Tab", limit: 60 });
      await keys.press("Enter");
      await eventually(async () => assert.equal(await stored(page), before));
      await note.waitFor({ state: "detached" });
      await settled(page);
      assert.notEqual(await focused(page), "body", "the focus is not lost with the note");
      await selects(page, lang, ["service:grappes"]);

      // A copy of a qualified service is not qualified, and says so.
      await page.locator("#diagram").focus();
      await keys.press("End");
      if (!(await drawn(page, "service:nuage").evaluate((card) => card.classList.contains("selected")))) await keys.press("ArrowLeft");
      await selects(page, lang, ["service:nuage"]);
      await changes(page, () => keys.press("Control+Enter"));
      const copy = (await documentOf(page)).services.find((service) => service.name.startsWith("Nuage Est "));
      assert.deepEqual(copy.qualifications ?? [], []);
      await selects(page, lang, [`service:${copy.id}`]);
      assert.match(await note.innerText(), /qualification/);
      // An arrow is deleted like a service.
      await page.locator("#diagram").focus();
      await keys.press("Home", "Control+ArrowDown");
      await changes(page, () => keys.press("Backspace"));
      assert.deepEqual((await documentOf(page)).services.find((service) => service.id === "teleservice").relies_on ?? [], []);
    }));

  test(`the outline is a tree, and does what the diagram does (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      const active = () => page.locator("#outline").getAttribute("aria-activedescendant");
      const at = (key) => eventually(async () => assert.equal(await active(), `o-${key}`));
      await tabTo(page, "#outline", { limit: 40 });
      await keys.press("Home");
      await at("document");
      await keys.press("ArrowDown");
      await at("saas");
      await keys.press("ArrowRight");
      await at("service:teleservice");
      await selects(page, lang, ["service:teleservice"]);
      await keys.press("ArrowRight");
      await selects(page, lang, ["reliance:teleservice:plateforme"]);
      await keys.press("ArrowDown");
      await selects(page, lang, ["third:veille"]);
      await keys.press("ArrowLeft");
      await selects(page, lang, ["service:teleservice"]);
      await keys.press("ArrowLeft");
      assert.equal(await outlineRow(page, "service:teleservice").getAttribute("aria-expanded"), "false");
      assert.equal(await outlineRow(page, "reliance:teleservice:plateforme").count(), 0);
      await keys.press("ArrowDown");
      await at("paas");
      await keys.press("ArrowUp", "ArrowRight");
      assert.equal(await outlineRow(page, "service:teleservice").getAttribute("aria-expanded"), "true");
      await keys.press("End");
      await selects(page, lang, ["provider:eux"]);
      for (const row of await page.locator('#outline [role="treeitem"]').all()) {
        assert.match(await row.getAttribute("aria-level"), /^[123]$/);
      }

      // Rename, connect, add, delete: the same keys.
      await keys.press("Home", "ArrowDown", "ArrowDown");
      await selects(page, lang, ["service:teleservice"]);
      await keys.press("F2");
      await eventually(async () => assert.match(await focused(page), /^input#field-name/));
      await changes(page, async () => {
        await page.keyboard.type("Guichet");
        await tabTo(page, "#outline", { key: "Shift+Tab", limit: 60 });
      });
      await selects(page, lang, ["service:teleservice"]);
      assert.ok((await outlineRow(page, "service:teleservice").innerText()).includes("Guichet"));
      await keys.press("c");
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      await page.keyboard.type("ouest");
      await changes(page, () => keys.press("Enter"));
      assert.deepEqual((await documentOf(page)).services.find((s) => s.id === "teleservice").relies_on.map((r) => r.service), ["plateforme", "second"]);
      await eventually(async () => assert.match(await focused(page), /^ul#outline/));
      await counts(page);
      await keys.press("ArrowRight", "ArrowDown");
      await selects(page, lang, ["reliance:teleservice:second"]);
      await changes(page, () => keys.press("Delete"));
      assert.match(await focused(page), /^ul#outline/);
      await keys.press("Home");
      await keys.press("n");
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      await keys.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
      await eventually(async () => assert.match(await focused(page), /^ul#outline/, "the focus comes back"));
    }));

  test(`the menu is the same from the diagram and from the outline (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      const menus = {};
      for (const [key, from] of [
        ["service:plateforme", async () => keys.press("Home", "ArrowDown")],
        ["reliance:plateforme:grappes", async () => keys.press("Home", "ArrowDown", "Control+ArrowDown")],
        ["service:nuage", async () => keys.press("Home", "ArrowDown", "ArrowDown", "Control+ArrowDown", "Control+ArrowDown")],
      ]) {
        await page.locator("#diagram").focus();
        await from();
        await selects(page, lang, [key]);
        menus[key] = await menuNow(page, () => keys.press("Shift+F10"));
        await eventually(async () => assert.match(await focused(page), /^svg#diagram/, "the focus comes back to the diagram"));
        await selects(page, lang, [key]);
        await page.locator("#outline").focus();
        const second = await menuNow(page, () => keys.press("ContextMenu"));
        assert.deepEqual(second, menus[key]);
        await eventually(async () => assert.match(await focused(page), /^ul#outline/, "the focus comes back to the outline"));
      }
      assert.ok(menus["service:plateforme"].items.length > menus["reliance:plateforme:grappes"].items.length);
      assert.equal(plain(menus["reliance:plateforme:grappes"].title), "Plateforme → Grappes");

      // Arrows walk the menu, Enter does.
      await page.locator("#diagram").focus();
      await keys.press("Home", "Shift+F10");
      await dialog(page).waitFor();
      const first = (await dialog(page).locator(".menu-item").first().innerText()).split("\n")[0];
      await eventually(async () => assert.ok((await page.evaluate(() => document.activeElement.innerText)).startsWith(first), "the first entry has the focus"));
      await keys.press("ArrowDown", "ArrowUp", "ArrowDown");
      await keys.press("Enter");
      await page.locator("#diagram[data-mode=connecting]").waitFor();
      await eventually(async () => assert.match(await focused(page), /^svg#diagram/));
      await keys.press("Escape");
    }));

  test(`the palette finds services and commands, from anywhere (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      await page.locator("#title").focus();
      await keys.press("Control+k");
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      await page.keyboard.type("ouest");
      await eventually(async () => assert.equal(await dialog(page).locator('[role="option"]').count(), 1));
      await keys.press("Enter");
      await selects(page, lang, ["service:second"]);
      await dialog(page).waitFor({ state: "detached" });

      // Each command of the palette that shows a key is done by that key; what one sees is what one gets.
      await keys.press("Control+Shift+P");
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      await page.keyboard.type(lang === "fr" ? "dupliquer" : "duplicate");
      assert.equal(await dialog(page).locator('[role="option"]').count(), 1);
      await changes(page, () => keys.press("Enter"));
      await keys.press("Control+k");
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      await page.keyboard.type(W.act.undo.toLowerCase());
      const first = dialog(page).locator('[role="option"]').first();
      assert.match(plain(await first.locator(".choice-label").innerText()), new RegExp(`^${W.act.undo} ?: .*Nuage Ouest`), "undo names the edit");
      await changes(page, () => keys.press("Enter"));
      assert.equal((await documentOf(page)).services.length, 5);

      // Escape leaves everything as it was, and the focus where it was.
      await page.locator("#outline").focus();
      await keys.press("Control+k");
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      await keys.press("ArrowDown", "Escape");
      await dialog(page).waitFor({ state: "detached" });
      await eventually(async () => assert.match(await focused(page), /^ul#outline/));
      await selects(page, lang, ["service:second"]);
    }));

  test(`letters act only in the diagram and the outline, and can be switched off (${lang})`, () =>
    house.visit({ lang, today: TODAY }, async (page) => {
      await compose(page);
      const keys = keyboard(page);
      const before = await stored(page);
      await page.locator("#title").focus();
      await keys.press("End", "n", "c", "Backspace", "Backspace", "Delete");
      assert.equal(await dialog(page).count(), 0);
      await titled(page, STACK.title);
      await page.locator("#fit, [data-act=fit]").first().focus();
      await keys.press("n", "Delete");
      assert.equal(await dialog(page).count(), 0, "not from a button");
      assert.equal(await stored(page), before);
      await page.locator("#diagram").focus();
      await keys.press("Home", "Control+k");
      await eventually(async () => assert.match(await focused(page), /^input#choose/));
      await page.keyboard.type(lang === "fr" ? "seule touche" : "single-key");
      await keys.press("Enter");
      await dialog(page).waitFor({ state: "detached" });
      await page.locator("#diagram").focus();
      await keys.press("n", "c");
      await settled(page);
      assert.equal(await dialog(page).count(), 0);
      assert.equal(await page.locator("#diagram").getAttribute("data-mode"), "idle");
      await keys.press("F2");
      await eventually(async () => assert.match(await focused(page), /^input#field-name/, "keys with a name still work"));
    }));
}

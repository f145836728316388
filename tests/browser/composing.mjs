// What the journeys over the compose screen do alike: its parts, what is selected in each of its three faces, what its
// menus offer, and its counts against the command.

import assert from "node:assert/strict";
import { OUTCOMES, eventually, goTo, plain, scopeOf, stored, titled } from "./journeys.mjs";

/// The day that the page believes in, and the command is told.
export const TODAY = "2026-11-22";

export const KINDS = {
  fr: { document: "Document", service: "Service", reliance: "Dépendance", third: "Tiers", provider: "Prestataire", entity: "Entité juridique" },
  en: { document: "Document", service: "Service", reliance: "Reliance", third: "Third party", provider: "Provider", entity: "Legal entity" },
};

export const drawn = (page, key) => page.locator(`[id="d-${key}"]`);
export const card = (page, id) => drawn(page, `service:${id}`);
export const outlineRow = (page, key) => page.locator(`[id="o-${key}"]`);
export const field = (page, path) => page.locator(`[id="field${path.replaceAll("/", "-")}"]`);
export const dialog = (page) => page.locator("#dialog");
export const choice = (page, name) => dialog(page).locator('[role="option"]', { has: page.locator(".choice-label", { hasText: new RegExp(`^${name}$`) }) });

/// The stored document, as data.
export const documentOf = async (page) => JSON.parse(await stored(page));

/// The id of the service with a name.
export async function idOf(page, name) {
  const service = (await documentOf(page)).services.find((service) => service.name === name);
  assert.ok(service, `no service is called “${name}”`);
  return service.id;
}

/// What a key is called in the document.
export function nameOf(document, key) {
  const [kind, a, b] = key.split(":");
  const among = (list, id) => (list ?? []).find((item) => item.id === id)?.name || id;
  if (kind === "reliance") return `${among(document.services, a)} → ${among(document.services, b)}`;
  if (kind === "document") return document.title;
  return among({ service: document.services, third: document.third_parties, provider: document.providers, entity: document.entities }[kind], a);
}

/// The three faces show this selection, in its order, and point at its last item.
export function selects(page, lang, keys) {
  return eventually(async () => {
    const document = await documentOf(page);
    const shown = await page.evaluate((thirds) => {
      const pointed = (id) => {
        const to = document.getElementById(id).getAttribute("aria-activedescendant");
        if (to && !document.getElementById(to)) throw new Error(`#${id} points at ${to}, which is not there`);
        return to;
      };
      // A third party stands in the outline under each service that it serves as well.
      const bare = (id) => thirds.find((third) => id.startsWith(`${third}-`) && !thirds.includes(id)) ?? id;
      const title = document.getElementById("inspector-title");
      const kind = title.querySelector(".kind");
      return {
        diagram: [...document.querySelectorAll("#diagram .selected[data-item]")].map((e) => e.dataset.item).sort(),
        outline: [...new Set([...document.querySelectorAll('#outline [aria-selected="true"]')].map((e) => bare(e.id.slice(2))))].sort(),
        points: pointed("diagram"),
        rows: bare((pointed("outline") ?? "").slice(2)),
        kind: kind.textContent,
        name: [...title.childNodes].filter((node) => node !== kind).map((node) => node.textContent).join(""),
      };
    }, (document.third_parties ?? []).map((third) => `third:${third.id}`));
    const last = keys.at(-1);
    const isDrawn = (key) => /^(service|reliance|third):/.test(key);
    assert.deepEqual(shown.diagram, keys.filter(isDrawn).sort(), "selected in the diagram");
    assert.deepEqual(shown.outline, [...keys].sort(), "selected in the outline");
    assert.equal(shown.points, last && isDrawn(last) ? `d-${last}` : null, "the diagram points at it");
    if (last) assert.equal(shown.rows, last, "the outline points at it");
    assert.equal(shown.kind, KINDS[lang][(last ?? "document").split(":")[0]], "the inspector shows its kind");
    assert.equal(plain(shown.name), plain(nameOf(document, last ?? "document")), "the inspector shows its name");
  });
}

/// The counts above the diagram are those of the command on the stored document; gives them.
export async function counts(page) {
  let told;
  await eventually(async () => {
    const service = await page.locator("#strip-service").inputValue();
    told = await page.evaluate((outcomes) => Object.fromEntries(outcomes.map((outcome) => [outcome, Number(document.querySelector(`.strip-figure.${outcome} strong`).textContent)])), OUTCOMES);
    assert.deepEqual(told, { ...scopeOf(await stored(page), service, "--as-of", TODAY).counts.verified });
  });
  return told;
}

/// What the open menu offers.
export const offered = (page) => dialog(page).locator(".menu-item").evaluateAll((items) => items.map((item) => item.querySelector("span").textContent));

/// What can be done with single keys alone on what is selected, as the menu says it.
export async function menuNow(page, open) {
  await open();
  await dialog(page).locator(".menu-item").first().waitFor();
  const said = { title: await dialog(page).locator("#dialog-title").innerText(), items: await offered(page) };
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  return said;
}

/// Does something that should change the stored document, and gives the text from before.
export async function changes(page, act) {
  const before = await stored(page);
  await act();
  await eventually(async () => assert.notEqual(await stored(page), before, "the document has not changed"));
  return before;
}

/// A stack that stands: an application on a platform on containers on a qualified cloud, and a second cloud.
export const STACK = {
  format: "socle/1",
  title: "Pile à composer",
  providers: [{ id: "nous", name: "Nous" }, { id: "eux", name: "Eux" }],
  services: [
    { id: "nuage", name: "Nuage Est", provider: "eux", activities: ["iaas"], qualifications: [{ version: "3.2", granted: "2025-03-03", evidence: "decision" }] },
    { id: "grappes", name: "Grappes", provider: "nous", activities: ["caas"], relies_on: [{ service: "nuage" }] },
    { id: "plateforme", name: "Plateforme", provider: "nous", activities: ["paas"], relies_on: [{ service: "grappes" }] },
    { id: "teleservice", name: "Téléservice", provider: "nous", activities: ["saas"], relies_on: [{ service: "plateforme" }] },
    { id: "second", name: "Nuage Ouest", provider: "eux", activities: ["iaas"] },
  ],
  third_parties: [{ id: "veille", name: "Veille", roles: ["soc"], serves: ["teleservice"] }],
};

/// Opens a document and goes to the compose screen.
export async function compose(page, document = STACK) {
  page.setDefaultTimeout(10_000);
  await page.locator("#open-file").setInputFiles({ name: "pile.socle.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(document)) });
  await titled(page, document.title);
  await goTo(page, "#/compose");
  await page.locator("#diagram").waitFor();
}

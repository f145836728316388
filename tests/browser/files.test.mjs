// Files: opened by the picker and by drop, saved and compared. What is no text is refused; what is broken is opened for
// repair, with its places and in the language of the page. The open document stays as it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, WORDS, act, address, eventually, figures, focused, goTo, openRow, openSample, outcomes, panel, plain, samples, saveFile, scopeOf, scratchFile, socle, standing, stored, titled } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

/// Chooses a file as a person does: the button, then the picker.
async function pick(page, text, name = "pile.socle.json") {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), act(page, "open").click()]);
  await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

/// Drops a file on the page.
async function drop(page, text, name = "pile.socle.json") {
  await page.evaluate(([text, name]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "application/json" }));
    for (const kind of ["dragenter", "dragover", "drop"]) {
      document.querySelector("main").dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
  }, [text, name]);
}

/// A document without what is empty: the two say the same.
function lean(value) {
  if (Array.isArray(value)) return value.map(lean);
  if (value === null || typeof value !== "object") return value;
  const isEmpty = (v) => v === null || v === "" || (typeof v === "object" && Object.keys(v).length === 0);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, lean(v)]).filter(([, v]) => !isEmpty(v)));
}

// A small stack to break: two services, one on the other.
const small = () => ({
  format: "socle/1",
  title: "Petite pile",
  as_of: "2026-11-22",
  providers: [{ id: "p", name: "P" }, { id: "q", name: "Q" }],
  services: [
    { id: "base", name: "Base", provider: "p", activities: ["iaas"], layers: ["facility", "hardware", "fabric", "compute", "storage", "sdn"], qualifications: [{ version: "3.2", granted: "2025-01-15", evidence: "decision" }] },
    { id: "top", name: "Dessus", provider: "q", activities: ["paas"], layers: ["os", "orchestration", "middleware"], relies_on: [{ service: "base" }] },
  ],
});

const broken = (change) => {
  const document = small();
  change(document);
  return JSON.stringify(document);
};

/// Files with faults inside: what the reader lists, it lists with code, place and words of the language.
const FAULTY = {
  "a cycle": broken((d) => (d.services[0].relies_on = [{ service: "top" }])),
  "duplicate ids": broken((d) => (d.services[0].id = "top")),
  "wrong types": broken((d) => {
    d.title = 7;
    d.services[1].activities = "paas";
    d.services[0].qualifications[0].granted = { day: 1 };
  }),
  "HTML in names": broken((d) => {
    d.title = '<img src=x onerror="window.harmed=1">';
    d.services[1].id = '"><img src=x onerror="window.harmed=2">';
    d.services[1].provider = "<script>window.harmed=3</script>";
  }),
};

/// Files that are no document at all: a sentence in each language.
const UNREADABLE = {
  truncated: [samples.S06.text.slice(0, 2000), { fr: /s’interrompt \(ligne \d+, colonne \d+\)/, en: /breaks off \(line \d+, column \d+\)/ }],
  "not JSON": ["Bonjour, voici ma pile.", { fr: /n’est pas du JSON : faute à la ligne 1, colonne \d+/, en: /not JSON: mistake at line 1, column \d+/ }],
  empty: ["", { fr: /s’interrompt/, en: /breaks off/ }],
  "another format": ['{"format":"socle/9","services":[]}', { fr: /« socle\/9 ».*« socle\/1 »/, en: /“socle\/9”.*“socle\/1”/ }],
  "JSON of something else": ['{"name":"x"}', { fr: /n’est pas un document Socle/, en: /no Socle document/ }],
};

/// Files that are no text: nothing to repair.
const PICTURE = [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), { fr: /UTF-8 \(octet 0\)/, en: /UTF-8 \(byte 0\)/ }];

const fault = (page) => page.locator("#fault");
const problems = (page) => page.locator("#problems");

const inView = (page, id) =>
  page.locator(`#${id}`).evaluate((title) => {
    const box = title.getBoundingClientRect();
    return title.contains(document.elementFromPoint(box.left + 8, box.top + box.height / 2));
  });

/// The alert stands, has the focus and is named in the title; the open document is as it was.
async function refused(page, lang, before) {
  await fault(page).waitFor();
  assert.equal(await fault(page).getAttribute("role"), "alert");
  await eventually(async () => assert.match(await focused(page), /^section#fault/));
  assert.ok(await inView(page, "fault-title"), "the alert is in view");
  assert.ok((await page.title()).startsWith(WORDS[lang].error), await page.title());
  assert.equal(await page.locator("#fault").count(), 1);
  if (before) assert.deepEqual(await snapshot(page), before, "the open document has not changed");
}

/// The repair screen stands, its summary has the focus, and the title says that there is an error.
async function onRepair(page, lang) {
  await problems(page).waitFor();
  assert.match(await address(page), /#\/repair$/);
  await eventually(async () => assert.match(await focused(page), /^section#problems/));
  assert.ok(await inView(page, "problems-title"), "the summary is in view");
  assert.equal(plain(await page.title()), plain(WORDS[lang].titles.repair));
}

/// Gives up, and finds the document that was open as it was.
async function giveUp(page, lang, before) {
  await page.getByRole("button", { name: WORDS[lang].giveUp, exact: true }).click();
  await page.locator(".start .sample-id").first().waitFor();
  assert.equal(await page.title(), WORDS[lang].titles.start);
  await goTo(page, "#/scope");
  await standing(page);
  assert.deepEqual(await snapshot(page), before, "the open document has not changed");
}

const snapshot = async (page) => ({
  title: await page.locator("#title").inputValue(),
  text: await stored(page),
  figures: await figures(page),
});

for (const lang of LANGS) {
  const W = WORDS[lang];

  test(`a file is opened by the picker and by drop (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await pick(page, samples.S09.text);
      await standing(page);
      await titled(page, samples.S09.document.title);
      assert.deepEqual(await outcomes(page), scopeOf(samples.S09.path, samples.S09.service).outcomes);
      assert.match(await address(page), /#\/scope$/);
      await eventually(async () => assert.equal(await focused(page), "main#main"));

      await drop(page, JSON.stringify(small()));
      await titled(page, "Petite pile");
      await eventually(async () => assert.deepEqual(await outcomes(page), scopeOf(JSON.stringify(small()), "top").outcomes));

      // The same file again, from another screen.
      await page.locator("nav .screen").last().click();
      await page.locator(".help").waitFor();
      await pick(page, samples.S09.text);
      await standing(page);
      await titled(page, samples.S09.document.title);
    }));

  test(`what is saved says what was opened, and opens again (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      for (const id of ["S06", "S12"]) {
        const source = structuredClone(samples[id].document);
        source["x-unknown"] = { kept: [1, "deux", null] };
        source.services[0]["x-unknown"] = "kept too";
        await drop(page, JSON.stringify(source));
        await titled(page, source.title);
        const { name, text } = await saveFile(page);
        assert.match(name, /^[a-z0-9][a-z0-9-]*\.socle\.json$/);
        const kept = { ...JSON.parse(text), "x-unknown": source["x-unknown"] };
        assert.deepEqual(JSON.parse(text)["x-unknown"], source["x-unknown"]);
        assert.deepEqual(lean(kept), lean(source));
        assert.equal(text, await stored(page));
        assert.equal(socle("check", scratchFile(text)).errors, 0);
        await drop(page, JSON.stringify(small()));
        await titled(page, "Petite pile");
        await drop(page, text);
        await titled(page, source.title);
        assert.equal((await saveFile(page)).text, text, "saved again, it is the same to the byte");
      }
    }));

  test(`a file that is no document is opened for repair, and says why in words (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      // Before any document is open.
      await pick(page, UNREADABLE.truncated[0]);
      await onRepair(page, lang);
      assert.equal(await stored(page), null);
      await page.locator("nav .screen").first().click();
      await openSample(page, "S06");
      assert.equal(await page.title(), W.titles.scope);
      const before = await snapshot(page);
      for (const [name, [text, words]] of Object.entries(UNREADABLE)) {
        await pick(page, text);
        await onRepair(page, lang);
        assert.match(plain(await problems(page).innerText()), words[lang], name);
        assert.equal(await stored(page), before.text, "nothing is stored of it");
        assert.equal(await page.locator("#raw-text").inputValue(), text, name);
        await giveUp(page, lang, before);
      }
    }));

  test(`a file that is no text is refused (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const before = await snapshot(page);
      await pick(page, PICTURE[0]);
      await refused(page, lang, before);
      assert.match(plain(await fault(page).innerText()), PICTURE[1][lang]);
      await fault(page).getByRole("button", { name: W.close }).click();
      await fault(page).waitFor({ state: "detached" });
      await eventually(async () => assert.equal(await focused(page), "main#main"));
      assert.equal(await page.title(), W.titles.scope);
      // The alert goes when a document opens.
      await pick(page, PICTURE[0]);
      await refused(page, lang, before);
      await drop(page, JSON.stringify(small()));
      await titled(page, "Petite pile");
      assert.equal(await fault(page).count(), 0);
    }));

  test(`a file with faults inside is opened for repair, with their codes and places (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const before = await snapshot(page);
      for (const [name, text] of Object.entries(FAULTY)) {
        const errors = socle("check", scratchFile(text)).issues.filter((issue) => issue.severity === "error");
        assert.ok(errors.length > 0, name);
        await drop(page, text);
        await onRepair(page, lang);
        const told = await page.locator(".mend-card").evaluateAll((cards) =>
          cards.map((card) => ({ at: card.querySelector("code").textContent, code: card.querySelector(".code").textContent, said: card.querySelector(".mend-said").textContent })));
        assert.deepEqual(told.map(({ at, code }) => ({ at, code })), errors.map((issue) => ({ at: issue.at || "/", code: issue.code })), name);
        told.forEach(({ said }, i) => assert.equal(plain(said), plain(errors[i][lang]), `${name}: ${said}`));
        // The summary counts them, and says the same words.
        assert.equal(Number(/^\d+/.exec(await page.locator("#problems-title").innerText())[0]), errors.length);
        const links = await page.locator("#problems li button").allInnerTexts();
        assert.deepEqual(links.map(plain), errors.map((issue) => plain(issue[lang])), name);
        // In the other language the same faults, still there.
        await page.locator("#language").click();
        const other = lang === "fr" ? "en" : "fr";
        await eventually(async () => assert.ok(plain(await problems(page).innerText()).includes(plain(errors[0][other]))));
        await page.locator("#language").click();
        await eventually(async () => assert.ok(plain(await problems(page).innerText()).includes(plain(errors[0][lang]))));
        await giveUp(page, lang, before);
        assert.equal(await page.evaluate(() => window.harmed), undefined);
      }
    }));

  test(`markup in names is text (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      const evil = '<img src=x onerror="window.harmed=1">';
      const document = small();
      document.title = `${evil}<script>window.harmed=2</script>`;
      document.note = `<b>${evil}</b>`;
      document.sources = [`javascript:window.harmed=3`, evil];
      document.providers[0].name = evil;
      document.services[0].name = `${evil} base`;
      document.services[1].name = `</option></select>${evil}`;
      document.third_parties = [{ id: "t", name: evil, roles: ["hosting"], serves: ["top"] }];
      await drop(page, JSON.stringify(document));
      await standing(page);
      await titled(page, document.title);
      await page.locator(".document-note > summary").click();
      await page.locator(".thirds > summary").click();
      assert.equal(await page.locator(".slab.covered .link").innerText(), document.services[0].name);
      assert.equal(await page.locator("#service option:checked").innerText(), document.services[1].name);
      assert.ok((await page.locator(".thirds").innerText()).includes(evil));
      assert.ok((await page.locator(".document-note").innerText()).includes(evil));
      assert.equal(await page.locator(".document-note a").count(), 0);
      await openRow(page, "12.11.a");
      assert.ok((await panel(page).innerText()).includes(evil));
      const { name } = await saveFile(page);
      assert.match(name, /^[a-z0-9-]+\.socle\.json$/);
      await page.locator("nav .screen").first().click();
      await page.locator(".documents").waitFor();
      assert.ok((await page.locator(".documents").innerText()).includes(evil));
      assert.equal(await page.locator("main img, header img, main script, header script").count(), 0);
      assert.equal(await page.evaluate(() => window.harmed), undefined);
    }));

  test(`a file of 17 MB is refused in plain words (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await openSample(page, "S06");
      const before = await snapshot(page);
      const huge = JSON.stringify({ ...small(), note: "x".repeat(17 * 1024 * 1024) });
      await page.locator("#open-file").setInputFiles(scratchFile(huge));
      await refused(page, lang, before);
      const told = plain(await fault(page).innerText());
      assert.match(told, lang === "fr" ? /trop grand/ : /too large/);
      // A person reads megabytes, and the size that is told is the file's.
      assert.ok(!told.replace(/[\s,.]/g, "").includes("16777217"), `told as the size of a file of ${huge.length} bytes: ${told}`);
    }));

  test(`a stack without services opens, and says that it is empty (${lang})`, () =>
    house.visit({ lang }, async (page) => {
      await drop(page, JSON.stringify({ format: "socle/1", title: "Vide", providers: [], services: [] }));
      await titled(page, "Vide");
      await page.locator("main h1").waitFor();
      const text = plain(await page.locator("main").innerText());
      assert.equal(/\b0 (?:sur|of) 0\b/.exec(text)?.[0], undefined, "no figures over nothing");
    }));
}

// Pictures of every screen, for a person to look at, in tests/browser/out/. Asserted is only that nothing overflows and
// that no word is broken in two.

import { after, test } from "node:test";
import { openHouse } from "./harness.mjs";
import { LANGS, fitsAcross, onEveryScreen, wordsWhole } from "./journeys.mjs";

const house = await openHouse();
after(() => house.close());

for (const lang of LANGS) {
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    test(`pictures at ${width} px (${lang})`, () =>
      house.visit({ lang, viewport: { width, height } }, async (page, visit) => {
        const shots = async (name) => {
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            await visit.shot(`${name}-${width}-${colorScheme}`);
          }
        };
        const pictures = async (name) => {
          await shots(name);
          if (name !== "scope") return;
          // The verdicts go on below: the list has pictures of its own.
          await page.locator(".list").evaluate((list) => list.scrollIntoView());
          await shots("list");
          await page.evaluate(() => scrollTo(0, 0));
        };
        await onEveryScreen(page, pictures, () => fitsAcross(page, width), () => wordsWhole(page));
      }));
  }
}

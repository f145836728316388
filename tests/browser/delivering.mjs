// What the journeys of what leaves and comes back do alike.

import { readFileSync } from "node:fs";
import { goTo } from "./journeys.mjs";

/// Goes to the deliverables of the document that is open, and waits until they can be taken.
export async function atDeliverables(page, query = "") {
  await goTo(page, `#/report${query}`);
  await page.locator("#get-scope-csv:enabled").waitFor();
}

/// Takes a deliverable: its name and its bytes.
export async function taken(page, id, limit = 20_000) {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: limit }), page.locator(`#get-${id}`).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/// The rows of an RFC 4180 file.
export function parseCsv(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') (cell += '"'), (i += 1);
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") rows.at(-1).push(cell), (cell = "");
    else if (c === "\n") rows.at(-1).push(cell), rows.push([]), (cell = "");
    else if (c !== "\r") cell += c;
  }
  return rows.filter((row) => row.length > 0);
}


/// Rows as an RFC 4180 file.
export const writeCsv = (rows) => rows.map((row) => row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")).join("\r\n") + "\r\n";

/// Brings a file back.
export const bring = (page, name, bytes) => page.locator("#bring-file").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });

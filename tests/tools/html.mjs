// Valid HTML: the page as it is served, and, from the browser journeys, the page as the app has built it.
//
//   node tests/tools/html.mjs FILE…

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // How a browser or a minifier writes what it holds, not what it holds.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "attr-quotes": "off",
    "doctype-style": "off",
    "no-inline-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    // A table whose rows are grids keeps its meaning everywhere only by its roles.
    "no-redundant-role": "off",
    // A list of choices under a field in which one types has no native element.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
    // Trunk writes the integrity of everything that has one; an icon in a data: address has none.
    "require-sri": "off",
  },
});

/// The faults of a text: one line each, none when it is valid.
export async function validateText(text) {
  const report = await validator.validateString(text);
  return report.results.flatMap(({ messages }) =>
    messages.map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message} (${message.selector ?? ""})`),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let faults = 0;
  for (const file of process.argv.slice(2)) {
    const found = await validateText(readFileSync(file, "utf8"));
    for (const fault of found) console.error(`${file}:${fault}`);
    if (found.length === 0) console.log(`${file}: valid`);
    faults += found.length;
  }
  if (faults > 0) process.exit(1);
}

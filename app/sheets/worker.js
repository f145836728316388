// The worker that holds the spreadsheet module. tests/tools/finish.mjs puts the glue of wasm-bindgen before this (which
// makes `wasm_bindgen`), as one file. The page (app/src/sheets.rs) sends { id, code: { url, integrity, size }, text } to
// have a workbook written, { id, code, bytes } to have a file read, and is told of each step by the same id.

let ready;

onmessage = async ({ data: { id, code, text, bytes } }) => {
  const tell = (step, more) => postMessage({ id, step, ...more });
  try {
    ready ??= start(code, (got) => tell("fetching", { got }));
    await ready;
  } catch (error) {
    // It can be asked for again.
    ready = undefined;
    tell("unfetched", { words: String(error) });
    return;
  }
  tell("working");
  try {
    if (text === undefined) {
      tell("read", { text: wasm_bindgen.read_file(bytes) });
    } else {
      const written = wasm_bindgen.write_book(text);
      postMessage({ id, step: "written", bytes: written }, [written.buffer]);
    }
  } catch (error) {
    // A refusal is thrown as a text. Anything else is the end of the module: the page makes a new worker.
    if (typeof error === "string") tell("refused", { text: error });
    else tell("stopped", { words: String(error) });
  }
};

async function start({ url, integrity }, progress) {
  await wasm_bindgen({ module_or_path: await bring(url, integrity, progress) });
}

// With an integrity of its own a response comes all at once or not at all. Where the bytes can be hashed here, how many
// have come is told on the way, and they are checked before they are used.
async function bring(url, integrity, progress) {
  const whole = !globalThis.crypto?.subtle;
  const response = await fetch(url, { credentials: "same-origin", ...(whole && { integrity }) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  if (whole || !response.body) return response.arrayBuffer();
  const pieces = [];
  let got = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    got += value.length;
    progress(got);
  }
  const bytes = await new Blob(pieces).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  if (`sha384-${btoa(String.fromCharCode(...digest))}` !== integrity) throw new Error(`${url}: other bytes than expected`);
  return bytes;
}

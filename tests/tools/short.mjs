// Short names for what a WebAssembly module takes from its glue. wasm-bindgen tells imports apart by hashes of sixteen
// digits, which do not compress and which both files carry: a few kilobytes of the first view.

/// Reads a number as WebAssembly writes them: seven bits a byte.
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function written(value) {
  const out = [];
  do {
    out.push((value % 128) | (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(out);
}

const word = (text) => Buffer.concat([written(Buffer.byteLength(text)), Buffer.from(text)]);

/// Where an import's description ends: a function, a table, a memory, a global or a tag.
function past(bytes, at) {
  const kind = bytes[at++];
  const limits = (from) => {
    const [flags, after] = number(bytes, from);
    const [, low] = number(bytes, after);
    return flags & 1 ? number(bytes, low)[1] : low;
  };
  if (kind === 0) return number(bytes, at)[1];
  if (kind === 1) return limits(at + 1);
  if (kind === 2) return limits(at);
  if (kind === 3) return at + 2;
  if (kind === 4) return number(bytes, at + 1)[1];
  throw new Error(`an import of kind ${kind}`);
}

/// Gives functions taken from modules that `ours` names short names: the module anew, and the names by those before.
export function shorten(bytes, ours) {
  const names = new Map();
  const out = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const begin = at;
    const id = bytes[at];
    const [size, body] = number(bytes, at + 1);
    at = body + size;
    if (id !== 2) {
      out.push(bytes.subarray(begin, at));
      continue;
    }
    let [count, from] = number(bytes, body);
    const section = [written(count)];
    for (; count > 0; count -= 1) {
      const texts = [];
      const start = from;
      for (let i = 0; i < 2; i += 1) {
        const [length, text] = number(bytes, from);
        texts.push(Buffer.from(bytes.subarray(text, text + length)).toString());
        from = text + length;
      }
      const end = past(bytes, from);
      if (ours(texts[0]) && bytes[from] === 0) {
        const name = names.get(texts[1]) ?? `$${names.size.toString(36)}`;
        names.set(texts[1], name);
        section.push(word(texts[0]), word(name), bytes.subarray(from, end));
      } else {
        section.push(bytes.subarray(start, end));
      }
      from = end;
    }
    const whole = Buffer.concat(section);
    out.push(Buffer.from([2]), written(whole.length), whole);
  }
  return { bytes: Buffer.concat(out), names };
}

/// The glue with those names. Each must be there.
export function rename(glue, names) {
  const missing = new Set(names.keys());
  const text = glue.replace(/[\w$]+/g, (found) => {
    if (!names.has(found)) return found;
    missing.delete(found);
    return names.get(found);
  });
  if (missing.size > 0) throw new Error(`the glue does not have ${[...missing].join(", ")}`);
  return text;
}

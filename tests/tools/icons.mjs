// Draws the icons of the installed app in public/icons/: the mark of the bar, three slabs, in its light colours. Run by
// hand when the mark changes: `node tests/tools/icons.mjs`. The same input gives the same bytes.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";

const OUT = fileURLToPath(new URL("../../public/icons/", import.meta.url));
/// Each slab in a square of 32: its colour and its corners.
const SLABS = [
  ["#a85a06", [[12, 5], [20, 5], [22, 11], [10, 11]]],
  ["#7f56c8", [[9, 13], [23, 13], [25, 19], [7, 19]]],
  ["#0f807a", [[6, 21], [26, 21], [29, 28], [3, 28]]],
];
const PAPER = "#f6f5f1";
/// Points a pixel and direction: edges are smooth.
const FINE = 4;

const rgb = (hex) => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));

function inside(corners, x, y) {
  return corners.every(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
  });
}

/// Whether a point is on the tile, whose corners are round; `round` of the square of 32.
function onTile(x, y, round) {
  const [dx, dy] = [Math.max(round - x, x - 32 + round, 0), Math.max(round - y, y - 32 + round, 0)];
  return dx * dx + dy * dy <= round * round;
}

/// The mark on a tile. `scale` of the mark within it; `round` its corners, 0 for a full square.
function draw(size, { scale, round }) {
  const rows = [];
  for (let y = 0; y < size; y += 1) {
    const row = Buffer.alloc(1 + size * 4);
    for (let x = 0; x < size; x += 1) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < FINE * FINE; i += 1) {
        const [px, py] = [((x + ((i % FINE) + 0.5) / FINE) * 32) / size, ((y + (Math.floor(i / FINE) + 0.5) / FINE) * 32) / size];
        if (round > 0 && !onTile(px, py, round)) continue;
        const [mx, my] = [16 + (px - 16) / scale, 16.5 + (py - 16) / scale];
        const [colour] = SLABS.find(([, corners]) => inside(corners, mx, my)) ?? [PAPER];
        rgb(colour).forEach((c, k) => (sum[k] += c));
        sum[3] += 255;
      }
      const seen = sum[3] / 255;
      for (let k = 0; k < 3; k += 1) row[1 + x * 4 + k] = seen ? Math.round(sum[k] / seen) : 0;
      row[1 + x * 4 + 3] = Math.round(sum[3] / (FINE * FINE));
    }
    rows.push(row);
  }
  const chunk = (kind, data) => {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(kind, 4, "latin1");
    data.copy(out, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // Eight bits, with transparency.
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const paths = SLABS.map(([colour, corners]) => `<path fill="${colour}" d="M${corners.map((c) => c.join(" ")).join("L")}z"/>`).join("");
writeFileSync(`${OUT}socle.svg`, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${PAPER}"/>${paths}</svg>\n`);
for (const [name, size, look] of [
  ["socle-192.png", 192, { scale: 0.86, round: 6 }],
  ["socle-512.png", 512, { scale: 0.86, round: 6 }],
  // Whatever shape a launcher cuts, it leaves a circle of four fifths.
  ["socle-maskable-512.png", 512, { scale: 0.68, round: 0 }],
]) {
  writeFileSync(OUT + name, draw(size, look));
}

import { deflateSync, inflateSync } from "node:zlib";

/**
 * A screenshot in a fraction of its bytes: the browser writes every pixel with three or four bytes and hardly compresses. The 256 most
 * frequent colours stay exactly what they are, the others, mostly edges of letters, become the nearest of these.
 * https://www.w3.org/TR/png-3/
 */
export const smallPng = (png: Buffer): Buffer => {
  const chunks = chunksOf(png);
  const head = chunks.find(({ type }) => type === "IHDR")?.data ?? Buffer.alloc(0);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const size = head[9] === 6 ? 4 : 3;
  if (head[8] !== 8 || (head[9] !== 2 && head[9] !== 6)) throw new Error("expected a PNG of 8 bits in true colour");
  const data = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map((chunk) => chunk.data)));
  const colours = coloursOf(unfiltered(data, width * size, size), size);
  const palette = mostFrequent(colours);
  const rows = Buffer.alloc(height * (width + 1));
  const indexOf = nearestIn(palette);
  colours.forEach((colour, at) => {
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = indexOf(colour);
  });
  const header = Buffer.from(head);
  header[9] = 3;
  return Buffer.concat([
    png.subarray(0, 8),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap((colour) => channels(colour)))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const chunksOf = (png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] => {
  const found: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
};

/** https://www.w3.org/TR/png-3/#9Filter-types */
const unfiltered = (data: Buffer, width: number, size: number): Buffer => {
  const out = Buffer.alloc((data.length / (width + 1)) * width);
  for (let row = 0; row * width < out.length; row += 1) {
    const filter = data[row * (width + 1)] ?? 0;
    for (let x = 0; x < width; x += 1) {
      const at = row * width + x;
      const [left, up, corner] = neighbours(out, { at, size, width, isFirst: x < size, isTop: row === 0 });
      const guess = [0, left, up, Math.floor((left + up) / 2), paeth(left, up, corner)][filter] ?? 0;
      out[at] = (data[row * (width + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
};

interface Place {
  readonly at: number;
  readonly size: number;
  readonly width: number;
  readonly isFirst: boolean;
  readonly isTop: boolean;
}

const neighbours = (out: Buffer, { at, size, width, isFirst, isTop }: Place): [number, number, number] => [
  isFirst ? 0 : (out[at - size] ?? 0),
  isTop ? 0 : (out[at - width] ?? 0),
  isFirst || isTop ? 0 : (out[at - width - size] ?? 0),
];

const paeth = (left: number, up: number, corner: number): number => {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
};

const coloursOf = (pixels: Buffer, size: number): Uint32Array =>
  Uint32Array.from({ length: pixels.length / size }, (_, index) => pixels.readUIntBE(index * size, 3));

const mostFrequent = (colours: Uint32Array): readonly number[] => {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 256)
    .map(([colour]) => colour);
};

const channels = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

const nearestIn = (palette: readonly number[]): ((colour: number) => number) => {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    const own = channels(colour);
    const far = palette.map((one) => channels(one).reduce((sum, value, at) => sum + (value - (own[at] ?? 0)) ** 2, 0));
    const index = far.indexOf(Math.min(...far));
    known.set(colour, index);
    return index;
  };
};

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const sum = body.reduce((crc, byte) => (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8), 0xffffffff);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((sum ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
};

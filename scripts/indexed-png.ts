import { crc32, deflateSync, inflateSync } from 'node:zlib';

// PNG, third edition: https://www.w3.org/TR/png-3/

const SIGNATURE = 8;
/** Of one channel; screenshots of text need no more. */
const LEVELS = 16;
const MOST_COLORS = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Bytes a pixel: 3, or 4 with opacity. */
  readonly channels: number;
  readonly bytes: Buffer;
}

/** What filter each row is written with, undone: section 9.2. */
const FILTERS: readonly ((left: number, up: number, upLeft: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, upLeft) => {
    const guess = left + up - upLeft;
    const [a, b, c] = [left, up, upLeft].map((value) => Math.abs(guess - value)) as [number, number, number];
    if (a <= b && a <= c) return left;
    return b <= c ? up : upLeft;
  },
];

const unfiltered = (rows: Buffer, width: number, height: number, channels: number): Buffer => {
  const stride = width * channels;
  const bytes = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const begin = row * stride;
    const filter = FILTERS[rows[row * (stride + 1)] ?? 0];
    if (filter === undefined) throw new Error(`row ${row} has a filter that PNG does not have`);
    for (let at = 0; at < stride; at += 1) {
      const left = at < channels ? 0 : (bytes[begin + at - channels] ?? 0);
      const up = row === 0 ? 0 : (bytes[begin + at - stride] ?? 0);
      const upLeft = at < channels || row === 0 ? 0 : (bytes[begin + at - stride - channels] ?? 0);
      bytes[begin + at] = (rows[row * (stride + 1) + 1 + at] ?? 0) + filter(left, up, upLeft);
    }
  }
  return bytes;
};

const read = (png: Buffer): Pixels => {
  const data: Buffer[] = [];
  for (let at = SIGNATURE; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0];
  if (channels === undefined || png[24] !== 8 || png[28] !== 0)
    throw new Error('only PNG of 8 bits a channel, in colour, not interlaced, is read here');
  return {
    width,
    height,
    channels,
    bytes: unfiltered(inflateSync(Buffer.concat(data)), width, height, channels),
  };
};

/** The commonest colour of each neighbourhood, the commonest first, as `0xrrggbb`. */
const paletteOf = (colors: Uint32Array): readonly number[] => {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const chosen = new Map<number, number>();
  const step = 256 / LEVELS;
  for (const [color] of [...counts].toSorted(([, one], [, other]) => other - one)) {
    const near = [16, 8, 0].reduce(
      (key, shift) => key * LEVELS + Math.floor(((color >> shift) & 255) / step),
      0,
    );
    if (!chosen.has(near) && chosen.size < MOST_COLORS) chosen.set(near, color);
  }
  return [...chosen.values()];
};

const distance = (one: number, other: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);

const chunk = (type: string, data: Buffer): Buffer => {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([size, content, sum]);
};

/** The same picture with at most 256 colours: of a page with text less than half the bytes, and no difference to the eye. */
export const indexedPng = (png: Buffer): Buffer => {
  const { width, height, channels, bytes } = read(png);
  const colors = new Uint32Array(width * height);
  for (let at = 0; at < colors.length; at += 1) colors[at] = bytes.readUIntBE(at * channels, 3);
  const palette = paletteOf(colors);
  const nearest = new Map<number, number>();
  const indexOf = (color: number): number => {
    const known = nearest.get(color);
    if (known !== undefined) return known;
    const found = palette.reduce(
      (best, each, index) => (distance(each, color) < distance(palette[best] ?? 0, color) ? index : best),
      0,
    );
    nearest.set(color, found);
    return found;
  };
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < colors.length; at += 1)
    rows[at + Math.floor(at / width) + 1] = indexOf(colors[at] ?? 0);
  const header = Buffer.from(png.subarray(16, 29));
  header[9] = 3;
  const table = Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

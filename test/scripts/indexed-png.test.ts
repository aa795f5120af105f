import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { indexedPng } from '../../scripts/indexed-png';

const chunk = (type: string, data: Buffer): Buffer => {
  const framed = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  framed.writeUInt32BE(data.length);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
};
const contentOf = (png: Buffer, type: string): Buffer => {
  const at = png.indexOf(type, 0, 'latin1');
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
};

/** Rows as they are in a PNG of RGB: the filter, then what it left of each byte. */
const pngOf = (width: number, rows: readonly (readonly number[])[]): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

/** The colours of a PNG with a palette, row by row. */
const colorsOf = (png: Buffer, width: number): readonly string[] => {
  const palette = contentOf(png, 'PLTE');
  const rows = inflateSync(contentOf(png, 'IDAT'));
  return [...rows].flatMap((index, at) =>
    at % (width + 1) === 0 ? [] : [palette.subarray(index * 3, index * 3 + 3).toString('hex')],
  );
};

describe('a picture with a palette', () => {
  it.each([
    ['none', 0, [10, 20, 30, 200, 100, 0]],
    ['what is left of it', 1, [10, 20, 30, 190, 80, 226]],
    ['what is above it', 2, [9, 18, 27, 196, 95, 250]],
    ['the average of both', 3, [10, 19, 29, 193, 88, 238]],
    ['the likelier one of both', 4, [9, 18, 27, 190, 80, 226]],
  ])('has the colours of one whose rows are filtered by %s', (_, filter, left) => {
    const png = indexedPng(
      pngOf(2, [
        [0, 1, 2, 3, 4, 5, 6],
        [filter, ...left],
      ]),
    );
    expect(contentOf(png, 'IHDR')[9]).toBe(3);
    expect(colorsOf(png, 2)[2]).toBe('0a141e');
    expect(colorsOf(png, 2)[3]).toBe('c86400');
  });

  it('has 256 colours at most, however many there were', () => {
    const row = [
      0,
      ...Array.from({ length: 4096 }, (_, at) => [
        (at >> 8) * 16,
        ((at >> 4) & 15) * 16,
        (at & 15) * 16,
      ]).flat(),
    ];
    const png = indexedPng(pngOf(4096, [row]));
    expect(contentOf(png, 'PLTE').length).toBeLessThanOrEqual(768);
    expect(colorsOf(png, 4096)).toHaveLength(4096);
  });

  it('is not made of what is not read', () => {
    const png = pngOf(1, [[0, 1, 2, 3]]);
    png[25] = 3;
    expect(() => indexedPng(png)).toThrow('only PNG of 8 bits a channel');
  });
});

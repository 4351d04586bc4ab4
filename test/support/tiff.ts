// TIFF files by hand, of samples that no encoder writes (TIFF 6.0). One strip, not compressed, little-endian.

import { type DirectoryEntry, writeTiff } from '../../src/function/container/tiff.ts';

export type Samples = 'uint8' | 'uint16' | 'uint32' | 'int16' | 'float32';

interface Kind {
  readonly bits: number;
  /** The tag SampleFormat: 1 is unsigned, 2 signed, 3 floating point. */
  readonly format: number;
  write(value: number): Buffer;
}

function kind(bits: number, format: number, write: (bytes: Buffer, value: number) => void): Kind {
  return {
    bits,
    format,
    write(value) {
      const bytes = Buffer.alloc(bits / 8);
      write(bytes, value);
      return bytes;
    },
  };
}

const kinds: Readonly<Record<Samples, Kind>> = {
  uint8: kind(8, 1, (bytes, value) => bytes.writeUInt8(value)),
  uint16: kind(16, 1, (bytes, value) => bytes.writeUInt16LE(value)),
  uint32: kind(32, 1, (bytes, value) => bytes.writeUInt32LE(value)),
  int16: kind(16, 2, (bytes, value) => bytes.writeInt16LE(value)),
  float32: kind(32, 3, (bytes, value) => bytes.writeFloatLE(value)),
};

export const photometric = { grey: 1, rgb: 2, cmyk: 5 } as const;

export interface TiffPicture {
  readonly width: number;
  readonly height: number;
  readonly samples: Samples;
  readonly photometric: keyof typeof photometric;
  /** What each sample after the colours is: 0 is unspecified, 1 associated and 2 unassociated alpha. */
  readonly extra?: readonly number[];
  readonly profile?: Uint8Array;
  /** The samples of one pixel, as they are written. */
  pixel(x: number, y: number): readonly number[];
}

const shorts = (tag: number, ...values: readonly number[]): DirectoryEntry => {
  const value = Buffer.alloc(values.length * 2);
  for (const [index, one] of values.entries()) value.writeUInt16LE(one, index * 2);
  return { tag, type: 3, count: values.length, value };
};

const long = (tag: number, number: number): DirectoryEntry => {
  const value = Buffer.alloc(4);
  value.writeUInt32LE(number);
  return { tag, type: 4, count: 1, value };
};

export function tiff(picture: TiffPicture): Buffer {
  const { width, height, samples, extra, profile, pixel } = picture;
  const { bits, format, write } = kinds[samples];
  const count = pixel(0, 0).length;
  const strip = Buffer.concat(
    Array.from({ length: width * height }, (_, at) => pixel(at % width, Math.floor(at / width)))
      .flat()
      .map(write),
  );
  const file = (stripAt: number) =>
    writeTiff({
      order: 'II',
      first: [
        shorts(256, width),
        shorts(257, height),
        shorts(258, ...new Array<number>(count).fill(bits)),
        shorts(259, 1),
        shorts(262, photometric[picture.photometric]),
        long(273, stripAt),
        shorts(277, count),
        shorts(278, height),
        long(279, strip.length),
        shorts(284, 1),
        ...(extra ? [shorts(338, ...extra)] : []),
        shorts(339, ...new Array<number>(count).fill(format)),
        ...(profile ? [{ tag: 34_675, type: 7, count: profile.length, value: Buffer.from(profile) }] : []),
      ],
      second: [],
      secondTag: 0,
    });
  const { length } = file(0);
  return Buffer.concat([file(length), strip]);
}

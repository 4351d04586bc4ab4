// The pixel data of image files apart from what surrounds it, so that tests can damage it and leave the rest as it should be:
// lengths, checksums and end markers fit what is left.

import { pngChunks } from '../../src/function/container/png.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { Bytes } from '../../wasm/header/bytes.ts';
import { pngChunk } from './png.ts';

export interface PixelData {
  /** Compressed. */
  readonly data: Buffer;
  /** The file with other data. */
  with(data: Buffer): Buffer;
}

export function pixelDataOf(file: Buffer, format: SourceFormat): PixelData {
  return readers[format](file);
}

const readers: Readonly<Record<SourceFormat, (file: Buffer) => PixelData>> = {
  jpeg(file) {
    const scan = file.indexOf(Buffer.from([0xff, 0xda]));
    const from = scan + 2 + file.readUInt16BE(scan + 2);
    return between(file, from, file.lastIndexOf(Buffer.from([0xff, 0xd9])));
  },
  png(file) {
    const chunks = [...pngChunks(new Bytes(file))];
    const pixels = chunks.filter(({ type }) => type === 'IDAT');
    const [first] = pixels;
    if (!first) throw new Error('no IDAT');
    const head = file.subarray(0, first.from);
    return {
      data: Buffer.concat(pixels.map(({ start, end }) => file.subarray(start, end))),
      with: (data) => Buffer.concat([head, pngChunk('IDAT', data), pngChunk('IEND', Buffer.alloc(0))]),
    };
  },
  webp(file) {
    const from = 12 + Math.max(file.subarray(12).indexOf('VP8 '), file.subarray(12).indexOf('VP8L'));
    const length = file.readUInt32LE(from + 4);
    const tail = file.subarray(from + 8 + length + (length % 2));
    return {
      data: file.subarray(from + 8, from + 8 + length),
      with(data) {
        const made = Buffer.concat([file.subarray(0, from + 8), data, Buffer.alloc(data.length % 2), tail]);
        made.writeUInt32LE(data.length, from + 4);
        made.writeUInt32LE(made.length - 8, 4);
        return made;
      },
    };
  },
  gif(file) {
    const descriptor = gifDescriptor(file);
    const hasTable = (file.readUInt8(descriptor + 9) & 0x80) !== 0;
    const table = hasTable ? 3 << ((file.readUInt8(descriptor + 9) & 7) + 1) : 0;
    const from = descriptor + 10 + table + 1;
    const blocks: Buffer[] = [];
    let at = from;
    for (let length = file.readUInt8(at); length > 0; length = file.readUInt8(at)) {
      blocks.push(file.subarray(at + 1, at + 1 + length));
      at += 1 + length;
    }
    return {
      data: Buffer.concat(blocks),
      with(data) {
        const parts = [file.subarray(0, from)];
        for (let n = 0; n < data.length; n += 255) {
          const block = data.subarray(n, n + 255);
          parts.push(Buffer.from([block.length]), block);
        }
        return Buffer.concat([...parts, file.subarray(at)]);
      },
    };
  },
  tiff(file) {
    const directory = file.readUInt32LE(4);
    const entries = Array.from({ length: file.readUInt16LE(directory) }, (_, n) => directory + 2 + 12 * n);
    const slot = (tag: number) => {
      const entry = entries.find((at) => file.readUInt16LE(at) === tag) ?? 0;
      if (file.readUInt32LE(entry + 4) !== 1) throw new Error('more than one strip');
      return { at: entry + 8, isShort: file.readUInt16LE(entry + 2) === 3 };
    };
    const read = ({ at, isShort }: ReturnType<typeof slot>) =>
      isShort ? file.readUInt16LE(at) : file.readUInt32LE(at);
    const [offset, count] = [slot(273), slot(279)];
    return {
      data: file.subarray(read(offset), read(offset) + read(count)),
      with(data) {
        const made = Buffer.concat([file, data]);
        made.writeUInt16LE(4, offset.at - 6);
        made.writeUInt32LE(file.length, offset.at);
        made.writeUInt16LE(4, count.at - 6);
        made.writeUInt32LE(data.length, count.at);
        return made;
      },
    };
  },
  avif: inMediaData,
  heic: inMediaData,
  // Behind its size and colours.
  jxl: (file) => between(file, 64, file.length),
};

function inMediaData(file: Buffer): PixelData {
  const mdat = file.indexOf('mdat') - 4;
  const data = file.subarray(mdat + 8);
  const location = file.indexOf('iloc');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const extent = file.indexOf(length, location);
  if (extent < 0 || extent > mdat) throw new Error('more than one extent');
  return {
    data,
    with(other) {
      const made = Buffer.concat([file.subarray(0, mdat + 8), other]);
      made.writeUInt32BE(other.length, extent);
      made.writeUInt32BE(other.length + 8, mdat);
      return made;
    },
  };
}

function between(file: Buffer, from: number, to: number): PixelData {
  return {
    data: file.subarray(from, to),
    with: (data) => Buffer.concat([file.subarray(0, from), data, file.subarray(to)]),
  };
}

/** Where the descriptor of the first image of a GIF begins. */
function gifDescriptor(file: Buffer): number {
  let at = 13 + ((file.readUInt8(10) & 0x80) === 0 ? 0 : 3 << ((file.readUInt8(10) & 7) + 1));
  while (file.readUInt8(at) === 0x21) {
    at += 2;
    while (file.readUInt8(at) > 0) at += 1 + file.readUInt8(at);
    at += 1;
  }
  return at;
}

/** What is done to data. Nothing that is given is changed. */
export const damages: Readonly<Record<string, (data: Buffer, share: number) => Buffer>> = {
  cut: (data, share) => data.subarray(0, Math.floor(data.length * share)),
  zero(data, share) {
    const damaged = Buffer.from(data);
    const from = Math.floor(data.length * share);
    return damaged.fill(0, from, Math.min(data.length, from + Math.ceil(data.length / 10)));
  },
  drop(data, share) {
    const from = Math.floor(data.length * share);
    return Buffer.concat([data.subarray(0, from), data.subarray(from + Math.ceil(data.length / 10))]);
  },
  repeat(data, share) {
    const from = Math.floor(data.length * share);
    const to = from + Math.ceil(data.length / 10);
    return Buffer.concat([data.subarray(0, to), data.subarray(from)]);
  },
};

// Metadata by hand, for what no encoder writes: directories of TIFF, IPTC-IIM, boxes.

import { writeBox } from '../../src/function/container/boxes.ts';
import { u32 } from '../../src/function/container/bytes.ts';
import type { ByteOrder } from '../../src/function/container/tiff.ts';

/** A tag with its value, whose type is numbered as in TIFF 6.0. */
export interface Field {
  readonly tag: number;
  readonly type: 1 | 2 | 3 | 4 | 7;
  /** A text, bytes, or one number. */
  readonly value: Uint8Array | string | number;
}

/**
 * A TIFF of some directories, one behind the other in the file, each of whose fields may have the number of another as its
 * value: `{ to: 1 }` is where that one begins.
 *
 * @param chain Is the second directory what follows the first, as EXIF's preview does?
 */
export function tiff(
  order: ByteOrder,
  directories: readonly (readonly (Field | { readonly tag: number; readonly to: number })[])[],
  { chain = false } = {},
): Buffer {
  const short = (value: number) => number(order, value, 2);
  const long = (value: number) => number(order, value, 4);
  const sizes = directories.map((fields) => {
    return 6 + fields.reduce((sum, field) => sum + 12 + ('to' in field ? 0 : lengthBehind(field.value)), 0);
  });
  const places = sizes.map((_, n) => 8 + sizes.slice(0, n).reduce((sum, size) => sum + size, 0));
  const written = directories.map((fields, n) => {
    let at = (places[n] as number) + 6 + fields.length * 12;
    const values: Buffer[] = [];
    const rows = fields.map((field) => {
      if ('to' in field) return [short(field.tag), short(4), long(1), long(places[field.to] as number)];
      const { tag, type, value } = field;
      if (typeof value === 'number')
        return [
          short(tag),
          short(type),
          long(1),
          type === 3 ? short(value) : long(value),
          type === 3 ? short(0) : Buffer.alloc(0),
        ];
      const bytes = Buffer.from(value as string);
      const head = [short(tag), short(type), long(bytes.length)];
      if (bytes.length <= 4) return [...head, bytes, Buffer.alloc(4 - bytes.length)];
      values.push(bytes);
      at += bytes.length;
      return [...head, long(at - bytes.length)];
    });
    const next = chain && n === 0 ? (places[1] as number) : 0;
    return Buffer.concat([short(fields.length), ...rows.flat(), long(next), ...values]);
  });
  return Buffer.concat([Buffer.from(order), short(42), long(8), ...written]);
}

function lengthBehind(value: Field['value']): number {
  const length = typeof value === 'number' ? 0 : Buffer.from(value as string).length;
  return length <= 4 ? 0 : length;
}

function number(order: ByteOrder, value: number, size: 2 | 4): Buffer {
  const bytes = Buffer.alloc(size);
  if (order === 'II') bytes.writeUIntLE(value, 0, size);
  else bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/** IPTC-IIM: data sets of record 2. */
export function iptc(...sets: readonly (readonly [number: number, value: string | Uint8Array])[]): Buffer {
  return Buffer.concat(
    sets.flatMap(([name, value]) => {
      const bytes = Buffer.from(value as string);
      return [Buffer.from([0x1c, 2, name, bytes.length >> 8, bytes.length & 255]), bytes];
    }),
  );
}

/** What Photoshop puts into APP13: resources, one of them of this number. */
export function photoshop(number: number, content: Uint8Array): Buffer {
  const resource = (id: number, body: Uint8Array) => {
    const head = Buffer.from([id >> 8, id & 255, 0, 0]);
    return Buffer.concat([Buffer.from('8BIM'), head, u32(body.length), body, Buffer.alloc(body.length % 2)]);
  };
  const another = resource(0x03ed, Buffer.from('odd'));
  return Buffer.concat([Buffer.from('Photoshop 3.0\0'), another, resource(number, content)]);
}

/** A box (ISO/IEC 14496-12, 4.2). */
export const box: (type: string, ...content: readonly Uint8Array[]) => Buffer = writeBox;

/** A packet of these elements. */
export function packet(elements: string, declared = ''): string {
  return (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" ${declared}>${elements}` +
    '</rdf:Description></rdf:RDF></x:xmpmeta>'
  );
}

// Reads creator, rights and credit from IPTC-IIM (version 4.2), which newsrooms have written into JPEG and TIFF since 1991.

import { attempt, attemptWithinBounds, ByteReader } from '../container/bytes.ts';
import { maxBlock, tooLong } from './blocks.ts';
import { decodeText } from './decode-text.ts';
import { listed, localised, type Property } from './properties.ts';

/** Numbers of data sets in record 2. */
const byLine = 80;
const credit = 110;
const copyrightNotice = 116;

/** Newsrooms write some dozens, with keywords some hundreds. Stops data sets of one letter, of which 256 KB hold 43,690. */
export const maxDataSets = 2000;

/**
 * @param iim Data sets, one behind the other: 0x1c, record, number, length, value.
 * @throws {ExcessError} for more bytes than `maxBlock`, or more data sets than `maxDataSets`.
 */
export function rightsInIptc(iim: Buffer): Property[] {
  const file = new ByteReader(iim);
  if (file.length > maxBlock) throw file.excess(tooLong('IPTC'));
  const texts = new Map<number, string[]>();
  attemptWithinBounds(() => {
    let at = 0;
    for (let count = 0; at < file.length && file.u8(at) === 0x1c; count++) {
      if (count === maxDataSets) throw file.excess(`IPTC of more than ${maxDataSets} data sets`);
      const length = file.u16(at + 3);
      // Then it is the length of a length, before a value of 32 KB and more, none of which is a name.
      if (length > 0x7fff) return;
      const value = decodeText(file.slice(at + 5, at + 5 + length)).trim();
      const number = file.u8(at + 1) === 2 ? file.u8(at + 2) : 0;
      const others = texts.get(number) ?? [];
      if (value !== '') others.push(value);
      texts.set(number, others);
      at += 5 + length;
    }
  });
  const first = (number: number) => texts.get(number)?.[0] ?? '';
  const line = first(credit);
  return [
    ...listed('dc:creator', texts.get(byLine) ?? []),
    ...localised('dc:rights', first(copyrightNotice)),
    ...(line === '' ? [] : [{ name: 'photoshop:Credit', value: { kind: 'text', text: line } } as const]),
  ];
}

/** Finds IPTC-IIM among the resources that Photoshop keeps in a JPEG: `8BIM`, number, padded name, length, padded content. */
export function findIptc(resources: Buffer): Buffer | undefined {
  const file = new ByteReader(resources);
  return attempt(() => {
    let at = 0;
    while (file.hasText(at, '8BIM')) {
      const number = file.u16(at + 4);
      const nameLength = file.u8(at + 6);
      const start = at + 6 + even(1 + nameLength) + 4;
      const length = file.u32(start - 4);
      if (number === 0x0404) return file.slice(start, start + length);
      at = start + even(length);
    }
    return undefined;
  });
}

const even = (length: number) => length + (length % 2);

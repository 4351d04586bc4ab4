// IPTC-IIM (version 4.2): creator, rights and credit, as newsrooms have written them into JPEG and TIFF since 1991.

import { attempt, decodeText, hasText } from '../container/bytes.ts';
import { listed, localised, type Property } from './properties.ts';

/** Data sets of record 2. */
const byLine = 80;
const credit = 110;
const copyrightNotice = 116;

/** @param iim Data sets, one behind the other: 0x1c, record, number, length, value. */
export function rightsInIptc(iim: Buffer): Property[] {
  const texts = new Map<number, string[]>();
  attempt(() => {
    let at = 0;
    while (iim[at] === 0x1c) {
      const length = iim.readUInt16BE(at + 3);
      // A length of a length: values of 32 KB and more, none of which is a name.
      if (length > 0x7fff) return;
      const value = decodeText(iim.subarray(at + 5, at + 5 + length)).trim();
      const number = iim[at + 1] === 2 ? iim.readUInt8(at + 2) : 0;
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

/** IPTC-IIM among the resources that Photoshop keeps in a JPEG: `8BIM`, number, padded name, length, padded content. */
export function findIptc(resources: Buffer): Buffer | undefined {
  return attempt(() => {
    let at = 0;
    while (hasText(resources, at, '8BIM')) {
      const number = resources.readUInt16BE(at + 4);
      const nameLength = resources.readUInt8(at + 6);
      const start = at + 6 + even(1 + nameLength) + 4;
      const length = resources.readUInt32BE(start - 4);
      if (number === 0x0404) return resources.subarray(start, start + length);
      at = start + even(length);
    }
    return undefined;
  });
}

const even = (length: number) => length + (length % 2);

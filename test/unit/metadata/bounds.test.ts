// A thumbnail is small, and what is written into it smaller: bounds on metadata, and what it is cut down to.

import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { OutputFormat } from '../../../src/function/format/format.ts';
import {
  embedMetadata,
  type Metadata,
  metadataBytes,
  readMetadata,
} from '../../../src/function/metadata/metadata.ts';
import { jpeg, png, segment } from '../../support/header-parts.ts';
import { packet } from '../../support/metadata-parts.ts';
import { pngChunk } from '../../support/png.ts';

const formats = ['jpeg', 'png', 'webp', 'avif', 'gif'] as const;
const plain = new Map<OutputFormat, Buffer>();
for (const format of formats) {
  const blank = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  plain.set(format, await blank.toFormat(format).toBuffer());
}
const rightsNamespace = 'xmlns:r="http://ns.adobe.com/xap/1.0/rights/"';

function read(elements: string, policy: 'copyright' | 'keep' = 'copyright'): Metadata {
  const xmp = Buffer.from(`http://ns.adobe.com/xap/1.0/\0${packet(elements, rightsNamespace)}`);
  return readMetadata(jpeg(segment(0xe1, xmp)), 'jpeg', policy);
}

const name = '<dc:creator>Li Wei</dc:creator>';
const terms = (bytes: number) => `<r:UsageTerms>${'Terms '.repeat(bytes / 6)}</r:UsageTerms>`;

function added(format: OutputFormat, metadata: Metadata, maxBytes?: number): Buffer {
  const before = plain.get(format) as Buffer;
  const after = Buffer.from(embedMetadata(before, format, metadata, maxBytes));
  expect(after.length - before.length).toBeLessThanOrEqual(metadataBytes(metadata, format, maxBytes));
  return after;
}

describe.each(formats)('in %s', (format) => {
  test.each([
    ['a name', name],
    ['a name in other letters', '<dc:creator>李伟</dc:creator>'],
    ['a licence', name + terms(600)],
    ['nothing', '<dc:title>T</dc:title>'],
  ])('%s takes no more bytes than metadataBytes says', (_, elements) => {
    const metadata = read(elements);
    const before = plain.get(format) as Buffer;
    const more = added(format, metadata).length - before.length;
    expect(more === 0).toBe(metadataBytes(metadata, format) === 0);
    // Not much less either, so that budgets are used.
    expect(metadataBytes(metadata, format) - more).toBeLessThan(200);
  });

  test('a budget leaves metadata a quarter: all, creator and copyright, or nothing', () => {
    const metadata = read(name + terms(600));
    const has = (maxBytes: number) => {
      const file = added(format, metadata, maxBytes);
      return [file.includes('Li Wei'), file.includes('Terms')];
    };
    expect(has(20_000)).toEqual([true, true]);
    expect(has(2800)).toEqual([true, false]);
    expect(has(300)).toEqual([false, false]);
    expect(metadataBytes(metadata, format, 300)).toBe(0);
  });
});

test('a PNG has the checksums that others check', () => {
  const file = added('png', read(name + terms(600)));
  const sums = ['eXIf', 'iTXt'].map((type) => {
    const from = file.indexOf(type);
    const end = from + 4 + file.readUInt32BE(from - 4);
    return [file.readUInt32BE(end), crc32(file.subarray(from, end))];
  });
  for (const [written, computed] of sums) expect(written).toBe(computed);
});

test('letters that EXIF lacks are written into XMP as well', () => {
  const says = (creator: string) =>
    added('jpeg', read(`<dc:creator>${creator}</dc:creator>`)).includes('xmpmeta');
  expect([says('Li Wei'), says('李伟')]).toEqual([false, true]);
});

test('the longest statements are left out of more than 4 KB', () => {
  const metadata = read(`${name}${terms(30_000)}<r:WebStatement>https://a.b</r:WebStatement>`);
  expect(metadata.properties.map(({ name }) => name)).toEqual(['dc:creator', 'xmpRights:WebStatement']);
});

test('with the policy keep, of more than 32 KB', () => {
  const title = `<dc:title>${'t'.repeat(25_000)}</dc:title>`;
  const description = `<dc:description>${'d'.repeat(25_000)}</dc:description>`;
  const names = (elements: string) => read(elements, 'keep').properties.map(({ name }) => name);
  expect(names(title + name)).toEqual(['dc:title', 'dc:creator']);
  expect(names(`${title}${description} ${name}`)).toEqual(['dc:title', 'dc:creator']);
});

test.each([
  ['16 KB deflated', randomBytes(20_000).toString('base64')],
  ['256 KB inflated', ' '.repeat(300_000)],
])('a packet of more than %s is not looked at', (_, filling) => {
  const text = Buffer.from(`${packet(name)}<!--${filling}-->`);
  const chunk = pngChunk('zTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0'), deflateSync(text)]));
  expect(readMetadata(png({}, chunk), 'png', 'copyright').properties).toEqual([]);
});

// The tag table of ICC profiles, from profiles by hand.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader, ContainerError, u32 } from '../../../src/function/container/bytes.ts';
import {
  descriptions,
  findTag,
  maxDescription,
  maxLanguages,
  maxTags,
  readDescription,
} from '../../../src/function/container/icc.ts';
import { CountingReader } from '../../support/counting-reader.ts';

/** @param tags Signatures, each with its content. */
function profile(...tags: readonly (readonly [signature: string, content: Uint8Array])[]): Buffer {
  const start = 132 + tags.length * 12;
  const entries = tags.map(([signature, content], n) => {
    const before = tags.slice(0, n).reduce((sum, [, other]) => sum + other.length, 0);
    return Buffer.concat([Buffer.from(signature), u32(start + before), u32(content.length)]);
  });
  return Buffer.concat([
    Buffer.alloc(128),
    u32(tags.length),
    ...entries,
    ...tags.map(([, content]) => content),
  ]);
}

const ascii = (text: string, length = text.length) =>
  Buffer.concat([Buffer.from('desc\0\0\0\0'), u32(length), Buffer.from(text, 'latin1')]);

/** One record for each text: language, length, place. */
function unicode(...texts: readonly string[]): Buffer {
  const contents = texts.map((text) => Buffer.from(text, 'utf16le').swap16());
  const records = contents.map((content, n) => {
    const before = contents.slice(0, n).reduce((sum, other) => sum + other.length, 0);
    return Buffer.concat([Buffer.from('enUS'), u32(content.length), u32(16 + 12 * contents.length + before)]);
  });
  return Buffer.concat([Buffer.from('mluc\0\0\0\0'), u32(texts.length), u32(12), ...records, ...contents]);
}

const describe = (bytes: Uint8Array) => readDescription(new ByteReader(bytes));

test('a tag is found by its signature, the first of several', () => {
  const bytes = profile(
    ['rTRC', Buffer.from('one')],
    ['kTRC', Buffer.from('two')],
    ['kTRC', Buffer.from('three')],
  );
  const reader = new ByteReader(bytes);
  expect(findTag(reader, 'kTRC')).toBe(bytes.indexOf('two'));
  expect(findTag(reader, 'gTRC')).toBeUndefined();
});

test.each([
  ['of version 2', ascii('sRGB IEC61966-2.1\0'), 'sRGB IEC61966-2.1'],
  ['of version 4', unicode('色彩 v4'), '色彩 v4'],
  ['in several languages: the first', unicode('English', 'Deutsch'), 'English'],
  ['with blanks and zeros around it', ascii(' \0Display P3\0\0 '), 'Display P3'],
  ['of another type', Buffer.from('text\0\0\0\0\0\0\0\0'), undefined],
  ['that says nothing', ascii(''), ''],
  ['as long as is read', ascii('x'.repeat(maxDescription)), 'x'.repeat(maxDescription)],
  ['longer than is read', ascii('x'.repeat(maxDescription + 1)), undefined],
  ['that fills the file with zeros', ascii('', 0xffffffff), undefined],
])('a description %s', (_, content, expected) => {
  expect(describe(profile(['desc', content]))).toBe(expected);
});

test('a profile without a description has none', () => {
  expect(describe(profile(['kTRC', Buffer.alloc(4)]))).toBeUndefined();
});

test('any bytes are a description, none, or the one error', () => {
  const seeds = [
    profile(['desc', ascii('sRGB')]),
    profile(['rXYZ', Buffer.alloc(20)], ['desc', unicode('sRGB', 'x')]),
  ];
  const damaged = fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 8 }),
      fc.nat(300),
    )
    .map(([seed, changes, length]) => {
      const bytes = Uint8Array.from(seed);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes.subarray(0, Math.max(length, 120));
    });
  fc.assert(
    fc.property(damaged, (bytes) => {
      const reader = new CountingReader(bytes);
      try {
        expect(readDescription(reader)?.length ?? 0).toBeLessThanOrEqual(maxDescription);
      } catch (error) {
        expect(error).toBeInstanceOf(ContainerError);
      }
      expect(reader.steps).toBeLessThan(2 * maxTags + 2 * maxDescription);
    }),
    { numRuns: 1000, seed: 20_260_308 },
  );
});

test('of a table that fills the file, no more tags than the bound are looked at', () => {
  const bytes = Buffer.concat([Buffer.alloc(128), u32(0xffffffff), Buffer.alloc(12 * 10_000, 'A2B0')]);
  bytes.write('desc', 132 + 12 * maxTags, 'latin1');
  const reader = new CountingReader(bytes);
  expect(findTag(reader, 'desc')).toBeUndefined();
  expect(reader.steps).toBeLessThan(2 * maxTags);
});

test('every language of a description is found, up to a bound', () => {
  const all = (...texts: readonly string[]) => [
    ...descriptions(new ByteReader(profile(['desc', unicode(...texts)]))),
  ];
  expect(all('Farbraum', 'sRGB IEC61966-2.1')).toEqual(['Farbraum', 'sRGB IEC61966-2.1']);
  expect(all(...Array.from({ length: maxLanguages + 1 }, () => 'x'))).toHaveLength(maxLanguages);
});

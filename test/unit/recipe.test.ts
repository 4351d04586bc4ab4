// The marks on a thumbnail: what it was made from, and how.

import { describe, expect, test } from 'vitest';
import type { RenderSpec } from '../../src/engine.ts';
import { isThumbnail, marks, recipe, sourceMark } from '../../src/recipe.ts';
import { ordinaryPhoto } from '../support/photo.ts';
import { sourceRef } from '../support/records.ts';

const info = ordinaryPhoto;
const spec: RenderSpec = {
  fit: 'inside',
  gravity: 'centre',
  resizedWidth: 200,
  resizedHeight: 150,
  width: 200,
  height: 150,
  format: 'jpeg',
  quality: 80,
};
const source = { etag: '"abc"', info };

describe('recipe', () => {
  const known = recipe(source, spec, 'vips 1');

  test('is the same for the same making, on every machine', () => {
    expect(known).toBe('7625109e2a0a6d2b473bcc49cb3fd635');
    expect(recipe({ etag: '"abc"', info: { ...info } }, { ...spec }, 'vips 1')).toBe(known);
  });

  test.each<[string, string]>([
    ["the source's ETag", recipe({ ...source, etag: '"abd"' }, spec, 'vips 1')],
    ["the source's format", recipe({ ...source, info: { ...info, format: 'png' } }, spec, 'vips 1')],
    ["the engine's version", recipe(source, spec, 'vips 2')],
  ])('is another for another %s', (_, changed) => {
    expect(changed).toMatch(/^[0-9a-f]{32}$/);
    expect(changed).not.toBe(known);
  });

  test.each<[Partial<RenderSpec>]>([
    [{ fit: 'cover' }],
    [{ gravity: 'north' }],
    [{ resizedWidth: 201 }],
    [{ resizedHeight: 151 }],
    [{ width: 201 }],
    [{ height: 151 }],
    [{ format: 'webp' }],
    [{ quality: 81 }],
    [{ quality: undefined }],
  ])('is another for %j', (change) => {
    expect(recipe(source, { ...spec, ...change }, 'vips 1')).not.toBe(known);
  });
});

describe('sourceMark', () => {
  test.each([
    ['photos/cat.jpg', 'example-1250000000/photos/cat.jpg'],
    ['照片/猫 1.jpg', 'example-1250000000/%E7%85%A7%E7%89%87/%E7%8C%AB%201.jpg'],
    ['/a//b%2F.jpg', 'example-1250000000//a//b%252F.jpg'],
    ['a\r\nx: y.jpg', 'example-1250000000/a%0D%0Ax%3A%20y.jpg'],
  ])('of %j is an address for a header', (key, mark) => {
    expect(sourceMark(sourceRef(key))).toBe(mark);
  });

  test('is a digest once the address is longer than 1024 characters', () => {
    const longest = 'a'.repeat(1024 - 'example-1250000000/'.length);
    expect(sourceMark(sourceRef(longest))).toBe(`example-1250000000/${longest}`);
    const digest = sourceMark(sourceRef(`${longest}a`));
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(sourceMark(sourceRef(`${longest}b`))).not.toBe(digest);
  });

  test('tells buckets apart, too', () => {
    expect(sourceMark({ ...sourceRef('cat.jpg'), bucket: 'other-1250000000' })).not.toBe(
      sourceMark(sourceRef('cat.jpg')),
    );
  });
});

describe('isThumbnail', () => {
  test.each([
    ['what has a recipe', { [marks.recipe]: 'abc' }, true],
    ['a photo that its uploader gave metadata', { artist: 'me' }, false],
    ['a photo without metadata', {}, false],
  ])('%s', (_, metadata, expected) => {
    expect(isThumbnail({ metadata })).toBe(expected);
  });
});

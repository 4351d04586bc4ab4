// The marks on a thumbnail: what it was made from, and how.

import { describe, expect, test } from 'vitest';
import type { RenderSpec } from '../../../src/function/engine/engine.ts';
import {
  isOurs,
  isThumbnailOf,
  marks,
  marksOf,
  type RecipeInput,
  recipeOf,
  sourceMark,
} from '../../../src/function/publish/recipe.ts';
import type { ObjectHeaders, ObjectInfo } from '../../../src/function/store.ts';
import { ordinarySpec } from '../../support/photo.ts';
import { sourceRef } from '../../support/records.ts';

const spec = ordinarySpec;
const source: ObjectInfo = {
  etag: '"abc"',
  size: 4,
  headers: { contentType: 'image/jpeg', cacheControl: 'max-age=60', metadata: { artist: 'me', b: '1' } },
};
const withHeaders = (headers: Partial<ObjectHeaders>): ObjectInfo => ({
  ...source,
  headers: { ...source.headers, ...headers },
});

describe('recipe', () => {
  const making: RecipeInput = {
    format: 'jpeg',
    spec,
    engine: 'vips 1',
    metadata: 'copyright',
    keeping: {},
    cacheControl: undefined,
  };
  const known = recipeOf(source, making);

  test('is the same for the same making, on every machine', () => {
    expect(known).toBe('3d416a93d03873177deb4d1139a94731');
    expect(recipeOf({ ...source }, { ...making, spec: { ...spec } })).toBe(known);
  });

  test('is the same in whatever order COS sends the metadata, and whatever the Content-Type', () => {
    const other = withHeaders({ contentType: 'image/png', metadata: { b: '1', artist: 'me' } });
    expect(recipeOf(other, making)).toBe(known);
  });

  test.each<[string, string]>([
    ["the source's ETag", recipeOf({ ...source, etag: '"abd"' }, making)],
    ["the source's format", recipeOf(source, { ...making, format: 'png' })],
    ["the engine's version", recipeOf(source, { ...making, engine: 'vips 2' })],
    ['metadata policy', recipeOf(source, { ...making, metadata: 'strip' })],
    ['ACL', recipeOf(source, { ...making, keeping: { acl: 'private' } })],
    ['storage class', recipeOf(source, { ...making, keeping: { storageClass: 'STANDARD_IA' } })],
    ['tags', recipeOf(source, { ...making, keeping: { tagging: 'a=b' } })],
    ['Cache-Control that is set', recipeOf(source, { ...making, cacheControl: 'no-cache' })],
  ])('is another for another %s', (_, changed) => {
    expect(changed).toMatch(/^[0-9a-f]{32}$/);
    expect(changed).not.toBe(known);
  });

  test.each<[Partial<ObjectHeaders>]>([
    [{ cacheControl: 'no-cache' }],
    [{ contentDisposition: 'inline' }],
    [{ expires: '0' }],
    [{ metadata: { artist: 'you', b: '1' } }],
    [{ metadata: { artist: 'me' } }],
  ])('is another when the thumbnail takes over %j', (headers) => {
    expect(recipeOf(withHeaders(headers), making)).not.toBe(known);
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
    expect(recipeOf(source, { ...making, spec: { ...spec, ...change } })).not.toBe(known);
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

describe('isOurs', () => {
  test.each([
    ['what has a recipe', { [marks.recipe]: 'abc' }, true],
    ['what was made of a thumbnail by somebody who dropped its recipe', { [marks.hops]: '1' }, true],
    ['what has been through more', { [marks.hops]: '2' }, true],
    ['what has a count that cannot be read', { [marks.hops]: 'x' }, true],
    ['a failure record', { [marks.failure]: 'example-1250000000/cat.jpg' }, true],
    ['a photo that its uploader gave metadata', { artist: 'me' }, false],
    ['a photo without metadata', {}, false],
  ])('%s', (_, metadata, expected) => {
    expect(isOurs({ metadata })).toBe(expected);
  });
});

describe('isThumbnailOf', () => {
  const ref = sourceRef('cat.jpg');
  const metadata = marksOf(ref, source, 'abc');

  test.each([
    ['its thumbnail', metadata, true],
    ['a copy of it with more metadata', { ...metadata, artist: 'me' }, true],
    [
      'the thumbnail of another photo',
      { ...metadata, ...marksOf(sourceRef('dog.jpg'), source, 'abc') },
      false,
    ],
    ['what only names it', { [marks.source]: sourceMark(ref) }, false],
    ['a photo', {}, false],
  ])('%s', (_, found, expected) => {
    expect(isThumbnailOf(ref, { metadata: found })).toBe(expected);
  });
});

describe('marks', () => {
  test.each([
    ['a photo', {}, '1'],
    ['what has been through two functions', { [marks.hops]: '2' }, '3'],
    ['what has a count that cannot be read', { [marks.hops]: '-7' }, '2'],
  ])('of a thumbnail of %s count the hops', (_, metadata, hops) => {
    expect(marksOf(sourceRef('cat.jpg'), withHeaders({ metadata }), 'abc')).toEqual({
      'thumbnail-source': 'example-1250000000/cat.jpg',
      'thumbnail-source-etag': 'abc',
      'thumbnail-recipe': 'abc',
      'thumbnail-hops': hops,
    });
  });
});

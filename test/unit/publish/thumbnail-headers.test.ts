// What a thumbnail's headers take over from its source.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thumbnailHeaders } from '../../../src/function/publish/thumbnail-headers.ts';

const other = { contentType: 'image/webp', extensions: ['webp'] };
const same = { contentType: 'image/jpeg', extensions: ['jpg', 'jpeg'] };
const marks = { 'thumbnail-source': 'example-1250000000/cat.jpg', 'thumbnail-recipe': 'abc' };

/** A value that fills a header of this name up to `bytes`, name included. */
const filling = (name: string, bytes: number) => 'x'.repeat(bytes - `x-cos-meta-${name}`.length);

describe('headers', () => {
  test('carry over caching and metadata, and say what was made', () => {
    const source = {
      contentType: 'image/tiff',
      cacheControl: 'max-age=60',
      expires: 'Wed, 21 Oct 2026 07:28:00 GMT',
      metadata: { artist: '%E7%8C%AB' },
    };
    expect(thumbnailHeaders(source, other, marks)).toEqual({
      contentType: 'image/webp',
      cacheControl: 'max-age=60',
      expires: 'Wed, 21 Oct 2026 07:28:00 GMT',
      metadata: { ...marks, artist: '%E7%8C%AB' },
    });
  });

  test("have the Cache-Control that is set in place of the source's, and of its Expires", () => {
    const source = { cacheControl: 'no-store', expires: '0', metadata: {} };
    expect(thumbnailHeaders(source, other, marks, 'max-age=60')).toEqual({
      contentType: 'image/webp',
      cacheControl: 'max-age=60',
      metadata: marks,
    });
  });

  test('are only type and marks for a source without any', () => {
    expect(thumbnailHeaders({ metadata: {} }, other, marks)).toEqual({
      contentType: 'image/webp',
      metadata: marks,
    });
  });
});

describe('Content-Disposition', () => {
  test.each([
    ['attachment', 'attachment'],
    ['attachment ; filename=a.tif', 'attachment'],
    ['attachment; filename="a;b \\"c\\".tif"', 'attachment'],
    ["attachment; filename*=UTF-8''%E7%8C%AB.tif", 'attachment'],
    [`attachment; filename="a.tif"; filename*=UTF-8''a.tif`, 'attachment'],
    ['inline ;FileName = a.tif ; size=5', 'inline ; size=5'],
    ['inline; creation-date="2024"; filename=a.tif', 'inline; creation-date="2024"'],
  ])('%s is %s for another format', (contentDisposition, expected) => {
    const headers = thumbnailHeaders({ contentDisposition, metadata: {} }, other, marks);
    expect(headers.contentDisposition).toBe(expected);
  });

  test('is left out when nothing but the file name was there', () => {
    for (const contentDisposition of ['; filename=a.tif', 'invoice.html', 'filename']) {
      const source = { contentDisposition, metadata: {} };
      expect(thumbnailHeaders(source, other, marks)).not.toHaveProperty('contentDisposition');
    }
  });

  test.each([
    'attachment; filename="cat.jpg"',
    'attachment; filename=cat.JPEG',
    'inline; filename="a cat; big.jpg"; size=5',
    "attachment; filename=cat.jpg; filename*=UTF-8''%E7%8C%AB.jpg",
  ])('%s stays whole where the name is one of the format', (contentDisposition) => {
    const headers = thumbnailHeaders({ contentDisposition, metadata: {} }, same, marks);
    expect(headers.contentDisposition).toBe(contentDisposition);
  });

  // A photo may be uploaded under any of these, and a thumbnail be opened from the folder of downloads.
  test.each([
    'attachment; filename="invoice.html"',
    'attachment; filename=invoice.html',
    'attachment; filename="invoice.jpg.HTML"',
    'attachment; filename="invoice.html."',
    'attachment; filename="invoice.html "',
    'attachment; filename="invoice"',
    'attachment; filename=".html"',
    'attachment; filename="invoice.htm%6c"',
    'attachment; filename="%zz.jpg"',
    'attachment; filename="a\\.htm\\l"',
    'attachment; filename="../cat.jpg"',
    'attachment; filename="C:\\\\cat.jpg"',
    'attachment; filename="=?UTF-8?B?aW52b2ljZS5odG1s?=.jpg"',
    "attachment; filename*=UTF-8''invoice.html",
    "attachment; filename*=UTF-8''invoice%2Ehtml",
    'attachment; filename*=invoice.jpg',
    'attachment; filename*0="invoice.ht"; filename*1="ml"',
    'attachment; FILENAME="invoice.html"',
    'attachment; filename = "invoice.html',
    'attachment; a="; filename=invoice.html',
    'attachment; a="; filename=invoice.html; b="',
    'attachment; a=b"c; filename=invoice.html; d"',
    'attachment; filename=a.html .jpg',
    'attachment; filename=a.html, b.jpg',
    'attachment; name="invoice.html"',
    'attachment; title=a.html',
  ])('%s is attachment, and has no name', (contentDisposition) => {
    const headers = thumbnailHeaders({ contentDisposition, metadata: {} }, same, marks);
    expect(headers.contentDisposition).toBe('attachment');
  });

  test('whatever it is, no name of another extension is left in it', () => {
    const piece = fc.constantFrom(
      ...['attachment', 'inline', ';', ' ', '"', '\\', '=', "''", 'UTF-8', 'filename', 'filename*', 'x'],
      ...['.html', '.jpg', 'cat', '%2e', '*0', '\t'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const headers = thumbnailHeaders({ contentDisposition: pieces.join(''), metadata: {} }, same, marks);
        const left = headers.contentDisposition ?? '';
        // As a reader that knows of no quotes would find it.
        const names = left.split(';').filter((part) => /filename/i.test(part));
        for (const name of names) expect(name).toMatch(/\.jpe?g["]?\s*$/i);
      }),
      { numRuns: 3000, seed: 20_261_127 },
    );
  });
});

describe('metadata', () => {
  const metadataOf = (metadata: Record<string, string>, of: Record<string, string> = marks) =>
    thumbnailHeaders({ metadata }, other, of).metadata;

  test("our marks win over the uploader's of the same name", () => {
    expect(metadataOf({ 'thumbnail-source': 'forged', artist: 'me' })).toEqual({ ...marks, artist: 'me' });
  });

  test('may fill 2048 bytes, names and prefixes included', () => {
    const full = { ...marks, a: '' };
    const left =
      2048 - Object.entries(full).reduce((sum, [name, value]) => sum + 11 + name.length + value.length, 0);
    expect(metadataOf({ a: 'x'.repeat(left) })).toHaveProperty('a');
    expect(metadataOf({ a: 'x'.repeat(left + 1) })).toEqual(marks);
  });

  test("leaves the uploader's last names behind when all is too much", () => {
    const metadata = { a: filling('a', 1000), b: filling('b', 1048), c: filling('c', 100), d: 'tiny' };
    expect(Object.keys(metadataOf(metadata, {}))).toEqual(['a', 'b']);
  });

  test('keeps our marks whatever the uploader calls his', () => {
    const metadata = metadataOf({ 1: filling('1', 2048), a: 'small' });
    expect(metadata).toEqual(marks);
  });

  test('keeps names that JavaScript itself uses', () => {
    expect(metadataOf({ constructor: 'Eiffel' })).toEqual({ ...marks, constructor: 'Eiffel' });
  });
});

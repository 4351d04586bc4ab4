// Photos that are not stored as they are: whatever photo is wrapped in whatever way, the message names the way. And no photo that
// is as it should be is taken for one.

import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findMangled, findWrapping } from '../../../src/function/format/wrapping.ts';
import { samples } from '../../fixtures/images/images.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const behind = (text: string | Buffer, photo: Buffer) => Buffer.concat([Buffer.from(text), photo]);

/** How photos begin. */
const starts = {
  jpeg: latin1('\xff\xd8\xff\xe0\0\x10JFIF\0\x01'),
  png: latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
  webp: latin1('RIFF\x24\x80\0\0WEBPVP8 '),
  gif: latin1('GIF89a\x10\0\x10\0\xf7\0\0'),
  avif: latin1('\0\0\0\x20ftypavif\0\0\0\0avifmif1'),
};
type Format = keyof typeof starts;

const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const form = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="cat.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;

const ways: readonly (readonly [way: string, wrap: (photo: Buffer) => Buffer, says: RegExp])[] = [
  ['a form', (photo) => behind(form, photo), /multipart body/],
  [
    'a signed upload in chunks',
    (photo) => behind(`${photo.length.toString(16)};chunk-signature=${'a'.repeat(64)}\r\n`, photo),
    /aws-chunked/,
  ],
  ['chunks', (photo) => behind(`${photo.length.toString(16)}\r\n`, photo), /chunked framing/],
  ['base64', (photo) => Buffer.from(photo.toString('base64')), /in base64/],
  [
    'base64 in lines',
    (photo) => Buffer.from(photo.toString('base64').replace(/.{76}/g, '$&\r\n')),
    /in base64/,
  ],
  [
    'base64 in short lines',
    (photo) => Buffer.from(photo.toString('base64').replace(/.{20}/g, '$&\n')),
    /in base64/,
  ],
  [
    'base64 in an object of JSON',
    (photo) => Buffer.from(JSON.stringify({ name: 'a', data: photo.toString('base64') })),
    /in base64/,
  ],
  [
    'a data URL behind a byte order mark',
    (photo) => behind('\ufeffdata:image/jpeg;base64,', Buffer.from(photo.toString('base64'))),
    /data URL/,
  ],
  ['a form behind a preamble', (photo) => behind(`This is MIME.\r\n\r\n${form}`, photo), /multipart body/],
  ['zlib', (photo) => deflateSync(photo), /zlib/],
  ['base64 as JSON', (photo) => Buffer.from(JSON.stringify(photo.toString('base64'))), /in base64/],
  [
    'base64 for URLs',
    (photo) => Buffer.from(photo.toString('base64').replace(/\+/g, '-').replace(/\//g, '_')),
    /in base64/,
  ],
  ['a data URL', (photo) => Buffer.from(`data:image/jpeg;base64,${photo.toString('base64')}`), /data URL/],
  ['hexadecimal digits', (photo) => Buffer.from(photo.toString('hex')), /hexadecimal/],
  ["PostgreSQL's bytea", (photo) => Buffer.from(`\\x${photo.toString('hex')}`), /hexadecimal/],
  ["a Buffer's JSON", (photo) => Buffer.from(JSON.stringify(photo)), /list of numbers/],
  ["an array's JSON", (photo) => Buffer.from(JSON.stringify([...photo])), /list of numbers/],
  ["a Uint8Array's JSON", (photo) => Buffer.from(JSON.stringify(new Uint8Array(photo))), /list of numbers/],
  ["a Uint8Array's text", (photo) => Buffer.from(String(new Uint8Array(photo))), /list of numbers/],
  ['a byte order mark', (photo) => behind('\ufeff', photo), /byte order mark/],
  ['a blank line', (photo) => behind('\r\n', photo), /behind 2 bytes of text/],
  [
    "PHP's warning",
    (photo) => behind('<br />\n<b>Warning</b>: headers sent\n', photo),
    /bytes of text, "<br \/> <b>/,
  ],
  ['three NULs', (photo) => behind(Buffer.alloc(3), photo), /behind 3 bytes/],
  ['an HTTP answer', (photo) => behind('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', photo), /HTTP answer/],
];

/** A photo of 300 bytes to 6 KB; after its beginning its bytes are any. */
const photos = fc
  .tuple(
    fc.constantFrom(...(Object.keys(starts) as Format[])),
    fc.uint8Array({ minLength: 300, maxLength: 6000 }),
  )
  .map(([format, rest]) => Buffer.concat([starts[format], rest]));

test.each(ways)('a photo in %s', (_, wrap, says) => {
  fc.assert(
    fc.property(photos, (photo) => {
      expect(findWrapping(wrap(photo))).toEqual({
        name: expect.stringMatching(says),
        advice: expect.stringMatching(/^[A-Z].+\.$/),
      });
    }),
    { numRuns: 30 },
  );
});

describe('a photo that was written as a text', () => {
  const mangled = { name: expect.stringMatching(/U\+FFFD|written as a text/) };

  test.each<['utf8' | 'latin1']>([['utf8'], ['latin1']])('read as %s', (encoding) => {
    fc.assert(
      fc.property(photos, (photo) => {
        const text = Buffer.from(photo.toString(encoding), 'utf8');
        expect(findMangled(text)).toMatchObject(mangled);
        expect(findWrapping(text)).toMatchObject(mangled);
      }),
    );
  });

  test('a PNG with the line ends of a text', () => {
    for (const end of ['\n\x1a\n', '\r\r\n\x1a\r\n']) {
      expect(findWrapping(latin1(`\x89PNG${end}\0\0\0\rIHDR`))).toMatchObject({
        name: expect.stringMatching(/transferred as a text/),
      });
    }
  });
});

describe('a photo that is as it should be', () => {
  test('is not taken for mangled, whatever its bytes are', () => {
    fc.assert(
      fc.property(photos, (photo) => {
        expect(findMangled(photo)).toBeUndefined();
      }),
    );
  });

  test.each(Object.entries(samples).map(([name, { path }]) => [name, path] as const))(
    'like %s',
    (_, path) => {
      expect(findMangled(readFileSync(path))).toBeUndefined();
    },
  );

  test('nor is a tiny GIF of few colours', () => {
    const gif = latin1(
      'GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;',
    );
    expect(findMangled(gif)).toBeUndefined();
  });
});

test.each([
  [
    '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>',
    /^an XML text, the error NoSuchKey of an object store/,
  ],
  ['<?xml version="1.0"?><feed/>', /^an XML text, "<\?xml/],
  ['\n<!DOCTYPE html><html><head>', /^an HTML page, "<!DOCTYPE/],
  ['{"error":"not found"}', /^a JSON text, "\{/],
  ['[object Blob]', /^a text, "\[object Blob\]"/],
  ['undefined', /^a text, "undefined"/],
  ['照片不存在', /^a text, "照片不存在"/],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n', /pointer of Git LFS/],
  ['/annex/objects/SHA256E-s12--4d7a.jpg', /pointer of git-annex/],
  ["b'\\xff\\xd8\\xff\\xe0\\x00\\x10JFIF'", /as Python writes bytes/],
  ['\0'.repeat(100), /nothing but zeros/],
])('%j is named', (text, says) => {
  expect(findWrapping(Buffer.from(text))).toMatchObject({ name: expect.stringMatching(says) });
});

test('a secret in a text is not quoted', () => {
  const { name } = findWrapping(Buffer.from('{"token":"abc123"}')) ?? {};
  expect(name).toMatch(/^a JSON text/);
  expect(name).not.toContain('abc123');
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['bytes of no kind', latin1('\0\x01\xc0\xff')],
  ['a picture far behind other bytes', behind(Buffer.alloc(40, 1), starts.jpeg)],
])('%s has no name', (_, bytes) => {
  expect(findWrapping(bytes)).toBeUndefined();
});

test('a text is named whatever it says', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: fc.constantFrom(...'abc /"{[<-:%\n') }), (text) => {
      expect(findWrapping(Buffer.from(text))?.name).toBeDefined();
    }),
  );
});

// Bucket, region and key: which of the places that may hold them is believed.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../src/function/event/event.ts';

const url = 'http://example-1250000000.cos.ap-guangzhou.myqcloud.com/photos/cat.jpg';

function parse(cosBucket: object, cosObject: object, defaults = {}) {
  const event = {
    Records: [{ cos: { cosBucket, cosObject }, event: { eventName: 'cos:ObjectCreated:Put' } }],
  };
  const [record] = parseEvent(event, defaults);
  return record?.kind === 'object' ? record.ref : record?.error.code;
}

const bucket = { name: 'example', appid: '1250000000', region: 'gz' };
const key = '/1250000000/example/photos/cat.jpg';

describe('region', () => {
  const named = { name: 'example', appid: '1250000000' };
  test.each([
    ['cosRegion', { ...named, cosRegion: 'ap-tokyo', s3Region: 'ap-seoul', region: 'gz' }, url, 'ap-tokyo'],
    ['s3Region', { ...named, s3Region: 'ap-seoul', region: 'sh' }, url, 'ap-seoul'],
    ['the host', { ...named, region: 'sh' }, url, 'ap-guangzhou'],
    ['the short name', { ...named, region: 'sh' }, undefined, 'ap-shanghai'],
    [
      'a long name in the field for the short one',
      { ...named, region: 'ap-shanghai' },
      undefined,
      'ap-shanghai',
    ],
    ['the surroundings', named, undefined, 'ap-mumbai'],
    [
      'the surroundings, behind a short name nobody knows',
      { ...named, region: 'xx' },
      undefined,
      'ap-mumbai',
    ],
    [
      'the surroundings, behind the accelerated host',
      named,
      url.replace('ap-guangzhou', 'accelerate'),
      'ap-mumbai',
    ],
    [
      'the surroundings, behind a region that is none',
      { ...named, cosRegion: 'evil.example/' },
      undefined,
      'ap-mumbai',
    ],
  ])('comes from %s', (_, cosBucket, from, expected) => {
    expect(parse(cosBucket, { key, url: from }, { region: 'ap-mumbai' })).toMatchObject({ region: expected });
  });

  test('makes the record malformed when nothing tells it', () => {
    expect(parse(named, { key })).toBe('record-malformed');
  });
});

describe('bucket', () => {
  const defaults = { appid: '1299999999' };
  test.each([
    ['name and appid', bucket, undefined, 'example-1250000000'],
    ['an appid that is a number', { ...bucket, appid: 1250000000 }, undefined, 'example-1250000000'],
    [
      'the surroundings, for the template appId',
      { ...bucket, appid: 'appId' },
      undefined,
      'example-1299999999',
    ],
    ["the host's appid, for the template appId", { ...bucket, appid: 'appId' }, url, 'example-1250000000'],
    [
      'a name that has its appid already',
      { ...bucket, name: 'example-1250000000' },
      undefined,
      'example-1250000000',
    ],
    [
      'a name that ends like its appid, as the host shows',
      { ...bucket, name: 'x-1250000000' },
      'http://x-1250000000-1250000000.cos.ap-guangzhou.myqcloud.com/a.jpg',
      'x-1250000000-1250000000',
    ],
    [
      'the surroundings, for a name that ends like a date',
      { name: 'photos-20240101', region: 'gz' },
      undefined,
      'photos-20240101-1299999999',
    ],
    ['such a name alone', { name: 'example-1250000000', region: 'gz' }, undefined, 'example-1250000000'],
    ['the host alone', {}, url, 'example-1250000000'],
    ['the fields, when the host is of another bucket', { ...bucket, name: 'other' }, url, 'other-1250000000'],
  ])('comes from %s', (_, cosBucket, from, expected) => {
    expect(parse(cosBucket, { key, url: from }, defaults)).toMatchObject({ bucket: expected });
  });

  test.each([
    ['there is none', {}],
    ['its name is none', { ...bucket, name: 'Evil/../' }],
    ['its owner is unknown', { name: 'example', region: 'gz' }],
  ])('makes the record malformed when %s', (_, cosBucket) => {
    expect(parse(cosBucket, { key })).toBe('record-malformed');
  });
});

describe('key', () => {
  const host = 'http://example-1250000000.cos.ap-guangzhou.myqcloud.com';
  test.each([
    ['the prefix is cut', key, undefined, 'photos/cat.jpg'],
    ['the prefix is cut once', `/1250000000/example${key}`, undefined, '1250000000/example/photos/cat.jpg'],
    ['a hand-made key has no prefix', '/photos/cat.jpg', undefined, 'photos/cat.jpg'],
    ['a hand-made key has no slash either', 'cat.jpg', undefined, 'cat.jpg'],
    ['a raw percent sign stays', '/1250000000/example/50%25.jpg', undefined, '50%25.jpg'],
    ['the url decides', '/1250000000/example/a+b.jpg', `${host}/a%20b.jpg`, 'a b.jpg'],
    ['a plus in a url path is a plus', '/1250000000/example/a b.jpg', `${host}/a+b.jpg`, 'a+b.jpg'],
    ['dots in a url path stay', key, `${host}/a/../b/./c.jpg`, 'a/../b/./c.jpg'],
    ['an intranet host is as good', key, `${host.replace('.cos.', '.cos-internal.')}/a.jpg`, 'a.jpg'],
    ['a newer domain is as good', key, `${host.replace('myqcloud.com', 'tencentcos.cn')}/a.jpg`, 'a.jpg'],
    ['https is as good', key, `${host.replace('http', 'https')}/a.jpg`, 'a.jpg'],
    ["a url's query is not the key", key, `${host}/a.jpg?sign=x#y`, 'a.jpg'],
    ['broken escapes in the url make the key decide', key, `${host}/100%.jpg`, 'photos/cat.jpg'],
    ['a url without path makes the key decide', key, `${host}/`, 'photos/cat.jpg'],
    [
      'a url of another owner makes the key decide',
      key,
      `${host.replace('1250000000', '1299999999')}/a.jpg`,
      'photos/cat.jpg',
    ],
    [
      'a url of another bucket makes the key decide',
      key,
      `${host.replace('example', 'sample')}/a.jpg`,
      'photos/cat.jpg',
    ],
    ['a sentence for a url makes the key decide', key, 'the address of the file', 'photos/cat.jpg'],
  ])('%s', (_, given, from, expected) => {
    expect(parse(bucket, { key: given, url: from })).toMatchObject({ key: expected });
  });

  test('the prefix is cut as the record spells it, though the template appId is no owner', () => {
    const ref = parse(
      { ...bucket, appid: 'appId' },
      { key: '/appId/example/cat.jpg' },
      { appid: '1250000000' },
    );
    expect(ref).toMatchObject({ bucket: 'example-1250000000', key: 'cat.jpg' });
  });

  test.each([
    ['empty', ''],
    ['nothing but its prefix', '/1250000000/example/'],
    ['missing', undefined],
    ['no text', { a: 1 }],
  ])('makes the record malformed when it is %s', (_, given) => {
    expect(parse(bucket, { key: given })).toBe('record-malformed');
  });

  const anyKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });

  test('comes back exactly as COS had it, with and without the url', () => {
    fc.assert(
      fc.property(anyKey, fc.boolean(), (original, withUrl) => {
        const path = original.split('/').map(encodeURIComponent).join('/');
        const cosObject = {
          key: `/1250000000/example/${original}`,
          url: withUrl ? `${host}/${path}` : undefined,
        };
        expect(parse(bucket, cosObject)).toMatchObject({ key: original });
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe('any JSON', () => {
  /** Values that hold the names that are read, at any depth, so that every branch is visited. */
  const names =
    'Records data Body ClientContext type region cos cosBucket cosObject event name appid key url size'.split(
      ' ',
    );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 7, withCrossShrink: true },
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('example', '1250000000', 'gz', url, key, 'cos:created:object'),
      ),
      fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 6 }),
      fc.array(tie('json'), { maxLength: 3 }),
    ),
  }));

  function attempt(event: unknown) {
    try {
      return parseEvent(event, {});
    } catch (error) {
      return error as Error;
    }
  }

  test('gives records, or throws event-malformed', () => {
    fc.assert(
      fc.property(json, (event) => {
        const outcome = attempt(event);
        if (outcome instanceof Error) {
          expect(outcome).toMatchObject({ name: 'ThumbnailError', code: 'event-malformed' });
          return;
        }
        expect(outcome.length).toBeGreaterThan(0);
        for (const record of outcome) {
          if (record.kind === 'object') expect(record.ref.key).not.toBe('');
          else expect(record.error.code).toBe('record-malformed');
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe('a url and a key that disagree', () => {
  const otherKey = (cosObject: object) => {
    const [record] = parseEvent({ Records: [{ cos: { cosBucket: bucket, cosObject } }] }, {});
    return record?.kind === 'object' ? [record.ref.key, record.otherKey] : undefined;
  };
  const host = 'http://example-1250000000.cos.ap-guangzhou.myqcloud.com';

  test.each([
    ['a url that is not encoded again', '%E7%8C%AB.jpg', '%E7%8C%AB.jpg', ['猫.jpg', '%E7%8C%AB.jpg']],
    ['a url with + for a space', 'a+b.jpg', 'a b.jpg', ['a+b.jpg', 'a b.jpg']],
    ['a key that is encoded', 'a%20b.jpg', 'a%20b.jpg', ['a b.jpg', 'a%20b.jpg']],
  ])('leave two keys: %s', (_, path, plain, expected) => {
    expect(otherKey({ url: `${host}/${path}`, key: `/1250000000/example/${plain}` })).toEqual(expected);
  });

  test.each([
    ['both fields agree', { url: `${host}/a%20b.jpg`, key: '/1250000000/example/a b.jpg' }],
    ['there is no url', { key: '/1250000000/example/a b.jpg' }],
    ['there is no key', { url: `${host}/a%20b.jpg` }],
    ['the url is of another bucket', { url: 'http://b-1.cos.ap-tokyo.myqcloud.com/c', key: 'a b.jpg' }],
  ])('leave one key where %s', (_, cosObject) => {
    expect(otherKey(cosObject)).toEqual(['a b.jpg', undefined]);
  });
});

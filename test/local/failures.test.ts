// Failure records, as they come from files or a bucket: which become an event's records, and which are left out.

import { describe, expect, test } from 'vitest';
import { gather } from '../../src/cloud/failures/failures.ts';
import { rawRecord, SOURCE_BUCKET } from '../support/records.ts';

function failureOf(key: string, changes: object = {}) {
  return {
    failed: [{ code: 'source-too-big', message: 'the photo has 31.2 MB' }],
    bucket: SOURCE_BUCKET,
    key,
    time: '2026-11-22T18:00:00.000Z',
    engine: 'stub 1.0',
    memoryMb: 128,
    record: rawRecord(key),
    ...changes,
  };
}

const found = (...values: readonly unknown[]) =>
  values.map((value, at) => ({ name: `${at}.json`, text: JSON.stringify(value) ?? '' }));

describe('gather', () => {
  test('takes their records as they are, oldest failure first', () => {
    const later = failureOf('a.jpg', { time: '2026-11-22T19:00:00.000Z' });
    const { records, leftOut } = gather(found(later, failureOf('b.jpg')), []);
    expect(records).toEqual([rawRecord('b.jpg'), rawRecord('a.jpg')]);
    expect(leftOut).toEqual([]);
  });

  test('takes each object once, by its newest failure', () => {
    const newer = { time: '2026-11-23T00:00:00.000Z', record: { ...rawRecord('a.jpg'), newer: true } };
    const all = [failureOf('a.jpg'), failureOf('a.jpg', newer), failureOf('a.jpg')];
    expect(gather(found(...all), []).records).toEqual([newer.record]);
  });

  test('takes several from one text', () => {
    const { records } = gather(found([failureOf('a.jpg'), failureOf('b.jpg')]), []);
    expect(records).toHaveLength(2);
  });

  test.each(['elsewhere', '', 'elsewhere-1250000000', 5])(
    'leaves out one of the bucket %j, and takes the others',
    (bucket) => {
      const { records, leftOut } = gather(found(failureOf('a.jpg', { bucket }), failureOf('b.jpg')), []);
      expect(records).toEqual([rawRecord('b.jpg')]);
      expect(leftOut.map(({ en }) => en)).toEqual([
        '0.json was changed: its record is of another bucket or key',
      ]);
    },
  );

  const corrupt = { code: 'source-corrupt', message: 'cut short' };
  const mixed = [
    failureOf('a.jpg'),
    failureOf('b.jpg', { failed: [corrupt] }),
    failureOf('c.jpg', { failed: [corrupt, { preset: 'x', code: 'source-too-big', message: '' }] }),
  ];

  test.each([
    [[], ['a.jpg', 'b.jpg', 'c.jpg'], '3 objects to replay: 2 source-too-big, 2 source-corrupt'],
    [['source-too-big'], ['a.jpg', 'c.jpg'], '2 objects to replay: 2 source-too-big, 1 source-corrupt'],
    [
      ['source-corrupt', 'target-conflict'],
      ['b.jpg', 'c.jpg'],
      '2 objects to replay: 2 source-corrupt, 1 source-too-big',
    ],
    [['target-conflict'], [], '0 objects to replay'],
  ])('of the codes %j takes %j', (codes, keys, summary) => {
    expect(gather(found(...mixed), codes)).toEqual({
      records: keys.map((key) => rawRecord(key)),
      leftOut: [],
      summary: { en: summary, zh: expect.stringMatching(/^\d 个对象待重放/) },
    });
  });

  test('understands a record whose region and name only its envelope told', () => {
    const { cos } = rawRecord('a.jpg');
    const record = { cos: { ...cos, cosBucket: { name: 'example' } } };
    expect(gather(found(failureOf('a.jpg', { record })), []).records).toEqual([record]);
  });

  test.each([
    ['what is no JSON', '{', '0.json is not a failure record'],
    ['an event', JSON.stringify({ Records: [rawRecord('a.jpg')] }), '0.json is not a failure record'],
    ['null', 'null', '0.json is not a failure record'],
    [
      'a record that could not be read',
      JSON.stringify(failureOf('a.jpg', { bucket: undefined, key: undefined })),
      '0.json holds a record that cannot be read: it would fail again',
    ],
    [
      'one that was changed to another object',
      JSON.stringify(failureOf('a.jpg', { record: rawRecord('b.jpg') })),
      '0.json was changed: its record is of another bucket or key',
    ],
    [
      'one whose record is gone',
      JSON.stringify(failureOf('a.jpg', { record: {} })),
      '0.json was changed: its record is not a record of COS',
    ],
  ])('leaves out %s, and says so', (_, text, problem) => {
    const good = { name: 'good.json', text: JSON.stringify(failureOf('b.jpg')) };
    const { records, leftOut } = gather([{ name: '0.json', text }, good], []);
    expect(leftOut.map(({ en }) => en)).toEqual([problem]);
    expect(records).toEqual([rawRecord('b.jpg')]);
  });
});

// The sums at the head of a report.

import { expect, test } from 'vitest';
import { type Outcome, summarise } from '../../src/function/report.ts';

const stored: Outcome = {
  preset: 'small',
  status: 'stored',
  bucket: 'exampleresized-1250000000',
  key: 'cat.jpg',
  format: 'jpeg',
  width: 200,
  height: 150,
  bytes: 6120,
  contentType: 'image/jpeg',
  etag: '"def"',
  engine: 'jpeg',
};
const removed: Outcome = { preset: 'small', status: 'removed', bucket: stored.bucket, key: 'cat.jpg' };
const skipped: Outcome = { status: 'skipped', code: 'folder', message: 'a folder' };
const failed: Outcome = { preset: 'large', status: 'failed', code: 'deadline', message: 'no time left' };

test('counts outcomes, not records', () => {
  const records = [
    { key: 'cat.jpg', ms: 3, outcomes: [stored, stored, failed] },
    { key: 'folder/', ms: 1, outcomes: [skipped] },
    { key: 'gone.jpg', ms: 1, outcomes: [removed] },
    { key: 'dog.jpg', ms: 2, outcomes: [stored, skipped, failed] },
  ];
  expect(summarise(records, 'e 1')).toEqual({
    stored: 3,
    skipped: 2,
    removed: 1,
    failed: 2,
    engine: 'e 1',
    records,
  });
});

test('is all zeros for an event without records', () => {
  expect(summarise([], 'e 1')).toEqual({
    stored: 0,
    skipped: 0,
    removed: 0,
    failed: 0,
    engine: 'e 1',
    records: [],
  });
});

// What is thrown, from outside: it lists what is to be delivered again, object by object and preset by preset, and stays
// short enough to be shown.

import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const { objects, faults } = stage.server;
const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#268' } })
  .jpeg()
  .toBuffer();
const upload = async (key: string) => (await stage.upload(key, photo)).Records[0];
const [a, b, odd] = [await upload('a.jpg'), await upload('b.jpg'), await upload('odd\n  example-1/c.jpg')];
const denied = { kind: { status: 403 }, times: Infinity } as const;

afterEach(() => {
  faults.clear();
  for (const key of objects.keys(TARGET)) objects.delete(TARGET, key);
});

/** The lines of what is thrown, without COS' own details. */
async function thrownFor(Records: readonly unknown[], env: Readonly<Record<string, string>> = {}) {
  const { statusCode, error } = await stage
    .start({ env: { THUMB_LOG: 'silent', ...env } })
    .invoke({ Records });
  expect({ statusCode, type: error?.type }).toEqual({ statusCode: 430, type: 'RedeliveryError' });
  return (error?.message ?? '').split('\n').map((line) => line.replace(/: cannot .*$/, ''));
}

test('each preset that is to be made again is named, and nothing that is done or fails for good', async () => {
  objects.put(TARGET, 'a-small.jpg', Buffer.from('somebody else'));
  faults.add({ ...denied, method: 'PUT', keyPrefix: 'a-large' });
  faults.add({ ...denied, method: 'PUT', keyPrefix: 'b-' });
  expect(await thrownFor([a, b], { THUMB_PRESETS: 'small:20x;large:50x;wide:40x' })).toEqual([
    'this event should be delivered again because of 4 failures:',
    '  example-1250000000/a.jpg as "large": store-denied',
    '  example-1250000000/b.jpg as "small": store-denied',
    '  example-1250000000/b.jpg as "large": store-denied',
    '  example-1250000000/b.jpg as "wide": store-denied',
  ]);
});

test('a key with line breaks has one line, and invents none', async () => {
  faults.add({ ...denied, method: 'GET' });
  expect(await thrownFor([odd, a])).toEqual([
    'this event should be delivered again because of 2 failures:',
    '  example-1250000000/odd   example-1/c.jpg: store-denied',
    '  example-1250000000/a.jpg: store-denied',
  ]);
});

test('of a hundred the first are listed, and the rest counted', async () => {
  faults.add({ ...denied, method: 'GET' });
  const lines = await thrownFor(Array.from({ length: 100 }, () => a));
  expect(lines[0]).toBe('this event should be delivered again because of 100 failures:');
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.at(-1)).toBe(`  and ${102 - lines.length} more: see the log`);
});

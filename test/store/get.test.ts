// Reading from COS beyond the common contract: the cap, and whose bytes are never taken for the object's.

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import { at, BUCKET, type Lab, noise, openLab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterEach(() => lab.server.faults.clear());
afterAll(() => lab.close());

const get = (key: string, maxBytes: number, sizeHint?: number) =>
  lab.store.get(at(key), { maxBytes, sizeHint, deadline: Deadline.in(120_000) });

test('stops a download that is too big at its first bytes, after one request', async () => {
  lab.server.objects.put(BUCKET, 'huge.jpg', noise(1_000_000));
  lab.server.faults.add({ kind: { drip: { bytes: 1000, everyMs: 50 } } });
  const before = lab.server.requests.length;
  await expect(get('huge.jpg', 999_999)).rejects.toMatchObject({
    code: 'source-too-big',
    message: expect.stringContaining('THUMB_MAX_SOURCE_MB'),
  });
  expect(lab.inFlight()).toBe(0);
  expect(lab.server.requests.length - before).toBe(1);
});

test('does not take the text of an error for an object that is too big', async () => {
  lab.server.objects.put(BUCKET, 'tiny.jpg', noise(20));
  lab.server.faults.add({ kind: { status: 503, message: 'long '.repeat(100) } });
  expect((await get('tiny.jpg', 20)).bytes.length).toBe(20);
});

test.each([undefined, 1, 1_000_000])(
  'reads an object that is not of the size of the hint (%s)',
  async (hint) => {
    const bytes = noise(70_000);
    lab.server.objects.put(BUCKET, 'hinted.jpg', bytes);
    expect(Buffer.from((await get('hinted.jpg', 100_000, hint)).bytes).equals(bytes)).toBe(true);
  },
);

test('reads metadata as it stands in the header, with bytes beyond ASCII percent-encoded', async () => {
  const raw = Buffer.from('猫 %E7', 'utf8').toString('latin1');
  lab.server.objects.put(BUCKET, 'meta.jpg', noise(1), { 'X-Cos-Meta-Artist': raw });
  expect((await get('meta.jpg', 1)).headers.metadata).toEqual({ artist: '%E7%8C%AB %E7' });
});

test.each(['once', 'always'])('corrects a wrong clock %s', async (when) => {
  const stderr = vi.spyOn(console, 'error').mockReturnValue();
  lab.server.objects.put(BUCKET, 'clock.jpg', noise(10));
  lab.server.faults.add({ kind: { clockSkewSeconds: 3600 }, times: when === 'once' ? 1 : Infinity });
  expect((await get('clock.jpg', 10)).bytes.length).toBe(10);
  // Without a body to tell why it is refused.
  expect((await lab.store.head(at('clock.jpg'), { deadline: Deadline.in(120_000) }))?.size).toBe(10);
  stderr.mockRestore();
});

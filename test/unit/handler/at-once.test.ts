// Tests invocations that come at once to one instance, although SCF makes one after another.

import { beforeEach, expect, test, vi } from 'vitest';
import { JPEG_START } from '../../support/bytes.ts';
import { createTestHandler, type TestHandler } from '../../support/handler.ts';
import { rawRecord, sourceRef } from '../../support/records.ts';
import { lay } from '../../support/watched-store.ts';

const eventOf = (key: string) => ({ Records: [rawRecord(key)] });
const roomy = { time_limit_in_ms: 60_000 };

let on: TestHandler;
/** Maps each call of the store that waits to the function that ends its wait. */
let held: Map<string, () => void>;

beforeEach(() => {
  held = new Map();
  on = createTestHandler({
    before: (call) => (call === 'get slow.jpg' ? new Promise<void>((go) => held.set(call, go)) : undefined),
  });
  for (const key of ['slow.jpg', 'b.jpg']) lay(on.store, sourceRef(key), JPEG_START);
});

test('each begins when the one before it has ended, and both are answered', async () => {
  const get = vi.spyOn(on.store, 'get');
  const first = on.handler(eventOf('slow.jpg'), roomy);
  const second = on.handler(eventOf('b.jpg'), roomy);
  await vi.waitUntil(() => held.has('get slow.jpg'));
  expect(get).toHaveBeenCalledOnce();
  held.get('get slow.jpg')?.();
  expect(await first).toMatchObject({ stored: 1, records: [{ key: 'slow.jpg' }] });
  expect(await second).toMatchObject({ stored: 1, records: [{ key: 'b.jpg' }] });
});

test('one that fails does not keep the next from beginning', async () => {
  const first = on.handler({ Records: 'none' }, roomy);
  const second = on.handler(eventOf('b.jpg'), roomy);
  await expect(first).rejects.toMatchObject({ code: 'event-malformed' });
  expect(await second).toMatchObject({ stored: 1 });
});

test('behind one that hangs, the next begins when half of its time is over, and ends within its own', async () => {
  const first = on.handler(eventOf('slow.jpg'), roomy);
  const second = await on.handler(eventOf('b.jpg'), { time_limit_in_ms: 1000 });
  expect(second).toMatchObject({ stored: 1 });
  held.get('get slow.jpg')?.();
  expect(await first).toMatchObject({ stored: 1 });
});

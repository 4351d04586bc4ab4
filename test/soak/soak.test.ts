// The short form of `npm run soak`.

import { expect, test } from 'vitest';
import { soak } from './run.ts';

const events = 200;

test(`${events} events in one instance, some of whose requests fail, lose nothing`, async () => {
  const { problems, reasons, seconds, struck, requests } = await soak({ events, seed: 2 }, () => undefined);
  expect(problems).toEqual([]);
  expect([...reasons]).toEqual([]);
  expect(seconds).toHaveLength(events);
  expect(struck).toBeGreaterThan(0);
  expect(requests).toBeGreaterThan(2 * events);
}, 60_000);

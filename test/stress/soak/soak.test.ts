// The short form of `npm run test:soak`.

import { expect, test } from 'vitest';
import { soak } from './run.ts';

const events = 200;
/** Of ten faults in seven ways, three refuse, so that events have to be delivered again; none is a silence of seconds. */
const seed = 41;

test(`${events} events in one instance, some of whose requests fail, lose nothing`, async () => {
  const soaked = await soak({ events, seed }, () => undefined);
  const { problems, reasons, seconds, struck, redelivered, requests } = soaked;
  expect(problems).toEqual([]);
  expect([...reasons]).toEqual([]);
  expect(seconds).toHaveLength(events);
  expect(struck).toBe(10);
  expect(redelivered).toBeGreaterThan(0);
  expect(requests).toBeGreaterThan(2 * events);
});

// Which failed requests are sent again, and after how long.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayRepeat, waitMs } from '../../../../src/cloud/api/retry.ts';

/** How often a request is sent that fails in this way each time. */
function timesSent(code: string | undefined, reads: boolean): number {
  let sent = 1;
  while (mayRepeat({ code, reads, sent })) sent++;
  return sent;
}

test.each([
  ['RequestLimitExceeded', false, 10],
  ['RequestLimitExceeded.UinLimitExceeded', true, 10],
  ['FailedOperation.FunctionStatusError', false, 30],
  // No answer came: whether a change was made is not known, so that only the person can decide.
  [undefined, false, 1],
  [undefined, true, 4],
  ['InternalError', true, 4],
  ['InternalError.System', false, 1],
  ['ResourceInUse.FunctionName', false, 1],
  ['AuthFailure.SignatureFailure', true, 1],
  ['FailedOperation.ServiceClosed', true, 1],
])('%s of an action that reads (%s) is sent %i times', (code, reads, times) => {
  expect(timesSent(code, reads)).toBe(times);
});

test('waits grow from an eighth of a second to eight seconds at most, and never vanish', () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), chance, (sent, luck) => {
      const wait = waitMs(sent, luck);
      expect(wait).toBeGreaterThanOrEqual(125);
      expect(wait).toBeLessThanOrEqual(8000);
      expect(waitMs(sent + 1, luck)).toBeGreaterThanOrEqual(wait);
    }),
  );
  expect(waitMs(1, 0)).toBe(250);
  expect(waitMs(3, 1)).toBe(500);
});

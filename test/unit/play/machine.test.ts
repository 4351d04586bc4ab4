// The machine that the page may ask for, and what its figures come to on SCF.

import { expect, test } from 'vitest';
import {
  estimate,
  faultNames,
  memorySizes,
  readMachine,
  recommendedMachine,
} from '../../../src/play/machine.ts';
import { PlayError } from '../../../src/play/play-error.ts';

test('takes what SCF has', () => {
  for (const memoryMb of memorySizes) {
    for (const fault of faultNames) {
      const machine = { memoryMb, timeoutS: 900, runtime: '20.19', fault } as const;
      expect(readMachine(machine, ['20.19'])).toEqual(machine);
    }
  }
  expect(readMachine(recommendedMachine, [])).toEqual(recommendedMachine);
});

test.each([
  [{ memoryMb: 500 }, 'memory 500'],
  [{ memoryMb: '512' }, '512 MB'],
  [{ memoryMb: 6144 }, '3,072'],
  [{ timeoutS: 0 }, 'from 1 to 900'],
  [{ timeoutS: 1.5 }, 'whole number'],
  [{ runtime: '18.15' }, 'not on this machine'],
  [{ runtime: '../node' }, 'not on this machine'],
  [{ fault: 'toString' }, 'expected one of'],
])('refuses %j', (wrong, says) => {
  const read = () => readMachine({ ...recommendedMachine, ...wrong }, ['20.19']);
  if ('memoryMb' in wrong && wrong.memoryMb === '512') expect(read).toThrow(PlayError);
  else expect(read).toThrow(says);
});

test.each([undefined, null, 'x', []])('refuses %j in place of a machine', (value) => {
  expect(() => readMachine(value, [])).toThrow(PlayError);
});

test('half a second of a core takes ten times as long on a tenth of a core', () => {
  const measured = { durationMs: 500, requests: 4 };
  expect(estimate(measured, 128)).toMatchObject({ cores: 0.1, ms: 5000 });
  // More than a core makes nothing quicker.
  expect(estimate(measured, 3072).ms).toBe(500);
});

test('costs the configured memory for the time, the call and the requests', () => {
  // 0.5 GB for 1 s is 500 GB-seconds for 1,000 photos: 0.05554 yuan; a call 0.00133; four requests 0.004.
  const { yuan } = estimate({ durationMs: 400, requests: 4 }, 512);
  expect(yuan).toBeCloseTo(0.05554 + 0.00133 + 0.004, 6);
});

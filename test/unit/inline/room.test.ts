// What is freed before a photo is decoded in the function's own thread, and what is told if that does not suffice.

import { expect, test } from 'vitest';
import { Deadline } from '../../../src/function/deadline.ts';
import { atStart, makeRoom } from '../../../wasm/inline/room.ts';

const MB = 1024 * 1024;

/**
 * @param left MB that the process holds more than at its start; once the others have ended.
 * @returns Whether the others were ended.
 */
async function endsOthers(estimateMb: number, left: readonly [before: number, after: number]) {
  let hasEnded = false;
  const wanted = { estimate: estimateMb * MB, held: MB, memoryMb: 256 };
  const endOthers = async () => {
    hasEnded = true;
  };
  const resident = () => atStart + (hasEnded ? left[1] : left[0]) * MB;
  await makeRoom(wanted, endOthers, Deadline.in(10_000), resident);
  return hasEnded;
}

test.runIf(process.platform === 'linux').each([
  ['is not touched where there is room', 80, [80, 80], false],
  [
    'is not touched by a photo that is too big for a new instance, too, which is tried all the same',
    300,
    [80, 80],
    false,
  ],
  ['is ended where there is none', 150, [80, 30], true],
] as const)('another engine %s', async (_, estimate, left, isEnded) => {
  expect(await endsOthers(estimate, left)).toBe(isEnded);
});

test.runIf(process.platform === 'linux')('what does not fit all the same is for a new instance', async () => {
  await expect(endsOthers(160, [80, 60])).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: expect.stringMatching(/\d+ MB of the function's 256 MB are missing.*give the function more/),
  });
});

test('where the memory is not known, nothing is done', async () => {
  const never = () => Promise.reject(new Error('ended'));
  const wanted = { estimate: 4000 * MB, held: 0, memoryMb: 0 };
  await makeRoom(wanted, never, Deadline.in(10_000), () => 4000 * MB);
  await makeRoom({ ...wanted, memoryMb: 128 }, never, Deadline.in(10_000), () => undefined);
});

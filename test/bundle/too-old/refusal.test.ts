// Node.js before 10.15: the file is read all the same, and says what to do instead.

import { expect, test } from 'vitest';
import { runNode } from '../../support/child.ts';
import { runtime } from '../../support/runtime.ts';
import { builtFile } from '../../support/stage.ts';

test('the callback is told once that the runtime is too old, and what to do', async () => {
  const script = `require(${JSON.stringify(builtFile)}).main_handler({}, {}, function (error, answer) {
    console.log(JSON.stringify([error.message, typeof answer]));
  });`;
  const { code, stdout, stderr } = await runNode(['-e', script]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual([
    expect.stringMatching(
      `needs Node\\.js 10\\.15 or newer and runs on ${runtime.version}\\. .*create a new function with the newest runtime`,
    ),
    'undefined',
  ]);
});

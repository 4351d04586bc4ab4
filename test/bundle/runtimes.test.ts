// `npm run test:runtimes` itself: neither a runtime that is none nor tests that fail may pass for success.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../src/local/cloud.ts';
import { runNode } from '../support/child.ts';
import { runSuite } from '../support/suite.ts';

test.each([
  ['a runtime that SCF does not have', ['--runtime', '11.0']],
  ['one that it has beside one that it does not', ['--runtime', '16.13', '--runtime', '11.0']],
])('exits 2 for %s, with the names of those that it has', async (_, args) => {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const { code, stdout, stderr } = await runNode([tsx, join(root, 'test/runtimes.ts'), ...args], {
    cwd: root,
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/6\.10, 8\.9, 10\.15, .*, 26\.10/);
});

test('exits 2 for an unknown option', async () => {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const args = [tsx, join(root, 'test/runtimes.ts'), '--engine', 'vips'];
  const { code, stdout, stderr } = await runNode(args, { cwd: root });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^--engine: there is no such option\n/);
});

test('a case that fails is told with its file, its name and what was wrong', async () => {
  // On this Node.js the function does not say that it is too old.
  const { passed, total, failures } = await runSuite(process.execPath, 'too-old');
  expect([passed, total]).toEqual([0, 2]);
  expect(failures).toEqual([
    expect.stringMatching(/^test\/bundle\/too-old\/refusal\.test\.ts: the callback is told.*\n.*Error/),
    expect.stringMatching(/^test\/bundle\/too-old\/setup\.test\.ts: a command says.*\n.*Error/),
  ]);
});

test('a binary that does not run fails the files themselves', async () => {
  const { passed, failures } = await runSuite('/bin/false', 'too-old');
  expect(passed).toBe(0);
  expect(failures).toEqual(
    ['refusal', 'setup'].map((name) =>
      expect.stringMatching(new RegExp(`^test/bundle/too-old/${name}\\.test\\.ts\\n.*/bin/false`)),
    ),
  );
});

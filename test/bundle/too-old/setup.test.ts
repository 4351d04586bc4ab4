// The commands on a Node.js that is too old for them: the first thing that runs can be read, and says so in one line.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../src/local/cloud.ts';
import { runNode } from '../../support/child.ts';
import { runtime } from '../../support/runtime.ts';

test('a command says which Node.js it needs, and ends', async () => {
  const { code, stdout, stderr } = await runNode([join(root, 'src', 'commands', 'setup.cjs')]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringContaining(`need Node.js 20 or newer, and this is ${runtime.version}. Get a newer one`),
  ]);
});

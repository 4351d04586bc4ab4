// The built file comes in by either module system, from any place, and by itself does nothing that is seen.

import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { runNode } from '../../support/child.ts';
import { runtime } from '../../support/runtime.ts';
import { builtFile, openStage } from '../../support/stage.ts';

const stage = await openStage();
const silent = { code: 0, stdout: '', stderr: '' };
const load = `require(${JSON.stringify(builtFile)})`;
const url = pathToFileURL(builtFile);

/** Each prints the type of main_handler. */
const ways = {
  require: ['-p', `typeof ${load}.main_handler`],
  'import()': ['-e', `import('${url}').then(({ main_handler }) => console.log(typeof main_handler))`],
  import: [
    '--input-type=module',
    '-e',
    `import { main_handler } from '${url}'; console.log(typeof main_handler);`,
  ],
};

test.each(runtime.hasModules ? Object.entries(ways) : [['require', ways.require] as const])(
  'it is loaded by %s',
  async (_, args) => {
    expect(await runNode(args)).toEqual({ ...silent, stdout: 'function\n' });
  },
);

test('a process that only loads it prints nothing and exits by itself', async () => {
  expect(await runNode(['-e', load])).toEqual(silent);
});

test('it works alone in a folder, with another one for the working directory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alone-'));
  const file = join(folder, 'index.js');
  copyFileSync(builtFile, file);
  const event = await stage.upload('photos/cat.jpg', readFileSync(samples.landscape.path));
  const context = { memory_limit_in_mb: 512, time_limit_in_ms: 120_000 };
  const call = `${JSON.stringify(event)}, ${JSON.stringify(context)}`;
  const script = `require('${file}').main_handler(${call}).then(({ stored }) => console.log(stored))`;
  const env = { ...stage.env, THUMB_LOG: 'error' };
  const ended = await runNode(['-e', script], { cwd: '/', env });
  expect(ended).toEqual({ code: 0, stdout: '1\n', stderr: '' });
  expect(readdirSync(folder)).toEqual(['index.js']);
  rmSync(folder, { recursive: true });
});

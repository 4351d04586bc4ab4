// dist/index.js, built anew for the commands that run it.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../local/cloud.ts';
import { flag } from './option-kinds.ts';
import { isPackaged } from './packaged.ts';

/** For every command that runs dist/index.js. */
export const buildOptions = { 'no-build': flag('runs dist/index.js as it is, without building it first') };

/**
 * Builds dist/index.js, unless `--no-build` is given. A command calls it once its arguments are known to be right, so that
 * help and refusals need no build. What the build prints goes to standard error: standard output is the command's own.
 *
 * @throws {Error} if the build fails; it has printed the reason.
 */
export function buildFunction(values: { readonly 'no-build': boolean }): void {
  if (values['no-build'] || isPackaged) return;
  const { status } = spawnSync(process.execPath, [join(root, 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    throw new Error('dist/index.js was not built: mend what the build says above, or give --no-build.');
}

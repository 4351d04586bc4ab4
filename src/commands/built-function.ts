// dist/index.js, built anew for the commands that run it.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { builtFile, root } from '../local/cloud.ts';
import { CommandError } from './command-error.ts';
import { flag } from './option-kinds.ts';
import { isPackaged } from './packaged.ts';

/** For every command that runs dist/index.js. */
export const buildOptions = {
  'no-build': flag({
    en: 'runs dist/index.js as it is, without building it first',
    zh: '不重新构建，直接运行现有的 dist/index.js',
  }),
};

/**
 * Builds dist/index.js, unless `--no-build` is given. A command calls it once its arguments are known to be right, so that
 * help and refusals need no build. What the build prints goes to standard error: standard output is the command's own.
 *
 * @throws {CommandError} if the build fails, and has printed the reason; or if it is left out, and there is nothing that was built.
 */
export function buildFunction(values: { readonly 'no-build': boolean }): void {
  if (values['no-build'] || isPackaged) {
    checkBuilt(builtFile);
    return;
  }
  const { status } = spawnSync(process.execPath, [join(root, 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    throw new CommandError({
      en: 'dist/index.js was not built: fix what the build says above, or give --no-build.',
      zh: 'dist/index.js 没有构建成功：请按上面的构建输出修复，或者加上 --no-build。',
    });
  }
}

/** @throws {CommandError} if a file is not there that the build makes. */
export function checkBuilt(path: string): void {
  if (existsSync(path)) return;
  const name = `dist/${basename(path)}`;
  throw new CommandError(
    isPackaged
      ? {
          en: `${name} is missing from this package. Install it again: npm install cos-thumbnailer`,
          zh: `这个包里缺少 ${name}。请重新安装：npm install cos-thumbnailer`,
        }
      : {
          en: `${name} is not there. Leave out --no-build, or build it: npm run build`,
          zh: `没有 ${name}。请去掉 --no-build，或先构建：npm run build`,
        },
  );
}

// `npm run build`: dist/index.js and the zip.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../local/cloud.ts';
import { oneOf } from './choice.ts';
import { defineCommand, runIfMain } from './command.ts';
import { list, type Reader } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** What can be left out, as build.mjs knows it. */
const leavable = ['heic', 'avif', 'jxl'] as const;

/** One or more, separated by commas. */
const names: Reader<string> = (text) => {
  const read = oneOf(leavable);
  for (const name of text.split(',')) {
    try {
      read(name);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const { en, zh } = error.text;
      throw new UsageError(
        { en: `${en}; several are separated by commas`, zh: `${zh}；多个用逗号分隔` },
        { cause: error },
      );
    }
  }
  return text;
};

export const build = defineCommand({
  name: 'build',
  summary: {
    en:
      'Builds dist/index.js and dist/cos-thumbnailer.zip: one file with all that the function needs. The same tree gives the same ' +
      'bytes on any machine. Prints their sizes, and how large each may be at most.',
    zh:
      '构建 dist/index.js 和 dist/cos-thumbnailer.zip：一个文件，包含函数所需的一切。同样的代码在任何机器上得到同样的字节。' +
      '打印它们的大小和上限。',
  },
  options: {
    without: list({
      value: 'heic,jxl',
      help: {
        en: `leaves out decoders: ${leavable.join(', ')}`,
        zh: `去掉一些解码器：${leavable.join('、')}`,
      },
      read: names,
    }),
  },
  examples: ['--without heic'],
  async run({ values }) {
    const args = values.without.flatMap((text) => ['--without', text]);
    const { status } = spawnSync(process.execPath, [join(root, 'build.mjs'), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return status === 0 ? 0 : 1;
  },
});

runIfMain(import.meta.url, build);

// `npm run play`: the page on which photos and presets are tried.

import { readFileSync } from 'node:fs';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { startPlay } from '../play/play.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import { openPage } from './open-page.ts';
import { flag, optionOr, wholeNumber } from './option-kinds.ts';
import { isPackaged } from './packaged.ts';
import { samplePhotos } from './samples.ts';
import { UsageError } from './usage-error.ts';

export const play = defineCommand({
  name: 'play',
  summary: {
    en:
      'Opens a page on this machine on which photos and presets are tried: the built function answers each upload to a ' +
      'local COS server, so the page shows what would be stored. Ctrl-C ends it.',
    zh:
      '在本机打开一个页面，用照片试各种预设：每次上传到本地 COS 服务器，都由构建好的函数处理，页面显示会存储什么。' +
      '按 Ctrl-C 结束。',
  },
  options: {
    port: optionOr('8080', {
      help: { en: 'where the page is, on 127.0.0.1', zh: '页面在 127.0.0.1 上的端口' },
      read: wholeNumber(0, 65_535),
    }),
    open: flag({ en: 'shows the page in the browser', zh: '在浏览器中打开页面' }),
    ...buildOptions,
  },
  async run({ values, language }) {
    buildFunction(values);
    const say = (text: Bilingual) => console.log(text[language]);
    const started = await start(values.port);
    say({ en: `The page: ${started.url}`, zh: `页面地址：${started.url}` });
    say({ en: 'Ctrl-C ends it; nothing is kept.', zh: '按 Ctrl-C 结束；不保留任何内容。' });
    if (values.open) openPage(started.url);
    await new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    });
    await started.close();
    return 0;
  },
});

/** @throws {UsageError} if the port is taken. */
async function start(port: number) {
  const samples = Object.values(samplePhotos).map(({ path }) => path);
  const watermark = readFileSync(samplePhotos.transparent.path);
  try {
    const deployCommand = isPackaged ? 'npx cos-thumbnailer deploy' : 'npm run deploy --';
    return await startPlay({ port, samples, watermark, deployCommand });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(
      {
        en: `--port ${port}: something else listens there; take another, or 0 for a free one`,
        zh: `--port ${port}：已被其他程序占用；请换一个，或用 0 表示任意空闲端口`,
      },
      { cause: error },
    );
  }
}

runIfMain(import.meta.url, play);

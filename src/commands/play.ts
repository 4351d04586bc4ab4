// `npm run play`: the page on which photos and presets are tried.

import { readFileSync } from 'node:fs';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { startPlay } from '../play/play.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import { type Language, languages, systemLanguage } from './language.ts';
import { openPage } from './open-page.ts';
import { flag, option, optionOr, type Reader, wholeNumber } from './option-kinds.ts';
import { samplePhotos } from './samples.ts';
import { UsageError } from './usage-error.ts';

const language: Reader<Language> = (text) => {
  const found = languages.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`expected ${languages.join(' or ')}`);
};

export const play = defineCommand({
  name: 'play',
  summary:
    'Opens a page on this machine on which photos and presets are tried: the built function answers each upload to a ' +
    'local COS server, so the page shows what would be stored. Ctrl-C ends it.',
  options: {
    port: optionOr('8080', { help: 'where the page is, on 127.0.0.1', read: wholeNumber(0, 65_535) }),
    open: flag('shows the page in the browser'),
    lang: option({
      value: 'zh',
      help: 'the language of what is printed: en or zh',
      otherwise: 'that of the system',
      read: language,
    }),
    ...buildOptions,
  },
  async run({ values }) {
    buildFunction(values);
    const say = (text: Bilingual) => console.log(text[values.lang ?? systemLanguage(process.env)]);
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
    return await startPlay({ port, samples, watermark });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(`--port ${port}: something else listens there; take another, or 0 for a free one`, {
      cause: error,
    });
  }
}

runIfMain(import.meta.url, play);

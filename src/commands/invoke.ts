// `npm run invoke -- EVENT.json or PHOTO`: runs the built function on one event, as SCF would, against a COS server of its own.

import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { CommandLine } from './command-line.ts';
import { readJson } from './files.ts';
import { describeRun } from './invocation-lines.ts';
import { flag } from './option-kinds.ts';
import { chooseOutFolder, outOption } from './out-folder.ts';
import { readPhotoWithEvent } from './photo-event.ts';
import { exitCodeOf, readPhoto, runEvent } from './run-event.ts';
import { type RunOptions, runOptions, toRunOptions } from './run-options.ts';
import { UsageError } from './usage-error.ts';

const options = {
  ...runOptions,
  out: outOption({ en: 'what the function stores is written, too', zh: '另存函数写入的内容' }, 'out/invoke'),
  json: flag({
    en: 'prints all of it as JSON: the answer, the error, the log, times and memory',
    zh: '以 JSON 输出全部内容：返回值、错误、日志、耗时和内存',
  }),
  ...buildOptions,
};

export interface InvokeArguments extends RunOptions {
  /** As given. */
  readonly eventFile: string;
}

/** Exit codes: 0 for SCF's status 200, 1 for any other status. */
export const invoke = defineCommand({
  name: 'invoke',
  summary: {
    en: 'Runs the built function on one event, as SCF would, against a local COS server that holds the photo.',
    zh: '像 SCF 一样，用构建好的函数处理一个事件；照片放在本地的 COS 服务器上。',
  },
  positionals: {
    name: { en: 'EVENT.json or PHOTO', zh: '事件.json 或照片' },
    help: {
      en: 'the event (test/fixtures/events/ holds samples), or a photo, which makes its own event',
      zh: '事件（test/fixtures/events/ 中有示例），或一张照片，命令会为它生成事件',
    },
  },
  options,
  examples: [
    'cat.jpg',
    'cat.jpg --env "THUMB_PRESETS=small:200x200;large:1600x,webp"',
    'test/fixtures/events/two-records.json --photo cat.jpg --env THUMB_PRESETS=50x',
    'test/fixtures/events/real-dump.json --runtime 12.16 --memory 128 --timeout 3 --json',
  ],
  async run(line) {
    const args = toInvokeArguments(line);
    const own = readPhotoWithEvent(args.eventFile);
    if (own && args.photo !== undefined) {
      throw new UsageError({
        en: `--photo ${args.photo}: ${args.eventFile} is a photo already; give one of the two`,
        zh: `--photo ${args.photo}：${args.eventFile} 已经是照片；请只给一个`,
      });
    }
    const { event, photo } = own ?? { event: readJson(args.eventFile), photo: readPhoto(args.photo) };
    buildFunction(line.values);
    const out = chooseOutFolder(line.values.out, 'invoke', []);
    const ran = await runEvent(args, { event, photoOf: async () => photo, out });
    if (line.values.json) console.log(JSON.stringify({ ...ran, event }, null, 2));
    else {
      const what = { name: args.eventFile, kind: own ? 'photo' : 'event' } as const;
      console.log(describeRun(ran, what)[line.language]);
    }
    return exitCodeOf(ran);
  },
});

/** @throws {UsageError} unless one event is named. */
export function toInvokeArguments({ values, positionals }: CommandLine<typeof options>): InvokeArguments {
  const [eventFile, ...others] = positionals;
  if (eventFile === undefined) {
    throw new UsageError({
      en: 'which event? Name a JSON file, or a photo.',
      zh: '处理哪个事件？请指定一个 JSON 文件或一张照片。',
    });
  }
  if (others.length > 0) {
    const words = positionals.join(' ');
    throw new UsageError({
      en: `expected one event at a time, found ${positionals.length}: ${words}`,
      zh: `一次只能处理一个事件，却给出了 ${positionals.length} 个：${words}`,
    });
  }
  return { eventFile, ...toRunOptions(values) };
}

runIfMain(import.meta.url, invoke);

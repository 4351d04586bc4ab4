// `npm run compare`: sends a folder of pictures through the built file and through sharp, and compares the results.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFunction, buildOptions } from '../../src/commands/built-function.ts';
import { defineCommand, runIfMain } from '../../src/commands/command.ts';
import { optionOr } from '../../src/commands/option-kinds.ts';
import { chooseOutFolder, outOption } from '../../src/commands/out-folder.ts';
import { UsageError } from '../../src/commands/usage-error.ts';
import type { Report } from '../../src/function/report.ts';
import type { Invocation } from '../../src/local/scf/invocation.ts';
import { createProgress } from '../bench/progress.ts';
import { readFolder } from '../stress/fuzz/files.ts';
import { type LongRun, openLongRun } from '../support/long-run.ts';
import { rawRecord, SOURCE_BUCKET } from '../support/records.ts';
import { bySharp } from '../support/thumbnails.ts';
import { manifestName, readExpectations } from './expectation.ts';
import { renderSheet } from './sheet.ts';
import { type Compared, describeLikeness, judge } from './verdict.ts';

const progress = createProgress(process.stderr);
const limits = { memoryMb: 2048, timeoutS: 60 };

/** Exit codes: 1 if something is not as it should be. */
export const compare = defineCommand({
  name: 'compare',
  summary: {
    en:
      'Sends every picture of a folder through the built file and through sharp, and puts the two side by side: ' +
      'a table, and a page with pictures, compare.html. A MANIFEST.tsv in the folder, with the columns file and ' +
      'expectation (ok, must-fail-cleanly, unsupported, several parted by "|"), says what is right.',
    zh:
      '把文件夹中的每张图片分别交给构建好的函数和 sharp 处理，并排比较：一个表格，和一个带图片的页面 compare.html。' +
      '文件夹中的 MANIFEST.tsv 说明什么是对的，其中有 file 和 expectation 两列（ok、must-fail-cleanly、unsupported，多个用 "|" 分隔）。',
  },
  positionals: { name: 'FOLDER', help: { en: 'the pictures', zh: '图片' } },
  options: {
    preset: optionOr('200x200,png', {
      help: { en: 'one preset, as in THUMB_PRESETS', zh: '一个预设，写法与 THUMB_PRESETS 相同' },
      read: readPreset,
    }),
    out: outOption({ en: 'the page is written', zh: '写入页面' }),
    ...buildOptions,
  },
  async run({ values, positionals }) {
    const folder = oneFolder(positionals);
    buildFunction(values);
    return await compareFolder(folder, values.preset, chooseOutFolder(values.out, '', []));
  },
});

function readPreset(text: string): string {
  if (text.includes(';')) {
    throw new UsageError({
      en: 'expected one preset, not several: leave out ";" and what follows',
      zh: '只能有一个预设：请去掉 ";" 及其后面的内容',
    });
  }
  return text;
}

/** @throws {UsageError} unless there is one. */
export function oneFolder(positionals: readonly string[]): string {
  const [folder, ...others] = positionals;
  if (folder !== undefined && others.length === 0) return folder;
  throw new UsageError({
    en: `expected one folder of pictures, found ${positionals.length}`,
    zh: `应为一个图片文件夹，却给出了 ${positionals.length} 个`,
  });
}

async function compareFolder(folder: string, preset: string, out: string): Promise<number> {
  const files = readFolder(folder).filter(({ name }) => name !== manifestName);
  const expectations = readExpectations(folder);
  const run = await openLongRun({ ...limits, env: { THUMB_PRESETS: preset } });
  const all: Compared[] = [];
  try {
    for (const [index, file] of files.entries()) {
      progress.say(`${index + 1} of ${files.length}: ${file.name}`);
      const reference = await bySharp(file.bytes, preset).catch(() => undefined);
      const made = await makeThumbnail(run, `${index}.${file.extension}`, file.bytes);
      all.push(await judge({ name: file.name, ...made, reference, expected: expectations.get(file.name) }));
    }
  } finally {
    progress.clear();
    await run.close();
  }
  for (const one of all) console.log(row(one));
  const wrong = all.filter(({ problem }) => problem !== undefined);
  const page = join(out, 'compare.html');
  mkdirSync(out, { recursive: true });
  writeFileSync(page, renderSheet(all, `${folder}, ${preset}`));
  const alike = all.filter(({ likeness, problem }) => likeness && !problem).length;
  const refused = all.filter(({ thumbnail }) => !thumbnail).length;
  console.log(
    `\n${all.length} files: ${alike} like sharp's, ${refused} refused, ${wrong.length} wrong; see ${page}`,
  );
  return wrong.length > 0 ? 1 : 0;
}

async function makeThumbnail({ server, thumbnailer }: LongRun, key: string, bytes: Uint8Array) {
  server.objects.put(SOURCE_BUCKET, key, bytes);
  const invocation = await thumbnailer.invoke({ Records: [rawRecord(key)] });
  server.objects.delete(SOURCE_BUCKET, key);
  const outcome = outcomeOf(invocation);
  if (outcome?.status !== 'stored' || outcome.manifest) {
    const said = outcome && 'message' in outcome ? `${outcome.code}: ${outcome.message}` : undefined;
    return { thumbnail: undefined, outcome: said ?? invocation.error?.message ?? 'no outcome' };
  }
  const { bucket, key: target, width, height, format } = outcome;
  const thumbnail = server.objects.get(bucket, target)?.bytes;
  return { thumbnail, outcome: `stored ${width}x${height} ${format}` };
}

function outcomeOf({ answer }: Invocation) {
  return (answer as Report | undefined)?.records[0]?.outcomes[0];
}

function row(one: Compared): string {
  const mark = one.problem === undefined ? '  ' : '! ';
  const figures = describeLikeness(one);
  return `${mark}${one.name}: ${[one.problem, one.outcome, figures].filter(Boolean).join('; ')}`;
}

runIfMain(import.meta.url, compare);

// `npm run compare`: sends a folder of pictures through the built file and through sharp, and compares the results.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings } from '../../src/cloud/setting-problem.ts';
import { buildFunction, buildOptions } from '../../src/commands/built-function.ts';
import { defineCommand, runIfMain } from '../../src/commands/command.ts';
import { CommandError } from '../../src/commands/command-error.ts';
import type { Language } from '../../src/commands/language.ts';
import { optionOr } from '../../src/commands/option-kinds.ts';
import { chooseOutFolder, outOption } from '../../src/commands/out-folder.ts';
import { UsageError } from '../../src/commands/usage-error.ts';
import { loadConfig } from '../../src/function/config/config.ts';
import { ConfigError } from '../../src/function/errors.ts';
import { sniff } from '../../src/function/format/sniff.ts';
import type { Report } from '../../src/function/report.ts';
import type { Invocation } from '../../src/local/scf/invocation.ts';
import { createProgress } from '../bench/progress.ts';
import { readFolder } from '../stress/fuzz/files.ts';
import type { Mutant } from '../stress/fuzz/mutate.ts';
import { type LongRun, openLongRun } from '../support/long-run.ts';
import { rawRecord, SOURCE_BUCKET } from '../support/records.ts';
import { manifestName, readExpectations } from './expectation.ts';
import { makeReference } from './reference.ts';
import { renderServed, type Served } from './served.ts';
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
  positionals: { name: { en: 'FOLDER', zh: '文件夹' }, help: { en: 'the pictures', zh: '图片' } },
  options: {
    preset: optionOr('200x200,png', {
      help: { en: 'one preset, as in THUMB_PRESETS', zh: '一个预设，写法与 THUMB_PRESETS 相同' },
      read: readPreset,
    }),
    out: outOption({ en: 'the page is written', zh: '写入页面' }),
    ...buildOptions,
  },
  examples: ['holiday/', 'holiday/ --preset 800x,webp,q75'],
  async run({ values, positionals, language }) {
    const folder = oneFolder(positionals);
    const files = readFolder(folder).filter(({ name }) => name !== manifestName);
    checkPreset(values.preset);
    buildFunction(values);
    const out = chooseOutFolder(values.out, '', []);
    return await compareFolder({ folder, files, preset: values.preset, out }, language);
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

/** @throws {CommandError} that names each problem: the function would refuse every picture because of them. */
export function checkPreset(preset: string): void {
  try {
    loadConfig({ THUMB_PRESETS: preset });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { en, zh } = describeSettings(error);
    throw new CommandError(
      { en: `--preset is wrong:\n${en}`, zh: `--preset 有误：\n${zh}` },
      { cause: error },
    );
  }
}

interface Comparison {
  readonly folder: string;
  readonly files: readonly Mutant[];
  readonly preset: string;
  readonly out: string;
}

async function compareFolder(
  { folder, files, preset, out }: Comparison,
  language: Language,
): Promise<number> {
  const expectations = readExpectations(folder);
  const run = await openLongRun({ ...limits, env: { THUMB_PRESETS: preset } });
  const all: Compared[] = [];
  const served: Served[] = [];
  try {
    for (const [index, file] of files.entries()) {
      progress.say(`${index + 1} of ${files.length}: ${file.name}`);
      const { format, engine, ...made } = await makeThumbnail(run, `${index}.${file.extension}`, file.bytes);
      const reference = format && (await makeReference(file.bytes, preset, format));
      if (engine) served.push({ source: formatOf(file.bytes), engine });
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
  const summary = {
    en: `${all.length} files: ${alike} like sharp's, ${refused} refused, ${wrong.length} wrong; see ${page}`,
    zh: `${all.length} 个文件：${alike} 个与 sharp 一致，${refused} 个被拒绝，${wrong.length} 个有误；见 ${page}`,
  };
  const heading = {
    en: 'Sources, and the engines that made their thumbnails:',
    zh: '来源格式，以及生成其缩略图的引擎：',
  };
  const engines =
    served.length > 0 ? [heading[language], ...renderServed(served).map((line) => `  ${line}`), ''] : [];
  console.log(['', ...engines, summary[language]].join('\n'));
  return wrong.length > 0 ? 1 : 0;
}

async function makeThumbnail({ server, thumbnailer }: LongRun, key: string, bytes: Uint8Array) {
  server.objects.put(SOURCE_BUCKET, key, bytes);
  const invocation = await thumbnailer.invoke({ Records: [rawRecord(key)] });
  server.objects.delete(SOURCE_BUCKET, key);
  const outcome = outcomeOf(invocation);
  if (outcome?.status !== 'stored' || outcome.manifest) {
    const said = outcome && 'message' in outcome ? `${outcome.code}: ${outcome.message}` : undefined;
    return {
      format: undefined,
      engine: undefined,
      thumbnail: undefined,
      outcome: said ?? invocation.error?.message ?? 'no outcome',
    };
  }
  const { bucket, key: target, width, height, format, engine } = outcome;
  const thumbnail = server.objects.get(bucket, target)?.bytes;
  return { format, engine, thumbnail, outcome: `stored ${width}x${height} ${format} by ${engine}` };
}

function formatOf(bytes: Uint8Array): string | undefined {
  const sniffed = sniff(bytes);
  return sniffed.kind === 'source' ? sniffed.format : undefined;
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

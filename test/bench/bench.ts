// `npm run bench`: runs the parts one after another, prints what each found, and writes out/bench.json.

import { availableParallelism, cpus, totalmem } from 'node:os';
import { buildFunction, buildOptions } from '../../src/commands/built-function.ts';
import { notAmong, oneOf } from '../../src/commands/choice.ts';
import { defineCommand, runIfMain } from '../../src/commands/command.ts';
import type { CommandLine } from '../../src/commands/command-line.ts';
import {
  anyText,
  flag,
  list,
  option,
  optionOr,
  positiveNumber,
  wholeNumber,
} from '../../src/commands/option-kinds.ts';
import { chooseOutFolder, outOption } from '../../src/commands/out-folder.ts';
import { UsageError } from '../../src/commands/usage-error.ts';
import { type SourceFormat, sourceFormats } from '../../src/function/format/format.ts';
import { writeResults } from './docs/write.ts';
import guard from './guard.json' with { type: 'json' };
import { bestOf, checkGuard, type Figures, renderGuard } from './guard.ts';
import { type Options, type Part, type PartName, partNames, type Section } from './part.ts';
import { installPeers } from './peers.ts';
import { createProgress } from './progress.ts';
import { type Machine, readRun, saveRun } from './saved-run.ts';
import { renderSection } from './table.ts';

const progress = createProgress(process.stderr);

/** Each is loaded when its turn comes, so that one part does not wait until all are loaded. */
const parts: Readonly<Record<PartName, () => Promise<Part>>> = {
  warm: async () => (await import('./warm/warm.ts')).warm,
  cold: async () => (await import('./cold/cold.ts')).cold,
  shares: async () => (await import('./shares/shares.ts')).shares,
  load: async () => (await import('./load/load.ts')).load,
  memory: async () => (await import('./memory/memory.ts')).memory,
  growth: async () => (await import('./growth/growth.ts')).growth,
  cost: async () => (await import('./cost/cost.ts')).cost,
  quality: async () => (await import('./quality/quality.ts')).quality,
  flavours: async () => (await import('./flavours/flavours.ts')).flavours,
  runtimes: async () => (await import('./runtimes/runtimes.ts')).runtimes,
};

/** Those whose figures guard.json holds; each figure's name begins with its part's. */
const guardParts: readonly PartName[] = ['warm', 'cold'];
/** How often a figure that does not hold is measured in all. */
const guardRuns = 3;
/** `runtimes` fetches nine Node.js binaries, and `flavours` takes an hour, so they run only when they are asked for. */
const defaultParts = partNames.filter((name) => name !== 'runtimes' && name !== 'flavours');

const benchOptions = {
  guard: flag({
    en: 'compares with the committed ratios and fails on a regression; chooses parts and photos itself',
    zh: '与已提交的比值比较，变慢则失败；自行选择部分和照片',
  }),
  short: flag({ en: 'few cases, few repetitions', zh: '少量用例，少量重复' }),
  rounds: option({
    value: 'N',
    help: { en: 'measures each case so often', zh: '每个用例测量多少次' },
    otherwise: { en: 'as often as the part needs', zh: '按各部分的需要' },
    read: wholeNumber(1, 1000),
  }),
  photo: list({
    value: 'FILE',
    help: {
      en: 'a photo of your own instead of the made ones, in the warm, cold and quality parts',
      zh: '在 warm、cold、quality 部分用自己的照片代替生成的照片',
    },
    read: anyText,
  }),
  format: list({
    value: 'jpeg',
    help: {
      en: 'only pictures of this format, in the flavours part',
      zh: '在 flavours 部分只用这种格式的图片',
    },
    read: oneOf(Object.keys(sourceFormats) as SourceFormat[]),
  }),
  'cpu-per-gb': optionOr('0.8', {
    value: 'N',
    help: {
      en: 'cores that a function has for each 1,024 MB, in the shares and cost parts; Tencent documents one core for 1,280 MB',
      zh: '在 shares 和 cost 部分，函数每 1,024 MB 内存有多少核；腾讯云文档写的是 1,280 MB 一核',
    },
    read: positiveNumber(64),
  }),
  runtimes: flag({ en: 'measures the runtimes part, too', zh: '也测量 runtimes 部分' }),
  'write-docs': flag({
    en: 'measures nothing, and writes the results of the last run into the docs; it must have been a long one, with the warm, cold and shares parts',
    zh: '不测量，把上次的结果写入文档；上次必须是完整运行，包含 warm、cold、shares 部分',
  }),
  out: outOption({
    en: 'all figures are written, and --write-docs reads them',
    zh: '写入全部数据，--write-docs 也从那里读取',
  }),
  ...buildOptions,
};

/** Exit codes: 0 if everything was measured and nothing regressed, else 1. */
export const bench = defineCommand({
  name: 'bench',
  summary: {
    en: 'Measures the built function against its peers, prints tables, and writes all figures to bench.json.',
    zh: '测量构建好的函数和同类工具，打印表格，并把全部数据写入 bench.json。',
  },
  positionals: {
    name: { en: '[part ...]', zh: '[部分 ...]' },
    help: {
      en: `${partNames.join(', ')}. Default: all but flavours, which takes an hour, and runtimes, which fetches the Node.js of every SCF runtime`,
      zh: `${partNames.join(', ')}。默认：除 flavours（需一小时）和 runtimes（下载每个 SCF 运行环境的 Node.js）以外的全部`,
    },
  },
  options: benchOptions,
  examples: ['warm cold --short', '--guard', 'warm --photo cat.jpg --rounds 20'],
  async run(line) {
    const options = toBenchOptions(line);
    const out = chooseOutFolder(line.values.out, '', []);
    if (line.values['write-docs']) {
      console.log(`Results in ${writeResults(readRun(out)).join(', ')}`);
      return 0;
    }
    buildFunction(line.values);
    try {
      return await runParts(options, out);
    } finally {
      progress.clear();
    }
  },
});

/** @throws {UsageError} for an unknown part, and for options that contradict one another. */
export function toBenchOptions({ values, positionals }: CommandLine<typeof benchOptions>): Options {
  const named = positionals.map(readPart);
  const { guard, short, rounds, photo: photos, runtimes } = values;
  if (guard && (named.length > 0 || photos.length > 0 || rounds !== undefined || runtimes)) {
    throw new UsageError({
      en: '--guard chooses parts, photos and rounds itself: give it alone.',
      zh: '--guard 自行选择部分、照片和次数：请单独使用。',
    });
  }
  const measures =
    guard || named.length > 0 || photos.length > 0 || rounds !== undefined || runtimes || short;
  if (values['write-docs'] && measures) {
    throw new UsageError({
      en: '--write-docs measures nothing: give it alone, or with --out.',
      zh: '--write-docs 不测量：请单独使用，或只与 --out 一起使用。',
    });
  }
  const chosen = new Set<PartName>(guard ? guardParts : named.length > 0 ? named : defaultParts);
  if (runtimes) chosen.add('runtimes');
  return {
    parts: partNames.filter((name) => chosen.has(name)),
    guard,
    short: short || guard,
    rounds,
    photos,
    formats: values.format,
    cpuPerGb: values['cpu-per-gb'],
  };
}

function readPart(text: string): PartName {
  const part = partNames.find((name) => name === text);
  if (part !== undefined) return part;
  const { en, zh } = notAmong(text, partNames).text;
  throw new UsageError({ en: `${text}: ${en}`, zh: `${text}：${zh}` });
}

async function runParts(options: Options, out: string): Promise<number> {
  const machine = describeMachine();
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryMb} MB, Node.js ${machine.node}\n`);
  // The flavours are compared with nobody.
  if (options.parts.some((name) => name !== 'flavours')) await installPeers(progress.say);
  const sections: Section[] = [];
  const failures: string[] = [];
  for (const name of options.parts) {
    try {
      sections.push(...(await runPart(name, options)));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const failure = `the ${name} part could not be measured: ${(error as Error).message}`;
      failures.push(failure);
      progress.clear();
      console.error(`${failure}\n`);
    }
  }
  let figures = figuresOf(sections);
  if (options.guard) figures = await measureAgain(figures, options);
  const file = saveRun(out, {
    date: new Date().toISOString(),
    machine,
    options,
    failures,
    figures,
    sections,
  });
  console.log(`All figures are in ${file}`);
  const passed = !options.guard || compare(figures);
  return passed && failures.length === 0 ? 0 : 1;
}

/**
 * Measures those parts again whose figures do not hold: what is slower is so in each run, and what another program took is not.
 *
 * @returns The best of each figure.
 */
async function measureAgain(first: Figures, options: Options): Promise<Figures> {
  let best = first;
  for (let run = 1; run < guardRuns; run++) {
    const regressed = checkGuard(best, guard.figures).filter(({ problem }) => problem !== undefined);
    const names = guardParts.filter((part) => regressed.some(({ name }) => name.startsWith(`${part}, `)));
    if (names.length === 0) break;
    console.log(`${regressed.map(({ problem }) => problem).join('\n')}\nMeasuring once more.\n`);
    for (const name of names) best = bestOf(best, figuresOf(await runPart(name, options)));
  }
  return best;
}

function figuresOf(sections: readonly Section[]): Figures {
  return Object.assign({}, ...sections.map((section) => section.figures));
}

async function runPart(name: PartName, options: Options): Promise<readonly Section[]> {
  const part = await parts[name]();
  const found = await part({ options, progress: (what) => progress.say(`${name}: ${what}`) });
  progress.clear();
  for (const section of found) console.log(`${renderSection(section)}\n`);
  return found;
}

/** @returns false if a figure has regressed. */
function compare(figures: Figures): boolean {
  const verdicts = checkGuard(figures, guard.figures);
  console.log(`\n${renderGuard(verdicts)}`);
  return verdicts.every(({ problem }) => problem === undefined);
}

function describeMachine(): Machine {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const { platform, arch, versions } = process;
  return {
    cpu: model,
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    node: versions.node,
    platform: `${platform} ${arch}`,
  };
}

runIfMain(import.meta.url, bench);

// `npm run test:fuzz`: sends damaged pictures through the built file, and reports every violation.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFunction, buildOptions } from '../../../src/commands/built-function.ts';
import { defineCommand, runIfMain } from '../../../src/commands/command.ts';
import { anyText, flag, option, optionOr, wholeNumber } from '../../../src/commands/option-kinds.ts';
import { chooseOutFolder, outOption } from '../../../src/commands/out-folder.ts';
import { readRuntime } from '../../../src/commands/run-options.ts';
import { UsageError } from '../../../src/commands/usage-error.ts';
import { nodeOf, type Runtime } from '../../../src/local/scf/runtimes.ts';
import { createProgress } from '../../bench/progress.ts';
import { makeCrowds } from '../../support/crowded.ts';
import { openPair } from '../../support/decoder-pair.ts';
import { writeAdmitted } from './admitted.ts';
import { confine } from './confined.ts';
import { tryDamaged } from './decoders.ts';
import { readFolder } from './files.ts';
import { drawGoodPhoto } from './good-photo.ts';
import { type Mutant, mutate } from './mutate.ts';
import { makeSeeds } from './seeds.ts';
import { openSession } from './session.ts';
import { Tally } from './tally.ts';

const progress = createProgress(process.stderr);

/** Exit codes: 1 if something is not as it should be. */
export const fuzz = defineCommand({
  name: 'test:fuzz',
  summary: {
    en: 'Sends damaged pictures through the built file: each must end with a named outcome, and none with a crash.',
    zh: '把损坏的图片交给构建好的文件处理：每一张都必须有明确的结果，不能崩溃。',
  },
  options: {
    count: optionOr('5000', {
      help: { en: 'how many damaged pictures are made', zh: '生成多少张损坏的图片' },
      read: wholeNumber(0, 1_000_000),
    }),
    seed: optionOr('1', {
      help: {
        en: 'another number makes other pictures, the same number the same',
        zh: '换一个数就生成别的图片，同一个数总是相同',
      },
      read: wholeNumber(0, 2 ** 31 - 1),
    }),
    number: option({
      value: '123',
      help: {
        en: 'makes only the damaged picture with this number, as a violation names it',
        zh: '只生成这个编号的损坏图片，编号见违规信息',
      },
      read: wholeNumber(0, 1_000_000),
    }),
    structure: flag({
      en: 'damages no bytes by chance, but parts alone: drops, swaps, repeats them, takes them from another file, and lies in them',
      zh: '不随机损坏字节，只损坏组成部分：丢弃、交换、重复、换成别的文件的，或在其中写错数值',
    }),
    runtime: option({
      value: '14.18',
      help: {
        en: 'Node.js of that SCF runtime; fetched with npm once',
        zh: '用该 SCF 运行环境的 Node.js；首次用 npm 下载',
      },
      otherwise: { en: 'this Node.js', zh: '当前的 Node.js' },
      read: readRuntime,
    }),
    files: option({
      value: 'FOLDER',
      help: { en: 'runs the files in it first, as they are', zh: '先原样处理其中的文件' },
      read: anyText,
    }),
    memory: option({
      value: '128',
      help: {
        en:
          'MB; makes no damaged pictures, but runs each file, and a photo of every format, in a fresh instance ' +
          'in a control group of so much (Linux, root)',
        zh: 'MB；不生成损坏的图片，而是在这么大内存的控制组中，每次用新实例处理每个文件和每种格式的一张照片（Linux，root）',
      },
      read: wholeNumber(64, 3072),
    }),
    admitted: flag({
      en: 'with --memory: in place of the files of a folder, pictures of every flavour just under the size that is admitted',
      zh: '与 --memory 一起：不用文件夹中的文件，而用各种图片，大小刚好在允许范围内',
    }),
    crowds: flag({
      en: 'with --memory: in place of the files of a folder, pictures in files of very many small parts',
      zh: '与 --memory 一起：不用文件夹中的文件，而用由大量小部分组成的图片文件',
    }),
    decoders: flag({
      en: "damages JPEGs alone, and compares what the JPEG engine's own decoder makes of them with libvips; without the built file",
      zh: '只损坏 JPEG，比较 JPEG 引擎自己的解码器和 libvips 的结果；不用构建好的文件',
    }),
    out: outOption({ en: 'a picture that fails is kept', zh: '保留出错的图片' }, 'out/fuzz'),
    ...buildOptions,
  },
  async run({ values }) {
    const { memory, files, admitted, crowds } = values;
    if ((admitted || crowds) && (memory === undefined || files !== undefined)) {
      const name = `--${admitted ? 'admitted' : 'crowds'}`;
      throw new UsageError({
        en: `${name} makes the files for --memory: give it with that, and without --files.`,
        zh: `${name} 为 --memory 生成文件：请与它一起使用，不要加 --files。`,
      });
    }
    if (values.decoders) return await runDecoders(values.seed, values.count);
    buildFunction(values);
    const out = chooseOutFolder(values.out, 'fuzz', []);
    const node = values.runtime === undefined ? process.execPath : nodeOf(values.runtime);
    try {
      if (memory === undefined) return await runMutants({ ...values, node }, out);
      const made = join(out, `admitted-${memory}`);
      if (admitted) await writeAdmitted(made, memory, (what) => progress.say(what));
      const folder = admitted ? made : files;
      const given = [
        ...(folder === undefined ? [] : readFolder(folder)),
        ...(crowds ? await fillCrowds() : []),
      ];
      return await confine(given, { memoryMb: memory, node }, progress);
    } finally {
      progress.clear();
    }
  },
});

async function runDecoders(seed: number, count: number): Promise<number> {
  const pair = await openPair();
  try {
    const say = (files: number) => {
      if (files % 500 === 0) progress.say(`${files} of ${count} JPEGs`);
    };
    const { decoded, declined, problems } = await tryDamaged(pair, seed, count, say);
    progress.clear();
    for (const problem of problems) console.log(problem);
    console.log(`${decoded} decoded as by libvips, ${declined} declined, ${problems.length} violations`);
    return problems.length > 0 ? 1 : 0;
  } finally {
    pair.stop();
  }
}

/** Bytes of a file of very many small parts: not more than the smallest function admits. */
const crowdBytes = [600_000, 3_000_000, 5_500_000];

async function fillCrowds(): Promise<Mutant[]> {
  return (await makeCrowds()).flatMap(({ name, format, make }) =>
    crowdBytes.map((bytes) => ({ name: `${name}, ${bytes}`, extension: format, bytes: make(bytes) })),
  );
}

interface FuzzRun {
  /** How many mutants. */
  readonly count: number;
  readonly seed: number;
  /** Only the mutant with this number. */
  readonly number: number | undefined;
  readonly structure: boolean;
  readonly runtime: Runtime | undefined;
  /** Path of its binary. */
  readonly node: string;
  /** A folder of files that are run as they are, as given. */
  readonly files: string | undefined;
}

async function runMutants(wanted: FuzzRun, out: string): Promise<number> {
  const { count, seed, number, structure, runtime, node, files } = wanted;
  const given = files === undefined ? [] : readFolder(files);
  const seeds = await makeSeeds();
  const session = await openSession(await drawGoodPhoto(), { node });
  const tally = new Tally();
  const run = async (mutant: Mutant, name: string, again: string) => {
    const { outcome, problem } = await session.run(mutant);
    tally.add(outcome, `${name}, ${mutant.name}`);
    if (problem === undefined) return;
    progress.clear();
    console.log(tally.violation(`${name}, ${mutant.name}: ${problem}`));
    console.log(`  ${keep(mutant, name, out)}\n  again: npm run test:fuzz -- ${again}`);
  };
  const settings = [...(structure ? ['--structure'] : []), ...(runtime ? [`--runtime ${runtime}`] : [])];
  const numbers = number === undefined ? Array.from({ length: count }, (_, index) => index) : [number];
  try {
    for (const [index, file] of given.entries()) {
      progress.say(`file ${index + 1} of ${given.length}: ${file.name}`);
      await run(file, `file ${index + 1}`, ['--count 0', `--files ${files}`, ...settings].join(' '));
    }
    for (const index of numbers) {
      if (index % 50 === 0) progress.say(`${index} of ${count} mutants`);
      const again = [`--seed ${seed}`, `--number ${index}`, ...settings].join(' ');
      await run(mutate(seeds, { seed, index, structure }), `seed ${seed}, number ${index}`, again);
    }
    progress.clear();
    for (const problem of session.growth()) console.log(tally.violation(problem));
    console.log(`${tally.summary()}\nmemory: ${session.peakMb().toFixed(0)} MB at most`);
    return tally.violations > 0 ? 1 : 0;
  } finally {
    await session.close();
  }
}

/**
 * Writes the bytes of a mutant to a file, so that the violation can be repeated.
 *
 * @returns The path of the file.
 */
function keep({ bytes, extension }: Mutant, name: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replaceAll(/[^a-z0-9]+/g, '-')}.${extension}`);
  writeFileSync(file, bytes);
  return file;
}

runIfMain(import.meta.url, fuzz);

// `npm run test:soak`: sends many events to one instance, and draws a page of their speed and memory.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFunction, buildOptions } from '../../../src/commands/built-function.ts';
import { defineCommand, runIfMain } from '../../../src/commands/command.ts';
import { optionOr, wholeNumber } from '../../../src/commands/option-kinds.ts';
import { chooseOutFolder, outOption } from '../../../src/commands/out-folder.ts';
import { chunk } from '../../../src/local/chunk.ts';
import { createProgress } from '../../bench/progress.ts';
import { median } from '../../bench/statistics.ts';
import { measureGrowth } from '../growth.ts';
import { renderPlot } from './plot.ts';
import { soak as runSoak, type Soaked } from './run.ts';

const progress = createProgress(process.stderr);
/** The most points of a line in the plot. */
const maxPoints = 100;

/** Exit codes: 1 if something was lost or grew. */
export const soak = defineCommand({
  name: 'test:soak',
  summary: {
    en:
      'Sends many events to one instance of the built function, some of whose requests meet a fault, and draws ' +
      'speed and memory: soak.html.',
    zh: '向构建好的函数的一个实例发送大量事件，其中一些请求会遇到故障，并画出速度和内存：soak.html。',
  },
  options: {
    events: optionOr('10000', {
      help: { en: 'how many events', zh: '多少个事件' },
      read: wholeNumber(1, 1_000_000),
    }),
    seed: optionOr('1', {
      help: {
        en: 'another number makes other events, the same number the same',
        zh: '换一个数就生成别的事件，同一个数总是相同',
      },
      read: wholeNumber(0, 2 ** 31 - 1),
    }),
    out: outOption({ en: 'the page is written', zh: '写入页面' }),
    ...buildOptions,
  },
  async run({ values }) {
    buildFunction(values);
    const soaked = await runSoak(values, progress.say).finally(progress.clear);
    console.log(describe(soaked).join('\n'));
    for (const problem of soaked.problems) console.log(`VIOLATION: ${problem}`);
    console.log(
      `violations: ${soaked.problems.length}; see ${draw(soaked, chooseOutFolder(values.out, '', []))}`,
    );
    return soaked.problems.length > 0 ? 1 : 0;
  },
});

function describe({ seconds, states, requests, struck, redelivered, whole, reasons }: Soaked): string[] {
  const total = seconds.reduce((sum, one) => sum + one, 0);
  const lines = [
    `${seconds.length} events in ${total.toFixed(0)} s, ${(1000 * median(seconds)).toFixed(0)} ms in the median`,
    `${requests} requests, ${struck} of them struck by a fault; ${redelivered} events were delivered again`,
    `${whole} photos have their thumbnail, ${reasons.size} have a reason in its place`,
    ...[...reasons].slice(0, 20).map(([key, reason]) => `  ${key}: ${reason}`),
  ];
  if (states.length < 10) return lines;
  const { early, late } = measureGrowth(states);
  const ratio = (late.memoryMb / early.memoryMb).toFixed(2);
  return [
    ...lines,
    `memory: ${early.memoryMb.toFixed(0)} MB once warm, ${late.memoryMb.toFixed(0)} MB in the last tenth: ${ratio} times`,
    `open files: ${early.files} and ${late.files}; threads: ${early.threads} and ${late.threads}`,
  ];
}

/** @returns The path of the page. */
function draw(soaked: Soaked, folder: string): string {
  const { seconds, states } = soaked;
  const size = Math.ceil(seconds.length / maxPoints);
  const rate = chunk(seconds, size).map((some) => some.length / some.reduce((sum, one) => sum + one, 0));
  const memory = chunk(states, size).map((some) => median(some.map(({ memoryMb }) => memoryMb)));
  const lines = [
    { name: 'rate', unit: 'events per second', values: rate },
    { name: 'memory of the instance', unit: 'MB', values: memory },
  ];
  const html = renderPlot('A soak', describe(soaked).slice(0, 3).join('. '), seconds.length, lines);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'soak.html');
  writeFileSync(file, html);
  return file;
}

runIfMain(import.meta.url, soak);

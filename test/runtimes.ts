// `npm run test:runtimes`: runs the built file's tests on every SCF runtime, with the real Node.js binaries.

import { buildFunction, buildOptions } from '../src/commands/built-function.ts';
import { notAmong } from '../src/commands/choice.ts';
import { defineCommand, runIfMain } from '../src/commands/command.ts';
import { anyText, list, option } from '../src/commands/option-kinds.ts';
import {
  isRuntime,
  nodeOf,
  type Runtime,
  runtimes,
  type TooOldRuntime,
  tooOldRuntimes,
} from '../src/local/scf/runtimes.ts';
import { type Measured, measure } from './measure.ts';
import { runSuite, type SuiteResult } from './support/suite.ts';

interface Row {
  readonly name: Runtime | TooOldRuntime;
  readonly node: string;
  /** undefined: the function refuses this runtime, or fails on it. */
  readonly measured: Measured | undefined;
  readonly suite: SuiteResult;
}

/** @returns The names of all runtimes, oldest first. */
function allNames(): (Runtime | TooOldRuntime)[] {
  const names = Object.keys({ ...tooOldRuntimes, ...runtimes }) as (Runtime | TooOldRuntime)[];
  return names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

function readName(text: string): Runtime | TooOldRuntime {
  const found = allNames().find((name) => name === text);
  if (found !== undefined) return found;
  throw notAmong(text, allNames());
}

/** Exit codes: 0 if all cases pass, 1 if one fails. */
export const testRuntimes = defineCommand({
  name: 'test:runtimes',
  summary: {
    en: "Runs the built file's tests on every SCF runtime, with the real Node.js binaries, and prints one table.",
    zh: '在每个 SCF 运行环境上，用真实的 Node.js 运行构建好的文件的测试，并打印一个表格。',
  },
  options: {
    runtime: list(
      { value: '16.13', help: { en: 'only this runtime', zh: '只测这个运行环境' }, read: readName },
      allNames(),
    ),
    only: option({
      value: 'at-once',
      help: {
        en: 'only the test files that have this in their names; runtimes that are too old have none of them',
        zh: '只运行文件名中含有它的测试；太旧的运行环境没有这些测试',
      },
      read: anyText,
    }),
    ...buildOptions,
  },
  async run({ values }) {
    buildFunction(values);
    const { runtime, only } = values;
    const names = allNames().filter(
      (name) => runtime.includes(name) && (only === undefined || isRuntime(name)),
    );
    return await testAll(names, only);
  },
});

async function measureAll(names: readonly (Runtime | TooOldRuntime)[], only = ''): Promise<Row[]> {
  const waiting: Omit<Row, 'suite'>[] = [];
  // One after another, so that nothing else runs during a measurement.
  for (const name of names) {
    console.error(`${name}: ${isRuntime(name) ? 'measuring' : 'fetching'}`);
    const node = nodeOf(name);
    // If it cannot make the thumbnail, its tests show the reason.
    const measured = isRuntime(name) ? await measure(node).catch(() => undefined) : undefined;
    waiting.push({ name, node, measured });
  }
  const rows = new Map<string, Row>();
  const runNext = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const suite = await runSuite(next.node, `${isRuntime(next.name) ? 'runtime' : 'too-old'}/${only}`);
      rows.set(next.name, { ...next, suite });
      console.error(`${next.name}: ${suite.passed} of ${suite.total} passed in ${suite.seconds} s`);
    }
  };
  // Three at a time keep two cores busy: each waits for deadlines a fifth of its time.
  await Promise.all([runNext(), runNext(), runNext()]);
  return names.flatMap((name) => rows.get(name) ?? []);
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(({ name, measured, suite }) => [
    name,
    measured?.engine ?? (isRuntime(name) ? 'failed' : 'none: too old'),
    `${suite.passed} of ${suite.total}`,
    measured?.coldMs.toFixed(0) ?? '',
    measured?.peakMb.toFixed(0) ?? '',
    measured?.bytes.toLocaleString('en') ?? '',
  ]);
  const heads = ['runtime', 'engine', 'cases passed', 'cold start, ms', 'peak, MiB', 'thumbnail, bytes'];
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

/** @returns The exit code. */
async function testAll(names: readonly (Runtime | TooOldRuntime)[], only?: string): Promise<number> {
  const rows = await measureAll(names, only);
  console.log(table(rows));
  const failed = rows.filter(({ suite }) => suite.failures.length > 0 || suite.passed === 0);
  for (const { name, suite } of failed) {
    console.log(`\n${name}: ${suite.failures.length} failed\n\n${suite.failures.join('\n\n')}`);
  }
  return failed.length > 0 ? 1 : 0;
}

runIfMain(import.meta.url, testRuntimes);

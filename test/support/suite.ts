// A run of the built file's tests on one Node.js binary, and what came of it.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../../src/local/cloud.ts';

export interface SuiteResult {
  readonly passed: number;
  /** Without those that are for another engine. */
  readonly total: number;
  /** Of each failing case: where it is, and its messages. */
  readonly failures: readonly string[];
  readonly seconds: number;
}

/** What is read of vitest's JSON report. */
interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** Milliseconds: a run that has not ended by then is killed, and fails. */
const longest = 1_800_000;

/**
 * @param node Path of the binary that runs the built file; the tests themselves run on this Node.js.
 * @param files A folder under test/bundle, or the first part of the names of files in it: `runtime/at-once`.
 */
export async function runSuite(node: string, files: string): Promise<SuiteResult> {
  const results = mkdtempSync(join(tmpdir(), 'suite-'));
  const report = join(results, 'report.json');
  const startedAt = Date.now();
  const child = spawn(
    process.execPath,
    [
      ...[join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/runtimes.config.mts'],
      ...['--reporter=json', `--outputFile=${report}`, `test/bundle/${files}`],
    ],
    {
      cwd: root,
      env: { ...process.env, NODE_UNDER_TEST: node, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longest,
      killSignal: 'SIGKILL',
    },
  );
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const json = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
  rmSync(results, { recursive: true });
  if (json === undefined) {
    const failures = [`the tests did not end:\n${stdout}${stderr}`];
    return { passed: 0, total: 0, failures, seconds };
  }
  const { numPassedTests: passed, numFailedTests: failed, testResults } = JSON.parse(json) as TestReport;
  return { passed, total: passed + failed, failures: testResults.flatMap(failuresOf), seconds };
}

function failuresOf({
  name,
  status,
  message,
  assertionResults,
}: TestReport['testResults'][number]): string[] {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const file = name.replace(root, '');
  // The file itself: it could not be loaded.
  if (failed.length === 0 && status === 'failed') return [`${file}\n${message}`];
  return failed.map((test) => `${file}: ${test.fullName}\n${test.failureMessages?.join('\n') ?? ''}`);
}

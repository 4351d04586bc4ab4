// Small functions for the SCF runtime to run: source text -> a file in a temporary folder -> a started function.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type FunctionOptions, type ScfFunction, startFunction } from '../../../src/local/scf/scf.ts';

export const credentials = { secretId: 'AKIDfirst', secretKey: 'first-key', token: 'first-token' };

/** Stopped and deleted when the test that called it ends. Memory is not limited unless the test says so. */
export function startSource(source: string, options: Partial<FunctionOptions> = {}): ScfFunction {
  const folder = mkdtempSync(join(tmpdir(), 'scf-function-'));
  const file = join(folder, 'index.js');
  writeFileSync(file, source);
  const started = startFunction({ credentials, enforceMemory: false, timeoutS: 120, ...options, file });
  onTestFinished(async () => {
    await started.close();
    rmSync(folder, { recursive: true });
  });
  return started;
}

/** A function whose body is `body`, with `event` and `context`. */
export function startBody(body: string, options: Partial<FunctionOptions> = {}): ScfFunction {
  return startSource(`exports.main_handler = async (event, context) => { ${body} };`, options);
}

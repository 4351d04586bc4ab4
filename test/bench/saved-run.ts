// out/bench.json: what a run of the benchmarks leaves behind.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figures } from './guard.ts';
import type { Options, Section } from './part.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  readonly node: string;
  /** `linux x64` */
  readonly platform: string;
}

export interface SavedRun {
  /** As `Date.toISOString` writes it. */
  readonly date: string;
  readonly machine: Machine;
  readonly options: Options;
  /** Of whole parts, in sentences. */
  readonly failures: readonly string[];
  readonly figures: Figures;
  readonly sections: readonly Section[];
}

const name = 'bench.json';

/** @returns The path of the file. */
export function saveRun(folder: string, run: SavedRun): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}

/** @throws {Error} if there is none. */
export function readRun(folder: string): SavedRun {
  const file = join(folder, name);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SavedRun;
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${(cause as Error).message}. Run: npm run bench`, { cause });
  }
}

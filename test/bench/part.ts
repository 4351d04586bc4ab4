// What a part of the benchmarks is given and what it returns. Types only.

import type { Options } from './arguments.ts';

/** What one part found. */
export interface Section {
  readonly title: string;
  /** Rows as they are printed; the first is the heading. */
  readonly table: readonly (readonly string[])[];
  /** Sentences below the table: what it assumes, and what could not be had on this machine. */
  readonly notes: readonly string[];
  /** For out/bench.json and the guard. Names read like `warm, jpeg 24 MP to 200, one core: ours to sharp`. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface Bench {
  readonly options: Options;
  /** Says what is being done now, on one line that the next replaces. */
  progress(what: string): void;
}

/** Measures, contenders in turn, and returns medians. Leaves no process and no file behind. */
export type Part = (bench: Bench) => Promise<readonly Section[]>;

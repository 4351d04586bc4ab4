// The parts of the benchmarks: their names, what each is given and what it returns.

import type { SourceFormat } from '../../src/function/format/format.ts';

/** In the order in which they run. */
export const partNames = [
  'warm',
  'cold',
  'shares',
  'load',
  'memory',
  'growth',
  'cost',
  'quality',
  'flavours',
  'runtimes',
] as const;
export type PartName = (typeof partNames)[number];

export interface Options {
  /** In the order in which they run. */
  readonly parts: readonly PartName[];
  /** Compare with test/bench/guard.json what it names, and measure nothing else. */
  readonly guard: boolean;
  /** Few cases and few repetitions. */
  readonly short: boolean;
  /** How often each case is measured; undefined: the part decides. */
  readonly rounds: number | undefined;
  /** Files as given, to be measured instead of the made photos. */
  readonly photos: readonly string[];
  /** The formats of the flavours part; none: all. */
  readonly formats: readonly SourceFormat[];
  /** Cores that a function has for each 1,024 MB of its memory. */
  readonly cpuPerGb: number;
}

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

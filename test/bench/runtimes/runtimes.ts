// Cold, warm and at a share of the CPU on every Node.js runtime of SCF, with the real binaries.

import { nodeOf, type Runtime, runtimes as releases } from '../../../src/local/scf/runtimes.ts';
import type { Contender } from '../cold/contenders.ts';
import { type Lab, openLab, type Start } from '../cold/lab.ts';
import { inTurn, startInTurn, type Typical } from '../cold/rounds.ts';
import { type Warm, warmInTurn, warmUps } from '../cold/warm.ts';
import { coresOf } from '../cost/model.ts';
import { whyNoGroup } from '../group.ts';
import type { Bench, Part, Section } from '../part.ts';
import { type Photo, photo } from '../photos.ts';
import { startAtShare } from '../shares/start.ts';
import { type RuntimeShare, runtimeShareSection } from './share-section.ts';

const memoryMb = 512;
/** SCF's default for a new function. */
const shareMb = 128;

interface Row {
  readonly runtime: Runtime;
  readonly contender: Contender;
  readonly name: string;
  readonly cold: Typical;
  readonly warm: Warm;
}

export const runtimes: Part = async (bench) => {
  const one = await photo({ megapixels: 12, kind: 'baseline' });
  const missing = whyNoGroup();
  const lab = await openLab();
  const rows: Row[] = [];
  const shares: RuntimeShare[] = [];
  const failures: string[] = [];
  try {
    for (const runtime of Object.keys(releases) as Runtime[]) {
      bench.progress(`${runtime}: fetching its Node.js`);
      const node = nodeOf(runtime);
      for (const contender of contendersOn(runtime)) {
        try {
          rows.push(await measure(bench, lab, runtime, { contender, photos: [one], memoryMb, node }, one));
        } catch (error) {
          // One runtime's failure is a finding, and no reason to keep the others' figures back.
          failures.push(`${runtime}: ${(error as Error).message}.`);
        }
      }
      if (missing === undefined) shares.push(await measureShare(bench, lab, runtime, node, one));
    }
  } finally {
    await lab.close();
  }
  const cores = coresOf(shareMb, bench.options.cpuPerGb);
  const share = { photo: one.name, memoryMb: shareMb, cores, missing };
  return [toSection(bench, rows, failures), runtimeShareSection(shares, share)];
};

async function measureShare(
  { options, progress }: Bench,
  lab: Lab,
  runtime: Runtime,
  node: string,
  one: Photo,
): Promise<RuntimeShare> {
  const rounds = options.rounds ?? (options.short ? 1 : 5);
  const start = { contender: 'ours', photos: [one], memoryMb: shareMb, node } as const;
  const [[, outcomes] = []] = await inTurn([start], rounds, (_start, round) => {
    progress(`${runtime}, ${shareMb} MB, ${round}`);
    return startAtShare(lab, start, coresOf(shareMb, options.cpuPerGb));
  });
  return { runtime, outcomes: outcomes ?? [] };
}

async function measure(
  { options, progress }: Bench,
  lab: Lab,
  runtime: Runtime,
  start: Start,
  { name }: Photo,
): Promise<Row> {
  const rounds = roundsOf(options);
  const say = (state: string) => (what: string) => progress(`${runtime}, ${state}, ${what}`);
  // What the system has not read of this binary yet, it reads now.
  await lab.measure(start);
  const [[, cold] = []] = await startInTurn(lab, [start], rounds, say('cold'));
  const [warm] = await warmInTurn(lab, [start], { rounds: 1, times: rounds, progress: say('warm') });
  if (!cold || !warm) throw new Error('nothing was measured');
  return { runtime, contender: start.contender, name, cold, warm };
}

function roundsOf({ rounds, short }: Bench['options']): number {
  return rounds ?? (short ? 2 : 7);
}

function contendersOn(runtime: Runtime): Contender[] {
  const [, minor = 0] = runtime.split('.').map(Number);
  // sharp 0.35 wants Node.js 20.9.
  const hasSharp = major(runtime) > 20 || (major(runtime) === 20 && minor >= 9);
  return hasSharp ? ['ours', 'sharp'] : ['ours'];
}

function major(runtime: Runtime): number {
  return Number.parseInt(runtime, 10);
}

function toSection({ options }: Bench, rows: readonly Row[], failures: readonly string[]): Section {
  const of = (runtime: Runtime, contender: Contender) =>
    rows.find((row) => row.runtime === runtime && row.contender === contender);
  const heading = ['runtime', 'photo', 'of', 'cold, ms', 'CPU, ms', 'peak, MB', 'less files, MB', 'warm, ms'];
  return {
    title: 'Cold and warm on the runtimes of SCF',
    table: [
      heading,
      ...(Object.keys(releases) as Runtime[]).flatMap((runtime) => [
        [runtime, of(runtime, 'ours')?.name ?? '', 'ours', ...cells(of(runtime, 'ours'))],
        ['', '', 'sharp', ...cells(of(runtime, 'sharp'))],
      ]),
    ],
    notes: [
      ...failures,
      `Medians of ${roundsOf(options)} starts, and of as many photos in one process that had served ${warmUps} small ones. ` +
        `Function of ${memoryMb} MB, thumbnail of at most 200x200. Columns as in the cold part.`,
      'sharp 0.35 needs Node.js 20.9 or newer.',
    ],
    figures: Object.assign({}, ...rows.map(figures)),
  };
}

function cells(row: Row | undefined): string[] {
  if (!row) return ['-', '-', '-', '-', '-'];
  const { wallMs, cpuMs, peakMb, heldMb } = row.cold;
  return [wallMs, cpuMs, peakMb, heldMb, row.warm.wallMs].map((value) => value.toFixed(0));
}

function figures({ runtime, contender, cold, warm }: Row): Record<string, number> {
  const about = `runtimes, ${runtime}: ${contender}`;
  return {
    [`${about}, cold ms`]: cold.wallMs,
    [`${about}, cold cpu ms`]: cold.cpuMs,
    [`${about}, MB`]: cold.heldMb,
    [`${about}, warm ms`]: warm.wallMs,
  };
}

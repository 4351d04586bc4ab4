// The warm part's findings -> tables and figures: ours beside sharp.

import type { Section } from '../part.ts';
import { compareRounds, ratioFigures } from '../ratio.ts';
import { median, quartiles } from '../statistics.ts';
import type { Case } from './cases.ts';
import type { ContenderName, Sample } from './contender.ts';
import type { Findings } from './measure.ts';
import { type Cores, isPinned } from './runner.ts';

export interface Measured {
  readonly case: Case;
  readonly names: readonly ContenderName[];
  /** In the order of `names`. */
  readonly findings: readonly Findings[];
}

const none = '-';

/** @returns undefined if there are none. */
export function samplesOf({ names, findings }: Measured, name: ContenderName): readonly Sample[] | undefined {
  const found = findings[names.indexOf(name)];
  return found === undefined || 'reason' in found ? undefined : found;
}

/** Why there are no samples, one sentence for each contender and reason. */
export function reasons(measured: readonly Measured[]): string[] {
  const sentences = measured.flatMap(({ names, findings }) =>
    findings.flatMap((found, at) =>
      'reason' in found ? [`${names[at]} could not be measured: ${found.reason}`] : [],
    ),
  );
  return [...new Set(sentences)];
}

/** One row for each case. */
export function compareSection(measured: readonly Measured[], cores: Cores): Section {
  const counts = measured.flatMap((one) => one.names.flatMap((name) => samplesOf(one, name)?.length ?? []));
  const figures: Record<string, number> = {
    ...(counts.length > 0 && { [`warm, ${cores}: fewest rounds`]: Math.min(...counts) }),
  };
  const rows = measured.map((one) => {
    const name = `warm, ${one.case.name}, ${cores}`;
    const ours = samplesOf(one, 'ours');
    const sharp = samplesOf(one, 'sharp');
    const found: Record<string, number> = {
      ...(ours && { 'ours, ms': median(pick(ours, 'ms')) }),
      ...(sharp && { 'sharp, ms': median(pick(sharp, 'ms')) }),
      ...(ours && sharp && ratios(ours, sharp)),
    };
    for (const [what, figure] of Object.entries(found)) figures[`${name}: ${what}`] = figure;
    const cell = (what: string, digits: number) => found[what]?.toFixed(digits) ?? none;
    return [
      one.case.name,
      cell('ours, ms', 0),
      cell('sharp, ms', 0),
      cell('ours to sharp', 2),
      cell('cpu to sharp', 2),
      cell('bytes to sharp', 2),
    ];
  });
  const heading = ['photo', 'ours, ms', 'sharp, ms', 'ours to sharp', 'cpu to sharp', 'bytes to sharp'];
  const unpinned = 'There is no taskset here: sharp has one thread, but processes may change cores.';
  return {
    title: `Warm, ${cores}, one photo after another`,
    table: [heading, ...rows],
    notes: [
      'Medians. Ratios are ours to sharp, of each round: wall time, CPU time of all threads, bytes of the thumbnails.',
      ...spread(measured),
      ...(cores === 'one core' && !isPinned ? [unpinned] : []),
      ...reasons(measured),
    ],
    figures,
  };
}

function pick(samples: readonly Sample[], what: keyof Sample): number[] {
  return samples.map((sample) => sample[what]);
}

function ratios(ours: readonly Sample[], sharp: readonly Sample[]): Record<string, number> {
  const compare = (what: keyof Sample) => compareRounds(pick(ours, what), pick(sharp, what));
  const quickest = (what: keyof Sample) => Math.min(...pick(ours, what)) / Math.min(...pick(sharp, what));
  return {
    ...ratioFigures('ours to sharp', compare('ms')),
    ...ratioFigures('cpu to sharp', compare('cpuMs')),
    'bytes to sharp': compare('bytes').middle,
    // The guard's: what else runs on a machine makes some rounds slower, and none quicker.
    'ours to sharp, quickest': quickest('ms'),
    'cpu to sharp, quickest': quickest('cpuMs'),
  };
}

/** How far to trust the medians: of the case where they vary most. */
function spread(measured: readonly Measured[]): string[] {
  const spreads = measured.flatMap((one) =>
    one.names.flatMap((name) => {
      const samples = samplesOf(one, name);
      if (!samples) return [];
      const times = pick(samples, 'ms');
      const [low, high] = quartiles(times);
      return [{ name: `${name}, ${one.case.name}`, share: (high - low) / median(times) }];
    }),
  );
  const worst = spreads.sort((a, b) => b.share - a.share)[0];
  if (!worst) return [];
  const percent = (worst.share * 100).toFixed(0);
  return [`The middle half of the times spans ${percent} % of the median at most (${worst.name}).`];
}

/** Of the main case, which is the first. */
export function throughputSection(onOne: readonly Measured[], onAll: readonly Measured[]): Section {
  const figures: Record<string, number> = {};
  const rows = [...onOne.slice(0, 1), ...onAll.slice(0, 1)].flatMap((measured, at) => {
    const cores: Cores = at === 0 ? 'one core' : 'all cores';
    return measured.names.map((name) => {
      const samples = samplesOf(measured, name);
      if (!samples) return [name, cores, none, none];
      const perSecond = 1000 / median(pick(samples, 'ms'));
      const perCpuSecond = 1000 / median(pick(samples, 'cpuMs'));
      figures[`warm, ${measured.case.name}, ${cores}: ${name}, images per second`] = perSecond;
      figures[`warm, ${measured.case.name}, ${cores}: ${name}, images per CPU second`] = perCpuSecond;
      return [name, cores, perSecond.toFixed(1), perCpuSecond.toFixed(1)];
    });
  });
  return {
    title: `Warm, throughput, ${onOne[0]?.case.name ?? 'nothing'}`,
    table: [['', 'on', 'images/s', 'images/CPU s'], ...rows],
    notes: ['One photo at a time, as a function instance is given them.'],
    figures,
  };
}

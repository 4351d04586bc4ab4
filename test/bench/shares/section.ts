// The shares part's findings -> its table and figures. Pure.

import { type Contender, contenders } from '../cold/contenders.ts';
import type { Section } from '../part.ts';
import { compareRounds, type Ratio, ratioFigures } from '../ratio.ts';
import { median } from '../statistics.ts';
import { failuresOf, shareWithin, type Times, timesOf, withinTime } from './outcomes.ts';
import type { Outcome } from './start.ts';

/** One size of memory and one photo. */
export interface Share {
  readonly memoryMb: number;
  readonly cores: number;
  /** Of the photo. */
  readonly name: string;
  /** In the order of the rounds. */
  readonly outcomes: Readonly<Record<Contender, readonly Outcome[]>>;
}

const title = "Fresh starts at SCF's share of the CPU";
/** The one that the others are compared with. */
const fairest = 'sharpb';
const heading = [
  ...['MB', 'cores', 'photo', 'of', 'load, ms', 'event, ms', 'load ratio', 'event ratio'],
  'within 3 s',
];

export function sharesSection(shares: readonly Share[], rounds: number): Section {
  return {
    title,
    table: [heading, ...shares.flatMap(toRows)],
    notes: [
      `Medians of ${rounds} fresh starts, contenders in turn, each in a control group with the memory of the function and its ` +
        'share of a core: SCF gives CPU in proportion to memory, 0.8 cores for each 1,024 MB by its documentation; --cpu-per-gb ' +
        'changes that. The quota is for periods of 100 ms, which is what the kernel and container runtimes take unless they are ' +
        'told otherwise: of a tenth of a core, 10 ms of every 100 ms. SCF does not say what it takes.',
      'load: from the start of the process until the handler can be called. event: the invocation alone, until the thumbnail is ' +
        'stored, which is what SCF holds against the timeout; its default is 3 s. Here an event may take longer, so that it is ' +
        'measured. within 3 s: the event was so in all rounds, or in so many.',
      `Ratios are to ${fairest}: medians of those of each round. ${rounds < 3 ? '' : spreadNote(shares)}`,
    ],
    figures: Object.assign({ 'shares: rounds': rounds }, ...shares.map(figures)),
  };
}

export function noSharesSection(missing: string): Section {
  return {
    title,
    table: [heading],
    notes: [`Not measured: that takes control groups, which cannot be made here: ${missing}.`],
    figures: {},
  };
}

function toRows(share: Share): string[][] {
  const { memoryMb, cores, name, outcomes } = share;
  return contenders.map((contender, at) => {
    const first = at === 0 ? [String(memoryMb), cores.toFixed(2), name] : ['', '', ''];
    const failure = failuresOf(outcomes[contender]);
    if (failure !== undefined) return [...first, contender, '-', '-', '-', '-', failure];
    const times = timesOf(outcomes[contender]);
    const ratio = (of: keyof Times) =>
      contender === fairest ? '-' : (ratioOf(share, contender, of)?.middle.toFixed(2) ?? '-');
    return [
      ...[...first, contender, median(times.map(({ loadMs }) => loadMs)).toFixed(0)],
      ...[median(times.map(({ eventMs }) => eventMs)).toFixed(0), ratio('loadMs'), ratio('eventMs')],
      withinTime(times),
    ];
  });
}

/** @returns undefined if one of the two failed in any round: the others would flatter it. */
function ratioOf({ outcomes }: Share, contender: Contender, of: keyof Times): Ratio | undefined {
  const [mine, theirs] = [timesOf(outcomes[contender]), timesOf(outcomes[fairest])];
  if (mine.length === 0 || mine.length < outcomes[contender].length) return undefined;
  if (theirs.length < outcomes[fairest].length) return undefined;
  return compareRounds(
    mine.map((one) => one[of]),
    theirs.map((one) => one[of]),
  );
}

/** How far to trust the ratios of ours: of the one that varies most. */
function spreadNote(shares: readonly Share[]): string {
  const spreads = shares.flatMap((share) =>
    (['loadMs', 'eventMs'] as const).flatMap((of) => {
      const ratio = ratioOf(share, 'ours', of);
      return ratio ? [(ratio.high - ratio.low) / ratio.middle] : [];
    }),
  );
  if (spreads.length === 0) return '';
  return `The middle half of those of ours spans ${(Math.max(...spreads) * 100).toFixed(0)} % of the median at most.`;
}

function figures(share: Share): Record<string, number> {
  const about = `shares, ${share.memoryMb} MB, ${share.name}`;
  const found: Record<string, number> = {};
  for (const contender of contenders) {
    const times = timesOf(share.outcomes[contender]);
    found[`${about}: ${contender}, stored of all`] = times.length / share.outcomes[contender].length;
    if (times.length < share.outcomes[contender].length) continue;
    found[`${about}: ${contender}, load ms`] = median(times.map(({ loadMs }) => loadMs));
    found[`${about}: ${contender}, event ms`] = median(times.map(({ eventMs }) => eventMs));
    found[`${about}: ${contender}, within 3 s of all`] = shareWithin(times);
  }
  for (const [what, of] of [
    ['load', 'loadMs'],
    ['event', 'eventMs'],
  ] as const) {
    const ratio = ratioOf(share, 'ours', of);
    if (ratio) Object.assign(found, ratioFigures(`${about}: ${what} to ${fairest}`, ratio));
  }
  return found;
}

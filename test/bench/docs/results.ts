// A saved run -> the results that the docs show. Pure. Every number is a figure of the run; what the run lacks is left out.

import { coresOf } from '../cost/model.ts';
import type { Figures } from '../guard.ts';
import type { SavedRun } from '../saved-run.ts';
import type { Words } from './words.ts';

const none = '–';
/** With fewer, a median and the middle half of the ratios say nothing. */
const fewestRounds = 3;

/** The warm rows: no SDK is in them, so sharp is the only peer. */
const warmCases: readonly (readonly [photo: string, to: string])[] = [
  ['jpeg 24 MP', '200'],
  ['jpeg 24 MP', '800'],
  ['jpeg 24 MP', 'five sizes'],
  ['Display P3 jpeg 12 MP', '200'],
  ['jpeg 12 MP', '200x200 cover'],
  ['jpeg 12 MP', '200 as webp'],
  ['progressive jpeg 24 MP', '200'],
  ['progressive jpeg 24 MP', 'five sizes'],
  ['png 12 MP', '200'],
  ['webp 12 MP', '200'],
];
/** By the names of their figures, in which the ordinary photo goes by its size alone. */
const coldPhotos: readonly (readonly [figure: string, photo: string])[] = [
  ['12 MP', 'jpeg 12 MP'],
  ['Display P3 jpeg 12 MP', 'Display P3 jpeg 12 MP'],
  ['24 MP', 'jpeg 24 MP'],
  ['progressive jpeg 24 MP', 'progressive jpeg 24 MP'],
  ['png 12 MP', 'png 12 MP'],
];

/**
 * Writes Markdown: tables, and a sentence that says where they are from.
 *
 * @throws {Error} if the run had too few rounds, is not complete, or has none of the figures.
 */
export function renderResults(run: SavedRun, words: Words): string {
  const { date, machine, options, failures, figures } = run;
  const rounds = {
    warm: figures['warm, one core: fewest rounds'],
    cold: figures['cold: rounds'],
    shares: figures['shares: rounds'],
  };
  // What the docs say must not come of a few lucky rounds.
  if (options.short) throw new Error('the run was short: run npm run bench without --short');
  for (const [part, found] of Object.entries(rounds)) {
    if (found !== undefined && found < fewestRounds) {
      throw new Error(`the ${part} part had ${found} rounds, expected at least ${fewestRounds}`);
    }
  }
  if (failures.length > 0) throw new Error(`the run is not complete: ${failures.join('; ')}`);
  const ratios = [...warmRows(figures, words), ...coldRows(figures, words)];
  const shares = shareRows(figures, words, options.cpuPerGb);
  if (ratios.length === 0 && shares.length === 0) {
    throw new Error('the run has no figures of the warm, cold and shares parts');
  }
  const source = words.source({ date: date.slice(0, 10), machine, ...rounds });
  return [
    ...(ratios.length > 0 ? [table([words.ratios, ...ratios])] : []),
    ...(shares.length > 0 ? [words.aboveShares(), table([words.shares, ...shares])] : []),
    source,
  ].join('\n\n');
}

function warmRows(figures: Figures, words: Words): string[][] {
  return warmCases.flatMap(([photo, to]) => {
    const about = `warm, ${photo} to ${to}, one core:`;
    if (figures[`${about} cpu to sharp`] === undefined) return [];
    const ratios = [ratio(figures, `${about} ours to sharp`), ratio(figures, `${about} cpu to sharp`)];
    return [[words.warm(words.photo(photo), to), '`sharp`', ...ratios, none]];
  });
}

/** The fair peer comes first. */
function coldRows(figures: Figures, words: Words): string[][] {
  return coldPhotos.flatMap(([name, photo]) =>
    ['sharpb', 'sharp'].flatMap((peer) => {
      const about = `cold, ${name}:`;
      if (figures[`${about} wall to ${peer}`] === undefined) return [];
      const ratios = ['wall', 'cpu', 'memory'].map((what) => ratio(figures, `${about} ${what} to ${peer}`));
      return [[words.cold(words.photo(photo)), `\`${peer}\``, ...ratios]];
    }),
  );
}

/** What made no thumbnail has a row, too: left out, it would flatter. */
function shareRows(figures: Figures, words: Words, cpuPerGb: number): string[][] {
  return Object.keys(figures).flatMap((name) => {
    const [, megabytes, photo] = /^shares, (\d+) MB, (.+): ours, stored of all$/.exec(name) ?? [];
    if (megabytes === undefined || photo === undefined) return [];
    const about = `shares, ${megabytes} MB, ${photo}:`;
    const times = (what: string) =>
      ['ours', 'sharp', 'sharpb']
        .map((contender) => figures[`${about} ${contender}, ${what} ms`]?.toFixed(0) ?? words.failed)
        .join(', ');
    const within = figures[`${about} ours, within 3 s of all`];
    const memoryMb = Number(megabytes);
    return [
      [
        words.function(memoryMb, coresOf(memoryMb, cpuPerGb).toFixed(1)),
        words.photo(photo),
        ...['load', 'event'].flatMap((what) => [times(what), ratio(figures, `${about} ${what} to sharpb`)]),
        within === undefined ? words.failed : words.within(within),
      ],
    ];
  });
}

/** `0.78 (0.70–0.81)` */
function ratio(figures: Figures, name: string): string {
  const [middle, low, high] = [name, `${name}, first quartile`, `${name}, third quartile`].map((one) =>
    figures[one]?.toFixed(2),
  );
  if (middle === undefined) return none;
  return low === undefined || high === undefined ? middle : `${middle} (${low}–${high})`;
}

function table(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows;
  return [heading, heading.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

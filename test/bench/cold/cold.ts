// From the start of a process to the thumbnail in the bucket: the built file, and the same task with sharp, in two forms.

import type { Bench, Options, Part, Section } from '../part.ts';
import { ownPhoto, type Photo, photo } from '../photos.ts';
import { compareRounds, type Ratio, ratioFigures } from '../ratio.ts';
import { type Contender, contenders } from './contenders.ts';
import { onOneCore } from './core.ts';
import { type Lab, openLab } from './lab.ts';
import { startInTurn, type Typical } from './rounds.ts';
import type { Measured } from './run.ts';

const memoryMb = 512;
const noCore = 'One core: not measured. That takes Linux, the command taskset, and more than one core.';

/** Of one contender and one photo. */
interface Found {
  readonly typical: Typical;
  readonly each: readonly Measured[];
}

interface Compared extends Readonly<Record<(typeof contenders)[number], Found>> {
  /** Of the photo. */
  readonly name: string;
}

export const cold: Part = async (bench) => {
  const photos = await choosePhotos(bench.options);
  const lab = await openLab();
  try {
    const core = onOneCore();
    const everywhere = await compare(bench, lab, photos, 'all cores');
    if (!core) return [{ ...everywhere, notes: [...everywhere.notes, noCore] }];
    // What the tables have in common is said once, below the last.
    return [{ ...everywhere, notes: [] }, await compare(bench, lab, photos, 'one core', core)];
  } finally {
    await lab.close();
  }
};

async function choosePhotos({ photos, short }: Options): Promise<Photo[]> {
  if (photos.length > 0) return Promise.all(photos.map(ownPhoto));
  const ordinary = await photo({ megapixels: 24, kind: 'baseline' });
  if (short) return [ordinary];
  return [
    await photo({ megapixels: 12, kind: 'baseline' }),
    await photo({ megapixels: 12, kind: 'p3' }),
    ordinary,
    await photo({ megapixels: 24, kind: 'progressive' }),
    await photo({ megapixels: 12, kind: 'png' }),
  ];
}

/** @param cores `all cores` */
async function compare(
  { options, progress }: Bench,
  lab: Lab,
  photos: readonly Photo[],
  cores: string,
  enter: readonly string[] = [],
): Promise<Section> {
  const rounds = options.rounds ?? (options.short ? 5 : 9);
  const cases = photos.flatMap((one) =>
    contenders.map((contender) => ({ contender, photos: [one], memoryMb, enter })),
  );
  // What the system has not read yet, it reads now.
  for (const start of cases.slice(0, contenders.length)) await lab.measure(start);
  const found = await startInTurn(lab, cases, rounds, (what) => progress(`${cores}, ${what}`));
  const compared = photos.map((one): Compared => {
    const of = (contender: Contender) => {
      const [, middle, each] = found.find(
        ([start]) => start.photos.includes(one) && start.contender === contender,
      ) ?? [undefined, undefined, undefined];
      if (!middle || !each) throw new Error(`${one.name} was not measured`);
      return { typical: middle, each };
    };
    return { name: one.name, ours: of('ours'), sharp: of('sharp'), sharpb: of('sharpb') };
  });
  return {
    title: `Cold start to stored thumbnail, ${cores}`,
    table: [
      ['photo', 'of', 'wall, ms', 'CPU, ms', 'peak, MB', 'less files, MB'],
      ...compared.flatMap(toRows),
    ],
    notes: notes(rounds),
    figures: Object.assign({ 'cold: rounds': rounds }, ...compared.map((one) => figures(one, cores))),
  };
}

function toRows({ name, ours, sharp, sharpb }: Compared): string[][] {
  return [
    [name, 'ours', ...cells(ours)],
    ['', 'sharp', ...cells(sharp)],
    ['', 'sharpb', ...cells(sharpb)],
    ...Object.entries({ sharp, sharpb }).flatMap(([peer, found]) => {
      const compared = ratios(ours, found);
      return [
        ['', `ours to ${peer}`, ...compared.map(({ middle }) => middle.toFixed(2))],
        ['', 'middle half', ...compared.map(({ low, high }) => `${low.toFixed(2)}-${high.toFixed(2)}`)],
      ];
    }),
  ];
}

function notes(rounds: number): string[] {
  return [
    `Medians of ${rounds} starts, contenders in turn, each a fresh Node.js ${process.versions.node} on one event, for a ` +
      `function of ${memoryMb} MB and a thumbnail of at most 200x200. ` +
      "Warm is only the system's cache of files. sharp: test/bench/cold/sharp-handler.cjs, with the COS SDK as npm installs it. " +
      'sharpb: the same handler with the SDK bundled into one file and minified, as ours is; it is the fair one to compare with. ' +
      'Ratios are medians of those of each round; half of them lie in the middle half.',
    'wall: from spawning the process to the answer, after the thumbnail is stored; the store is a COS server on this ' +
      'machine. CPU: user and system time of the process and its threads, until it ends by itself.',
    "peak: VmHWM. less files: VmHWM less the pages of files at the end, above all Node.js' own binary and sharp's " +
      'libraries, which the kernel can drop. The ratio for the guard is of this.',
    'ours asks the store whose the target is (HEAD) and verifies what it reads; the handler with sharp does neither, and writes JPEG whatever it reads.',
  ];
}

function cells({ typical: { wallMs, cpuMs, peakMb, heldMb } }: Found): string[] {
  return [wallMs, cpuMs, peakMb, heldMb].map((value) => value.toFixed(0));
}

/** In the order of the columns: wall, CPU, peak, peak less files. */
function ratios(ours: Found, peer: Found): Ratio[] {
  return (['wallMs', 'cpuMs', 'peakMb', 'heldMb'] as const).map((of) =>
    compareRounds(
      ours.each.map((one) => one[of]),
      peer.each.map((one) => one[of]),
    ),
  );
}

/** The ordinary photo goes by its size alone: `cold, 24 MP: wall to sharp`. */
function figures({ name, ours, sharp, sharpb }: Compared, cores: string): Record<string, number> {
  const where = cores === 'all cores' ? '' : `, ${cores}`;
  const about = `cold, ${name.replace(/^jpeg (?=[\d.]+ MP$)/, '')}${where}`;
  return {
    ...figuresTo(about, 'sharp', ratios(ours, sharp)),
    ...figuresTo(about, 'sharpb', ratios(ours, sharpb)),
    [`${about}: ours, ms`]: ours.typical.wallMs,
    [`${about}: ours, cpu ms`]: ours.typical.cpuMs,
    [`${about}: ours, MB`]: ours.typical.heldMb,
  };
}

function figuresTo(about: string, peer: string, found: readonly Ratio[]): Record<string, number> {
  const [wall, cpu, , memory] = found;
  const named = Object.entries({ wall, cpu, memory }).map(([what, one]) =>
    one ? ratioFigures(`${about}: ${what} to ${peer}`, one) : {},
  );
  return Object.assign({}, ...named);
}

// From the start of a process to the thumbnail in the bucket: the built file, and the same task with sharp.

import type { Bench, Options, Part, Section } from '../part.ts';
import { ownPhoto, type Photo, photo } from '../photos.ts';
import { onOneCore } from './core.ts';
import { type Contender, type Lab, openLab } from './lab.ts';
import { startInTurn, type Typical } from './rounds.ts';

const contenders = ['ours', 'sharp'] as const satisfies readonly Contender[];
const memoryMb = 512;
const noCore = 'One core: not measured. That takes Linux, the command taskset, and more than one core.';

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
  const pairs = photos.map((one) => {
    const [ours, sharp] = found
      .filter(([start]) => start.photos.includes(one))
      .map(([, measured]) => measured);
    if (!ours || !sharp) throw new Error(`${one.name} was not measured`);
    return { name: one.name, ours, sharp };
  });
  return {
    title: `Cold start to stored thumbnail, ${cores}`,
    table: [
      ['photo', 'of', 'wall, ms', 'CPU, ms', 'peak, MB', 'less files, MB'],
      ...pairs.flatMap(({ name, ours, sharp }) => [
        [name, 'ours', ...cells(ours)],
        ['', 'sharp', ...cells(sharp)],
        ['', 'ours to sharp', ...ratios(ours, sharp).map((ratio) => ratio.toFixed(2))],
      ]),
    ],
    notes: notes(rounds),
    figures: Object.assign({}, ...pairs.map((pair) => figures(pair, cores))),
  };
}

function notes(rounds: number): string[] {
  return [
    `Medians of ${rounds} starts, contenders in turn, each a fresh Node.js ${process.versions.node} on one event, for a ` +
      `function of ${memoryMb} MB and a thumbnail of at most 200x200. ` +
      "Warm is only the system's cache of files. sharp: test/bench/cold/sharp-handler.cjs.",
    'wall: from spawning the process to the answer, after the thumbnail is stored; the store is a COS server on this ' +
      'machine. CPU: user and system time of the process and its threads, until it ends by itself.',
    "peak: VmHWM. less files: VmHWM less the pages of files at the end, above all Node.js' own binary and sharp's " +
      'libraries, which the kernel can drop. The ratio for the guard is of this.',
    "ours asks the store whose the target is (HEAD) and verifies what it reads; sharp's handler does neither, and writes JPEG whatever it reads.",
  ];
}

function cells({ wallMs, cpuMs, peakMb, heldMb }: Typical): string[] {
  return [wallMs, cpuMs, peakMb, heldMb].map((value) => value.toFixed(0));
}

function ratios(ours: Typical, sharp: Typical): number[] {
  return (['wallMs', 'cpuMs', 'peakMb', 'heldMb'] as const).map((of) => ours[of] / sharp[of]);
}

/** The ordinary photo goes by its size alone: `cold, 24 MP: wall to sharp`. */
function figures({ name, ours, sharp }: { name: string; ours: Typical; sharp: Typical }, cores: string) {
  const [wall, cpu, , memory] = ratios(ours, sharp);
  const where = cores === 'all cores' ? '' : `, ${cores}`;
  const about = `cold, ${name.replace(/^jpeg (?=[\d.]+ MP$)/, '')}${where}`;
  return {
    [`${about}: wall to sharp`]: wall,
    [`${about}: cpu to sharp`]: cpu,
    [`${about}: memory to sharp`]: memory,
    [`${about}: ours, ms`]: ours.wallMs,
    [`${about}: ours, cpu ms`]: ours.cpuMs,
    [`${about}: ours, MB`]: ours.heldMb,
  };
}

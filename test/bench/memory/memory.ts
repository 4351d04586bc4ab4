// The most memory that a cold start takes, by the size of the photo; and whether SCF's default suffices.

import { estimateDecodeMemory } from '../../../src/function/engine/decode-memory.ts';
import type { Footprint, SourceInfo } from '../../../src/function/engine/engine.ts';
import { vipsFootprint } from '../../../wasm/host/footprint.ts';
import { jpegFootprint } from '../../../wasm/jpeg/footprint.ts';
import { pngFootprint } from '../../../wasm/png/footprint.ts';
import type { Contender } from '../cold/contenders.ts';
import { type Lab, openLab, type Start } from '../cold/lab.ts';
import { inTurn, startInTurn, type Typical, typical } from '../cold/rounds.ts';
import type { Measured, Result } from '../cold/run.ts';
import { whyNoGroup } from '../group.ts';
import type { Bench, Part, Section } from '../part.ts';
import { type Photo, type PhotoKind, photo } from '../photos.ts';
import { median } from '../statistics.ts';
import { type Binary, copyNode } from './binary.ts';
import { confined } from './confined.ts';
import { probe } from './probe.ts';

const contenders = ['ours', 'sharp'] as const satisfies readonly Contender[];

const sizes: readonly (readonly [megapixels: number, kind: PhotoKind])[] = [
  [2, 'baseline'],
  [12, 'baseline'],
  [24, 'baseline'],
  [48, 'baseline'],
  [12, 'progressive'],
  [24, 'progressive'],
  [12, 'png'],
  [12, 'webp'],
];

export const memory: Part = async (bench) => {
  const cases = await chooseCases(bench);
  const lab = await openLab();
  try {
    const missing = whyNoGroup();
    if (missing !== undefined) return [await peaks(bench, lab, cases, missing)];
    const binary = copyNode();
    try {
      return [await grouped(bench, lab, cases, binary), await confined(bench, lab, binary)];
    } finally {
      binary.remove();
    }
  } finally {
    await lab.close();
  }
};

async function chooseCases({ options }: Bench): Promise<Start[]> {
  const cases: Start[] = [];
  for (const [megapixels, kind] of options.short ? sizes.slice(1, 3) : sizes) {
    const one = await photo({ megapixels, kind });
    cases.push(...contenders.map((contender) => ({ contender, photos: [one], memoryMb: 512 })));
  }
  return cases;
}

/** What all that ran in a group took besides; MB. */
interface Grouped extends Typical {
  readonly cachedMb: number;
  readonly chargedMb: number;
}

async function grouped(
  { options, progress }: Bench,
  lab: Lab,
  cases: readonly Start[],
  binary: Binary,
): Promise<Section> {
  const rounds = roundsOf(options);
  const found = await inTurn(cases, rounds, async (start, round) => {
    progress(`${round}, ${start.photos[0]?.name}, ${start.contender}`);
    const cached = await probe(lab, start, {});
    const charged = await probe(lab, start, {}, binary);
    const measured = succeeded(cached.result);
    succeeded(charged.result);
    return { measured, cachedMb: cached.groupMb, chargedMb: charged.groupMb };
  });
  const measured = found.map(([start, all]) => {
    const groups = {
      cachedMb: median(all.map((one) => one.cachedMb)),
      chargedMb: median(all.map((one) => one.chargedMb)),
    };
    return [start, { ...typical(all.map((one) => one.measured)), ...groups }] as const;
  });
  return toSection(measured, [
    ...notes(rounds),
    "group: the peak of the process' control group, which counts what the kernel holds for it and the pages of files " +
      "that it reads first. In the one column Node.js' own binary was in the system's cache beforehand; in the other it is " +
      "a copy that nobody had read (dropped from the cache with dd oflag=nocache), so that all of it counts. sharp's " +
      'libraries were in the cache in both.',
  ]);
}

function succeeded(result: Result): Measured {
  if (result.kind === 'measured') return result.measured;
  throw new Error(`no thumbnail was made: ${result.message}`);
}

async function peaks(
  { options, progress }: Bench,
  lab: Lab,
  cases: readonly Start[],
  missing: string,
): Promise<Section> {
  const rounds = roundsOf(options);
  const found = await startInTurn(lab, cases, rounds, progress);
  const measured = found.map(
    ([start, one]) => [start, { ...one, cachedMb: Number.NaN, chargedMb: Number.NaN }] as const,
  );
  return toSection(measured, [
    ...notes(rounds),
    `Control groups cannot be made here, so neither their peaks nor a limit of 128 MB were measured: ${missing}.`,
  ]);
}

function roundsOf({ rounds, short }: Bench['options']): number {
  return rounds ?? (short ? 1 : 3);
}

function notes(rounds: number): string[] {
  return [
    `Medians of ${rounds}, MB of 1,048,576 bytes; a fresh process for one photo, thumbnail of at most 200x200, function of 512 MB. ` +
      'process: VmHWM. less files: without the pages of files. estimated: what the function, by the header, takes that for, ' +
      'before it decodes.',
  ];
}

function toSection(found: readonly (readonly [Start, Grouped])[], below: readonly string[]): Section {
  const rows = found.map(([{ contender, photos }, one]) => [
    photos[0]?.name ?? '',
    contender,
    ...[one.peakMb, one.heldMb, estimatedMb(contender, photos[0]), one.cachedMb, one.chargedMb].map(
      megabytes,
    ),
  ]);
  return {
    title: 'Peak memory of a cold start, MB',
    table: [
      ['photo', 'of', 'process', 'less files', 'estimated', 'group, Node.js cached', 'all charged'],
      ...rows,
    ],
    notes: below,
    figures: Object.fromEntries(
      found.map(([{ contender, photos }, one]) => [
        `memory, ${photos[0]?.name}: ${contender}, MB`,
        one.heldMb,
      ]),
    ),
  };
}

/** Of the engine that serves; wasm-vips serves the others. */
const footprints: Partial<Record<Photo['format'], Footprint>> = { jpeg: jpegFootprint, png: pngFootprint };
/** Of the thumbnail. */
const longestSide = 200;

/** What admission is decided by; NaN for the contender that has none. */
function estimatedMb(contender: Contender, one: Photo | undefined): number {
  if (contender !== 'ours' || !one) return Number.NaN;
  const { format, width, height, name, bytes } = one;
  const info: SourceInfo = {
    format,
    width,
    height,
    pages: 1,
    hasAlpha: false,
    colour: 'rgb',
    interlaced: name.startsWith('progressive'),
    bitDepth: 8,
    // As sharp makes them.
    samples: 1.5,
    lossy: true,
  };
  const footprint = footprints[format] ?? vipsFootprint;
  const { needed } = estimateDecodeMemory(info, bytes, longestSide / Math.max(width, height), footprint);
  return (footprint.base + needed) / (1024 * 1024);
}

function megabytes(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(0);
}

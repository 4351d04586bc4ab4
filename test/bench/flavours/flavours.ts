// Estimated against measured, for every flavour of every format: pictures of just the size that a function admits, each in a
// control group that has the function's memory.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName, Footprint } from '../../../src/function/engine/engine.ts';
import { nodeOf } from '../../../src/local/scf/runtimes.ts';
import { heicFootprint, squooshFootprint, vipsFootprint } from '../../../wasm/host/footprint.ts';
import { jpegFootprint } from '../../../wasm/jpeg/footprint.ts';
import { pngFootprint } from '../../../wasm/png/footprint.ts';
import { readHeader } from '../../../wasm/squoosh/header.ts';
import { webpFootprint } from '../../../wasm/webp/footprint.ts';
import { estimatedMb, makeAdmitted, type Reader, readerFor } from '../../stress/fuzz/admitted.ts';
import { createTestEngine } from '../../support/engine.ts';
import { flavours as allFlavours, type Flavour } from '../../support/flavours.ts';
import { createTestInlineEngines } from '../../support/inline-engines.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { soon } from '../../support/thumbnails.ts';
import { type Lab, openLab } from '../cold/lab.ts';
import type { Measured } from '../cold/run.ts';
import { undoAtExit } from '../cold/undo.ts';
import { whyNoGroup } from '../group.ts';
import { probe } from '../memory/probe.ts';
import type { Bench, Part, Section } from '../part.ts';

/** The quick engines leave large pictures for these to the full one. */
const largePresets: readonly string[] = ['1600x1600,webp'];
const presets = ['200x200', '200x200,trim', '300x300,webp', ...largePresets];
const memories = [128, 256, 512, 1024] as const;
const timeoutS = 120;

const footprints: Readonly<Record<EngineName, Footprint>> = {
  jpeg: jpegFootprint,
  png: pngFootprint,
  webp: webpFootprint,
  libheif: heicFootprint,
  'wasm-vips': vipsFootprint,
  squoosh: squooshFootprint,
};

interface Case {
  readonly flavour: Flavour;
  readonly memoryMb: number;
  readonly preset: string;
}

interface Row extends Case {
  readonly sides: string;
  /** The one that made the thumbnail; empty where there is none. */
  readonly engine: EngineName | '';
  /** As the function does for that engine. */
  readonly estimatedMb: number;
  /** NaN where no thumbnail was stored. */
  readonly measuredMb: number;
  readonly outcome: string;
}

export const flavours: Part = async (bench) => {
  const missing = whyNoGroup();
  if (missing !== undefined) throw new Error(missing);
  const engine = await createTestEngine();
  const lab = await openLab();
  try {
    const vips = {
      footprint: engine.footprint,
      inspect: (bytes: Buffer, format: Flavour['format']) => engine.inspect(bytes, format, soon()),
    };
    const found = [toSection('libvips', await measureAll(bench, lab, vips, undefined))];
    if (bench.options.short) return found;
    const old = {
      footprint: squooshFootprint,
      inspect: (bytes: Buffer, format: Flavour['format']) => readHeader(bytes, format).info,
    };
    return [
      ...found,
      toSection('Squoosh, Node.js 14.18', await measureAll(bench, lab, old, nodeOf('14.18'))),
    ];
  } finally {
    await lab.close();
    engine.stop();
  }
};

/** @param node Path of an old Node.js; undefined: this one. */
async function measureAll(bench: Bench, lab: Lab, reader: Reader, node: string | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  const quick = await createTestInlineEngines();
  for (const one of chooseCases(bench, node !== undefined)) {
    bench.progress(`${one.flavour.name}, ${one.preset}, ${one.memoryMb} MB`);
    const asked = largePresets.includes(one.preset)
      ? await readerFor(one.flavour, one.preset, reader, {})
      : await readerFor(one.flavour, one.preset, reader, quick);
    const row = await measure(lab, asked, one, node);
    if (row) rows.push(row);
  }
  return rows;
}

function chooseCases({ options: { short, formats } }: Bench, isOld: boolean): Case[] {
  return allFlavours
    .filter((one) => (!isOld || one.isOld) && (formats.length === 0 || formats.includes(one.format)))
    .flatMap((flavour) =>
      (short ? ([256] as const) : memories).flatMap((memoryMb) =>
        (isOld || short ? presets.slice(0, 1) : presets).map((preset) => ({ flavour, memoryMb, preset })),
      ),
    );
}

/** @returns undefined where no picture of the flavour is admitted. */
async function measure(lab: Lab, reader: Reader, one: Case, node?: string): Promise<Row | undefined> {
  const { flavour, memoryMb, preset } = one;
  const admitted = await makeAdmitted(flavour, reader, { memoryMb, preset, maxPixels: flavour.maxPixels });
  if (!admitted) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'flavour-'));
  const remove = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const { bytes, info } = admitted;
    const path = join(folder, `${folder.split('-').at(-1)}.${flavour.format}`);
    writeFileSync(path, bytes);
    const { width, height } = info;
    const photo = { path, bytes: bytes.length, width, height, format: 'jpeg', name: flavour.name } as const;
    const start = { contender: 'ours', photos: [photo], memoryMb, timeoutS, presets: preset } as const;
    const { result, ranOut } = await probe(
      lab,
      { ...start, ...(node !== undefined && { node }) },
      { memoryMb },
    );
    const measuredMb = result.kind === 'measured' ? result.measured.heldMb : Number.NaN;
    const reason = result.kind === 'failed' ? result.reason : 'stored';
    const engine = result.kind === 'measured' ? engineOf(result.measured) : '';
    const footprint = engine === '' ? reader.footprint : footprints[engine];
    return {
      ...one,
      sides: `${width}x${height}`,
      engine,
      estimatedMb: estimatedMb(info, bytes.length, preset, footprint),
      measuredMb,
      outcome: ranOut ? 'out of memory' : reason,
    };
  } finally {
    remove();
  }
}

/** What made the only thumbnail of the only photo. */
function engineOf({ invocations }: Measured): EngineName {
  const outcome = invocations.flatMap(outcomesOf).find(({ status }) => status === 'stored');
  if (outcome?.status !== 'stored' || !('engine' in outcome)) throw new Error('the report names no engine');
  return outcome.engine;
}

function toSection(engine: string, rows: readonly Row[]): Section {
  const ratios = rows.map(({ measuredMb, estimatedMb: estimated }) => measuredMb / estimated);
  const measured = ratios.filter((ratio) => !Number.isNaN(ratio));
  const worst = Math.max(0, ...measured);
  const failures = rows.filter(({ outcome }) => outcome !== 'stored').length;
  return {
    title: `Memory by flavour, estimated and measured, MB: ${engine}`,
    table: [
      ['flavour', 'preset', 'function', 'size', 'engine', 'estimated', 'measured', 'ratio', 'outcome'],
      ...rows.map(
        (
          { flavour, preset, memoryMb, sides, engine: by, estimatedMb: estimated, measuredMb, outcome },
          index,
        ) => [
          flavour.name,
          preset,
          String(memoryMb),
          sides,
          by,
          estimated.toFixed(0),
          figure(measuredMb, 0),
          figure(ratios[index] ?? Number.NaN, 2),
          outcome,
        ],
      ),
    ],
    notes: [
      `The worst ratio is ${worst.toFixed(2)}; at most 1 is right. ${failures} of ${rows.length} were not stored; none is right.`,
      'Each picture is the largest of its flavour that the function admits, up to what can be made in reasonable time; a fresh ' +
        "process in a control group of the function's memory. measured: the most that it held, without the pages of files.",
    ],
    figures: {
      [`flavours, ${engine}: worst ratio`]: worst,
      [`flavours, ${engine}: not stored`]: failures,
    },
  };
}

function figure(value: number, digits: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(digits);
}

// Pictures of just the size that a function admits: of each flavour the largest that its header does not refuse. If an estimate is
// too low, such a picture ends the function.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quickFormatFor } from '../../../src/function/engine/choose.ts';
import { Declined } from '../../../src/function/engine/declined.ts';
import { decodeScaleOf, estimateDecodeMemory } from '../../../src/function/engine/decode-memory.ts';
import type { Engine, Footprint, RenderSpec, SourceInfo } from '../../../src/function/engine/engine.ts';
import { outputFormatOf } from '../../../src/function/format/format.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';
import {
  checkSource,
  type Limits,
  resolveLimits,
  roomProblem,
  thumbnailMemory,
} from '../../../src/function/source/limits.ts';
import { heicFootprint, squooshFootprint } from '../../../wasm/host/footprint.ts';
import { readHeader } from '../../../wasm/squoosh/header.ts';
import { createTestEngine } from '../../support/engine.ts';
import { type Flavour, flavours } from '../../support/flavours.ts';
import { createTestInlineEngines } from '../../support/inline-engines.ts';
import { largest } from '../../support/largest.ts';
import { soon, specOf } from '../../support/thumbnails.ts';

/** What is asked of an engine. */
export interface Reader {
  readonly footprint: Footprint;
  inspect(bytes: Buffer, format: Flavour['format']): Promise<SourceInfo> | SourceInfo;
}

/** Where libvips is there, HEICs have an engine of their own beside it. */
const heicReader: Reader = {
  footprint: heicFootprint,
  inspect: (bytes, format) => readHeader(bytes, format).info,
};

/**
 * Finds the engine that the function asks for such a picture, as it makes small thumbnails of it.
 *
 * @param full The one that makes what no other does.
 * @param preset One that asks for no thumbnail of more than a few hundred pixels: of a large one a quick engine may leave a picture to
 * the full one by its size.
 */
export async function readerFor(
  flavour: Flavour,
  preset: string,
  full: Reader,
  quick: Partial<Record<Flavour['format'], Engine>>,
): Promise<Reader> {
  const wanted = parsePresets(preset).map((one) => ({
    preset: one,
    format: outputFormatOf(one.format, flavour.format),
  }));
  const own = quickFormatFor(flavour.format, wanted);
  if (own === 'heic') return full.footprint === squooshFootprint ? full : heicReader;
  const engine = own && quick[own];
  if (!engine) return full;
  const inspect: Reader['inspect'] = (bytes, format) => engine.inspect(bytes, format, soon());
  try {
    await inspect(await flavour.make(Math.max(320, flavour.minWidth ?? 0), 240), flavour.format);
  } catch (error) {
    if (error instanceof Declined) return full;
    throw error;
  }
  return { footprint: engine.footprint, inspect };
}

export interface Admitted {
  readonly bytes: Buffer;
  readonly info: SourceInfo;
}

export interface Wanted {
  readonly memoryMb: number;
  /** One preset, as in THUMB_PRESETS. */
  readonly preset: string;
  /** Larger pictures take too long to be made. */
  readonly maxPixels: number;
}

const MB = 1024 * 1024;
const none = { maxSourceBytes: undefined, maxPixels: undefined, maxPages: undefined };
/** Width divided by height. */
const aspect = 4 / 3;
/** Sides are even, as subsampled formats like it. */
const even = (side: number) => Math.max(64, 2 * Math.floor(side / 2));
const sidesOf = (pixels: number) => ({
  width: even(Math.sqrt(pixels * aspect)),
  height: even(Math.sqrt(pixels / aspect)),
});

/** @returns undefined if not even the smallest is admitted. */
export async function makeAdmitted(
  flavour: Flavour,
  reader: Reader,
  { memoryMb, preset, maxPixels }: Wanted,
): Promise<Admitted | undefined> {
  const limits = resolveLimits(none, memoryMb, reader.footprint);
  const minWidth = flavour.minWidth ?? 64;
  const small = await flavour.make(Math.max(320, minWidth), Math.max(240, minWidth / aspect));
  const sample = await reader.inspect(small, flavour.format);
  let pixels = largest(maxPixels, (count) => isAdmitted(resized(sample, count), 0, preset, limits));
  for (;;) {
    const { width, height } = sidesOf(pixels);
    if (width < minWidth) return undefined;
    const bytes = await flavour.make(width, height);
    const info = await reader.inspect(bytes, flavour.format);
    if (isAdmitted(info, bytes.length, preset, limits)) {
      return { bytes, info };
    }
    if (width <= minWidth || height <= 64) return undefined;
    pixels *= 0.96;
  }
}

function resized(info: SourceInfo, pixels: number): SourceInfo {
  const { decodedPixels } = info;
  const scale = pixels / (info.width * info.height);
  const { width, height } = sidesOf(pixels);
  return {
    ...info,
    width,
    height,
    ...(decodedPixels !== undefined && { decodedPixels: decodedPixels * scale }),
  };
}

function isAdmitted(info: SourceInfo, bytes: number, preset: string, limits: Limits): boolean {
  try {
    checkSource(info, bytes, limits);
    return (
      bytes <= limits.sourceBytes && roomProblem(specFor(info, preset), info, bytes, limits) === undefined
    );
  } catch {
    return false;
  }
}

/** A trim leaves nine tenths of each side of these pictures. */
function specFor(info: SourceInfo, text: string): RenderSpec {
  const [preset] = parsePresets(text);
  if (!preset) throw new Error(`${text} is no preset`);
  const left = Math.ceil(info.width / 20);
  const top = Math.ceil(info.height / 20);
  const region = { left, top, width: info.width - 2 * left, height: info.height - 2 * top };
  return specOf(info, preset, preset.trim === undefined ? {} : { region });
}

/**
 * MB that a thumbnail takes by an engine's estimate, the whole process included.
 *
 * @param bytes The size of the encoded source.
 */
export function estimatedMb(info: SourceInfo, bytes: number, preset: string, footprint: Footprint): number {
  const spec = specFor(info, preset);
  const { needed } = estimateDecodeMemory(info, bytes, decodeScaleOf(spec, info), footprint);
  const { framing, writing, frames } = thumbnailMemory(spec, info, footprint);
  return (footprint.base + needed + framing + writing + frames) / MB;
}

/** Pixels of the largest picture that the fuzzer makes: it is not to wait for encoders. */
const maxFuzzPixels = 6e6;

/**
 * Writes a picture of each flavour to a folder, for `--files`.
 *
 * @param say Told what is being made.
 */
export async function writeAdmitted(
  folder: string,
  memoryMb: number,
  say: (what: string) => void,
): Promise<void> {
  const engine = await createTestEngine();
  const quick = await createTestInlineEngines();
  const reader: Reader = {
    footprint: engine.footprint,
    inspect: (bytes, format) => engine.inspect(bytes, format, soon()),
  };
  mkdirSync(folder, { recursive: true });
  try {
    for (const flavour of flavours) {
      say(`making ${flavour.name}`);
      const preset = '200x200';
      const made = await makeAdmitted(flavour, await readerFor(flavour, preset, reader, quick), {
        memoryMb,
        preset,
        maxPixels: Math.min(maxFuzzPixels, flavour.maxPixels),
      });
      const name = flavour.name.replaceAll(/[^a-z0-9]+/gi, '-');
      if (made) writeFileSync(join(folder, `${name}.${flavour.format}`), made.bytes);
    }
  } finally {
    engine.stop();
  }
}

// Thumbnails by the real engine, as the function asks for them, and sharp's of the same photo by the same preset.

import sharp from 'sharp';
import { Deadline } from '../../src/function/deadline.ts';
import type { Encoded, Engine, Rendered, RenderSpec, SourceInfo } from '../../src/function/engine/engine.ts';
import { outputFormatOf, type SourceFormat } from '../../src/function/format/format.ts';
import { sniff } from '../../src/function/format/sniff.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import type { Preset } from '../../src/function/preset/preset.ts';
import { toSpec } from '../../src/function/render/spec.ts';

/** Long enough for a machine that is busy with something else. */
export const soon = () => Deadline.in(240_000);

/** @throws {Error} if the first bytes are not those of a format that is read. */
export function formatOf(bytes: Uint8Array): SourceFormat {
  const sniffed = sniff(bytes);
  if (sniffed.kind !== 'source') throw new Error(`these bytes are ${sniffed.kind}`);
  return sniffed.format;
}

/** What a spec says that no preset does. */
export type More = Partial<Pick<RenderSpec, 'focus' | 'region' | 'watermark'>>;

interface JobExtras extends More {
  /** The watermark's. */
  readonly picture?: Uint8Array;
  readonly preview?: boolean;
}

export function specOf(
  info: SourceInfo,
  preset: Preset,
  { focus, region, watermark }: More = {},
): RenderSpec {
  const format = outputFormatOf(preset.format, info.format);
  return toSpec(preset, format, { info, focus, region }, { watermark, overhead: 0 });
}

/**
 * @param presets As in THUMB_PRESETS; one decode for all.
 * @param extra For all specs, and for the job.
 */
export async function renderAll(
  engine: Engine,
  bytes: Uint8Array,
  presets: string,
  { picture, preview, ...more }: JobExtras = {},
): Promise<Rendered> {
  const info = await engine.inspect(bytes, formatOf(bytes), soon());
  const specs = parsePresets(presets).map((preset) => specOf(info, preset, more));
  return engine.render({ bytes, info, specs, watermark: picture, preview }, soon());
}

/** @param presets As in THUMB_PRESETS; one decode for all. */
export async function makeAll(
  engine: Engine,
  bytes: Uint8Array,
  presets: string,
): Promise<readonly Encoded[]> {
  return (await renderAll(engine, bytes, presets)).thumbnails;
}

export async function makeOne(
  engine: Engine,
  bytes: Uint8Array,
  preset: string,
  more: JobExtras = {},
): Promise<Encoded> {
  const [encoded] = (await renderAll(engine, bytes, preset, more)).thumbnails;
  if (!encoded) throw new Error('the engine made nothing');
  return encoded;
}

/**
 * Padding is white, or nothing where the photo is transparent; without a format in the preset it is a PNG. The photo is decoded at
 * its full size, as sharp does before it extracts a region: the size would otherwise depend on the scale of sharp's decoder.
 */
export async function bySharp(bytes: Uint8Array, presetText: string): Promise<Buffer> {
  const [preset] = parsePresets(presetText);
  if (!preset) throw new Error(`${presetText} is no preset`);
  const { width, height, fit, gravity, enlarge } = preset;
  const quality = Number(preset.quality ?? 80);
  const format = preset.format === 'auto' ? 'png' : preset.format;
  const { hasAlpha, autoOrient: upright } = await sharp(bytes).metadata();
  const resized = sharp(bytes)
    .autoOrient()
    .extract({ left: 0, top: 0, ...upright })
    .resize(width, height, {
      fit,
      position: gravity,
      withoutEnlargement: !enlarge,
      background: { r: 255, g: 255, b: 255, alpha: hasAlpha ? 0 : 1 },
    })
    .toColourspace('srgb');
  const opaque = format === 'jpeg' ? resized.flatten({ background: 'white' }) : resized;
  return opaque.toFormat(format, format === 'png' ? {} : { quality }).toBuffer();
}

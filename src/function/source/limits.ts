// Admission before any pixel is decoded: a photo that this function's memory cannot hold is refused by its header.

import { estimateDecodeMemory } from '../engine/decode-memory.ts';
import type { Footprint, RenderSpec, SourceInfo } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';

export interface Limits {
  readonly sourceBytes: number;
  readonly pixels: number;
  readonly pages: number;
  /** Bytes that reading and decoding one source may take. */
  readonly room: number;
  readonly footprint: Footprint;
  readonly configured: ConfiguredLimits;
}

/** What an operator set; undefined where nothing is set. */
export interface ConfiguredLimits {
  readonly maxSourceBytes: number | undefined;
  readonly maxPixels: number | undefined;
  readonly maxPages: number | undefined;
}

const MB = 1024 * 1024;
const MP = 1_000_000;

/** sharp's and libvips' customary bound (0x3FFF squared): stops bombs that stream and would only cost time. */
const customaryPixels = 268_402_689;

/** Only the first page is decoded; a file with more than this is an attack on whoever lists them. */
const customaryPages = 10_000;

/** Bytes. Smaller photos are tried even where by our reckoning there is no room at all. */
const leastRoom = 16 * MB;

/** MB. In the smallest functions nothing is kept back for age: there it is better to try, and at worst to be started anew. */
const smallest = 128;

/** @param memoryMb The function's memory, `context.memory_limit_in_mb`. */
export function resolveLimits(configured: ConfiguredLimits, memoryMb: number, footprint: Footprint): Limits {
  const worn = Math.min(footprint.warmGrowth ?? 0, Math.max(0, ((memoryMb - smallest) / 2) * MB));
  const room = Math.min(footprint.ceiling, Math.max(leastRoom, memoryMb * MB - footprint.base - worn));
  return {
    sourceBytes: configured.maxSourceBytes ?? Math.floor(room / footprint.perSourceByte),
    pixels: configured.maxPixels ?? customaryPixels,
    pages: configured.maxPages ?? customaryPages,
    room,
    footprint,
    configured,
  };
}

/** @throws {ThumbnailError} `source-too-big` with the figures and what would admit it. */
export function checkSourceBytes(bytes: number, limits: Limits): void {
  if (bytes <= limits.sourceBytes) return;
  const isSet = limits.configured.maxSourceBytes !== undefined;
  const mend = isSet ? raise('THUMB_MAX_SOURCE_MB') : 'Give the function more memory';
  throw tooBig(`${above(bytes, MB)} MB`, `${below(limits.sourceBytes, MB)} MB`, mend);
}

/**
 * @param bytes Of the encoded source.
 * @throws {ThumbnailError} `source-too-big` with the figures and what would admit it.
 */
export function checkSource(source: SourceInfo, bytes: number, limits: Limits): void {
  const pixels = source.width * source.height;
  if (pixels > limits.pixels) {
    const size = `${source.width}x${source.height}, ${above(pixels, MP)} megapixels`;
    throw tooBig(size, `${below(limits.pixels, MP)} megapixels`, raise('THUMB_MAX_MEGAPIXELS'));
  }
  if (source.pages > limits.pages) {
    // Without a setting the limit is the highest that can be set. Pages cost no memory: one is decoded.
    const isSet = limits.configured.maxPages !== undefined;
    const mend = isSet ? 'Raise THUMB_MAX_PAGES' : 'Upload it in parts';
    throw tooBig(`${source.pages} pages`, `${limits.pages} pages`, mend);
  }
  const message = decodeProblem(source, bytes, limits);
  if (message !== undefined) throw new ThumbnailError('source-too-big', `${message}. Give it more memory.`);
}

/**
 * Who looks for a border looks at all pixels: also at those of a lossy WebP, which is else shrunk as it is read.
 *
 * @param bytes Of the encoded source.
 * @returns `rendition-impossible` if this function's memory does not hold them.
 */
export function trimProblem(source: SourceInfo, bytes: number, limits: Limits): ThumbnailError | undefined {
  const message = decodeProblem({ ...source, lossy: false }, bytes, limits);
  if (message === undefined) return undefined;
  return new ThumbnailError(
    'rendition-impossible',
    `to be trimmed it is decoded whole, and ${message}. Give it more memory, or the preset no trim.`,
  );
}

/** @returns A sentence without its full stop, if decoding it takes more than there is. */
function decodeProblem(source: SourceInfo, bytes: number, limits: Limits): string | undefined {
  const { held, needed } = estimateDecodeMemory(source, bytes, limits.footprint);
  // What streams is bounded by its bytes alone.
  if (held === 0 || needed <= limits.room) return undefined;
  const kind = `${source.interlaced ? 'interlaced ' : ''}${source.format}`;
  return (
    `decoding this ${source.width}x${source.height} ${kind} takes about ${above(needed, MB)} MB; ` +
    `this function has ${below(limits.room, MB)} MB to spare`
  );
}

/** Bytes for each pixel of a thumbnail while it is made: once as it is resampled, once in its frame. */
const bytesPerPixel = 4;
/** Bytes for each pixel of an animation's frames: all are held until the last is made, and then encoded; as measured. */
const bytesPerMovingPixel = 7;

/** @returns `rendition-impossible` if the thumbnail itself is more than this function's memory holds. */
export function roomProblem(
  spec: RenderSpec,
  source: SourceInfo,
  { room, footprint }: Limits,
): ThumbnailError | undefined {
  const { width, height, resizedWidth, resizedHeight, pages = 1 } = spec;
  const framing = (resizedWidth * resizedHeight + width * height) * bytesPerPixel;
  const writing = footprint.perThumbnail?.(spec) ?? 0;
  const needed = framing + writing + (pages > 1 ? pages * heldPerFrame(spec, source) : 0);
  if (needed <= room) return undefined;
  const what = pages > 1 ? `an animation of ${pages} frames of` : 'a thumbnail of';
  const mend =
    pages > 1
      ? `fewer frames, like pages=${Math.floor(pages / 2)}`
      : writing > framing
        ? 'another format'
        : 'a smaller size';
  return new ThumbnailError(
    'rendition-impossible',
    `${what} ${width}x${height} pixels takes about ${above(needed, MB)} MB while it is made; this function has ` +
      `${below(room, MB)} MB to spare. Give it more memory, or the preset ${mend}.`,
  );
}

/** A WebP's decoder makes room for all frames that are wanted at once, at their full size. */
function heldPerFrame({ width, height }: RenderSpec, source: SourceInfo): number {
  const decoded = source.format === 'webp' ? source.width * source.height * bytesPerPixel : 0;
  return decoded + width * height * bytesPerMovingPixel;
}

function raise(setting: string): string {
  return `Raise ${setting}, and the function's memory with it`;
}

/** @param mend A sentence without its full stop. */
function tooBig(found: string, limit: string, mend: string): ThumbnailError {
  return new ThumbnailError('source-too-big', `the photo has ${found}, the limit is ${limit}. ${mend}.`);
}

/** To one decimal, what was found rounded up and what is allowed down: so the one never reads like the other. */
const above = (count: number, unit: number) => Math.ceil((count / unit) * 10) / 10;
const below = (count: number, unit: number) => Math.floor((count / unit) * 10) / 10;

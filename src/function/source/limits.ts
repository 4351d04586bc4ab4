// Decides before any pixel is decoded whether a photo fits this function's limits and memory, from its header alone. It does not
// measure memory: engines say what they need.

import { decodeScaleOf, estimateDecodeMemory, openingMemory } from '../engine/decode-memory.ts';
import type { Footprint, RenderSpec, SourceInfo } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import type { SourceFormat } from '../format/format.ts';

/** The limits that hold for each source. */
export interface Limits {
  /** The most bytes of the encoded source. */
  readonly sourceBytes: number;
  /** The most pixels, width times height. */
  readonly pixels: number;
  /** The most frames of an animation, or pages of a document. */
  readonly pages: number;
  /** How many bytes of memory reading and decoding one source may take. */
  readonly room: number;
  readonly footprint: Footprint;
  readonly configured: ConfiguredLimits;
}

/** The limits that an operator has set; undefined where none is set. */
export interface ConfiguredLimits {
  readonly maxSourceBytes: number | undefined;
  readonly maxPixels: number | undefined;
  readonly maxPages: number | undefined;
}

const MB = 1024 * 1024;
const MP = 1_000_000;

/**
 * The default for pixels, sharp's and libvips' own (0x3FFF squared). It stops decompression bombs in formats that stream, which
 * take time, but little memory.
 */
const defaultMaxPixels = 268_402_689;

/** The default for pages. Only the first is decoded; a file with more than this is an attack on programs that list them. */
const defaultMaxPages = 10_000;

/** In bytes: a photo that needs less is always tried, even if by the footprint there is no memory left for it. */
const minRoom = 16 * MB;

/**
 * In MB: a function of this size keeps no memory back for the growth of a warm instance. There it is better to try a photo, and
 * at worst have SCF start a new instance, than to refuse it.
 */
const minMemoryMb = 128;

/** In MB: the sizes of a function that SCF offers without an application. */
const memorySizes = [64, ...Array.from({ length: 24 }, (_, n) => 128 * (n + 1))];

/**
 * Works out the limits from the settings and the function's memory. What is not set follows from the memory, or from the
 * defaults above.
 *
 * @param memoryMb The function's memory in MB, `context.memory_limit_in_mb`.
 * @param footprint What the engine needs of it.
 * @example
 * const footprint = { base: 100 * MB, perSourceByte: 2, decoderBytes: () => 0, ceiling: 1024 * MB };
 * resolveLimits({ maxSourceBytes: undefined, maxPixels: 5e7, maxPages: undefined }, 512, footprint)
 * // room: 412 MB, sourceBytes: 206 MB, pixels: 50 million, pages: 10,000
 */
export function resolveLimits(configured: ConfiguredLimits, memoryMb: number, footprint: Footprint): Limits {
  const room = roomOf(memoryMb, footprint);
  return {
    sourceBytes: configured.maxSourceBytes ?? Math.floor(room / footprint.perSourceByte),
    pixels: configured.maxPixels ?? defaultMaxPixels,
    pages: configured.maxPages ?? defaultMaxPages,
    room,
    footprint,
    configured,
  };
}

/** In bytes: what a function of so many MB has to spare for one source. */
function roomOf(memoryMb: number, footprint: Footprint): number {
  const warmGrowth = Math.min(footprint.warmGrowth ?? 0, Math.max(0, ((memoryMb - minMemoryMb) / 2) * MB));
  return Math.min(footprint.ceiling, Math.max(minRoom, memoryMb * MB - footprint.base - warmGrowth));
}

/** Says how large a function must be that has so many bytes to spare: a sentence without a full stop. */
function memoryAdvice(needed: number, footprint: Footprint): string {
  const memoryMb = memorySizes.find((size) => roomOf(size, footprint) >= needed);
  return memoryMb === undefined
    ? 'No size of function is enough for it: upload it with fewer pixels'
    : `Give the function ${memoryMb} MB or more`;
}

/**
 * Refuses an encoded source that is too large.
 *
 * @param bytes The size of the encoded source.
 * @throws {ThumbnailError} `source-too-big`; the message has the figures, and which setting would let it pass.
 */
export function checkSourceBytes(bytes: number, limits: Limits): void {
  if (bytes <= limits.sourceBytes) return;
  const isSet = limits.configured.maxSourceBytes !== undefined;
  const { perSourceByte } = limits.footprint;
  const advice = isSet ? raise('THUMB_MAX_SOURCE_MB') : memoryAdvice(bytes * perSourceByte, limits.footprint);
  throw tooBig(`${above(bytes, MB)} MB`, `${below(limits.sourceBytes, MB)} MB`, advice);
}

/**
 * Refuses a source whose header cannot even be read in the memory that there is: some formats need a decoder of their own for it.
 *
 * @param bytes The size of the encoded source.
 * @throws {ThumbnailError} `source-too-big`; the message has the figures, and how much memory would let it pass.
 */
export function checkOpening(format: SourceFormat, bytes: number, limits: Limits): void {
  const { footprint } = limits;
  if ((footprint.openBytes?.(format, bytes) ?? 0) === 0) return;
  const what = `reading the header of ${above(bytes, MB)} MB of ${format}`;
  const problem = memoryProblem(what, openingMemory(format, bytes, footprint), limits);
  if (problem) throw new ThumbnailError('source-too-big', `${problem.message}. ${problem.advice}.`);
}

/**
 * Refuses a source that has too many pixels or pages, or that cannot be decoded in the memory that there is.
 *
 * @param info What the source's header says.
 * @param bytes The size of the encoded source.
 * @throws {ThumbnailError} `source-too-big`; the message has the figures, and which setting would let it pass.
 */
export function checkSource(info: SourceInfo, bytes: number, limits: Limits): void {
  const pixels = info.width * info.height;
  if (pixels > limits.pixels) {
    const size = `${info.width}x${info.height}, ${above(pixels, MP)} megapixels`;
    throw tooBig(size, `${below(limits.pixels, MP)} megapixels`, raise('THUMB_MAX_MEGAPIXELS'));
  }
  if (info.pages > limits.pages) {
    // Without a setting the limit is the highest that can be set. Pages take no memory, because one of them is decoded.
    const isSet = limits.configured.maxPages !== undefined;
    const advice = isSet ? 'Raise THUMB_MAX_PAGES' : 'Split the file and upload its parts';
    throw tooBig(`${info.pages} pages`, `${limits.pages} pages`, advice);
  }
  const problem = decodeProblem(info, bytes, 0, limits);
  if (problem) throw new ThumbnailError('source-too-big', `${problem.message}. ${problem.advice}.`);
}

/**
 * Whether a source can be trimmed. To find its border all pixels are decoded, also those that a decoder would otherwise not give,
 * because it shrinks the source as it reads it.
 *
 * @param bytes The size of the encoded source.
 * @returns An error `rendition-impossible` if this function's memory does not hold all pixels; otherwise undefined.
 */
export function trimProblem(info: SourceInfo, bytes: number, limits: Limits): ThumbnailError | undefined {
  const problem = decodeProblem(info, bytes, 1, limits);
  if (!problem) return undefined;
  return new ThumbnailError(
    'rendition-impossible',
    `trimming needs the whole photo in memory, and ${problem.message}. ${problem.advice}, or remove trim from the preset.`,
  );
}

/**
 * Says how much memory is missing to decode a source, and what would mend it: two sentences without a full stop.
 *
 * @param scale As `Footprint.decoderBytes` takes it.
 * @returns undefined if none is missing.
 */
function decodeProblem(
  info: SourceInfo,
  bytes: number,
  scale: number,
  limits: Limits,
): MemoryProblem | undefined {
  const kind = `${info.interlaced ? 'interlaced ' : ''}${info.format}`;
  const what = `decoding this ${info.width}x${info.height} ${kind}`;
  return memoryProblem(what, decodeMemory(info, bytes, scale, limits.footprint), limits);
}

/** How much memory is missing, and what would mend it: two sentences without a full stop. */
interface MemoryProblem {
  readonly message: string;
  readonly advice: string;
}

/** @returns undefined if so many bytes are there. */
function memoryProblem(what: string, needed: number, { room, footprint }: Limits): MemoryProblem | undefined {
  if (needed <= room) return undefined;
  return {
    message: `${what} takes about ${above(needed, MB)} MB; this function has ${below(room, MB)} MB to spare`,
    advice: memoryAdvice(needed, footprint),
  };
}

/** The bytes of memory that decoding a source takes; 0 for one that streams, which is limited by its own bytes alone. */
function decodeMemory(info: SourceInfo, bytes: number, scale: number, footprint: Footprint): number {
  const { held, needed } = estimateDecodeMemory(info, bytes, scale, footprint);
  return held === 0 ? 0 : needed;
}

/** The bytes of each pixel of a thumbnail while it is made. They are held twice: as resampled, and as cropped or padded. */
const bytesPerPixel = 4;
/** The bytes of each pixel of an animation's frames, as measured: all frames are held until the last is made and encoded. */
const bytesPerAnimationPixel = 7;

/**
 * Whether there is memory for the thumbnail itself, in addition to its source.
 *
 * @param bytes The size of the encoded source.
 * @returns An error `rendition-impossible` if this function's memory does not hold it; otherwise undefined.
 */
export function roomProblem(
  spec: RenderSpec,
  info: SourceInfo,
  bytes: number,
  { room, footprint }: Limits,
): ThumbnailError | undefined {
  const { width, height, pages = 1 } = spec;
  const { framing, writing, frames } = thumbnailMemory(spec, info, footprint);
  const decoding = decodeMemory(info, bytes, decodeScaleOf(spec, info), footprint);
  const needed = decoding + framing + writing + frames;
  if (needed <= room) return undefined;
  const what = pages > 1 ? `an animation of ${pages} frames of` : 'a thumbnail of';
  const remedy =
    pages > 1
      ? `fewer frames, like pages=${Math.floor(pages / 2)}`
      : writing > framing
        ? 'another format'
        : 'a smaller size';
  return new ThumbnailError(
    'rendition-impossible',
    `${what} ${width}x${height} pixels takes about ${above(needed, MB)} MB while it is made; this function has ` +
      `${below(room, MB)} MB to spare. ${memoryAdvice(needed, footprint)}, or the preset ${remedy}.`,
  );
}

/** The bytes that a thumbnail takes besides the decode of its source: its pixels, its encoder, and all frames of an animation. */
export function thumbnailMemory(spec: RenderSpec, info: SourceInfo, footprint: Footprint) {
  const { width, height, resizedWidth, resizedHeight, pages = 1 } = spec;
  return {
    framing: (resizedWidth * resizedHeight + width * height) * bytesPerPixel,
    writing: footprint.writerBytes?.(spec, info) ?? 0,
    frames: pages > 1 ? pages * bytesPerFrame(spec, info) : 0,
  };
}

/** The memory of one frame in bytes. WebP's decoder allocates all frames that are asked for at once, at their full size. */
function bytesPerFrame({ width, height }: RenderSpec, info: SourceInfo): number {
  const decoded = info.format === 'webp' ? info.width * info.height * bytesPerPixel : 0;
  return decoded + width * height * bytesPerAnimationPixel;
}

function raise(setting: string): string {
  return `Raise ${setting}, and the function's memory with it`;
}

/** @param advice What would let the photo pass: a sentence without a full stop. */
function tooBig(found: string, limit: string, advice: string): ThumbnailError {
  return new ThumbnailError('source-too-big', `the photo has ${found}, the limit is ${limit}. ${advice}.`);
}

/** Both round to one decimal, figures that were found up and limits down, so that a message never shows two equal figures. */
const above = (count: number, unit: number) => Math.ceil((count / unit) * 10) / 10;
const below = (count: number, unit: number) => Math.floor((count / unit) * 10) / 10;

// Takes out of a WebP all that is not needed to show its picture, animated or not (RFC 9649). Chunks are written anew from what
// they mean, so that nothing can be behind their fields.

import { attempt, ByteReader } from '../../container/bytes.ts';
import { isUpright } from '../exif.ts';
import { isSrgb } from '../profile.ts';
import {
  allChunksOf,
  type ChunkBudget,
  chunksOf,
  flag,
  maxChunks,
  partsOf,
  readWebp,
  type WebpChunk,
  writeFile,
} from '../webp.ts';

/** Bytes of the fields of VP8X, of ANIM, and of ANMF before its chunks. */
const extendedBytes = 10;
const animationBytes = 6;
const frameBytes = 16;
/** In ANMF: how a frame is drawn over the one before. */
const frameFlags = 0x03;

/**
 * The picture as it is, bit by bit, animated or not, and nothing else.
 *
 * @param maxBytes Of the result.
 * @returns undefined if it would have more bytes, if it would not show as the photo does, because its colours are not sRGB or EXIF
 * turns it, or if the file is not understood.
 */
export function stripWebp(bytes: Uint8Array, maxBytes = Number.POSITIVE_INFINITY): Uint8Array | undefined {
  return attempt(() => {
    const { exif } = readWebp(bytes);
    if (exif && !isUpright(exif)) return undefined;
    const chunks = neededOf(new ByteReader(bytes), maxBytes);
    const total = chunks ? partsOf(chunks).reduce((sum, part) => sum + part.length, 12) : 0;
    return chunks && total <= maxBytes ? writeFile(chunks) : undefined;
  });
}

function neededOf(file: ByteReader, maxBytes: number): WebpChunk[] | undefined {
  const budget = { left: maxChunks };
  // What stands behind the length that the file says of itself is not part of it.
  const to = Math.min(file.length, file.u32le(4) + 8);
  const chunks = allChunksOf(file, { from: 12, to }, budget);
  if (!chunks) return undefined;
  const profiles = chunks.filter(({ type }) => type === 'ICCP');
  // Each is looked at. A file may have one.
  if (profiles.length > 1 || profiles.some(({ data }) => !isSrgb(data))) return undefined;
  const [first] = chunks;
  if (first?.type !== 'VP8X') return pictureOf(chunks.slice(0, 1), false);
  if (first.data.length < extendedBytes) return undefined;
  const flags = first.data.readUInt8(0) & (flag.alpha | flag.animation);
  const header = {
    type: 'VP8X',
    data: Buffer.concat([Buffer.from([flags, 0, 0, 0]), first.data.subarray(4, 10)]),
  };
  const hasAlpha = (flags & flag.alpha) !== 0;
  const rest =
    flags & flag.animation
      ? animationOf(chunks, { budget, maxBytes, hasAlpha })
      : pictureOf(chunks, hasAlpha);
  return rest && [header, ...rest];
}

/**
 * The first picture, with the alpha that belongs to it. What follows it is ignored by decoders, too.
 *
 * @param hasAlpha As VP8X says: alpha beside that is no part of the picture for some decoders, and for others it is.
 */
function pictureOf(chunks: readonly WebpChunk[], hasAlpha: boolean): WebpChunk[] | undefined {
  const at = chunks.findIndex(({ type }) => type === 'VP8 ' || type === 'VP8L');
  const picture = chunks[at];
  if (!picture) return undefined;
  const alpha = picture.type === 'VP8 ' ? chunks.slice(0, at).filter(({ type }) => type === 'ALPH') : [];
  return alpha.length > (hasAlpha ? 1 : 0) ? undefined : [...alpha, picture];
}

interface FrameLimits {
  readonly budget: ChunkBudget;
  /** Of all frames together. */
  readonly maxBytes: number;
  readonly hasAlpha: boolean;
}

function animationOf(chunks: readonly WebpChunk[], limits: FrameLimits): WebpChunk[] | undefined {
  const animation = chunks.find(({ type }) => type === 'ANIM');
  if (!animation || animation.data.length < animationBytes) return undefined;
  let left = limits.maxBytes;
  const kept: WebpChunk[] = [{ type: 'ANIM', data: animation.data.subarray(0, animationBytes) }];
  for (const { type, data } of chunks) {
    if (type !== 'ANMF') continue;
    const frame = frameOf(data, limits);
    left -= frame?.length ?? 0;
    if (!frame || left < 0) return undefined;
    kept.push({ type, data: frame });
  }
  return kept.length > 1 ? kept : undefined;
}

function frameOf(data: Buffer, { budget, hasAlpha }: FrameLimits): Buffer | undefined {
  if (data.length < frameBytes) return undefined;
  const picture = pictureOf(
    Array.from(chunksOf(new ByteReader(data), { from: frameBytes, to: data.length }, budget)),
    hasAlpha,
  );
  const flags = Buffer.from([data.readUInt8(frameBytes - 1) & frameFlags]);
  return picture && Buffer.concat([data.subarray(0, frameBytes - 1), flags, ...partsOf(picture)]);
}

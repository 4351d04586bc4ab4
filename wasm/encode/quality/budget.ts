// The best picture that fits into so many bytes: less quality first, then fewer pixels. Knows no encoder.

import { SourceFault } from '../../thread/source-fault.ts';
import type { Settings } from '../encode-settings.ts';
import type { Attempt, Coder } from './coder.ts';
import { floors, isLossy, middling, palettes } from './scales.ts';
import { findLowest } from './search.ts';

/** What one step of quality does to the logarithm of the bytes. */
const perQuality = -0.024;
/** Of a size's sides to the next one's. */
const step = 0.9;
/** What that does to the logarithm of the bytes: they grow a little slower than the pixels. */
const perStep = 1.8 * Math.log(step);
/** Pixels of the longer side: what is smaller is no thumbnail. */
const smallestSide = 16;

interface Task<P> {
  readonly coder: Coder<P>;
  readonly picture: P;
  readonly settings: Settings;
  readonly maxBytes: number;
}

/**
 * @param first What is too large: the picture as it was wished for, with its quality where the format has one.
 * @returns At most `maxBytes`, after at most seven more encodes.
 * @throws {SourceFault} `rendition-impossible` if even a tiny picture is larger.
 */
export async function fitInto<P>(task: Task<P>, first: Attempt): Promise<Attempt> {
  const lowered = isLossy(task.settings.format)
    ? await lowerQuality(task, first)
    : await fewerColours(task, first);
  return lowered.bytes.length <= task.maxBytes ? lowered : fewerPixels(task, first, lowered);
}

/** @returns The best that fits, or the smallest that was tried. */
async function lowerQuality<P>(task: Task<P>, first: Attempt): Promise<Attempt> {
  const { coder, picture, settings, maxBytes } = task;
  const { quality } = first;
  if (!isLossy(settings.format) || quality === undefined) return first;
  const floor = floors[settings.format];
  if (quality <= floor) return first;
  // Less quality is fewer bytes: the search goes the other way round.
  const attempt = async (at: number) => {
    const bytes = await coder.encode(picture, { ...settings, quality: -at });
    return { at, measured: bytes.length, result: { ...first, bytes, quality: -at } };
  };
  const range = { lowest: 1 - quality, highest: -floor, trials: 3, slope: perQuality, caution: 5 };
  const start = { at: -quality, measured: first.bytes.length, result: first };
  return (await findLowest(attempt, maxBytes, range, start)).result;
}

/** @returns The first that fits, or the smallest that was tried. */
async function fewerColours<P>(
  { coder, picture, settings, maxBytes }: Task<P>,
  first: Attempt,
): Promise<Attempt> {
  if (isLossy(settings.format) || !coder.hasPalettes) return first;
  let made = first;
  for (const colours of palettes[settings.format]) {
    const bytes = await coder.encode(picture, { ...settings, colours });
    if (bytes.length < made.bytes.length) made = { ...first, bytes };
    if (bytes.length <= maxBytes) break;
  }
  return made;
}

/** @param lowered The smallest file at the full size. */
async function fewerPixels<P>(
  { coder, picture, settings, maxBytes }: Task<P>,
  first: Attempt,
  lowered: Attempt,
): Promise<Attempt> {
  const { format } = settings;
  const { width, height } = first;
  const sidesAt = (steps: number) => ({
    width: Math.max(1, Math.round(width * step ** steps)),
    height: Math.max(1, Math.round(height * step ** steps)),
  });
  const lossy = isLossy(format);
  const quality = lossy ? Math.min(middling[format], first.quality ?? middling[format]) : undefined;
  const colours = lossy || !coder.hasPalettes ? undefined : palettes[format][0];
  const smaller = { ...settings, quality, colours };
  const attempt = async (at: number) => {
    const sides = sidesAt(at);
    const bytes = await coder.shrunk(picture, sides, (small) => coder.encode(small, smaller));
    return { at, measured: bytes.length, result: { ...sides, bytes, quality } };
  };
  const most = Math.floor(Math.log(smallestSide / Math.max(width, height)) / Math.log(step));
  const range = { lowest: 1, highest: most, trials: 4, slope: perStep, caution: most };
  const back = quality !== undefined && lowered.quality !== undefined ? lowered.quality - quality : 0;
  const start = { at: 0, measured: lowered.bytes.length * Math.exp(perQuality * back), result: lowered };
  const { result, measured } = await findLowest(attempt, maxBytes, range, start);
  if (measured <= maxBytes) return result;
  throw new SourceFault(
    'rendition-impossible',
    `even as ${format} of ${result.width}x${result.height} it takes ${measured} bytes, where max-bytes leaves ${maxBytes} ` +
      'for the picture. Allow more bytes, or choose another format.',
  );
}

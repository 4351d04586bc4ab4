// `max-bytes`: finds the best picture that fits into a number of bytes, first with less quality, then with fewer
// pixels. Knows no encoder.

import { SourceFault } from '../../thread/source-fault.ts';
import type { EncodeSettings } from '../encode-settings.ts';
import type { Coder, EncodeAttempt } from './coder.ts';
import { isLossy, paletteSizes, qualityFloors, reducedQualities } from './scales.ts';
import { findLowest } from './search.ts';

/** How one step of quality changes the logarithm of the bytes. */
const logBytesPerQuality = -0.024;
/** The ratio of the sides from one size to the next smaller one. */
const sideRatio = 0.9;
/** How one step of size changes the logarithm of the bytes, which fall a little slower than the pixels. */
const logBytesPerSizeStep = 1.8 * Math.log(sideRatio);
/** Pixels of the longer side: a smaller picture is no longer a useful thumbnail. */
const smallestSide = 16;

interface BudgetSearch<P> {
  readonly coder: Coder<P>;
  readonly picture: P;
  readonly settings: EncodeSettings;
  readonly maxBytes: number;
}

/**
 * Reduces a thumbnail until it fits.
 *
 * @param first The encode that is too large: as the preset asked for it, with its quality where the format has one.
 * @returns At most `maxBytes`, after at most seven more encodes.
 * @throws {SourceFault} `rendition-impossible` if even a tiny picture is larger.
 */
export async function fitInto<P>(search: BudgetSearch<P>, first: EncodeAttempt): Promise<EncodeAttempt> {
  const reduced = isLossy(search.settings.format)
    ? await reduceQuality(search, first)
    : await reduceColours(search, first);
  return reduced.bytes.length <= search.maxBytes ? reduced : reducePixels(search, first, reduced);
}

/** @returns The best quality that fits, or the smallest file that was tried. */
async function reduceQuality<P>(search: BudgetSearch<P>, first: EncodeAttempt): Promise<EncodeAttempt> {
  const { coder, picture, settings, maxBytes } = search;
  const { quality } = first;
  if (!isLossy(settings.format) || quality === undefined) return first;
  const floor = qualityFloors[settings.format];
  if (quality <= floor) return first;
  // Negated, because `findLowest` expects measurements to fall as the value rises, and bytes rise with quality.
  const attempt = async (at: number) => {
    const bytes = await coder.encode(picture, { ...settings, quality: -at });
    return { at, measured: bytes.length, result: { ...first, bytes, quality: -at } };
  };
  const range = { lowest: 1 - quality, highest: -floor, trials: 3, slope: logBytesPerQuality, caution: 5 };
  const start = { at: -quality, measured: first.bytes.length, result: first };
  return (await findLowest(attempt, maxBytes, range, start)).result;
}

/** @returns The first palette that fits, or the smallest file that was tried. */
async function reduceColours<P>(
  { coder, picture, settings, maxBytes }: BudgetSearch<P>,
  first: EncodeAttempt,
): Promise<EncodeAttempt> {
  if (isLossy(settings.format) || !coder.hasPalettes) return first;
  let best = first;
  for (const colours of paletteSizes[settings.format]) {
    const bytes = await coder.encode(picture, { ...settings, colours });
    if (bytes.length < best.bytes.length) best = { ...first, bytes };
    if (bytes.length <= maxBytes) break;
  }
  return best;
}

/** @param reduced The smallest file at the full size. */
async function reducePixels<P>(
  { coder, picture, settings, maxBytes }: BudgetSearch<P>,
  first: EncodeAttempt,
  reduced: EncodeAttempt,
): Promise<EncodeAttempt> {
  const { format } = settings;
  const { width, height } = first;
  const sidesAt = (steps: number) => ({
    width: Math.max(1, Math.round(width * sideRatio ** steps)),
    height: Math.max(1, Math.round(height * sideRatio ** steps)),
  });
  const lossy = isLossy(format);
  const quality = lossy
    ? Math.min(reducedQualities[format], first.quality ?? reducedQualities[format])
    : undefined;
  const colours = lossy || !coder.hasPalettes ? undefined : paletteSizes[format][0];
  const smaller = { ...settings, quality, colours };
  const attempt = async (at: number) => {
    const sides = sidesAt(at);
    const bytes = await coder.withResized(picture, sides, (small) => coder.encode(small, smaller));
    return { at, measured: bytes.length, result: { ...sides, bytes, quality } };
  };
  const maxSteps = Math.floor(Math.log(smallestSide / Math.max(width, height)) / Math.log(sideRatio));
  const range = { lowest: 1, highest: maxSteps, trials: 4, slope: logBytesPerSizeStep, caution: maxSteps };
  const qualityDrop = quality !== undefined && reduced.quality !== undefined ? reduced.quality - quality : 0;
  const start = {
    at: 0,
    measured: reduced.bytes.length * Math.exp(logBytesPerQuality * qualityDrop),
    result: reduced,
  };
  const { result, measured } = await findLowest(attempt, maxBytes, range, start);
  if (measured <= maxBytes) return result;
  throw new SourceFault(
    'rendition-impossible',
    `even as ${format} of ${result.width}x${result.height} it takes ${measured} bytes, where max-bytes leaves ${maxBytes} ` +
      'for the picture. Allow more bytes, or choose another format.',
  );
}

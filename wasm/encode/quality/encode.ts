// Encodes a finished thumbnail as the preset asks: usually one encode, a search for `quality: 'auto'` or `max-bytes`.
// Knows no encoder.

import type { Encoding } from '../../../src/function/engine/engine.ts';
import { outputFormats } from '../../../src/function/format/format.ts';
import { type EncodeSettings, toEncodeSettings } from '../encode-settings.ts';
import { encodeAuto } from './auto.ts';
import { fitInto } from './budget.ts';
import type { Coder, EncodeAttempt } from './coder.ts';
import { isLossy, type LossyFormat } from './scales.ts';

/** Encodes to find a quality when there is also a budget: that quality is only where the search for bytes begins. */
const trialsBeforeBudget = 3;

/** Whether the picture will be read more than once. */
export function needsSearch({ format, quality, lossless, maxBytes }: Encoding): boolean {
  return maxBytes !== undefined || (quality === 'auto' && isLossy(format) && !lossless);
}

/**
 * Encodes one thumbnail.
 *
 * @param picture In memory, not computed on demand, where `needsSearch` is true.
 * @returns `quality` only where it was searched for.
 * @throws {SourceFault} `rendition-impossible` if nothing fits into the budget.
 */
export async function encodeThumbnail<P>(
  coder: Coder<P>,
  picture: P,
  encoding: Encoding,
): Promise<EncodeAttempt> {
  if (!needsSearch(encoding)) {
    const bytes = await coder.encode(picture, toEncodeSettings(encoding));
    return { ...coder.sides(picture), bytes, quality: undefined };
  }
  const { maxBytes } = encoding;
  const first = await encodeWithoutBudget(coder, picture, encoding);
  if (maxBytes === undefined || first.bytes.length <= maxBytes) return first;
  return fitInto({ coder, picture, settings: toEncodeSettings(encoding), maxBytes }, first);
}

async function encodeWithoutBudget<P>(
  coder: Coder<P>,
  picture: P,
  encoding: Encoding,
): Promise<EncodeAttempt> {
  const settings = toEncodeSettings(encoding);
  if (encoding.quality === 'auto' && hasLossyFormat(settings) && !settings.lossless) {
    const trials = encoding.maxBytes === undefined ? undefined : trialsBeforeBudget;
    return encodeAuto(coder, picture, settings, trials);
  }
  const quality = settings.quality ?? outputFormats[settings.format].defaultQuality;
  const bytes = await coder.encode(picture, { ...settings, quality });
  return { ...coder.sides(picture), bytes, quality };
}

function hasLossyFormat(
  settings: EncodeSettings,
): settings is EncodeSettings & { readonly format: LossyFormat } {
  return isLossy(settings.format);
}

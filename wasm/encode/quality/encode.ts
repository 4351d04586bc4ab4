// From a finished thumbnail to its file, as the preset asks: one encode most often, a search where it wants one.

import type { Encoding } from '../../../src/function/engine/engine.ts';
import { outputFormats } from '../../../src/function/format/format.ts';
import { type Settings, settle } from '../encode-settings.ts';
import { encodeAuto } from './auto.ts';
import { fitInto } from './budget.ts';
import type { Attempt, Coder } from './coder.ts';
import { isLossy, type LossyFormat } from './scales.ts';

/** With a budget the search for a quality is only where the other one begins. */
const trialsBeforeBudget = 3;

/** Will the picture be read more than once? */
export function isSearched({ format, quality, lossless, maxBytes }: Encoding): boolean {
  return maxBytes !== undefined || (quality === 'auto' && isLossy(format) && !lossless);
}

/**
 * @param picture Held in memory where `isSearched`.
 * @returns `quality` only where it was searched for.
 * @throws {SourceFault} `rendition-impossible` if nothing fits into the budget.
 */
export async function encodeAsAsked<P>(coder: Coder<P>, picture: P, encoding: Encoding): Promise<Attempt> {
  if (!isSearched(encoding)) {
    const bytes = await coder.encode(picture, settle(encoding));
    return { ...coder.sides(picture), bytes, quality: undefined };
  }
  const { maxBytes } = encoding;
  const first = await encodeWished(coder, picture, encoding);
  if (maxBytes === undefined || first.bytes.length <= maxBytes) return first;
  return fitInto({ coder, picture, settings: settle(encoding), maxBytes }, first);
}

async function encodeWished<P>(coder: Coder<P>, picture: P, encoding: Encoding): Promise<Attempt> {
  const settings = settle(encoding);
  if (encoding.quality === 'auto' && isLossySettings(settings) && !settings.lossless) {
    const trials = encoding.maxBytes === undefined ? undefined : trialsBeforeBudget;
    return encodeAuto(coder, picture, settings, trials);
  }
  const quality = settings.quality ?? outputFormats[settings.format].defaultQuality;
  const bytes = await coder.encode(picture, { ...settings, quality });
  return { ...coder.sides(picture), bytes, quality };
}

function isLossySettings(settings: Settings): settings is Settings & { readonly format: LossyFormat } {
  return isLossy(settings.format);
}

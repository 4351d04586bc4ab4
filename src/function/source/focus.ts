// The uploader's word on what a crop is to keep: the metadata `x-cos-meta-focus`. Anybody's text.

import type { Point } from '../engine/engine.ts';
import type { ObjectHeaders } from '../store.ts';

/** From 0 to 1, with as many digits as a photo can have use for. */
const fraction = /^(?:0|1|[01]?\.\d{1,9}|[01]\.)$/;

/** Characters of what cannot be read that are shown. */
const longestFound = 40;

/** @returns Neither, where nothing was said; a warning for the outcome of each crop, where it cannot be read. */
export function readFocus({ metadata }: ObjectHeaders): {
  readonly focus?: Point;
  readonly warning?: string;
} {
  const text = metadata['focus'];
  if (text === undefined) return {};
  // Some clients encode all of a value.
  const parts = text.slice(0, 80).replace(/%2c/i, ',').split(',');
  const [x = '', y = '', ...more] = parts.map((part) => part.trim());
  const isPoint = more.length === 0 && [x, y].every((one) => fraction.test(one) && Number(one) <= 1);
  if (isPoint) return { focus: { x: Number(x), y: Number(y) } };
  const found = text.length > longestFound ? `${text.slice(0, longestFound)}...` : text;
  return {
    warning:
      'x-cos-meta-focus: expected two fractions like 0.3,0.7 (of the width from the left, of the height from the top), ' +
      `found ${JSON.stringify(found)}; the crop went by its gravity`,
  };
}

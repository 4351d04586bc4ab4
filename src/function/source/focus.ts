// Reads the metadata `x-cos-meta-focus`, by which an uploader says which point of a photo crops should keep. Its text is not
// trusted.

import type { Point } from '../engine/engine.ts';
import type { ObjectHeaders } from '../store.ts';

/** A fraction with at most nine decimals, which is more precise than a pixel of any photo. */
const fraction = /^(?:0|1|[01]?\.\d{1,9}|[01]\.)$/;

/** The most characters of a wrong text that a warning shows. */
const maxShown = 40;

/**
 * Reads the focus of a photo.
 *
 * @returns The focus; or a warning, for the outcome of each crop, if it cannot be read; or neither if there is none.
 * @example readFocus({ metadata: { focus: '0.3,0.7' } }) // { focus: { x: 0.3, y: 0.7 } }
 */
export function readFocus({ metadata }: ObjectHeaders): {
  readonly focus?: Point;
  readonly warning?: string;
} {
  const text = metadata['focus'];
  if (text === undefined) return {};
  // Some clients percent-encode the comma.
  const parts = text.slice(0, 80).replace(/%2c/i, ',').split(',');
  const [x = '', y = '', ...more] = parts.map((part) => part.trim());
  const isPoint = more.length === 0 && [x, y].every((one) => fraction.test(one) && Number(one) <= 1);
  if (isPoint) return { focus: { x: Number(x), y: Number(y) } };
  const shown = text.length > maxShown ? `${text.slice(0, maxShown)}...` : text;
  return {
    warning:
      'x-cos-meta-focus: expected two fractions like 0.3,0.7 (of the width from the left, of the height from the top), ' +
      `found ${JSON.stringify(shown)}; the crop followed its gravity instead`,
  };
}

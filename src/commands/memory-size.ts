// The sizes of memory that SCF has.

import type { Reader } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

const step = 128;
const [smallest, largest] = [64, 3072];

/** MB. */
export const memorySize: Reader<number> = (text) => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value === smallest || (value % step === 0 && value >= step && value <= largest)) return value;
  const near = nearestSize(text);
  throw new UsageError({
    en: `expected MB without a unit: ${smallest}, or ${step} to ${largest} in steps of ${step}${near === undefined ? '' : `; the nearest is ${near}`}`,
    zh: `应为不带单位的 MB 数：${smallest}，或 ${step} 到 ${largest} 之间 ${step} 的倍数${near === undefined ? '' : `；最接近的是 ${near}`}`,
  });
};

/** @returns undefined for a text that holds no number. */
function nearestSize(text: string): number | undefined {
  const [, digits, unit = ''] = /^\s*(\d{1,9}(?:\.\d+)?)\s*(g?)/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const wanted = Number(digits) * (unit === '' ? 1 : 1024);
  const stepped = Math.min(largest, Math.max(step, Math.round(wanted / step) * step));
  return Math.abs(wanted - smallest) < Math.abs(wanted - stepped) ? smallest : stepped;
}

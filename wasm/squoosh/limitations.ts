// What the Squoosh engine cannot do, in the one sentence by which operators are told.

import type { WriterSpec } from '../../src/function/engine/engine.ts';
import { hasCodec } from './writers.ts';

/** @returns Why the thumbnail cannot be made of any photo, known before one is decoded; undefined: it can be made. */
export function squooshLimitation({ format, pages = 1, watermark }: WriterSpec): string | undefined {
  if (!hasCodec(format)) return lacking(`write ${format.toUpperCase()}`);
  if (pages > 1) return lacking('write animations');
  return watermark ? lacking('draw watermarks') : undefined;
}

/** @param what `read CMYK JPEGs` */
export function lacking(what: string): string {
  return `the engine for Node.js before 16.13 does not ${what}. Choose Node.js 16.13 or newer for the function.`;
}

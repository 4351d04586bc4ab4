// What the Squoosh engine cannot make of any photo, told before one is decoded.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import { hasCodec } from './writers.ts';

/** @returns The problem and how to mend it; undefined: it can be made. */
export function squooshLimitation({ format, pages = 1, watermark }: RenderSpec): string | undefined {
  if (!hasCodec(format)) return lacking(`write ${format.toUpperCase()}`);
  if (pages > 1) return lacking('write animations');
  return watermark ? lacking('lay watermarks') : undefined;
}

function lacking(what: string): string {
  return `the engine for Node.js before 16.13 does not ${what}. Choose Node.js 16.13 or newer for the function.`;
}

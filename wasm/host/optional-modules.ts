// What a build may be without (`npm run build -- --without heic`), and how that is told.

import type { OutputFormat, SourceFormat } from '../../src/function/format/format.ts';

/** The formats whose modules a build may be without. */
export type OptionalFormat = 'heic' | 'avif' | 'jxl';

/** A module without which a format is neither read nor written. */
const moduleOf: Readonly<Record<OptionalFormat, string>> = { heic: 'heicDecoder', avif: 'heif', jxl: 'jxl' };

/** @param has Whether the build has a module. */
export function formatsWithout(has: (module: string) => boolean): OptionalFormat[] {
  const formats = Object.keys(moduleOf) as OptionalFormat[];
  return formats.filter((format) => !has(moduleOf[format]));
}

/** @returns Why no source of this format can be read; undefined: it can. */
export function readRefusal(
  without: readonly OptionalFormat[] = [],
  format: SourceFormat,
): string | undefined {
  if (!isLeftOut(without, format)) return undefined;
  return `this is ${format.toUpperCase()}, and ${absence(format)} Upload a JPEG, or deploy a build that has it.`;
}

/** @returns Why no thumbnail of this format can be written; undefined: it can. */
export function writeRefusal(without: readonly OptionalFormat[], format: OutputFormat): string | undefined {
  if (!isLeftOut(without, format)) return undefined;
  return `${format.toUpperCase()} cannot be written: ${absence(format)} Choose webp, or deploy a build that has it.`;
}

function isLeftOut(without: readonly OptionalFormat[], format: string): boolean {
  return without.some((one) => one === format);
}

function absence(format: string): string {
  return `this function was built without it (npm run build -- --without ${format}).`;
}

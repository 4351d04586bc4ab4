// How a file of each format is taken to parts.

import type { SourceFormat } from '../../../../src/function/format/format.ts';
import { heif, jxl } from './boxes.ts';
import type { Container } from './container.ts';
import { gif } from './gif.ts';
import { jpeg } from './jpeg.ts';
import { png } from './png.ts';
import { tiff } from './tiff.ts';
import { webp } from './webp.ts';

export const containers: Readonly<Record<SourceFormat, Container>> = {
  jpeg,
  png,
  webp,
  gif,
  tiff,
  avif: heif,
  heic: heif,
  jxl,
};

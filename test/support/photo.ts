// What the header of an ordinary photo says.

import type { SourceInfo } from '../../src/engine.ts';

export const ordinaryPhoto: SourceInfo = {
  format: 'jpeg',
  width: 4000,
  height: 3000,
  pages: 1,
  hasAlpha: false,
  colour: 'rgb',
  interlaced: false,
  bitDepth: 8,
};

// What the header of an ordinary photo says, and how an ordinary thumbnail is made of it.

import type { RenderSpec, SourceInfo } from '../../src/function/engine/engine.ts';

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

export const ordinarySpec: RenderSpec = {
  fit: 'inside',
  gravity: 'centre',
  resizedWidth: 200,
  resizedHeight: 150,
  width: 200,
  height: 150,
  format: 'jpeg',
  quality: 80,
};

// The modules that an engine boots with: only those that meet AVIF or JPEG XL pay for them.

import { expect, test } from 'vitest';
import { vipsModulesFor } from '../../../wasm/host/assets.ts';

const encoders = ['jpegEncoder', 'webpEncoder', 'png', 'pngOptimiser'];

test.each([
  ['nothing known yet', [], []],
  ['JPEG to WebP', ['jpeg', ['webp', 'jpeg', 'png', 'gif']], []],
  ['AVIF to JPEG', ['avif', ['jpeg']], ['heif']],
  ['JPEG to AVIF', ['jpeg', ['jpeg', 'avif']], ['heif']],
  ['JPEG XL to JPEG', ['jxl', ['jpeg']], ['jxl']],
  ['JPEG XL to AVIF', ['jxl', ['avif']], ['heif', 'jxl']],
] as const)('%s', (_, [format, outputs], more) => {
  expect(vipsModulesFor(false, format, outputs)).toEqual(['vips', ...more]);
  expect(vipsModulesFor(true, format, outputs)).toEqual(['vips', ...encoders, ...more]);
});

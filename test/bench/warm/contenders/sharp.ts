// libvips as native code: what a function could use that is built for its platform.

import sharp from 'sharp';
import { sourceFormats } from '../../../../src/function/format/format.ts';
import type { StartContender } from '../contender.ts';

export const start: StartContender = async (cores) => {
  // The same photo comes again and again, which no function sees.
  sharp.cache(false);
  sharp.concurrency(cores);
  return {
    async render(photo, { format, sizes, covers = false, output = sourceFormats[format].auto }) {
      const quality = output === 'png' ? {} : { quality: 80 };
      const thumbnails: Uint8Array[] = [];
      for (const size of sizes) {
        const picture = sharp(photo).autoOrient();
        const resized = picture.resize(size, size, {
          fit: covers ? 'cover' : 'inside',
          withoutEnlargement: true,
        });
        thumbnails.push(await resized.toFormat(output, quality).toBuffer());
      }
      return thumbnails;
    },
  };
};

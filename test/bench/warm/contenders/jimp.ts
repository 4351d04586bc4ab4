// JavaScript all through.

import { loadPeer } from '../../peers.ts';
import type { StartContender } from '../contender.ts';

/** What is used of it. */
interface JimpModule {
  readonly Jimp: { fromBuffer(bytes: Buffer, options: object): Promise<JimpImage> };
}

interface JimpImage {
  clone(): JimpImage;
  scaleToFit(box: { w: number; h: number }): JimpImage;
  getBuffer(type: 'image/jpeg', options: { quality: number }): Promise<Buffer>;
}

/** Its decoder refuses by default what takes more than 512 MB. */
const decoding = { 'image/jpeg': { maxMemoryUsageInMB: 4096 } };

export const start: StartContender = async () => {
  const { Jimp } = await loadPeer<JimpModule>('jimp');
  return {
    async render(photo, { sizes }) {
      const image = await Jimp.fromBuffer(Buffer.from(photo), decoding);
      const encode = (size: number) =>
        image.clone().scaleToFit({ w: size, h: size }).getBuffer('image/jpeg', { quality: 80 });
      return Promise.all(sizes.map(encode));
    },
  };
};

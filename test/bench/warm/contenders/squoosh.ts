// @squoosh/lib by its own front door. The function uses some of its codecs, but not this.

import { loadPeer } from '../../peers.ts';
import type { StartContender } from '../contender.ts';

/** What is used of it. */
interface SquooshModule {
  readonly ImagePool: new (threads: number) => { ingestImage(bytes: Uint8Array): SquooshImage };
}

interface SquooshImage {
  readonly decoded: Promise<{ readonly bitmap: { readonly width: number; readonly height: number } }>;
  preprocess(options: { resize: { width?: number; height?: number } }): Promise<void>;
  encode(options: { mozjpeg: { quality: number } }): Promise<{ mozjpeg: { binary: Uint8Array } }>;
}

export const start: StartContender = async (cores) => {
  const { ImagePool } = await loadPeer<SquooshModule>('@squoosh/lib');
  const pool = new ImagePool(cores);
  return {
    async render(photo, { sizes }) {
      const thumbnails: Uint8Array[] = [];
      for (const size of sizes) {
        // It changes an image where it is, so each size begins anew.
        const image = pool.ingestImage(photo);
        const { bitmap } = await image.decoded;
        await image.preprocess({ resize: bitmap.width > bitmap.height ? { width: size } : { height: size } });
        thumbnails.push((await image.encode({ mozjpeg: { quality: 80 } })).mozjpeg.binary);
      }
      return thumbnails;
    },
  };
};

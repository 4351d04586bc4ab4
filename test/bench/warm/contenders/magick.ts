// ImageMagick as WebAssembly.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadPeer } from '../../peers.ts';
import type { Contender, StartContender } from '../contender.ts';

/** What is used of it. */
interface MagickModule {
  initializeImageMagick(wasm: Uint8Array): Promise<void>;
  readonly ImageMagick: {
    read<T>(bytes: Uint8Array, settings: object, use: (image: MagickImage) => T): T;
  };
  readonly MagickReadSettings: new () => { setDefine(format: string, name: string, value: string): void };
  readonly MagickFormat: { readonly Jpeg: string };
}

interface MagickImage {
  quality: number;
  autoOrient(): void;
  resize(width: number, height: number): void;
  write<T>(format: string, use: (bytes: Uint8Array) => T): T;
}

export const start: StartContender = () => startMagick(false);

/** @param told Is the decoder told the size, so that it shrinks while it reads, as `magick -thumbnail` does? */
export async function startMagick(told: boolean): Promise<Contender> {
  const magick = await loadPeer<MagickModule>('@imagemagick/magick-wasm');
  const { resolve } = createRequire(import.meta.url);
  await magick.initializeImageMagick(await readFile(resolve('@imagemagick/magick-wasm/magick.wasm')));
  const jpeg = magick.MagickFormat.Jpeg;
  return {
    render: async (photo, { sizes }) =>
      sizes.map((size) => {
        const settings = new magick.MagickReadSettings();
        if (told) settings.setDefine(jpeg, 'size', `${2 * size}x${2 * size}`);
        return magick.ImageMagick.read(photo, settings, (image) => {
          image.autoOrient();
          image.resize(size, size);
          image.quality = 80;
          return image.write(jpeg, (bytes) => Uint8Array.from(bytes));
        });
      }),
  };
}

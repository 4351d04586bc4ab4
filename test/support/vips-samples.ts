// The samples that libvips decodes a JPEG to, by wasm-vips: what those of the JPEG engine are compared with.

import Vips from 'wasm-vips';

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 or 3. */
  readonly bands: number;
  readonly data: Uint8Array;
}

export interface VipsSamples {
  /**
   * @param shrink By how much libjpeg shrinks. libvips leaves out a last column and row that are only a part of one.
   * @returns The samples; or why libvips refuses the file, for which a warning is enough.
   */
  decode(bytes: Uint8Array, shrink: number): Samples | string;
  stop(): void;
}

export async function openVips(): Promise<VipsSamples> {
  const vips = await Vips({ dynamicLibraries: [] });
  vips.concurrency(1);
  vips.Cache.max(0);
  return {
    decode(bytes, shrink) {
      let image: Vips.Image | undefined;
      try {
        image = vips.Image.newFromBuffer(bytes, `[shrink=${shrink},fail_on=warning]`, {
          access: 'sequential',
        });
        const { width, height, bands } = image;
        return { width, height, bands, data: image.writeToMemory() as Uint8Array };
      } catch (error) {
        return String((error as Error).message);
      } finally {
        image?.delete();
      }
    },
    stop: () => vips.shutdown(),
  };
}

// The samples that libvips decodes a picture to, by wasm-vips: what those of our own decoders are compared with.

import Vips from 'wasm-vips';

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 or 3, and one more with alpha. */
  readonly bands: number;
  readonly data: Uint8Array;
}

export interface VipsSamples {
  /**
   * @param options The loader's, as libvips writes them. Where it shrinks, it leaves out a last column and row that are only a part of
   * one.
   * @param change What is done with the picture before its samples are taken.
   * @returns The samples, 8 bits each; or why libvips refuses the file.
   */
  decode(bytes: Uint8Array, options: string, change?: (image: Vips.Image) => Vips.Image): Samples | string;
  stop(): void;
}

export async function openVips(): Promise<VipsSamples> {
  const vips = await Vips({ dynamicLibraries: [] });
  vips.concurrency(1);
  vips.Cache.max(0);
  return {
    decode(bytes, options, change = (image) => image.copy()) {
      let image: Vips.Image | undefined;
      try {
        using loaded = vips.Image.newFromBuffer(bytes, `[${options}]`, { access: 'sequential' });
        image = change(loaded);
        const { width, height, bands } = image;
        const data = image.writeToMemory();
        // The upper 8 of 16 bits, as libvips makes 8 bits of RGB. Of grey it makes them by way of its light, which may differ by 1.
        const isWide = data instanceof Uint16Array;
        return {
          width,
          height,
          bands,
          data: isWide ? Uint8Array.from(data, (one) => one >> 8) : (data as Uint8Array),
        };
      } catch (error) {
        return String((error as Error).message);
      } finally {
        image?.delete();
      }
    },
    stop: () => vips.shutdown(),
  };
}

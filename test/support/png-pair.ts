// The PNG decoder, with SIMD and without, beside libvips, which has libpng.

import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
import { createPngDecoder, type PngDecoder } from '../../wasm/png/decode.ts';
import { readStructure } from '../../wasm/png/structure.ts';
import { type DecodeShrunk, openShrinkingPair, type ShrinkingPair } from './shrinking-pair.ts';

export const pngModules = ['pngDecode', 'pngDecodeSimd'] as const;

export async function openPngDecoder(name: (typeof pngModules)[number]): Promise<PngDecoder> {
  const { [name]: module } = await buildOwnModules('png');
  return createPngDecoder(new WebAssembly.Module(new Uint8Array(module)));
}

export async function openPngPair(): Promise<ShrinkingPair> {
  const by = async (name: (typeof pngModules)[number]): Promise<DecodeShrunk> => {
    const decoder = await openPngDecoder(name);
    return (bytes, shrink) => decoder.decode(readStructure(bytes), shrink, () => undefined);
  };
  return openShrinkingPair(await by('pngDecodeSimd'), await by('pngDecode'));
}

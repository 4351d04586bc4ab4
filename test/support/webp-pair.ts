// The WebP decoder, with SIMD and without, beside libvips, which has libwebp.

import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
import { createWebpDecoder, type WebpDecoder } from '../../wasm/webp/decode.ts';
import { readStructure } from '../../wasm/webp/structure.ts';
import { type DecodeShrunk, openShrinkingPair, type ShrinkingPair } from './shrinking-pair.ts';

type WebpModule = 'webpDecode' | 'webpDecodeSimd';

export async function openWebpDecoder(name: WebpModule): Promise<WebpDecoder> {
  const { [name]: module } = await buildOwnModules('webp');
  return createWebpDecoder(new WebAssembly.Module(new Uint8Array(module)));
}

export async function openWebpPair(): Promise<ShrinkingPair> {
  const by = async (name: WebpModule): Promise<DecodeShrunk> => {
    const decoder = await openWebpDecoder(name);
    return (bytes, shrink) => decoder.decode(readStructure(bytes), shrink, () => undefined);
  };
  return openShrinkingPair(await by('webpDecodeSimd'), await by('webpDecode'));
}

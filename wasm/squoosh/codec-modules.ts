// The WebAssembly modules of the Squoosh engine: from name to file in @squoosh/lib's `build` folder.

export const squooshModules = {
  jpegDecoder: 'mozjpeg_node_dec-4fa549e7.wasm',
  jpegEncoder: 'mozjpeg_node_enc-7b3a94eb.wasm',
  webpDecoder: 'webp_node_dec-dde61ffa.wasm',
  webpEncoder: 'webp_node_enc-21e7a82d.wasm',
  png: 'squoosh_png_bg-afa2f8d4.wasm',
  pngOptimiser: 'squoosh_oxipng_bg-bb6b7672.wasm',
} as const;

/** The modules that encoding needs. */
export const encoderModules = ['jpegEncoder', 'webpEncoder', 'png', 'pngOptimiser'] as const;

export type SquooshModule = keyof typeof squooshModules;
/** The bytes of every module, by name. */
export type SquooshBytes = Readonly<Record<SquooshModule, Uint8Array>>;

// What the engine is made of, as the bundle holds it. build.mjs supplies the `embedded:` modules: the engine thread's
// script as text, and each WebAssembly module as base64 of brotli.

import { brotliDecompress } from 'zlib';
import type { ModuleName } from './protocol.ts';

export interface EngineAssets {
  /** `wasm-vips 0.0.19` */
  readonly version: string;
  /** Script of the engine's thread. */
  readonly thread: string;
  /** The bytes of a module; the caller owns them. */
  module(name: ModuleName): Promise<Uint8Array>;
}

/** base64 of brotli -> bytes, inflated off the main thread. */
export function inflate(base64: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    brotliDecompress(Buffer.from(base64, 'base64'), (error, bytes) =>
      error ? reject(error) : resolve(bytes),
    );
  });
}

// Replaces the globals that the Squoosh codecs use; esbuild's `inject` puts these into their script. So the codecs
// reach neither the process nor the network, leave nothing behind, and run where some of these globals do not exist.

import { TextDecoder as NodeTextDecoder } from 'util';

/** Node.js 10 has it only in this module. */
export const TextDecoder = NodeTextDecoder;

/**
 * With these, the codecs would load their modules from the network. Even reading their types would take 50 ms, because
 * Node.js then loads all of its fetch.
 */
export const fetch = undefined;
export const Request = undefined;
export const Response = undefined;

/** RGBA with straight alpha, 8 bits per sample. */
export class ImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;

  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

/** The object in which decoders look up the types of their results. */
const codecGlobals = { Uint8Array, Uint8ClampedArray, ImageData };

/** A codec that fails calls `exit`. Here that throws an error like any other, and the process goes on. */
export const process = {
  argv: [] as readonly string[],
  exit(): never {
    throw new Error(console.takeWarning() || 'the codec ended with an error and gave no reason');
  },
};

let lastWarning = '';

/** Codecs write their warnings to the console. The last one becomes the message of the error that follows it. */
export const console = {
  log: () => undefined,
  warn(line: string) {
    lastWarning = line;
  },
  takeWarning(): string {
    const line = lastWarning;
    lastWarning = '';
    return line;
  },
};

/** The linear memories of the instances that exist only once: wasm-bindgen's, which export them as `memory`. */
const memories: WebAssembly.Memory[] = [];

/** Bytes of linear memory of those instances. */
export function sharedMemoryBytes(): number {
  return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

const { instantiate } = WebAssembly;

/** The native WebAssembly, except that it records the memories of its instances. */
const countingWebAssembly = Object.create(WebAssembly, {
  instantiate: {
    async value(bytes: Uint8Array, imports: WebAssembly.Imports) {
      const made = await instantiate(bytes, imports);
      const { memory } = made.instance.exports;
      if (memory) memories.push(memory as WebAssembly.Memory);
      return made;
    },
  },
});

export { codecGlobals as globalThis, countingWebAssembly as WebAssembly };

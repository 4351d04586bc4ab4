// What the Squoosh codecs see in place of the globals of their names; esbuild's `inject` puts these into their script.
// So they reach neither process nor network, leave nothing behind, and run where some of these do not exist.

import { TextDecoder as NodeTextDecoder } from 'util';

/** Node.js 10 has it only here. */
export const TextDecoder = NodeTextDecoder;

/**
 * Given these, the codecs would load their modules from the network. Even to ask for their types would cost 50 ms: Node.js
 * loads the whole of its fetch then.
 */
export const fetch = undefined;
export const Request = undefined;
export const Response = undefined;

/** Straight RGBA, 8 bits per sample. */
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

/** Where decoders look for the types of what they return, and leave what they believe to be new. */
const codecGlobals = { Uint8Array, Uint8ClampedArray, ImageData };

/** A codec that gives up exits: an error like any other, of which the process hears nothing. */
export const process = {
  argv: [] as readonly string[],
  exit(): never {
    throw new Error(console.takeWarning() || 'the codec gave up without a word');
  },
};

let lastWarning = '';

/** Codecs complain to the console. The last complaint is kept for the error that follows it. */
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

/** Linear memory of the instances that exist once and for all: wasm-bindgen's, which export it by this name. */
const memories: WebAssembly.Memory[] = [];

/** Bytes. */
export function sharedMemoryBytes(): number {
  return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

const { instantiate } = WebAssembly;

/** The native one, but that it tells of the memories it made. */
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

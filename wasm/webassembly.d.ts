// Declares the few parts of the WebAssembly JavaScript interface that the engines use. TypeScript declares them only in
// its DOM library, which this project does not load.

declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  type Exports = Record<string, unknown>;
  class Memory {
    /** @param size In pages. */
    constructor(size: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    /** @returns The pages that there were before. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
    readonly [Symbol.toStringTag]: string;
  }
  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Exports;
  }
  class RuntimeError extends Error {}
  function validate(bytes: Uint8Array): boolean;
  function instantiate(bytes: Uint8Array, imports: Imports): Promise<{ instance: Instance; module: Module }>;
}

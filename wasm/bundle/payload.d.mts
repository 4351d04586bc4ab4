// Types of payload.mjs, which is plain JavaScript because build.mjs runs it without a compiler.

/**
 * Where a compressed module is in the bundle's file. `fromEnd` (from its first byte to the end of the file) and
 * `length` are bytes of base64; `bytes` is the size of the module once inflated.
 */
export interface Place {
  readonly fromEnd: number;
  readonly length: number;
  readonly bytes: number;
}

export declare function layOut(
  parts: readonly (readonly [name: string, compressed: Buffer, bytes: number])[],
): {
  readonly text: string;
  readonly places: Readonly<Record<string, Place>>;
};

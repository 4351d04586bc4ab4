// Types of payload.mjs, which is plain JavaScript because build.mjs is.

/** Where a part stands in the bundle's file as base64, in bytes; `bytes` of the part itself, inflated. */
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

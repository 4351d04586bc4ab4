// Types of payload.mjs, which is plain JavaScript because build.mjs is.

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

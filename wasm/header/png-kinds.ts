// The kinds of pixels that a PNG may have (W3C PNG, third edition, table 11.1).

interface PngKind {
  /** The bit depths that it may have. */
  readonly depths: readonly number[];
  /** Samples of a pixel. */
  readonly samples: number;
}

/** By colour type. */
export const pngKinds: Readonly<Record<number, PngKind>> = {
  0: { depths: [1, 2, 4, 8, 16], samples: 1 },
  2: { depths: [8, 16], samples: 3 },
  3: { depths: [1, 2, 4, 8], samples: 1 },
  4: { depths: [8, 16], samples: 2 },
  6: { depths: [8, 16], samples: 4 },
};

// The size of a picture.

/** Whole pixels, each at least 1. */
export interface Sides {
  readonly width: number;
  readonly height: number;
}

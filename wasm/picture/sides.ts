// The size of a picture.

/** Whole pixels, each at least 1. */
export interface Sides {
  readonly width: number;
  readonly height: number;
}

/**
 * Checks, before a picture is encoded, that it has the size that was announced for it.
 *
 * @throws {Error} if it has not, which is a fault of this code and not of the photo.
 */
export function checkSides(picture: Sides, announced: Sides): void {
  if (picture.width === announced.width && picture.height === announced.height) return;
  throw new Error(
    `the picture has ${picture.width}x${picture.height} pixels instead of ${announced.width}x${announced.height}`,
  );
}

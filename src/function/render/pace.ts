// What an instance learns of its own speed: what was not done in time once is not begun again with no more time.

/** Milliseconds that a failure counts: other functions on the same machine come and go. */
const memory = 600_000;

/** Kept as long as the instance lives. */
export class Pace {
  private failure: { readonly at: number; readonly msPerPixel: number } | undefined;

  /** @param ms How long was not enough for so many pixels. */
  missed(pixels: number, ms: number): void {
    this.failure = { at: Date.now(), msPerPixel: ms / pixels };
  }

  /** Could so many pixels be done in so many milliseconds, for all that is known? */
  allows(pixels: number, ms: number): boolean {
    if (!this.failure || Date.now() - this.failure.at > memory) return true;
    return pixels * this.failure.msPerPixel < ms;
  }
}

// A decoded picture as its decoder has it: planes of samples, of which those of colours may be smaller. Types only.

import type { Region } from '../../src/function/engine/engine.ts';

export interface HeifPlane {
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly bits: number;
  /** From one row to the next, in samples. */
  readonly stride: number;
  readonly data: Uint8Array | Uint16Array;
}

export interface HeifPlanes {
  /** Grey; or luma, blue and red difference. */
  readonly planes: readonly [HeifPlane] | readonly [HeifPlane, HeifPlane, HeifPlane];
  /** In the size of the first plane. */
  readonly alpha: HeifPlane | undefined;
  readonly isPremultiplied: boolean;
  /** Code points of ITU-T H.273. */
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
  /** Whether samples have all of their range, or that of video. */
  readonly isFullRange: boolean;
}

export interface KeptPlanes extends HeifPlanes {
  /** The part that is seen, in pixels of the first plane. */
  readonly kept: Region;
}

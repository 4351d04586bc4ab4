// From luma and differences of colour to red, green and blue (ITU-T H.273, 8.3).

import type { HeifPlanes } from './planes.ts';

/** The shares of red and blue in luma, by the code point of the matrix. */
const lumaOf: Readonly<Record<number, readonly [red: number, blue: number]>> = {
  1: [0.2126, 0.0722],
  4: [0.3, 0.11],
  5: [0.299, 0.114],
  6: [0.299, 0.114],
  7: [0.212, 0.087],
  9: [0.2627, 0.0593],
  10: [0.2627, 0.0593],
};
/** The same by the code point of primaries, where the matrix follows from them (12 and 13). */
const byPrimaries: Readonly<Record<number, readonly [red: number, blue: number]>> = {
  1: [0.2126, 0.0722],
  5: [0.2224, 0.0713],
  6: [0.2124, 0.0865],
  9: [0.2627, 0.0593],
  12: [0.229, 0.0793],
};
/** Where nothing is said, pictures are coded like JPEG. */
const usual = [0.299, 0.114] as const;
/** Of 8 bits: where luma of video begins, how many steps it has, how many colour has, and where a difference of colour is zero. */
const video = { black: 16, luma: 219, chroma: 224 } as const;
const middle = 128;

/** Fills a row of red, green, blue and one more from one row of each plane, 0-1. */
export type ToRgb = (planes: readonly Float32Array[], row: Float32Array) => void;

export function colourMatrix({ planes, matrix, primaries, isFullRange }: Coding): ToRgb {
  const { bits } = planes[0];
  /** From steps of 8 bits to samples as they are here, 0-1. */
  const step = 2 ** (bits - 8) / (2 ** bits - 1);
  const black = isFullRange ? 0 : video.black * step;
  const luma = isFullRange ? 1 : 1 / (video.luma * step);
  const chroma = isFullRange ? 1 : 1 / (video.chroma * step);
  const zero = middle * step;
  if (planes.length === 1) return grey(black, luma);
  if (matrix === 0) return plain(black, luma);
  if (matrix === 8) return yCgCo({ black, luma, chroma, zero });
  const [red, blue] = (matrix === 12 || matrix === 13 ? byPrimaries[primaries] : lumaOf[matrix]) ?? usual;
  const green = 1 - red - blue;
  const ofRed = 2 * (1 - red) * chroma;
  const ofBlue = 2 * (1 - blue) * chroma;
  return ([ys = none, cbs = none, crs = none], row) => {
    for (let x = 0, to = 0; x < ys.length; x++, to += 4) {
      const y = ((ys[x] as number) - black) * luma;
      const cb = ((cbs[x] as number) - zero) * ofBlue;
      const cr = ((crs[x] as number) - zero) * ofRed;
      row[to] = y + cr;
      row[to + 1] = y - (blue * cb + red * cr) / green;
      row[to + 2] = y + cb;
    }
  };
}

type Coding = Pick<HeifPlanes, 'planes' | 'matrix' | 'primaries' | 'isFullRange'>;

const none = new Float32Array(0);

function grey(black: number, luma: number): ToRgb {
  return ([ys = none], row) => {
    for (let x = 0, to = 0; x < ys.length; x++, to += 4) {
      row.fill(((ys[x] as number) - black) * luma, to, to + 3);
    }
  };
}

/** The planes are green, blue and red. */
function plain(black: number, luma: number): ToRgb {
  return ([greens = none, blues = none, reds = none], row) => {
    for (let x = 0, to = 0; x < greens.length; x++, to += 4) {
      row[to] = ((reds[x] as number) - black) * luma;
      row[to + 1] = ((greens[x] as number) - black) * luma;
      row[to + 2] = ((blues[x] as number) - black) * luma;
    }
  };
}

interface Range {
  readonly black: number;
  readonly luma: number;
  readonly chroma: number;
  readonly zero: number;
}

function yCgCo({ black, luma, chroma, zero }: Range): ToRgb {
  return ([ys = none, cgs = none, cos = none], row) => {
    for (let x = 0, to = 0; x < ys.length; x++, to += 4) {
      const y = ((ys[x] as number) - black) * luma;
      const cg = ((cgs[x] as number) - zero) * chroma;
      const co = ((cos[x] as number) - zero) * chroma;
      row[to] = y - cg + co;
      row[to + 1] = y + cg;
      row[to + 2] = y - cg - co;
    }
  };
}

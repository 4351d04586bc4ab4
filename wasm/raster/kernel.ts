// The kernels of resampling as weights: which old pixels each new pixel is made of, and the weight of each.

export interface Weights {
  /** The number of old pixels for each new one. */
  readonly taps: number;
  /** The index of the first old pixel, for each new one. */
  readonly first: Int32Array;
  /** `taps` weights for each new pixel; their sum is 1. */
  readonly values: Float32Array;
}

export interface Kernel {
  /** Pixels on each side beyond which the kernel is 0. */
  readonly radius: number;
  at(distance: number): number;
}

export const lanczos3: Kernel = {
  radius: 3,
  at(x) {
    if (x === 0) return 1;
    const angle = Math.PI * x;
    return (3 * Math.sin(angle) * Math.sin(angle / 3)) / (angle * angle);
  },
};

/** The Catmull-Rom spline. */
export const bicubic: Kernel = {
  radius: 2,
  at(x) {
    const d = Math.abs(x);
    return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
  },
};

/**
 * Computes the weights along one axis.
 *
 * @param from The old length in pixels.
 * @param to The new length in pixels.
 * @param shrink Old pixels for each new one: from / to, or a little less where the last old pixel is only a part of
 * one.
 */
export function weigh(from: number, to: number, shrink: number, kernel: Kernel): Weights {
  const stretch = Math.max(1, shrink);
  const reach = kernel.radius * stretch;
  const taps = Math.min(from, Math.ceil(reach * 2) + 1);
  const first = new Int32Array(to);
  const values = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    // When it enlarges, libvips counts from the pixels' edges in the new picture, and from their centres in the old
    // one.
    const centre = shrink < 1 ? i * shrink - 0.5 : (i + 0.5) * shrink - 0.5;
    const start = Math.ceil(centre - reach);
    const end = Math.floor(centre + reach);
    const begin = Math.max(0, Math.min(start, from - taps));
    first[i] = begin;
    const row = values.subarray(i * taps, (i + 1) * taps);
    let sum = 0;
    for (let at = start; at <= end; at++) {
      const weight = Math.abs(at - centre) < reach ? kernel.at((at - centre) / stretch) : 0;
      // Beyond the edges, the outermost pixels are repeated.
      const tap = Math.min(Math.max(at, 0), from - 1) - begin;
      row[tap] = (row[tap] as number) + weight;
      sum += weight;
    }
    for (let tap = 0; tap < taps; tap++) row[tap] = (row[tap] as number) / sum;
  }
  return { taps, first, values };
}

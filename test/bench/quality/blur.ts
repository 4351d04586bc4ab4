// The Gaussian of SSIMULACRA2, which looks eleven pixels wide and sees black beyond the edges.

const radius = 5;
const sigma = 1.5;

const kernel = truncatedCosines();

/**
 * The weights of Charalampidis' sum of three truncated cosines (2016, "Recursive Implementation of the Gaussian Filter
 * Using Truncated Cosine Functions"); numbers in brackets are its equations.
 */
function truncatedCosines(): Float64Array {
  const omega = [1, 3, 5].map((k) => (k * Math.PI) / (2 * radius));
  const [o1 = 0, o3 = 0, o5 = 0] = omega;
  // (37) and (44)
  const p = [1 / Math.tan(o1 / 2), -1 / Math.tan(o3 / 2), 1 / Math.tan(o5 / 2)] as const;
  const r = [p[0] ** 2 / Math.sin(o1), -(p[1] ** 2) / Math.sin(o3), p[2] ** 2 / Math.sin(o5)] as const;
  // (50)
  const rho = omega.map((one) => Math.exp(-0.5 * sigma ** 2 * one ** 2) / radius);
  // (52)
  const d13 = p[0] * r[1] - r[0] * p[1];
  const zeta15 = (p[1] * r[2] - r[1] * p[2]) / d13;
  const zeta35 = (p[2] * r[0] - r[2] * p[0]) / d13;
  // (53) to (56)
  const beta = solve(
    [[...p], [...r], [zeta15, zeta35, 1]],
    [1, radius ** 2 - sigma ** 2, zeta15 * (rho[0] ?? 0) + zeta35 * (rho[1] ?? 0) + (rho[2] ?? 0)],
  );
  const weight = (n: number) =>
    beta.reduce((sum, factor, k) => sum + factor * Math.cos((omega[k] ?? 0) * n), 0);
  return Float64Array.from({ length: 2 * radius + 1 }, (_, at) => weight(at - radius));
}

/** Three equations by Cramer's rule. */
function solve(rows: readonly (readonly number[])[], right: readonly number[]): number[] {
  const determinant = ([a = [], b = [], c = []]: readonly (readonly number[])[]) =>
    [0, 1, 2].reduce((sum, i) => {
      const [j, k] = [(i + 1) % 3, (i + 2) % 3];
      return sum + (a[i] ?? 0) * ((b[j] ?? 0) * (c[k] ?? 0) - (b[k] ?? 0) * (c[j] ?? 0));
    }, 0);
  const whole = determinant(rows);
  return [0, 1, 2].map((column) => {
    const replaced = rows.map((row, at) => row.map((value, i) => (i === column ? (right[at] ?? 0) : value)));
    return determinant(replaced) / whole;
  });
}

/** @param plane Row by row. @returns A plane of the same size. */
export function blur(plane: Float32Array, width: number, height: number): Float32Array {
  return columns(rows(plane, width, height), width, height);
}

function rows(plane: Float32Array, width: number, height: number): Float32Array {
  const blurred = new Float32Array(plane.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      const last = Math.min(width - 1, x + radius);
      for (let at = Math.max(0, x - radius); at <= last; at++) {
        sum += (plane[row + at] as number) * (kernel[at - x + radius] as number);
      }
      blurred[row + x] = sum;
    }
  }
  return blurred;
}

function columns(plane: Float32Array, width: number, height: number): Float32Array {
  const blurred = new Float32Array(plane.length);
  for (let y = 0; y < height; y++) {
    const last = Math.min(height - 1, y + radius);
    for (let at = Math.max(0, y - radius); at <= last; at++) {
      const weight = kernel[at - y + radius] as number;
      for (let x = 0; x < width; x++) {
        const to = y * width + x;
        blurred[to] = (blurred[to] as number) + (plane[at * width + x] as number) * weight;
      }
    }
  }
  return blurred;
}

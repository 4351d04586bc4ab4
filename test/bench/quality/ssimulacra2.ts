// SSIMULACRA2, the visual distance that the quality part measures with: 100 is the same picture, 90 cannot be told from
// it, 70 is high quality, 50 medium, below 30 low. After Cloudinary's reference (github.com/cloudinary/ssimulacra2,
// BSD-3-Clause) and rust-av's port of it (BSD-2-Clause), whose test image gets 17.5 here and 17.4 there.

import { blur } from './blur.ts';
import { halve, type Linear, type Planes, toLinear, toPlanes } from './xyb.ts';

/** sRGB, three bytes a pixel. */
export interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const scales = 6;
/** Of a side, in pixels: smaller scales say nothing. */
const smallest = 8;

const bands = { x: 0, y: 1, b: 2 } as const;
/** The mean, or the fourth root of the mean fourth power, which weighs the worst places. */
type Norm = 'mean' | 'worst';
/** How unlike the structures are; edges where there were none; edges that are gone. */
type Fault = 'ssim' | 'artefact' | 'lost';
/** For each fault and norm how much of it there is. */
type Faults = Readonly<Record<Fault, Readonly<Record<Norm, number>>>>;

/** The reference's weights above 0.01, which make all but some ten thousandths of its score. */
const weights: readonly (readonly [keyof typeof bands, scale: number, Norm, Fault, weight: number])[] = [
  ['x', 1, 'worst', 'ssim', 1.104_172_642_665_734_6],
  ['x', 2, 'worst', 'ssim', 1.842_245_552_053_929_8],
  ['x', 2, 'worst', 'artefact', 11.441_172_603_757_666],
  ['x', 3, 'worst', 'ssim', 1.878_759_497_954_638_7],
  ['x', 3, 'worst', 'artefact', 10.949_069_906_051_42],
  ['x', 4, 'mean', 'artefact', 0.967_793_708_062_683_3],
  ['x', 4, 'worst', 'artefact', 0.998_176_697_785_496_7],
  ['y', 0, 'worst', 'ssim', 7.466_890_328_078_848],
  ['y', 0, 'worst', 'lost', 17.445_833_984_131_262],
  ['y', 1, 'worst', 'ssim', 6.683_678_146_179_332],
  ['y', 1, 'worst', 'lost', 1.027_889_937_768_264],
  ['y', 2, 'mean', 'ssim', 225.205_153_008_492_74],
  ['y', 2, 'worst', 'ssim', 19.213_238_186_143_016],
  ['y', 3, 'mean', 'ssim', 176.393_175_984_506_94],
  ['y', 3, 'worst', 'ssim', 24.433_009_998_704_76],
  ['y', 3, 'worst', 'artefact', 0.285_208_026_121_177_57],
  ['y', 4, 'worst', 'ssim', 34.779_063_444_837_72],
  ['y', 4, 'worst', 'artefact', 44.835_625_328_877_896],
  ['b', 3, 'worst', 'ssim', 8.826_982_764_996_862],
  ['b', 3, 'worst', 'artefact', 23.192_433_439_989_26],
  ['b', 4, 'mean', 'ssim', 95.108_049_881_108_6],
  ['b', 4, 'mean', 'artefact', 0.986_397_803_440_068_2],
  ['b', 4, 'mean', 'lost', 0.983_438_279_246_535_3],
  ['b', 4, 'worst', 'artefact', 171.266_725_589_730_7],
  ['b', 4, 'worst', 'lost', 0.980_785_887_243_537_9],
];

/** @throws {Error} if the two differ in size, or have a side below 8 pixels. */
export function ssimulacra2(original: Picture, distorted: Picture): number {
  const { width, height } = original;
  if (distorted.width !== width || distorted.height !== height || Math.min(width, height) < smallest) {
    throw new Error(`${width}x${height} cannot be compared with ${distorted.width}x${distorted.height}`);
  }
  let a = toLinear(original.data, width, height);
  let b = toLinear(distorted.data, width, height);
  let distance = 0;
  for (let scale = 0; scale < scales && Math.min(a.width, a.height) >= smallest; scale++) {
    distance += atScale(scale, a, b);
    a = halve(a);
    b = halve(b);
  }
  return toScore(distance);
}

/** The weighted sum of all faults at one scale. */
function atScale(scale: number, a: Linear, b: Linear): number {
  const here = weights.filter((weight) => weight[1] === scale);
  if (here.length === 0) return 0;
  const [first, second] = [toPlanes(a), toPlanes(b)];
  const found = new Map<string, Faults>();
  let sum = 0;
  for (const [band, , norm, fault, weight] of here) {
    const faults = found.get(band) ?? compare(first, second, bands[band], a.width, a.height);
    found.set(band, faults);
    sum += weight * faults[fault][norm];
  }
  return sum;
}

function compare(first: Planes, second: Planes, band: 0 | 1 | 2, width: number, height: number): Faults {
  const [a, b] = [first[band], second[band]];
  const smooth = (plane: Float32Array) => blur(plane, width, height);
  const [muA, muB] = [smooth(a), smooth(b)];
  const [aa, bb, ab] = [smooth(product(a, a)), smooth(product(b, b)), smooth(product(a, b))];
  const sums = { ssim: new Sums(), artefact: new Sums(), lost: new Sums() };
  for (let i = 0; i < a.length; i++) {
    const [ma, mb] = [muA[i] as number, muB[i] as number];
    const covariance = (ab[i] as number) - ma * mb;
    const variances = (aa[i] as number) - ma * ma + ((bb[i] as number) - mb * mb);
    const alike = ((1 - (ma - mb) ** 2) * (2 * covariance + 0.0009)) / (variances + 0.0009);
    sums.ssim.add(Math.max(0, 1 - alike));
    const edge = (1 + Math.abs((b[i] as number) - mb)) / (1 + Math.abs((a[i] as number) - ma)) - 1;
    sums.artefact.add(Math.max(0, edge));
    sums.lost.add(Math.max(0, -edge));
  }
  const { ssim, artefact, lost } = sums;
  return { ssim: ssim.norms(a.length), artefact: artefact.norms(a.length), lost: lost.norms(a.length) };
}

function product(a: Float32Array, b: Float32Array): Float32Array {
  const products = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) products[i] = (a[i] as number) * (b[i] as number);
  return products;
}

class Sums {
  private sum = 0;
  private fourths = 0;

  /** @param value Not negative. */
  add(value: number): void {
    this.sum += value;
    this.fourths += value * value * value * value;
  }

  norms(count: number): Record<Norm, number> {
    return { mean: this.sum / count, worst: (this.fourths / count) ** 0.25 };
  }
}

function toScore(distance: number): number {
  const sum = distance * 0.956_238_261_683_484_4;
  const bent =
    2.326_765_642_916_932 * sum - 0.020_884_521_182_843_837 * sum ** 2 + 6.248_496_625_763_138e-5 * sum ** 3;
  return bent > 0 ? 100 - 10 * bent ** 0.627_633_646_783_138_7 : 100;
}

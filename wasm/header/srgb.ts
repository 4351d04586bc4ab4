// The curve and the primaries of sRGB (IEC 61966-2-1).

/** XYZ relative to D50, as ICC profiles have it -> linear sRGB, three rows of three (B. Lindbloom, Bradford-adapted). */
export const xyzToSrgb: readonly number[] = [
  3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427,
];

/** A sample, 0-1 -> linear light, 0-1. */
export function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Linear light, clamped to 0-1 -> a sample, 0-255, rounded. */
export function toSrgbByte(light: number): number {
  if (light <= 0) return 0;
  if (light >= 1) return 255;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
}

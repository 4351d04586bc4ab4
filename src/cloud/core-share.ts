// How much of a processor SCF gives to a function.

/** With so much memory a function has one core, by Tencent's documents; with less, a part of one in proportion. */
export const memoryOfCoreMb = 1280;

/** @returns How many cores a function of this memory has: 0.1 for 128 MB. */
export function coresOf(memoryMb: number): number {
  return memoryMb / memoryOfCoreMb;
}

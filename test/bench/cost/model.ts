// Estimates what a photo costs on SCF: pure arithmetic on what was measured.

/** Of one photo, measured on as much CPU as it takes; milliseconds. */
export interface Work {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/**
 * The share of the CPU that a function has. SCF gives it in proportion to the memory
 * (https://cloud.tencent.com/document/product/583/9207): by its documentation (函数算力支持) 1,280 MB is one core, so 128 MB is a
 * tenth of a core.
 *
 * @param memoryMb Of the function.
 * @param cpuPerGb Cores for each 1,024 MB.
 * @returns Cores.
 */
export function coresOf(memoryMb: number, cpuPerGb: number): number {
  return (cpuPerGb * memoryMb) / 1024;
}

/**
 * Less CPU than the photo takes stretches it; more does not make it quicker than it was measured.
 *
 * @param memoryMb Of the function.
 * @param cpuPerGb Cores for each 1,024 MB.
 * @returns Milliseconds.
 */
export function durationMs({ wallMs, cpuMs }: Work, memoryMb: number, cpuPerGb: number): number {
  return Math.max(wallMs, cpuMs / coresOf(memoryMb, cpuPerGb));
}

/** @returns What SCF bills, memory times duration, for 1,000 photos; GB of 1,024 MB times seconds. */
export function gbSeconds(work: Work, memoryMb: number, cpuPerGb: number): number {
  const seconds = durationMs(work, memoryMb, cpuPerGb) / 1000;
  return (memoryMb / 1024) * seconds * 1000;
}

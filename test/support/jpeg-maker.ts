// Makes JPEGs from random coefficients, of every sampling and order of scans that a sequential JPEG may have, for which no encoder at
// hand has an option.

export interface JpegShape {
  readonly width: number;
  readonly height: number;
  /** The sampling factors of each component, from 1 to 4. */
  readonly factors: readonly (readonly [across: number, down: number])[];
  /** Whether all components are in one scan, or each has its own. */
  readonly isInterleaved: boolean;
  /** MCUs between two restarts; 0 for none. */
  readonly restartInterval: number;
  /** Whether the steps of quantisation are written in 16 bits. */
  readonly isWide?: boolean;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Twelve codes of 4 bits. */
const dcSymbols = Array.from({ length: 12 }, (_, size) => size);
/** 162 codes of 8 bits: end of block, a run of 16 zeros, and each run of 0 to 15 zeros before a number of 1 to 10 bits. */
const acSymbols = [
  0x00,
  0xf0,
  ...Array.from({ length: 160 }, (_, n) => (Math.floor(n / 10) << 4) | ((n % 10) + 1)),
];

/** Bits with a zero byte behind each 0xff (T.81, F.1.2.3). */
class BitWriter {
  readonly bytes: number[] = [];
  private held = 0;
  private count = 0;

  put(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.held = (this.held << 1) | ((value >> bit) & 1);
      this.count += 1;
      if (this.count < 8) continue;
      this.bytes.push(this.held);
      if (this.held === 0xff) this.bytes.push(0);
      this.held = 0;
      this.count = 0;
    }
  }

  /** A number's bits as T.81, F.1.2.1.1 has them. */
  putNumber(value: number, size: number): void {
    this.put(value < 0 ? value + (1 << size) - 1 : value, size);
  }

  endWithOnes(): void {
    while (this.count > 0) this.put(1, 1);
  }
}

const sizeOf = (value: number) => (value === 0 ? 0 : 32 - Math.clz32(Math.abs(value)));

/** @param random As `seeded` gives it. */
export function makeJpeg(shape: JpegShape, random: () => number): Buffer {
  const { width, height, factors, isInterleaved, restartInterval, isWide = false } = shape;
  const mostAcross = Math.max(...factors.map(([across]) => across));
  const mostDown = Math.max(...factors.map(([, down]) => down));
  const word = (value: number) => [value >> 8, value & 255];
  const segment = (marker: number, content: readonly number[]) => [
    0xff,
    marker,
    ...word(content.length + 2),
    ...content,
  ];
  const steps = Array.from({ length: 64 }, () => 1 + Math.floor(random() * 40));
  const frame = factors.flatMap(([across, down], n) => [n + 1, (across << 4) | down, 0]);
  const table = (kind: number, length: number, symbols: readonly number[]) =>
    segment(0xc4, [
      kind,
      ...Array.from({ length: 16 }, (_, n) => (n === length - 1 ? symbols.length : 0)),
      ...symbols,
    ]);
  const file = [
    ...[0xff, 0xd8],
    ...segment(0xdb, [isWide ? 0x10 : 0, ...steps.flatMap((step) => (isWide ? word(step) : [step]))]),
    ...segment(0xc0, [8, ...word(height), ...word(width), factors.length, ...frame]),
    ...table(0x00, 4, dcSymbols),
    ...table(0x10, 8, acSymbols),
    ...(restartInterval > 0 ? segment(0xdd, word(restartInterval)) : []),
  ];
  const all = factors.map((_, n) => n);
  for (const scan of isInterleaved ? [all] : all.map((n) => [n])) {
    file.push(...segment(0xda, [scan.length, ...scan.flatMap((n) => [n + 1, 0]), 0, 63, 0]));
    file.push(...scanData(scan));
  }
  return Buffer.from([...file, 0xff, 0xd9]);

  function scanData(scan: readonly number[]): number[] {
    const [only = 0] = scan;
    const [across = 1, down = 1] = factors[only] ?? [];
    const isAlone = scan.length === 1;
    const columns = isAlone
      ? Math.ceil((width * across) / (8 * mostAcross))
      : Math.ceil(width / (8 * mostAcross));
    const rows = isAlone ? Math.ceil((height * down) / (8 * mostDown)) : Math.ceil(height / (8 * mostDown));
    const data: number[] = [];
    let bits = new BitWriter();
    let before = factors.map(() => 0);
    for (let mcu = 0; mcu < columns * rows; mcu++) {
      if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
        bits.endWithOnes();
        data.push(...bits.bytes, 0xff, 0xd0 + ((mcu / restartInterval - 1) & 7));
        bits = new BitWriter();
        before = factors.map(() => 0);
      }
      for (const n of scan) {
        const [h = 1, v = 1] = factors[n] ?? [];
        for (let block = 0; block < (isAlone ? 1 : h * v); block++)
          before[n] = putBlock(bits, before[n] ?? 0);
      }
    }
    bits.endWithOnes();
    return [...data, ...bits.bytes];
  }

  /** @returns The block's DC coefficient. */
  function putBlock(bits: BitWriter, before: number): number {
    const dc = Math.round((random() - 0.5) * 200);
    bits.put(sizeOf(dc - before), 4);
    bits.putNumber(dc - before, sizeOf(dc - before));
    for (let k = 1; k < 64; ) {
      const kind = random();
      if (kind < 0.15) {
        bits.put(acSymbols.indexOf(0), 8);
        return dc;
      }
      const zeros = Math.floor(random() ** 3 * 16);
      if (kind > 0.97 && k + 16 < 64) {
        bits.put(acSymbols.indexOf(0xf0), 8);
        k += 16;
      } else if (k + zeros < 64) {
        const value = Math.round((random() - 0.5) * 2 ** (1 + random() ** 4 * 9)) || 1;
        bits.put(acSymbols.indexOf((zeros << 4) | sizeOf(value)), 8);
        bits.putNumber(value, sizeOf(value));
        k += zeros + 1;
      }
    }
    return dc;
  }
}

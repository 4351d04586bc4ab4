// In which scans a picture comes, and the tokens of each (ITU-T T.81, annexes F and G).

import type { Random } from '../random.ts';
import type { Token } from './codes.ts';
import { type Block, fitsOneMcu, type Picture } from './picture.ts';

export interface Scan {
  /** Indices of components, in order. */
  readonly parts: readonly number[];
  /** Ss, Se, Ah and Al. */
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
}

const whole = { first: 0, last: 63, high: 0, low: 0 };

export function drawScans(random: Random, picture: Picture, isProgressive: boolean): Scan[] {
  const groups = drawGroups(random, picture);
  if (!isProgressive) return groups.map((parts) => ({ parts, ...whole }));
  // Queues of scans each of which needs the one before, and those that need a DC scan first.
  const queues = groups.map((parts) => steps(random, { parts, first: 0, last: 0 }));
  const waiting = picture.components.map((_, index) =>
    drawBands(random).map(([first, last]) => steps(random, { parts: [index], first, last })),
  );
  const scans: Scan[] = [];
  while (queues.length > 0) {
    const queue = random.pick(queues);
    const scan = queue.shift();
    if (queue.length === 0) queues.splice(queues.indexOf(queue), 1);
    if (!scan) continue;
    scans.push(scan);
    if (scan.first === 0) for (const index of scan.parts) queues.push(...(waiting[index]?.splice(0) ?? []));
  }
  return scans;
}

/** All components together, each alone, or the first or last one alone. */
function drawGroups(random: Random, { components }: Picture): number[][] {
  const all = components.map((_, index) => index);
  const ways = [
    [all],
    [all.slice(0, 1), all.slice(1)],
    [all.slice(0, -1), all.slice(-1)],
    all.map((n) => [n]),
  ];
  const groups = random.pick(random.chance(0.6) ? ways.slice(0, 1) : ways).filter(({ length }) => length > 0);
  const isFitting = groups.every(
    (group) => group.length === 1 || fitsOneMcu(components.filter((_, index) => group.includes(index))),
  );
  const chosen = isFitting ? groups : all.map((n) => [n]);
  return random.chance(0.5) ? chosen : chosen.reverse();
}

/** 1 to 63 in one to four bands. */
function drawBands(random: Random): (readonly [first: number, last: number])[] {
  const starts = new Set([1, ...Array.from({ length: random.below(4) }, () => 2 + random.below(62))]);
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.map((first, n) => [first, (sorted[n + 1] ?? 64) - 1]);
}

/** A first scan without the lowest bits, and one for each of them. */
function steps(random: Random, band: Pick<Scan, 'parts' | 'first' | 'last'>): Scan[] {
  const lowest = random.below(4);
  const refinements = Array.from({ length: lowest }, (_, n) => ({ high: lowest - n, low: lowest - n - 1 }));
  return [{ high: 0, low: lowest }, ...refinements].map((bits) => ({ ...band, ...bits }));
}

export interface ScanTables {
  /** The numbers of each component's tables. */
  readonly dc: readonly number[];
  readonly ac: readonly number[];
}

/** @returns The tokens of each restart interval. @param interval In MCUs; 0: none. */
export function tokensOf(
  picture: Picture,
  scan: Scan,
  tables: ScanTables,
  interval: number,
  isProgressive: boolean,
  random: Random,
): Token[][] {
  const mcus = mcusOf(picture, scan.parts);
  const size = interval || mcus.length;
  const intervals: Token[][] = [];
  for (let from = 0; from < mcus.length; from += size) {
    const coder = createCoder(scan, tables, isProgressive, random);
    for (const mcu of mcus.slice(from, from + size))
      for (const [index, block] of mcu) coder.add(index, block);
    intervals.push(coder.end());
  }
  return intervals;
}

type Mcu = readonly (readonly [component: number, block: Block])[];

/** A.2.2 and A.2.3. */
function mcusOf({ components, mcusAcross, mcusDown }: Picture, parts: readonly number[]): Mcu[] {
  const [only] = parts;
  const single = parts.length === 1 && only !== undefined ? components[only] : undefined;
  const columns = single?.columns ?? mcusAcross;
  const rows = single?.rows ?? mcusDown;
  return Array.from({ length: columns * rows }, (_, n) => {
    const [column, row] = [n % columns, Math.floor(n / columns)];
    return parts.flatMap((index) => {
      const one = components[index];
      if (!one) throw new Error(`there is no component ${index}`);
      const { across, down } = single ? { across: 1, down: 1 } : one;
      return Array.from({ length: across * down }, (_, part) => {
        const x = column * across + (part % across);
        const y = row * down + Math.floor(part / across);
        return [index, one.blocks[y * one.stride + x] as Block] as const;
      });
    });
  });
}

interface Coder {
  add(component: number, block: Block): void;
  end(): Token[];
}

const endOfBlock = 0;
const sixteenZeros = 0xf0;
/** Blocks in the longest run of ends of band. */
const longestRun = 0x7fff;

const sizeOf = (value: number) => 32 - Math.clz32(Math.abs(value));
/** Table F.1 and F.2: the additional bits. */
const bitsOf = (value: number, size: number) =>
  size === 0 ? '' : (value < 0 ? value + 2 ** size - 1 : value).toString(2).padStart(size, '0');
/** A coefficient without its lowest bits (G.1.2.1 and G.1.2.2). */
const shifted = (value: number, low: number) => Math.trunc(value / 2 ** low);

function createCoder(scan: Scan, { dc, ac }: ScanTables, isProgressive: boolean, random: Random): Coder {
  const { first, last, high, low } = scan;
  const tokens: Token[] = [];
  const predicted = new Map<number, number>();
  let acTable = '';
  /** Blocks whose band has ended, and the bits that correct the coefficients in them. */
  let run = 0;
  let corrections = '';

  const addDc = (component: number, value: number) => {
    const difference = value - (predicted.get(component) ?? 0);
    predicted.set(component, value);
    const size = sizeOf(difference);
    tokens.push({ table: `dc${dc[component]}`, symbol: size, bits: bitsOf(difference, size) });
  };
  const addSymbol = (symbol: number, bits = '') => tokens.push({ table: acTable, symbol, bits });
  const endRun = () => {
    if (run === 0) return;
    const size = sizeOf(run) - 1;
    addSymbol(size << 4, (size === 0 ? '' : run.toString(2).slice(1)) + corrections);
    run = 0;
    corrections = '';
  };
  const addAc = (block: Block) => {
    let zeros = 0;
    for (let k = Math.max(1, first); k <= last; k++) {
      const value = shifted(block[k] ?? 0, low);
      if (value === 0) {
        zeros += 1;
        continue;
      }
      endRun();
      for (; zeros > 15; zeros -= 16) addSymbol(sixteenZeros);
      const size = sizeOf(value);
      addSymbol((zeros << 4) | size, bitsOf(value, size));
      zeros = 0;
    }
    if (zeros === 0) return;
    if (isProgressive) run += 1;
    else addSymbol(endOfBlock);
  };
  /** G.1.2.3. */
  const refineAc = (block: Block) => {
    const values = Array.from(block, (value) => shifted(value, low));
    const lastNew = values.findLastIndex((value, k) => k >= first && k <= last && Math.abs(value) === 1);
    let zeros = 0;
    let pending = '';
    for (let k = first; k <= last; k++) {
      const value = values[k] ?? 0;
      if (value === 0) {
        zeros += 1;
        continue;
      }
      for (; zeros > 15 && k <= lastNew; zeros -= 16) {
        endRun();
        addSymbol(sixteenZeros, pending);
        pending = '';
      }
      if (Math.abs(value) > 1) {
        pending += Math.abs(value) & 1;
        continue;
      }
      endRun();
      addSymbol((zeros << 4) | 1, (value < 0 ? '0' : '1') + pending);
      zeros = 0;
      pending = '';
    }
    if (zeros === 0 && pending === '') return;
    run += 1;
    corrections += pending;
  };

  return {
    add(component, block) {
      acTable = `ac${ac[component]}`;
      if (first === 0 && high > 0) tokens.push({ bits: String(((block[0] ?? 0) >> low) & 1) });
      else if (first === 0) addDc(component, (block[0] ?? 0) >> low);
      if (last === 0) return;
      if (high === 0) addAc(block);
      else refineAc(block);
      // A run may end before it has to.
      if (run === longestRun || random.chance(0.1)) endRun();
    },
    end() {
      endRun();
      return tokens;
    },
  };
}

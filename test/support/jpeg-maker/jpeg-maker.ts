// JPEG files of all kinds that the JPEG engine decodes, from coefficients by chance: the same for the same number.

import { u16 } from '../../../src/function/container/bytes.ts';
import { endOfImage, segment, startOfImage } from '../header-parts.ts';
import { createRandom, type Random } from '../random.ts';
import { type Code, drawCode, pack, symbolsOf } from './codes.ts';
import { drawPicture, type Picture, type Texture, textureNames } from './picture.ts';
import { drawScans, type Scan, type ScanTables, tokensOf } from './scans.ts';

export interface MadeJpeg {
  /** `7: 33x9 progressive sparse 2x1 1x1 1x1, 12 scans` */
  readonly name: string;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface JpegWishes {
  readonly width?: number;
  readonly height?: number;
  readonly texture?: Texture;
  /** MCUs between two restarts; 0: none. */
  readonly interval?: number;
  readonly isProgressive?: boolean;
}

/** @param seed A whole number. @param wishes What is not left to chance. */
export function makeJpeg(seed: number, wishes: JpegWishes = {}): MadeJpeg {
  const random = createRandom(seed);
  const texture = wishes.texture ?? random.pick(textureNames);
  const width = wishes.width ?? 1 + random.below(random.pick([8, 20, 70]));
  const height = wishes.height ?? 1 + random.below(random.pick([8, 20, 50]));
  const picture = drawPicture(random, width, height, texture);
  const isProgressive = wishes.isProgressive ?? random.chance(0.5);
  const scans = drawScans(random, picture, isProgressive);
  const kind = isProgressive ? 'progressive' : 'sequential';
  const factors = picture.components.map(({ across, down }) => `${across}x${down}`).join(' ');
  const name = `${seed}: ${width}x${height} ${kind} ${texture} ${factors}, ${scans.length} scans`;
  return { name, bytes: write(picture, scans, isProgressive, wishes, random), width, height };
}

function write(
  picture: Picture,
  scans: readonly Scan[],
  isProgressive: boolean,
  wishes: JpegWishes,
  random: Random,
): Buffer {
  const fill = (part: Buffer) =>
    random.chance(0.1) ? Buffer.concat([Buffer.alloc(1 + random.below(3), 0xff), part]) : part;
  const { ids, colours } = drawColours(random);
  const quantisers = picture.components.map(() => random.below(4));
  const head = [
    ...[colours, ...drawRemarks(random)],
    ...[...new Set(quantisers)].map((table) => drawSteps(random, table)),
    ...drawRemarks(random),
  ];
  const parts = [...head, writeFrame(picture, isProgressive, ids, quantisers, random)];
  let interval = 0;
  for (const scan of scans) {
    const wanted = wishes.interval ?? drawInterval(random, picture);
    if (wanted !== interval) parts.push(segment(0xdd, u16(wanted)));
    interval = wanted;
    const draw = () => picture.components.map(() => random.below(isProgressive ? 4 : 2));
    const tables = { dc: draw(), ac: draw() };
    const intervals = tokensOf(picture, scan, tables, interval, isProgressive, random);
    const codes = new Map(
      [...symbolsOf(intervals.flat())].map(([table, symbols]) => [table, drawCode(symbols, random)]),
    );
    // A table that no symbol is taken of is there all the same.
    for (const table of tablesOf(scan, tables)) {
      if (!codes.has(table)) codes.set(table, drawCode([0], random));
    }
    parts.push(...writeCodes(codes, random), writeScan(scan, tables, ids));
    const pad = random.pick(['0', '1']);
    for (const [n, tokens] of intervals.entries()) {
      if (n > 0) parts.push(Buffer.from([0xff, 0xd0 + ((n - 1) & 7)]));
      parts.push(pack(tokens, codes, pad));
    }
    parts.push(...drawRemarks(random));
  }
  parts.push(endOfImage);
  // Before markers alone: a scan's data begins with none.
  return Buffer.concat([startOfImage, ...parts.map((part) => (isMarker(part) ? fill(part) : part))]);
}

const isMarker = (part: Buffer) => part[0] === 0xff && part[1] !== 0;

function drawInterval(random: Random, { mcusAcross }: Picture): number {
  return random.chance(0.6) ? 0 : random.pick([1, 2, 3, 5, 9, mcusAcross, 1000]);
}

/** Names of components, and the segment that says what they are: YCbCr or RGB by JFIF, by Adobe, or by the names alone. */
function drawColours(random: Random): { readonly ids: readonly number[]; readonly colours: Buffer } {
  const jfif = segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  const adobe = (transform: number) =>
    segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]);
  const none = Buffer.alloc(0);
  return random.pick([
    { ids: [1, 2, 3], colours: jfif },
    { ids: [1, 2, 3], colours: none },
    { ids: [1, 2, 3], colours: adobe(0) },
    { ids: [0, 7, 255], colours: adobe(1) },
    { ids: [0, 1, 2], colours: none },
    { ids: [...Buffer.from('RGB')], colours: none },
    { ids: [...Buffer.from('RGB')], colours: jfif },
    { ids: [1, 2, 3], colours: Buffer.concat([jfif, adobe(0)]) },
    { ids: [1, 2, 3], colours: Buffer.concat([adobe(0), jfif]) },
  ]);
}

/** Application segments and comments that mean nothing. */
function drawRemarks(random: Random): Buffer[] {
  if (random.chance(0.8)) return [];
  const body = Buffer.from(`Remark ${'.'.repeat(random.below(30))}`);
  return [segment(random.pick([0xe0, 0xe1, 0xe5, 0xec, 0xee, 0xef, 0xfe]), body)];
}

function drawSteps(random: Random, table: number): Buffer {
  const most = random.pick([3, 40, 255, 65_535]);
  const steps = Array.from({ length: 64 }, () => 1 + random.below(most));
  const isWide = most > 255 || random.chance(0.2);
  return segment(0xdb, [
    (isWide ? 16 : 0) + table,
    ...(isWide ? steps.flatMap((step) => [...u16(step)]) : steps),
  ]);
}

function writeFrame(
  { width, height, components }: Picture,
  isProgressive: boolean,
  ids: readonly number[],
  quantisers: readonly number[],
  random: Random,
): Buffer {
  const parts = components.flatMap(({ across, down }, n) => {
    // What a single component says of its sampling means nothing (A.2.2).
    const factors =
      components.length === 1 ? 16 * (1 + random.below(4)) + 1 + random.below(4) : 16 * across + down;
    return [ids[n] ?? 0, factors, quantisers[n] ?? 0];
  });
  const marker = isProgressive ? 0xc2 : random.pick([0xc0, 0xc1]);
  return segment(marker, [8, ...u16(height), ...u16(width), components.length, ...parts]);
}

/** The tables that a scan names and needs. */
function tablesOf({ parts, first, last, high }: Scan, { dc, ac }: ScanTables): string[] {
  return parts.flatMap((index) => [
    ...(first === 0 && high === 0 ? [`dc${dc[index]}`] : []),
    ...(last > 0 ? [`ac${ac[index]}`] : []),
  ]);
}

/** In one segment, or in one each. */
function writeCodes(codes: ReadonlyMap<string, Code>, random: Random): Buffer[] {
  const tables = [...codes].map(([table, { counts, symbols }]) => [
    (table.startsWith('ac') ? 16 : 0) + Number(table.slice(2)),
    ...counts,
    ...symbols,
  ]);
  if (tables.length === 0) return [];
  return random.chance(0.5) ? [segment(0xc4, tables.flat())] : tables.map((table) => segment(0xc4, table));
}

function writeScan(
  { parts, first, last, high, low }: Scan,
  { dc, ac }: ScanTables,
  ids: readonly number[],
): Buffer {
  const named = parts.flatMap((index) => [ids[index] ?? 0, 16 * (dc[index] ?? 0) + (ac[index] ?? 0)]);
  return segment(0xda, [parts.length, ...named, first, last, 16 * high + low]);
}

// Whether all of a JPEG's picture is in its file (ITU-T T.81, annex B). Decoders draw grey what is missing, and say only that
// something is odd, which may be harmless. What counts here is the data: a file without EOI may be whole, and one with EOI not.

import { Bytes } from '../header/bytes.ts';
import { corrupt, unreadable } from '../header/facts.ts';
import { marker, maxScans } from '../header/jpeg-markers.ts';
import { hasUnusedCode } from '../unused/jpeg.ts';
import { HuffmanTable } from './huffman.ts';
import { type Component, followScan, type Scan, type ScanComponent } from './jpeg-scan.ts';

/**
 * Bytes that are not zero behind the last MCU of a whole picture: some cameras leave some there. More of them are data of a
 * picture that the header does not describe.
 */
const maxStray = 16;
/** The same where no marker follows: some programs put a line of text in the place of EOI. */
const maxStrayAtEnd = 256;

/** What stands before a scan and counts for it. */
interface Tables {
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** The step of the DC coefficient, by the number of the quantisation table. */
  readonly dcSteps: number[];
  restartInterval: number;
}

interface FrameComponent extends Component {
  /** The number of its quantisation table. */
  readonly table: number;
  /** For each coefficient, how many of its lowest bits no scan has brought yet. */
  readonly lacking: Uint8Array;
}

interface Frame {
  readonly isProgressive: boolean;
  readonly mcusAcross: number;
  readonly mcusDown: number;
  readonly components: readonly FrameComponent[];
}

/** @returns Where the marker behind the scan's data begins, or the end of the file. */
type ReadData = (scan: Scan, at: number) => number;

/**
 * A JPEG of so few bytes is followed in 4 ms, and in some 60 ms where V8 has not compiled this yet. For larger ones that takes half as
 * long again as to decode them, so that a decoder whose warnings can be relied on is asked first.
 */
export const quicklyFollowed = 64 * 1024;

/**
 * Looks at the headers of the scans and at the restart markers alone, which costs next to nothing: no decoder says that whole
 * scans are missing.
 *
 * @throws {SourceFault} `source-corrupt` if they do not bring all of the picture; `source-unsupported` if they are too many.
 */
export function checkJpegScans(bytes: Uint8Array): void {
  const file = new Bytes(bytes);
  readScans(file, false, (scan, at) => endOfData(file, at, scan));
}

/**
 * Follows the data to its last block.
 *
 * @returns false if this cannot tell, because the JPEG is of a kind that it does not follow.
 * @throws {SourceFault} `source-corrupt`, with how much of the picture is there.
 */
export function checkJpegData(bytes: Uint8Array): boolean {
  return readScans(new Bytes(bytes), true, (scan, at) => {
    const { mcus, rest } = followScan(bytes, at, scan);
    if (mcus < scan.mcus) {
      const percent = Math.floor((mcus / scan.mcus) * 100);
      throw corrupt(`its data is whole for only the first ${percent} % of the picture`);
    }
    const most = rest.end < bytes.length ? maxStray : maxStrayAtEnd;
    if (isRestart(bytes[rest.end + 1] ?? 0) || rest.stray > most) {
      throw corrupt('it holds data for more pixels than its header says');
    }
    if (!rest.isFilledUp) throw corrupt('its data is wrong somewhere, because it does not end as data does');
    return rest.end;
  });
}

/**
 * Whether there is data behind the last block of a scan, other than zeros, that is no part of the picture, or a Huffman code that no
 * data uses.
 *
 * @param bytes A JPEG that a decoder has read without a warning.
 * @throws {SourceFault} if it cannot be followed.
 */
export function hasStrayData(bytes: Uint8Array): boolean {
  let isFound = false;
  const tables = new Set<HuffmanTable>();
  const isFollowed = readScans(new Bytes(bytes), true, (scan, at) => {
    const { mcus, rest } = followScan(bytes, at, scan);
    isFound = isFound || mcus < scan.mcus || rest.stray > 0 || isRestart(bytes[rest.end + 1] ?? 0);
    for (const { dc, ac } of scan.parts) {
      if (dc && scan.first === 0 && scan.high === 0) tables.add(dc);
      if (ac && scan.last > 0) tables.add(ac);
    }
    return rest.end;
  });
  return isFound || !isFollowed || [...tables].some(hasUnusedCode);
}

function readScans(file: Bytes, follows: boolean, readData: ReadData): boolean {
  const tables: Tables = { dc: [], ac: [], dcSteps: [], restartInterval: 0 };
  let frame: Frame | undefined;
  let scans = 0;
  for (let at = 2; ; ) {
    const found = nextMarker(file, at);
    if (found.marker === marker.end) break;
    const start = found.at + 2;
    const end = found.at + file.u16(found.at);
    at = end;
    switch (found.marker) {
      case marker.huffman:
        if (follows) readHuffmanTables(file, start, end, tables);
        break;
      case marker.quantisation:
        readQuantisation(file, start, end, tables);
        break;
      case marker.restartInterval:
        tables.restartInterval = file.u16(start);
        break;
      case marker.scan: {
        if (!frame) throw corrupt('a JPEG whose picture has no frame header');
        scans += 1;
        if (scans > maxScans) throw unreadable(`a JPEG of more than ${maxScans} scans`);
        at = readData(readScan(file, start, frame, tables), end);
        // The decoder reads no further either.
        if (!frame.isProgressive && isComplete(frame)) return true;
        break;
      }
      default:
        if (!isFrame(found.marker)) break;
        if (frame) throw corrupt('a JPEG of two frames');
        if (found.marker > marker.progressive || file.u8(start) !== 8) return false;
        frame = readFrame(file, start, found.marker === marker.progressive, follows);
    }
  }
  if (!frame || scans === 0) throw corrupt('a JPEG without a picture');
  if (!isComplete(frame)) throw corrupt(`after ${scans} scans finer detail or colour is still missing`);
  return true;
}

/** Passes over bytes that are no segment, as decoders do. The end of the file counts as EOI. */
function nextMarker(file: Bytes, from: number): { readonly marker: number; readonly at: number } {
  for (let at = from; ; ) {
    at = file.find(0xff, at);
    while (at >= 0 && at < file.length && file.u8(at) === 0xff) at += 1;
    if (at < 0 || at >= file.length) return { marker: marker.end, at: file.length };
    const found = file.u8(at);
    at += 1;
    if (found > marker.temporary && !isRestart(found) && found !== marker.start) return { marker: found, at };
  }
}

/**
 * Finds the marker behind a scan's data, in which zeros say that a byte 0xff is no marker.
 *
 * @throws {SourceFault} if restarts are missing, or come in another order than they are counted in (T.81, F.1.2.3).
 */
function endOfData(file: Bytes, from: number, { restartInterval, mcus }: Scan): number {
  const due = restartInterval === 0 ? 0 : Math.ceil(mcus / restartInterval) - 1;
  let restarts = 0;
  let end = file.length;
  for (let at = file.find(0xff, from); at >= 0 && at + 1 < file.length; at = file.find(0xff, at + 1)) {
    const next = file.u8(at + 1);
    if (next === 0 || next === 0xff) continue;
    const isDue = restarts < due && next === marker.restart0 + (restarts & 7);
    if (!isDue) {
      end = at;
      break;
    }
    restarts += 1;
  }
  if (restarts < due || isRestart(end < file.length ? file.u8(end + 1) : 0)) {
    throw corrupt(`its data has ${restarts} of ${due} restart markers where they belong`);
  }
  return end;
}

function isRestart(found: number): boolean {
  return found >> 3 === marker.restart0 >> 3;
}

function isFrame(found: number): boolean {
  const isOther = found === marker.huffman || found === marker.jpegExtension || found === marker.arithmetic;
  return found >> 4 === marker.baseline >> 4 && !isOther;
}

/** T.81, B.2.2. */
function readFrame(file: Bytes, start: number, isProgressive: boolean, follows: boolean): Frame {
  const height = file.u16(start + 1);
  const width = file.u16(start + 3);
  const count = file.u8(start + 5);
  const factors = Array.from({ length: count }, (_, index) => {
    const at = start + 6 + 3 * index;
    const across = file.u8(at + 1) >> 4;
    const down = file.u8(at + 1) & 15;
    if (across < 1 || across > 4 || down < 1 || down > 4) throw corrupt('a JPEG of wrong sampling factors');
    return { id: file.u8(at), across, down, table: file.u8(at + 2) };
  });
  const mostAcross = Math.max(...factors.map(({ across }) => across));
  const mostDown = Math.max(...factors.map(({ down }) => down));
  const mcusAcross = Math.ceil(width / (8 * mostAcross));
  const mcusDown = Math.ceil(height / (8 * mostDown));
  const blocks = mcusAcross * mcusDown * factors.reduce((sum, { across, down }) => sum + across * down, 0);
  // Each block takes a bit at least, so that nothing is done or allocated for more of them.
  if (!(blocks > 0) || blocks > 8 * file.length) {
    throw corrupt(`its ${file.length} bytes cannot hold the ${width}x${height} pixels that its header says`);
  }
  const components = factors.map(({ id, across, down, table }) => ({
    id,
    across,
    down,
    table,
    columns: Math.ceil((width * across) / (8 * mostAcross)),
    rows: Math.ceil((height * down) / (8 * mostDown)),
    stride: mcusAcross * across,
    nonZero:
      isProgressive && follows ? new Uint32Array(2 * mcusAcross * across * mcusDown * down) : undefined,
    lacking: new Uint8Array(64).fill(16),
  }));
  return { isProgressive, mcusAcross, mcusDown, components };
}

/** T.81, B.2.3. */
function readScan(file: Bytes, start: number, frame: Frame, tables: Tables): Scan {
  const { isProgressive, components } = frame;
  const count = file.u8(start);
  const parts = Array.from({ length: count }, (_, index): ScanComponent => {
    const at = start + 1 + 2 * index;
    const component = components.find(({ id }) => id === file.u8(at));
    if (!component) throw corrupt('a JPEG with a scan of no component');
    const selectors = file.u8(at + 1);
    return {
      component,
      dc: tables.dc[selectors >> 4],
      ac: tables.ac[selectors & 15],
      dcStep: tables.dcSteps[component.table] ?? 1,
    };
  });
  const [only] = parts;
  if (!only) throw corrupt('a JPEG with a scan of no component');
  const at = start + 1 + 2 * count;
  const first = isProgressive ? file.u8(at) : 0;
  const last = isProgressive ? Math.min(file.u8(at + 1), 63) : 63;
  const low = isProgressive ? file.u8(at + 2) & 15 : 0;
  for (const { component } of parts) (component as FrameComponent).lacking.fill(low, first, last + 1);
  const isAlone = count === 1;
  const mcusAcross = isAlone ? only.component.columns : frame.mcusAcross;
  return {
    parts,
    isProgressive,
    first,
    last,
    high: isProgressive ? file.u8(at + 2) >> 4 : 0,
    low,
    restartInterval: tables.restartInterval,
    mcusAcross,
    mcus: mcusAcross * (isAlone ? only.component.rows : frame.mcusDown),
  };
}

/**
 * Have the scans brought every bit of every coefficient? T.81 would let an encoder leave some out; no encoder is known that does.
 */
function isComplete({ components }: Frame): boolean {
  return components.every(({ lacking }) => lacking.every((bits) => bits === 0));
}

/** T.81, B.2.4.2. */
function readHuffmanTables(file: Bytes, start: number, end: number, tables: Tables): void {
  for (let at = start; at < end; ) {
    const kind = file.u8(at);
    const counts = file.slice(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total > 256) throw corrupt('a JPEG with a Huffman table of more than 256 codes');
    const values = file.slice(at + 17, at + 17 + total);
    (kind >> 4 === 0 ? tables.dc : tables.ac)[kind & 15] = new HuffmanTable(counts, values);
    at += 17 + total;
  }
}

/** T.81, B.2.4.1. */
function readQuantisation(file: Bytes, start: number, end: number, tables: Tables): void {
  for (let at = start; at < end; ) {
    const kind = file.u8(at);
    const isWide = kind >> 4 > 0;
    tables.dcSteps[kind & 15] = isWide ? file.u16(at + 1) : file.u8(at + 1);
    at += isWide ? 129 : 65;
  }
}

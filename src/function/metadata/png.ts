// Metadata in PNG (W3C PNG 3): EXIF in eXIf, XMP and words in text chunks; nothing but critical chunks and tRNS shows.

import { crc32 } from '../checksum/crc32.ts';
import { decodeText, hasText, latin1, toBuffer, u32 } from '../container/bytes.ts';
import { type Blocks, maxBlock, type SourceBlocks } from './blocks.ts';
import { isUpright } from './exif.ts';
import { inflate } from './inflate.ts';
import { isSrgb } from './profile.ts';

const signature = '\x89PNG\r\n\x1a\n';
const xmpKeyword = 'XML:com.adobe.xmp';

interface Chunk {
  readonly type: string;
  /** Of its length field. */
  readonly from: number;
  readonly data: Buffer;
  /** Behind its checksum. */
  readonly end: number;
}

/** All chunks as far as they can be followed, IEND included. */
function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at + 12 <= file.length) {
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) break;
    const type = file.toString('latin1', at + 4, at + 8);
    chunks.push({ type, from: at, data: file.subarray(at + 8, end - 4), end });
    if (type === 'IEND') break;
    at = end;
  }
  return chunks;
}

export function readPng(bytes: Uint8Array): SourceBlocks {
  const chunks = chunksOf(toBuffer(bytes));
  const inWords = (keyword: string) => {
    const text = readWords(chunks, keyword);
    return text && decodeText(text).trim();
  };
  return {
    exif: chunks.find(({ type }) => type === 'eXIf')?.data,
    xmp: readWords(chunks, xmpKeyword),
    author: inWords('Author'),
    copyright: inWords('Copyright'),
  };
}

/**
 * What the first text chunk of this keyword says. tEXt: keyword, 0, text; zTXt: keyword, 0, method, deflated text;
 * iTXt: keyword, 0, whether deflated, method, language, 0, translated keyword, 0, text.
 */
function readWords(chunks: readonly Chunk[], keyword: string): Buffer | undefined {
  const found = chunks.find(
    ({ type, data }) => /^(tEX|zTX|iTX)t$/.test(type) && hasText(data, 0, `${keyword}\0`),
  );
  if (!found || found.data.length > maxBlock) return undefined;
  const { type, data } = found;
  const behind = keyword.length + 1;
  if (type === 'tEXt') return data.subarray(behind);
  if (type === 'zTXt') return inflate(data.subarray(behind + 1));
  const language = data.indexOf(0, behind + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return undefined;
  const text = data.subarray(translated + 1);
  return data[behind] === 1 ? inflate(text) : text;
}

/** @param bytes Of a PNG without metadata. */
export function writePng(bytes: Uint8Array, { exif, xmp }: Blocks): Uint8Array {
  const file = toBuffer(bytes);
  const [header] = chunksOf(file);
  if (!header) return bytes;
  const text = xmp && Buffer.concat([latin1(`${xmpKeyword}\0\0\0\0\0`), xmp]);
  return Buffer.concat([
    file.subarray(0, header.end),
    exif ? writeChunk('eXIf', exif) : Buffer.alloc(0),
    text ? writeChunk('iTXt', text) : Buffer.alloc(0),
    file.subarray(header.end),
  ]);
}

function writeChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([latin1(type), data]);
  return Buffer.concat([u32(data.length), named, u32(crc32(named))]);
}

/** What shows. Of an APNG, whose frames have chunks of their own, the still. */
const shown: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/**
 * The picture as it is, bit by bit, and nothing else.
 *
 * @returns undefined if that would not show as the photo does: of another colour space than sRGB, turned by EXIF, or not
 * understood.
 */
export function cleanPng(bytes: Uint8Array): Uint8Array | undefined {
  const file = toBuffer(bytes);
  const chunks = chunksOf(file);
  if (chunks[chunks.length - 1]?.type !== 'IEND' || chunks.some(isForeign)) return undefined;
  if (chunks.some(({ type, data }) => type === 'eXIf' && !isUpright(data))) return undefined;
  const kept = chunks.filter(({ type }) => shown.has(type)).map(({ from, end }) => file.subarray(from, end));
  return Buffer.concat([latin1(signature), ...kept]);
}

/** A critical chunk that is not known, or one that says that colours are not sRGB. */
function isForeign({ type, data }: Chunk): boolean {
  switch (type) {
    case 'cICP':
    case 'cHRM':
      return true;
    case 'gAMA':
      return !(data.length === 4 && Math.abs(data.readUInt32BE(0) - srgbGamma) < 100);
    case 'iCCP': {
      const profile = inflate(data.subarray(data.indexOf(0) + 2));
      return !profile || !isSrgb(profile);
    }
    default:
      return /^[A-Z]/.test(type) && !shown.has(type);
  }
}

/** 1/2.2, times 100,000 (PNG 3, 11.3.2.2). */
const srgbGamma = 45_455;

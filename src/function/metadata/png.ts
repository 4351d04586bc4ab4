// Metadata in PNG (W3C PNG, third edition): EXIF in eXIf, XMP and words in text chunks.

import { attemptWithinBounds, ByteReader, latin1 } from '../container/bytes.ts';
import { type PngChunk, pngChunks, writePngChunk } from '../container/png.ts';
import { type Blocks, maxBlock, type SourceBlocks, tooLong } from './blocks.ts';
import { decodeText } from './decode-text.ts';
import { inflate } from './inflate.ts';

const keyword = { xmp: 'XML:com.adobe.xmp', author: 'Author', copyright: 'Copyright' } as const;
const keywords = Object.values(keyword);

export function readPng(bytes: Uint8Array): SourceBlocks {
  const file = new ByteReader(bytes);
  const chunks = attemptWithinBounds(() => metadataChunks(file));
  const exif = chunks?.get('eXIf');
  const words = (wanted: string) => {
    const chunk = chunks?.get(wanted);
    return chunk && readWords(file, chunk, wanted);
  };
  const inWords = (wanted: string) => {
    const text = words(wanted);
    return text && decodeText(text).trim();
  };
  return {
    exif: exif && file.slice(exif.start, exif.end),
    xmp: words(keyword.xmp),
    author: inWords(keyword.author),
    copyright: inWords(keyword.copyright),
  };
}

/** The first chunk of each kind that is read, by its type or its keyword, as far as the chunks can be followed. */
function metadataChunks(file: ByteReader): Map<string, PngChunk> {
  const found = new Map<string, PngChunk>();
  for (const chunk of pngChunks(file)) {
    if (!chunk.isWhole) break;
    const name = chunk.type === 'eXIf' ? chunk.type : keywordOf(file, chunk);
    if (name !== undefined && !found.has(name)) found.set(name, chunk);
  }
  return found;
}

function keywordOf(file: ByteReader, { type, start }: PngChunk): string | undefined {
  if (!/^(tEX|zTX|iTX)t$/.test(type)) return undefined;
  return keywords.find((one) => file.hasText(start, `${one}\0`));
}

/**
 * What a text chunk says. tEXt: keyword, 0, text; zTXt: keyword, 0, method, deflated text; iTXt: keyword, 0, whether deflated,
 * method, language, 0, translated keyword, 0, text.
 */
function readWords(file: ByteReader, { type, start, end }: PngChunk, word: string): Buffer | undefined {
  if (end - start > maxBlock) throw file.excess(tooLong('a text'));
  const data = file.slice(start, end);
  const behind = word.length + 1;
  if (type === 'tEXt') return data.subarray(behind);
  if (type === 'zTXt') return inflate(data.subarray(behind + 1));
  const language = data.indexOf(0, behind + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return undefined;
  const text = data.subarray(translated + 1);
  return data[behind] === 1 ? inflate(text) : text;
}

/** @param bytes A PNG without metadata. */
export function writePng(bytes: Uint8Array, { exif, xmp }: Blocks): Uint8Array {
  const file = new ByteReader(bytes);
  const [header] = pngChunks(file);
  if (!header?.isWhole) return bytes;
  const text = xmp && Buffer.concat([latin1(`${keyword.xmp}\0\0\0\0\0`), xmp]);
  return Buffer.concat([
    file.slice(0, header.next),
    exif ? writePngChunk('eXIf', exif) : Buffer.alloc(0),
    text ? writePngChunk('iTXt', text) : Buffer.alloc(0),
    file.slice(header.next, file.length),
  ]);
}

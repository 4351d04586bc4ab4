// Pieces of image files by hand, for the tests of the header readers.

import { u16 } from '../../src/function/container/bytes.ts';
import { pngSignature } from '../../src/function/container/png.ts';
import { type ByteOrder, writeTiff } from '../../src/function/container/tiff.ts';
import { pngChunk } from './png.ts';

/** A JPEG segment: marker, length, content. */
export function segment(marker: number, content: Uint8Array | readonly number[]): Buffer {
  const body = Buffer.from(content);
  return Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
}

export interface Frame {
  readonly marker?: number;
  readonly precision?: number;
  readonly width?: number;
  readonly height?: number;
  readonly components?: number;
}

/** SOFn: 8 bits, 640x480, three components unless said otherwise. */
export function frame({
  marker = 0xc0,
  precision = 8,
  width = 640,
  height = 480,
  components = 3,
}: Frame = {}) {
  const sides = [height >> 8, height & 255, width >> 8, width & 255];
  const parts = Array.from({ length: components }, (_, i) => [i + 1, 0x11, 0]).flat();
  return segment(marker, [precision, ...sides, components, ...parts]);
}

export const startOfImage = Buffer.from([0xff, 0xd8]);
export const endOfImage = Buffer.from([0xff, 0xd9]);
/** A scan of three components with some entropy-coded data behind it. */
export const scan = Buffer.concat([
  segment(0xda, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]),
  Buffer.from([1, 2, 0xff, 0, 3]),
]);

/** A JPEG of these segments before its scan. */
export function jpeg(...segments: readonly Uint8Array[]): Buffer {
  return Buffer.concat([startOfImage, ...segments, scan, endOfImage]);
}

/** EXIF that says nothing but the orientation. */
export function exif(orientation: number, order: ByteOrder = 'MM'): Buffer {
  const value = order === 'MM' ? u16(orientation) : u16(orientation).swap16();
  return writeTiff({ order, first: [{ tag: 0x0112, type: 3, count: 1, value }], second: [], secondTag: 0 });
}

/** The APP1 segment around it. */
export const exifSegment = (orientation: number) =>
  segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)]));

export interface PngHeader {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlace?: number;
}

/** A PNG of these chunks before an empty IDAT; 640x480, RGB of 8 bits unless said otherwise. */
export function png(header: PngHeader = {}, ...chunks: readonly Uint8Array[]): Buffer {
  const { width = 640, height = 480, depth = 8, colourType = 2, interlace = 0 } = header;
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([depth, colourType, 0, 0, interlace], 8);
  const signature = Buffer.from(pngSignature, 'latin1');
  return Buffer.concat([signature, pngChunk('IHDR', ihdr), ...chunks, pngChunk('IDAT', Buffer.alloc(0))]);
}

/** A chunk of a RIFF file: name, length, content, even. */
export function riffChunk(name: string, content: Uint8Array | readonly number[]): Buffer {
  const body = Buffer.from(content);
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

export function webp(...chunks: readonly Uint8Array[]): Buffer {
  return riffChunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
}

/** Little-endian, three bytes. */
export const u24 = (value: number) => [value & 255, (value >> 8) & 255, value >> 16];

export function vp8x(flags: number, width: number, height: number): Buffer {
  return riffChunk('VP8X', [flags, 0, 0, 0, ...u24(width - 1), ...u24(height - 1)]);
}

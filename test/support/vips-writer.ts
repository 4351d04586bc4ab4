// Writes what sharp's own libvips does not: AVIF of more than 8 bits, JPEG XL, and floating point.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('vips-program.cjs', import.meta.url));
/** Bytes of the largest file. */
const maxBuffer = 2 ** 28;

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Bits per sample; 32 is floating point. */
  readonly bits: 8 | 16 | 32;
  readonly alpha: boolean;
}

/** How it is written: a method of wasm-vips' images, and its options. */
export interface Save {
  readonly saver: 'heifsaveBuffer' | 'jxlsaveBuffer' | 'tiffsaveBuffer';
  readonly options: Readonly<Record<string, unknown>>;
}

/** In a process of its own: encoders leave no room for the next picture in one instance of WebAssembly. */
export async function writeByVips(canvas: Canvas, { saver, options }: Save): Promise<Buffer> {
  const args = [program, JSON.stringify({ canvas, saver, options })];
  const { stdout } = await promisify(execFile)(process.execPath, args, { encoding: 'buffer', maxBuffer });
  return stdout;
}

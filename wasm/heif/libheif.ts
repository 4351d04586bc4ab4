// libheif, with its HEVC decoder libde265, compiled to plain WebAssembly (the npm package libheif-js): its C interface, as far as it
// is needed, by its own names without their beginning `heif_`.

import { setFlagsFromString } from 'v8';
import { u32 } from '../../src/function/container/bytes.ts';
import { corrupt } from '../header/facts.ts';
import type { HeicLayout } from '../header/heif-picture.ts';
import type { Sides } from '../picture/sides.ts';
import { outgrown } from '../thread/memory-bound.ts';
import { runScript } from '../thread/run-script.ts';
import { SourceFault } from '../thread/source-fault.ts';
import type { HeifPlane, HeifPlanes } from './planes.ts';

/** What its JavaScript exports; C's functions that return a structure take its address first. */
interface Exports {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _heif_context_alloc(): number;
  _heif_context_free(context: number): void;
  _heif_context_read_from_memory_without_copy(
    error: number,
    context: number,
    bytes: number,
    length: number,
    options: number,
  ): void;
  _heif_context_get_primary_image_handle(error: number, context: number, handle: number): void;
  _heif_image_handle_release(handle: number): void;
  _heif_decoding_options_alloc(): number;
  _heif_decoding_options_free(options: number): void;
  _heif_decode_image(
    error: number,
    handle: number,
    image: number,
    colourspace: number,
    chroma: number,
    options: number,
  ): void;
  _heif_image_release(image: number): void;
  _heif_image_get_colorspace(image: number): number;
  _heif_image_get_decoding_warnings(image: number, first: number, to: number, count: number): number;
  _heif_image_has_channel(image: number, channel: number): number;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
  _heif_image_get_bits_per_pixel_range(image: number, channel: number): number;
  _heif_image_get_plane_readonly2(image: number, channel: number, stride: number): number;
  _heif_image_is_premultiplied_alpha(image: number): number;
  _heif_image_get_nclx_color_profile(error: number, image: number, profile: number): void;
  _heif_nclx_color_profile_free(profile: number): void;
}

type Receive = (instance: WebAssembly.Instance) => unknown;
type Factory = (options: {
  readonly instantiateWasm: (imports: WebAssembly.Imports, receive: Receive) => unknown;
  readonly print: () => void;
  readonly printErr: () => void;
}) => Exports;

/** libheif's numbers. */
const as = { codedSo: 99 } as const;
const channels = { y: 0, cb: 1, cr: 2, red: 3, green: 4, blue: 5, alpha: 6 } as const;
const colourspaces = { yCbCr: 0, rgb: 1, grey: 2 } as const;
const errors = { unsupportedFile: 3, unsupportedFeature: 4, memory: 6 } as const;
/** The number within `memory` of what is refused by a limit of libheif, however much memory there is. */
const securityLimit = 1000;
/** Where the fields of `heif_decoding_options` are that are set here, and the version that has them (1.23). */
const option = { version: 10, autocorrect: 68, keepColours: 69 } as const;
/** Where the fields of `heif_color_profile_nclx` are. */
const nclx = { primaries: 4, transfer: 8, matrix: 12, fullRange: 16 } as const;
/** Bytes for `heif_error`, and for one result. */
const cellBytes = 16;
const maxMessage = 200;

/** A module with one of the instructions that extend signs, `i32.extend8_s`. */
const signExtensionModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 10, 7, 1, 5, 0, 32, 0, 192, 11,
];

export interface Libheif {
  /**
   * Decodes a file's picture, upright and whole, in its own colours.
   *
   * @param apertures Of the file, which are undone: this libheif refuses pictures of which much is cropped away.
   * @param use Gets its planes, which are in linear memory and gone afterwards.
   * @throws {SourceFault} for what cannot be decoded.
   */
  decode<Result>(
    bytes: Uint8Array,
    apertures: HeicLayout['apertures'],
    use: (planes: HeifPlanes) => Result,
  ): Result;
}

/**
 * Compiles libheif. Each picture has an instance of its own, since linear memory never shrinks.
 *
 * @param glue Source text of its own JavaScript.
 */
export function createLibheif(glue: Uint8Array, wasm: Uint8Array): Libheif {
  const text = Buffer.from(glue.buffer, glue.byteOffset, glue.length).toString('utf8');
  // It sees no file, no network and no process, and so takes its module from where it is given.
  const blind = { process: undefined, fetch: undefined, window: undefined, importScripts: undefined };
  const factory = runScript<Factory>(text, refuse, { ...blind, __filename: '', __dirname: '' });
  // Node.js 10 knows these instructions, but only behind a flag, which changes nothing else.
  if (!WebAssembly.validate(new Uint8Array(signExtensionModule)))
    setFlagsFromString('--experimental-wasm-se');
  const module = new WebAssembly.Module(wasm);
  return {
    decode(bytes, apertures, use) {
      const lib = factory({
        instantiateWasm: (imports, receive) => receive(new WebAssembly.Instance(module, imports)),
        print: () => undefined,
        printErr: () => undefined,
      });
      const file = lib._malloc(bytes.length);
      if (file === 0) throw outOfMemory();
      lib.HEAPU8.set(bytes, file);
      for (const { at, whole } of apertures) lib.HEAPU8.set(identity(whole), file + at);
      return use(decode(lib, file, bytes.length));
    },
  };
}

function refuse(name: string): never {
  throw new Error(`${name} is not available to libheif`);
}

/** Frees nothing: the instance goes as a whole. */
function decode(lib: Exports, file: number, length: number): HeifPlanes {
  const error = lib._malloc(cellBytes);
  const cell = lib._malloc(cellBytes);
  const check = () => checkError(lib, error);
  const result = () => lib.HEAPU32[cell >> 2] as number;

  const context = lib._heif_context_alloc();
  lib._heif_context_read_from_memory_without_copy(error, context, file, length, 0);
  check();
  lib._heif_context_get_primary_image_handle(error, context, cell);
  check();
  const options = lib._heif_decoding_options_alloc();
  if (lib.HEAPU8[options] !== option.version) throw new Error('libheif has other options than 1.23.2');
  lib.HEAPU8[options + option.autocorrect] = 1;
  lib.HEAPU8[options + option.keepColours] = 1;
  lib._heif_decode_image(error, result(), cell, as.codedSo, as.codedSo, options);
  check();
  const image = result();
  if (lib._heif_image_get_decoding_warnings(image, 0, error, 1) > 0) check();
  return planesOf(lib, image, error, cell);
}

/** @param error Of `heif_error`: code, number within it, message. */
function checkError(lib: Exports, error: number): void {
  const code = lib.HEAPU32[error >> 2] as number;
  if (code === 0) return;
  const message = textAt(lib, lib.HEAPU32[(error >> 2) + 2] as number);
  const isLimit = code === errors.memory && lib.HEAPU32[(error >> 2) + 1] === securityLimit;
  if (code === errors.memory && !isLimit) throw outOfMemory();
  if (isLimit || code === errors.unsupportedFile || code === errors.unsupportedFeature) {
    throw new SourceFault(
      'source-unsupported',
      `this HEIC cannot be read (${message}). Export it as JPEG and upload that.`,
    );
  }
  throw corrupt(message);
}

function outOfMemory(): SourceFault {
  return new SourceFault('source-too-big', outgrown(0), true);
}

/** A `clap` that crops nothing: sides and offsets as fractions. */
function identity({ width, height }: Sides): Buffer {
  return Buffer.concat([width, 1, height, 1, 0, 1, 0, 1].map(u32));
}

function textAt({ HEAPU8 }: Exports, address: number): string {
  const end = HEAPU8.indexOf(0, address);
  const to = Math.min(end < 0 ? HEAPU8.length : end, address + maxMessage);
  const text = Buffer.from(HEAPU8.slice(address, to)).toString('latin1');
  return text.replace(/\s+/g, ' ').trim();
}

function planesOf(lib: Exports, image: number, error: number, cell: number): HeifPlanes {
  const plane = (channel: number) => planeOf(lib, image, channel, cell);
  const alpha = lib._heif_image_has_channel(image, channels.alpha) ? plane(channels.alpha) : undefined;
  const colours = coloursOf(lib, image, error, cell);
  const common = { alpha, isPremultiplied: lib._heif_image_is_premultiplied_alpha(image) !== 0, ...colours };
  switch (lib._heif_image_get_colorspace(image)) {
    case colourspaces.grey:
      return { ...common, planes: [plane(channels.y)] };
    case colourspaces.yCbCr:
      return { ...common, planes: [plane(channels.y), plane(channels.cb), plane(channels.cr)] };
    case colourspaces.rgb:
      // In the order of a matrix that leaves colours as they are (H.273, table 4, 0).
      return {
        ...common,
        matrix: 0,
        planes: [plane(channels.green), plane(channels.blue), plane(channels.red)],
      };
    default:
      throw corrupt('it has colours of another kind than its header says');
  }
}

function planeOf(lib: Exports, image: number, channel: number, cell: number): HeifPlane {
  const bits = lib._heif_image_get_bits_per_pixel_range(image, channel);
  const width = lib._heif_image_get_width(image, channel);
  const height = lib._heif_image_get_height(image, channel);
  const address = lib._heif_image_get_plane_readonly2(image, channel, cell);
  const strideBytes = lib.HEAPU32[cell >> 2] as number;
  if (address === 0 || width < 1 || height < 1 || bits < 8 || bits > 16) {
    throw corrupt('one of its planes is missing');
  }
  const { buffer } = lib.HEAPU8;
  const bytes = strideBytes * height;
  return bits > 8
    ? { width, height, bits, stride: strideBytes / 2, data: new Uint16Array(buffer, address, bytes / 2) }
    : { width, height, bits, stride: strideBytes, data: new Uint8Array(buffer, address, bytes) };
}

/** What the file says of the colours, or else the bitstream; 2 stands for nothing. */
function coloursOf(
  lib: Exports,
  image: number,
  error: number,
  cell: number,
): Pick<HeifPlanes, 'primaries' | 'transfer' | 'matrix' | 'isFullRange'> {
  lib._heif_image_get_nclx_color_profile(error, image, cell);
  if (lib.HEAPU32[error >> 2] !== 0) return { primaries: 2, transfer: 2, matrix: 2, isFullRange: true };
  const profile = lib.HEAPU32[cell >> 2] as number;
  const field = (at: number) => lib.HEAPU32[(profile + at) >> 2] as number;
  return {
    primaries: field(nclx.primaries),
    transfer: field(nclx.transfer),
    matrix: field(nclx.matrix),
    isFullRange: lib.HEAPU8[profile + nclx.fullRange] !== 0,
  };
}

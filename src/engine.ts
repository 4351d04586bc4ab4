// The port to pixels. wasm/host.ts is libvips behind it.

import type { Deadline } from './deadline.ts';
import type { OutputFormat, SourceFormat } from './format.ts';
import type { Fit, Gravity } from './preset.ts';

/** What the header says; no pixel has been decoded. */
export interface SourceInfo {
  readonly format: SourceFormat;
  /** Pixels as seen, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** Frames of an animation or pages of a document, 1 for the rest. Only the first is rendered for now. */
  readonly pages: number;
  readonly hasAlpha: boolean;
  readonly colour: 'grey' | 'rgb' | 'cmyk';
  /** Progressive JPEG or interlaced PNG: the decoder holds it whole. */
  readonly interlaced: boolean;
  /** Bits per band once decoded, whatever the file packs them into. */
  readonly bitDepth: 8 | 16;
}

/** One thumbnail to make: pure numbers, as geometry.ts computed them. */
export interface RenderSpec {
  readonly fit: Fit;
  readonly gravity: Gravity;
  /** Pixels: the whole photo is resampled to this, oriented as seen, before any crop or padding. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  /** Pixels: the thumbnail. */
  readonly width: number;
  readonly height: number;
  readonly format: OutputFormat;
  /** 1-100; undefined for formats that have none. */
  readonly quality: number | undefined;
}

export interface Encoded {
  /** An encoded image, sRGB or grey, 8 bits per band, no metadata, no profile. Ordinary memory, the caller's own. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What an engine takes of the function's memory, in bytes, as measured. */
export interface Footprint {
  /** The whole process, once a first small photo has been through. */
  readonly base: number;
  /** For each byte of the encoded source. */
  readonly perSourceByte: number;
  /** For each of the source's pixels that its decoder holds at a time, which those that stream do not. */
  perPixel(source: SourceInfo): number;
  /** For one source, however much memory the function has. */
  readonly most: number;
}

/**
 * Photos to thumbnails. Failures: `source-corrupt`, `source-unsupported` (the source's bytes are at fault), `deadline`,
 * `engine-crashed`, `engine-unavailable`. After any of them the engine can be used again: it replaces what broke.
 * Calls are made one at a time, as the handler goes record by record: each has all of the memory to itself.
 */
export interface Engine {
  /** What serves: `wasm-vips 0.0.19`. Part of every recipe. */
  readonly version: string;
  readonly footprint: Footprint;
  /** @param bytes Encoded source; read only, not kept. */
  inspect(bytes: Uint8Array, format: SourceFormat, deadline: Deadline): Promise<SourceInfo>;
  /**
   * All thumbnails of one source, from one decode, in the order of `specs`.
   *
   * @param deliver Told of each that is ready before the last, in any order: it can be stored while others are made.
   */
  render(
    bytes: Uint8Array,
    source: SourceInfo,
    specs: readonly RenderSpec[],
    deadline: Deadline,
    deliver?: Deliver,
  ): Promise<readonly Encoded[]>;
}

/** @param index Of its spec. */
export type Deliver = (index: number, encoded: Encoded) => void;

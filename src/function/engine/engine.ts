// The port to pixels. wasm/host/host.ts is libvips behind it.

import type { Deadline } from '../deadline.ts';
import type { OutputFormat, SourceFormat } from '../format/format.ts';
import type { Colour, Fit, Gravity } from '../preset/preset.ts';

/** What the header says; no pixel has been decoded. */
export interface SourceInfo {
  readonly format: SourceFormat;
  /** Pixels as seen, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** Frames of an animation or pages of a document, 1 for the rest. */
  readonly pages: number;
  readonly hasAlpha: boolean;
  readonly colour: 'grey' | 'rgb' | 'cmyk';
  /** Progressive JPEG or interlaced PNG: the decoder holds it whole. */
  readonly interlaced: boolean;
  /** Bits per band once decoded, whatever the file packs them into. */
  readonly bitDepth: 8 | 16;
  /**
   * For each pixel, of a JPEG: 3 with its colours at full resolution, 2 for 4:2:2, 1.5 for 4:2:0, 1 in grey. Of a TIFF:
   * colour, alpha, and whatever else it pretends to have.
   */
  readonly samples?: number;
  /** Of a WebP, a still one: its decoder can shrink it as it reads, which it cannot do with what is lossless. */
  readonly lossy?: boolean;
}

/** As fractions of width and height, from the top left of the photo as seen: `{ x: 0.5, y: 0.5 }` is its middle. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels, from the top left, as seen. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How pixels become a file. What the format has no use for is not looked at. */
export interface Encoding {
  readonly format: OutputFormat;
  /** 1-100; `auto`: the lowest that looks the same; undefined for formats that have none. */
  readonly quality: number | 'auto' | undefined;
  /** WebP and AVIF: every pixel as it is. */
  readonly lossless?: boolean;
  /** 0 quick, 9 thorough; undefined: the format's own default. */
  readonly effort?: number | undefined;
  /** Of the file: quality is lowered, and then the size in pixels, until it fits. */
  readonly maxBytes?: number | undefined;
}

/** A picture laid over the thumbnail. */
export interface WatermarkSpec {
  /** Of the picture's object, so that another picture is another recipe. */
  readonly etag: string;
  readonly gravity: Gravity;
  /** Of the thumbnail's sides, the picture fitted inside: 0 to 1. */
  readonly scale: number;
  /** 0 to 1. */
  readonly opacity: number;
  /** All over the thumbnail, instead of once. */
  readonly tile: boolean;
}

/** One thumbnail to make: pure numbers, as geometry.ts computed them. */
export interface RenderSpec extends Encoding {
  readonly fit: Fit;
  readonly gravity: Gravity;
  /** What a `cover` crop keeps in view, whatever the gravity. */
  readonly focus?: Point | undefined;
  /** The part of the photo that counts, at its full size; undefined: all of it. */
  readonly region?: Region | undefined;
  /** Pixels: the whole photo, or its region, is resampled to this, oriented as seen, before any crop or padding. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  /** Pixels: the thumbnail. */
  readonly width: number;
  readonly height: number;
  /**
   * An opaque one is the padding, and fills what is transparent, whatever the format. One that is not is the padding only:
   * the photo's own transparency stays, and JPEG, which has none, shows white behind both. Undefined: padding is white, or
   * clear where the photo has alpha.
   */
  readonly background?: Colour | undefined;
  /** Frames of the source, from the first, that go into an animated thumbnail; undefined or 1: a still. */
  readonly pages?: number | undefined;
  readonly watermark?: WatermarkSpec | undefined;
}

/** All that is to be made of one source. */
export interface RenderJob {
  /** The encoded source; read only, not kept. */
  readonly bytes: Uint8Array;
  readonly source: SourceInfo;
  readonly specs: readonly RenderSpec[];
  /** The encoded picture that specs with a watermark lay over theirs. */
  readonly watermark?: Uint8Array | undefined;
  /** Is a preview wanted, too? */
  readonly preview?: boolean | undefined;
}

export interface Rendered {
  /** In the order of the specs. */
  readonly thumbnails: readonly Encoded[];
  readonly preview?: Preview | undefined;
}

/** The whole photo, no side longer than 100 pixels: for hashes and colours. */
export interface Preview {
  readonly width: number;
  readonly height: number;
  /** RGBA, 8 bits per band, sRGB, alpha straight. */
  readonly data: Uint8Array;
}

export interface Encoded {
  /** An encoded image, sRGB or grey, 8 bits per band, no metadata, no profile. Ordinary memory, the caller's own. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** What `quality: 'auto'` or `maxBytes` came to. */
  readonly quality?: number | undefined;
  /** What a crop kept, of the photo at its full size. */
  readonly crop?: Region | undefined;
  /**
   * Of a thumbnail in its source's format and size: does a strict decoder read all of the source without a complaint? Then
   * it can take the thumbnail's place.
   */
  readonly sourceDecodesStrictly?: boolean | undefined;
}

/** What an engine takes of the function's memory, in bytes, as measured. */
export interface Footprint {
  /** The whole process, once a first small photo has been through. */
  readonly base: number;
  /** What a process that has served for long holds beside that, though its engine is new; undefined: nothing. */
  readonly warmGrowth?: number;
  /** For each byte of the encoded source. */
  readonly perSourceByte: number;
  /** For each of the source's pixels that its decoder holds at a time, which those that stream do not. */
  perPixel(source: SourceInfo): number;
  /** For one thumbnail, of what writing its format takes beside its pixels; undefined: nothing that counts. */
  perThumbnail?(spec: Pick<RenderSpec, 'format' | 'width' | 'height'>): number;
  /** For one source, however much memory the function has. */
  readonly ceiling: number;
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
  /** What this engine cannot make of any photo, and how to have it made; without it, or undefined: it can. */
  readonly limitation?: ((spec: RenderSpec) => string | undefined) | undefined;
  /**
   * @param bytes Encoded source; read only, not kept.
   * @param outputs What may be made of it: an engine that must be replaced to write them is replaced now.
   */
  inspect(
    bytes: Uint8Array,
    format: SourceFormat,
    deadline: Deadline,
    outputs?: readonly OutputFormat[],
  ): Promise<SourceInfo>;
  /**
   * Where the photo's border of one colour ends, the colour being that of its top left pixel.
   *
   * @param bytes As for `inspect`, after which it comes.
   * @param threshold How far a band may differ from that colour and still be border, 0-255.
   * @returns For `RenderSpec.region`: the whole photo where it has no border, or is nothing but border.
   */
  findTrim(bytes: Uint8Array, source: SourceInfo, threshold: number, deadline: Deadline): Promise<Region>;
  /**
   * All thumbnails of one source, from as few decodes as can be.
   *
   * @param deliver Told of each that is ready before the last, in any order: it can be stored while others are made.
   */
  render(job: RenderJob, deadline: Deadline, deliver?: Deliver): Promise<Rendered>;
}

/** @param index Of its spec. */
export type Deliver = (index: number, encoded: Encoded) => void;

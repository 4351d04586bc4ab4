// The port to the engines, which turn photos into thumbnails. wasm/host/host.ts implements it. It must not know which engine is
// behind it, nor anything of COS or events.

import type { Orientation } from '../container/orientation.ts';
import type { Deadline } from '../deadline.ts';
import type { OutputFormat, SourceFormat } from '../format/format.ts';
import type { Colour } from '../preset/colour.ts';
import type { Fit, Gravity } from '../preset/fit.ts';

/** What the header of a source says. No pixel has been decoded for it. */
export interface SourceInfo {
  readonly format: SourceFormat;
  /** The size in pixels, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /**
   * How the photo is turned to be seen; absent for one that is stored upright. The engine turns it by this, whatever its decoder
   * reads.
   */
  readonly orientation?: Orientation;
  /** How many frames an animation or pages a document has; 1 for any other source. */
  readonly pages: number;
  readonly hasAlpha: boolean;
  readonly colour: 'grey' | 'rgb' | 'cmyk';
  /** Whether it is a progressive JPEG or an interlaced PNG, of which the decoder holds the whole picture in memory. */
  readonly interlaced: boolean;
  /** Bits per band after decoding, which may be more than in the file. */
  readonly bitDepth: 8 | 16 | 32 | 64;
  /**
   * Samples per pixel. For a JPEG and an AVIF, by their subsampling (ITU-T T.81): 3 for 4:4:4, 2 for 4:2:2, 1.5 for 4:2:0, and one
   * more for an AVIF's alpha; 1 for a grey JPEG. For a TIFF and a JPEG XL, their colours, alpha, and any further samples that they
   * declare. Absent for other formats, and where it could not be read.
   */
  readonly samples?: number;
  /**
   * The pixels that the decoder holds, where that may be more than width times height: the tiles of a TIFF, and what an AVIF's
   * bitstream says of itself.
   */
  readonly decodedPixels?: number;
  /**
   * The size of the ICC profile by which its pixels are converted, of which decoders keep several copies; absent where none is: it
   * has no profile, or that of sRGB, or one that cannot be used.
   */
  readonly profileBytes?: number;
  /** Set for a still WebP: whether it is lossy. Its decoder can shrink a lossy one as it reads it, but not a lossless one. */
  readonly lossy?: boolean;
  /** Set for an animated WebP: whether frames are smaller than the canvas, so that its decoder does not shrink it at all. */
  readonly unshrinkable?: boolean;
}

/** A point as fractions of width and height, from the top left after EXIF orientation: `{ x: 0.5, y: 0.5 }` is the middle. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in pixels, from the top left after EXIF orientation. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How pixels are encoded into a file. Fields that the format has no use for are ignored. */
export interface Encoding {
  readonly format: OutputFormat;
  /** From 1 to 100; `auto` is the lowest that looks the same; undefined for formats without a quality setting. */
  readonly quality: number | 'auto' | undefined;
  /** Whether WebP and AVIF keep every pixel exactly. */
  readonly lossless?: boolean;
  /** How hard the encoder tries, from 0 (fast) to 9 (small); undefined is the format's own default. */
  readonly effort?: number | undefined;
  /** The most bytes of the file: the quality is lowered, and then the size in pixels, until it fits. */
  readonly maxBytes?: number | undefined;
}

/** How a picture is laid over the thumbnail. */
export interface WatermarkSpec {
  /** The ETag of the picture's object, so that another picture gives another recipe. */
  readonly etag: string;
  readonly gravity: Gravity;
  /** The picture is fitted into a box of the thumbnail's sides times this, above 0 and up to 1. */
  readonly scale: number;
  /** A factor on the picture's own alpha, above 0 and up to 1. */
  readonly opacity: number;
  /** Whether the picture is repeated all over the thumbnail, instead of placed once. */
  readonly tile: boolean;
}

/** One thumbnail to make. All sizes are final: the engine calculates none of them. */
export interface RenderSpec extends Encoding {
  readonly fit: Fit;
  readonly gravity: Gravity;
  /** The point that a `cover` crop keeps in view; the gravity is ignored then. */
  readonly focus?: Point | undefined;
  /** The part of the photo from which the thumbnail is made, at the photo's full size; undefined for all of it. */
  readonly region?: Region | undefined;
  /** The size in pixels to which the photo, or its region, is resampled before any crop or padding, after EXIF orientation. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  /** The size of the thumbnail in pixels. */
  readonly width: number;
  readonly height: number;
  /**
   * The colour of padding. If it is opaque, it also fills transparent parts of the photo, in every format. If it is not, the
   * photo's own transparency stays; JPEG, which has none, then shows white behind both. If it is undefined, padding is white, or
   * transparent if the photo has alpha.
   */
  readonly background?: Colour | undefined;
  /** How many frames of the source, from the first, an animated thumbnail has; undefined or 1 makes a still image. */
  readonly pages?: number | undefined;
  readonly watermark?: WatermarkSpec | undefined;
}

/** Everything that is to be made of one source. */
export interface RenderJob {
  /** The encoded source. The engine only reads it, and does not keep it. */
  readonly bytes: Uint8Array;
  readonly info: SourceInfo;
  readonly specs: readonly RenderSpec[];
  /** The encoded picture of the watermark, for those specs that have one. */
  readonly watermark?: Uint8Array | undefined;
  /** Whether a preview is made as well. */
  readonly preview?: boolean | undefined;
}

/** What was made of one source. */
export interface Rendered {
  /** One thumbnail per spec, in the order of the specs. */
  readonly thumbnails: readonly Encoded[];
  readonly preview?: Preview | undefined;
}

/** The whole photo with no side longer than 100 pixels, from which placeholder hashes and colours are calculated. */
export interface Preview {
  readonly width: number;
  readonly height: number;
  /** Pixels in rows from the top: RGBA with 8 bits per band, sRGB, alpha not premultiplied. */
  readonly data: Uint8Array;
}

/** One thumbnail that was made. */
export interface Encoded {
  /**
   * The encoded image: sRGB or grey, 8 bits per band, without metadata and profile. It is ordinary (not shared) memory that
   * belongs to the caller.
   */
  readonly bytes: Uint8Array;
  /** The size in pixels; smaller than in the spec if `maxBytes` made it so. */
  readonly width: number;
  readonly height: number;
  /** The quality that was used, if `quality: 'auto'` or `maxBytes` decided it. */
  readonly quality?: number | undefined;
  /** The part of the photo that a crop kept, in pixels of the photo at its full size. */
  readonly crop?: Region | undefined;
  /** What it does not show as the photo has it, and how to mend it, in sentences; undefined is nothing. */
  readonly warnings?: readonly string[] | undefined;
  /**
   * Set for a thumbnail in its source's format and size: whether a strict decoder reads all of the source without a warning. Only
   * then may the source's own data be stored in place of the thumbnail.
   */
  readonly sourceDecodesStrictly?: boolean | undefined;
}

/** The engines, as reports name them. */
export type EngineName = 'jpeg' | 'png' | 'webp' | 'libheif' | 'wasm-vips' | 'squoosh';

/** What of a thumbnail its encoder's memory depends on. */
export type WriterSpec = Pick<
  RenderSpec,
  'format' | 'width' | 'height' | 'lossless' | 'pages' | 'watermark' | 'region'
>;

/** How much of the function's memory an engine takes, in bytes, as measured. */
export interface Footprint {
  /** The memory of the whole process after a first small photo. */
  readonly base: number;
  /** How much more a process holds after it has served many photos, even with a new engine; undefined is nothing. */
  readonly warmGrowth?: number;
  /** The bytes of memory for each byte of the encoded source. */
  readonly perSourceByte: number;
  /**
   * The bytes that it takes besides to open a source of a format, be it a decoder of its own or more copies; undefined is nothing
   * that matters.
   *
   * @param bytes The size of the encoded source.
   */
  openBytes?(format: SourceFormat, bytes: number): number;
  /**
   * The bytes that a source's decoder holds at a time, of pixels or coefficients; 0 for a source that streams.
   *
   * @param scale The sides that are needed as a fraction of the source's: 1 to see each pixel, 0 for as few as there can be. A
   * decoder may shrink a source as it reads it.
   */
  decoderBytes(info: SourceInfo, scale: number): number;
  /** The bytes that it takes to write one thumbnail of a source, in addition to its pixels; undefined is nothing that matters. */
  writerBytes?(spec: WriterSpec, info: SourceInfo): number;
  /** The most memory that the engine can use for one source, even if the function has more. */
  readonly ceiling: number;
}

/**
 * Turns photos into thumbnails. Its methods may reject with `Declined`, before anything is delivered: then another engine is to be
 * asked. Otherwise they reject with a `ThumbnailError` of code `source-corrupt` or `source-unsupported` (the
 * source's bytes are at fault), `deadline`, `engine-crashed` or `engine-unavailable`. After any of them the engine can be used
 * again, because it replaces what broke.
 *
 * Each call may use all of the memory, so calls that come at once are made one after another, in the order in which they came. A
 * call whose deadline passes before its turn rejects with `deadline`, and stops no other.
 *
 * @example
 * const info = await engine.inspect(bytes, 'jpeg', deadline);
 * const specs = [{ ...resolveSize(info, box), fit: 'inside', gravity: 'centre', format: 'webp', quality: 80 }];
 * const { thumbnails } = await engine.render({ bytes, info, specs }, deadline);
 */
export interface Engine {
  readonly name: EngineName;
  /**
   * The names and versions of all engines that may serve a photo here, like `jpeg 1 + png 1 + wasm-vips 0.0.19`. It is part of every
   * recipe, which therefore does not depend on which of them does.
   */
  readonly version: string;
  readonly footprint: Footprint;
  /**
   * Says which part of a spec this engine can make of no photo at all, and what to do about it; undefined if it can make all of
   * it. An engine without this method can make every spec.
   */
  readonly limitation?: ((spec: RenderSpec) => string | undefined) | undefined;
  /** Begins to start, so that it boots while the caller waits for something else; absent where there is nothing to start. */
  start?(): void;
  /**
   * Reads a source's header. It decodes no pixels.
   *
   * @param bytes The encoded source. The engine only reads it, and does not keep it.
   * @param outputs The formats that may be made of it: an engine that must be replaced to write them is replaced now.
   */
  inspect(
    bytes: Uint8Array,
    format: SourceFormat,
    deadline: Deadline,
    outputs?: readonly OutputFormat[],
  ): Promise<SourceInfo>;
  /**
   * Finds the part of a photo inside a border of one colour, that of its top left pixel.
   *
   * @param bytes The encoded source, which must have been inspected before.
   * @param threshold How far a band may differ from that colour and still belong to the border, from 0 to 255.
   * @returns A value for `RenderSpec.region`. It is the whole photo if there is no border, or nothing but border.
   */
  findTrim(bytes: Uint8Array, info: SourceInfo, threshold: number, deadline: Deadline): Promise<Region>;
  /**
   * Makes all thumbnails of one source, from as few decodes as possible.
   *
   * @param deliver Called with each thumbnail that is ready before the last one, in any order, so that it can be stored while
   * others are made.
   */
  render(job: RenderJob, deadline: Deadline, deliver?: Deliver): Promise<Rendered>;
}

/** Takes a thumbnail that is ready; `index` is the index of its spec. */
export type Deliver = (index: number, encoded: Encoded) => void;

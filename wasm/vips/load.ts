// Loads a source by libvips, as an image whose bands are known: its colours and then its alpha, if it has one.

import type { RenderJob, SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { oriented } from '../header/facts.ts';
import { ignoredProfile } from '../header/icc.ts';
import type { Sides } from '../picture/sides.ts';
import { damaged } from '../thread/source-fault.ts';
import { frameHeight } from './animation-frames.ts';
import { type ColourReading, readColours } from './colourimetry.ts';
import { colourOf, describeLayout, type Layout, layoutOf, withLayout } from './layout.ts';
import { setOrientation } from './orientation.ts';
import { findProfile, refusedBy, setProfile } from './profile.ts';
import { isFloatingPoint, withOrdinarySamples } from './samples.ts';
import { fullSize } from './shrink-on-load.ts';
import type { Image, Module, Source } from './types.ts';

/**
 * libvips' `fail_on`. With `error`, a decoder continues where it can recover, as browsers do (stray bytes between JPEG
 * segments, unusual tags), but fails on truncation and on unreadable data.
 */
export type FailOn = 'none' | 'error' | 'warning';

/** An encoded source, and what is known of it before a pixel is decoded. */
export interface Opened {
  readonly bytes: Uint8Array;
  /** libvips' view of `bytes`. */
  readonly source: Source;
  readonly info: SourceInfo;
  readonly failOn: FailOn;
  readonly colours: ColourReading;
  /** What thumbnails do not show as the photo has it, and how to mend it, in sentences. */
  readonly warnings: readonly string[];
}

/** The formats of which libvips alone reads the header. Those may have bands besides colours and alpha. */
const readByVips: readonly SourceFormat[] = ['tiff', 'jxl', 'avif'];

/**
 * Opens a source.
 *
 * @param source libvips' view of the bytes.
 * @throws libvips' own error if the decoder refuses the header.
 */
export function open(
  vips: Module,
  source: Source,
  { bytes, info }: Pick<RenderJob, 'bytes' | 'info'>,
): Opened {
  if (!readByVips.includes(info.format)) return describe(vips, source, { bytes, info });
  using header = loadRaw(vips, { source });
  return describe(vips, source, { bytes, info }, header);
}

function describe(
  vips: Module,
  source: Source,
  { bytes, info }: Pick<RenderJob, 'bytes' | 'info'>,
  header?: Image,
): Opened {
  const profile = findProfile(bytes, info.format, header);
  const isLinear = header !== undefined && isFloatingPoint(header);
  const { colours, warning } = readColours(vips, { bytes, info, profile, isLinear });
  const layout = header && describeLayout(layoutOf(header, bytes, info.format));
  const warnings = [layout, warning].filter((one) => one !== undefined);
  return { bytes, source, info, failOn: 'error', colours, warnings };
}

/**
 * The photo as if it had no profile.
 *
 * @param message Why libvips' colour engine refused the profile.
 */
export function withoutProfile(opened: Opened, message: string): Opened {
  return {
    ...opened,
    colours: { ...opened.colours, profile: undefined },
    warnings: [...opened.warnings, ignoredProfile(refusedBy(message))],
  };
}

/** Loads the pixels as libvips gives them. A new handle, which the caller deletes. */
export function loadRaw(
  vips: Module,
  { source, failOn = 'error' }: Pick<Opened, 'source'> & Partial<Pick<Opened, 'failOn'>>,
  options = '',
): Image {
  return vips.Image.newFromSource(source, `[fail_on=${failOn}${options}]`, { access: 'sequential' });
}

/**
 * Loads the pixels, as stored: not upright, in the photo's own colours.
 *
 * @returns A lazy image, which can be read once from top to bottom: 8 or 16 bits, and the orientation and profile with which it
 * was opened. A new handle, which the caller deletes.
 * @throws {SourceFault} if it is not the picture that the header announced; libvips' own error if the decoder refuses the bytes.
 */
export function load(vips: Module, opened: Opened, loading = fullSize): Image {
  const { bytes, info, colours } = opened;
  const { options, scale } = loading;
  using loaded = loadRaw(vips, opened, options);
  const layout = layoutOf(loaded, bytes, info.format);
  checkAnnounced(loaded, layout, info, scale);
  using arranged = withLayout(loaded, layout);
  const image = withOrdinarySamples(arranged);
  setOrientation(image, info.orientation ?? 1);
  setProfile(image, colours.profile);
  return image;
}

/**
 * Checks that the decoder gives the picture whose header was read: sizes are calculated from the header, and another picture
 * would be squashed into them.
 */
function checkAnnounced(loaded: Image, layout: Layout, info: SourceInfo, scale: number): void {
  const { width, height } = oriented(info.width, info.height, info.orientation ?? 1);
  const came = { width: loaded.width, height: frameHeight(loaded) };
  // A shrunk side is rounded up, down, or to the nearest number, as the loader likes; animations are not shrunk at all.
  const isSameSize = [scale, 1].some(
    (by) => Math.abs(came.width - width * by) < 1 && Math.abs(came.height - height * by) < 1,
  );
  if (isSameSize && colourOf(layout) === info.colour && (layout.alpha !== undefined) === info.hasAlpha)
    return;
  const describe = (sides: Sides, colour: string, hasAlpha: boolean) =>
    `${sides.width}x${sides.height} ${colour}${hasAlpha ? ' with alpha' : ''}`;
  throw damaged(
    `it announces one picture and holds another: ${describe({ width, height }, info.colour, info.hasAlpha)}, ` +
      `but ${describe(came, colourOf(layout), layout.alpha !== undefined)} at a scale of ${scale}`,
  );
}

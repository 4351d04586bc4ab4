// Tone-maps HDR photos for SDR screens by libvips' arithmetic. The curve itself is in picture/tone-mapping.ts.

import { diffuseWhite, nominalPeak } from '../header/transfer.ts';
import { toneMapped } from '../picture/tone-mapping.ts';
import type { Image, Module } from './types.ts';

/** Entries of the table of gains. They are spaced by the square root of light, so that dark tones have the most. */
const entries = 65_536;

/** The weights of BT.2020's luminance. */
const luminance = [0.2627, 0.678, 0.0593];

/**
 * Applies HLG's OOTF (ITU-R BT.2100, table 5) for its nominal screen.
 *
 * @param scene Light of the scene, 0-1; floating point.
 * @returns Light of that screen, 1 is white; a new handle, which the caller deletes.
 */
export function toDisplay(vips: Module, scene: Image): Image {
  using weights = vips.Image.newMatrix(3, 1, luminance.slice());
  using luma = scene.recomb(weights);
  using gain = luma.pow(0.2);
  using light = scene.multiply(gain);
  return light.linear(nominalPeak / diffuseWhite, 0);
}

/** The brightest light of the table, 1 is white: the 10,000 cd/m2 at which PQ ends. */
const maxLight = 10_000 / diffuseWhite;

/**
 * The percentile of the pixels' light that determines the curve. The very brightest are left out, because resampling
 * makes an edge brighter than either side of it.
 */
const peakPercentile = 99.5;

/**
 * Tone-maps an image. All three bands of a pixel are dimmed by the same factor, which depends on the brightest of them,
 * so that hues do not change.
 *
 * @param light Light of a screen, 1 is white; floating point, linear sRGB. It is read twice, first for its bright
 * pixels, so it must not come straight from a sequential decoder.
 * @returns Only few pixels are above 1; a new handle, which the caller deletes.
 */
export function toneMap(vips: Module, light: Image): Image {
  using red = light.extractBand(0);
  using green = light.extractBand(1);
  using blue = light.extractBand(2);
  using redOrGreen = red.maxpair(green);
  using brightest = redOrGreen.maxpair(blue);
  using lit = brightest.maxpair([0]);
  using share = lit.linear(1 / maxLight, 0);
  using root = share.pow(0.5);
  using entry = root.linear(entries - 1, 0.5);
  using entryIndex = entry.cast('ushort');
  const peak = Math.min(Math.max(lightOf(entryIndex.percent(peakPercentile)), 1), nominalPeak / diffuseWhite);
  using gains = tableOf(vips, (at) => gain(lightOf(at), peak));
  using dimming = entryIndex.maplut(gains);
  return light.multiply(dimming);
}

/** The light of a table entry, 1 is white. */
function lightOf(entry: number): number {
  return maxLight * (entry / (entries - 1)) ** 2;
}

/** The factor by which light is dimmed. */
function gain(light: number, peak: number): number {
  return light === 0 ? 1 : toneMapped(light, peak) / light;
}

/**
 * Makes a table of one value for each entry.
 *
 * @returns For `maplut` with an image of 16 bits; a new handle, which the caller deletes.
 */
export function tableOf(vips: Module, value: (entry: number) => number): Image {
  const table = Float32Array.from({ length: entries }, (_, entry) => value(entry));
  return vips.Image.newFromMemory(table, entries, 1, 1, vips.BandFormat.float);
}

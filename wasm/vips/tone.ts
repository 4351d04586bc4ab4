// HDR photos on SDR screens, by libvips' arithmetic.

import { diffuseWhite, nominalPeak } from '../header/transfer.ts';
import { toneMapped } from '../picture/tone-mapping.ts';
import type { Image, Module } from './types.ts';

/** Of the table, whose entries lie as square roots: the dark ones densest. */
const entries = 65_536;

/** Luminance of BT.2020. */
const luminance = [0.2627, 0.678, 0.0593];

/**
 * HLG's OOTF (ITU-R BT.2100, table 5) for the screen that it is meant for.
 *
 * @param scene Light of the scene, 0-1; floating point.
 * @returns Light of that screen, 1 being white; a new handle, the caller's to delete.
 */
export function toDisplay(vips: Module, scene: Image): Image {
  using weights = vips.Image.newMatrix(3, 1, luminance.slice());
  using luma = scene.recomb(weights);
  using gain = luma.pow(0.2);
  using light = scene.multiply(gain);
  return light.linear(nominalPeak / diffuseWhite, 0);
}

/** cd/m2: more than PQ can say. */
const maxLight = 10_000 / diffuseWhite;

/** Percent of the pixels that rule the curve: a resampled edge is brighter than either side of it. */
const peakPercentile = 99.5;

/**
 * All three bands of a pixel are dimmed alike, by the brightest of them: hues stay as they are.
 *
 * @param light Of a screen, 1 being white; floating point, linear sRGB. Read twice: its bright pixels rule the curve.
 * @returns Few pixels are above 1; a new handle, the caller's to delete.
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

function lightOf(entry: number): number {
  return maxLight * (entry / (entries - 1)) ** 2;
}

/** By how much light is dimmed. */
function gain(light: number, peak: number): number {
  return light === 0 ? 1 : toneMapped(light, peak) / light;
}

/** @returns For `maplut` of 16 bits; a new handle, the caller's to delete. */
export function tableOf(vips: Module, value: (entry: number) => number): Image {
  const table = Float32Array.from({ length: entries }, (_, entry) => value(entry));
  return vips.Image.newFromMemory(table, entries, 1, 1, vips.BandFormat.float);
}

// Finds options of a preset that are valid one by one, but not together. How options are written is in options.ts.

import { words } from './options.ts';
import type { Preset } from './preset.ts';
import type { AddProblem } from './value.ts';

/**
 * Adds a problem for each conflict between options.
 *
 * @param preset What the options came to.
 * @param tokens The options as they were written, for the messages.
 */
export function checkConflicts(preset: Preset, tokens: readonly string[], addProblem: AddProblem): void {
  checkFit(preset, tokens, addProblem);
  checkQuality(preset, tokens, addProblem);
  const { format, pages, background } = preset;
  if (pages > 1 && format !== 'webp' && format !== 'gif' && format !== 'auto') {
    const found = tokens.find((token) => token.startsWith('pages'));
    addProblem(`"${found}" asks for an animation, so it needs the format webp, gif or auto, found ${format}`);
  }
  if (format === 'jpeg' && background !== undefined && background.alpha < 1) {
    const found = tokens.find((token) => token.startsWith('background'));
    addProblem(
      `"${found}" is transparent, but jpeg has no transparency: give six digits, or the format png, webp or avif`,
    );
  }
}

function checkFit(
  { fit, gravity, width, height }: Preset,
  tokens: readonly string[],
  addProblem: AddProblem,
): void {
  const gravityToken = tokens.find((token) => words.get(token)?.gravity !== undefined);
  if (gravityToken !== undefined && fit !== 'cover') {
    if (gravity === 'entropy' || gravity === 'attention') {
      addProblem(`"${gravity}" chooses what a crop keeps, so it needs the fit cover, found ${fit}`);
    } else if (fit !== 'contain') {
      addProblem(
        `the gravity "${gravityToken}" needs the fit cover or contain: ${fit} neither crops nor pads`,
      );
    }
  }
  const oneSide = (width === undefined) !== (height === undefined);
  if (oneSide && (fit === 'cover' || fit === 'contain' || fit === 'fill')) {
    addProblem(`the fit ${fit} needs both sides, like 200x200; with one side use inside`);
  }
}

function checkQuality(preset: Preset, tokens: readonly string[], addProblem: AddProblem): void {
  const { format, lossless, quality, maxBytes } = preset;
  const qualityToken = tokens.find((token) => /^q(?:uality=|auto|\d)/.test(token));
  if (quality !== undefined && (format === 'png' || format === 'gif')) {
    addProblem(`"${qualityToken}" has no effect: ${format} has no quality; leave it out, or give max-bytes`);
  }
  if (!lossless) return;
  if (format === 'png') addProblem('"lossless" is not needed: png is lossless anyway');
  else if (format !== 'webp' && format !== 'avif') {
    addProblem(`"lossless" needs the format webp or avif, found ${format}`);
  }
  if (quality !== undefined && format !== 'png' && format !== 'gif') {
    addProblem(
      `"lossless" and "${qualityToken}" exclude each other: lossless has no quality; give one of the two`,
    );
  }
  if (maxBytes !== undefined) {
    const bytesToken = tokens.find((token) => token.startsWith('max-bytes'));
    addProblem(
      `"lossless" and "${bytesToken}" exclude each other: to meet max-bytes a thumbnail loses detail; give one of the two`,
    );
  }
}

// Options that are right by themselves and make no sense together.

import { words } from './options.ts';
import type { Preset } from './preset.ts';
import type { AddProblem } from './value.ts';

/** @param tokens The options as they were written. */
export function checkConflicts(preset: Preset, tokens: readonly string[], report: AddProblem): void {
  checkFit(preset, tokens, report);
  checkQuality(preset, tokens, report);
  const { format, pages, background } = preset;
  if (pages > 1 && format !== 'webp' && format !== 'gif' && format !== 'auto') {
    const found = tokens.find((token) => token.startsWith('pages'));
    report(`"${found}" asks for an animation, so it needs the format webp, gif or auto, found ${format}`);
  }
  if (format === 'jpeg' && background !== undefined && background.alpha < 1) {
    const found = tokens.find((token) => token.startsWith('background'));
    report(
      `"${found}" is transparent, which jpeg cannot be: give six digits, or the format png, webp or avif`,
    );
  }
}

function checkFit(
  { fit, gravity, width, height }: Preset,
  tokens: readonly string[],
  report: AddProblem,
): void {
  const wanted = tokens.find((token) => words.get(token)?.gravity !== undefined);
  if (wanted !== undefined && fit !== 'cover') {
    if (gravity === 'entropy' || gravity === 'attention') {
      report(`"${gravity}" chooses what a crop keeps, so it needs the fit cover, found ${fit}`);
    } else if (fit !== 'contain') {
      report(`the gravity "${wanted}" needs the fit cover or contain: ${fit} neither crops nor pads`);
    }
  }
  const oneSide = (width === undefined) !== (height === undefined);
  if (oneSide && (fit === 'cover' || fit === 'contain' || fit === 'fill')) {
    report(`the fit ${fit} needs both sides, like 200x200; with one side use inside`);
  }
}

function checkQuality(preset: Preset, tokens: readonly string[], report: AddProblem): void {
  const { format, lossless, quality, maxBytes } = preset;
  const wished = tokens.find((token) => /^q(?:uality=|auto|\d)/.test(token));
  if (quality !== undefined && (format === 'png' || format === 'gif')) {
    report(`"${wished}" has nothing to set: ${format} has no quality; leave it out, or give max-bytes`);
  }
  if (!lossless) return;
  if (format === 'png') report('"lossless" is not needed: png is lossless anyway');
  else if (format !== 'webp' && format !== 'avif') {
    report(`"lossless" needs the format webp or avif, found ${format}`);
  }
  if (quality !== undefined && format !== 'png' && format !== 'gif') {
    report(`"lossless" and "${wished}": what is lossless has no quality; give one of the two`);
  }
  if (maxBytes !== undefined) {
    const budget = tokens.find((token) => token.startsWith('max-bytes'));
    report(`"lossless" and "${budget}": what must be small may have to lose something; give one of the two`);
  }
}

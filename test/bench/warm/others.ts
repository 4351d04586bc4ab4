// The warm part's findings -> tables and figures: everybody beside ours.

import type { Section } from '../part.ts';
import { median } from '../statistics.ts';
import { type Measured, reasons, samplesOf } from './sections.ts';

/** One row for each contender, with two columns for each case. */
export function othersSection(measured: readonly Measured[]): Section {
  const figures: Record<string, number> = {};
  const names = measured[0]?.names ?? [];
  const time = (one: Measured, name: (typeof names)[number]) => {
    const samples = samplesOf(one, name);
    return samples && median(samples.map(({ ms }) => ms));
  };
  const rows = names.map((name) => [
    name,
    ...measured.flatMap((one) => {
      const ms = time(one, name);
      const ours = time(one, 'ours');
      if (ms === undefined || ours === undefined) return ['-', '-'];
      figures[`warm, peers, ${one.case.name}, one core: ${name} to ours`] = ms / ours;
      return [ms.toFixed(0), (ms / ours).toFixed(2)];
    }),
  ]);
  const heading = ['', ...measured.flatMap((one) => [`${one.case.name}, ms`, 'to ours'])];
  return {
    title: 'Warm, one core, beside other engines without native code',
    table: [heading, ...rows],
    notes: [
      'Medians of few rounds. "To ours" is how many times our time it takes.',
      'magick-wasm, told: it knows the size beforehand, so that it decodes at an eighth, as ours and sharp do by themselves.',
      ...reasons(measured),
    ],
    figures,
  };
}

// The load part's findings -> its tables and figures. Pure.

import type { Section } from '../part.ts';
import { median, quartiles } from '../statistics.ts';
import { bytesByOrigin, type Metafile, origins } from './bytes.ts';
import type { VariantName, Variants } from './variants.ts';

/** CPU of one round, milliseconds: of each variant's whole process, and of single invocations. */
export type Round = Readonly<Record<VariantName | 'event', number>> & {
  readonly firstPhoto: number;
  readonly secondPhoto: number;
};

interface Step {
  readonly name: string;
  readonly bytes?: number;
  /** What the part took in a round. */
  readonly cost: (round: Round) => number;
}

export function loadSections(
  rounds: readonly Round[],
  { bytes, moduleBytes }: Pick<Variants, 'bytes' | 'moduleBytes'>,
  metafile: Metafile,
  photo: string,
): Section[] {
  const origin = bytesByOrigin(metafile);
  const sdk = (round: Round) => round.sdk - round.sdkCompiled;
  const total = bytes.code + bytes.payload;
  const steps: Step[] = [
    { name: 'Node.js with an empty file', cost: ({ bare }) => bare },
    { name: 'WebAssembly in comments, read', bytes: bytes.payload, cost: (one) => one.payload - one.bare },
    { name: 'code, read and compiled', bytes: bytes.code, cost: (one) => one.compiled - one.payload },
    { name: 'COS SDK, run', bytes: origin['COS SDK'], cost: sdk },
    {
      name: 'all other code, run',
      bytes: bytes.code - origin['COS SDK'],
      cost: (one) => one.whole - one.compiled - sdk(one),
    },
    { name: 'loaded: the sum', bytes: total, cost: ({ whole }) => whole },
    { name: 'first event: settings, no photo', cost: (one) => one.event - one.whole },
    { name: "JPEG engine's modules, compiled", bytes: moduleBytes, cost: (one) => one.modules - one.bare },
    { name: `first photo, ${photo}`, cost: ({ firstPhoto }) => firstPhoto },
    { name: 'the same once more', cost: ({ secondPhoto }) => secondPhoto },
  ];
  const figures: Record<string, number> = { 'load: rounds': rounds.length };
  const rows = steps.map(({ name, bytes: held, cost }) => {
    const costs = rounds.map(cost);
    const [low, high] = quartiles(costs);
    figures[`load, ${name}: cpu ms`] = median(costs);
    return [
      name,
      held === undefined ? '-' : thousands(held),
      ...[median(costs), low, high].map((value) => value.toFixed(1)),
    ];
  });
  return [
    {
      title: 'What dist/index.js costs before and at its first photo',
      table: [['part', 'bytes', 'CPU, ms', 'first quartile', 'third'], ...rows],
      notes: [
        `Medians of ${rounds.length} rounds. In each, a fresh Node.js ${process.versions.node} loads one file and ends, for every ` +
          'one of several files, and the CPU time of the whole process is counted. A part is the difference of two of them: an ' +
          'empty file; the comments of dist/index.js alone; all of it with "return;" before the first line, so that it is read ' +
          'and compiled but not run; all of it. What is compiled only when it is called counts as run.',
        'COS SDK: the same bundled alone, with "return;" and without. The modules of Node.js that it wants (http, crypto and ' +
          'others) count with it, though the rest would load some of them too.',
        'first event: one that names a folder, which the function skips, less loading. modules: a file that inflates and compiles ' +
          'them, less an empty one; the first photo holds that, too. first photo: CPU of the invocation with its requests. A ' +
          'difference near 0 can come out below it.',
      ],
      figures,
    },
    bytesSection(origin, bytes),
  ];
}

function bytesSection(
  origin: Readonly<Record<(typeof origins)[number], number>>,
  { code, payload }: Variants['bytes'],
): Section {
  const known = origins.reduce((sum, name) => sum + origin[name], 0);
  const held: [string, number][] = [
    ['WebAssembly in comments', payload],
    ...origins.map((name): [string, number] => [name, origin[name]]),
    ["names and licences, esbuild's own", code - known],
  ];
  return {
    title: 'What dist/index.js consists of',
    table: [
      ['from', 'bytes', 'share'],
      ...held.map(([name, bytes]) => [
        name,
        thousands(bytes),
        `${((100 * bytes) / (code + payload)).toFixed(1)} %`,
      ]),
    ],
    notes: [
      "As esbuild counts them (dist/metafile.json). The engines' scripts are texts that only their threads run: V8 reads them as " +
        'strings.',
    ],
    figures: Object.fromEntries(held.map(([name, bytes]) => [`load, ${name}: bytes`, bytes])),
  };
}

function thousands(bytes: number): string {
  return bytes.toLocaleString('en');
}

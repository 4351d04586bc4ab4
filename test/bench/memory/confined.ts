// In a control group of 128 MB, and on half a core besides: is the thumbnail stored?

import type { Contender } from '../cold/contenders.ts';
import type { Lab } from '../cold/lab.ts';
import { inTurn } from '../cold/rounds.ts';
import type { GroupLimits } from '../group.ts';
import type { Bench, Section } from '../part.ts';
import { type Photo, photo } from '../photos.ts';
import { median } from '../statistics.ts';
import type { Binary } from './binary.ts';
import { failureOf, type Probed, probe } from './probe.ts';

/** SCF's own defaults. */
const memoryMb = 128;
const timeoutS = 3;

interface Case {
  readonly contender: Contender;
  readonly one: Photo;
  readonly limits: GroupLimits;
}

export async function confined({ options, progress }: Bench, lab: Lab, binary: Binary): Promise<Section> {
  const rounds = options.rounds ?? (options.short ? 1 : 3);
  const cases: Case[] = [];
  for (const megapixels of [12, 24, 48]) {
    const one = await photo({ megapixels, kind: 'baseline' });
    for (const contender of ['ours', 'sharp'] as const) {
      cases.push(
        { contender, one, limits: { memoryMb } },
        { contender, one, limits: { memoryMb, cores: 0.5 } },
      );
    }
  }
  const found = await inTurn(cases, rounds, async ({ contender, one, limits }, round) => {
    progress(`128 MB, ${round}, ${one.name}, ${contender}`);
    const start = { contender, photos: [one], memoryMb, timeoutS };
    return { cached: await probe(lab, start, limits), charged: await probe(lab, start, limits, binary) };
  });
  return {
    title: 'Cold start in 128 MB',
    table: [
      ['photo', 'of', 'cores', "Node.js' binary cached", 'all charged inside'],
      ...found.map(([{ one, contender, limits }, probes]) => [
        one.name,
        contender,
        String(limits.cores ?? 'all'),
        verdict(probes.map(({ cached }) => cached)),
        verdict(probes.map(({ charged }) => charged)),
      ]),
    ],
    notes: [
      `Each start in a control group of ${memoryMb} * 1,048,576 bytes without swap, ${rounds} times; half a core: a quota of ` +
        `50 of every 100 ms. The event's context says ${memoryMb} MB and ${timeoutS} s, SCF's defaults.`,
      'Times are medians: from the start of the process to the stored thumbnail, and in brackets the invocation alone, ' +
        'which is what SCF holds against the timeout; MB: the most that the group held.',
    ],
    figures: Object.assign(
      {},
      ...found.map(([one, probes]) =>
        figures(
          one,
          probes.map(({ cached }) => cached),
        ),
      ),
    ),
  };
}

/** `stored in 812 ms (640), 103 MB`, or what came instead, of every round if they differ. */
function verdict(probes: readonly Probed[]): string {
  const failed = probes.flatMap((one) => failureOf(one) ?? []);
  if (failed.length > 0) {
    const times = failed.length === probes.length ? '' : `${failed.length} of ${probes.length}: `;
    return times + [...new Set(failed)].join(', ');
  }
  const measured = probes.flatMap(({ result }) => (result.kind === 'measured' ? result.measured : []));
  const wallMs = median(measured.map((one) => one.wallMs));
  const invocationMs = median(measured.map((one) => one.invocations[0]?.wallMs ?? Number.NaN));
  const late = invocationMs > timeoutS * 1000 ? 'late: ' : 'stored in ';
  const groupMb = median(probes.map((one) => one.groupMb));
  return `${late}${wallMs.toFixed(0)} ms (${invocationMs.toFixed(0)}), ${groupMb.toFixed(0)} MB`;
}

function figures({ contender, one, limits }: Case, probes: readonly Probed[]): Record<string, number> {
  if (contender !== 'ours') return {};
  const stored = probes.filter((probed) => failureOf(probed) === undefined).length;
  const cores = limits.cores === undefined ? '' : ', half a core';
  return { [`memory, 128 MB${cores}, ${one.name}: stored of all`]: stored / probes.length };
}

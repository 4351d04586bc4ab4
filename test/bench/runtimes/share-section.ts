// Ours with SCF's smallest share of the CPU, on each runtime: the table and the figures. Pure.

import type { Section } from '../part.ts';
import { failuresOf, timesOf, withinTime } from '../shares/outcomes.ts';
import type { Outcome } from '../shares/start.ts';
import { median } from '../statistics.ts';

export interface RuntimeShare {
  readonly runtime: string;
  /** In the order of the rounds. */
  readonly outcomes: readonly Outcome[];
}

/** @param photo Its name. */
export function runtimeShareSection(
  found: readonly RuntimeShare[],
  {
    photo,
    memoryMb,
    cores,
    missing,
  }: {
    readonly photo: string;
    readonly memoryMb: number;
    readonly cores: number;
    /** Why there are no control groups; undefined: there are. */
    readonly missing: string | undefined;
  },
): Section {
  const figures: Record<string, number> = {};
  const rows = found.map(({ runtime, outcomes }) => {
    const failure = failuresOf(outcomes);
    if (failure !== undefined) return [runtime, '-', '-', failure];
    const times = timesOf(outcomes);
    const load = median(times.map(({ loadMs }) => loadMs));
    const event = median(times.map(({ eventMs }) => eventMs));
    figures[`runtimes, ${runtime}, ${memoryMb} MB: ours, load ms`] = load;
    figures[`runtimes, ${runtime}, ${memoryMb} MB: ours, event ms`] = event;
    return [runtime, load.toFixed(0), event.toFixed(0), withinTime(times)];
  });
  const rounds = found[0]?.outcomes.length ?? 0;
  return {
    title: `Ours with ${memoryMb} MB and ${cores.toFixed(2)} of a core on the runtimes of SCF, ${photo}`,
    table: [['runtime', 'load, ms', 'event, ms', 'within 3 s'], ...rows],
    notes:
      missing === undefined
        ? [`Medians of ${rounds} fresh starts, as in the shares part.`]
        : [`Not measured: that takes control groups, which cannot be made here: ${missing}.`],
    figures,
  };
}

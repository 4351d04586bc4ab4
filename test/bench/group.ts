// A limit of memory and CPU around one child: a Linux control group, of version 1 or 2. Knows nothing of what runs in it.

import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GroupLimits {
  /** MB of 1024 * 1024 bytes, without swap beside it; undefined: memory is only counted. */
  readonly memoryMb?: number;
  /** 0.5 is half a core; undefined: all there are. */
  readonly cores?: number;
}

export interface Group {
  /** What comes before a command line to run it inside. */
  readonly enter: readonly string[];
  /** The most memory so far, with the pages of files that were first read inside; MB. undefined: this kernel does not say. */
  peakMb(): number | undefined;
  /** Has the kernel killed something inside, because the memory did not suffice? */
  ranOut(): boolean;
  /** Once all that ran inside has ended. */
  remove(): void;
}

/** What a group is made of, by the kernel's documents: admin-guide/cgroup-v1/memory.rst and admin-guide/cgroup-v2.rst. */
export interface GroupPlan {
  readonly folders: readonly string[];
  /** In this order. `optional`: this kernel may have been built without the file. */
  readonly writes: readonly { readonly file: string; readonly value: string; readonly optional?: boolean }[];
  /** The file that says how much memory there was at most, bytes. */
  readonly peak: string;
  /** The file with a line `oom_kill N`. */
  readonly kills: string;
}

const periodUs = 100_000;

/** Version 1 keeps a tree for each controller, version 2 has one for all. */
export function planGroup(
  version: 1 | 2,
  name: string,
  { memoryMb, cores }: GroupLimits,
  root = '/sys/fs/cgroup',
): GroupPlan {
  const bytes = memoryMb === undefined ? undefined : String(memoryMb * 1024 * 1024);
  const quota = cores === undefined ? undefined : String(Math.round(cores * periodUs));
  if (version === 2) {
    const folder = join(root, name);
    return {
      folders: [folder],
      writes: [
        ...(bytes === undefined ? [] : [{ file: join(folder, 'memory.max'), value: bytes }]),
        { file: join(folder, 'memory.swap.max'), value: '0', optional: true },
        ...(quota === undefined ? [] : [{ file: join(folder, 'cpu.max'), value: `${quota} ${periodUs}` }]),
      ],
      peak: join(folder, 'memory.peak'),
      kills: join(folder, 'memory.events'),
    };
  }
  const memory = join(root, 'memory', name);
  const cpu = join(root, 'cpu', name);
  return {
    folders: quota === undefined ? [memory] : [memory, cpu],
    writes: [
      { file: join(memory, 'memory.swappiness'), value: '0', optional: true },
      // The limit of memory and swap together may not be below that of memory, so it comes second.
      ...(bytes === undefined
        ? []
        : [
            { file: join(memory, 'memory.limit_in_bytes'), value: bytes },
            { file: join(memory, 'memory.memsw.limit_in_bytes'), value: bytes, optional: true },
          ]),
      ...(quota === undefined
        ? []
        : [
            { file: join(cpu, 'cpu.cfs_period_us'), value: String(periodUs) },
            { file: join(cpu, 'cpu.cfs_quota_us'), value: quota },
          ]),
    ],
    peak: join(memory, 'memory.max_usage_in_bytes'),
    kills: join(memory, 'memory.oom_control'),
  };
}

/** @returns undefined if there are no control groups here. */
export function groupVersion(root = '/sys/fs/cgroup'): 1 | 2 | undefined {
  if (existsSync(join(root, 'cgroup.controllers'))) return 2;
  return existsSync(join(root, 'memory', 'memory.limit_in_bytes')) ? 1 : undefined;
}

/** @param text Of `memory.events` or `memory.oom_control`. */
export function countKills(text: string): number {
  return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** @returns Why there can be no groups here; undefined if there can. */
export function whyNoGroup(): string | undefined {
  try {
    openGroup({ memoryMb: 128, cores: 0.5 }).remove();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

let opened = 0;

/**
 * Remove it, whatever happens.
 *
 * @throws {Error} if this system has none, or does not let this user make one.
 */
export function openGroup(limits: GroupLimits): Group {
  const version = groupVersion();
  if (version === undefined) throw new Error('there are no control groups on this system: that takes Linux');
  opened += 1;
  const plan = planGroup(version, `cos-thumbnailer-bench-${process.pid}-${opened}`, limits);
  const made: string[] = [];
  const remove = () => made.splice(0).forEach(removeFolder);
  try {
    for (const folder of plan.folders) {
      mkdirSync(folder);
      made.push(folder);
    }
    for (const { file, value, optional } of plan.writes) {
      if (existsSync(file)) writeFileSync(file, value);
      else if (!optional) throw new Error(`${file} is not there: its controller is not switched on`);
    }
    // Without any limit version 2 would make a group that counts nothing.
    if (!existsSync(plan.kills)) throw new Error(`${plan.kills} is not there: memory is not counted`);
  } catch (error) {
    remove();
    throw error;
  }
  const doors = made.map((folder) => `echo $$ > ${join(folder, 'cgroup.procs')}`);
  return {
    enter: ['sh', '-c', `${doors.join(' && ')} && exec "$0" "$@"`],
    peakMb: () => (existsSync(plan.peak) ? Number(readFileSync(plan.peak, 'utf8')) / 1024 / 1024 : undefined),
    ranOut: () => countKills(readFileSync(plan.kills, 'utf8')) > 0,
    remove,
  };
}

/** The kernel lets go of what was killed a moment after it is dead. */
function removeFolder(folder: string): void {
  for (let left = 100; existsSync(folder); left -= 1) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || left === 0) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

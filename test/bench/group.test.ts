// What control groups are made of, in both versions of the kernel's interface. Makes none: that takes an administrator.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countKills, type GroupLimits, groupVersion, planGroup } from './group.ts';

/** `file = value`, with `?` before what the kernel may lack. */
function writes(version: 1 | 2, limits: GroupLimits): string[] {
  return planGroup(version, 'g', limits, '/').writes.map(
    ({ file, value, optional }) => `${optional ? '?' : ''}${file} = ${value}`,
  );
}

describe('planGroup', () => {
  test.each<[string, 1 | 2, GroupLimits, string[]]>([
    ['version 1 without limits only counts', 1, {}, ['?/memory/g/memory.swappiness = 0']],
    [
      'version 1 limits memory before memory and swap together, which may not be less',
      1,
      { memoryMb: 128 },
      [
        '?/memory/g/memory.swappiness = 0',
        '/memory/g/memory.limit_in_bytes = 134217728',
        '?/memory/g/memory.memsw.limit_in_bytes = 134217728',
      ],
    ],
    [
      'version 1 gives a share of each period to the CPU',
      1,
      { cores: 0.5 },
      [
        '?/memory/g/memory.swappiness = 0',
        '/cpu/g/cpu.cfs_period_us = 100000',
        '/cpu/g/cpu.cfs_quota_us = 50000',
      ],
    ],
    ['version 2 without limits only counts', 2, {}, ['?/g/memory.swap.max = 0']],
    [
      'version 2 limits memory without swap, and CPU with its period',
      2,
      { memoryMb: 64, cores: 1.5 },
      ['/g/memory.max = 67108864', '?/g/memory.swap.max = 0', '/g/cpu.max = 150000 100000'],
    ],
  ])('%s', (_name, version, limits, expected) => {
    expect(writes(version, limits)).toEqual(expected);
  });

  test('version 1 has a folder for each controller that is used', () => {
    expect(planGroup(1, 'g', {}, '/').folders).toEqual(['/memory/g']);
    expect(planGroup(1, 'g', { cores: 1 }, '/').folders).toEqual(['/memory/g', '/cpu/g']);
  });

  test('version 2 has one folder', () => {
    expect(planGroup(2, 'g', { memoryMb: 128, cores: 1 }, '/').folders).toEqual(['/g']);
  });

  test.each([
    [1, '/memory/g/memory.max_usage_in_bytes', '/memory/g/memory.oom_control'],
    [2, '/g/memory.peak', '/g/memory.events'],
  ] as const)('version %i tells the peak and the kills', (version, peak, kills) => {
    expect(planGroup(version, 'g', {}, '/')).toMatchObject({ peak, kills });
  });
});

describe('countKills', () => {
  test.each([
    ['version 1', 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n', 3],
    ['version 2', 'low 0\nhigh 0\nmax 7\noom 2\noom_kill 1\noom_group_kill 0\n', 1],
    ['a kernel before 4.13, which does not count', 'oom_kill_disable 0\nunder_oom 0\n', 0],
  ])('reads %s', (_name, text, kills) => {
    expect(countKills(text)).toBe(kills);
  });
});

describe('groupVersion', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'groups-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('is 2 where the root names its controllers', () => {
    writeFileSync(join(root, 'cgroup.controllers'), 'cpu memory');
    expect(groupVersion(root)).toBe(2);
  });

  test('is 1 where memory has a tree of its own, whatever else is mounted beside it', () => {
    mkdirSync(join(root, 'unified'));
    mkdirSync(join(root, 'memory'));
    writeFileSync(join(root, 'unified', 'cgroup.controllers'), '');
    writeFileSync(join(root, 'memory', 'memory.limit_in_bytes'), '1');
    expect(groupVersion(root)).toBe(1);
  });

  test('is undefined elsewhere', () => {
    expect(groupVersion(root)).toBeUndefined();
  });
});

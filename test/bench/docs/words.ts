// The words around the figures, in the languages of the docs.

import type { Machine } from '../saved-run.ts';

export interface Words {
  /** Path of the page, inside the repository. */
  readonly page: string;
  readonly ratios: readonly [what: string, to: string, time: string, cpu: string, memory: string];
  readonly shares: readonly [
    ...[memory: string, photo: string, load: string, loadRatio: string],
    ...[event: string, eventRatio: string, within: string],
  ];
  /** @param to As warm/cases.ts has it: `200`, `200x200 cover`, `200 as webp`, `five sizes`. */
  warm(photo: string, to: string): string;
  cold(photo: string): string;
  /** @param name As photos.ts has it: `progressive jpeg 24 MP`. */
  photo(name: string): string;
  /** The cores are a share of one. */
  function(memoryMb: number, cores: string): string;
  aboveShares(): string;
  /** In all rounds, in none, or in a share of them. */
  within(share: number): string;
  readonly failed: string;
  source(run: {
    readonly date: string;
    readonly machine: Machine;
    readonly warm: number | undefined;
    readonly cold: number | undefined;
    readonly shares: number | undefined;
  }): string;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
const parts = (name: string): [kind: string, megapixels: number] => {
  const [, kind = name, megapixels = ''] = /^(.*) ([\d.]+) MP$/.exec(name) ?? [];
  return [kind, Number(megapixels)];
};
const formats: Readonly<Record<string, string>> = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', avif: 'AVIF' };
const written = (kind: string) =>
  kind.replace(/\b(?:jpeg|png|webp|avif)\b/, (format) => formats[format] ?? format);

export const english: Words = {
  page: 'docs/performance.md',
  ratios: ['', 'compared with', 'time', 'CPU', 'memory'],
  shares: [
    ...(['function', 'photo', 'loading, ms: ours, sharp, sharpb', 'ours to sharpb'] as const),
    ...(['event, ms: ours, sharp, sharpb', 'ours to sharpb', 'event within 3 s'] as const),
  ],
  warm: (photo, to) => `warm: ${photo}, to ${written(to)}`,
  cold: (photo) => `cold start: ${photo}, to 200`,
  photo(name) {
    const [kind, megapixels] = parts(name);
    return `${written(kind)}, ${megapixels} megapixels`;
  },
  function: (memoryMb, cores) => `${memoryMb} MB, ${cores} of a core`,
  aboveShares: () => "A fresh start with SCF's share of the CPU, to 200:",
  within: (share) => (share === 1 ? 'yes' : share === 0 ? 'no' : `in ${percent(share)} of the rounds`),
  failed: 'fails',
  source({ date, machine, warm, cold, shares }) {
    const rounds = [
      ...(warm === undefined ? [] : [`at least ${warm} rounds warm`]),
      ...(cold === undefined ? [] : [`${cold} cold starts`]),
      ...(shares === undefined ? [] : [`${shares} starts at a share of the CPU`]),
    ];
    return (
      `Measured on ${date} on ${machine.cores} cores of ${machine.cpu}, Node.js ${machine.node}: medians of ` +
      `${rounds.join(', ')}. The range after a ratio holds the middle half of the ratios of single rounds.`
    );
  },
};

const chineseKinds: Readonly<Record<string, string>> = {
  'progressive jpeg': '渐进式 JPEG',
  screenshot: '屏幕截图（PNG）',
};

const chineseSizes: Readonly<Record<string, string>> = {
  'five sizes': '五种尺寸',
  '200 as webp': ' 200 的 WebP',
};

export const chinese: Words = {
  page: 'docs/zh-CN/performance.md',
  ratios: ['', '比较对象', '时间', 'CPU', '内存'],
  shares: [
    ...(['函数', '照片', '加载，毫秒：本函数、sharp、sharpb', '与 sharpb 之比'] as const),
    ...(['处理事件，毫秒：本函数、sharp、sharpb', '与 sharpb 之比', '事件在 3 秒内'] as const),
  ],
  warm: (photo, to) => `热实例：${photo}，到${chineseSizes[to] ?? ` ${to}`}`,
  cold: (photo) => `冷启动：${photo}，到 200`,
  photo(name) {
    const [kind, megapixels] = parts(name);
    return `${chineseKinds[kind] ?? written(kind)}，${megapixels * 100} 万像素`;
  },
  function: (memoryMb, cores) => `${memoryMb} MB，${cores} 个核`,
  aboveShares: () => '按 SCF 的 CPU 份额启动新实例，到 200：',
  within: (share) => (share === 1 ? '是' : share === 0 ? '否' : `${percent(share)} 的轮次`),
  failed: '失败',
  source({ date, machine, warm, cold, shares }) {
    const rounds = [
      ...(warm === undefined ? [] : [`热实例至少 ${warm} 轮`]),
      ...(cold === undefined ? [] : [`冷启动 ${cold} 次`]),
      ...(shares === undefined ? [] : [`按 CPU 份额启动 ${shares} 次`]),
    ];
    return (
      `${date} 测于 ${machine.cpu} 的 ${machine.cores} 个核、Node.js ${machine.node}：取中位数，${rounds.join('，')}。` +
      '比值后面的范围包含各轮比值中间的一半。'
    );
  },
};

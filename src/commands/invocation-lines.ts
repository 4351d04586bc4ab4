// The result of an event in some six lines, for a person. Pure.

import { describeProblem } from '../cloud/setting-problem.ts';
import { toLeft } from '../cloud/text-table.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import type { Outcome, Report } from '../function/report.ts';
import { type Invocation, statusNames } from '../local/scf/invocation.ts';
import { kilobytes } from '../play/page.ts';
import type { EventRun } from './run-event.ts';
import { commandWords } from './usage.ts';
import { bilingual, type Wording } from './wording.ts';

/** The name of a line, and what is in it. */
type Line = readonly [label: Bilingual, text: Bilingual];

/** What was run, for the lines about it. */
export interface Ran {
  /** The file as given; of several events, which one this is. */
  readonly name: string;
  /** A photo of its own, an event that is about photos, or one of the events that a command has made. */
  readonly kind: 'photo' | 'event' | 'events';
}

export function describeRun(ran: EventRun, what: Ran): Bilingual {
  const lines: readonly Line[] = [
    [labels.event, headOf(ran, what)],
    [labels.status, statusOf(ran.invocation)],
    ...errorLines(ran.invocation),
    ...outcomesOf(ran.invocation).flatMap((outcome) => outcomeLines(outcome, ran)),
    [labels.time, timeOf(ran.invocation)],
    [labels.memory, memoryOf(ran)],
    [labels.more, moreOf(what)],
  ];
  return { en: lines.map(inOne('en')).join('\n'), zh: lines.map(inOne('zh')).join('\n') };
}

const labels = {
  event: { en: 'event', zh: '事件' },
  status: { en: 'status', zh: '状态' },
  error: { en: 'error', zh: '错误' },
  stored: { en: 'stored', zh: '已存储' },
  skipped: { en: 'skipped', zh: '已跳过' },
  removed: { en: 'removed', zh: '已删除' },
  failed: { en: 'failed', zh: '失败' },
  warning: { en: 'warning', zh: '提醒' },
  time: { en: 'time', zh: '耗时' },
  memory: { en: 'memory', zh: '内存' },
  more: { en: 'more', zh: '更多' },
} as const;

const labelColumns = 10;

function inOne(language: keyof Bilingual): (line: Line) => string {
  const indented = `\n${' '.repeat(labelColumns)}`;
  return ([label, text]) => toLeft(label[language], labelColumns) + text[language].replaceAll('\n', indented);
}

function headOf({ options, photoBytes }: EventRun, { name, kind }: Ran): Bilingual {
  const node = `Node.js ${options.runtime ?? process.versions.node}`;
  const bytes = kilobytes(photoBytes);
  const sizes = kind === 'photo' ? { en: bytes, zh: bytes } : { en: `photos: ${bytes}`, zh: `照片 ${bytes}` };
  const size = photoBytes === 0 ? { en: '', zh: '' } : { en: `, ${sizes.en}`, zh: `，${sizes.zh}` };
  const machine = `${node}, ${options.memoryMb} MB, ${options.timeoutS} s`;
  return { en: `${name}${size.en}; on ${machine}`, zh: `${name}${size.zh}；运行于 ${machine}` };
}

const statusesInChinese: Readonly<Record<Invocation['statusCode'], string>> = {
  200: '成功',
  430: '函数抛出错误',
  433: '超时',
  434: '内存不足',
  437: '找不到处理函数',
  439: '进程退出',
  443: '代码无法加载',
};

function statusOf({ statusCode, afterAnswer }: Invocation): Bilingual {
  const then = afterAnswer && {
    en: `, then ${afterAnswer.statusCode} ${statusNames[afterAnswer.statusCode]}: ${afterAnswer.error.message}`,
    zh: `，随后 ${afterAnswer.statusCode} ${statusesInChinese[afterAnswer.statusCode]}：${afterAnswer.error.message}`,
  };
  return {
    en: `${statusCode} ${statusNames[statusCode]}${then?.en ?? ''}`,
    zh: `${statusCode} ${statusesInChinese[statusCode]}${then?.zh ?? ''}`,
  };
}

/** The messages of these say all that there is to say. */
const ownErrors =
  /^(ConfigError|ThumbnailError|RedeliveryError|StoreError|MemoryLimitReached|TimeLimitReached)$/;

function errorLines({ error }: Invocation): readonly Line[] {
  if (!error) return [];
  const message = ownErrors.test(error.type) ? error.message : `${error.type}: ${error.message}`;
  const [first = '', ...details] = message.split('\n');
  const problems = details.map((detail) => describeProblem(detail.trim()));
  const heading = describeProblem(first);
  const text = {
    en: [heading.en, ...problems.map(({ en }) => `  ${en}`)].join('\n'),
    zh: [heading.zh, ...problems.map(({ zh }) => `  ${zh}`)].join('\n'),
  };
  return [[labels.error, text]];
}

function outcomesOf({ answer }: Invocation): readonly Outcome[] {
  const { records } = (answer ?? {}) as Partial<Report>;
  return Array.isArray(records) ? (records as Report['records']).flatMap(({ outcomes }) => outcomes) : [];
}

function outcomeLines(outcome: Outcome, { written }: EventRun): readonly Line[] {
  const line = (text: Wording): Line => [labels[outcome.status], bilingual(text)];
  const preset = outcome.manifest ? 'manifest: ' : outcome.preset ? `${outcome.preset}: ` : '';
  if (outcome.status === 'failed' || outcome.status === 'skipped') {
    return [line(`${preset}${outcome.code}: ${outcome.message}`)];
  }
  const { bucket, key } = outcome;
  const file = written.find((one) => one.bucket === bucket && one.key === key)?.file ?? `${bucket}/${key}`;
  if (outcome.status === 'removed') return [line(`${preset}${bucket}/${key}`)];
  if (outcome.manifest) return [line(`${preset}${kilobytes(outcome.bytes)}: ${file}`)];
  const { width, height, format, bytes, warnings = [] } = outcome;
  return [
    line(`${preset}${width}x${height} ${format}, ${kilobytes(bytes)}: ${file}`),
    ...warnings.map((warning): Line => [labels.warning, bilingual(warning)]),
  ];
}

function timeOf({ durationMs, billedMs, coldStart }: Invocation): Bilingual {
  const took = Math.round(durationMs);
  const start = coldStart && Math.round(coldStart.initMs);
  return {
    en: `${took} ms, billed ${billedMs} ms${start === undefined ? '' : `; cold start ${start} ms`}`,
    zh: `${took} 毫秒，计费 ${billedMs} 毫秒${start === undefined ? '' : `；冷启动 ${start} 毫秒`}`,
  };
}

function memoryOf({ invocation, options }: EventRun): Bilingual {
  const peak = invocation.memoryPeakMb.toFixed(1);
  return {
    en: `${peak} MB at most, of ${options.memoryMb} MB`,
    zh: `最多 ${peak} MB，共 ${options.memoryMb} MB`,
  };
}

function moreOf({ kind, name }: Ran): Bilingual {
  const written = kind === 'events' ? 'EVENT.json' : /\s/.test(name) ? `"${name}"` : name;
  const command = `${commandWords('invoke')} ${written} --json`;
  if (kind !== 'events') {
    return {
      en: `the same with --json prints the answer and the log, too: ${command}`,
      zh: `加上 --json 还会显示返回值和日志：${command}`,
    };
  }
  return {
    en: `${command} prints the answer and the log, too; replay --out EVENT.json writes the event`,
    zh: `${command} 还会显示返回值和日志；事件由 replay --out EVENT.json 写出`,
  };
}

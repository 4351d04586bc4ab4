// Pure: the summary of a log as text for a person.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { textTable } from '../text-table.ts';
import type { ErrorEntry, RecordEntry } from './log-entry.ts';
import type { LogSummary } from './log-summary.ts';

type Say = (text: Bilingual) => string;

/** SCF's statuses that need a word (cloud.tencent.com/document/product/583/42611). */
const meanings: Readonly<Record<number, Bilingual>> = {
  430: { en: 'the function threw: delivered again', zh: '函数抛出错误：会再次投递' },
  432: { en: 'no instance was free', zh: '没有空闲实例' },
  433: {
    en: 'out of time: raise the timeout, or the memory, which gives more CPU',
    zh: '超时：请调大执行超时时间，或调大内存以获得更多 CPU',
  },
  434: { en: 'out of memory: raise it', zh: '内存超限：请调大内存' },
  437: { en: 'no index.main_handler in the code', zh: '代码中没有 index.main_handler' },
  439: { en: 'the process exited', zh: '进程退出' },
};

/**
 * @param what Which function, and since when, for the first line.
 * @example writeLogReport(summary, { functionName: 'cos-thumbnailer', from: Date.now() - 3_600_000 }, 'zh')
 */
export function writeLogReport(
  summary: LogSummary,
  what: { readonly functionName: string; readonly from: number },
  language: keyof Bilingual,
): string {
  const say: Say = (text) => text[language];
  const { records, invocations, codes, ended, lastErrors } = summary;
  const since = `${what.functionName}, ${timeText(what.from)} …`;
  if (records === 0 && invocations === 0 && lastErrors.length === 0) {
    return say({
      en: `${since}: no line. Nothing was uploaded, the trigger does not fire, or the log is not a minute old; npm run doctor tells which.`,
      zh: `${since}：没有日志。可能没有上传、触发器没有触发，或日志产生还不到一分钟；npm run doctor 可以判断。`,
    });
  }
  const parts = [`${since}\n${totals(summary, say)}`];
  if (codes.length > 0) parts.push(codeTable(summary, say));
  if (ended.length > 0) parts.push(statusTable(summary, say));
  if (lastErrors.length > 0) {
    const heading = say({ en: 'The last errors:', zh: '最近的错误：' });
    parts.push([heading, ...lastErrors.map(errorText)].join('\n'));
  }
  return parts.join('\n\n');
}

function totals(summary: LogSummary, say: Say): string {
  const { records, stored, skipped, removed, failed, coldStarts, invocations, p50Ms, p95Ms } = summary;
  const unknown = say({ en: 'unknown', zh: '未知' });
  return textTable(
    [
      [say({ en: 'records', zh: '记录' }), String(records)],
      [say({ en: 'invocations', zh: '调用' }), String(invocations)],
      [say({ en: 'stored', zh: '已存储' }), `${stored}, ${megabytes(summary.bytesOut)}`],
      [say({ en: 'skipped', zh: '已跳过' }), String(skipped)],
      [say({ en: 'removed', zh: '已移除' }), String(removed)],
      [say({ en: 'failed', zh: '失败' }), String(failed)],
      [say({ en: 'photos read', zh: '读取的照片' }), megabytes(summary.bytesIn)],
      [say({ en: 'cold starts', zh: '冷启动' }), coldStarts === undefined ? unknown : String(coldStarts)],
      [
        say({ en: 'time of a record', zh: '单条记录用时' }),
        p50Ms === undefined ? '–' : `p50 ${p50Ms} ms, p95 ${p95Ms} ms`,
      ],
    ].map(([label = '', value = '']) => [`  ${label}`, value]),
  );
}

function codeTable({ codes }: LogSummary, say: Say): string {
  const heading = [
    say({ en: 'code', zh: '代码' }),
    say({ en: 'is', zh: '属于' }),
    say({ en: 'count', zh: '次数' }),
    say({ en: 'last seen', zh: '最近一次' }),
    say({ en: 'example', zh: '示例' }),
  ];
  const rows = codes.map(({ code, isFailure, count, lastSeen, example }) => [
    code,
    isFailure ? say({ en: 'a failure', zh: '失败' }) : say({ en: 'a skip', zh: '跳过' }),
    String(count),
    timeText(lastSeen),
    example,
  ]);
  return textTable([heading, ...rows], [2]);
}

function statusTable({ ended }: LogSummary, say: Say): string {
  const heading = [
    say({ en: 'status of SCF', zh: 'SCF 状态码' }),
    say({ en: 'count', zh: '次数' }),
    say({ en: 'last seen', zh: '最近一次' }),
    say({ en: 'request id', zh: '请求 ID' }),
    say({ en: 'meaning', zh: '含义' }),
  ];
  const rows = ended.map(({ status, count, lastSeen, example }) => {
    const meaning = meanings[status];
    return [String(status), String(count), timeText(lastSeen), example, meaning ? say(meaning) : ''];
  });
  return textTable([heading, ...rows], [1]);
}

function errorText(entry: RecordEntry | ErrorEntry): string {
  const details = entry.kind === 'record' ? entry.outcomes : entry.details;
  const title = entry.kind === 'record' ? entry.message : `${entry.code}: ${entry.message}`;
  const lines = details.flatMap((text) => text.split('\n'));
  return [
    `${timeText(entry.time)}  ${entry.requestId}  ${title}`,
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}

/** In UTC: `2026-11-27 12:00:00Z`. */
function timeText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace(/\.\d+/, '');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0)} MB`;
}

// The log of a deployed function: where it is, and its lines as entries.

import type { CloudApi } from '../api/cloud-api.ts';
import { CloudError } from '../api/cloud-error.ts';
import { noFunction } from '../api/no-function.ts';
import { type LogEntry, readLogLine } from './log-entry.ts';

export interface LogSpan {
  readonly functionName: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/**
 * Reads what a function, and SCF about it, wrote: newest first. It needs no index of the function's own fields.
 *
 * @throws {CloudError} if there is no such function, or if it has no log.
 */
export async function* readLog(api: CloudApi, { functionName, from, to }: LogSpan): AsyncGenerator<LogEntry> {
  const deployed = await api.functions.get(functionName);
  if (!deployed) throw noFunction(functionName, api.region);
  if (!deployed.logTopic) throw noLog(functionName);
  const { topicId } = deployed.logTopic;
  const query = linesOf(functionName);
  for await (const line of api.logs.search({ topicId, query, from, to })) {
    const entry = readLogLine(line);
    if (entry) yield entry;
  }
}

/** The query for all lines of a function, and of SCF about it. */
export function linesOf(functionName: string): string {
  return `SCF_FunctionName:"${functionName}"`;
}

function noLog(name: string): CloudError {
  return new CloudError({
    text: {
      en: `The function ${name} sends its log nowhere. Switch it on: 函数配置 → 编辑 → 日志配置 → 日志投递 in the SCF console.`,
      zh: `函数 ${name} 没有投递日志。请在 SCF 控制台打开：函数配置 → 编辑 → 日志配置 → 日志投递。`,
    },
  });
}

// What the log of the last hour says: photos that failed, and invocations that SCF ended itself.

import { outsideChecks } from '../../function/doctor/checks.ts';
import { type CheckResult, well, wrong } from '../../function/doctor/diagnosis.ts';
import type { LogLine, LogsApi } from '../api/cloud-api.ts';
import { linesOf } from '../logs/function-log.ts';

const hours = 1;
/** More are not read: what is wrong shows among the newest. */
const maxLines = 20_000;

export async function logResults(
  logs: LogsApi,
  topicId: string,
  functionName: string,
  now: number,
): Promise<CheckResult[]> {
  const lines = logs.search({
    topicId,
    query: linesOf(functionName),
    from: now - hours * 3_600_000,
    to: now,
  });
  const failedCodes = new Map<string, number>();
  /** Status -> requests, of which each has several lines. */
  const ended = new Map<string, Set<string>>();
  let failed = 0;
  let count = 0;
  for await (const line of lines) {
    count++;
    if (count > maxLines) break;
    const codes = failureOf(line);
    if (codes !== undefined) failed++;
    for (const code of codes ?? []) failedCodes.set(code, (failedCodes.get(code) ?? 0) + 1);
    const status = endOf(line);
    if (status === undefined) continue;
    ended.set(status, (ended.get(status) ?? new Set()).add(line.fields['SCF_RequestId'] ?? ''));
  }
  const codes = [...failedCodes].map(([code, times]) => `${code} ${times}×`).join(', ');
  const statuses = [...ended].map(([status, requests]) => `${status} ${requests.size}×`).join(', ');
  const errors = (failed === 0 ? well : wrong)('recent-errors', outsideChecks['recent-errors'], {
    hours,
    count: failed,
    codes,
  });
  const kills = (ended.size === 0 ? well : wrong)('recent-kills', outsideChecks['recent-kills'], {
    hours,
    statuses,
  });
  return [errors, kills];
}

/** @returns The codes of a record that failed; undefined for any other line. */
function failureOf({ fields }: LogLine): readonly string[] | undefined {
  if (fields['presets'] === undefined || !(Number(fields['failed']) > 0)) return undefined;
  return (fields['codes'] ?? '').split(',').filter((code) => code !== '');
}

/** @returns The status with which SCF ended an invocation, such as 433 and 434. */
function endOf({ fields }: LogLine): string | undefined {
  const { SCF_Type: type, SCF_StatusCode: status = '' } = fields;
  return type === 'Platform' && /^43[3-9]$/.test(status) ? status : undefined;
}

// An invocation of a function that has ended, and SCF's texts about it.

import type { Invocation } from '../scf/invocation.ts';
import type { FunctionRecord } from './function-record.ts';

export interface EndedInvocation {
  readonly record: FunctionRecord;
  readonly invocation: Invocation;
  /** Milliseconds since 1970, as `endedAt`. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** How often the event had been tried before. */
  readonly retry: number;
}

/** The JSON text that SCF answers in place of the function; undefined if the invocation has not failed. */
export function failureText({ requestId, statusCode, error }: Invocation): string | undefined {
  if (!error) return undefined;
  const thrown = statusCode === 430;
  return JSON.stringify({
    errorCode: thrown ? 1 : -1,
    errorMessage: thrown ? 'user code exception caught' : error.message,
    requestId,
    ...(thrown && { stackTrace: error.stack ?? `${error.type}: ${error.message}` }),
    statusCode,
  });
}

export function reportLine({ requestId, durationMs, memoryPeakMb }: Invocation, memoryMb: number): string {
  const ms = Math.round(durationMs);
  return `Report RequestId:${requestId} Duration:${ms}ms Memory:${memoryMb}MB MemUsage:${memoryPeakMb.toFixed(2)}MB`;
}

/** The log that InvokeFunction answers: SCF's lines around those of the function, the last 4 KB of them. */
export function tailOf(invocation: Invocation, memoryMb: number): string {
  const { requestId, log } = invocation;
  const lines = [
    `START RequestId:${requestId}`,
    ...log,
    `END RequestId:${requestId}`,
    reportLine(invocation, memoryMb),
  ];
  return Buffer.from(lines.join('\n')).subarray(-4096).toString();
}

// What scf:InvokeFunction answers -> an answer or an error of the function. Pure.

import type { InvocationAnswer } from './cloud-api.ts';

interface Invoked {
  readonly Result?: {
    readonly Log?: string;
    readonly RetMsg?: string;
    readonly ErrMsg?: string;
    readonly MemUsage?: number;
    readonly BillDuration?: number;
    readonly FunctionRequestId?: string;
    readonly InvokeResult?: number;
  };
  readonly RequestId?: string;
}

export function readInvocation({ Result = {}, RequestId = '' }: Invoked): InvocationAnswer {
  const { RetMsg = '', ErrMsg = '', InvokeResult = 0 } = Result;
  const failed = ErrMsg !== '' || InvokeResult !== 0;
  const text = ErrMsg || RetMsg;
  return {
    requestId: Result.FunctionRequestId || RequestId,
    json: failed ? undefined : RetMsg,
    error: failed ? { statusCode: statusCodeIn(text) ?? statusCodeOf(InvokeResult), text } : undefined,
    log: Result.Log ?? '',
    billedMs: Result.BillDuration ?? 0,
    memoryBytes: Result.MemUsage ?? 0,
  };
}

/** SCF's text is often JSON such as `{"errorCode":-1,"errorMessage":"…","statusCode":433}`. */
function statusCodeIn(text: string): number | undefined {
  try {
    const { statusCode } = JSON.parse(text) as { readonly statusCode?: unknown };
    return typeof statusCode === 'number' ? statusCode : undefined;
  } catch {
    return undefined;
  }
}

/** -1 and 1 only say that it failed. */
function statusCodeOf(invokeResult: number): number | undefined {
  return invokeResult >= 100 ? invokeResult : undefined;
}

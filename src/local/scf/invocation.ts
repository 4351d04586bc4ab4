// The types of one invocation, with the data that SCF's console shows, and SCF's status codes.

/** The status codes of SCF that a function can cause. https://cloud.tencent.com/document/product/583/42611 */
export const statusNames = {
  200: 'success',
  430: 'the function threw',
  433: 'timed out',
  434: 'out of memory',
  437: 'handler not found',
  439: 'process exited',
  443: 'code does not load',
} as const;

export type StatusCode = keyof typeof statusNames;

export interface FunctionError {
  /** The name of the error, or the type of the value if the function threw something that is not an Error. */
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
}

/** Why an invocation failed, as SCF reports it. */
export interface FailedInvocation {
  readonly statusCode: Exclude<StatusCode, 200>;
  readonly error: FunctionError;
}

export interface Invocation {
  readonly requestId: string;
  readonly statusCode: StatusCode;
  /** The function's answer after it was written and read as JSON. Absent unless the status is 200. */
  readonly answer?: unknown;
  /** Absent if the status is 200. */
  readonly error?: FunctionError;
  /** What ended the instance after it had answered. SCF's log shows it; the caller is not told. */
  readonly afterAnswer?: FailedInvocation;
  /** Present if this invocation started an instance. `initMs` is the time from the start of Node.js until the code was loaded. */
  readonly coldStart?: { readonly initMs: number };
  /** The time from the event to the answer, without the cold start. */
  readonly durationMs: number;
  /** The time from the answer until the event loop was empty or the instance was killed. SCF bills it, too. */
  readonly drainMs: number;
  /** `durationMs` and `drainMs` together, rounded up to whole milliseconds. */
  readonly billedMs: number;
  /** The peak of the instance's memory since it started, without the pages of files, in MB of 1024 * 1024 bytes. */
  readonly memoryPeakMb: number;
  /** The lines of standard output and standard error since the previous invocation. Each of the two streams is in order. */
  readonly log: readonly string[];
}
